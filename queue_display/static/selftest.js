// The board tests itself (?selftest): sound, picture, server and clock, with a plain answer to each.
(() => {
  "use strict";
  const place = document.getElementById("selftest");
  if (!place) return;
  const AUDIBLE = 0.02;
  const DRIFT = 2;
  const PATIENCE = 8;
  const CALL = { ticket: "Z-999", counter: "1", seq: 0 };

  const tell = (name, isWell, more) => {
    const row = place.querySelector(`[data-test="${name}"]`);
    row.dataset.isWell = isWell ? "yes" : "no";
    row.querySelector("[data-waits]").hidden = true;
    row.querySelector(isWell ? "[data-well]" : "[data-ill]").hidden = false;
    if (more) row.querySelector("[data-more]").textContent = more;
  };
  const within = (seconds, promise) => Promise.race([promise, new Promise((done) => setTimeout(done, seconds * 1000))]);

  const heard = (said) => tell("sound", said && said.peak > AUDIBLE, said ? `${Math.round(said.peak * 100)} %` : "");

  const testSound = async () => heard(await within(PATIENCE, window.giliranVoice.say(["chime"])));

  const testCall = async () => {
    const spoken = new Promise((done) => document.addEventListener("giliran:spoken", ({ detail }) => done(detail), { once: true }));
    window.giliranAnnouncer.announce(CALL);
    const told = await within(4 * PATIENCE, spoken);
    const number = document.querySelector("#call [data-ticket]").textContent;
    tell("call", Boolean(told) && number === CALL.ticket && told.peak > AUDIBLE, told ? told.caption : "");
    window.giliranPicture.remove(CALL.ticket);
  };

  const testServer = async () => {
    const asked = performance.now();
    const answer = new Promise((done) => document.addEventListener("giliran:board", ({ detail }) => done(detail.board), { once: true }));
    document.dispatchEvent(new CustomEvent("giliran:ask"));
    const board = await within(PATIENCE, answer);
    tell("server", Boolean(board), board ? `${Math.round(performance.now() - asked)} ms` : "");
    const drift = board ? (Date.parse(board.now) - Date.now()) / 1000 : 0;
    tell("clock", Boolean(board) && Math.abs(drift) <= DRIFT, board ? `${drift.toFixed(1)} s` : "");
  };

  const run = async () => {
    await testServer();
    await testSound();
    await testCall();
    place.dataset.done = "yes";
  };
  document.addEventListener("giliran:contact", ({ detail }) => detail.live && run(), { once: true });
})();
