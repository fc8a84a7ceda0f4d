// Calls the officer's attention: somebody came while nobody was waiting, or stands helpless at a kiosk.
(() => {
  "use strict";
  const KEPT = "giliran:bell";
  const ARRIVED = [523, 659];
  const HELP = [659, 523, 659];
  const desk = () => document.getElementById("desk");
  const isOn = () => localStorage.getItem(KEPT) !== "off";
  const sound = (pitches) => isOn() && window.softTone(...pitches);

  const showBell = () => document.getElementById("bell")?.setAttribute("aria-pressed", String(isOn()));

  // Only a browser on a safe address may notify, and only where its person allowed it.
  const mayNotify = () => isOn() && window.isSecureContext && window.Notification?.permission === "granted";
  const notify = (words) => {
    if (document.hidden && mayNotify()) new Notification(words, { tag: "giliran" });
  };
  const askToNotify = () => {
    if (window.isSecureContext && window.Notification?.permission === "default") Notification.requestPermission();
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("#bell")) return;
    localStorage.setItem(KEPT, isOn() ? "off" : "on");
    showBell();
    if (isOn()) askToNotify();
    sound(ARRIVED);
  });
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => window.readyToSound(), { once: true });

  // How many wait for a counter that is free; nothing where it is not.
  let before = desk().dataset.freeFor;
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "desk") return;
    const { freeFor, arrived } = desk().dataset;
    if (before === "0" && Number(freeFor)) {
      sound(ARRIVED);
      notify(arrived);
    }
    before = freeFor;
    showBell();
  });

  const helpless = document.getElementById("asked-for-help");
  document.addEventListener("giliran:event", ({ detail: { event, late } }) => {
    if (event.kind !== "kiosk.help_asked" || late) return;
    const note = document.getElementById("help-note").content.cloneNode(true).firstElementChild;
    note.querySelector("[data-kiosk]").textContent = event.kiosk;
    note.dataset.of = event.kiosk;
    helpless.querySelector(`[data-of="${CSS.escape(event.kiosk)}"]`)?.remove();
    helpless.append(note);
    sound(HELP);
    notify(note.querySelector("span").textContent);
  });
  helpless.addEventListener("click", (event) => event.target.closest("[data-going]")?.closest(".note").remove());
  showBell();
})();
