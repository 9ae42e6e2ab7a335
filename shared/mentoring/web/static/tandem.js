// Conveniences only: every task can be finished without this file.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Behind a stage of API Gateway the product lives under a path; this script's own address tells which.
  const root = new URL("..", document.currentScript.src).pathname.replace(/(.)\/$/, "$1");
  if (zone && !document.cookie.includes(`tandem_zone=${encodeURIComponent(zone)}`)) {
    document.cookie = `tandem_zone=${encodeURIComponent(zone)}; path=${root}; max-age=31536000; samesite=lax`;
  }
  // On a journey: times can be shown in the zone of the device. The server knows whether its clock differs.
  const asked = document.getElementById("zone-question");
  const kept = /(?:^|; )tandem_zone_kept=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  if (zone && asked && asked.dataset.zone !== zone && !decodeURIComponent(kept).split("|").includes(zone)) {
    // Without a source the whole page would be dimmed while it is asked.
    const question = `${root.replace(/\/$/, "")}/session/zone?device=${encodeURIComponent(zone)}`;
    htmx.ajax("GET", question, { source: asked, target: asked, swap: "innerHTML" });
  }
  // A second click on a form that is on its way changes nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  document.querySelector("[role=alert]")?.focus();
  // A file that is too large is told before it is sent.
  document.addEventListener("change", (event) => {
    const { most, tooLarge } = event.target.dataset;
    if (!most) return;
    event.target.setCustomValidity([...event.target.files].some((file) => file.size > Number(most)) ? tooLarge : "");
    event.target.reportValidity();
  });
  // The other language, or another zone, opens the page anew, and what was typed is typed there again, once.
  const typing = () => [...document.querySelectorAll("main form[method=post] [name]:not([type=hidden], [type=file], button)")];
  const named = (one) => `${one.name}=${/radio|checkbox/.test(one.type) ? one.value : ""}`;
  const keep = () => sessionStorage.setItem("typed", JSON.stringify(typing().map((one) => [named(one), one.value, one.checked])));
  document.addEventListener("click", (event) => { if (event.target.closest("header a[hreflang]")) keep(); });
  document.addEventListener("submit", (event) => { if (event.target.closest("#zone-question")) keep(); });
  const before = JSON.parse(sessionStorage.getItem("typed") ?? "[]");
  sessionStorage.removeItem("typed");
  if (before.map(([name]) => name).join() === typing().map(named).join()) {
    typing().forEach((one, place) => { [, one.value, one.checked] = before[place]; });
  }
  // «Copy» beside an address to pass on.
  if (navigator.clipboard) document.querySelectorAll("[data-copies]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", async (event) => {
    const { copies, done } = event.target.dataset ?? {};
    if (!copies) return;
    await navigator.clipboard.writeText(document.getElementById(copies).value);
    event.target.textContent = done;
  });
  // «All» boxes over a list of checkboxes.
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.all;
    if (name) document.querySelectorAll(`input[name="${name}"]`).forEach((box) => { box.checked = event.target.checked; });
  });
})();
