// Nobody swipes here: what does not fit is turned to with two large buttons, and those go on to the next page of tiles.
(() => {
  "use strict";
  const { screen } = window.kiosk;
  const A_LITTLE = 4;
  const LOOK_EVERY = 250;
  const SEEN_AGAIN = 0.15; // so much of what was seen stays in sight

  const canTurn = (way) => {
    const { scrollTop, scrollHeight, clientHeight } = screen();
    return way < 0 ? scrollTop > A_LITTLE : scrollTop + clientHeight < scrollHeight - A_LITTLE;
  };
  // The button for a number stays in sight and covers what lies behind it.
  const covered = () => {
    const take = document.querySelector(".take");
    return take && getComputedStyle(take).position === "sticky" ? take.offsetHeight : 0;
  };
  const pageTo = (way) => document.querySelector(`[data-page="${way}"]`);
  const turn = (way) => {
    if (!canTurn(way)) return pageTo(way)?.click();
    screen().scrollBy({ top: way * (screen().clientHeight - covered()) * (1 - SEEN_AGAIN) });
  };

  // The buttons themselves take room, where they have a row of their own: they stay only for what would not fit without them.
  const taken = (turning) => (turning.hidden ? 0 : turning.nextElementSibling.offsetTop - turning.offsetTop);
  const allFits = (turning) => screen().scrollHeight <= screen().clientHeight + taken(turning) + A_LITTLE;

  const draw = () => {
    const turning = document.querySelector(".turning");
    if (!turning) return;
    const buttons = [...turning.querySelectorAll("[data-turn]")];
    const ways = buttons.map((button) => Number(button.dataset.turn));
    turning.hidden = allFits(turning) && !ways.some(pageTo);
    buttons.forEach((button, at) => (button.disabled = !canTurn(ways[at]) && !pageTo(ways[at])));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-turn]");
    if (button) turn(Number(button.dataset.turn));
  });
  document.addEventListener("scroll", draw, true);
  document.addEventListener("kiosk:step", draw);
  // Whether all fits changes with words, counts, sizes and fonts, and a look costs next to nothing.
  setInterval(draw, LOOK_EVERY);
  draw();
})();
