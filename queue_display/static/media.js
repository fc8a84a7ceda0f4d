// Pictures and videos, one after the other, where there is room; what cannot be loaded is passed over.
(() => {
  "use strict";
  const PATIENCE = 20;
  const TRY_AGAIN = 30;
  const DUCKED = 0.15;
  const STEP = 0.08; // of the loudness, at each look: it goes down and up within a second
  const LOOK = 100;
  const place = document.getElementById("media");
  const screen = document.getElementById("screen").classList;
  // Made here: a video in the page would keep each page alive that parts.js reads and drops.
  const made = (kind) => {
    const element = document.createElement(kind);
    element.hidden = true;
    return place.appendChild(element);
  };
  const picture = made("img");
  const video = made("video");
  picture.alt = "";
  video.title = place.dataset.video;
  let list = [];
  let next = 0;
  let changed = () => {};

  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  // The first of these events, or "" when something else comes before; nothing listens on afterwards.
  const first = (element, kinds, others) =>
    new Promise((done) => {
      const end = (kind) => {
        kinds.forEach((each) => element.removeEventListener(each, hear));
        done(kind);
      };
      const hear = ({ type }) => end(type);
      kinds.forEach((each) => element.addEventListener(each, hear));
      others.forEach((each) => each.then(() => end("")));
    });
  const suits = ({ days, hours }) =>
    (!days.length || window.giliranHours.isOn(days)) && (!hours.length || window.giliranHours.isWithin(hours));

  const following = () => {
    const turns = list.map((_each, i) => (next + i) % list.length);
    const turn = turns.find((i) => suits(list[i]));
    if (turn === undefined) return null;
    next = turn + 1;
    return list[turn];
  };

  const makeRoom = (wanted) => {
    if (screen.contains("has-media") === wanted) return;
    screen.toggle("has-media", wanted);
    window.giliranPicture.again();
  };

  const loaded = async (element, source, kind) => {
    const told = first(element, [kind, "error"], [wait(PATIENCE)]);
    element.src = source;
    if ((await told) !== kind) throw new Error(`cannot be shown: ${source}`);
  };

  const bring = (element, other) => {
    element.hidden = false;
    other.hidden = true;
    makeRoom(true);
  };

  // A browser that nobody has touched yet plays it without its sound.
  const play = () =>
    video.play().catch(() => {
      video.muted = true;
      return video.play();
    });

  const showVideo = async ({ source, seconds }, until) => {
    video.muted = false;
    video.volume = wanted();
    await loaded(video, source, "loadeddata");
    // Of a film in a format it does not know, a browser may play the sound and show nothing.
    if (!video.videoWidth) throw new Error(`nothing to see: ${source}`);
    await play();
    bring(video, picture);
    // A video whose data come no more is not waited for.
    let stalls = () => {};
    const standing = new Promise((done) => (stalls = done));
    let before = -1;
    const look = setInterval(() => {
      if (video.currentTime === before) stalls();
      before = video.currentTime;
    }, PATIENCE * 1000);
    const how = await first(video, ["ended", "error"], [standing, wait(seconds), until]);
    clearInterval(look);
    video.pause();
    if (how === "error") throw new Error(`broke off: ${source}`);
  };

  const showPicture = async ({ source, seconds }, until) => {
    await loaded(new Image(), source, "load"); // unseen: a broken one takes the place of none
    picture.src = source;
    bring(picture, video);
    video.removeAttribute("src");
    await Promise.race([wait(seconds), until]);
  };

  // A video that broke leaves no black hole, nor a browser's sign of a broken one.
  const letGo = ({ kind }) => {
    if (kind === "video") {
      video.hidden = true;
      video.removeAttribute("src");
    }
    return false;
  };

  // How loud a video shall be now: it steps back for the voice, and is silent beneath a message and in quiet hours.
  const wanted = () => {
    const said = window.giliranSettings();
    if (!said.speaks || window.giliranAnnouncer.isHeld() || window.giliranHours.isWithin(said.quiet_hours)) return 0;
    const usual = said.media_volume / 100;
    return window.giliranAnnouncer.isBusy() ? usual * DUCKED : usual;
  };
  setInterval(() => {
    if (video.hidden || video.paused) return;
    const difference = wanted() - video.volume;
    video.volume = Math.abs(difference) < STEP ? wanted() : video.volume + Math.sign(difference) * STEP;
  }, LOOK);

  const run = async () => {
    let failures = 0;
    for (;;) {
      const until = new Promise((done) => (changed = done));
      const medium = following();
      const show = medium && (medium.kind === "video" ? showVideo : showPicture);
      const isShown = medium && (await show(medium, until).then(() => true).catch(() => letGo(medium)));
      failures = isShown ? 0 : failures + 1;
      if (failures > list.length || !medium) {
        makeRoom(false);
        failures = 0;
        await Promise.race([wait(TRY_AGAIN), until]);
      }
    }
  };

  let known = "";
  const read = () => {
    const told = document.getElementById("media-list").dataset.media;
    if (told === known) return;
    known = told;
    list = JSON.parse(told);
    next = 0;
    changed();
  };
  document.addEventListener("giliran:parts", read);
  read();
  run();
})();
