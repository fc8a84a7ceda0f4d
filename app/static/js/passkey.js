// A passkey is made or used: the page says what the browser is asked, and its answer goes with the page's own form.
(() => {
  "use strict";
  const known = Boolean(window.PublicKeyCredential && navigator.credentials);

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const described = (credentials = []) => credentials.map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = (form) => {
    const options = JSON.parse(form.dataset.asked);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = described(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = described(options.allowCredentials);
    return { publicKey: options };
  };

  // Written out rather than by toJSON(), which browsers have only learned of late.
  const answered = ({ id, rawId, type, response }) => {
    const said = { clientDataJSON: text(response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) said[part] = text(response[part]);
    }
    if (response.getTransports) said.transports = response.getTransports();
    return JSON.stringify({ id, rawId: text(rawId), type, response: said });
  };

  const says = (form, what) => {
    form.querySelectorAll("[data-says]").forEach((each) => (each.hidden = each.dataset.says !== what));
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const button = form.querySelector("button");
    button.addEventListener("click", async () => {
      says(form, "");
      button.disabled = true;
      try {
        form.elements.answer.value = answered(await navigator.credentials[form.dataset.passkey](asked(form)));
        form.submit();
      } catch (error) {
        button.disabled = false;
        says(form, error.name === "InvalidStateError" ? "there" : "stopped");
        button.focus();
      }
    });
  });

  // Where a browser cannot, the page says so and codes remain.
  document.querySelectorAll("[data-with-passkey]").forEach((part) => {
    const here = location.origin === part.dataset.withPasskey;
    const shown = !here ? "[data-passkey-elsewhere]" : known ? "[data-with-passkey]" : "[data-passkey-unknown]";
    part.parentElement.querySelectorAll(":scope > " + shown).forEach((each) => (each.hidden = false));
    if (here && known) part.querySelector("form[data-passkey='get'] button")?.focus();
  });
})();
