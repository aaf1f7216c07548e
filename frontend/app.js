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
