/*
 * Which entries of the search index answer a question, best first. Loaded by search-worker.js.
 */
(() => {
  "use strict";

  const { words, form, groups, empty, asking, Speller } = self.SearchWords;

  // How much a word counts, by where it stands. Measured with the questions of tests/browser (decisions.md).
  const CLAIM_FIELDS = { title: 2, short: 1, asked: 4, said: 1, text: 1, summary: 1, more: 0.3, cites: 1 };
  const OTHER_FIELDS = { title: 2, slug: 0.5, page: 1, people: 2, year: 1, reports: 1, text: 1, facts: 0.5 };
  // The best single phrase of a claim (its title, a question people ask) beside all its words.
  const PHRASE = 0.8;
  // How much is taken off where an entry lacks words of the question.
  const LACKING = 0.3;
  const PREFIX = 0.3;
  const FUZZY = 0.4;
  // Mistakes allowed for each letter of a word that is known nowhere.
  const MISTAKES = 0.2;
  // Pages for those who write records stand behind those for readers.
  const ASIDE = { folder: "contribute/", factor: 0.3 };
  // So large a part of a title must be asked for, where the title is to be what is meant.
  const FITTING = 0.6;
  // A word that so large a part of the claims holds is not worth marking.
  const COMMON = 0.4;
  const NEIGHBOUR = "~";

  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
  const unescaped = text => text.replace(/&(?:lt|gt|amp);/g, entity => ENTITIES[entity]);
  const isTerm = term => !term.startsWith(NEIGHBOUR);
  const byScore = (one, other) => other.score - one.score;
  // A phrase of a claim, word by word, stands above all that is merely alike.
  const byPhraseAndScore = (one, other) => other.exact - one.exact || byScore(one, other);

  class SearchIndex {
    constructor(docs) {
      this.speller = new Speller();
      this.names = new Speller(1);
      /** Every form that stands anywhere. */
      this.forms = new Set();
      this.formOf = new Map();
      this.common = new Map();
      this.entries = docs.map((doc, id) => this.read(doc, id));
      /** What answers questions: claims, and the pages by hand that say which questions they answer. */
      this.answers = this.entries.filter(entry => entry.asked);
      this.claims = this.answers.filter(entry => entry.kind === "claim");
      this.others = this.entries.filter(entry => entry.kind !== "claim");
      this.pages = new Map(this.others.map(entry => [entry.location, entry]));
      this.connect();
      for (const { title, short, text, summary, more, page, facts } of this.entries) {
        for (const prose of [title, short, text, summary, more, page, facts]) this.speller.learn(prose || "");
      }
      // Of a page only what it is called and asked: its words are many, and would make those of claims seem common.
      const brief = ({ id, title, asked }) => ({ id, title, asked });
      this.byWords = this.engine(CLAIM_FIELDS, this.answers.map(one => (one.kind === "claim" ? one : brief(one))));
      this.byPhrase = this.engine({ phrase: 1 }, this.answers.flatMap(answer => answer.phrases));
      this.byOther = this.engine(OTHER_FIELDS, this.others);
      this.allTitles = this.titles();
    }

    /** An entry with its texts as they were before they were escaped. */
    read(doc, id) {
      const entry = { ...doc, id };
      for (const [name, value] of Object.entries(doc)) {
        if (typeof value === "string") entry[name] = unescaped(value);
        else if (Array.isArray(value)) entry[name] = value.map(unescaped);
      }
      // `help/by-product/`: what a page is called in its address finds it too.
      const isPage = entry.kind === "page" && !entry.location.includes("#");
      entry.slug = isPage ? entry.location.replace(/[/-]/g, " ").trim() : "";
      if (entry.asked) {
        entry.name = entry.location.split("/").slice(-2)[0];
        entry.cites = [];
        const questions = [entry.title, entry.short || entry.title, ...entry.asked];
        const phrases = [...questions, ...(entry.said || [])];
        entry.phrases = phrases.map((phrase, place) => ({ id: [id, place, place < questions.length], phrase }));
        entry.exact = new Set([...phrases, entry.name].map(phrase => words(phrase).join(" ")));
      }
      return entry;
    }

    /** Let claims be found by the authors and years of their studies, and spell the names of authors. */
    connect() {
      const claims = new Map(this.claims.map(claim => [claim.name, claim]));
      for (const { kind, people, year, claims: users } of this.others) {
        if (kind !== "study") continue;
        for (const name of people) this.names.learn(name);
        for (const user of users) if (claims.has(user)) claims.get(user).cites.push(`${people.join(" ")} ${year}`);
      }
    }

    engine(fields, entries) {
      const engine = new self.MiniSearch({
        fields: Object.keys(fields),
        extractField: (entry, name) =>
          name !== "id" && Array.isArray(entry[name]) ? entry[name].join(" ") : entry[name],
        tokenize: text => {
          const terms = this.terms(text);
          for (const term of terms) this.forms.add(term);
          return terms;
        },
        processTerm: term => term,
        searchOptions: {
          tokenize: text => this.terms(text),
          boost: fields,
          weights: { prefix: PREFIX, fuzzy: FUZZY },
        },
      });
      engine.addAll(entries);
      return engine;
    }

    /** The form of a word as it is compared. The name of an author is no misspelling of anything. */
    form(word) {
      let found = this.formOf.get(word);
      if (!found) {
        found = form(this.names.counts.has(word) ? word : this.speller.mend(word));
        this.formOf.set(word, found);
      }
      return found;
    }

    terms(text) {
      return words(text).filter(word => !empty(word)).map(word => this.form(word)).flatMap(one => [one, ...groups(one)]);
    }

    /** Ask an engine. Each hit tells what share of the question it holds, rare words counting more, and if it is whole. */
    ask(engine, query) {
      const terms = this.terms(query).filter((term, place, all) => all.indexOf(term) === place);
      const wanted = terms.filter(isTerm);
      // The last word may be a part of one, as long as no blank follows.
      const part = /[\p{L}\p{N}]$/u.test(query) ? wanted.at(-1) : "";
      // A few words of which none is known are no misspellings but another language, or nothing.
      if (wanted.length > 1 && !wanted.some(term => this.forms.has(term))) return [];
      const hits = engine.search(query, {
        prefix: term => term === part && term.length > 2,
        fuzzy: term => isTerm(term) && term.length > 4 && !this.forms.has(term) && MISTAKES,
      });
      const counts = new Map();
      for (const hit of hits) for (const term of hit.queryTerms) counts.set(term, (counts.get(term) || 0) + 1);
      // A word that stands nowhere is as good as its neighbours.
      const count = term => counts.get(term) || Math.max(0, ...groups(term).map(group => counts.get(group) || 0));
      const asked = wanted.filter(count);
      const weights = asked.map(term => Math.log(1 + hits.length / count(term)));
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      for (const hit of hits) {
        const has = new Set(hit.queryTerms);
        const held = asked.map(term => (has.has(term) ? 1 : groups(term).some(group => has.has(group)) ? 0.5 : 0));
        hit.share = held.reduce((sum, part, place) => sum + part * weights[place], 0) / (whole || 1);
        hit.whole = asked.length === wanted.length && held.every(part => part === 1);
      }
      return hits;
    }

    /** What answers a question, best first, each with its score and the terms found in it. */
    rankAnswers(query) {
      const hits = new Map();
      const top = { words: 0, phrase: 0 };
      for (const { id, score, share, terms } of this.ask(this.byWords, query)) {
        top.words = top.words || score;
        hits.set(id, { entry: this.entries[id], terms, words: score / top.words, phrase: 0, share, whole: false });
      }
      for (const { id: [claim, , isQuestion], score, whole } of this.ask(this.byPhrase, query)) {
        top.phrase = top.phrase || score;
        const hit = hits.get(claim);
        hit.phrase = Math.max(hit.phrase, score / top.phrase);
        hit.whole ||= whole && isQuestion;
      }
      const exact = words(query).join(" ");
      for (const hit of hits.values()) {
        hit.score = (hit.words + PHRASE * hit.phrase) * (1 - LACKING * (1 - hit.share));
        hit.exact = hit.entry.exact.has(exact);
      }
      return [...hits.values()].sort(byPhraseAndScore);
    }

    /** Sections, terms, documents and studies for a question, best first. */
    rankOthers(query) {
      const hits = this.ask(this.byOther, query);
      for (const hit of hits) {
        hit.entry = this.entries[hit.id];
        hit.score *= 1 - LACKING * (1 - hit.share);
        if (hit.entry.location.startsWith(ASIDE.folder)) hit.score *= ASIDE.factor;
      }
      return hits.sort(byScore);
    }

    /** Whether many claims hold a word, so that it tells none of them apart. */
    isCommon(word) {
      if (!this.common.has(word)) {
        const found = this.byWords.search(word, { prefix: false, fuzzy: false }).length;
        this.common.set(word, found > COMMON * this.claims.length);
      }
      return this.common.get(word);
    }

    /** Studies that a question names by author and year, and nothing else with them. */
    named(query) {
      const asked = words(query).filter(word => !empty(word) && !["et", "al", "study", "trial"].includes(word));
      const years = asked.filter(word => /^(?:1[89]|20)\d\d$/.test(word));
      const names = asked.filter(word => !years.includes(word)).map(word => this.names.mend(word));
      if (years.length !== 1 || !names.length) return [];
      return this.others.filter(({ kind, people, year }) => {
        const family = kind === "study" && year === years[0] ? new Set(people.flatMap(words)) : new Set();
        return names.every(name => family.has(name));
      });
    }

    /** Titles of pages, sections and terms, their parts, and addresses. Pages of topics only lead to claims. */
    titles() {
      const found = [];
      for (const entry of this.others) {
        if (!["page", "term"].includes(entry.kind) || entry.location.startsWith("topics/")) continue;
        for (const title of [entry.title, ...entry.title.split(/[:,(]/), entry.slug]) {
          found.push({ entry, title: this.plain(title), isPage: Boolean(entry.slug) });
        }
      }
      return found;
    }

    /** The words of a text that are looked for. */
    plain(text) {
      return new Set(words(text).filter(word => !empty(word) && !asking(word)).map(word => this.form(word)));
    }

    /**
     * Pages, sections and terms whose title, or a part of it, is what a question asks for and little else. Where a claim
     * holds the whole question it is what is meant, unless a page is called just that.
     */
    titled(query, isClaimed) {
      const asked = [...this.plain(query)];
      const fits = ({ title, isPage }) => asked.every(word => title.has(word)) &&
        (isClaimed ? isPage && title.size === asked.length : title.size * FITTING <= asked.length);
      return new Set(asked.length ? this.allTitles.filter(fits).map(({ entry }) => entry) : []);
    }
  }

  self.SearchIndex = SearchIndex;
})();
