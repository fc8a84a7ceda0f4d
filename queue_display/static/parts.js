// What the set-up decides is taken from the page anew, part by part: calls being spoken are not touched.
(() => {
  "use strict";
  const parts = () => Array.from(document.querySelectorAll("[data-part]"));
  const known = new Map(parts().map((part) => [part.id, part.outerHTML]));

  const renew = (page) => (part) => {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.outerHTML === known.get(part.id)) return;
    known.set(part.id, fresh.outerHTML);
    part.parentNode.replaceChild(document.importNode(fresh, true), part);
  };

  const lookAgain = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    parts().forEach(renew(page));
    document.dispatchEvent(new CustomEvent("giliran:parts"));
  };

  let settings = null;
  const readSettings = () => (settings = JSON.parse(document.getElementById("settings").dataset.settings));
  readSettings();
  document.addEventListener("giliran:parts", readSettings);
  window.giliranSettings = () => settings;

  window.giliranParts = {
    // Out of reach, it stays as it is: the next look will do.
    lookAgain: () => lookAgain().catch(() => {}),
  };
})();
