// The colour chooser and the field beside it say the same.
(() => {
  "use strict";
  const chooser = document.querySelector("[data-fills]");
  const field = document.getElementById(chooser.dataset.fills);
  chooser.addEventListener("input", () => (field.value = chooser.value));
  field.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value)) chooser.value = field.value;
  });
})();
