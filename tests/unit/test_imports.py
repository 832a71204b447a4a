"""What registries and reference managers say of a work, read into one kind of value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.registry import REVIEW_PMID, answer

from evidence.imports.bib import read_bib
from evidence.imports.crossref import read_crossref
from evidence.imports.markup import plain_text
from evidence.imports.pubmed import read_pubmed
from evidence.imports.ris import read_ris
from evidence.imports.work import FoundNotice, Unreadable, Work, bare_doi, full_pages, merged
from evidence.model.reference import Person
from evidence.model.vocabulary import Design, NoticeKind


def crossref(**message: Any) -> Work:  # noqa: ANN401 - JSON
    """Read a message of Crossref that holds little beside what is given."""
    work = read_crossref({"message": {"DOI": "10.5555/x", "title": ["A title"], **message}})
    assert isinstance(work, Work)
    return work


def pubmed(**summary: Any) -> Work:  # noqa: ANN401 - JSON
    """Read a summary of PubMed that holds little beside what is given."""
    data = {"result": {"uids": ["7"], "7": {"uid": "7", "title": "A title.", "source": "J Samp", **summary}}}
    work = read_pubmed(data, "7")
    assert isinstance(work, Work)
    return work


def test_crossref_trial() -> None:
    """A work of Crossref has its values as plain text, its people, funders, trial numbers and notices."""
    assert Work(
        type="article",
        values={
            "title": "Static magnets & the warmth of hands at 10³ gauss—a trial: A randomised comparison",
            "journal": "Journal of Samples & Tests",
            "year": "2011",
            "volume": "12",
            "number": "3",
            "pages": "518–524",
            "doi": "10.5555/sample.2010.7",
        },
        authors=(
            Person("Müller-Łukasz", "Jörg"),
            Person("van den Berg", "J. C."),
            Person("Warm Hands & Feet Group", group=True),
        ),
        notices=(
            FoundNotice(
                NoticeKind.RETRACTION,
                "Retraction of 2012-05-04, in the Crossref record, as Retraction Watch says",
                "https://doi.org/10.5555/sample.2012.notice",
            ),
            FoundNotice(
                NoticeKind.CORRECTION,
                "Corrigendum of 2011-09, in the Crossref record",
                "https://doi.org/10.5555/sample.2011.correction",
            ),
        ),
        funders=("Sample Foundation", "Magnet Makers Ltd"),
        registrations=("SAMPLE00000001",),
        notes=("published in 2010 and in an issue of 2011: the year of the issue was taken",),
    ) == read_crossref(answer("crossref-trial"))


@pytest.mark.parametrize(
    ("message", "kind", "values"),
    [
        (
            {"type": "book-chapter", "container-title": ["A Book"], "publisher": "P", "ISBN": ["9780306406157"]},
            "incollection",
            {"booktitle": "A Book", "publisher": "P"},
        ),
        (
            {"type": "monograph", "publisher": "P", "ISBN": ["http://id.crossref.org/isbn/9780306406157"]},
            "book",
            {"publisher": "P", "isbn": "9780306406157"},
        ),
        ({"type": "proceedings-article", "container-title": ["Proc"]}, "inproceedings", {"booktitle": "Proc"}),
        ({"type": "dissertation", "publisher": "U"}, "phdthesis", {"publisher": "U"}),
        ({"type": "report", "publisher": "O"}, "techreport", {"publisher": "O"}),
        ({"type": "posted-content", "publisher": "Server"}, "misc", {"publisher": "Server"}),
        ({"type": "something-new"}, "misc", {}),
        ({"type": "journal-article", "article-number": "e78007"}, "article", {"pages": "e78007"}),
        ({"type": "journal-article", "issued": {"date-parts": [[None]]}}, "article", {}),
        ({"type": "journal-article", "published-online": {"date-parts": [[2003, 1]]}}, "article", {"year": "2003"}),
        ({"type": "journal-article", "volume": None, "issue": 4}, "article", {"number": "4"}),
    ],
)
def test_crossref_types(message: dict[str, Any], kind: str, values: dict[str, str]) -> None:
    """Each type of Crossref becomes a type of entry with the fields that it has; what is null or absent is left out."""
    work = crossref(**message)

    assert (kind, {"title": "A title", "doi": "10.5555/x", **values}) == (work.type, work.values)


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        ("addendum", NoticeKind.CORRECTION),
        ("clarification", NoticeKind.CORRECTION),
        ("correction", NoticeKind.CORRECTION),
        ("corrigendum", NoticeKind.CORRECTION),
        ("erratum", NoticeKind.ERRATUM),
        ("expression_of_concern", NoticeKind.EXPRESSION_OF_CONCERN),
        ("new_edition", NoticeKind.SUPERSEDED),
        ("new_version", NoticeKind.SUPERSEDED),
        ("partial_retraction", NoticeKind.RETRACTION),
        ("removal", NoticeKind.WITHDRAWAL),
        ("retraction", NoticeKind.RETRACTION),
        ("withdrawal", NoticeKind.WITHDRAWAL),
        ("a_type_to_come", NoticeKind.COMMENT),
    ],
)
def test_crossref_updates(update: str, kind: NoticeKind) -> None:
    """Each type of update that Crossref has becomes a kind of notice; one that it will have is told all the same."""
    work = crossref(**{"updated-by": [{"type": update, "DOI": "10.5555/n"}]})

    what = f"{update.replace('_', ' ')}, in the Crossref record"
    assert (FoundNotice(kind, what, "https://doi.org/10.5555/n"),) == work.notices


def test_work_that_was_changed_in_its_place() -> None:
    """An update of a work by itself is a notice on it, whatever the case of its DOI."""
    work = crossref(**{"update-to": [{"type": "retraction", "DOI": "10.5555/X", "label": "Retraction"}]})

    expected = FoundNotice(NoticeKind.RETRACTION, "Retraction, in the Crossref record", "https://doi.org/10.5555/X")
    assert ((expected,), "") == (work.notices, work.notice_of)


@pytest.mark.parametrize(
    ("update", "about"),
    [("retraction", "10.5555/other"), ("erratum", "10.5555/other"), ("new_version", ""), ("new_edition", "")],
)
def test_notice_on_another_work(update: str, about: str) -> None:
    """A work that corrects or retracts another one says which; a new edition is a work like any other."""
    work = crossref(**{"update-to": [{"type": update, "DOI": "10.5555/other"}]})

    assert ((), about) == (work.notices, work.notice_of)


@pytest.mark.parametrize("title", ["RETRACTED: A title", "Retracted Article: a title", "WITHDRAWN: A title"])
def test_title_that_says_retracted(title: str) -> None:
    """A title that says so is a notice where no other one is told."""
    expected = "its title in the Crossref record says so; no notice is named there"
    named = {"updated-by": [{"type": "retraction", "DOI": "10.5555/n"}]}

    assert [expected] == [notice.what for notice in crossref(title=[title]).notices]
    assert ["retraction, in the Crossref record"] == [
        notice.what for notice in crossref(title=[title], **named).notices
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "the answer of Crossref has not the form of a work: `the whole`, input should be a valid dictionary"),
        ([], "the answer of Crossref has not the form of a work: `the whole`, input should be a valid dictionary"),
        ({}, "the answer of Crossref has not the form of a work: `message`, field required"),
        ({"message": {}}, "the answer of Crossref has not the form of a work: `message.DOI`, field required"),
        (
            {"message": {"DOI": "10.5555/x", "title": "A title"}},
            "the answer of Crossref has not the form of a work: `message.title`, input should be a valid list",
        ),
        ({"message": {"DOI": "10.5555/x"}}, "the answer of Crossref has no title"),
        ({"message": {"DOI": "nothing", "title": ["A title"]}}, "the answer of Crossref has no DOI that can be read"),
    ],
)
def test_crossref_answer_of_another_form(data: object, reason: str) -> None:
    """An answer of another form is a reason, not a crash."""
    found = read_crossref(data)

    assert isinstance(found, Unreadable)
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    ("title", "subtitle", "expected"),
    [
        ("A title", "More of it", "A title: More of it"),
        ("A title?", "More of it", "A title? More of it"),
        ("A title: More of it", "more of it", "A title: More of it"),
        ("A TITLE IN CAPITALS", "", "A TITLE IN CAPITALS"),
    ],
)
def test_subtitle(title: str, subtitle: str, expected: str) -> None:
    """A subtitle follows the title where that does not hold it already; capitals stay as they are."""
    assert expected == crossref(title=[title], subtitle=[subtitle]).title


def test_pubmed_review() -> None:
    """A work of PubMed has names with initials, pages written in full, the design that it names and its notices."""
    assert Work(
        type="article",
        values={
            "title": "Magnets for cold hands: a systematic review of small trials",
            "journal": "Journal of samples (London, England)",
            "year": "2014",
            "volume": "9",
            "number": "1 Pt 2",
            "pages": "118–124",
            "doi": "10.5555/sample.2014.9",
            "pmid": "90000001",
            "pmcid": "PMC9000001",
        },
        authors=(
            Person("Delta-Epsilon", "A. B."),
            Person("van den Berg", "J. C.", "3rd"),
            Person("Suparto", group=True),
            Person("Warm Hands Group", group=True),
        ),
        notices=(
            FoundNotice(
                NoticeKind.ERRATUM,
                "Erratum in J Samp. 2015 Mar;10(3):200. doi: 10.5555/sample.2015.1, as the PubMed record says",
                "https://pubmed.ncbi.nlm.nih.gov/90000002/",
            ),
        ),
        design=Design.SYSTEMATIC_REVIEW,
    ) == read_pubmed(answer("pubmed-review"), REVIEW_PMID)


@pytest.mark.parametrize(
    ("summary", "field", "expected"),
    [
        ({"title": "[Magnets and hands]."}, "title", "Magnets and hands"),
        ({"title": "Magnets [and] hands"}, "title", "Magnets [and] hands"),
        ({"title": "Magnets, hands etc."}, "title", "Magnets, hands etc."),
        ({"pubdate": "2001"}, "year", "2001"),
        ({"pubdate": "1999 Winter"}, "year", "1999"),
        ({"pubdate": "", "epubdate": "2015 Jun 3"}, "year", "2015"),
        ({"elocationid": "doi: 10.5555/e.1"}, "doi", "10.5555/e.1"),
        ({"articleids": [{"idtype": "doi", "value": "no DOI"}]}, "doi", None),
        ({"articleids": [{"idtype": "pmc", "value": "PMC12.1"}]}, "pmcid", "PMC12"),
        ({"volume": 12}, "volume", "12"),
        ({"source": "J Samp", "fulljournalname": ""}, "journal", "J Samp"),
    ],
)
def test_pubmed_fields(summary: dict[str, Any], field: str, expected: str | None) -> None:
    """Fields of a summary are read as their registry means them."""
    assert expected == pubmed(**summary).values.get(field)


def test_pubmed_title_in_another_language() -> None:
    """The title in the language of the work is told."""
    work = pubmed(title="[Magnets].", vernaculartitle="Magnete &amp; H&auml;nde")

    assert ("PubMed gives the title in English; its own is: Magnete & Hände",) == work.notes


def test_pubmed_book() -> None:
    """A book has a publisher and no journal."""
    work = pubmed(
        title="", booktitle="A Book", source="", publishername="P", authors=[{"name": "A B", "authtype": "Editor"}]
    )

    assert ("book", {"title": "A Book", "publisher": "P", "pmid": "7"}) == (work.type, work.values)
    assert ((), (Person("A", "B."),)) == (work.authors, work.editors)


def test_pubmed_retraction() -> None:
    """A retracted paper has a notice even where none is named; a notice itself is known as one."""
    expected = FoundNotice(
        NoticeKind.RETRACTION, "PubMed lists it as a retracted publication; no notice is named there"
    )

    assert (expected,) == pubmed(pubtype=["Retracted Publication"]).notices
    assert "another paper" == pubmed(pubtype=["Retraction of Publication"]).notice_of


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "the answer of PubMed has not the form of a summary: `the whole`"),
        ({}, "the answer of PubMed has not the form of a summary: `the whole`"),
        ({"error": "API rate limit exceeded", "count": "4"}, "PubMed says: API rate limit exceeded"),
        ({"esummaryresult": ["Invalid uid x at position=0"]}, "PubMed says: ['Invalid uid x at position=0']"),
        ({"result": {"uids": []}}, "PubMed has no record 7: look the number up again"),
        (
            {"result": {"7": {"uid": "7", "error": "cannot get document summary"}}},
            "PubMed has no record 7 (cannot get document summary): look the number up again",
        ),
        ({"result": {"7": {"uid": "7", "title": ""}}}, "the PubMed record 7 has no title"),
        (
            {"result": {"7": {"title": "A"}}},
            "the answer of PubMed has not the form of a summary: `uid`, field required",
        ),
    ],
)
def test_pubmed_answer_without_a_work(data: object, reason: str) -> None:
    """PubMed says with status 200 that it knows nothing; that is a reason too."""
    found = read_pubmed(data, "7")

    assert isinstance(found, Unreadable)
    assert found.reason.startswith(reason)


RIS = """TY  - JOUR
AU  - Müller, Jörg
AU  - Beta, Bo, Jr.
A1  - Warm Hands Group
TI  - Magnets
  that go on
