"use strict";
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const article = target.closest("article");
  if (article) article.querySelector("details").open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();
const filter = document.getElementById("filter");
filter.hidden = false;
filter.addEventListener("input", () => {
  const wanted = filter.value.trim().toLowerCase();
  for (const entry of document.querySelectorAll("nav .articles > li, nav .events > details")) {
    entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
  }
});
