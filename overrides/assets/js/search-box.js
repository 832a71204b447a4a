/*
 * Opens the theme's search from a form of the page, and helps where the search finds nothing.
 *
 *   form[data-search-box] with a field named q    asks the search of the site instead of leaving the page
 *   template#ev-search-hints                      entries for an empty list of results (partials/search-hints.html)
 */
(() => {
  "use strict";

  const field = document.querySelector("[data-md-component=search-query]");
  const result = document.querySelector("[data-md-component=search-result]");
  const toggle = document.getElementById("__search");
  const hints = document.getElementById("ev-search-hints");
  if (!field || !result || !toggle) return;

  function ask(question) {
    if (!toggle.checked) toggle.click();
    field.value = question;
    field.focus();
    // The theme listens to keys.
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  }

  document.addEventListener("submit", event => {
    const form = event.target.closest("form[data-search-box]");
    if (!form) return;
    event.preventDefault();
    ask(form.elements.q.value.trim());
  });

  // The theme says how much was found before it fills the list, both in one go; this runs after it.
  const [status, list] = [result.firstElementChild, result.lastElementChild];
  function help() {
    if (hints && !list.children.length) list.append(hints.content.cloneNode(true));
  }
  new MutationObserver(help).observe(status, { childList: true, characterData: true, subtree: true });
})();