T2  - Journal of Samples
PY  - 2011/06/01/
VL  - 12
IS  - 3
SP  - 518
EP  - 24
DO  - https://doi.org/10.5555/Sample.2010.7
AN  - 90000001
DB  - PubMed
C2  - PMC9000001
UR  - https://doi.org/10.5555/Sample.2010.7
ER  -

TY  - CHAP
AU  - Gamma, Gil
A2  - Editor, Eva
T1  - A chapter
T2  - A book
Y1  - 1999
SP  - 1-9
SN  - 978-0-306-40615-7
PB  - Press
UR  - https://example.org/chapter
ER  -
TY  - JOUR
AU  - Nobody, N
ER  -
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ris(end: str) -> None:
    """RIS records are read whatever their line ends; one without a title is none."""
    first, second = read_ris("\ufeff" + RIS.replace("\n", end))

    assert {
        "title": "Magnets that go on",
        "journal": "Journal of Samples",
        "year": "2011",
        "volume": "12",
        "number": "3",
        "pages": "518–524",
        "doi": "10.5555/Sample.2010.7",
        "pmid": "90000001",
        "pmcid": "PMC9000001",
    } == first.values
    assert (
        Person("Müller", "Jörg"),
        Person("Beta", "Bo", "Jr."),
        Person("Warm Hands Group", group=True),
    ) == first.authors
    assert ("incollection", (Person("Gamma", "Gil"),), (Person("Editor", "Eva"),)) == (
        second.type,
        second.authors,
        second.editors,
    )
    assert {
        "title": "A chapter",
        "booktitle": "A book",
        "publisher": "Press",
        "year": "1999",
        "pages": "1–9",
        "isbn": "978-0-306-40615-7",
        "url": "https://example.org/chapter",
    } == second.values


