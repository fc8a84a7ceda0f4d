// Somebody at a kiosk asks for an officer: every desk sees and hears it, until its officer has read it.
(() => {
  "use strict";
  const note = document.getElementById("help-asked");
  const says = note.querySelector("[role=status]");

  const chime = () => {
    const audio = new AudioContext();
    [660, 880].forEach((pitch, at) => {
      const tone = new OscillatorNode(audio, { frequency: pitch });
      const volume = new GainNode(audio, { gain: 0.15 });
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + at * 0.25);
      tone.stop(audio.currentTime + at * 0.25 + 0.2);
      tone.onended = () => at && audio.close();
    });
  };
  document.addEventListener("giliran:event", ({ detail: { event, late } }) => {
    if (event.kind !== "kiosk.help_asked" || late) return;
    note.hidden = false;
    says.textContent = event.kiosk ? note.dataset.at.replace("{kiosk}", event.kiosk) : note.dataset.here;
    chime();
  });
  note.querySelector("button").addEventListener("click", () => (note.hidden = true));
})();
