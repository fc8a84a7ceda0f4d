// The emergency message: over everything until it is ended; calls wait meanwhile.
(() => {
  "use strict";
  const LONG = 90;
  const place = document.getElementById("message");
  const words = document.getElementById("message-words");
  let shown = "";

  window.giliranMessage = {
    take: (message) => {
      const said = message ? message[document.body.dataset.language] || message.id : "";
      if (said === shown) return;
      shown = said;
      words.textContent = said;
      place.classList.toggle("long", said.length > LONG);
      place.hidden = !said;
      window.giliranAnnouncer.hold(Boolean(said));
      if (!said) return;
      window.giliranVoice.say(["chime", "pause-500", "chime"]);
    },
  };
})();