def test_number_of_a_ris_record() -> None:
    """The number of a record is a PubMed id only where the record comes from PubMed."""
    [work] = read_ris("TY  - JOUR\nTI  - A\nAN  - 12345\nDB  - Scopus\nER  -\n")

    assert "pmid" not in work.values


@pytest.mark.parametrize("text", ["", "no RIS at all", "TY  - JOUR\nTI  - A\n", "@article{a, title = {A}}"])
def test_text_that_is_no_ris(text: str) -> None:
    """A text that is no RIS file, or breaks off, holds no record."""
    assert [] == read_ris(text)


BIB = r"""@string{js = "Journal of Samples"}
@Article{Mueller_2011,
  Author = {M{\"u}ller, J{\"o}rg and Glenn F. Martel and Carl van den Berg and {World Health Organization}},
  title = "Static {M}agnets \& <i>warmth</i>",
  journal = js,
  date = {2011-06-01},
  month = jun,
  pages = {518-24},
  doi = {https://doi.org/10.5555/sample\_2010},
  url = {https://example.org/a\_b},
  pmcid = {9000001},
  keywords = {magnets},
  abstract = {50% of {all}},
  journal-iso = {J Samp},
}
@thesis{second, title = {Second}, school = {A University}, year = {n.d.}}
@misc{untitled, author = {Nobody}}
"""


