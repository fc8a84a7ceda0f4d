// What every page does by itself: CSRF stands in the body's hx-headers; here are keys, double presses and fetched parts.
(() => {
  "use strict";

  // A part of the page, fetched anew. That it did not come is told where contact is lost, and is no fault of the script.
  window.fetchPart = (address, place) => window.htmx.ajax("GET", address, place).catch(() => {});

  const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  // A field of a dialog that has closed keeps the focus until the next picture is drawn; nobody types in it.
  const typing = (element) => element.matches(FIELDS) && !element.closest("dialog:not([open])");

  // A button with data-key is pressed by that key, or by any of several, unless somebody is typing.
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
    // Enter and Space already press what has the focus.
    if ((key === "Enter" || key === "Space") && event.target.closest("a, button, summary, label")) return;
    // An open dialog has the keys to itself, a closed one has none.
    const where = document.querySelector("dialog[open]") ?? document;
    const button = where.querySelector(`[data-key~="${CSS.escape(key)}"]:not(:disabled, dialog:not([open]) *)`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // One press, one request: a form that was sent waits for its answer.
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("method") === "dialog") return;
    if ("stays" in event.target.dataset) return; // its answer is a file: the page stays, and may ask for the next one
    if (event.target.dataset.sent && !event.target.hasAttribute("hx-post")) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // A refusal belongs to the last thing tried: the next try clears it.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const refusal = document.getElementById("refusal");
    if (refusal && event.detail.requestConfig.verb !== "get") refusal.textContent = "";
  });

  // No answer to something a person did: say so where refusals stand. What a page asks by itself fails silently.
  const unreachable = (event) => {
    const { verb, target } = event.detail.requestConfig;
    if (verb === "get" && target?.id !== "screen") return;
    const refusal = document.getElementById("refusal");
    const words = document.body.dataset.unreachable;
    if (!refusal || !words) return;
    const note = document.createElement("p");
    note.className = "note stop";
    note.setAttribute("role", "alert");
    note.textContent = words;
    refusal.textContent = "";
    refusal.append(note);
  };
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("htmx:timeout", unreachable);

  // What stands before a server says of it, while it starts anew, is no part of a page: put there, it would stay for good.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (xhr.status < 500 || target.id === "refusal") return;
    event.detail.shouldSwap = false;
    unreachable(event);
  });
})();
