/*
 * Words as the search of this site compares them: without accents, in one spelling, by their stem, with what readers
 * say instead. Loaded by search-worker.js.
 */
(() => {
  "use strict";

  // Words that say nothing by themselves. Those that ask (how, why, where, which) stay: they tell questions apart.
  const STOP = new Set(`a an the and or but if of to for in on at by as with from into than then so that this these those
    there here is are was were be been being am do does did done doing has have had having can could will would should may
    might must shall it its i im ive me my mine we us our you your yours he she they them their his her what whats any some
    just really very much also too about please make makes made making take takes took taking tell say says said get
    gets got put puts thing things someone anyone`.split(/\s+/));

  // Of those, and of a few more, none is anything to look for in an answer.
  const ASKING = new Set(["how", "why", "where", "which", "when", "who", "many", "long", "much", "not", "no"]);

  // Beginnings and endings that Britain and America write differently; both sides of a comparison go through them.
  const SPELLINGS = [
    [/haem/g, "hem"], [/aem(?=i)/g, "em"], [/oedem/g, "edem"], [/oestr/g, "estr"], [/oesoph/g, "esoph"],
    [/paed/g, "ped"], [/aesth/g, "esth"], [/diarrhoea/g, "diarrhea"], [/foet/g, "fet"],
    [/^(arm|behavi|col|fav|flav|harb|hon|hum|lab|neighb|od|rum|tum|vap|vig)our/, "$1or"],
    [/^(cent|fib|lit|met|millimet|centimet|theat)re(s?)$/, "$1er$2"],
    [/([a-z]{3})is(e|ed|es|er|ing|ation)$/, "$1iz$2"], [/([a-z]{2})lys(e|ed|es|ing)$/, "$1lyz$2"],
    [/^jewell?(e?)ry$/, "jewelry"], [/^grey/, "gray"], [/^age(ing)$/, "ag$1"], [/^plough/, "plow"], [/^mould/, "mold"],
    [/^disk/, "disc"], [/^gramme/, "gram"], [/^sceptic/, "skeptic"], [/^(travel|label|model|fuel|cancel|signal)l/, "$1"],
  ];
  // These are spelled with an s everywhere.
  const NO_SPELLING = new Set(`exercise exercises exercised exercising rise rises arise raise raises raised raising wise
    likewise otherwise noise noises precise disease diseases bruise bruises promise promises praise cruise surprise
    advise`.split(/\s+/));

  // Words for the same thing, and forms that no ending explains. The first of a line stands for all of it.
  const SAME = `
    relieve relief
    foot feet
    child children kid kids toddler toddlers
    woman women
    man men
    wear worn wore
    sleep slept asleep
    feel felt
    go went gone
    break broken broke
    stand stood upright
    prove proof proven
    lose lost loss
    artery arteries arterial
    vein veins venous
    study studies trial trials
    gauss gs gausses
    millitesla mt
    through thru
    medicine medicines meds med medication medications medicinal
    painkiller painkillers analgesic analgesics
    tired tiredness fatigue fatigued weary exhausted exhaustion
    pregnant pregnancy expecting unborn
    cancer cancers tumor tumors
    safe safer safely safety
    danger dangers dangerous
    bracelet bracelets wristband wristbands bangle bangles armband
    insole insoles innersole innersoles insert inserts inlay footbed
    numb numbness
    swell swelling swollen edema
    night nights overnight
    heart cardiac
    arthritis arthritic rheumatism
    addictive addiction addicted addict dependence hooked
    replace swap substitute instead
    injury injuries injured
    diabetes diabetic diabetics
    athlete athletes sporty
    doctor doctors physician physicians gp
    acid acidity acidic acidosis
    anemia anemic
    baby babies infant infants
    mattress mattresses
    leg legs calves calf
    percent percentage pc share
    paralysis paralyzed paralyze
    energy energize energized vitality stamina
    scam hoax fraud quackery bogus
    cost costs price prices
    infection infections
    penetrate penetration
    weak weaker weakest weaken weakens
    strong stronger strongest strength
    fast faster fastest
    quick quicker quickest quickly
    cheap cheaper cheapest cheaply
  `;

  // What readers say and what records say. A word counts in full where it stands itself, in part where a neighbour does.
  const NEIGHBOURS = `
    medicine drug painkiller pill tablet ibuprofen paracetamol acetaminophen aspirin naproxen nsaid tylenol advil opioid
    opioid opiate morphine codeine oxycodone tramadol
    addictive habit dependency withdrawal
    pain ache hurt sore painful soreness
    relieve reduce ease lessen soothe dull stop
    work effective good benefit useful help
    pacemaker defibrillator icd implant shunt cochlear stimulator device pump
    safe danger harm harmful risk risky hazard unsafe contraindicated contraindication avoid
    rash allergy allergic itch dizzy nausea burn swallow side effect
    insole shoe sole
    bracelet strap wrist cuff jewelry necklace ring
    mattress bed topper pad sleep pillow blanket underblanket night
    brace wrap belt support corset girdle sleeve
    numb tingle neuropathy nerve carpal needle paralysis
    circulation circulate flow bloodstream supply
    increase improve boost enhance raise lift
    artery vein vessel capillary
    widen dilate vasodilation expand
    strong gauss tesla millitesla power powerful
    deep depth penetrate reach far
    cost expensive cheap affordable money buy pay
    popular trend market buy seek
    prove evidence scientific science research study test
    accept approve recommend guideline doctor hospital insurance nhs fda
    scam accept
    headache migraine
    arthritis osteoarthritis rheumatoid joint knee hip elbow thumb ankle
    back spine spinal lumbar lumbago backache
    disc slipped herniated bulging hernia sciatica
    illness disease condition cancer diabetes depression parkinsons alzheimers epilepsy asthma cholesterol insomnia tinnitus
    heal cure recover recovery repair mend regrow
    fast quick speed soon immediate instant
    alternative complementary natural holistic replace
    common lifetime percent statistics prevalence
    relax loosen tension tense
    movement mobility flexibility stiff motion move bend
    walk march step pace exercise tap wiggle
    stand sit desk shift job nurse queue
    alkaline acid ph
    mechanism explanation theory explain
    foot sole heel toe
    last fade wear out lifespan weak old age
    baby child pregnant
  `.trim().split("\n").map(line => line.trim().split(/\s+/));

  /** A word in the spelling that is compared. */
  function spelled(word) {
    if (NO_SPELLING.has(word)) return word;
    return SPELLINGS.reduce((text, [pattern, to]) => text.replace(pattern, to), word);
  }

  /** The words of a text in lower case and without accents. "2000G" is a number and its unit. */
  function words(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/['’‘]/g, "");
    const found = plain.match(/\p{N}+(?:[.,]\p{N}+)*|\p{L}+/gu) || [];
    return found.map((word, place) => {
      const amount = place > 0 && /^\p{N}/u.test(found[place - 1]);
      if (word === "g" || (amount && word === "gs")) return "gauss";
      if (amount && word === "t") return "tesla";
      return /^\p{N}/u.test(word) ? word.replace(/,(?=\p{N}{3}\b)/gu, "") : word;
    });
  }

  // Porter's stemmer for English (Program 14 (1980), 130-137), step by step.
  const CONSONANT = "[^aeiou]", VOWEL = "[aeiouy]", CS = `${CONSONANT}[^aeiouy]*`, VS = `${VOWEL}[aeiou]*`;
  const ONE_OR_MORE = new RegExp(`^(${CS})?${VS}${CS}`);
  const ONE = new RegExp(`^(${CS})?${VS}${CS}(${VS})?$`);
  const TWO_OR_MORE = new RegExp(`^(${CS})?${VS}${CS}${VS}${CS}`);
  const HAS_VOWEL = new RegExp(`^(${CS})?${VOWEL}`);
  const SHORT_END = new RegExp(`^${CS}${VOWEL}[^aeiouwxy]$`);
  const STEP_2 = { ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", bli: "ble", alli: "al",
    entli: "ent", eli: "e", ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al", iveness: "ive",
    fulness: "ful", ousness: "ous", aliti: "al", iviti: "ive", biliti: "ble", logi: "log" };
  const STEP_3 = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" };
  const ends = rules => new RegExp(`^(.+?)(${Object.keys(rules).join("|")})$`);
  const END_2 = ends(STEP_2), END_3 = ends(STEP_3);
  const END_4 = /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize|(?<=[st])ion)$/;

  function stem(word) {
    if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
    let w = word.replace(/(ss|i)es$/, "$1").replace(/([^s])s$/, "$1");
    let match = /^(.+?)eed$/.exec(w);
    if (match) {
      if (ONE_OR_MORE.test(match[1])) w = w.slice(0, -1);
    } else if ((match = /^(.+?)(ed|ing)$/.exec(w)) && HAS_VOWEL.test(match[1])) {
      w = match[1];
      if (/(at|bl|iz)$/.test(w)) w += "e";
      else if (/([^aeiouylsz])\1$/.test(w)) w = w.slice(0, -1);
      else if (SHORT_END.test(w)) w += "e";
    }
    if (/y$/.test(w) && HAS_VOWEL.test(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;
    for (const [pattern, rules] of [[END_2, STEP_2], [END_3, STEP_3]]) {
      match = pattern.exec(w);
      if (match && ONE_OR_MORE.test(match[1])) w = match[1] + rules[match[2]];
    }
    match = END_4.exec(w);
    if (match && TWO_OR_MORE.test(match[1])) w = match[1];
    if (w.endsWith("e")) {
      const shorter = w.slice(0, -1);
      if (TWO_OR_MORE.test(shorter) || (ONE.test(shorter) && !SHORT_END.test(shorter))) w = shorter;
    }
    return /ll$/.test(w) && TWO_OR_MORE.test(w) ? w.slice(0, -1) : w;
  }

  const forms = new Map();
  for (const line of SAME.trim().split("\n")) {
    const [first, ...others] = line.trim().split(/\s+/);
    for (const word of others) forms.set(word, stem(first));
  }

  /** The form in which a word is compared. */
  function form(word) {
    const one = spelled(word);
    return forms.get(one) || stem(one);
  }

  // For each form, the names of the groups that it belongs to.
  const groups = new Map();
  for (const [number, line] of NEIGHBOURS.entries()) {
    for (const word of new Set(line.map(form))) groups.set(word, [...(groups.get(word) || []), `~${number}`]);
  }

  const known = new Set([...SAME.split(/\s+/), ...NEIGHBOURS.flat(), ...STOP]);
  const shorter = word => Array.from(word, (_, place) => word.slice(0, place) + word.slice(place + 1));
  const letters = word => [...word].sort().join("");

  /** Knows how words are spelled from texts that were written with care, and mends those of readers by them. */
  class Speller {
    /** @param least how often a word must have been seen to be well known */
    constructor(least = 2) {
      this.least = least;
      this.counts = new Map();
    }

    learn(text) {
      for (const word of words(text)) this.counts.set(word, (this.counts.get(word) || 0) + 1);
    }

    /** Well-known words by themselves with one letter left out, the most frequent first. */
    get byShorter() {
      const found = new Map();
      for (const [word, count] of [...this.counts].sort(([, one], [, other]) => other - one)) {
        if (count < this.least || word.length < 3) continue;
        for (const one of new Set([word, ...shorter(word)])) found.set(one, [...(found.get(one) || []), word]);
      }
      Object.defineProperty(this, "byShorter", { value: found });
      return found;
    }

    /** The most frequent word that is one letter away, begins alike and is well known; else the word itself. */
    mend(word) {
      if (this.counts.has(word) || known.has(word) || word.length < 3 || /\p{N}/u.test(word)) return word;
      let best = word;
      for (const one of [word, ...shorter(word)]) {
        for (const other of this.byShorter.get(one) || []) {
          // A short word with one letter changed is too often another word: cake, care.
          const changed = other.length === word.length && letters(other) !== letters(word);
          const better = best === word || this.counts.get(other) > this.counts.get(best);
          if (other[0] === word[0] && !(changed && word.length < 5) && better) best = other;
        }
      }
      return best;
    }
  }

  self.SearchWords = {
    words,
    form,
    Speller,
    /** Whether a word is left out of comparisons. */
    empty: word => STOP.has(word) || (word.length < 2 && !/\p{N}/u.test(word)),
    /** Whether a word asks, and is nothing to look for in an answer. */
    asking: word => ASKING.has(word),
    /** The groups of neighbours of a form: marks that no word can be mistaken for. */
    groups: found => groups.get(found) || [],
  };
})();