def test_bib() -> None:
    """Entries of reference managers are read with their names turned round, and what was left out is named."""
    works = read_bib(BIB)

    assert ["Mueller_2011", "second"] == list(works)
    work = works["Mueller_2011"]
    assert {
        "title": "Static Magnets & warmth",
        "journal": "Journal of Samples",
        "year": "2011",
        "pages": "518–524",
        "doi": "10.5555/sample_2010",
        "url": "https://example.org/a_b",
        "pmcid": "PMC9000001",
    } == work.values
    assert (
        Person("Müller", "Jörg"),
        Person("Martel", "Glenn F."),
        Person("van den Berg", "Carl"),
        Person("World Health Organization", group=True),
    ) == work.authors
    assert ("`journal-iso` was left out: references here have no such field",) == work.notes
    assert ("phdthesis", {"title": "Second", "publisher": "A University"}) == (
        works["second"].type,
        works["second"].values,
    )
    assert ("`year` was left out: `n.d.` was seen.",) == works["second"].notes


@pytest.mark.parametrize("text", ["", "no BibTeX", "@article{a, title = {A}", "@comment{x}"])
def test_text_that_is_no_bibtex(text: str) -> None:
    """A text that is no BibTeX file, or breaks off, holds no entry."""
    assert {} == read_bib(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("A <i>B</i> &amp; C", "A B & C"),
        ("A &amp;amp; &amp;lt;i&amp;gt;B&amp;lt;/i&amp;gt;", "A & B"),
        ("H<sub>2</sub>O, 10<sup>-3</sup> T, m<sup>th</sup>", "H₂O, 10⁻³ T, mth"),
        ("one<br/>two<jats:p>three</jats:p>", "one two three"),
        ('<mml:math xmlns:mml="http://x"><mml:mi>B</mml:mi></mml:math> field', "B field"),
        ("p < 0.05 and a<b and n<N", "p < 0.05 and a< b and n< N"),
        ("soft\u00adhyphen, zero\u200bwidth\tand\nlines\x07", "soft hyphen, zero width and lines"),
        ("A—B – “C”", "A—B – “C”"),
        ("e\u0301", "é"),
    ],
)
def test_plain_text(written: str, plain: str) -> None:
    """Tags and entities go, what they mean stays, and signs that only look like tags are kept."""
    assert plain == plain_text(written)


