"""The bibliography: what is read from it, and that each of its faults is found at its place."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model.reference import Person
from evidence.problem import Place, Problem, Rule
from evidence.readers import bibtex
from evidence.readers.bibtex import Bibliography, read_bibliography

SAMPLE = (Path(__file__).parents[1] / "sample" / "references.bib").read_text(encoding="utf-8")


def read(text: str) -> Bibliography:
    """Read a text as `b.bib`."""
    return read_bibliography(text, "b.bib")


def entry(fields: str, key: str = "k", type_: str = "article") -> str:
    """Return an entry with a title and further fields, which begin on its third line at the third character."""
    return f"@{type_}{{{key},\n  title = {{T}},\n  {fields},\n}}\n"


def places(bibliography: Bibliography) -> list[tuple[str, int, int]]:
    """Return rule, line and column of each problem."""
    return [(problem.rule, problem.place.line, problem.place.column) for problem in bibliography.problems]


def only(bibliography: Bibliography) -> Problem:
    """Return the one problem of a bibliography."""
    (problem,) = bibliography.problems
    return problem


def test_sample() -> None:
    """The sample's entry becomes a reference with every field, its place, its lines and its text for copying."""
    bibliography = read(SAMPLE)
    reference = bibliography.references["alpha2001"]

    assert [] == bibliography.problems
    assert frozenset() == bibliography.broken_keys
    assert ("article", Place("b.bib", 1, 1)) == (reference.type, reference.place)
    assert (Person("Alpha", "Ann"), Person("Beta", "Bo")) == reference.authors
    assert not reference.others
    assert ("Warmth of the hand under a magnet", "Journal of Samples") == (reference.title, reference.journal)
    assert ("2001", "1", "2", "3–4") == (reference.year, reference.volume, reference.number, reference.pages)
    assert reference.doi == "10.5555/sample.2001"
    assert SAMPLE.strip() == reference.raw
    assert {
        "author": 2,
        "title": 3,
        "journal": 4,
        "year": 5,
        "volume": 6,
        "number": 7,
        "pages": 8,
        "doi": 9,
    } == reference.fields


@pytest.mark.parametrize("rule", [rule for rule in bibtex.RULES if rule.example], ids=lambda rule: rule.id)
def test_example_of_rule(rule: Rule) -> None:
    """The example of each rule stands once in the sample, and its bad form raises that rule alone."""
    assert rule.example is not None
    assert 1 == SAMPLE.count(rule.example.good)
    bibliography = read(SAMPLE.replace(rule.example.good, rule.example.bad))

    assert {rule.id} == {problem.rule for problem in bibliography.problems}
    assert bibliography.broken_keys or rule.id == "reference-stray-text"


def test_rule_ids_are_unique() -> None:
    """No two rules of the bibliography share an id."""
    ids = [rule.id for rule in bibtex.RULES]

    assert sorted(set(ids)) == sorted(ids)


