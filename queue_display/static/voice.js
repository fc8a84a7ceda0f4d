// The voice: clips played one after the other through Web Audio, and an ear that hears whether sound came out.
(() => {
  "use strict";
  const GAP = 0.06;
  const PATIENCE = 4;
  const RESUMES = 1;
  const UNSPOKEN = 0.6; // a word that is only read takes about as long
  const PAUSE = /^pause-(\d+)$/;
  const button = document.getElementById("sound");
  const clips = new Map();
  let context = null;
  let ear = null;
  let gain = null;
  let playing = [];
  let hushed = () => {};
  let isMute = false; // the last call was given to a sound card that did not answer

  const isSilent = () => isMute || context.state !== "running";
  const tell = () => (button.hidden = !isSilent() || !window.giliranSettings().speaks);
  const start = () => {
    if (context || !window.AudioContext) return;
    context = new AudioContext();
    ear = context.createAnalyser();
    ear.fftSize = 2048;
    gain = context.createGain();
    gain.connect(ear);
    ear.connect(context.destination);
    context.addEventListener("statechange", tell);
    setTimeout(tell, 1000);
  };

  // Browsers keep a page silent until somebody touches it: any touch or key will do.
  const resume = () => context.resume().catch(() => {});
  const unlock = () => {
    if (!context) return;
    isMute = false; // whether it is, the next call shows
    resume();
    tell();
  };
  ["click", "keydown"].forEach((kind) => document.addEventListener(kind, unlock));
  // Its sound may be gone for good, as with a cable that was pulled: another one finds what is plugged in now.
  const startAnew = () => {
    context.close().catch(() => {});
    context = null;
    start();
  };

  // By language: where its clips are, and which. A clip's address tells its version: made anew, it has another.
  let voices = {};
  let told = "";
  const readVoices = () => {
    const now = document.getElementById("voices").dataset.voices;
    if (now === told) return false;
    told = now;
    voices = JSON.parse(now);
    return true;
  };
  readVoices();
  const first = () => Object.keys(voices)[0];
  const shipped = ({ folder, version }, name) => `${folder}${name}.mp3?v=${version}`;

  const load = async (from) => {
    const answer = await fetch(from, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`no clip at ${from}`);
    return context.decodeAudioData(await answer.arrayBuffer());
  };
  const clip = (from) => {
    if (!clips.has(from)) {
      const loading = load(from);
      loading.catch(() => clips.delete(from));
      clips.set(from, loading);
    }
    return clips.get(from);
  };
  // What the office has recorded itself comes first; where that cannot be had, the shipped clip is said after all.
  const sound = (language, name) => {
    const voice = voices[language];
    if (!voice) return null; // a language that the board speaks no more
    const ours = () => clip(shipped(voice, name)).catch(() => null);
    return voice.own[name] ? clip(voice.own[name]).catch(ours) : ours();
  };

  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  const listen = (until) => {
    const samples = new Float32Array(ear.fftSize);
    let peak = 0;
    const hear = setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    }, 40);
    return until.then(() => {
      clearInterval(hear);
      return peak;
    });
  };

  // Loud by the hour, silent in quiet hours and where a board shall not speak: it then takes as long as if it spoke.
  const loudness = (said) => {
    if (!said.speaks || window.giliranHours.isWithin(said.quiet_hours)) return 0;
    return (window.giliranHours.isWithin(said.soft_hours) ? said.soft_volume : said.volume) / 100;
  };

  const stop = () => playing.forEach((sound) => sound.stop());

  // What does not come is not waited for: others are to be called.
  const soon = (loading) => Promise.race([loading, wait(PATIENCE).then(() => null)]);
  const silently = (names) => Promise.race([wait(names.length * UNSPOKEN), new Promise((done) => (hushed = done))]);

  // Play clip names in turn; answers how loud it was at most (0 when nothing could be heard) and how long it took.
  const say = async (names, language) => {
    start();
    const began = performance.now();
    const took = () => (performance.now() - began) / 1000;
    // A television takes the sound away now and then, for a menu of its own or while it rests.
    if (context && context.state !== "running") await Promise.race([resume(), wait(RESUMES)]);
    if (!context || context.state !== "running") {
      await silently(names);
      return { peak: 0, seconds: took() };
    }
    const sounds = await Promise.all(names.map((name) => (PAUSE.test(name) ? null : soon(sound(language || first(), name)))));
    // A number without one of its words is another number: then there is the chime, and the caption to read.
    const lacks = names.some((name, index) => !sounds[index] && !PAUSE.test(name));
    const speed = window.giliranSettings().speed / 100;
    gain.gain.value = loudness(window.giliranSettings());
    let at = context.currentTime + 0.05;
    let last = null;
    names.forEach((name, index) => {
      const pause = PAUSE.exec(name);
      if (pause) return void (at += Number(pause[1]) / 1000);
      if (!sounds[index] || (lacks && name !== "chime")) return;
      last = context.createBufferSource();
      last.buffer = sounds[index];
      last.playbackRate.value = speed;
      last.connect(gain);
      last.start(at);
      playing.push(last);
      at += sounds[index].duration / speed + GAP;
    });
    // The clock of the sound card decides; a timer stands by for a card that stops answering.
    const ended = last ? new Promise((done) => (last.onended = done)) : Promise.resolve();
    const inTime = Promise.race([ended.then(() => true), wait(at - context.currentTime + 2).then(() => false)]);
    const peak = await listen(lacks ? silently(names) : inTime);
    if (last && !lacks) isMute = !(await inTime);
    // What is left of it would be heard together with the next call.
    if (isMute) stop();
    playing = [];
    if (isMute && context.state === "running") startAnew();
    tell();
    return { peak, seconds: took() };
  };

  // All clips at the start: a call is spoken without waiting for the network, and also when it is gone.
  const loadAll = () => {
    if (!context) return;
    Object.keys(voices).forEach((language) => voices[language].clips.forEach((name) => sound(language, name)));
  };
  start();
  loadAll();
  document.addEventListener("giliran:parts", () => {
    if (readVoices()) loadAll();
    if (context) tell();
  });

  // Whoever is not called any more is not spoken to the end.
  const hush = () => {
    stop();
    hushed();
  };

  window.giliranVoice = { say, hush };
})();
