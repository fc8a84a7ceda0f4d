// Everything by a numeric keypad, for hands that find keys better than a picture; NumLock may be off.
(() => {
  "use strict";
  const BESIDE_DIGITS = { NumpadAdd: "+", NumpadSubtract: "-", NumpadMultiply: "*", NumpadDivide: "/", NumpadDecimal: ".", NumpadComma: ".", NumpadEnter: "Enter" };
  const OURS = /^(?:[0-9+*\/.-]|Enter)$/;
  const keyOf = ({ code, key }) => (/^Numpad\d$/.test(code) ? code.at(-1) : (BESIDE_DIGITS[code] ?? key));

  // Before page.js, which takes what is typed in a field for words: here a field is a box to tick.
  window.addEventListener(
    "keydown",
    (event) => {
      const key = keyOf(event);
      if (!OURS.test(key) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.stopPropagation();
      // Enter presses what has the focus.
      if (key === "Enter" && event.target.closest("a, button")) return;
      event.preventDefault();
      if (event.repeat) return;
      const where = document.querySelector("dialog[open]") ?? document;
      where.querySelector(`[data-key~="${CSS.escape(key)}"]:not(:disabled, dialog:not([open]) *)`)?.click();
    },
    true,
  );
})();
