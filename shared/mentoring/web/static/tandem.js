// Conveniences only: every task can be finished without this file.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`tandem_zone=${encodeURIComponent(zone)}`)) {
    // Behind a stage of API Gateway the product lives under a path; this script's own address tells which.
    const root = new URL("..", document.currentScript.src).pathname.replace(/(.)\/$/, "$1");
    document.cookie = `tandem_zone=${encodeURIComponent(zone)}; path=${root}; max-age=31536000; samesite=lax`;
  }
  // A second click on a form that is on its way changes nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  document.querySelector("[role=alert]")?.focus();
  // «All» boxes over a list of checkboxes.
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.all;
    if (name) document.querySelectorAll(`input[name="${name}"]`).forEach((box) => { box.checked = event.target.checked; });
  });
})();
