// The desk follows the hall: it is fetched anew when something happened, and rests when the server is out of reach.
(() => {
  "use strict";
  const CALM = 150;
  let due = null;
  let acting = false;

  const refresh = () => {
    clearTimeout(due);
    due = setTimeout(() => {
      // An answer to a button brings the desk anyway; fetching meanwhile could show it older than it is.
      if (acting) return refresh();
      window.htmx.ajax("GET", document.body.dataset.desk, { target: "#desk", swap: "outerHTML" });
    }, CALM);
  };
  document.addEventListener("giliran:event", refresh);
  document.addEventListener("giliran:board", refresh);

  document.addEventListener("giliran:contact", ({ detail }) => {
    document.getElementById("contact").hidden = detail.live;
    document.body.toggleAttribute("data-out-of-reach", !detail.live);
    document.querySelectorAll("#desk form button").forEach((button) => (button.disabled = !detail.live));
    if (detail.live) refresh();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb !== "post") return;
    if (document.body.hasAttribute("data-out-of-reach")) event.preventDefault();
    else acting = true;
  });
  document.addEventListener("htmx:afterRequest", () => {
    if (acting) refresh();
    acting = false;
  });

  // Whoever works by keyboard stays on the next sensible step when the desk is drawn anew.
  let wasOnDesk = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "desk") wasOnDesk = event.detail.target.contains(document.activeElement);
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!wasOnDesk) return;
    wasOnDesk = false;
    document.querySelector("[data-next-step]")?.focus({ preventScroll: true });
  });

  // What ends somebody's number asks first.
  const ask = document.getElementById("ask");
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.target.hasAttribute("data-ask")) return;
    event.preventDefault();
    ask.returnValue = "no";
    ask.addEventListener("close", () => ask.returnValue === "yes" && event.detail.issueRequest(true), { once: true });
    ask.showModal();
  });

  const keys = document.getElementById("keys");
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]")) keys.showModal();
    if (event.target.closest("[data-close]")) keys.close();
  });
})();
