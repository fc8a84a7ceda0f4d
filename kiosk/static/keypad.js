// Everything by a numeric keypad, for hands that find keys better than a picture; NumLock may be off.
(() => {
  "use strict";
  const BESIDE_DIGITS = { NumpadAdd: "+", NumpadSubtract: "-", NumpadMultiply: "*", NumpadDivide: "/", NumpadDecimal: ".", NumpadComma: ".", NumpadEnter: "Enter" };
  const OURS = /^(?:[0-9+*\/.-]|Enter)$/;
  const keyOf = ({ code, key }) => (/^Numpad\d$/.test(code) ? code.at(-1) : (BESIDE_DIGITS[code] ?? key));

  // Whoever goes from one thing to the next by Tab presses with Enter what they have reached, a box to tick too; on the
  // keypad, where a box has its digit, Enter takes the number.
  let byTab = false;
  window.addEventListener("keydown", ({ key }) => (byTab = key === "Tab" || (byTab && key === "Enter")), true);
  window.addEventListener("pointerdown", () => (byTab = false), true);

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
      if (key === "Enter" && byTab && event.target.matches("input")) return event.target.click();
      const where = document.querySelector("dialog[open]") ?? document;
      where.querySelector(`[data-key~="${CSS.escape(key)}"]:not(:disabled, dialog:not([open]) *)`)?.click();
    },
    true,
  );

  // More rows than digits: the six keys go on to the next six rows, and from the last ones to the first.
  const KEYS = 6;
  const keysFrom = (rows, first) =>
    rows.forEach((row, at) => {
      const key = at >= first && at < first + KEYS ? String(at - first + 1) : "";
      const shown = row.querySelector("kbd");
      row.querySelector("input").dataset.key = key;
      shown.textContent = key;
      shown.hidden = !key;
    });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-next-rows]")) return;
    const rows = [...document.querySelectorAll(".tick")];
    const next = rows.findIndex((row) => row.querySelector("input").dataset.key) + KEYS;
    keysFrom(rows, next < rows.length ? next : 0);
    rows[next < rows.length ? next : 0].scrollIntoView({ block: "center" });
  });
})();