STRUCTURE = [
    # An entry without end: at its beginning.
    ("@misc{k,\n  title = {T},\n", [("reference-syntax", 1, 1)], {"k"}),
    # After a missing `=` the rest of the entry is not reported again.
    ("@misc{k,\n  title {T},\n  year = {2001},\n}\n", [("reference-syntax", 1, 1)], {"k"}),
    # A brace that is never closed: the entry after it is still read.
    ("@misc{k,\n  title = {T,\n}\n\n@misc{l,\n  title = {U},\n}\n", [("reference-syntax", 1, 1)], {"k"}),
    # A brace too many cuts the entry short.
    ("@misc{k,\n  title = {T}},\n  year = {2001},\n}\n", [("reference-stray-text", 2, 15)], {"k"}),
    # Text between entries.
    (entry("year = 2001") + "\nsee below\n", [("reference-stray-text", 6, 1)], set()),
    # An entry that the splitter does not take for one.
    ("@misc\n{k, title = {T}}\n", [("reference-stray-text", 1, 1)], {"k"}),
    # `%` hides nothing from BibTeX.
    ("% @misc{k,\n%   title = {T},\n% }\n", [("reference-stray-text", 1, 3)], {"k"}),
    # Types that are none, one of them taken for a comment by the splitter.
    (entry("year = 2001", type_="artikel"), [("reference-entry-type", 1, 1)], {"k"}),
    ("@commentary{k,\n  title = {T},\n}\n", [("reference-entry-type", 1, 1)], {"k"}),
    ('@preamble{"\\foo"}\n', [("reference-entry-type", 1, 1)], set()),
    # Keys.
    (entry("year = 2001", key=""), [("reference-key", 1, 10)], set()),
    (entry("year = 2001", key="two words"), [("reference-key", 1, 10)], {"two words"}),
    (entry("year = 2001", key="2001a"), [("reference-key", 1, 10)], {"2001a"}),
    (entry("year = 2001", key="k" * 61), [("reference-key", 1, 10)], {"k" * 61}),
    (entry("year = 2001") + entry("year = 2002"), [("reference-duplicate-key", 5, 10)], {"k"}),
    (entry("year = 2001") + entry("year = 2002", key="K"), [("reference-duplicate-key", 5, 10)], {"k", "K"}),
    # Fields.
    (entry("note = {N}"), [("reference-unknown-field", 3, 3)], {"k"}),
    (entry("year = 2001,\n  Year = 2001"), [("reference-duplicate-field", 4, 3)], {"k"}),
    (entry("year = 2001,\n  year = 2001"), [("reference-duplicate-field", 4, 3)], {"k"}),
    (entry("number = {}"), [("reference-empty-field", 3, 3)], {"k"}),
    (entry("number = {{ }}"), [("reference-empty-field", 3, 3)], {"k"}),
    ("@misc{k}\n", [("reference-title", 1, 1)], {"k"}),
    # Bare words and concatenations.
    (entry("journal = jan"), [("reference-bare-value", 3, 13)], {"k"}),
    (entry("journal = {A} # {B}"), [("reference-bare-value", 3, 13)], {"k"}),
    ("@string{a = b}\n", [("reference-bare-value", 1, 1)], set()),
    ("@string{a = {b}}\n@string{A = {c}}\n", [("reference-duplicate-key", 2, 1)], set()),
    # The same paper twice.
    (
        entry("doi = {10.5555/Ab}") + entry("doi = {10.5555/aB}", key="l"),
        [("reference-duplicate-identifier", 7, 3)],
        {"l"},
    ),
    (entry("pmid = {12}") + entry("pmid = 12", key="l"), [("reference-duplicate-identifier", 7, 3)], {"l"}),
]


@pytest.mark.parametrize(("text", "expected", "broken"), STRUCTURE)
def test_structure(text: str, expected: list[tuple[str, int, int]], broken: set[str]) -> None:
    """Each fault in the structure is reported once, at its line and column, and the entry is left out."""
    bibliography = read(text)

    assert expected == places(bibliography)
    assert broken == bibliography.broken_keys
    assert not broken & set(bibliography.references)


