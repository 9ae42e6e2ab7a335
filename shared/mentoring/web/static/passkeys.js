// Passkeys work in browsers that have them, with JavaScript; everybody else signs in by mail.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (known) => ({ ...known, id: bytes(known.id) });
  const ask = (options) => (options.user
    ? navigator.credentials.create({ publicKey: {
      ...options, challenge: bytes(options.challenge), user: named(options.user),
      excludeCredentials: options.excludeCredentials.map(named),
    } })
    : navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge) } }));
  const told = ({ id, rawId, type, response }) => JSON.stringify({
    id, type, rawId: text(rawId),
    response: Object.fromEntries(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
      .filter((name) => response[name]).map((name) => [name, text(response[name])])),
  });
  for (const part of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
    const form = part.querySelector("form");
    part.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      part.querySelector("[role=status]").hidden = true;
      try {
        form.elements.credential.value = told(await ask(JSON.parse(part.dataset.passkey)));
        form.submit();
      } catch {
        delete form.dataset.sent;
        part.querySelector("[role=status]").hidden = false;
      }
    });
  }
})();
