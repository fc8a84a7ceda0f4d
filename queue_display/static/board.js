// The board: what happens in the office, told to the picture, to the announcer and to the frame around them.
(() => {
  "use strict";
  const TOO_OLD = 60;
  const ASK_AGAIN = 10;
  const LOOK_AGAIN = 5 * 60;
  const A_JUMP = 2;
  const picture = window.giliranPicture;
  const announcer = window.giliranAnnouncer;
  const frame = window.giliranFrame;

  const CALLS = /^ticket\.(called|recalled)$/;
  const LEAVES = /^ticket\.(returned|transferred|cancelled|held|expired)$/;
  const COMES = /^ticket\.(started|finished|no_show)$/;
  // An event carries nobody's words; the board's truth does.
  const STOPS = /^(branch|service)\.(suspended|resumed|closed|opened)$|^board\.message$/;
  const SET_UP = /^(branch\.(rules_changed|opened|closed)|service\.(opened|closed))$/;
  const IS_CALLED = /^(called|serving|served)$/;

  let missed = []; // calls of the time when the server was out of reach
  let newest = null; // the latest call that was heard of
  let isOpen = true;
  let isMoved = false; // its zone is another one, and the picture is still of the one before

  const age = (call) => (announcer.serverNow() - Date.parse(call.at)) / 1000;

  const leaves = (ticket) => {
    missed = missed.filter((each) => each.ticket !== ticket);
    announcer.withdraw(ticket);
    picture.remove(ticket);
  };

  const undone = (event) => {
    if (!IS_CALLED.test(event.state)) return leaves(event.ticket);
    if (isMine(event)) picture.add(event);
  };

  // A board of a zone or of one counter leaves the other calls to the others.
  const isMine = ({ ticket, counter }) => {
    const { counters, letters } = window.giliranSettings();
    const letter = ticket.split("-")[0];
    return (!counters.length || counters.includes(counter)) && (!letters.length || letters.includes(letter));
  };

  const called = (event, late) => {
    if (!isMine(event)) return;
    newest = event.at;
    if (late) missed.push(event);
    else announcer.announce(event);
  };

  const came = (event) => {
    missed.filter((each) => each.ticket === event.ticket).forEach((each) => (each.came = true));
    // While a message kept the calls back, somebody found the way alone.
    if (announcer.isHeld() && announcer.withdraw(event.ticket)) picture.add(event);
  };

  // Whoever came to their counter long ago needs no call; whoever is still called does, however late.
  const catchUp = () => {
    missed.forEach((call) => {
      if (call.came && age(call) > TOO_OLD) picture.add(call);
      else announcer.announce(call);
    });
    missed = [];
  };

  // Too much was missed to be told one by one, or this board begins: then it goes on after the call it last spoke.
  const startOver = (board) => {
    const heard = newest === null ? announcer.heardUntil() : newest;
    const isUnheard = (call) => call.state === "called" && call.at > heard && (newest !== null || age(call) < TOO_OLD);
    const unheard = heard ? board.calls.slice().reverse().filter(isUnheard) : [];
    if (!announcer.isBusy()) {
      picture.take(board.calls.filter((each) => !unheard.includes(each)), board.open);
      isMoved = false;
    }
    newest = board.calls.reduce((latest, each) => (each.at > latest ? each.at : latest), newest || "");
    unheard.forEach(announcer.announce);
  };

  const isTelling = () => announcer.isBusy() || announcer.isHeld();

  document.addEventListener("giliran:board", ({ detail: { board, reset } }) => {
    announcer.setServerTime(board.now);
    frame.take(board);
    window.giliranMessage.take(board.message);
    if (reset || (isMoved && !announcer.isBusy())) startOver(board);
    catchUp();
    isOpen = board.open;
    if (!isOpen && !isTelling()) picture.rest(board.calls);
    // The hour decides too: an office opens and closes without anybody's doing. A page that starts over may be older.
    if (reset || isOpen === Boolean(window.giliranSettings().closed)) window.giliranParts.lookAgain();
  });

  // What closing, or another zone, kept back until all calls were told.
  document.addEventListener("giliran:quiet", () => (isOpen && !isMoved) || ask());

  document.addEventListener("giliran:event", ({ detail: { event, late } }) => {
    if (event.waiting) {
      frame.count(event.waiting);
      askSoon();
    }
    if (CALLS.test(event.kind)) called(event, late);
    else if (LEAVES.test(event.kind)) leaves(event.ticket);
    else if (event.kind === "ticket.undone") undone(event);
    else if (COMES.test(event.kind)) came(event);
    if (!isOpen || STOPS.test(event.kind)) ask();
    if (SET_UP.test(event.kind)) window.giliranParts.lookAgain();
  });

  // How long it takes is reckoned by the server: asked for now and then.
  let asksSoon = false;
  const ask = () => {
    asksSoon = false;
    document.dispatchEvent(new CustomEvent("giliran:ask"));
  };
  const askSoon = () => {
    if (asksSoon) return;
    asksSoon = true;
    setTimeout(ask, ASK_AGAIN * 1000);
  };

  // An old television puts its own clock right while it runs, by hours or by years: then the server says the time anew.
  const startedAt = () => (Date.now() - performance.now()) / 1000;
  let started = startedAt();
  setInterval(() => {
    if (Math.abs(startedAt() - started) < A_JUMP) return;
    started = startedAt();
    ask();
  }, 1000);

  document.addEventListener("giliran:contact", ({ detail }) => frame.contact(detail.live));

  const zone = () => JSON.stringify([window.giliranSettings().counters, window.giliranSettings().letters]);
  let zoneBefore = zone();
  document.addEventListener("giliran:parts", () => {
    frame.again();
    picture.again();
    if (zone() === zoneBefore) return;
    zoneBefore = zone();
    isMoved = true;
    ask();
  });
  setInterval(window.giliranParts.lookAgain, LOOK_AGAIN * 1000);
})();
