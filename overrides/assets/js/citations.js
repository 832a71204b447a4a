/* Citations open their study in place: [3] shows what its entry in the list of references says, which stays where the
   link leads without this script. Short forms show their meaning to keyboard and touch as they do to the mouse. */
(() => {
  "use strict";

  if (!("popover" in HTMLElement.prototype)) return;

  const phone = matchMedia("(max-width: 45em)");
  const GAP = 8;

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  // Below the element, or above it where there is more room, and never beyond the edges. In the coordinates of the
  // page, so that it moves along when the page is scrolled.
  const place = (panel, element) => {
    const at = element.getBoundingClientRect();
    const left = Math.min(at.left - GAP, document.documentElement.clientWidth - panel.offsetWidth - GAP);
    const fits = at.bottom + panel.offsetHeight + GAP <= innerHeight;
    const above = at.top - panel.offsetHeight - GAP;
    panel.style.left = `${scrollX + Math.max(left, GAP)}px`;
    panel.style.top = `${scrollY + (fits || above < 0 ? at.bottom + GAP / 2 : above + GAP / 2)}px`;
  };

  /* Citations */

  let opener = null;
  let pressed = null;
  const title = make("p", { class: "ev-note__title", id: "ev-note-title" });
  const body = make("div", { class: "ev-note__body" });
  const close = make("button", { type: "button", class: "ev-button" }, "Close");
  const note = make(
    "div",
    { class: "ev-note md-typeset", popover: "auto", role: "dialog", "aria-labelledby": "ev-note-title", tabindex: "-1" },
    title,
    body,
    make("p", { class: "ev-note__foot" }, close),
  );

  // A copy of the entry without what must be unique in a page.
  const filled = (entry) => {
    const copy = entry.cloneNode(true);
    for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
    body.replaceChildren(...copy.childNodes);
    const record = body.querySelector(".ev-reference__record");
    if (record) {
      record.textContent = "The study, in full";
      record.parentElement.prepend(record);
    }
    const link = make("a", { href: `#${entry.id}` }, "In the list");
    link.addEventListener("click", () => note.hidePopover());
    body.querySelector(".ev-reference__links")?.append(link);
  };

  const open = (link, entry) => {
    opener = link;
    title.replaceChildren(make("b", {}, `[${link.textContent}]`), ` ${entry.dataset.short ?? ""}`);
    filled(entry);
    link.focus({ preventScroll: true });
    note.showPopover({ source: link });
    if (phone.matches) note.removeAttribute("style");
    else place(note, link);
    note.focus({ preventScroll: true });
  };

  const leave = () => {
    note.hidePopover();
    opener?.focus({ preventScroll: true });
  };

  close.addEventListener("click", leave);
  // Focus goes on from the citation and not from the end of the page, where the panel stands.
  note.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...note.querySelectorAll("a[href], button, abbr[tabindex]")];
    const first = document.activeElement === note || document.activeElement === stops[0];
    if (event.shiftKey && first) {
      event.preventDefault();
      leave();
    } else if (!event.shiftKey && document.activeElement === stops.at(-1)) leave();
  });
  // A press on the citation of an open panel closes it, as any press beside it does, and must not open it again.
  document.addEventListener(
    "pointerdown",
    (event) => (pressed = note.matches(":popover-open") && opener.contains(event.target) ? opener : null),
    true,
  );

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('.ev-cite a[href^="#ref-"]');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!entry) return;
    event.preventDefault();
    if (pressed !== link) open(link, entry);
    pressed = null;
  });

  /* Short forms */

  let explained = null;
  const tip = make("div", { class: "ev-tip", popover: "manual", role: "tooltip" });

  const explain = (form) => {
    if (explained === form) return;
    hush();
    explained = form;
    tip.textContent = form.title;
    // The browser would show the title as well, on top of this.
    form.dataset.title = form.title;
    form.removeAttribute("title");
    form.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    place(tip, form);
  };

  const hush = () => {
    if (!explained) return;
    explained.title = explained.dataset.title;
    explained.removeAttribute("aria-describedby");
    explained = null;
    tip.hidePopover();
  };

  const formOf = (event) => event.target.closest?.(".md-content abbr, .ev-note abbr");
  tip.id = "ev-tip";
  document.addEventListener("pointerover", (event) => {
    const form = formOf(event);
    if (form) explain(form);
    else if (!tip.contains(event.target) && document.activeElement !== explained) hush();
  });
  document.addEventListener("focusin", (event) => (formOf(event) ? explain(formOf(event)) : hush()));
  document.addEventListener("click", (event) => (formOf(event) ? explain(formOf(event)) : hush()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !explained) return;
    hush();
    event.stopPropagation();
  }, true);

  document.querySelector(".md-content")?.append(note, tip);
  for (const link of document.querySelectorAll('.ev-cite a[href^="#ref-"]')) {
    link.title = document.getElementById(link.hash.slice(1))?.dataset.short ?? "";
    link.setAttribute("aria-haspopup", "dialog");
  }
  for (const form of document.querySelectorAll(".md-content abbr[title]")) form.tabIndex = 0;
})();
