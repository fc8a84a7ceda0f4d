// A soft tone, made by the browser itself: nothing has to be loaded.
(() => {
  "use strict";
  const EACH = 0.22;
  let context = null;

  // A browser lets a page be heard only after a touch or a key: called in one, this makes it ready.
  window.readyToSound = () => {
    context = context || new AudioContext();
    return context.resume();
  };

  const note = (pitch, begins) => {
    const swell = new GainNode(context, { gain: 0 });
    swell.gain.setTargetAtTime(0.2, begins, 0.02);
    swell.gain.setTargetAtTime(0, begins + EACH * 0.6, 0.06);
    const voice = new OscillatorNode(context, { frequency: pitch });
    voice.connect(swell).connect(context.destination);
    voice.start(begins);
    voice.stop(begins + EACH * 3);
  };

  window.softTone = (...pitches) => {
    if (context?.state !== "running") return;
    pitches.forEach((pitch, place) => note(pitch, context.currentTime + place * EACH));
  };
})();