VALUES = [
    ("doi = {https://doi.org/10.5555/a%28b%29}", "reference-identifier", 10, "write `10.5555/a(b)`"),
    ("doi = {doi:10.5555/a.}", "reference-identifier", 10, "write `10.5555/a`"),
    ("doi = {10.5555/a\\_b}", "reference-identifier", 10, "write `10.5555/a_b`"),
    ("doi = {none}", "reference-identifier", 10, "a DOI looks like `10.1503/cmaj.061344`"),
    ("pmid = {PMID: 17893349}", "reference-identifier", 11, "write `17893349`"),
    ("pmid = {0123}", "reference-identifier", 11, "a PubMed id is a number such as `17893349`"),
    ("pmcid = {1976658}", "reference-identifier", 12, "write `PMC1976658`"),
    ("isbn = {978-981-10-3577-8}", "reference-identifier", 11, "look it up again"),
    ("isbn = {12345}", "reference-identifier", 11, "an ISBN has 13 digits, or 10 in older books"),
    ("url = {www.example.org/a}", "reference-url", 10, "write `https://www.example.org/a`"),
    ("url = {javascript:alert(1)}", "reference-url", 10, "copy it from the browser"),
    ("url = {ftp://example.org/a}", "reference-url", 10, "copy it from the browser"),
    ("url = {https://example.org/a\\_b}", "reference-url", 10, "write it without LaTeX: `https://example.org/a_b`"),
    ("url = {https://example.org/a b}", "reference-url", 10, "write it without blanks and line breaks"),
    ("url = {https://good.example@evil.example/}", "reference-url", 10, "it names no web site"),
    ("url = {http://[}", "reference-url", 10, "it names no web site"),
    ("year = {c2001}", "reference-year", 11, "write `2001`, or leave the field out while the year is not known"),
    ("year = {in press}", "reference-year", 11, "leave the field out while the year is not known"),
    ("pages = {518--24}", "reference-pages", 12, "write `518--524`"),
    ("pages = {524--518}", "reference-pages", 12, "look it up again"),
    ("pages = {S10--8}", "reference-pages", 12, "write `S10--S18`"),
    ("pages = {all}", "reference-pages", 12, "such as `518--524`, `e78007` or `S26, S28--S30`"),
    ("journal = {The <i>Journal</i>}", "reference-html", 18, None),
    ("journal = {The {<}i>}", "reference-html", 14, "write it without tags"),
    ("url = {https://a.example/<b>}", "reference-html", 28, None),
    ("author = {<b>Alpha, Ann}", "reference-html", 13, None),
    ("author = {Alpha, {<}b>}", "reference-html", 13, "write it without tags"),
    ("journal = {A\x01B}", "reference-control-character", 15, "delete it"),
    ("journal = {A & B}", "reference-latex", 16, r"write `\&`"),
    ("journal = {50% more}", "reference-latex", 16, r"write `\%`"),
    ("journal = {a_b}", "reference-latex", 15, r"write `\_`"),
    (r"journal = {In \foo{vivo}}", "reference-latex", 17, "the file is UTF-8: write the character itself"),
    (r"journal = {On \today}", "reference-latex", 17, "the file is UTF-8: write the character itself"),
    (r"journal = {A \\ B}", "reference-latex", 16, "the file is UTF-8: write the character itself"),
    (r"journal = {A \'}", "reference-latex", 14, "the file is UTF-8: write the character itself"),
    ("journal = {$10^3$}", "reference-latex", 17, "the file is UTF-8: write the character itself, such as `²`"),
    ("journal = {$5 and $10}", "reference-latex", 14, r"write `\$` for a dollar sign"),
    ('journal = "A } B"', "reference-latex", 16, "delete it"),
    ('journal = "A { B"', "reference-latex", 16, "add the missing `}`, or delete it"),
    (r"journal = {A \{ B}", "reference-latex", 16, "add the missing `}`, or delete it"),
    ("journal = {5 $}", "reference-latex", 16, r"write `\$` for a dollar sign"),
    ("journal = {" + "{" * 17 + "A" + "}" * 17 + "}", "reference-latex", 30, "delete some of them"),
]


@pytest.mark.parametrize(("field", "rule", "column", "hint"), VALUES)
def test_value(field: str, rule: str, column: int, hint: str | None) -> None:
    """A faulty value is reported in its field, at the column of the fault, with what to write instead."""
    problems = read(entry(field)).problems

    assert (rule, Place("b.bib", 3, column)) == (problems[0].rule, problems[0].place)
    assert hint in {None, problems[0].hint}


AUTHORS = [
    ("Martel, Gary F. and van den Berg, Ann", (Person("Martel", "Gary F."), Person("van den Berg", "Ann")), False),
    ("{World Health Organization}", (Person("World Health Organization", group=True),), False),
    ("{Simon and Schuster} and Alpha, A.", (Person("Simon and Schuster", group=True), Person("Alpha", "A.")), False),
    ("King, Jr., Martin Luther", (Person("King", "Martin Luther", "Jr."),), False),
    ("Alpha, Ann and others", (Person("Alpha", "Ann"),), True),
    # bibtexparser's own splitting loses the accent here.
    (r"Alpha, Ann and \'{E}mile, {\O}jvind", (Person("Alpha", "Ann"), Person("Émile", "Øjvind")), False),
    ("Alpha, Ann\n    AND Beta,Bo", (Person("Alpha", "Ann"), Person("Beta", "Bo")), False),
    (r"{\'E}clair, {\AA}sa", (Person("Éclair", "Åsa"),), False),
    ("{D'Arcy Hart}, P.", (Person("D'Arcy Hart", "P."),), False),
]


