// The emergency message of the office: over everything until it is ended, and then all is as it was before.
(() => {
  "use strict";
  const A_SECOND = 1000;
  const { screen, rest } = window.kiosk;
  const curtain = () => document.getElementById("message");
  let message = null; // its words, by language

  const said = (part, language) => {
    part.lang = language;
    part.textContent = message[language];
    return part;
  };
  const isFull = () => curtain().scrollHeight > curtain().clientHeight;
  // First in the language of whoever stands here, then in the others as far as there is room.
  const write = () => {
    const { lang } = document.getElementById("kiosk");
    const first = message[lang] ? lang : "id";
    said(curtain().querySelector("[data-words]"), first);
    const number = document.getElementById("number")?.textContent ?? "";
    curtain().querySelector(".message-number").hidden = !number;
    curtain().querySelector(".number").textContent = number;
    const others = curtain().querySelector("ul");
    const rows = ["id", "en", "su", "jv"].filter((each) => each !== first && message[each]);
    others.replaceChildren(...rows.map((each) => said(document.createElement("li"), each)));
    others.hidden = false;
    while (isFull() && others.lastElementChild) others.lastElementChild.remove();
    others.hidden = !others.children.length;
  };
  const draw = () => {
    const isOpen = curtain().open;
    if (!message) {
      if (isOpen) goOn();
      return;
    }
    if (!isOpen) {
      document.querySelectorAll("dialog[open]").forEach((each) => each.close());
      curtain().showModal();
    }
    write();
    document.getElementById("message-title").focus();
    document.dispatchEvent(new CustomEvent("kiosk:told"));
  };
  // What stood here has its whole time again: nobody could read it meanwhile.
  const goOn = () => {
    curtain().close();
    rest();
    screen().getAnimations({ subtree: true }).forEach((each) => each.play());
    document.dispatchEvent(new CustomEvent("kiosk:told"));
  };
  setInterval(() => curtain().open && rest(), A_SECOND);

  const take = (told) => {
    if (JSON.stringify(told) === JSON.stringify(message)) return;
    message = told;
    draw();
  };
  document.addEventListener("giliran:board", ({ detail }) => take(detail.board.message));
  // An event carries nobody's words; the board's truth does.
  document.addEventListener("giliran:event", ({ detail }) => {
    if (detail.event.kind === "board.message") document.dispatchEvent(new CustomEvent("giliran:ask"));
  });
  document.addEventListener("kiosk:step", () => message && draw());
  document.addEventListener("cancel", (event) => event.target.id === "message" && event.preventDefault(), true);
  window.addEventListener("resize", () => message && write());
})();
