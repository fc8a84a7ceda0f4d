// A citizen's ticket stays true: fetched anew when the line moved, with a little patience so that phones do not all ask at once.
(() => {
  "use strict";
  const { ticket, state } = document.body.dataset;
  const A_WHILE = 5_000;
  const GONE = 404;
  const current = () => document.getElementById("state");
  let due = null;

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
    else if (/^(branch|service)\.(suspended|resumed)$|^board\.message$/.test(event.kind)) refresh(false);
  });
  document.addEventListener("giliran:board", () => refresh(true));

  document.addEventListener("toggle", ({ target }) => target.open || refresh(false), true);

  // An answer that did not come is asked for again: nothing may happen in the hall for a long while.
  const askAgain = () => setTimeout(() => refresh(true), A_WHILE + Math.random() * A_WHILE);
  const failed = ({ detail }) => {
    if (detail.xhr.status !== GONE) askAgain();
  };
  for (const how of ["sendError", "timeout", "responseError"]) document.addEventListener(`htmx:${how}`, failed);
  // A page of whatever stands before the server, as of a network that wants to be signed in to, is no ticket.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "state" || detail.serverResponse.includes('id="state"')) return;
    detail.shouldSwap = false;
    if (detail.xhr.status < 400) askAgain();
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id === "state") document.getElementById("refusal").replaceChildren();
  });

  // What is said may hold until a moment at which nothing happens: the time to come back simply runs out.
  let untrue = null;
  const watchTheTime = () => {
    clearTimeout(untrue);
    const { holds } = current().dataset;
    if (holds) untrue = setTimeout(() => refresh(true), (Number(holds) + 1) * 1000);
  };
  // A phone that slept counted no seconds meanwhile.
  document.addEventListener("visibilitychange", () => document.hidden || refresh(true));

  const heard = document.querySelector("[data-heard]");
  const clock = () => window.giliranCalendar(document.body).time(new Date());
  let lastHeard = clock();
  document.addEventListener("giliran:event", () => (lastHeard = clock()));
  document.addEventListener("giliran:contact", ({ detail }) => {
    if (detail.live) lastHeard = clock();
    heard.textContent = lastHeard;
    document.getElementById("contact").hidden = detail.live;
  });

  // Being called: the page fills the screen until its citizen has seen it, and stirs the phone if it was asked to.
  const AGAIN_AFTER = 6_000;
  const TIMES = 5;
  const tellMe = document.getElementById("tell-me");
  const asked = () => tellMe.getAttribute("aria-pressed") === "true";
  let seen = 0;
  let ringing = null;

  const stir = (times) => {
    clearTimeout(ringing);
    if (!asked() || !times || Number(current().dataset.calls) <= seen) return;
    navigator.vibrate?.([400, 200, 400, 200, 800]);
    window.softTone(659, 523, 659, 523);
    ringing = setTimeout(() => stir(times - 1), AGAIN_AFTER);
  };

  let called = 0;
  const show = () => {
    watchTheTime();
    const calls = Number(current().dataset.calls);
    document.body.classList.toggle("is-called", calls > seen);
    if (calls > called) stir(TIMES);
    called = calls;
    if (!calls) seen = 0;
  };
  document.addEventListener("htmx:afterSwap", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-seen]")) return;
    seen = called;
    navigator.vibrate?.(0);
    show();
  });

  // The phone's screen stays lit where the browser can; it takes that back whenever the page is left.
  let lit = null;
  const stayLit = async () => {
    if (!asked() || document.hidden) return;
    lit = await navigator.wakeLock?.request("screen").catch(() => null);
  };
  document.addEventListener("visibilitychange", stayLit);

  // A browser stirs and sounds only for a page that was touched: so it is offered, never tried unasked.
  tellMe.addEventListener("click", () => {
    tellMe.setAttribute("aria-pressed", String(!asked()));
    if (!asked()) return void lit?.release();
    window.readyToSound().then(() => window.softTone(523, 659));
    navigator.vibrate?.(200);
    stayLit();
  });
  show();
})();