@pytest.mark.parametrize(("text", "people", "others"), AUTHORS)
def test_authors(text: str, people: tuple[Person, ...], *, others: bool) -> None:
    """Names are split before they are decoded; braces make a group, and `and others` says there are more."""
    bibliography = read(entry(f"author = {{{text}}}"))

    assert [] == bibliography.problems
    assert (people, others) == (bibliography.references["k"].authors, bibliography.references["k"].others)


BAD_AUTHORS = [
    ("World Health Organization", 13, "`{World Health Organization}` for a group"),
    ("Alpha, Ann and Bo Beta", 28, "write `Beta, Bo` for a person, or"),
    ("Alpha A, Beta B", 13, "separate names by ` and `"),
    ("Alpha A, Beta B, Gamma C", 13, "separate names by ` and `"),
    ("Alpha, Ann, Beta, Bo", 13, "separate names by ` and `"),
    ("Alpha, Ann and et al.", 28, "write `and others`"),
    ("Alpha, Ann and others and Beta, Bo", 28, "move or delete it"),
    ("others", 13, "move or delete it"),
    ("Alpha, Ann and", 13, "delete the `and`"),
    ("Alpha, Ann and and Beta, Bo", 28, "delete one of them"),
    ("{Alpha, Ann and Beta, Bo}", 13, "take off one pair of braces"),
    ("Alpha, Ann and {}", 28, "delete it"),
    (", Ann", 13, "separate names by ` and `"),
    ("Alpha,", 13, "separate names by ` and `"),
]


@pytest.mark.parametrize(("text", "column", "hint"), BAD_AUTHORS)
def test_malformed_authors(text: str, column: int, hint: str) -> None:
    """Names that BibTeX would read as other people are reported where they stand."""
    problem = only(read(entry(f"author = {{{text}}}")))

    assert ("reference-author", Place("b.bib", 3, column)) == (problem.rule, problem.place)
    assert hint in problem.hint


DECODED = [
    (r"S{\o}rensen \& Caf{\'e}", "Sørensen & Café"),
    ("{DNA} and  {\\emph{in\n  vivo}}", "DNA and in vivo"),
    (r"10 $\mu$T, $\beta$-blockers", "10 μT, β-blockers"),
    (r"50\,\% at 5~T", "50 % at 5 T"),
    ("``A'' -- b", "“A” – b"),
    ("Cafe\u0301", "Café"),
    ("p<0.05 and a < b", "p<0.05 and a < b"),
    ('A {"} B', 'A " B'),
    (r"A \{B\}", "A {B}"),
]


@pytest.mark.parametrize(("latex", "text"), DECODED)
def test_prose_is_decoded(latex: str, text: str) -> None:
    """LaTeX in prose fields becomes Unicode text on one line."""
    bibliography = read(entry(f"journal = {{{latex}}}"))

    assert [] == bibliography.problems
    assert text == bibliography.references["k"].journal


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "https://example.org/a_b?x=1&y=2%20#z~"),
        ("doi", "10.1002/1522-2586(200007)12:1<2::AID-JMRI2>3.0.CO;2-V"),
        ("isbn", "978-981-10-3577-7"),
        ("isbn", "0-8044-2957-X"),
        ("pmcid", "PMC1976658"),
    ],
)
def test_addresses_are_not_decoded(name: str, value: str) -> None:
    """An address or identifier stays as it is, whatever its signs mean to LaTeX."""
    bibliography = read(entry(f"{name} = {{{value}}}"))

    assert [] == bibliography.problems
    assert value == getattr(bibliography.references["k"], name)


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("518--524", "518–524"),
        ("518-524", "518–524"),
        ("518 – 524", "518–524"),
        ("S26, S28--S30", "S26, S28–S30"),
        ("e78007", "e78007"),
        ("CD002933", "CD002933"),
        ("xii--xv", "xii–xv"),
        ("126A--127A", "126A–127A"),
    ],
)
def test_pages(written: str, pages: str) -> None:
    """Every kind of dash between pages becomes an en dash."""
    assert pages == read(entry(f"pages = {{{written}}}")).references["k"].pages


