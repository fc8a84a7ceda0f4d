// The emergency message: over everything until it is ended; calls wait meanwhile.
(() => {
  "use strict";
  const LONG = 90;
  const LANGUAGES = ["id", "en", "su", "jv"];
  const place = document.getElementById("message");
  const words = document.getElementById("message-words");
  const others = document.getElementById("message-others");
  let shown = "null";
  let message = null; // its words, by language

  const write = (part, language) => {
    part.lang = language;
    part.textContent = message[language];
    return part;
  };
  // What is too much for the middle grows over the edges, upwards as well as downwards.
  const isFull = () => place.firstElementChild.offsetTop + 1 < parseFloat(getComputedStyle(place).paddingTop);
  // In the board's language first and large, then in the others as far as there is room.
  const draw = () => {
    if (!message) return;
    const { language } = document.body.dataset;
    const first = message[language] ? language : "id";
    write(words, first);
    place.classList.toggle("long", message[first].length > LONG);
    others.textContent = "";
    LANGUAGES.forEach((each) => {
      if (each !== first && message[each]) others.appendChild(write(document.createElement("li"), each));
    });
    while (isFull() && others.lastElementChild) others.removeChild(others.lastElementChild);
  };

  window.giliranMessage = {
    take: (told) => {
      const said = JSON.stringify(told);
      if (said === shown) return;
      shown = said;
      message = told;
      place.hidden = !message;
      window.giliranAnnouncer.hold(Boolean(message));
      if (!message) return;
      draw();
      window.giliranVoice.say(["chime", "pause-500", "chime"]);
    },
  };
  window.addEventListener("resize", draw);
  document.fonts.addEventListener("loadingdone", draw);
})();
