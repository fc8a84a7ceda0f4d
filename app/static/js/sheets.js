// A sheet is a dialog: a button with data-open opens the one it names, one with data-close closes the one it is in.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) {
      const sheet = document.getElementById(opener.dataset.open);
      sheet.dispatchEvent(new CustomEvent("giliran:opens", { bubbles: true, detail: { opener } }));
      sheet.showModal();
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  });
})();
