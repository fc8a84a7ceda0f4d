// The editor of the slip: names and marks are put in by buttons, and the picture follows what is typed.
(() => {
  "use strict";

  const text = document.getElementById("text");
  const errors = document.getElementById("text-errors");
  const ALONE = ["number", "logo", "qr", "requirements", "line"];
  document.querySelectorAll(".slip-marks, .slip-facts").forEach((part) => (part.hidden = false));

  const change = (from, to, words) => {
    text.focus();
    text.setRangeText(words, from, to, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const lineAt = (at) => {
    const from = text.value.lastIndexOf("\n", at - 1) + 1;
    const end = text.value.indexOf("\n", at);
    return [from, end < 0 ? text.value.length : end];
  };

  document.querySelectorAll("[data-insert]").forEach((button) => {
    button.addEventListener("click", () => {
      const name = button.dataset.insert;
      const { selectionStart: from, selectionEnd: to } = text;
      if (!ALONE.includes(name)) return change(from, to, `{${name}}`);
      // It needs a line to itself: under the one where the cursor stands, unless that is empty.
      const [begin, end] = lineAt(to);
      return change(end, end, `${begin === end ? "" : "\n"}{${name}}`);
    });
  });

  document.querySelectorAll("[data-mark]").forEach((button) => {
    button.addEventListener("click", () => {
      const [begin, end] = lineAt(text.selectionStart);
      const [, marks, space, words] = /^([\^*#]*)( ?)(.*)$/.exec(text.value.slice(begin, end));
      const mark = button.dataset.mark;
      const now = marks.includes(mark) ? marks.replaceAll(mark, "") : marks + mark;
      change(begin, end, now ? `${now}${space || " "}${words}` : words);
    });
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (errors.childElementCount) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
  });
})();
