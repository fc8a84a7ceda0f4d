// A password can be looked at while it is typed, and Caps Lock is told about.
(() => {
  "use strict";
  const caps = document.querySelector("[data-caps]");
  document.querySelectorAll("[data-show]").forEach((button) => {
    const password = document.getElementById(button.dataset.show);
    const show = (shown) => {
      password.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    };

    button.hidden = false;
    button.addEventListener("click", () => {
      show(password.type === "password");
      password.focus();
    });
    // A password that was looked at is sent as one, so that the browser does not keep it as an ordinary word.
    password.form.addEventListener("submit", () => show(false));
    if (!caps) return;
    password.addEventListener("keyup", (event) => (caps.hidden = !event.getModifierState?.("CapsLock")));
    password.addEventListener("blur", () => (caps.hidden = true));
  });
})();
