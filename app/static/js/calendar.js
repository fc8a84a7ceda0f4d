// A moment as the office's clock shows it, in the words of the page. What writes times is dear to make, so it is kept.
(() => {
  "use strict";
  const writers = {};
  const writer = (words, timeZone) =>
    (writers[words + timeZone] =
      writers[words + timeZone] || {
        time: new Intl.DateTimeFormat(words, { timeZone, hour: "2-digit", minute: "2-digit" }),
        day: new Intl.DateTimeFormat(words, { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" }),
      });
  // Browsers know no Sundanese nor Javanese days: the page brings them.
  const inOwnWords = ({ days, months, zone }, at) => {
    if (!days) return null;
    const there = new Date(at.toLocaleString("en-US", { timeZone: zone }));
    return `${days.split(" ")[there.getDay()]}, ${there.getDate()} ${months.split(" ")[there.getMonth()]} ${there.getFullYear()}`;
  };

  // Of the element that names the zone (and the days and months of its language, where no browser does).
  window.giliranCalendar = ({ dataset }) => {
    const { time, day } = writer(document.documentElement.lang === "en" ? "en-GB" : "id-ID", dataset.zone);
    return { time: (at) => time.format(at), day: (at) => inOwnWords(dataset, at) || day.format(at) };
  };
})();
