// The studio: one clip after the other is recorded or chosen, heard, and kept.
(() => {
  "use strict";
  const studio = document.getElementById("studio");
  const LONG = 24; // letters: more of them are shown smaller
  const says = document.getElementById("studio-says");
  const meter = studio.querySelector(".level");
  const player = new Audio();
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const canRecord = Boolean(window.isSecureContext && navigator.mediaDevices && window.MediaRecorder);
  const BUTTONS = {
    ready: canRecord ? ["record", "file", "skip", "close"] : ["file", "skip", "close"],
    records: ["stop"],
    done: ["keep", "listen", "again", "close"],
    busy: [],
  };
  let row = null; // of the clip that is in the studio
  let opener = null;
  let take = null; // {wav, seconds}
  let microphone = null;
  let recorder = null;

  const button = (what) => studio.querySelector(`[data-does="${what}"]`);
  const tell = (words) => (says.textContent = words);
  const enter = (state, words) => {
    studio.dataset.state = state;
    studio.querySelectorAll("[data-does]").forEach((each) => (each.hidden = !BUTTONS[state].includes(each.dataset.does)));
    tell(words);
    if (BUTTONS[state].length) button(BUTTONS[state][0]).focus();
  };
  const ready = (words) => {
    take = null;
    enter("ready", words || (canRecord ? studio.dataset.ready : studio.dataset.readyFile));
  };

  const bring = (clip) => {
    row = clip;
    const words = document.getElementById("studio-words");
    words.textContent = row.dataset.words;
    words.classList.toggle("is-long", row.dataset.words.length > LONG);
    ready();
  };
  const open = (clip, by) => {
    opener = by;
    if (!studio.open) studio.showModal();
    bring(clip);
  };

  const play = (source) => {
    player.src = source;
    return player.play().catch(() => {});
  };

  const showLevel = (level) => {
    const percent = Math.round(Math.min(1, level) * 100);
    meter.setAttribute("aria-valuenow", String(percent));
    meter.firstElementChild.style.width = `${percent}%`;
  };
  const watchLevel = (stream) => {
    const context = new AudioContext();
    const ear = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    const look = setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      showLevel(samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0));
    }, 50);
    return () => {
      clearInterval(look);
      context.close();
      showLevel(0);
    };
  };

  const prepare = async (file) => {
    enter("busy", "");
    try {
      take = await window.giliranSound.fit(file);
    } catch (error) {
      return ready(studio.dataset[error.message] || studio.dataset.unreadable);
    }
    if (take.seconds > Number(studio.dataset.longest)) return ready(studio.dataset.tooLong);
    enter("done", studio.dataset.done);
    listen();
  };

  const record = async () => {
    try {
      microphone = microphone || (await navigator.mediaDevices.getUserMedia({ audio: true }));
    } catch (error) {
      return ready(error.name === "NotFoundError" ? studio.dataset.none : studio.dataset.refused);
    }
    const pieces = [];
    const forgetLevel = watchLevel(microphone);
    recorder = new MediaRecorder(microphone);
    const tooLong = setTimeout(stop, Number(studio.dataset.longest) * 1000);
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      clearTimeout(tooLong);
      forgetLevel();
      if (studio.open) prepare(new Blob(pieces));
    };
    recorder.start();
    enter("records", studio.dataset.records);
  };
  const stop = () => recorder && recorder.state === "recording" && recorder.stop();

  const listen = () => play(URL.createObjectURL(take.wav));

  const following = (wanted) => {
    const rows = Array.from(document.querySelectorAll("[data-keeps]"));
    const at = rows.findIndex((each) => row && each.dataset.clip === row.dataset.clip);
    return rows.slice(at + 1).concat(rows.slice(0, at + 1)).find(wanted);
  };
  const isMissing = (each) => !("recorded" in each.dataset);

  const keep = async () => {
    enter("busy", "");
    const form = new FormData();
    form.append("file", take.wav, `${row.dataset.clip}.wav`);
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    const answer = await fetch(row.dataset.keeps, { method: "POST", body: form, headers }).catch(() => null);
    if (!answer) return enter("done", document.body.dataset.unreachable);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) return enter("done", part.body.textContent.trim());
    const fresh = document.importNode(part.querySelector("[data-clip]"), true);
    row.replaceWith(fresh);
    row = fresh;
    showProgress(fresh.dataset.progress);
    const next = following(isMissing);
    if (next) bring(next);
    else ready(studio.dataset.allDone);
  };

  const showProgress = (recorded) => {
    const place = document.getElementById("progress");
    place.textContent = place.dataset.words.replace("{recorded}", recorded);
    document.querySelector("progress").value = Number(recorded);
    document.getElementById("of-this").textContent = recorded;
  };

  const DOES = {
    record, stop, listen, keep,
    again: () => ready(),
    skip: () => bring(following(() => true)),
    close: () => studio.close(),
  };
  studio.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button[data-does]");
    if (pressed) DOES[pressed.dataset.does]();
  });
  button("file").querySelector("input").addEventListener("change", ({ target }) => {
    if (target.files.length) prepare(target.files[0]);
    target.value = "";
  });
  studio.addEventListener("close", () => {
    stop();
    if (microphone) microphone.getTracks().forEach((track) => track.stop());
    microphone = null;
    const back = document.getElementById(`clip-${row.dataset.clip}`) || document;
    const target = opener && opener.isConnected ? opener : back.querySelector("[data-studio]");
    if (target) target.focus();
  });

  document.addEventListener("click", ({ target }) => {
    const pressed = target.closest("[data-play], [data-studio]");
    if (!pressed) return;
    const clip = pressed.closest("[data-clip]");
    if ("play" in pressed.dataset) play(clip.dataset.source);
    else open(clip, pressed);
  });
  const begin = document.getElementById("begin");
  begin.addEventListener("click", () => open(following(isMissing) || following(() => true), begin));
  document.getElementById("no-microphone").hidden = canRecord;
})();
