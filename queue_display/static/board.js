// The board's picture: the call, the last calls, who waits, the office's clock.
(() => {
  "use strict";
  const SHOWN = 6;
  const body = document.body;
  const idle = document.getElementById("idle");
  const call = document.getElementById("call");
  const list = document.getElementById("last");
  const none = document.getElementById("last-none");
  const caption = document.getElementById("caption");
  const shapes = document.getElementById("shapes").content;
  let current = null;
  let last = [];

  const shapeOf = (number) => shapes.querySelector(`[data-number="${CSS.escape(number)}"]`)?.firstElementChild.cloneNode(true) ?? "";

  const fill = (place, { ticket, counter }) => {
    const number = place.querySelector("[data-ticket]");
    number.textContent = ticket;
    number.classList.toggle("long", ticket.length > "A-999".length);
    place.querySelector("[data-counter]").textContent = counter;
    place.querySelector("[data-shape]").replaceChildren(shapeOf(counter));
  };

  const showLast = () => {
    list.replaceChildren(
      ...last.map((each) => {
        const item = document.getElementById("last-item").content.cloneNode(true);
        fill(item, each);
        return item;
      }),
    );
    none.hidden = last.length > 0;
  };

  // A call rests large until the next one comes; then it joins the list, once.
  const show = (next) => {
    if (current) last = [current, ...last.filter((each) => each.ticket !== current.ticket)];
    last = last.filter((each) => each.ticket !== next.ticket).slice(0, SHOWN);
    current = next;
    fill(call, next);
    idle.hidden = true;
    call.hidden = false;
    call.classList.remove("arrives");
    void call.offsetWidth; // begin the motion anew
    call.classList.add("arrives");
    showLast();
  };

  const showWaiting = (counts) => {
    Object.entries(counts).forEach(([letter, count]) => {
      const place = document.querySelector(`[data-waiting="${CSS.escape(letter)}"]`);
      if (place) place.textContent = String(count);
    });
  };

  // Why nobody is called: the whole office, some services, or the day is over.
  const stopped = document.getElementById("stopped");
  const showStopped = ({ open, suspended, suspended_services: services }) => {
    const named = services.map(({ name, reason }) => `${name[document.documentElement.lang] ?? name.id}: ${reason}`);
    const reason = suspended ?? named.join("; ");
    const words = reason ? stopped.dataset.callsNobody.replace("{reason}", reason) : open ? "" : stopped.dataset.closed;
    stopped.querySelector("span").textContent = words;
    stopped.hidden = !words;
  };
  const STOPS = /^(branch|service)\.(suspended|resumed|closed|opened)$/;

  window.giliranPicture = { show, caption: (text) => (caption.textContent = text) };
  const announcer = window.giliranAnnouncer;

  document.addEventListener("giliran:board", ({ detail: { board, reset } }) => {
    announcer.setServerTime(board.now);
    document.querySelectorAll("[data-waiting]").forEach((place) => (place.textContent = "0"));
    showWaiting(board.waiting);
    showStopped(board);
    // Caught up by events: the calls among them come through the announcer, in turn.
    if (!reset || announcer.isBusy()) return;
    const [newest, ...earlier] = board.calls;
    last = earlier.slice(0, SHOWN);
    current = newest ?? null;
    idle.hidden = Boolean(newest);
    call.hidden = !newest;
    if (newest) fill(call, newest);
    caption.textContent = "";
    showLast();
  });

  document.addEventListener("giliran:event", ({ detail: { event } }) => {
    if (event.waiting) showWaiting(event.waiting);
    // An event carries nobody's words; the board's truth does.
    if (STOPS.test(event.kind)) document.dispatchEvent(new CustomEvent("giliran:ask"));
    if (event.kind === "ticket.called" || event.kind === "ticket.recalled") announcer.announce(event);
  });

  document.addEventListener("giliran:contact", ({ detail }) => {
    document.getElementById("contact").hidden = detail.live;
  });

  const tick = () => {
    const now = announcer.serverNow();
    const said = body.dataset.language === "en" ? "en-GB" : "id-ID";
    const zone = { timeZone: body.dataset.zone };
    document.getElementById("clock").textContent = now.toLocaleTimeString(said, { ...zone, hour: "2-digit", minute: "2-digit" });
    document.getElementById("date").textContent = now.toLocaleDateString(said, { ...zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
  };
  tick();
  setInterval(tick, 1000);
})();
