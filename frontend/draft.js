// What is entered without a name stays in this browser until it is sent: under its ticket alone, gone after the last
// day, never on the server (ADR 0017). Comfort only: the pages work without this file and then say that nothing is kept.
"use strict";
{
  const KEPT = "renbina-isian:";
  const SENT = "renbina-terkirim";
  const STEERING = ["layar", "ke"];
  const all = (selector) => document.querySelectorAll(selector);
  const store = (() => {
    try {
      localStorage.setItem(KEPT, "");
      localStorage.removeItem(KEPT);
      return localStorage;
    } catch {
      return null;
    }
  })();
  const read = (key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };
  // The signature at the end of the address tells this ticket from others; alone it opens nothing.
  const ticket = KEPT + decodeURIComponent(location.pathname).replace(/\/$/, "").split(":").pop();
  const form = document.querySelector("form[data-draft]");

  const values = () => [...new FormData(form)].filter(([name, value]) => value !== "" && !STEERING.includes(name));
  const keep = () => {
    const fields = values();
    try {
      if (!fields.length) store.removeItem(ticket);
      else store.setItem(ticket, JSON.stringify({ until: form.dataset.draft, place: form.elements.layar?.value ?? "", fields }));
    } catch { /* full: what was kept before stays */ }
  };
  // Puts each value where it was entered; what this screen does not show travels along, as from screen to screen.
  const putBack = (fields) => {
    for (const [name, value] of fields) {
      const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((each) => each.type !== "hidden");
      const boxes = inputs.filter((each) => each.type === "radio" || each.type === "checkbox");
      if (boxes.length) for (const box of boxes) box.checked ||= box.value === value;
      else if (inputs.length) inputs[0].value = value;
      else form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  };

  if (store) {
    const today = new Date().toLocaleDateString("sv");
    for (const key of Object.keys(store)) if (key.startsWith(KEPT) && !(read(key)?.until >= today)) store.removeItem(key);
    if (document.querySelector("[data-draft-over]")) store.removeItem(ticket);
    if (document.querySelector("[data-draft-sent]")) {
      const sent = sessionStorage.getItem(SENT);
      if (sent) store.removeItem(sent);
      sessionStorage.removeItem(SENT);
    }
  }
  if (store && form) {
    for (const each of all("[data-kept]")) each.hidden = false;
    for (const each of all("[data-not-kept]")) each.hidden = true;
    const found = "fresh" in form.dataset ? read(ticket) : null;
    if (found) {
      putBack(found.fields);
      for (const each of all("[data-back]")) each.hidden = false;
      const on = document.querySelector("[data-go-on]");
      if (on && form.elements.layar && form.elements.layar.value !== found.place) {
        Object.assign(on, { type: "submit", value: found.place || "periksa", hidden: false });
      }
    } else if (!("fresh" in form.dataset)) keep();
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", (event) => {
      keep();
      if ((event.submitter?.value || "kirim") === "kirim") sessionStorage.setItem(SENT, ticket);
    });
    for (const button of all("[data-forget]"))
      button.addEventListener("click", () => {
        if (!confirm(button.dataset.forget)) return;
        store.removeItem(ticket);
        location.replace(location.pathname + location.search);
      });
  }
}
