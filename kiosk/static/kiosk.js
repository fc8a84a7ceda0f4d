// The kiosk in the hand of a citizen: steps without page loads, a clock, live counts, and home again by itself.
(() => {
  "use strict";
  const WARNING_SECONDS = 15;
  const A_MINUTE = 60_000;
  const home = document.body.dataset.home;
  const dialog = document.getElementById("still-here");
  const screen = () => document.getElementById("screen");

  // A step swaps the screen and the bar below it; the page itself stays, and with it full screen.
  let here = location.href;
  const goTo = (address) => {
    here = address;
    window.fetchPart(address, { target: "#screen", select: "#screen", swap: "outerHTML", selectOOB: "#foot" });
  };
  document.addEventListener("click", (event) => {
    const step = event.target.closest("a[data-step]");
    if (!step || !window.htmx || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    document.getElementById("refusal").replaceChildren();
    if (step.href === new URL(home, location).href) goHome();
    else goTo(step.href);
  });

  // Home is a fresh page in Indonesian: the next citizen finds nothing of the last one's. While the server is out of
  // reach the screen stays: a browser's own error page would not find back by itself.
  let leaving = false;
  const goHome = () => {
    if (leaving) return;
    leaving = true;
    fetch(home, { method: "HEAD" }).then(() => location.assign(home), () => setTimeout(() => (leaving = false), 2000));
  };

  // Tiles say what the office offers now. They are swapped only when that changed: not under a finger for nothing.
  const said = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("[data-waiting]").forEach((count) => count.replaceChildren());
    return copy.innerHTML;
  };
  const lookAgain = async () => {
    const before = screen();
    if (!before.querySelector(".tiles")) return;
    const answer = await fetch(here).catch(() => null);
    if (!answer?.ok || before !== screen()) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("no-slips").hidden = page.getElementById("no-slips").hidden;
    if (said(page.getElementById("screen")) !== said(before)) goTo(here);
  };

  const clock = document.querySelector("[data-clock]");
  const tick = () => {
    const { zone, language } = clock.dataset;
    const now = new Date();
    const time = now.toLocaleTimeString(language === "en" ? "en-GB" : "id-ID", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
    const day = now.toLocaleDateString(language === "en" ? "en-GB" : "id-ID", { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
    clock.textContent = `${time}\n${day}`;
  };
  tick();
  setInterval(tick, 1000);

  // How many wait stands on the tiles and follows the hall.
  let waiting = {};
  const showWaiting = () => {
    document.querySelectorAll("[data-waiting]").forEach((place) => {
      const count = waiting[place.dataset.waiting];
      if (count === undefined) return;
      place.textContent = count ? `${count} ${place.dataset.some}` : place.dataset.none;
    });
  };
  const take = (counts) => {
    waiting = { ...waiting, ...counts };
    showWaiting();
  };
  // A calm word while no slip comes out here, so that nobody waits for one.
  const slipsComeOut = ({ slips, kiosks }) => {
    document.getElementById("no-slips").hidden = kiosks?.[document.body.dataset.kiosk] ?? slips;
  };
  document.addEventListener("giliran:board", ({ detail }) => {
    take(detail.board.waiting);
    slipsComeOut(detail.board);
  });
  document.addEventListener("giliran:event", ({ detail }) => {
    if (detail.event.waiting) take(detail.event.waiting);
    if (detail.event.slips !== undefined) slipsComeOut(detail.event);
    // The offer changed: whoever looks at tiles should see it, whoever reads a page is left alone.
    if (/^(branch|service|counter)\./.test(detail.event.kind)) lookAgain();
  });
  document.addEventListener("giliran:contact", ({ detail }) => {
    document.getElementById("contact").hidden = detail.live;
  });

  // Choosing why one goes first closes the choice; the button then says it.
  document.addEventListener("change", (event) => {
    const choice = event.target.closest(".first .choice");
    if (!choice) return;
    const details = choice.closest("details");
    const said = details.querySelector("[data-chosen]");
    said.textContent = event.target.value === "none" ? said.dataset.chosen : choice.textContent.trim();
    details.classList.toggle("chosen", event.target.value !== "none");
    details.open = false;
  });

  // Left alone, the screen goes home: with a question first where somebody may still be reading.
  let quietSince = Date.now();
  const touched = () => {
    quietSince = Date.now();
    if (dialog.open) dialog.close();
  };
  ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, touched));
  document.addEventListener("htmx:afterSwap", (event) => {
    showWaiting();
    if (event.detail.target.id === "slip") return giveTime();
    quietSince = Date.now();
    screen().querySelector("h1")?.scrollIntoView();
  });
  const giveTime = () => {
    if (document.querySelector(".slip-trouble")) screen().dataset.homeAfter = "60";
  };

  // Hours begin and end without any event, and a page left in English goes back to Indonesian.
  setInterval(() => {
    const { idle, homeAfter } = screen().dataset;
    if (idle || homeAfter || Date.now() - quietSince < A_MINUTE) return;
    if (here === new URL(home, location).href) lookAgain();
    else goHome();
  }, A_MINUTE / 2);

  setInterval(() => {
    const quiet = (Date.now() - quietSince) / 1000;
    const { idle, homeAfter } = screen().dataset;
    if (homeAfter && quiet > Number(homeAfter)) return goHome();
    if (!idle) return;
    if (quiet > Number(idle)) return goHome();
    const left = Math.ceil(Number(idle) - quiet);
    if (left > WARNING_SECONDS) return;
    dialog.querySelector("[data-seconds]").textContent = String(left);
    if (!dialog.open) dialog.showModal();
  }, 250);
})();
