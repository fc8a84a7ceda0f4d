// The kiosk in the hand of a citizen: steps without page loads, a clock, live counts, and home again by itself.
(() => {
  "use strict";
  const WARNING_SECONDS = 15;
  const A_MINUTE = 60_000;
  const home = new URL(document.body.dataset.home, location).href;
  const screen = () => document.getElementById("screen");
  const dialog = () => document.getElementById("still-here");

  // A step swaps the screen and the bar below it; another language, and home, the whole kiosk. The page itself stays,
  // and with it full screen.
  let here = location.href;
  const goTo = (address, whole = false) => {
    here = address;
    const part = whole ? "#kiosk" : "#screen";
    const selectOOB = whole ? undefined : "#foot";
    return window.fetchPart(address, { target: part, select: part, swap: "outerHTML", selectOOB });
  };
  // The next citizen finds nothing of the last one's: neither their language nor how they liked it shown.
  const goHome = () => {
    document.dispatchEvent(new CustomEvent("kiosk:home"));
    return goTo(home, true);
  };
  window.kiosk = { goTo, goHome, screen, rest: () => touched() };

  document.addEventListener("click", (event) => {
    const step = event.target.closest("a[data-step]");
    if (!step || !window.htmx || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (step.href === home || "ends" in step.dataset) goHome();
    else goTo(step.href, "whole" in step.dataset);
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (isStep(detail.target)) document.getElementById("refusal").replaceChildren();
  });
  const isStep = (part) => part.id === "screen" || part.id === "kiosk";

  // htmx tells every element of what goes away that it goes, with four events each: hundreds, and nobody listens. Heard
  // on the window, after all others had their say on whether anything goes at all.
  window.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap || !isStep(detail.target)) return;
    detail.target.replaceChildren();
    document.getElementById("foot")?.replaceChildren();
  });

  // A server of a newer version has other scripts: at home, with nobody in the middle of something, they are fetched.
  const scripts = (page) => [...page.querySelectorAll("script[src], link[rel=stylesheet]")].map((each) => each.src ?? each.href).join();
  const made = scripts(document);
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    // What refuses a step is no step: it is told whole, where refusals stand.
    if (detail.target.id === "refusal") detail.selectOverride = "unset";
    if (detail.xhr.status === 403) return location.assign(home);
    if (detail.target.id !== "kiosk" || here !== home || detail.isError) return;
    const page = new DOMParser().parseFromString(detail.serverResponse, "text/html");
    if (scripts(page) !== made) location.assign(home);
  });

  // Whoever cannot see the screen hears what it asks now: the title has the focus.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    showWaiting();
    if (detail.target.id === "slip") return giveTime();
    if (!isStep(detail.target)) return;
    quietSince = Date.now();
    const title = screen().querySelector("h1");
    document.documentElement.lang = document.getElementById("kiosk").lang;
    document.title = `${title.textContent} · ${document.querySelector(".kiosk-office").textContent}`;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    tick();
    document.dispatchEvent(new CustomEvent("kiosk:step"));
  });

  // Tiles say what the office offers now. They are swapped only when that changed: not under a finger for nothing.
  const said = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("[data-waiting]").forEach((count) => count.replaceChildren());
    copy.querySelectorAll("[tabindex]").forEach((title) => title.removeAttribute("tabindex"));
    return copy.innerHTML;
  };
  const lookAgain = async () => {
    const before = screen();
    if (!before.querySelector(".tiles")) return;
    const answer = await fetch(here).catch(() => null);
    // What came meanwhile was asked for earlier, and may be older than what happened.
    if (before !== screen()) return lookAgain();
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("no-slips").hidden = page.getElementById("no-slips").hidden;
    if (said(page.getElementById("screen")) !== said(before)) goTo(here);
  };

  // The office's clock, whatever this computer's says.
  let ahead = (Date.parse(document.body.dataset.now) || Date.now()) - Date.now();
  const tick = () => {
    const clock = document.querySelector("[data-clock]");
    const now = new Date(Date.now() + ahead);
    const { time, day } = window.giliranCalendar(clock);
    const said = `${time(now)}\n${day(now)}`;
    if (clock.textContent !== said) clock.textContent = said;
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
    ahead = new Date(detail.board.now) - Date.now();
    tick();
    take(detail.board.waiting);
    slipsComeOut(detail.board);
    // Whatever was set up since this page was made, nobody tells of.
    if (detail.reset) lookAgain();
  });
  document.addEventListener("giliran:event", ({ detail }) => {
    if (detail.event.waiting) take(detail.event.waiting);
    if (detail.event.slips !== undefined) slipsComeOut(detail.event);
    // The offer changed: whoever looks at tiles should see it, whoever reads a page is left alone.
    if (/^(branch|service|counter)\./.test(detail.event.kind)) lookAgain();
  });

  // Sheets that lie over a step. The answer that holds now has the focus, so that Enter changes nothing unasked.
  const openSheet = (sheet) => {
    sheet.showModal();
    sheet.querySelector(":checked")?.focus();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) openSheet(document.getElementById(opener.dataset.opens));
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
  });
  // Choosing why one goes first closes the sheet, and so does choosing the same again; the button then says it.
  document.addEventListener("click", (event) => {
    if (!event.target.matches(".first-choice input")) return;
    const button = document.querySelector(".first");
    const words = button.querySelector("[data-chosen]");
    const none = event.target.value === "none";
    words.textContent = none ? words.dataset.chosen : event.target.closest(".choice").querySelector("[data-words]").textContent;
    button.classList.toggle("chosen", !none);
    event.target.closest("dialog").close();
  });

  // Left alone, the screen goes home: with a question first where somebody may still be reading.
  let quietSince = Date.now();
  const touched = (event) => {
    quietSince = Date.now();
    if (!dialog().open) return;
    dialog().close();
    // The key that says "I am here" says no more than that.
    if (event?.type !== "keydown") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  ["pointerdown", "keydown"].forEach((kind) => window.addEventListener(kind, touched, true));
  const giveTime = () => {
    if (document.querySelector(".slip-trouble")) screen().dataset.homeAfter = "60";
  };

  // Hours begin and end without any event, and a page left in English goes back to Indonesian.
  setInterval(() => {
    const { idle, homeAfter } = screen().dataset;
    if (idle || homeAfter || Date.now() - quietSince < A_MINUTE) return;
    if (here === home) lookAgain();
    else goHome();
  }, A_MINUTE / 2);

  setInterval(() => {
    const quiet = (Date.now() - quietSince) / 1000;
    const { idle, homeAfter } = screen().dataset;
    const most = Number(homeAfter ?? idle);
    if (!most) return;
    if (quiet > most) {
      touched();
      return goHome();
    }
    const left = Math.ceil(most - quiet);
    if (homeAfter || left > WARNING_SECONDS) return;
    dialog().querySelector("[data-seconds]").textContent = String(left);
    if (dialog().open) return;
    dialog().showModal();
    document.dispatchEvent(new CustomEvent("kiosk:asks"));
  }, 250);
})();
