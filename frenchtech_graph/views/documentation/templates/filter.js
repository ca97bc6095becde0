"use strict";
// Hide the terms or rows whose text does not hold what was typed.
const field = document.getElementById("filter");
const items = [...document.querySelectorAll(".terms article, .terms tbody tr")];
const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
const texts = items.map((item) => plain(item.textContent));
field.addEventListener("input", () => {
  const wanted = plain(field.value.trim());
  items.forEach((item, i) => { item.hidden = !texts[i].includes(wanted); });
});
