"""References written out in Vancouver style.

Expected values are written by hand from the examples and rules of Citing Medicine (National Library of Medicine) and
the sample references of the ICMJE, with full journal titles and without places of publication.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.citation import Link, cite, doi_url, short, sort_key
from evidence.model.reference import Person, Reference
from evidence.problem import Place

ARTICLE = Reference(
    key="martel2002",
    type="article",
    place=Place("references.bib"),
    title="Solid-organ transplantation in HIV-infected patients",
    authors=(Person("Halpern", "Scott D."), Person("Ubel", "P. A."), Person("Caplan", "Arthur L")),
    year="2002",
    journal="N Engl J Med",
    volume="347",
    number="4",
    pages="284–287",
)


def people(count: int) -> tuple[Person, ...]:
    """Return people called Aa A, Bb B and so on."""
    return tuple(Person(f"{letter}{letter.lower()}", letter) for letter in "ABCDEFGH"[:count])


def test_article() -> None:
    """A journal article is written as the first of the ICMJE's sample references."""
    assert (
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. "
        "N Engl J Med. 2002;347(4):284-7."
    ) == cite(ARTICLE).text


def test_parts() -> None:
    """Authors, title and source are sentences of their own, so that a page can set the title apart."""
    citation = cite(ARTICLE)

    assert "Halpern SD, Ubel PA, Caplan AL." == citation.authors
    assert "Solid-organ transplantation in HIV-infected patients." == citation.title
    assert "N Engl J Med. 2002;347(4):284-7." == citation.source


@pytest.mark.parametrize(
    ("authors", "others", "expected"),
    [
        ((), False, "[authors not confirmed]."),
        (people(1), False, "Aa A."),
        (people(6), False, "Aa A, Bb B, Cc C, Dd D, Ee E, Ff F."),
        (people(7), False, "Aa A, Bb B, Cc C, Dd D, Ee E, Ff F, et al."),
        (people(2), True, "Aa A, Bb B, et al."),
        (
            (Person("Diabetes Prevention Program Research Group", group=True),),
            False,
            "Diabetes Prevention Program Research Group.",
        ),
        ((Person("Alpha", "Ann"), Person("Samples, Inc.", group=True)), False, "Alpha A, Samples, Inc."),
    ],
)
def test_author_list(authors: tuple[Person, ...], expected: str, *, others: bool) -> None:
    """Six authors are listed, the rest are "et al."; without any, the citation says that they are not confirmed."""
    assert expected == cite(replace(ARTICLE, authors=authors, others=others)).authors


@pytest.mark.parametrize(
    ("editors", "expected"),
    [(1, "Aa A, editor."), (2, "Aa A, Bb B, editors."), (7, "Aa A, Bb B, Cc C, Dd D, Ee E, Ff F, et al., editors.")],
)
def test_editors_answer_for_a_book_without_authors(editors: int, expected: str) -> None:
    """Editors are named as such, and only where the work names no author of its own."""
    assert expected == cite(replace(ARTICLE, authors=(), editors=people(editors))).authors
    assert cite(replace(ARTICLE, authors=people(3), editors=people(1))).authors == "Aa A, Bb B, Cc C."


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person("Ackerman", "J. J. H."), "Ackerman JJ."),
        (Person("Desai", "Jean-Paul"), "Desai JP."),
        (Person("Hart", "D'Arcy"), "Hart D."),
        (Person("van den Berg", "ann"), "van den Berg A."),
        (Person("Østergaard", "Éva"), "Østergaard É."),
        (Person("King", "Martin Luther", "Jr."), "King ML Jr."),
        (Person("DeVita", "Vincent", "III"), "DeVita V 3rd."),
        (Person("Laughlin"), "Laughlin."),
    ],
)
def test_author_name(person: Person, expected: str) -> None:
    """Given names become at most two initials, and ranks follow them without a full stop of their own."""
    assert expected == cite(replace(ARTICLE, authors=(person,))).authors


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Static magnets", "Static magnets."),
        ("Do magnets work?", "Do magnets work?"),
        ("Magnets work!", "Magnets work!"),
        ("Magnets, pain, etc.", "Magnets, pain, etc."),
        ('What is "pain?"', 'What is "pain?"'),
        ("Magnets (do they work?)", "Magnets (do they work?)."),
    ],
)
def test_title_ends_once(title: str, expected: str) -> None:
    """A title gets a full stop unless it ends in a mark of its own."""
    assert expected == cite(replace(ARTICLE, title=title)).title


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("284–287", "284-7"),
        ("518–524", "518-24"),
        ("97–106", "97-106"),
        ("1098–1104", "1098-104"),
        ("1162–1173", "1162-73"),
        ("3–4", "3-4"),
        ("126A–127A", "126A-127A"),
        ("S10–S18", "S10-8"),
        ("S26, S28–S30", "S26, S28-30"),
        ("e316–e329", "e316-29"),
        ("A9–B12", "A9-B12"),
        ("iii–xv", "iii-xv"),
        ("e78007", "e78007"),
    ],
)
def test_page_ranges_are_shortened(pages: str, expected: str) -> None:
    """The last page drops what it shares with the first, unless a letter follows."""
    assert f"N Engl J Med. 2002;347(4):{expected}." == cite(replace(ARTICLE, pages=pages)).source


