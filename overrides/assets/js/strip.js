/* The strip of a document: what a cell stands for is told below it, and the arrow keys walk from cell to cell. Without
   this script each cell is a link with a name, and that is all it has to be. */
(() => {
  "use strict";

  const HINT = "Point at a cell, or walk through them with the arrow keys, to read what it says.";
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

  for (const strip of document.querySelectorAll(".ev-strip")) {
    const cells = [...strip.querySelectorAll(".ev-strip__cell")];
    // The name of the link says the same to those who hear it.
    const told = document.createElement("p");
    told.className = "ev-strip__told";
    told.setAttribute("aria-hidden", "true");
    told.textContent = HINT;
    strip.append(told);

    const tell = (event) => {
      const cell = event.target.closest(".ev-strip__cell");
      if (cell) told.textContent = cell.getAttribute("aria-label");
    };
    strip.addEventListener("pointerover", tell);
    strip.addEventListener("focusin", tell);
    strip.addEventListener("keydown", (event) => {
      const at = cells.indexOf(event.target);
      const step = STEPS[event.key];
      if (at < 0 || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      cells[Math.max(0, Math.min(cells.length - 1, at + step))].focus();
    });
    // The browser's own tip would say it a third time.
    for (const cell of cells) cell.removeAttribute("title");
  }
})();
