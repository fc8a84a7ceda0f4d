// The server is out of reach: a calm screen, what was touched is kept and sent again once, and all goes on by itself.
(() => {
  "use strict";
  const LOOK_EVERY = 1000;
  const PATIENCE = 5000;
  // After this its key would give no number any more, and whoever touched has gone.
  const KEPT_FOR = 110_000;
  const { screen, goTo, goHome, rest } = window.kiosk;
  const curtain = () => document.getElementById("away");
  let kept = null; // what to do once there is contact: {ask, since}
  let again = false; // what was kept is being sent
  let looking = false;
  let next = 0;
  let away = false;

  // A number, or a list to take home, stays readable, and so does a message; anything else makes room for the calm screen.
  const draw = () => {
    document.getElementById("contact").hidden = !away && document.body.dataset.live !== "no";
    const covered = away && !("stays" in screen().dataset) && !document.getElementById("message").open;
    curtain().querySelector(".away-kept").hidden = !kept;
    if (covered && !curtain().open) {
      document.getElementById("still-here").close();
      curtain().showModal();
      document.getElementById("away-title").focus();
    }
    if (!covered && curtain().open) curtain().close();
  };

  const isThere = () =>
    fetch(document.body.dataset.home, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE) }).then(
      (answer) => answer.status < 500,
      () => false,
    );
  const look = async () => {
    if (looking) return;
    looking = true;
    const there = await isThere();
    looking = false;
    if (there) return back();
    away = true;
    rest();
    draw();
    clearTimeout(next);
    next = setTimeout(look, LOOK_EVERY);
  };
  const back = () => {
    const touch = kept;
    const wasAway = away;
    away = false;
    kept = null;
    draw();
    if (!touch) {
      // Whoever listens heard the last words break off.
      if (wasAway) document.dispatchEvent(new CustomEvent("kiosk:told"));
      return;
    }
    again = true;
    if (Date.now() - touch.since < KEPT_FOR) touch.ask();
    else goHome();
  };

  const keep = ({ requestConfig }) => {
    const whole = requestConfig.target.id === "kiosk";
    const { elt } = requestConfig;
    const ask = elt.matches("form") ? () => elt.requestSubmit(requestConfig.triggeringEvent?.submitter) : () => goTo(requestConfig.path, whole);
    kept = { ask, since: Date.now() };
    away = true;
    draw();
    look();
  };
  // What the page asks by itself, how a slip is getting on, is asked again anyway.
  const isTouch = ({ verb, target }) => verb !== "get" || target.id === "screen" || target.id === "kiosk";
  const failed = ({ detail }) => {
    if (isTouch(detail.requestConfig)) keep(detail);
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  // A server that answers, and fails a second time, is told of in its own words.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status < 500 || again || !isTouch(detail.requestConfig)) return;
    detail.shouldSwap = false;
    keep(detail);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (isTouch(detail.requestConfig)) again = false;
  });

  document.addEventListener("giliran:contact", look);
  document.addEventListener("kiosk:step", draw);
  document.addEventListener("cancel", (event) => event.target.id === "away" && event.preventDefault(), true);
})();