@pytest.mark.parametrize(
    ("volume", "number", "pages", "expected"),
    [
        ("83", "", "1–6", "2002;83:1-6."),
        ("", "401", "230–238", "2002;(401):230-8."),
        ("", "", "1–6", "2002:1-6."),
        ("12", "2–3", "", "2002;12(2-3)."),
        ("58", "12 Suppl 7", "S6–S12", "2002;58(12 Suppl 7):S6-12."),
        ("", "", "", "2002."),
    ],
)
def test_volume_and_number(volume: str, number: str, pages: str, expected: str) -> None:
    """Volume, issue and pages keep their signs where one of them is missing."""
    reference = replace(ARTICLE, volume=volume, number=number, pages=pages)

    assert f"N Engl J Med. {expected}" == cite(reference).source


def test_year_not_confirmed() -> None:
    """A missing year is named where it would stand."""
    assert "N Engl J Med. [year not confirmed];347(4):284-7." == cite(replace(ARTICLE, year="")).source


WORK = Reference(key="k", type="book", place=Place("references.bib"), title="Medical microbiology", year="2002")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (replace(WORK, edition="4", publisher="Mosby"), "Medical microbiology. 4th ed. Mosby; 2002."),
        (replace(WORK, edition="2nd ed.", publisher="Mosby, Inc."), "Medical microbiology. 2nd ed. Mosby, Inc.; 2002."),
        (replace(WORK, edition="Revised edition"), "Medical microbiology. Revised ed. 2002."),
        (replace(WORK, edition="11"), "Medical microbiology. 11th ed. 2002."),
        (replace(WORK, edition="21"), "Medical microbiology. 21st ed. 2002."),
        (replace(WORK, edition="3"), "Medical microbiology. 3rd ed. 2002."),
        (
            replace(
                WORK,
                type="incollection",
                title="Chromosome alterations in human solid tumors",
                booktitle="The genetic basis of human cancer",
                publisher="McGraw-Hill",
                pages="93–113",
            ),
            (
                "Chromosome alterations in human solid tumors. In: The genetic basis of human cancer. "
                "McGraw-Hill; 2002. p. 93-113."
            ),
        ),
        (
            replace(WORK, type="phdthesis", title="Infant sleep", publisher="Central Michigan University"),
            "Infant sleep [dissertation]. Central Michigan University; 2002.",
        ),
        (
            replace(WORK, type="mastersthesis", title="Infant sleep", publisher="Central Michigan University"),
            "Infant sleep [master's thesis]. Central Michigan University; 2002.",
        ),
        (
            replace(
                WORK, type="techreport", title="Health monitoring", publisher="Air Force", number="AFRLSRBLTR020123"
            ),
            "Health monitoring. Air Force; 2002. Report No.: AFRLSRBLTR020123.",
        ),
        (
            replace(WORK, type="online", title="Cancer-Pain.org", publisher="Association of Cancer Online Resources"),
            "Cancer-Pain.org [Internet]. Association of Cancer Online Resources; 2002.",
        ),
        (
            replace(
                WORK, type="article", title="Disease anxiety", journal="Tidsskr Nor Laegeforen", language="norwegian"
            ),
            "Disease anxiety. Tidsskr Nor Laegeforen. 2002. Norwegian.",
        ),
        (replace(WORK, type="misc", language="English", year=""), "Medical microbiology. [year not confirmed]."),
    ],
)
def test_other_works(reference: Reference, expected: str) -> None:
    """Books, chapters, theses, reports and web pages have forms of their own."""
    assert f"[authors not confirmed]. {expected}" == cite(reference).text


