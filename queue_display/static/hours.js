// The office's day and hour, by the server's clock.
(() => {
  "use strict";
  const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const said = (parts) => {
    const format = new Intl.DateTimeFormat("en-GB", Object.assign({ timeZone: document.body.dataset.zone }, parts));
    return () => format.format(window.giliranAnnouncer.serverNow());
  };
  const clock = said({ hour: "2-digit", minute: "2-digit" });
  const weekday = said({ weekday: "short" });

  window.giliranHours = {
    // Spans are [["08:00", "12:00"], …], the end not included.
    isWithin: (spans) => {
      const at = clock();
      return spans.some(([begins, ends]) => begins <= at && at < ends);
    },
    // Monday is 0.
    isOn: (days) => days.includes(DAYS.indexOf(weekday())),
  };
})();
