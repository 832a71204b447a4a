/* Sections that fold. On a phone all sections of a claim page after the one in plain language are closed until a reader
   opens them; on every screen those marked `data-fold-always`. Without this script, and on paper, all are open. */
(() => {
  "use strict";

  if (!document.querySelector("[data-folds]")) return;

  const phone = matchMedia("(max-width: 45em)");

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  // A section is a heading and what follows it; a line that says what is inside stays visible.
  const section = (heading) => {
    const body = make("div", { class: "ev-fold", id: `fold-${heading.id}` });
    const parts = [];
    for (let next = heading.nextElementSibling; next && next.localName !== "h2"; next = next.nextElementSibling) {
      parts.push(next);
    }
    const inside = parts.filter((part) => part.matches(".ev-inside")).at(-1);
    (inside ?? heading).after(body);
    body.append(...parts.filter((part) => part !== inside));
    const made = { heading, body, button: null, always: body.querySelector("[data-fold-always]") !== null };
    // The browser found words in a closed section, or follows a link into it.
    body.addEventListener("beforematch", () => set(made, true));
    return made;
  };

  const set = (made, open) => {
    if (!made.button) return;
    made.button.setAttribute("aria-expanded", String(open));
    if (open) made.body.removeAttribute("hidden");
    // The browser's own search still finds what stands in it.
    else made.body.setAttribute("hidden", "until-found");
    tell();
  };

  // The words of a heading become a button; its link to itself stays beside it.
  const mount = (made) => {
    const words = [...made.heading.childNodes].filter((node) => !node.classList?.contains("headerlink"));
    made.button = make("button", { type: "button", class: "ev-fold__button", "aria-controls": made.body.id }, ...words);
    made.button.addEventListener("click", () => set(made, made.button.getAttribute("aria-expanded") !== "true"));
    made.heading.prepend(made.button);
    made.heading.classList.add("ev-fold__heading");
    set(made, false);
  };

  const unmount = (made) => {
    made.button.replaceWith(...made.button.childNodes);
    made.button = null;
    made.heading.classList.remove("ev-fold__heading");
    made.body.removeAttribute("hidden");
  };

  const headings = [...document.querySelectorAll(".md-content__inner > h2[id]")].slice(1);
  const sections = headings.map(section);

  const all = make("button", { type: "button", class: "ev-button" });
  const line = make("p", { class: "ev-fold-all" }, all);
  const closed = () => sections.some((made) => made.button && made.body.hasAttribute("hidden"));
  const tell = () => (all.textContent = closed() ? "Open all sections" : "Close all sections");
  all.addEventListener("click", () => {
    const open = closed();
    for (const made of sections) set(made, open);
  });

  const arrange = () => {
    for (const made of sections) {
      const folds = phone.matches || made.always;
      if (folds && !made.button) mount(made);
      else if (!folds && made.button) unmount(made);
    }
    if (phone.matches) headings[0]?.before(line);
    else line.remove();
    tell();
  };

  // Opens whatever hides the place that an address names.
  const reveal = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return null;
    for (const made of sections) if (made.heading === target || made.body.contains(target)) set(made, true);
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    return target;
  };
  const follow = () => reveal(location.hash)?.scrollIntoView();

  arrange();
  phone.addEventListener("change", () => {
    arrange();
    reveal(location.hash);
  });
  // Before the browser goes there, and also where the address stays the same.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && !event.defaultPrevented) reveal(link.hash);
  });
  addEventListener("hashchange", follow);
  if (location.hash) follow();
})();
