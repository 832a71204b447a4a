"""A work as an entry of the bibliography: what is written is read again, its key is free, its place the right one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.imports.markup import plain_text
from evidence.imports.work import Work
from evidence.layout.bibliography import bibliography_in_form
from evidence.model.fields import KEY_PATTERN
from evidence.model.reference import Person
from evidence.readers.bibtex import read_bibliography
from evidence.scaffold.entry import duplicate_of, entry_text, insert_entry, propose_key, readable

ANN = Person("Alpha", "Ann")


def work(title: str = "A title", *authors: Person, kind: str = "article", **values: str) -> Work:
    """Return a work."""
    return Work(kind, {"title": title, **values}, authors=authors)


def reread(entry: str) -> Work:
    """Read an entry as the project does."""
    bibliography = read_bibliography(entry, "references.bib")
    assert [] == bibliography.problems
    [reference] = bibliography.references.values()
    values = {name: getattr(reference, name) for name in reference.fields if name not in {"author", "editor"}}
    return Work(reference.type, values, reference.authors, reference.editors, reference.others)


def test_entry() -> None:
    """An entry is written as the others are, with what LaTeX reads in another way written in its way."""
    written = entry_text(
        "alpha2011",
        Work(
            "article",
            {
                "doi": "10.5555/a_b",
                "title": "Magnets & hands: 100% of 5_000 {a} -- ''b''",
                "pages": "3–4",
                "year": "2011",
                "journal": "J. of #1",
            },
            authors=(ANN, Person("van den Berg", "Carl", "Jr."), Person("Hands & Feet, and More", group=True)),
            others=True,
        ),
    )

    assert (
        "@article{alpha2011,\n"
        "  author = {Alpha, Ann and van den Berg, Jr., Carl and {Hands \\& Feet, and More} and others},\n"
        "  title = {Magnets \\& hands: 100\\% of 5\\_000 \\lbrace{}a\\rbrace{} -{}- '{}'b'{}'},\n"
        "  journal = {J. of \\#1},\n"
        "  year = {2011},\n"
        "  pages = {3--4},\n"
        "  doi = {10.5555/a_b},\n"
        "}\n"
    ) == written
    assert bibliography_in_form(written) == written


# What no keyboard types and no registry prints is not worth a rule here; `^` has no form in LaTeX that is read as it.
TEXTS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"], exclude_characters="^"),
        min_size=1,
        max_size=60,
    )
    .map(plain_text)
    .filter(bool)
)
MARKUP = st.text("ab \\{}$%&#_~-'`!?,\"<>", min_size=1, max_size=30).map(plain_text).filter(bool)


@given(st.one_of(TEXTS, MARKUP))
def test_text_is_read_as_it_was(text: str) -> None:
    """Any title and journal can be written so that it is read as the same text again."""
    written = work(text, journal=text)

    assert written == reread(entry_text("x", written))


NAMES = st.text(st.characters(categories=["L"], codec="utf-8"), min_size=2, max_size=12).map(plain_text)
PEOPLE = st.builds(Person, NAMES, NAMES) | st.builds(lambda name: Person(name, group=True), TEXTS)


@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_people_are_read_as_they_were(people: list[Person]) -> None:
    """People and groups with any letters are read as the same ones, or left out and named; none is changed."""
    kept = readable(replace(work(), authors=tuple(people)))

    if kept.authors:
        assert tuple(people) == reread(entry_text("x", kept)).authors
    else:
        assert kept.notes[0].startswith("the authors were left out: ")


@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ({"year": "2011", "pages": "3–4", "isbn": "978-0-306-40615-7"}, []),
        ({"year": "MMXI"}, ["year"]),
        ({"pages": "4–3"}, ["pages"]),
        ({"isbn": "978-0-306-40615-8"}, ["isbn"]),
        ({"pmid": "0", "url": "ftp://example.org"}, ["pmid", "url"]),
    ],
)
def test_values_that_break_a_rule(values: dict[str, str], left_out: list[str]) -> None:
    """A value that the bibliography would refuse is left out and named with the rule."""
    kept = readable(work(**values))

    assert {name: value for name, value in values.items() if name not in left_out} | {"title": "A title"} == kept.values
    assert left_out == [note.split("`")[1] for note in kept.notes]
    assert all(" was left out, `" in note and " must " in note for note in kept.notes)


FILE = """\
% Head.
% of the file

