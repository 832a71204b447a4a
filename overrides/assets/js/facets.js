/*
 * Filters and sorts a list that is complete without it.
 *
 * The page says everything in attributes, which templates/parts/facets.html writes:
 *
 *   [data-facets]                         the list with its filters; data-one and data-many name what it lists
 *     form                                shown by this script
 *       [data-facet=NAME] input           a property to filter by and its choices; [data-count] beside each of them
 *       input[type=search], select        words to look for, ways to sort
 *       [data-fold]                       what folds on small screens, with [data-chosen] in its summary
 *     [data-status] [data-active] [data-empty]   the number of results, the filters that hold, help where nothing is left
 *     th[data-order=NAME]                 a column to sort by; data-order-first="-" where the largest comes first
 *     [data-item]                         an entry with data-facet-NAME="value value", data-order-NAME="text or number"
 *                                         and data-words="words that find it besides those that it shows"
 *
 * Choices of one property widen the result, different properties narrow it. The address keeps the state:
 * ?topic=use&topic=safety&text=knee&sort=-grade (not ?q=, which the theme's own search takes for itself).
 */
(() => {
  "use strict";

  const TYPING_MS = 150;
  const lists = [];

  // Letters and digits without accents and case.
  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const uncheck = facet => facet.choices.forEach(choice => { choice.input.checked = false; });
  const checked = facet => facet.choices.filter(choice => choice.input.checked);
  const nameOf = order => order.replace(/^-/, "");

  function compare(one, other, sign) {
    // What is not known comes last, whichever end comes first.
    if (one === "" || other === "") return (one === "") - (other === "");
    if (!isNaN(one) && !isNaN(other)) return sign * (one - other);
    return one === other ? 0 : one < other ? -sign : sign;
  }

  function makeList(root) {
    const form = root.querySelector("form");
    const field = form.querySelector("input[type=search]");
    const select = form.querySelector("select");
    const fold = form.querySelector("[data-fold]");
    const status = root.querySelector("[data-status]");
    const active = root.querySelector("[data-active]");
    const empty = root.querySelector("[data-empty]");
    const columns = [...root.querySelectorAll("th[data-order]")];
    const wide = matchMedia("(min-width: 76.25em)");

    const facets = [...form.querySelectorAll("[data-facet]")].map(group => {
      const choices = [...group.querySelectorAll("input")].map(input => {
        const label = input.closest("label");
        return { input, label, words: input.dataset.label, count: label.querySelector("[data-count]"), found: 0 };
      });
      const byValue = new Map(choices.map(choice => [choice.input.value, choice]));
      return { name: group.dataset.facet, words: group.getAttribute("aria-label"), choices, byValue };
    });
    const items = [...root.querySelectorAll("[data-item]")].map((element, place) => ({
      element,
      place,
      text: plain(element.textContent + " " + (element.dataset.words || "")),
      values: facets.map(facet => element.getAttribute("data-facet-" + facet.name).split(" ")),
    }));
    const firstOrder = select.value;
    let order = firstOrder;
    let timer = 0;
    let typing = false;

    // The address

    function read() {
      const wanted = new URLSearchParams(location.search);
      facets.forEach(facet => {
        const values = wanted.getAll(facet.name);
        facet.choices.forEach(choice => { choice.input.checked = values.includes(choice.input.value); });
      });
      field.value = wanted.get("text") || "";
      sort(wanted.get("sort") || firstOrder);
    }

    function write() {
      const url = new URL(location.href);
      const set = (name, values) => {
        url.searchParams.delete(name);
        values.forEach(value => url.searchParams.append(name, value));
      };
      facets.forEach(facet => set(facet.name, checked(facet).map(choice => choice.input.value)));
      set("text", [field.value.trim()].filter(Boolean));
      set("sort", [order].filter(key => key !== firstOrder));
      // One step back undoes one choice; a word that is being typed is one step as a whole.
      if (url.href !== location.href) history[typing ? "replaceState" : "pushState"](null, "", url);
    }

    // The list

    function sort(key) {
      if (!items.length) return;
      if (!items[0].element.hasAttribute("data-order-" + nameOf(key))) key = firstOrder;
      if (key !== order) {
        const sign = key.startsWith("-") ? -1 : 1;
        items.forEach(item => { item.key = item.element.getAttribute("data-order-" + nameOf(key)); });
        items.sort((one, other) => compare(one.key, other.key, sign) || one.place - other.place);
        items[0].element.parentNode.append(...items.map(item => item.element));
        order = key;
      }
      // A column can be turned in a way that the list of ways does not name: its nameless one stands for that.
      select.value = [...select.options].some(option => option.value === key) ? key : "";
      columns.forEach(column => {
        if (column.dataset.order !== nameOf(key)) column.removeAttribute("aria-sort");
        else column.setAttribute("aria-sort", key.startsWith("-") ? "descending" : "ascending");
      });
    }

    function filter() {
      const wanted = facets.map(facet => checked(facet).map(choice => choice.input.value));
      // A plural finds its singular.
      const words = plain(field.value).split(" ").map(word => word.replace(/(...)s$/, "$1"));
      // How many there would be without the filter on each property; the last of these stands for the words.
      const without = Array(facets.length + 1).fill(0);
      let total = 0;
      const count = (at, values) => values.forEach(value => {
        const choice = facets[at].byValue.get(value);
        if (choice) choice.found++;
      });

      facets.forEach(facet => facet.choices.forEach(choice => { choice.found = 0; }));
      items.forEach(item => {
        const failed = words.every(word => item.text.includes(word)) ? [] : [facets.length];
        wanted.forEach((values, at) => {
          if (values.length && !item.values[at].some(value => values.includes(value))) failed.push(at);
        });
        if (!failed.length) {
          total++;
          item.values.forEach((values, at) => count(at, values));
        } else if (failed.length === 1) {
          // It would be found if another choice of that property were made.
          without[failed[0]]++;
          if (failed[0] < facets.length) count(failed[0], item.values[failed[0]]);
        }
        if (item.element.hidden !== failed.length > 0) item.element.hidden = failed.length > 0;
      });
      facets.forEach(facet => facet.choices.forEach(showChoice));
      showActive();
      showResult(total, without);
    }

    // What is said about it

    function showChoice(choice) {
      const none = !choice.found && !choice.input.checked;
      if (choice.count.textContent !== String(choice.found)) choice.count.textContent = choice.found;
      // The one in hand stays: a reader who has just cleared it would lose their place.
      choice.input.disabled = none && choice.input !== document.activeElement;
      choice.label.classList.toggle("ev-choice--none", none);
    }

    function addButton(list, words, spoken, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ev-chip";
      button.textContent = words;
      if (spoken) button.setAttribute("aria-label", spoken);
      button.addEventListener("click", () => act(button));
      list.append(document.createElement("li"));
      list.lastChild.append(button);
    }

    function showActive() {
      const list = active.querySelector("ul");
      const add = (words, clear) => addButton(list, words, "Remove the filter " + words, button => {
        const place = [...list.children].indexOf(button.parentNode);
        clear();
        changed();
        const left = list.querySelectorAll("button");
        (left[Math.min(place, left.length - 1)] || status).focus();
      });
      list.replaceChildren();
      facets.forEach(facet => checked(facet).forEach(choice => {
        add(facet.words + ": " + choice.words, () => { choice.input.checked = false; });
      }));
      if (field.value.trim()) add("Words: " + field.value.trim(), () => { field.value = ""; });
      active.hidden = !list.children.length;
      form.querySelector("[data-chosen]").textContent = active.hidden ? "" : " (" + list.children.length + " chosen)";
    }

    function showResult(total, without) {
      const things = number => number + " " + (number === 1 ? root.dataset.one : root.dataset.many);
      const said = active.hidden ? "All " + things(total) : total + " of " + things(items.length);
      if (status.textContent !== said) status.textContent = said;
      const ways = empty.querySelector("ul");
      empty.hidden = total > 0;
      ways.replaceChildren();
      without.forEach((number, at) => {
        if (total || !number) return;
        const facet = facets[at];
        const name = facet ? "the filter \u201c" + facet.words + "\u201d" : "the words \u201c" + field.value.trim() + "\u201d";
        addButton(ways, "Without " + name + ": " + things(number), "", () => {
          if (facet) uncheck(facet);
          else field.value = "";
          changed();
          status.focus();
        });
      });
    }

    // What readers do

    function changed() {
      clearTimeout(timer);
      typing = false;
      filter();
      write();
      // The filters stay in sight beside a long list; its beginning should too.
      if (wide.matches && status.getBoundingClientRect().top < 0) status.scrollIntoView();
    }

    function show() {
      clearTimeout(timer);
      typing = false;
      read();
      filter();
    }

    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("change", event => {
      if (event.target === field) return;
      if (event.target === select) sort(select.value);
      changed();
    });
    form.addEventListener("focusout", () => facets.forEach(facet => facet.choices.forEach(showChoice)));
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        filter();
        write();
        typing = true;
      }, TYPING_MS);
    });
    root.querySelectorAll("[data-clear]").forEach(button => button.addEventListener("click", () => {
      facets.forEach(uncheck);
      field.value = "";
      changed();
      status.focus();
    }));
    columns.forEach(column => {
      const first = (column.dataset.orderFirst || "") + column.dataset.order;
      const other = first.startsWith("-") ? nameOf(first) : "-" + first;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ev-sort";
      button.append(...column.childNodes);
      button.addEventListener("click", () => {
        sort(order === first ? other : first);
        changed();
      });
      column.append(button);
    });
    // A wide screen has room for the filters beside the list.
    const unfold = () => { fold.open = wide.matches; };
    wide.addEventListener("change", unfold);
    unfold();
    // Laid out as cards, a table would no longer be announced as one by every browser.
    root.querySelectorAll("table").forEach(table => {
      const roles = [["thead, tbody", "rowgroup"], ["tr", "row"], ["td", "cell"], ["thead th", "columnheader"], ["tbody th", "rowheader"]];
      table.setAttribute("role", "table");
      roles.forEach(([cells, role]) => table.querySelectorAll(cells).forEach(cell => cell.setAttribute("role", role)));
    });

    show();
    form.hidden = false;
    return { root, show };
  }

  function start() {
    document.querySelectorAll("[data-facets]:not([data-ready])").forEach(root => {
      root.dataset.ready = "";
      lists.push(makeList(root));
    });
  }

  addEventListener("popstate", () => lists.filter(list => list.root.isConnected).forEach(list => list.show()));
  // Material tells when it has put another page in place; without it there is one page.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
