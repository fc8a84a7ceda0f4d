// The spoken guide, for the headphones of whoever turned it on: what a step asks, its choices with their keys, and what
// has the focus. It never speaks unasked, and ends with the visit.
(() => {
  "use strict";
  const ASKED_FOR = 10_000; // the server speaks a new sentence in a tenth of a second
  const STANDS_STILL = 5000;
  const { screen } = window.kiosk;
  const place = () => document.getElementById("kiosk");
  let player = new Audio();
  let on = false;
  let turn = 0; // what is being said; whoever speaks later takes it

  const asked = (text) => {
    const address = new URL(document.body.dataset.speech, location);
    address.searchParams.set("lang", place().lang);
    address.searchParams.set("text", text);
    return address.href;
  };
  // A text that nobody can say is passed over: the next one may be the one that helps.
  const soundsOf = async (text) => {
    const answer = await fetch(asked(text), { signal: AbortSignal.timeout(ASKED_FOR) }).catch(() => null);
    return answer?.ok ? answer.json() : [];
  };
  // So is a sound that does not come, or stops on its way.
  const play = (sound) =>
    new Promise((done) => {
      let stands = 0;
      const goesOn = () => {
        clearTimeout(stands);
        stands = setTimeout(ends, STANDS_STILL);
      };
      const ends = () => {
        clearTimeout(stands);
        done();
      };
      player = new Audio(sound);
      player.onended = player.onerror = player.onpause = ends;
      player.ontimeupdate = goesOn;
      player.volume = Number(place().dataset.loud) / 100;
      goesOn();
      player.play().catch(ends);
    });
  const hush = () => {
    turn += 1;
    player.pause();
  };
  // Whoever listens is still here: time is counted from the last word on.
  const say = async (texts, listening = window.kiosk.rest) => {
    hush();
    const mine = turn;
    for (const text of texts) {
      for (const sound of await soundsOf(text)) {
        if (mine !== turn) return;
        listening();
        await play(sound);
      }
      if (mine !== turn) return;
    }
  };

  const clean = (part) => part?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const seen = (part) => part.checkVisibility({ visibilityProperty: true });
  const nameOf = (part) => {
    const inside = part.closest("label, a, button") ?? part;
    const words = inside.querySelector(".tile-name, .tick-name, [data-words]");
    return clean(words ?? [...inside.querySelectorAll("span")].find((each) => !each.ariaHidden && clean(each)) ?? inside);
  };
  const keyOf = (part) => {
    const key = part.dataset.key?.split(" ")[0] ?? "";
    return JSON.parse(place().dataset.keys)[key] ?? key;
  };
  const choice = (part) => {
    const key = keyOf(part);
    const pressed = part.checked || part.getAttribute("aria-pressed") === "true" ? [place().dataset.chosen] : [];
    return [nameOf(part), ...pressed, ...(key ? [place().dataset.press, key] : [])];
  };
  const choicesIn = (part) => [...part.querySelectorAll("[data-key]:not(:disabled)")].filter((each) => seen(each.closest("label") ?? each)).flatMap(choice);
  const linesOf = (part, which) => [...part.querySelectorAll(which)].filter(seen).map(clean).filter(Boolean);

  // The way back; at the start, where there is none, the way to help.
  const atTheFoot = () => {
    const back = choicesIn(document.querySelector("#foot > .slot"));
    return back.length ? back : choicesIn(document.getElementById("help"));
  };

  const spelled = (number) => [...clean(number).replace("-", "")];
  const step = () => [
    ...linesOf(screen(), "h1"),
    ...spelled(screen().querySelector("#number")),
    ...linesOf(screen(), ".notice > span, .done-fee dd, .done-service, #ahead, #estimate, .fact h2, .fact p, legend, .todo li, .todo-slip span, .todo-next, .slip-words span"),
    ...choicesIn(screen()),
    ...atTheFoot(),
  ];
  const sheet = (dialog) => [...linesOf(dialog, "h2, p"), ...spelled(dialog.querySelector(".number")), ...choicesIn(dialog)];
  const readOut = () => {
    const open = document.querySelector("dialog[open]");
    say(open ? sheet(open) : step());
  };

  const draw = () => {
    document.querySelectorAll("[data-guides]").forEach((button) => button.setAttribute("aria-pressed", on));
    document.querySelectorAll("[data-guides-again]").forEach((button) => (button.hidden = !on));
  };
  const turnTo = (wanted) => {
    on = wanted;
    draw();
    if (on) say([place().dataset.guideOn, ...sheet(document.getElementById("access"))]);
    else hush();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-guides]")) return turnTo(!on);
    if (!on) return;
    if (event.target.closest("[data-guides-again], [data-closes], [data-opens], .first-choice input")) readOut();
    else if (event.target.matches("input")) say(choice(event.target));
    else if (event.target.closest("[data-size], [data-toggles]")) say([nameOf(event.target)]);
  });
  window.addEventListener("keydown", ({ key }) => on && key === "Backspace" && readOut());
  // The title of a step has the focus because the step is read anyway.
  document.addEventListener("focusin", ({ target }) => {
    if (on && target.matches("a, button, input") && target.matches(":focus-visible")) say(choice(target));
  });
  document.addEventListener("kiosk:step", () => {
    draw();
    if (on) readOut();
  });
  document.addEventListener("kiosk:asks", () => on && say(linesOf(document.getElementById("still-here"), "h2"), () => {}));
  document.addEventListener("kiosk:told", () => on && readOut());
  document.addEventListener("kiosk:home", () => turnTo(false));
  draw();
})();
