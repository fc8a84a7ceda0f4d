// How a citizen likes the screen shown: larger, in strong contrast, all within low reach. The next one finds it as usual.
(() => {
  "use strict";
  const look = document.documentElement;
  const USUAL = "1";
  const size = () => look.dataset.text ?? USUAL;

  const draw = () => {
    document.querySelectorAll("[data-size]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.size === size()));
    document.querySelectorAll("[data-toggles]").forEach((button) => button.setAttribute("aria-pressed", look.classList.contains(button.dataset.toggles)));
  };

  document.addEventListener("click", (event) => {
    const sized = event.target.closest("[data-size]");
    const toggle = event.target.closest("[data-toggles]");
    if (sized) look.dataset.text = sized.dataset.size;
    if (toggle) look.classList.toggle(toggle.dataset.toggles);
    if (sized || toggle) draw();
  });
  document.addEventListener("kiosk:home", () => {
    delete look.dataset.text;
    look.classList.remove("contrast", "low");
  });
  document.addEventListener("kiosk:step", draw);
  draw();
})();
