// The announcer: calls wait in one queue; each is shown and spoken in turn, picture and voice together.
//
// Nobody who was called is left out. The more wait to be called, the shorter each call: twice, once, in short.
(() => {
  "use strict";
  const FEW = 2;
  const MANY = 5;
  const BETWEEN = 0.8;
  const PATIENCE = 4;
  const KEPT = 20;
  const queue = [];
  const spoken = [];
  let now = null;
  let held = false;
  let serverAhead = 0;

  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const picture = () => window.giliranPicture;

  const asked = async (call) => {
    const address = new URL(document.body.dataset.announcement, location.href);
    address.searchParams.set("ticket", call.ticket);
    address.searchParams.set("counter", call.counter);
    const answer = await Promise.race([fetch(address), wait(PATIENCE)]);
    if (!answer || !answer.ok) throw new Error("no words for a call");
    return answer.json();
  };

  // Without the server's words there is still the chime, and the sentence for those who cannot hear it.
  const plainly = ({ ticket, counter }) => ({
    clips: ["chime"],
    short: ["chime"],
    caption: document.body.dataset.caption.replace("{ticket}", ticket).replace("{counter}", counter),
  });
  const words = (call) =>
    asked(call)
      .catch(() => wait(0.5).then(() => asked(call)))
      .catch(() => plainly(call));
  const prepare = (call) => {
    if (call && !call.words) call.words = words(call);
  };

  const timesNow = (clips) => (queue.length >= FEW || clips.length < 2 ? 1 : window.giliranSettings().times);

  // Answers what was heard of it: how loud at most, and for how long.
  const say = async (call, said) => {
    if (queue.length >= MANY) return window.giliranVoice.say(said.short);
    const heard = { peak: 0, seconds: 0 };
    for (let time = 0; time < timesNow(said.clips) && !call.withdrawn; time += 1) {
      if (time) await wait(BETWEEN);
      const once = await window.giliranVoice.say(said.clips.slice(time ? 1 : 0));
      heard.peak = Math.max(heard.peak, once.peak);
      heard.seconds += once.seconds;
    }
    return heard;
  };

  const keep = (record) => {
    spoken.push(record);
    spoken.splice(0, spoken.length - KEPT);
    document.body.dataset.spoken = JSON.stringify(spoken);
    document.dispatchEvent(new CustomEvent("giliran:spoken", { detail: record }));
  };

  const speak = async (call) => {
    const said = await call.words;
    if (call.withdrawn) return;
    picture().caption(said.caption);
    const shownAt = Date.now();
    const { peak, seconds } = await say(call, said);
    if (call.withdrawn) return;
    const { ticket, counter, seq } = call;
    keep({ ticket, counter, seq, caption: said.caption, peak, seconds, shownAt, endedAt: Date.now() });
  };

  const next = async () => {
    if (now) return;
    while (!held && queue.length) {
      now = queue.shift();
      prepare(now);
      prepare(queue[0]);
      picture().show(now, queue);
      // Whatever goes wrong with one call, the others are still called.
      await speak(now).catch((error) => console.error(error));
    }
    now = null;
  };

  const announce = ({ ticket, counter, seq, at }) => {
    // Called again before it was spoken: that is one call to hear, and maybe to another counter.
    const known = queue.find((each) => each.ticket === ticket);
    if (known && known.counter === counter) return;
    if (known) withdraw(ticket);
    queue.push({ ticket, counter, seq, at });
    picture().coming(queue);
    next();
  };

  const withdraw = (ticket) => {
    const before = queue.length;
    const left = queue.filter((each) => each.ticket !== ticket);
    queue.splice(0, queue.length, ...left);
    if (now && now.ticket === ticket) {
      now.withdrawn = true;
      window.giliranVoice.hush();
    }
    picture().coming(queue);
    return left.length < before;
  };

  // A message stands over all: whoever is called meanwhile is called afterwards.
  const hold = (wanted) => {
    held = wanted;
    if (!held) return void next();
    if (!now || now.withdrawn) return;
    queue.unshift(Object.assign({}, now)); // cut off, it is called once more
    now.withdrawn = true;
    window.giliranVoice.hush();
  };

  window.giliranAnnouncer = {
    announce,
    withdraw,
    hold,
    setServerTime: (at) => (serverAhead = Date.parse(at) - Date.now()),
    serverNow: () => new Date(Date.now() + serverAhead),
    isHeld: () => held,
    isBusy: () => now !== null,
  };
})();
