// Counts down the parts of a meeting. Without it the page says when each begins and ends, and nothing is missing.
(() => {
  const box = document.getElementById("timetable");
  if (!box) return;
  const words = box.dataset;
  const parts = [...box.querySelectorAll("li[data-from]")].map((item) => ({
    item, from: Date.parse(item.dataset.from), until: Date.parse(item.dataset.until), name: item.dataset.name,
  }));
  const [counting, said, actions, start, plan] =
    [".counting", "[aria-live]", ".actions", "[data-start]", "[data-plan]"].map((one) => box.querySelector(one));
  const first = parts[0].from, end = parts[parts.length - 1].until;
  const NEAR = 12 * 3600e3;
  const ahead = Date.parse(words.now) - Date.now();
  const kept = `tandem-timer:${location.pathname}`;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let late = Number(sessionStorage.getItem(kept) ?? 0);
  let shown;

  const left = (milliseconds) => {
    const seconds = Math.ceil(milliseconds / 1000);
    const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
    if (calm.matches || hours) {
      const whole = Math.ceil(seconds / 60);
      const told = [[Math.floor(whole / 60), words.hours], [whole % 60, words.minutes]].filter(([number]) => number);
      return told.map(([number, text]) => text.replace("{num}", number)).join(" ");
    }
    return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const tick = () => {
    const now = Date.now() + ahead - late;
    const place = now < first ? -1 : parts.findIndex((one) => now < one.until);
    const part = parts[place];
    const over = now >= end;
    const text = over ? words.over
      : part ? words.during.replace("{left}", left(part.until - now))
      : words.before.replace("{left}", left(first - now));
    const far = first - now > NEAR || now - end > NEAR;
    counting.hidden = far;
    actions.hidden = far;
    if (counting.textContent !== text) counting.textContent = text;
    const step = over ? parts.length : place;
    if (step === shown) return;
    parts.forEach((one) => one.item.removeAttribute("aria-current"));
    part?.item.setAttribute("aria-current", "step");
    box.classList.toggle("closing", part === parts[parts.length - 1]);
    // Only a change is spoken, never the seconds; and not what was so when the page was opened.
    if (shown !== undefined) said.textContent = over ? words.over : part ? words.part.replace("{name}", part.name) : "";
    shown = step;
  };
  const begin = (milliseconds) => {
    late = milliseconds;
    if (late) sessionStorage.setItem(kept, late); else sessionStorage.removeItem(kept);
    plan.hidden = !late;
    tick();
  };
  start.addEventListener("click", () => { begin(Date.now() + ahead - first); plan.focus(); });
  plan.addEventListener("click", () => { begin(0); start.focus(); });
  document.addEventListener("visibilitychange", tick);
  begin(late);
  setInterval(tick, 1000);
})();
