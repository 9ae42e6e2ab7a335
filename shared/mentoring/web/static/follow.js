// Follows a part of a page that somebody else changes, and counts down. Without it, the page's link shows what is new.
(() => {
  const place = document.querySelector("[data-follow]");
  if (!place) return;
  const address = document.querySelector(place.dataset.follow).content.querySelector("a").getAttribute("href");
  let { tag } = place.dataset;
  let wait = Number(place.dataset.wait), quiet = 0, failed = 0, timer = 0, got = performance.now(), up = false;
  // Seconds are counted from the answer, so a wrong clock of the device changes nothing.
  const tick = () => {
    for (const one of place.querySelectorAll("[data-left]")) {
      const gone = one.dataset.runs ? (performance.now() - got) / 1000 : 0;
      const left = Math.max(0, Math.round(Number(one.dataset.left) - gone));
      one.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (one.dataset.runs && !left && !up) { up = true; plan(1); }
    }
  };
  // Many pages ask: each at a time of its own, less often while nothing happens, not at all while nobody looks.
  const plan = (seconds) => {
    clearTimeout(timer);
    if (!seconds || document.hidden) return;
    timer = setTimeout(ask, seconds * 1000 * (0.8 + 0.4 * Math.random()));
  };
  const ask = async (anew) => {
    try {
      const headers = { "HX-Request": "true", ...(anew === true ? {} : { "If-None-Match": `"${tag}"` }) };
      const answer = await fetch(address, { headers, credentials: "same-origin", cache: "no-store" });
      if (answer.status !== 304 && (!answer.ok || !answer.headers.get("ETag"))) {
        if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
        location.reload();
        return;
      }
      failed = 0;
      wait = Number(answer.headers.get("Retry-After"));
      if (answer.status === 304) { quiet = Math.min(quiet + 1, 10); } else {
        const text = await answer.text();
        tag = place.dataset.tag = answer.headers.get("ETag").replace(/^W\/|"/g, "");
        got = performance.now();
        quiet = 0;
        up = false;
        // Who is just choosing something on it isn't disturbed.
        if (!place.querySelector("form :focus")) place.innerHTML = text;
        tick();
      }
      plan(wait * (1 + quiet / 10));
    } catch {
      failed = Math.min(failed + 1, 5);
      plan(5 * 2 ** failed);
    }
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) clearTimeout(timer); else ask(true); });
  setInterval(tick, 500);
  tick();
  plan(wait);
})();