@given(st.text())
def test_plain_text_is_one_clean_line(text: str) -> None:
    """Whatever comes in, what comes out is one line without control characters, and comes out of it again."""
    once = plain_text(text)

    assert once == " ".join(once.split())
    assert not any(ord(sign) < 32 for sign in once)


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("518-24", "518–524"),
        ("518–524", "518–524"),
        ("518--524", "518–524"),
        ("S26-30", "S26–S30"),
        ("1018-1018", "1018"),
        ("e78007", "e78007"),
        ("iv-x", "iv–x"),
        ("99-101", "99–101"),
        ("3, 5-7", "3, 5–7"),
        ("", ""),
    ],
)
def test_pages_written_in_full(written: str, full: str) -> None:
    """A shortened range is written in full, and a page that goes to itself once."""
    assert full == full_pages(written)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/a.b", "10.5555/a.b"),
        ("https://doi.org/10.5555/a.b", "10.5555/a.b"),
        ("http://dx.doi.org/10.5555/A", "10.5555/A"),
        ("doi: 10.5555/a", "10.5555/a"),
        ("10.5555", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_bare_doi(text: str, doi: str) -> None:
    """A DOI is taken out of its address; anything else is none."""
    assert doi == bare_doi(text)


def test_two_descriptions_of_one_work() -> None:
    """The first description counts, the second fills in what it lacks, and a notice is told once."""
    first = crossref(
        **{"updated-by": [{"type": "erratum", "DOI": "10.5555/n"}]}, author=[{"family": "A", "given": "Ann"}]
    )
    second = pubmed(
        articleids=[{"idtype": "doi", "value": "10.5555/X"}],
        authors=[{"name": "A A"}],
        volume="3",
        references=[{"reftype": "Erratum in", "refsource": "J"}, {"reftype": "Retraction in", "refsource": "J"}],
    )
    both = merged(first, second)

    assert isinstance(both, Work)
    assert {"title": "A title", "doi": "10.5555/x", "journal": "J Samp", "volume": "3", "pmid": "7"} == both.values
    assert (Person("A", "Ann"),) == both.authors
    assert [NoticeKind.ERRATUM, NoticeKind.RETRACTION] == [notice.kind for notice in both.notices]


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        (
            {"articleids": [{"idtype": "doi", "value": "10.5555/y"}]},
            "these are two works, `10.5555/x` and `10.5555/y`: A title · A title",
        ),
        ({"title": "Another one."}, "these look like two works: A title · Another one"),
    ],
)
def test_descriptions_of_two_works(summary: dict[str, Any], reason: str) -> None:
    """A DOI and a PubMed id of different papers are not made into one."""
    assert Unreadable(reason) == merged(crossref(), pubmed(**summary))
