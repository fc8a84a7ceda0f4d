// A part that asks for itself again and again rests while nobody looks, and stays as it is when nothing is new.
(() => {
  "use strict";
  const looks = (event) => event.target.matches?.("[data-watching]");
  // Nothing is drawn anew under a hand: a question that is open, a choice that is being made.
  const inUse = (part) => part.querySelector("details[open], select:focus");
  // A form's token is another one each time, and says nothing.
  const said = (part) => part.innerHTML.replace(/name="csrf_token" value="[^"]*"/g, "");
  let shown = said(document.querySelector("[data-watching]"));

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (looks(event) && (document.hidden || inUse(event.target))) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!looks(event) || event.detail.isError) return;
    const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    const fresh = page.getElementById(event.target.id);
    // Signed out meanwhile: the whole page has something to say, not the part.
    if (!fresh) location.reload();
    // Pictures that are drawn anew flicker.
    event.detail.shouldSwap = Boolean(fresh) && said(fresh) !== shown && !inUse(event.target);
    if (event.detail.shouldSwap) shown = said(fresh);
    document.getElementById("refusal").replaceChildren();
  });
})();
