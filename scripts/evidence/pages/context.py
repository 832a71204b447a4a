"""What a template may ask for: addresses, citations, and text of records as safe HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from evidence import citation, prose
from evidence.model.placeholder import is_placeholder
from evidence.model.reference import Reference
from evidence.problem import Place

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from evidence.model.study import Outcome, Study
    from evidence.model.vocabulary import Verdict
    from evidence.review import Review


@dataclass(frozen=True, slots=True)
class Site:
    """What the whole site has in common."""

    name: str = "Magnet Therapy Evidence Review"
    url: str = "http://127.0.0.1:8000/"
    """Address of the site, with a slash at its end."""
    repository: str = ""
    """Address of the repository, without a slash at its end; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is handed to the site generator."""

    path: str
    """Path below the folder of pages: ``claims/x.md``."""
    text: str
    """Markdown with front matter."""
    record: str = ""
    """File of the record that the page is made from."""


class PageContext:
    """Writes one page. Collects the citations in the order in which they are printed."""

    def __init__(self, review: Review, site: Site, path: str, record: str = "") -> None:
        self.review = review
        self.library = review.library
        self.site = site
        self.record = record
        folder = path.removesuffix(".md").removesuffix("index").rstrip("/")
        self.address = f"{site.url}{folder}/" if folder else site.url
        depth = path.count("/") + (0 if path.endswith("index.md") else 1)
        self.root = "../" * depth
        self._numbers: dict[str, int] = {}
        self.text = ""
        """The page itself where it is written by hand: some parts depend on what else stands on it."""

    # Addresses

    def to_claim(self, name: str) -> str:
        """Return the address of a claim's page."""
        return f"{self.root}claims/{name}/"

    def to_study(self, key: str) -> str:
        """Return the address of the page of a study, or of the study that a further report belongs to."""
        if key not in self.library.studies:
            for study in self.library.studies.values():
                if any(report.key == key for report in study.value.reports):
                    return f"{self.root}studies/{study.value.id}/"
        return f"{self.root}studies/{key}/"

    def to_source(self, name: str) -> str:
        """Return the address of a reviewed document's page."""
        return f"{self.root}sources/{name}/"

    def to_topic(self, name: str) -> str:
        """Return the address of a topic's page."""
        return f"{self.root}topics/{name}/"

    def to_page(self, path: str) -> str:
        """Return the address of a page written by hand, from its path below the folder of pages."""
        folder = path.removesuffix(".md").removesuffix("index")
        return f"{self.root}{folder.rstrip('/')}/" if folder else self.root or "./"

    # Text

    def line(self, text: str) -> Markup:
        """Render one line of Markdown."""
        return Markup(prose.render_inline(text, self.cite))  # noqa: S704 - made safe by evidence.prose

    def prose(self, text: str) -> Markup:
        """Render paragraphs of Markdown."""
        return Markup(prose.render_block(text, self.cite))  # noqa: S704 - made safe by evidence.prose

    def article(self, text: str) -> Markup:
        """Render paragraphs of Markdown in which studies are cited by name."""
        return Markup(prose.render_block(text, self.cite_by_name))  # noqa: S704 - made safe by evidence.prose

    def article_line(self, text: str) -> Markup:
        """Render one line of Markdown in which studies are cited by name."""
        return Markup(prose.render_inline(text, self.cite_by_name))  # noqa: S704 - made safe by evidence.prose

    def plain(self, text: str) -> str:
        """Return the words of a text without Markdown and citations, for labels."""
        return prose.plain(text)

    def documentation(self, text: str) -> Markup:
        """Render a line of our own documentation, in which a citation is an example and leads nowhere."""
        return Markup(prose.render_inline(text, lambda keys: f"[{'; '.join(f'@{key}' for key in keys)}]"))  # noqa: S704

    def seen(self, where: str) -> Markup:
        """Print where something was seen: as a link, where it is an address."""
        if where.startswith(("http://", "https://")):
            return Markup('<a href="{0}" rel="noopener">{0}</a>').format(where)
        return self.line(where)

    # Studies and references

    def cite(self, keys: Sequence[str]) -> Markup:
        """Print a citation: the numbers of its references, each leading to its entry."""
        links = [
            Markup('<a href="#ref-{}">{}</a>').format(key, self._numbers.setdefault(key, len(self._numbers) + 1))
            for key in keys
        ]
        return Markup('<sup class="ev-cite">[{}]</sup>').format(Markup(", ").join(links))

    def cite_by_name(self, keys: Sequence[str]) -> Markup:
        """Print a citation where no list of references follows: authors and year, each leading to its study's page."""
        links = [Markup('<a href="{}">{}</a>').format(self.to_study(key), self.short(key)) for key in keys]
        return Markup("({})").format(Markup("; ").join(links))

    def cited(self) -> list[str]:
        """Return the keys cited so far, in the order of their numbers."""
        return list(self._numbers)

    def reference(self, key: str) -> Reference:
        """Return a reference. One that could not be read is shown by its key alone."""
        return self.library.references.get(key) or Reference(key=key, type="misc", place=Place("references.bib"))

    def short(self, key: str) -> str:
        """Name a reference as in running text: author and year."""
        return citation.short(self.reference(key))

    def heading_of(self, key: str) -> str:
        """Return what stands over the page of a study: author, year and title, or the title alone."""
        reference = self.reference(key)
        return f"{self.short(key)}: {reference.title}" if reference.attributed else reference.title or key

    def cited_as(self, key: str) -> citation.Citation:
        """Return a reference in Vancouver style, piece by piece."""
        return citation.cite(self.reference(key))

    def vancouver(self, key: str) -> Markup:
        """Print a reference in Vancouver style, without its links."""
        return escape(self.cited_as(key).text)

    def reference_links(self, key: str) -> Sequence[citation.Link]:
        """Return the links of a reference."""
        return self.cited_as(key).links

    def studies(self) -> dict[str, Study]:
        """Return all studies by their keys."""
        return {key: loaded.value for key, loaded in self.library.studies.items()}

    def study(self, key: str) -> Study:
        """Return a study."""
        return self.library.studies[key].value

    def outcome(self, key: str, outcome_id: str) -> Outcome:
        """Return an outcome of a study."""
        return next(outcome for outcome in self.study(key).outcomes if outcome.id == outcome_id)

    # Claims and documents

    def has_claim(self, name: str) -> bool:
        """Tell whether a claim has a page."""
        return name in self.library.claims

    def verdict(self, name: str) -> Verdict:
        """Return the verdict on a claim."""
        return self.library.claims[name].value.verdict

    def claim_title(self, name: str) -> str:
        """Return the title of a claim, or what a claim that is still to come says."""
        if name in self.library.claims:
            return self.library.claims[name].value.title
        draft = self.review.drafts.get(name)
        if draft and not is_placeholder(draft.short_claim):
            return draft.short_claim
        planned = self.library.planned.value.claims if self.library.planned else []
        return next((claim.gist for claim in planned if claim.id == name), name.replace("-", " "))

    def source_title(self, name: str) -> str:
        """Return the title of a reviewed document."""
        return self.library.sources[name].value.title if name in self.library.sources else name

    def contribute_links(self, subject: str = "", reviewed: str = "") -> Markup:
        """Print how to report a problem with this page and how to edit its record.

        The report opens with what its reader would have to ask for: page, record and the date of the page.
        """
        if not self.site.repository:
            return Markup(
                "Something wrong? The record of this page is <code>{}</code>. "
                '<a href="{}about/corrections/">How to report it, and what happens then</a>'
            ).format(self.record, self.root)
        facts = [f"Page: {self.address}", f"Record: {self.record}", *([f"Reviewed: {reviewed}"] if reviewed else [])]
        body = "\n".join([*facts, "", "What is wrong:", "", "Where the right one can be seen:", ""])
        query = urlencode({"title": f"{subject or self.record}: ", "body": body}, quote_via=quote)
        return Markup(
            '<a href="{0}/issues/new?{1}">Report a problem</a> · <a href="{0}/edit/main/{2}">Edit this record</a> · '
            '<a href="{3}about/corrections/">Corrections</a>'
        ).format(self.site.repository, query, self.record, self.root)


def date(value: datetime.date) -> str:
    """Write a date for readers: 21 November 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_date(value: datetime.date) -> str:
    """Write a date for a narrow column: 21 Nov 2026."""
    return f"{value.day} {_MONTHS[value.month - 1][:3]} {value.year}"


def month(value: str) -> str:
    """Write a month for readers: ``2026-11`` becomes November 2026."""
    year, number = value.split("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


# Not strftime: its month names follow the locale of the machine that builds.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
