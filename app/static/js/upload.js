// A file that the server would not take is told before it is sent: that alone could last minutes.
(() => {
  "use strict";
  document.querySelectorAll("[data-most-mb]").forEach((field) => {
    field.addEventListener("change", () => {
      const tooLarge = field.files.length && field.files[0].size > Number(field.dataset.mostMb) * 1024 * 1024;
      field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
      field.reportValidity();
    });
  });
})();
