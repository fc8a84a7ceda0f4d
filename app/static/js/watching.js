// A part that asks for itself again and again rests while nobody looks, and stays as it is when nothing is new.
(() => {
  "use strict";
  const looks = (event) => event.target.matches?.("[data-watching]");
  let shown = document.querySelector("[data-watching]").innerHTML;

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (looks(event) && document.hidden) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!looks(event) || event.detail.isError) return;
    const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    const fresh = page.getElementById(event.target.id);
    // Signed out meanwhile: the whole page has something to say, not the part.
    if (!fresh) location.reload();
    // Pictures that are drawn anew flicker.
    event.detail.shouldSwap = Boolean(fresh) && fresh.innerHTML !== shown;
    shown = fresh?.innerHTML;
    document.getElementById("refusal").replaceChildren();
  });
})();
