// The board's picture of calls: one on the stage, those about to be called, and the last ones.
(() => {
  "use strict";
  const LAST = 6;
  const BESIDE_MEDIA = 3;
  const COMING = 20;
  const ONE_COLUMN = 5;
  const LONG = "12B".length;
  const LONG_CAPTION = 60;
  const LOOK_EVERY = 250;
  const byId = (id) => document.getElementById(id);
  const screen = byId("screen").classList;
  let current = null;
  let last = [];
  let coming = [];

  const placed = (number) => byId("shapes").content.querySelector(`[data-number="${CSS.escape(number)}"]`);
  const put = (place, copy) => {
    place.textContent = "";
    if (copy) place.appendChild(copy.cloneNode(true));
  };

  const fill = (place, { ticket, counter }) => {
    const counterAs = placed(counter);
    place.querySelector("[data-ticket]").textContent = ticket;
    place.querySelector("[data-counter]").textContent = counter;
    place.querySelector("[data-counter]").classList.toggle("long", counter.length > LONG);
    put(place.querySelector("[data-shape]"), counterAs && counterAs.firstElementChild);
    put(place.querySelector("[data-way]"), counterAs && counterAs.children[1]);
  };

  // A long name is set smaller, never cut off.
  const fit = (line) => {
    line.style.fontSize = "";
    const tooWide = line.scrollWidth / line.clientWidth;
    if (tooWide > 1) line.style.fontSize = `${parseFloat(getComputedStyle(line).fontSize) / tooWide - 1}px`;
  };

  const list = (id, calls) => {
    const place = byId(id);
    place.textContent = "";
    calls.forEach((each) => {
      const row = byId("call-row").content.cloneNode(true);
      fill(row, each);
      place.appendChild(row);
    });
    byId(`${id}-part`).hidden = !calls.length;
  };

  const without = (calls, ticket) => calls.filter((each) => each.ticket !== ticket);

  const showLists = () => {
    // Each number stands in one place alone, also when it is called once more.
    const others = current ? without(coming, current.ticket) : coming;
    const shown = others.slice(0, COMING);
    list("coming", shown);
    const columns = shown.length > ONE_COLUMN ? 2 : 1;
    byId("coming").classList.toggle("many", columns > 1);
    // Pictures and videos stand beneath the last calls, and give way when many are called.
    const isShared = screen.contains("has-media") && current && !shown.length;
    const before = last.filter(({ ticket }) => !others.some((each) => each.ticket === ticket));
    list("last", before.slice(0, isShared ? BESIDE_MEDIA : Math.max(0, LAST - Math.ceil(shown.length / columns))));
    screen.toggle("calls-many", shown.length > 0);
    byId("last-none").hidden = Boolean(before.length || others.length);
    leaveOut(others.length);
  };

  const bottom = (part) => part.getBoundingClientRect().bottom;
  const isFull = (rows) => {
    const end = Math.min(bottom(rows), bottom(byId("others"))) + 1; // browsers round
    return Boolean(rows.lastElementChild) && bottom(rows.lastElementChild) > end;
  };
  const countMore = (called) => {
    const more = called - byId("coming").children.length;
    byId("coming-more").hidden = !more;
    byId("coming-more").querySelector("b").textContent = String(more);
  };
  // A row is never lower than its words: what does not fit goes, earlier calls first, and of those who are called the
  // others are counted.
  const leaveOut = (called) => {
    countMore(called);
    while (isFull(byId("last")) || isFull(byId("coming"))) {
      (byId("last").lastElementChild || byId("coming").lastElementChild).remove();
      byId("last-part").hidden = !byId("last").children.length;
      countMore(called);
    }
    room = roomNow();
  };
  // The room changes with a reason over the calls, the queues at the foot, fonts and the screen itself.
  const roomNow = () => byId("others").clientHeight;
  let room = 0;
  setInterval(() => roomNow() === room || showLists(), LOOK_EVERY);

  const showStage = () => {
    screen.toggle("idles", !current);
    byId("idle").hidden = Boolean(current);
    byId("call").hidden = !current;
    if (!current) return void (byId("caption").textContent = "");
    fill(byId("call"), current);
    byId("call").querySelectorAll(".fits").forEach(fit);
  };

  const arrive = () => {
    byId("call").classList.remove("arrives");
    void byId("call").offsetWidth; // begin the motion anew
    byId("call").classList.add("arrives");
  };

  const isThere = ({ state }) => state === "called" || state === "serving";
  const join = (call) => (last = [call, ...without(last, call.ticket)].slice(0, LAST + 1));

  window.giliranPicture = {
    // In the language that is spoken, so that a screen reader reads it as one.
    caption: (text, language) => {
      byId("caption").lang = language || document.documentElement.lang;
      byId("caption").textContent = text;
      byId("caption").classList.toggle("long", text.length > LONG_CAPTION);
    },

    // A call rests large until the next one comes; then it joins the list, once.
    show: (call, waiting) => {
      if (current) join(current);
      last = without(last, call.ticket);
      current = call;
      coming = waiting.slice();
      byId("caption").textContent = "";
      showStage();
      arrive();
      showLists();
    },

    coming: (waiting) => {
      coming = waiting.slice();
      showLists();
    },

    // Somebody who is at a counter without being called aloud.
    add: (call) => {
      if (current && current.ticket === call.ticket) return;
      join(call);
      showLists();
    },

    // Somebody who is not called any more: the call before takes the stage again.
    remove: (ticket) => {
      last = without(last, ticket);
      if (current && current.ticket === ticket) {
        current = last.shift() || null;
        byId("caption").textContent = "";
        showStage();
      }
      showLists();
    },

    // The office's truth: its last calls, newest first.
    take: (calls, isOpen) => {
      const [newest, ...earlier] = calls;
      const stays = newest && (isOpen || isThere(newest));
      current = stays ? newest : null;
      last = (stays ? earlier : calls).slice(0, LAST + 1);
      showStage();
      showLists();
    },

    // The office has closed: large stands only who is still called or served.
    rest: (calls) => {
      if (!current || calls.some((each) => each.ticket === current.ticket && isThere(each))) return;
      join(current);
      current = null;
      showStage();
      showLists();
    },

    // The set-up has changed: other shapes, other words; the calls stay.
    again: () => {
      const { kind, shows_last: showsLast } = window.giliranSettings();
      screen.toggle("mini", kind === "counter");
      screen.toggle("calls-alone", !showsLast);
      showStage();
      showLists();
    },
  };
})();
