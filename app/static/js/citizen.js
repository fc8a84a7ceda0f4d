// A citizen's ticket stays true: fetched anew when the line moved, with a little patience so that phones do not all ask at once.
(() => {
  "use strict";
  const { ticket, state } = document.body.dataset;
  const current = () => document.getElementById("state");
  let due = null;
  let called = Number(document.getElementById("state").dataset.calls);

  const refresh = (soon) => {
    // Somebody is about to give the number up: do not pull the question away.
    if (current().querySelector("details[open]") && !soon) return;
    if (due && !soon) return;
    clearTimeout(due);
    due = setTimeout(() => {
      due = null;
      window.fetchPart(state, { target: "#state", swap: "outerHTML" });
    }, soon ? 0 : 300 + Math.random() * 700);
  };

  document.addEventListener("giliran:event", ({ detail: { event } }) => {
    if (event.ticket === ticket) refresh(true);
    else if (event.waiting && current().dataset.queue in event.waiting) refresh(false);
    else if (/^(branch|service)\.(suspended|resumed)$/.test(event.kind)) refresh(false);
  });
  document.addEventListener("giliran:board", () => refresh(true));

  document.addEventListener("htmx:afterSwap", () => {
    const calls = Number(document.getElementById("state").dataset.calls);
    if (calls > called) navigator.vibrate?.([400, 200, 400, 200, 800]);
    called = calls;
  });

  const heard = document.querySelector("[data-heard]");
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  let lastHeard = clock();
  document.addEventListener("giliran:event", () => (lastHeard = clock()));
  document.addEventListener("giliran:contact", ({ detail }) => {
    if (detail.live) lastHeard = clock();
    heard.textContent = lastHeard;
    document.getElementById("contact").hidden = detail.live;
  });
})();
