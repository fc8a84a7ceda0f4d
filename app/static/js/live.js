// How a screen stays in step with its office: it watches, notices what it missed, and asks for it.
//
// A page says <body data-branch="karawaci" [data-ticket-token="…"] [data-board="hall"]> and listens on document to
//   giliran:board {board, reset}  the truth now: on connect and whenever events cannot be caught up
//   giliran:event {event, late}   one event, in order, each once; late when it was caught up
//   giliran:contact {live}        whether the server is in reach
// and may dispatch giliran:ask when it wants the board's truth anew.
(() => {
  "use strict";
  const { branch, ticketToken, board } = document.body.dataset;
  if (!branch || !window.io) return;

  const A_WHILE = 30 * 1000;
  let seen = null;
  let history = null; // to which `seen` belongs: a restored office has another one, in which it means nothing
  let asking = false;
  let again = false; // somebody asked while an answer was on its way, which may not know of it yet
  let heard = 0; // the newest seq that was told of since the last question
  const tell = (name, detail) => {
    if (name === "contact") document.body.dataset.live = detail.live ? "yes" : "no";
    document.dispatchEvent(new CustomEvent(`giliran:${name}`, { detail }));
  };
  const loadAnew = () => setTimeout(() => location.reload(), 1000);
  const socket = window.io({ transports: ["websocket", "polling"], reconnectionDelayMax: 4000 });

  const take = (event, late) => {
    if (seen !== null && event.seq <= seen) return;
    seen = event.seq;
    tell("event", { event, late });
  };

  const ask = () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    heard = 0;
    socket.timeout(5000).emit("watch", { branch, since: seen, history, token: ticketToken, board }, (failed, answer) => {
      asking = false;
      if (failed) return void setTimeout(ask, 1000);
      if (answer.error) {
        tell("contact", { live: false, refused: answer.message });
        // Sent away while it was cut off: what it may be now, the page says.
        if (seen !== null) loadAnew();
        else setTimeout(ask, A_WHILE); // the page says that it tries again
        return;
      }
      history = answer.history;
      // New pages and those too far behind take the board as it is; others hear what they missed, in order.
      if (seen === null || answer.reset) {
        seen = answer.seq;
        tell("board", { board: answer.board, reset: true });
      } else {
        answer.events.forEach((event) => take(event, true));
        seen = Math.max(seen, answer.seq);
        tell("board", { board: answer.board, reset: false });
      }
      tell("contact", { live: true });
      // Something happened after this board was made and overtook it: the board knows nothing of it.
      if (again || heard > answer.seq) ask();
    });
  };

  socket.on("connect", ask);
  document.addEventListener("giliran:ask", ask);
  socket.on("event", (event) => {
    if (event.branch !== branch) return;
    heard = Math.max(heard, event.seq);
    if (seen === null) return;
    if (event.seq > seen + 1) return void ask();
    take(event, false);
  });
  socket.on("pulse", (pulse) => {
    if (pulse.branch !== branch) return;
    heard = Math.max(heard, pulse.seq);
    if (seen !== null && pulse.seq !== seen) ask();
  });
  socket.on("disconnect", (why) => {
    tell("contact", { live: false });
    // The server hangs up on a screen that is not paired any more: loaded anew, it shows its code.
    if (why === "io server disconnect") loadAnew();
  });
  socket.on("connect_error", () => tell("contact", { live: false }));
})();