def test_links() -> None:
    """DOI, PubMed and PubMed Central are linked where they are known."""
    reference = replace(
        ARTICLE, doi="10.1503/cmaj.061344", pmid="17893349", pmcid="PMC1976658", url="https://a.example/"
    )

    assert (
        Link("doi:10.1503/cmaj.061344", "https://doi.org/10.1503/cmaj.061344"),
        Link("PubMed", "https://pubmed.ncbi.nlm.nih.gov/17893349/"),
        Link("PMC", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1976658/"),
    ) == cite(reference).links


def test_address_where_nothing_else_is_known() -> None:
    """Without an identifier the address is linked under the name of its site."""
    assert (Link("example.org", "https://www.example.org/a?b"),) == cite(
        replace(ARTICLE, url="https://www.example.org/a?b")
    ).links
    assert () == cite(ARTICLE).links


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        (
            "10.1002/1522-2586(200007)12:1<2::AID-JMRI2>3.0.CO;2-V",
            "https://doi.org/10.1002/1522-2586%28200007%2912:1%3C2::AID-JMRI2%3E3.0.CO;2-V",
        ),
        ("10.5555/a#b?c%d e", "https://doi.org/10.5555/a%23b%3Fc%25d%20e"),
        ('10.5555/"é"', "https://doi.org/10.5555/%22%C3%A9%22"),
    ],
)
def test_doi_address(doi: str, expected: str) -> None:
    """Signs of a DOI that mean something else in an address are encoded."""
    assert expected == doi_url(doi)


@pytest.mark.parametrize(
    ("authors", "others", "year", "expected"),
    [
        (people(1), False, "2001", "Aa 2001"),
        (people(2), False, "2001", "Aa & Bb 2001"),
        (people(3), False, "2001", "Aa et al. 2001"),
        (people(1), True, "2001", "Aa et al. 2001"),
        (people(2), True, "", "Aa et al."),
        ((Person("World Health Organization", group=True),), False, "2006", "World Health Organization 2006"),
        ((), False, "2001", "“Solid-organ transplantation in HIV-infected patients” 2001"),
    ],
)
def test_short(authors: tuple[Person, ...], year: str, expected: str, *, others: bool) -> None:
    """Running text names up to two authors and the year."""
    assert expected == short(replace(ARTICLE, authors=authors, others=others, year=year))


def test_short_of_a_long_title() -> None:
    """Without confirmed authors five words of the title stand for them; without a title the lack is told."""
    reference = replace(ARTICLE, authors=(), title="A trial of magnets in sore heels: results", year="")

    assert "“A trial of magnets in…”" == short(reference)
    assert "[authors not confirmed]" == short(replace(reference, title=""))


def test_order() -> None:
    """References are sorted by authors without regard to accents and case, then year; those without authors last."""
    references = [
        replace(ARTICLE, key="a", authors=()),
        replace(ARTICLE, key="b", authors=(Person("Zeta", "A"),)),
        replace(ARTICLE, key="c", authors=(Person("Éclair", "A"),)),
        replace(ARTICLE, key="d", authors=(Person("eb", "A"),)),
        replace(ARTICLE, key="e", authors=(Person("Ed", "A"),), year="2003"),
        replace(ARTICLE, key="f", authors=(Person("Ed", "A"),), year="2001"),
        replace(ARTICLE, key="g", authors=(Person("Ed", "A"),), year="2001", title="Another"),
    ]

    assert ["d", "c", "g", "f", "e", "b", "a"] == [reference.key for reference in sorted(references, key=sort_key)]


TEXT = st.text(max_size=20)


@given(
    st.builds(
        Reference,
        key=TEXT,
        type=st.sampled_from(["article", "book", "online", "techreport", "incollection", "misc"]),
        place=st.just(Place("references.bib")),
        title=TEXT,
        authors=st.lists(st.builds(Person, family=TEXT, given=TEXT, suffix=TEXT, group=st.booleans()), max_size=8).map(
            tuple
        ),
        year=TEXT,
        journal=TEXT,
        booktitle=TEXT,
        volume=TEXT,
        number=TEXT,
        pages=TEXT,
        publisher=TEXT,
        edition=TEXT,
        language=TEXT,
        doi=TEXT.filter(lambda text: text.isprintable()),
    )
)
def test_any_reference_can_be_written(reference: Reference) -> None:
    """Whatever a reference holds, each part of its citation ends in one mark, and addresses are plain ASCII."""
    citation = cite(reference)

    assert all(part.strip(" ") for part in (citation.authors, citation.title, citation.source))
    assert all(link.url.isascii() and " " not in link.url for link in citation.links)
    assert short(reference)
    assert reference.key == sort_key(reference)[-1]
