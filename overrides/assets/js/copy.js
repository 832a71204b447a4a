/* Buttons that only a script can serve: copy a text, copy the address of the page, print. */
(() => {
  "use strict";

  const said = document.createElement("span");
  said.className = "ev-said";
  said.setAttribute("role", "status");

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "ev-button";
    made.textContent = words;
    made.addEventListener("click", () => act(made));
    return made;
  };

  // Browsers lend the clipboard to safe addresses only; elsewhere the older way by a selection still works.
  const put = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.style.position = "fixed";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  const copy = (words, text) => {
    let timer = 0;
    return button(words, async (made) => {
      const done = await put(text());
      made.focus();
      made.textContent = done ? "Copied" : "Not copied";
      said.textContent = done ? "Copied to the clipboard." : "The browser did not allow it.";
      clearTimeout(timer);
      timer = setTimeout(() => {
        made.textContent = words;
        said.textContent = "";
      }, 4000);
    });
  };

  const address = () => document.querySelector('link[rel="canonical"]')?.href ?? location.href.split("#")[0];
  for (const place of document.querySelectorAll("[data-copy-page]")) place.replaceWith(copy("Copy link", address));
  for (const place of document.querySelectorAll("[data-print-page]")) {
    place.replaceWith(button("Print", () => print()));
  }
  for (const text of document.querySelectorAll("[data-copy]")) {
    text.after(copy(`Copy ${text.dataset.copy}`, () => text.textContent));
  }
  document.querySelector(".md-content")?.append(said);
})();
