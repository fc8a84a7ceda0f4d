// Copying what is shown once: by the clipboard, or where that is not allowed (no TLS) by selecting it.
(() => {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const text = document.getElementById(button.dataset.copy);
    const copied = button.parentElement.querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      getSelection().selectAllChildren(text);
      try {
        await navigator.clipboard.writeText(text.innerText.trim());
        copied.hidden = false;
      } catch {
        copied.hidden = !document.execCommand("copy");
      }
    });
  });
})();
