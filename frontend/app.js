// Comfort only: every page works without this file.
"use strict";

// An open menu closes when the person clicks elsewhere or presses Escape.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A choice in a filter bar applies at once; without this the person presses its button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

// The chosen or dropped file is named at once.
document.addEventListener("change", (event) => {
  const area = event.target.closest("[data-file-drop]");
  const name = area && area.querySelector("[data-file-name]");
  if (name && event.target.files) name.textContent = [...event.target.files].map((file) => file.name).join(", ");
});

// A long list prints and shares its data tables opened.
window.addEventListener("beforeprint", () => {
  for (const table of document.querySelectorAll("details.rb-data")) table.open = true;
});

// One question at a time: a tap on an answer leads on; who uses the keyboard presses the button. Without this all
// questions stand one below the other.
for (const form of document.querySelectorAll("form[data-cards]")) {
  const cards = [...form.querySelectorAll("[data-card]")];
  const enough = form.querySelector("[data-enough]");
  const show = (place, focus) => {
    cards.forEach((card, each) => { card.hidden = each !== place; });
    enough.hidden = place === cards.length - 1 || !form.querySelector("input:checked");
    if (!focus) return;
    // Not the field for words: its keyboard would cover the rest of a phone.
    const target = cards[place].querySelector("input:checked") ?? cards[place].querySelector("input[type=radio], [type=submit]");
    if (target) target.focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
  };
  cards.forEach((card, place) => {
    for (const button of card.querySelectorAll("[data-next], [data-back]")) {
      button.hidden = false;
      button.addEventListener("click", () => show(place + (button.matches("[data-next]") ? 1 : -1), true));
    }
    let tapped = false;
    card.addEventListener("pointerup", () => { tapped = true; });
    card.addEventListener("keydown", () => { tapped = false; });
    card.addEventListener("change", (event) => {
      enough.hidden = false;
      if (tapped && event.target.matches("input[type=radio]")) setTimeout(() => show(place + 1, true), 250);
    });
  });
  show(Math.max(0, cards.findIndex((card) => !card.querySelector("input:checked"))), false);
}
