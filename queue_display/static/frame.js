// What stands around the calls: the office's clock, who waits, why nobody is called, whether the server is in reach.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const { language } = document.body.dataset;
  const { time, day } = window.giliranCalendar(document.body);
  let waiting = {};
  let board = null;

  const showWaiting = () => {
    document.querySelectorAll("[data-waiting]").forEach((place) => {
      const count = waiting[place.dataset.waiting] || 0;
      place.textContent = String(count);
      place.closest("li").classList.toggle("nobody", count === 0);
    });
  };

  // As people say it: five minutes more or less, and from an hour on half an hour.
  const said = (minutes) => {
    const words = byId("waiting").dataset;
    if (minutes < 5) return words.minutes.replace("{minutes}", "< 5").replace("± <", "<");
    const about = minutes < 10 ? minutes : Math.round(minutes / 5) * 5;
    if (about < 60) return words.minutes.replace("{minutes}", String(about));
    const halves = Math.ceil(about / 30);
    return words.hours.replace("{hours}", `${Math.floor(halves / 2)}${halves % 2 ? "½" : ""}`);
  };

  const showTimes = () => {
    document.querySelectorAll("[data-takes]").forEach((place) => {
      const { takes } = place.dataset;
      // Where nobody waits any more, the time that was reckoned before says nothing.
      const minutes = waiting[takes] && board && board.estimates && board.estimates[takes];
      place.textContent = minutes ? said(minutes) : "";
    });
  };

  // More queues than can be read from afar stand on pages, each long enough to find one's own.
  const PAGE_SECONDS = 8;
  let page = 0;
  const showPage = () => {
    const dots = [...byId("waiting-pages").children];
    page %= dots.length;
    dots.forEach((dot, at) => dot.classList.toggle("shown", at === page));
    document.querySelectorAll("#waiting li").forEach((queue) => (queue.hidden = Number(queue.dataset.page) !== page));
  };
  const turn = () => {
    page += 1;
    showPage();
  };
  setInterval(turn, PAGE_SECONDS * 1000);

  // What holds for every queue of this board is said once, and not of each service.
  const reasonOf = (suspended) => {
    const codes = suspended.map(({ code }) => code);
    const reasons = new Set(suspended.map(({ reason }) => reason));
    const ours = [].concat(...[...document.querySelectorAll("[data-services]")].map(({ dataset }) => dataset.services.split(" ")));
    if (reasons.size === 1 && ours.every((code) => codes.includes(code))) return suspended[0].reason;
    return suspended.map(({ name, reason }) => `${name[language] || name.id}: ${reason}`).join("; ");
  };
  const showStopped = () => {
    const stopped = byId("stopped");
    const closed = window.giliranSettings().closed || "";
    // Once the office has closed, a stop concerns those alone who still wait.
    const concerns = !closed || Object.values(waiting).some(Boolean);
    const reason = concerns && (board.suspended || reasonOf(board.suspended_services));
    const words = reason ? stopped.dataset.callsNobody.replace("{reason}", reason) : closed;
    stopped.querySelector("span").textContent = words;
    stopped.hidden = !words;
    // While nobody's number is large, the closing is said there.
    stopped.classList.toggle("closing", !reason);
  };

  // Long texts run longer, so that all of them run equally fast.
  const SECONDS_A_LETTER = { slow: 0.33, normal: 0.22, fast: 0.15 };
  const pace = () => {
    const text = document.querySelector("#running span");
    const each = SECONDS_A_LETTER[byId("running").dataset.pace];
    if (text) text.style.animationDuration = `${Math.round((55 + text.textContent.length) * each)}s`;
  };
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("#running button");
    if (!button) return;
    const rests = byId("running").classList.toggle("rests");
    button.setAttribute("aria-pressed", String(rests));
  });

  let since = null;
  const showContact = (live) => {
    since = live ? null : since || window.giliranAnnouncer.serverNow();
    byId("contact").hidden = live;
    if (since) byId("contact").querySelector("time").textContent = time(since);
  };

  const tick = () => {
    const now = window.giliranAnnouncer.serverNow();
    byId("clock").textContent = time(now);
    byId("date").textContent = day(now);
  };
  tick();
  setInterval(tick, 1000);
  pace();

  window.giliranFrame = {
    take: (truth) => {
      board = truth;
      waiting = Object.assign({}, truth.waiting);
      tick();
      showWaiting();
      showTimes();
      showStopped();
    },
    count: (some) => {
      Object.assign(waiting, some);
      showWaiting();
      showTimes();
    },
    contact: showContact,
    again: () => {
      showPage();
      showWaiting();
      showTimes();
      if (board) showStopped();
      pace();
    },
  };
})();
