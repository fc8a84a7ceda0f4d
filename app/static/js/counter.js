// The desk follows the hall: it is fetched anew when something happened, and rests while the server is out of reach.
(() => {
  "use strict";
  const CALM = 150;
  const A_WHILE = 30_000;
  const LONG_ENOUGH_TO_READ = 6_000;
  let due = null;
  let acting = false;
  let pressing = false;
  let done = 0;
  let focused = "";

  const desk = () => document.getElementById("desk");
  const outOfReach = () => document.body.hasAttribute("data-out-of-reach");

  const refresh = () => {
    // The first of a burst of events sets the time: a busy hall must not put it off for ever.
    due ??= setTimeout(() => {
      due = null;
      // An answer to a button brings the desk anyway, and a button must not vanish under a finger.
      if (acting || pressing) return refresh();
      if (!outOfReach()) window.fetchPart(document.body.dataset.desk, { target: "#desk", swap: "outerHTML" });
    }, CALM);
  };
  document.addEventListener("giliran:event", refresh);
  document.addEventListener("giliran:board", refresh);
  // Minutes go by without any event.
  setInterval(() => document.hidden || refresh(), A_WHILE);

  // Whatever would change something, and what opens a question that would; the keys can be read at any time.
  const senders = () =>
    document.querySelectorAll("main form[method=post] button:not([type]), main [data-open]:not([data-open=keys])");
  const rest = () => senders().forEach((button) => (button.disabled = outOfReach()));
  document.addEventListener("giliran:contact", ({ detail }) => {
    document.getElementById("contact").hidden = detail.live;
    document.body.toggleAttribute("data-out-of-reach", !detail.live);
    rest();
    if (detail.live) refresh();
  });

  document.addEventListener("pointerdown", () => (pressing = true));
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => (pressing = false)));
  window.addEventListener("blur", () => (pressing = false));

  const isGet = (event) => event.detail.requestConfig.verb === "get";
  const focusAtDesk = () => (desk().contains(document.activeElement) ? document.activeElement.id : "");
  document.addEventListener("htmx:beforeRequest", (event) => {
    focused = focusAtDesk();
    if (isGet(event)) return void (event.detail.xhr.asked = done);
    // A question that was sent twice has been answered, and closed, by now.
    if (outOfReach() || event.target.closest("dialog:not([open])")) return void event.preventDefault();
    acting = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isGet(event)) return;
    acting = false;
    done += 1;
    refresh();
  });

  let scrolled = 0;
  let foldedOut = false;
  let toldAt = 0;
  let moment = desk().dataset.moment;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr, serverResponse, shouldSwap } = event.detail;
    if (target.id === "refusal") toldAt = Date.now();
    if (target.id !== "desk" || !shouldSwap) return;
    // A refusal speaks of the hall as it was: once read, it makes room, unless a question still stands around it.
    if (Date.now() - toldAt > LONG_ENOUGH_TO_READ && !refusal.closest("dialog")) refusal.replaceChildren();
    if (!serverResponse.includes('id="desk"')) {
      // Signed out meanwhile: the whole page has something to say, not the desk.
      event.detail.shouldSwap = false;
      return void location.reload();
    }
    // What was asked for before a button was pressed shows the desk as it was before.
    if (isGet(event) && (xhr.asked !== done || acting || pressing)) {
      event.detail.shouldSwap = false;
      return refresh();
    }
    // The desk is the answer to a question that was not refused.
    event.detail.requestConfig.elt.closest("dialog")?.close();
    scrolled = document.getElementById("line")?.scrollTop ?? 0;
    foldedOut = document.getElementById("hall")?.open ?? false;
  });

  // Whoever works by keyboard stays where they were, else on the next sensible step.
  const goTo = (id) => {
    if (id) (document.getElementById(id) ?? document.getElementById("next-step")).focus({ preventScroll: true });
  };

  const says = document.getElementById("says");
  // Not after the swap: htmx puts the classes of named elements in their place after that.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "desk") return;
    const now = desk();
    rest();
    document.title = now.dataset.title;
    if (says.textContent !== now.dataset.says) says.textContent = now.dataset.says;
    // A call grows in once, not each time the hall moves.
    now.classList.toggle("changed", moment !== now.dataset.moment);
    moment = now.dataset.moment;
    const line = document.getElementById("line");
    if (line) line.scrollTop = scrolled;
    document.getElementById("hall")?.toggleAttribute("open", foldedOut);
    goTo(focused);
  });

  // What is refused is told in the question, beside what was typed: the page below it can be neither seen nor heard.
  const refusal = document.getElementById("refusal");
  const tellRefusals = (place) => {
    refusal.replaceChildren();
    place.after(refusal);
  };
  let askedFrom = "";
  // It does not bubble.
  const closed = ({ target }) => {
    if (!target.contains(refusal)) return;
    tellRefusals(document.getElementById("contact"));
    // The button that opened it has been fetched anew meanwhile; a field keeps the focus until the next picture is drawn.
    const at = document.activeElement;
    if (at === document.body || target.contains(at)) goTo(askedFrom);
  };
  document.addEventListener("close", closed, true);

  // A dialog is about the citizen who was there when it opened, though the hall moves on meanwhile.
  document.addEventListener("giliran:opens", ({ target, detail: { opener } }) => {
    const form = target.querySelector("form[data-asks]");
    if (!form) return;
    form.reset();
    form.elements.ticket.value = opener.dataset.ticket ?? desk().dataset.ticket;
    target.querySelector("[data-number]").textContent = opener.dataset.number ?? "";
    tellRefusals(target.querySelector("h2"));
    askedFrom = focusAtDesk();
  });
})();
