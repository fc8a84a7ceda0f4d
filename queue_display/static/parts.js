// What the set-up decides is taken from the page anew, part by part: calls being spoken are not touched.
(() => {
  "use strict";
  const PATIENCE = 8000;
  const A_WHILE = 5000;
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const parts = () => Array.from(document.querySelectorAll("[data-part]"));
  const known = new Map(parts().map((part) => [part.id, part.outerHTML]));

  const renew = (page) => (part) => {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.outerHTML === known.get(part.id)) return;
    known.set(part.id, fresh.outerHTML);
    part.parentNode.replaceChild(document.importNode(fresh, true), part);
  };

  const look = async () => {
    const answer = await Promise.race([fetch(location.href, { credentials: "same-origin" }), wait(PATIENCE)]);
    // The board was taken away. A proxy that knows nothing of us says 404, too: ours is the page that comes again by itself.
    if (answer && answer.status === 404 && answer.headers.get("refresh")) location.reload();
    if (!answer || !answer.ok) throw new Error("no answer");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    parts().forEach(renew(page));
    document.dispatchEvent(new CustomEvent("giliran:parts"));
  };

  // One look at a time: the answer to an earlier one must not come last. Out of reach, all stays until the next.
  let looking = false;
  let again = false;
  const lookAgain = () => {
    again = looking;
    if (looking) return;
    looking = true;
    look()
      .catch(() => wait(A_WHILE).then(() => (again = true)))
      .then(() => {
        looking = false;
        if (again) lookAgain();
      });
  };

  let settings = null;
  const readSettings = () => (settings = JSON.parse(document.getElementById("settings").dataset.settings));
  readSettings();
  document.addEventListener("giliran:parts", readSettings);
  window.giliranSettings = () => settings;

  window.giliranParts = { lookAgain };
})();
