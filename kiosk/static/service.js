// The way to the service menu, which nobody finds by chance, and the pad for its PIN.
(() => {
  "use strict";
  const TOUCHES = 5;
  const WITHIN = 3000;
  const CORNER = 160;
  const KEYS = "--++--";
  const { goTo } = window.kiosk;
  const open = () => goTo(document.body.dataset.menu);

  let touches = [];
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".kiosk-head") || event.clientX > CORNER) return;
    touches = [...touches.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
    if (touches.length < TOUCHES) return;
    touches = [];
    open();
  });

  let keys = "";
  window.addEventListener(
    "keydown",
    ({ code, key }) => {
      keys = (keys + ({ NumpadAdd: "+", NumpadSubtract: "-" }[code] ?? key)).slice(-KEYS.length);
      if (keys !== KEYS) return;
      keys = "";
      open();
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit], [data-erases]");
    if (!key) return;
    const pin = document.getElementById("pin");
    if ("erases" in key.dataset) pin.value = pin.value.slice(0, -1);
    else if (pin.value.length < pin.maxLength) pin.value += key.dataset.digit;
    pin.focus(); // else Enter would press the same key of the pad again
  });
  document.addEventListener("htmx:responseError", () => {
    const pin = document.getElementById("pin");
    if (pin) pin.value = "";
  });
})();
