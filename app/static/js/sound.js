// A recording made fit for the board: without the silence around it, as loud as the other clips, as a WAV file.
(() => {
  "use strict";
  const RATE = 24000;
  const WINDOW = 0.01;
  const LEAD_IN = 0.05; // a soft consonant begins before it is loud
  const TAIL = 0.08;
  const QUIET = 0.06; // of the loudest window: below it is silence
  const SILENT = 0.02;
  const LEVEL = 0.14;
  const CEILING = 0.89;
  const FADE = 0.006;

  const loudnessOf = (samples) => {
    const size = Math.round(WINDOW * RATE);
    const found = [];
    for (let at = 0; at < samples.length; at += size) {
      const some = samples.subarray(at, at + size);
      found.push(Math.sqrt(some.reduce((sum, each) => sum + each * each, 0) / some.length));
    }
    return found;
  };

  const peakOf = (samples) => samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);

  const trimmed = (samples) => {
    const windows = loudnessOf(samples);
    const least = QUIET * Math.max(...windows);
    const first = windows.findIndex((each) => each > least);
    const last = windows.length - 1 - windows.slice().reverse().findIndex((each) => each > least);
    const size = WINDOW * RATE;
    const from = Math.max(0, Math.round(first * size - LEAD_IN * RATE));
    return samples.slice(from, Math.min(samples.length, Math.round((last + 1) * size + TAIL * RATE)));
  };

  const levelled = (samples) => {
    const windows = loudnessOf(samples);
    const heard = windows.filter((each) => each >= Math.max(...windows) / 10);
    const loud = Math.sqrt(heard.reduce((sum, each) => sum + each * each, 0) / heard.length);
    const gain = Math.min(LEVEL / loud, CEILING / peakOf(samples));
    return samples.map((each) => each * gain);
  };

  const faded = (samples) => {
    const rise = FADE * RATE;
    const last = samples.length - 1;
    return samples.map((each, at) => each * Math.min(1, at / rise, (last - at) / rise));
  };

  const wavOf = (samples) => {
    const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
    const text = (at, words) => [...words].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    text(0, "RIFF");
    view.setUint32(4, 36 + samples.length * 2, true);
    text(8, "WAVEfmt ");
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, 1, true);
    view.setUint32(24, RATE, true);
    view.setUint32(28, RATE * 2, true);
    view.setUint16(32, 2, true);
    view.setUint16(34, 16, true);
    text(36, "data");
    view.setUint32(40, samples.length * 2, true);
    samples.forEach((each, i) => view.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(1, each)) * 32767), true));
    return new Blob([view], { type: "audio/wav" });
  };

  // One channel at our rate, whatever the file held.
  const mono = async (file) => {
    const reader = new OfflineAudioContext(1, 1, RATE);
    const sound = await reader.decodeAudioData(await file.arrayBuffer());
    const mixer = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * RATE)), RATE);
    const source = mixer.createBufferSource();
    source.buffer = sound;
    source.connect(mixer.destination);
    source.start();
    return (await mixer.startRendering()).getChannelData(0);
  };

  // Answers {wav, seconds}; fails with "unreadable" or "silent".
  const fit = async (file) => {
    const samples = await mono(file).catch(() => Promise.reject(new Error("unreadable")));
    if (peakOf(samples) < SILENT) throw new Error("silent");
    const clip = faded(levelled(trimmed(samples)));
    return { wav: wavOf(clip), seconds: clip.length / RATE };
  };

  window.giliranSound = { fit };
})();