def test_abbreviations() -> None:
    """An `@string` is resolved without regard to case, and a fault in it is shown where it is used."""
    text = '@string{JS = "Journal of \\\\foo"}\n@string{js2 = {Journal of Samples}}\n'
    bibliography = read(text + entry("journal = JS2") + entry("journal = js", key="l"))

    assert "Journal of Samples" == bibliography.references["k"].journal
    assert [("reference-latex", 9, 3)] == places(bibliography)


def test_accepted_forms() -> None:
    """Comments, capitals, quotation marks, bare numbers and parentheses are plain BibTeX."""
    text = '% A comment.\n@comment{of another kind}\n@ARTICLE(k, TITLE = "T (a)", Year = 2001)\n'
    bibliography = read(text)

    assert [] == bibliography.problems
    assert ("article", "T (a)", "2001") == (
        bibliography.references["k"].type,
        bibliography.references["k"].title,
        bibliography.references["k"].year,
    )


def test_editors_are_read_like_authors() -> None:
    """The editors of a book are kept apart from its authors."""
    reference = read(entry("editor = {Alpha, Ann and others}")).references["k"]

    assert ((), (Person("Alpha", "Ann"),), True) == (reference.authors, reference.editors, reference.others)


def test_authors_may_be_missing() -> None:
    """An entry without authors or year is sound: what is not confirmed is left out."""
    bibliography = read("@misc{k,\n  title = {T},\n}\n")

    assert [] == bibliography.problems
    assert ((), "") == (bibliography.references["k"].authors, bibliography.references["k"].year)


def test_all_faults_of_an_entry() -> None:
    """Every fault of an entry is reported at once, in the order of the file."""
    text = "@artikel{1k,\n  auther = {A},\n  year = {x},\n  doi = {y},\n}\n"

    assert [
        ("reference-entry-type", 1, 1),
        ("reference-title", 1, 1),
        ("reference-key", 1, 10),
        ("reference-unknown-field", 2, 3),
        ("reference-year", 3, 11),
        ("reference-identifier", 4, 10),
    ] == places(read(text))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (entry("auther = {A}"), "did you mean 'author'?"),
        (entry("issue = {1}"), "write `number`"),
        (entry("zzz = {1}"), "delete it"),
        (entry("year = {2001}\n  number = {1}"), "add the missing comma after the value"),
        (entry("number = two"), "write `number = {…}`"),
        (entry("year = 2001", type_="artical"), "did you mean 'article'?"),
    ],
)
def test_hints(text: str, hint: str) -> None:
    """What is unknown comes with the nearest thing that is known."""
    assert hint == only(read(text)).hint


def test_splitter_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    """The splitter logs nothing while a bibliography is read, and its logger is as it was afterwards."""
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    with caplog.at_level(logging.DEBUG):
        read("@misc{k,\n  title = {T\n")

    assert [] == caplog.records
    assert level == logger.level


PIECES = st.sampled_from(
    [
        *("@article{", "@misc(", "@string{", "@comment{", "@preamble{", "@", "k1", "K1", ",", ",\n", "=", "{", "}"),
        *(")", '"', "#", "\n", "\\", "%", "title", "author", "Year", "doi", "pages", "url", "isbn", " and ", "others"),
        *("Alpha, Ann", "$", "^", "\\'", "\\alpha", "<b>", "10.5555/x", "3--4", "2001", "http://[", "\x00", "²", "İ"),
        *("\ud800", "9" * 20, " = {", "},\n", "&", "~", "'", "`", "-", "\u2028"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(lambda pieces: entry("".join(pieces)))))
def test_no_text_raises(text: str) -> None:
    """Any text gives a bibliography whose problems stand inside the text and whose keys are sound or broken."""
    bibliography = read(text)

    assert not bibliography.broken_keys & set(bibliography.references)
    lines = text.split("\n")
    for problem in bibliography.problems:
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
    for key, reference in bibliography.references.items():
        assert key == reference.key
        assert reference.title
        assert reference.raw in text


@given(st.sampled_from(["title", "author", "pages", "doi", "url", "isbn", "year"]), st.lists(PIECES).map("".join))
def test_no_value_raises(name: str, value: str) -> None:
    """Any value of any field is either read or reported."""
    bibliography = read(f"@misc{{k,\n  {name} = {{{value}}},\n}}\n")

    assert bibliography.problems or bibliography.references