@misc{beta2002,
  title = {B},
}

% About delta.
@misc{Delta2004,
  title = {D},
}
"""


@pytest.mark.parametrize(
    ("key", "before"),
    [
        ("alpha2001", "@misc{beta2002"),
        ("gamma2003", ""),
        ("delta2003", "% About delta."),
        ("epsilon2005", ""),
    ],
)
def test_place_of_an_entry(key: str, before: str) -> None:
    """An entry stands before the first one whose key comes after it, and before the comment on that one."""
    entry = f"@misc{{{key},\n  title = {{New}},\n}}\n"
    index = FILE.index(before) if before else len(FILE)
    gap = "" if before else "\n"

    text = insert_entry(FILE, key, entry)

    assert FILE[:index] + gap + entry + ("\n" if before else "") + FILE[index:] == text
    assert bibliography_in_form(text) == text


def test_first_entry_of_all() -> None:
    """A bibliography without entries gets its first one behind its comment."""
    assert "@misc{a,\n}\n" == insert_entry("", "a", "@misc{a,\n}\n")
    assert "% Head.\n\n@misc{a,\n}\n" == insert_entry("% Head.\n", "a", "@misc{a,\n}\n")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (work("T", Person("Müller-Łukasz", "J."), year="2011"), "mullerlukasz2011"),
        (work("T", Person("van den Berg", "C."), year="2011"), "vandenberg2011"),
        (work("T", Person("D’Arcy", "C."), year="2011"), "darcy2011"),
        (work("T", Person("王", "Li"), year="2011"), "wang2011"),
        (work("T", Person("World Health Organization", group=True), year="2011"), "who2011"),
        (work("T", Person("Acme Corp", group=True)), "acmecorp"),
        (work("The 3 effects of magnets", year="2011"), "effects2011"),
        (work("The of"), "work"),
        (work("…", Person("…", "…"), year="2011"), "work2011"),
    ],
)
def test_proposed_key(written: Work, key: str) -> None:
    """A key is the family name and the year in ASCII; without a name a word of the title."""
    assert key == propose_key(written, [])


@pytest.mark.parametrize(
    ("taken", "key"),
    [
        (["beta2001"], "alpha2001"),
        (["Alpha2001"], "alpha2001a"),
        (["alpha2001", "alpha2001a"], "alpha2001b"),
        (["alpha2001a", "alpha2001b"], "alpha2001c"),
        ([f"alpha2001{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"], "alpha2001aa"),
    ],
)
def test_proposed_key_is_free(taken: list[str], key: str) -> None:
    """Where a key is taken, or others have it with a letter, the next letter is proposed."""
    assert key == propose_key(work("T", ANN, year="2001"), taken)


@given(TEXTS, st.lists(PEOPLE, max_size=2), st.sampled_from(["", "2001"]))
def test_proposed_key_has_the_form_of_keys(title: str, people: list[Person], year: str) -> None:
    """Whatever a work is called, and by whom it is, its key has the form of keys."""
    assert re.fullmatch(KEY_PATTERN, propose_key(replace(work(title, year=year), authors=tuple(people)), []))


KNOWN = read_bibliography(
    "@article{alpha2001,\n  title = {Warmth of the Hand: a {Trial}},\n  year = {2001},\n  doi = {10.5555/Sample},\n"
    "  pmid = {12},\n  pmcid = {PMC3},\n}\n",
    "references.bib",
).references


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (work(doi="10.5555/sample"), "this DOI"),
        (work(pmid="12"), "this PMID"),
        (work(pmcid="PMC3"), "this PMCID"),
        (work("Warmth of the hand – a trial", year="2001"), "this title and year"),
        (work("Warmth of the hand: a trial", year="2002"), ""),
        (work("Warmth of the hands: a trial", year="2001"), ""),
    ],
)
def test_duplicates(written: Work, what: str) -> None:
    """A work with the same identifier, or with the same words and year, is the same work."""
    found = duplicate_of(written, KNOWN)

    assert what == (found[1] if found else "")
