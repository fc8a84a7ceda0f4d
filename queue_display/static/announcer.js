// The announcer: calls wait in one queue; each is shown and spoken in turn, picture and voice together.
(() => {
  "use strict";
  const TOO_OLD = 60;
  const MANY = 3;
  const BETWEEN = 0.8;
  const KEPT = 20;
  const queue = [];
  const spoken = [];
  let busy = false;
  let serverAhead = 0;

  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const age = (call) => (Date.now() + serverAhead - Date.parse(call.at)) / 1000;

  const words = async (call) => {
    const address = new URL(document.body.dataset.announcement, location.href);
    address.searchParams.set("ticket", call.ticket);
    address.searchParams.set("counter", call.counter);
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        const answer = await fetch(address);
        if (answer.ok) return await answer.json();
        if (answer.status === 400) break; // a counter the voice cannot name
      } catch {
        await wait(0.5);
      }
    }
    return null;
  };

  const speak = async (call) => {
    const announcement = await words(call);
    window.giliranPicture.caption(announcement ? announcement.caption : "");
    if (!announcement) return wait(4);
    const shownAt = Date.now();
    const times = queue.length > MANY ? 1 : 2;
    let peak = 0;
    let seconds = 0;
    for (let time = 0; time < times; time += 1) {
      if (time) await wait(BETWEEN);
      const said = await window.giliranVoice.say(announcement.clips.slice(time ? 1 : 0));
      peak = Math.max(peak, said.peak);
      seconds += said.seconds;
    }
    spoken.push({ ticket: call.ticket, counter: call.counter, caption: announcement.caption, peak, seconds, shownAt, endedAt: Date.now() });
    spoken.splice(0, spoken.length - KEPT);
    document.body.dataset.spoken = JSON.stringify(spoken);
    document.dispatchEvent(new CustomEvent("giliran:spoken", { detail: spoken.at(-1) }));
  };

  const next = async () => {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const call = queue.shift();
      window.giliranPicture.show(call);
      // What is minutes old is shown, not spoken: whoever it was for has long gone or come.
      if (age(call) < TOO_OLD) await speak(call);
      else window.giliranPicture.caption("");
    }
    busy = false;
  };

  window.giliranAnnouncer = {
    announce: (call) => {
      queue.push(call);
      next();
    },
    setServerTime: (now) => (serverAhead = Date.parse(now) - Date.now()),
    serverNow: () => new Date(Date.now() + serverAhead),
    isBusy: () => busy,
  };
})();
