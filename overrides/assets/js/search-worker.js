/*
 * The search of this site, in the place of the theme's own worker and speaking as it does.
 *
 * The theme's box sends {type: 0, data: {config, docs}} once and {type: 2, data: query} for every key, and expects
 * {type: 1} and {type: 3, data: {items}} in answer. An item is a list of entries, a page before its sections. Titles and
 * texts are put into the page as HTML, and Enter opens the entry with the highest score.
 *
 * The index comes from scripts/evidence/pages/search_index.py. Its texts were written by strangers: they are escaped
 * there, and again here.
 */
(() => {
  "use strict";

  importScripts("../vendor/minisearch.min.js", "search-words.js", "search-ranking.js");

  const { SETUP, READY, QUERY, RESULT } = { SETUP: 0, READY: 1, QUERY: 2, RESULT: 3 };
  const { words, asking } = self.SearchWords;

  // Hits that fall short of the best one of their kind are left out, and so are those beyond a number.
  const LIMITS = {
    answer: { score: 0.3, share: 0.2, most: 10 },
    page: { score: 0.45, share: 0.6, most: 5 },
    study: { score: 0.45, share: 0.6, most: 8 },
  };
  const SECTIONS_SHOWN = 2;
  const SECTIONS = 5;
  const EXCERPT = 180;

  let docs = [];
  let verdicts = {};
  let made;
  /** The index, made when the first question comes: most pages are read without one. */
  const index = () => (made ||= new self.SearchIndex(docs));

  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escaped = text => text.replace(/[&<>"]/g, sign => SIGNS[sign]);

  /** A text as HTML with the words marked that were looked for. */
  function marked(text, looked) {
    return text.split(/([\p{L}\p{M}\p{N}'’]+)/u).map((part, place) => {
      if (place % 2 === 0 || !looked.matches(part)) return escaped(part);
      looked.seen(part);
      return `<mark>${escaped(part)}</mark>`;
    }).join("");
  }

  /** What was looked for in an entry: the terms found there, and which of its words are worth marking on its page. */
  function lookedFor(terms) {
    const found = new Set(terms);
    const marks = new Map();
    return {
      matches: part => words(part).some(word => !asking(word) && found.has(index().form(word))),
      seen(part) {
        const word = part.toLowerCase();
        if (word.length > 3 && !marks.has(word)) marks.set(word, !index().isCommon(word));
      },
      get marks() {
        return Object.fromEntries([...marks].filter(([, rare]) => rare));
      },
    };
  }

  /** The part of a text around the first word looked for, between blanks. */
  function excerpt(text, looked) {
    if (text.length <= EXCERPT) return text;
    const parts = text.split(/(?<=\s)/);
    const first = Math.max(0, parts.findIndex(part => looked.matches(part)));
    let [from, length] = [first, 0];
    while (from > 0 && length + parts[from - 1].length < EXCERPT / 3) length += parts[--from].length;
    let to = from;
    for (length = 0; to < parts.length && length + parts[to].length < EXCERPT; to += 1) length += parts[to].length;
    return `${from ? "… " : ""}${parts.slice(from, to).join("").trim()}${to < parts.length ? " …" : ""}`;
  }

  const line = (name, html) => (html ? `<p class="ev-hit__${name}">${html}</p>` : "");

  function claimHit({ entry, terms }) {
    const looked = lookedFor(terms);
    const { word, shape } = verdicts[entry.verdict] || { word: entry.verdict, shape: "" };
    // As templates/macros.html draws it.
    const verdict = [
      `<span class="ev-verdict ev-verdict--${escaped(entry.verdict)}">`,
      `<svg class="ev-mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">${shape}</svg>`,
      `<span class="ev-verdict__word">${escaped(word)}</span></span>`,
    ].join("");
    const grade = entry.grade ? ` <span class="ev-hit__grade">evidence: ${escaped(entry.grade)}</span>` : "";
    const title = marked(entry.title, looked);
    return [{ entry, title, text: line("marks", verdict + grade) + line("text", marked(entry.text, looked)), looked }];
  }

  function plainHit({ entry, terms }) {
    const looked = lookedFor(terms);
    const title = marked(entry.title, looked);
    const facts = line("facts", entry.facts ? escaped(entry.facts) : "");
    return [{ entry, title, text: facts + line("text", marked(excerpt(entry.text, looked), looked)), looked }];
  }

  /** Sections of one page: the page above them, the best ones open. */
  function pageHit(sections) {
    const [best] = sections;
    const path = best.entry.location.split("#")[0];
    const page = index().pages.get(path);
    const [parent] = plainHit(sections.find(({ entry }) => entry === page) || { entry: page, terms: best.terms });
    const others = sections.filter(({ entry }) => entry !== page).slice(0, SECTIONS);
    const folded = best.entry === page ? 0 : SECTIONS_SHOWN;
    return [parent, ...others.flatMap(plainHit).map((hit, place) => ({ ...hit, lower: place >= folded }))];
  }

  /** The first hits that are good enough beside the best one. */
  function cut(hits, { score, share, most }) {
    const best = Math.max(...hits.map(hit => hit.score));
    return hits.filter(hit => hit.score >= best * score && hit.share >= share).slice(0, most);
  }

  function grouped(hits) {
    const pages = new Map();
    for (const hit of hits) {
      const path = hit.entry.location.split("#")[0];
      pages.set(path, [...(pages.get(path) || []), hit]);
    }
    return [...pages.values()];
  }

  // "What does sham mean" is a question about sham.
  const MEANING = /^\s*what\s+(?:do|does|is|are)\s+(.+?)\s+mean\s*\??\s*$/i;

  /** Items for a question: what it names by author and year or by title, then what answers it, pages and studies. */
  function answer(question) {
    const known = index();
    const query = question.replace(MEANING, "$1");
    const answers = known.rankAnswers(query);
    const others = known.rankOthers(query);
    const of = (...kinds) => others.filter(({ entry }) => kinds.includes(entry.kind));
    const named = known.named(query);
    const isNamed = ({ entry }) => named.includes(entry);
    const pages = grouped(cut(of("page", "term"), { ...LIMITS.page, most: Infinity })).slice(0, LIMITS.page.most);
    const titled = known.titled(query, answers.some(({ whole }) => whole));
    const isTitled = sections => sections.some(({ entry }) => titled.has(entry));
    const [first, rest] = [pages.filter(isTitled), pages.filter(sections => !isTitled(sections))];
    const pathOf = sections => sections[0].entry.location.split("#")[0];
    const given = new Set(first.map(pathOf));
    // A page among the answers brings the sections that were found in it, and stands in the list once.
    const answerHit = hit => {
      if (hit.entry.kind === "claim") return claimHit(hit);
      const path = hit.entry.location;
      given.add(path);
      return pageHit(rest.find(sections => pathOf(sections) === path) || [hit]);
    };
    return [
      ...of("study").filter(isNamed).map(plainHit),
      ...first.map(pageHit),
      ...cut(answers, LIMITS.answer).filter(({ entry }) => !given.has(entry.location)).map(answerHit),
      ...rest.filter(sections => !given.has(pathOf(sections))).map(pageHit),
      ...cut(of("source"), LIMITS.page).map(plainHit),
      ...cut(of("study").filter(hit => !isNamed(hit)), LIMITS.study).map(plainHit),
    ];
  }

  /** Items as the theme wants them. */
  function items(query) {
    const found = answer(query);
    return found.map((hits, place) => hits.map(({ entry, title, text, looked, lower }) => ({
      location: entry.location,
      title,
      text,
      score: found.length - place - (lower ? 0.5 : 0),
      terms: looked.marks,
    })));
  }

  addEventListener("message", ({ data: { type, data } }) => {
    if (type === SETUP) {
      docs = data.docs;
      verdicts = data.config.verdicts || {};
      made = undefined;
      postMessage({ type: READY });
    } else if (type === QUERY) {
      postMessage({ type: RESULT, data: { items: words(data).length ? items(data) : [] } });
    }
  });
})();
