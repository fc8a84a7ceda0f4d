// A screen that waits to be paired asks every two seconds how it is with it: its code, a new one, or that it may go on.
// A television opens this page: it does without htmx, which browsers from before 2020 cannot read.
(() => {
  "use strict";
  const EVERY = 2;
  const PATIENCE = 8;
  const PAIRED = 205;
  const place = document.getElementById("code");
  const headers = { "X-CSRFToken": document.querySelector("[name=csrf-token]").content };
  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  const ask = async () => {
    const form = place.querySelector("form");
    const question = { method: "POST", body: new FormData(form), headers, credentials: "same-origin" };
    const answer = await Promise.race([fetch(form.action, question), wait(PATIENCE)]);
    if (!answer) return;
    if (answer.status === PAIRED) location.reload();
    if (answer.status === 200) place.innerHTML = await answer.text();
  };

  // Out of reach, it stays as it is: the next question will do.
  const askOnAndOn = () =>
    ask()
      .catch(() => {})
      .then(() => wait(EVERY))
      .then(askOnAndOn);
  askOnAndOn();
})();
