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
  const HEARD = `giliran-heard-${document.body.dataset.branch}-${document.body.dataset.board}`;
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
    const answer = await Promise.race([fetch(address, { credentials: "same-origin" }), wait(PATIENCE)]);
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

  // Picture and voice: the caption is in the language that is spoken.
  const tell = (said, clips) => {
    picture().caption(said.caption, said.language);
    return window.giliranVoice.say(clips, said.language);
  };

  // Its languages in turn, and that so often. Answers what was heard of it: how loud at most, and for how long.
  const say = async (call, said) => {
    if (queue.length >= MANY) return tell(said, said.short);
    const heard = { peak: 0, seconds: 0 };
    const turns = [said].concat(said.then || []);
    for (let turn = 0; turn < timesNow(said.clips) * turns.length && !call.withdrawn; turn += 1) {
      const part = turns[turn % turns.length];
      if (turn) await wait(BETWEEN);
      if (call.withdrawn) break;
      const once = await tell(part, part.clips.slice(turn ? 1 : 0));
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

  // Loaded anew in the middle of many, the board goes on where it was; a browser that keeps nothing begins anew.
  const keepsake = () => {
    try {
      return window.sessionStorage;
    } catch (error) {
      return null;
    }
  };
  const heardUntil = () => (keepsake() && keepsake().getItem(HEARD)) || "";
  const remember = ({ at }) => keepsake() && at > heardUntil() && keepsake().setItem(HEARD, at);

  const speak = async (call) => {
    const said = await call.words;
    if (call.withdrawn) return;
    const shownAt = Date.now();
    const { peak, seconds } = await say(call, said);
    if (call.withdrawn) return;
    const { ticket, counter, seq } = call;
    remember(call);
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
    document.dispatchEvent(new CustomEvent("giliran:quiet"));
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
    heardUntil,
    isHeld: () => held,
    isBusy: () => now !== null,
  };
})();
