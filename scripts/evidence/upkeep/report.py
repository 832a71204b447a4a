"""What was found, as Markdown for an issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.upkeep.links import files_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.problem import Place, Problem
    from evidence.upkeep.links import Outcome
    from evidence.upkeep.notices import News
    from evidence.upkeep.reviews import Due
    from evidence.upkeep.tolerance import Unneeded


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that does not work and is not put up with."""

    link: str
    seen: str
    outcome: Outcome
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found."""

    broken: Sequence[Broken] = ()
    moved: Mapping[str, Outcome] | None = None
    """Links whose page has moved for good: told beside other things, and no reason for a report by themselves."""
    unneeded: Sequence[Unneeded] = ()
    problems: Sequence[Problem] = ()
    """Faults of the list of tolerated links."""
    news: Sequence[News] = ()
    unasked: Mapping[str, str] | None = None
    """DOIs that nothing was learned of, with the reason."""
    due: Sequence[Due] = ()

    def any(self) -> bool:
        """Tell whether there is anything to be done."""
        return bool(self.broken or self.unneeded or self.problems or self.news or self.unasked or self.due)


def report(findings: Findings, tolerance_file: str, today: datetime.date) -> str:
    """Write the report; empty where there is nothing to be done."""
    if not findings.any():
        return ""
    sections = [
        _section("Notices on works that are cited", _news(findings.news)),
        _section("Claims that are due for another look", _due(findings.due)),
        _section("Links that do not work", _broken(findings.broken, tolerance_file, today)),
        _section(
            f"Entries of `{tolerance_file}` that must go",
            (f"- `{item.place.file}:{item.place.line}` {item.link}: {item.why}" for item in findings.unneeded),
        ),
        _section("Faults", (f"- {problem.place} {problem.message}" for problem in findings.problems)),
        _section(
            "Not learned",
            (f"- `{doi}`: {reason}" for doi, reason in (findings.unasked or {}).items()),
        ),
        _section(
            "Pages that have moved for good",
            (f"- {link} is now at {outcome.address}" for link, outcome in (findings.moved or {}).items()),
        ),
    ]
    return "\n".join(section for section in sections if section)


def _section(title: str, lines: Iterable[str]) -> str:
    lines = list(lines)
    return "\n".join([f"## {title}", "", *lines, ""]) if lines else ""


def _news(news: Sequence[News]) -> Iterator[str]:
    if not news:
        return
    yield "Read the notice, write it under `notices` of the study with the day on which you saw it, and look at the"
    yield "claims again."
    yield ""
    for item in sorted(news, key=lambda item: (not item.grave, item.key)):
        where = f" ({item.where})" if item.where else ""
        claims = ", ".join(f"`{claim}`" for claim in item.claims) or "no claim"
        place = f"{item.place.file}:{item.place.line}"
        yield f"- `{item.key}`, doi {item.doi}: {item.what}{where}. Used by {claims}. `{place}`"


def _due(due: Sequence[Due]) -> Iterator[str]:
    for item in due:
        why = f": {item.why}" if item.why else ""
        yield f"- by {item.review_by.isoformat()} [{item.title}]({item.file}){why}"


def _broken(broken: Sequence[Broken], tolerance_file: str, today: datetime.date) -> Iterator[str]:
    if not broken:
        return
    yield "Open each one in a browser. If it is gone, look for the same text elsewhere (the publisher, PubMed, an"
    yield "archive) and change the record. If only programs are kept out, copy its lines from below into"
    yield f"`{tolerance_file}`."
    yield ""
    for item in broken:
        why = f" ({item.outcome.trouble})" if item.outcome.trouble else ""
        yield f"- {item.link}: {item.seen}{why}; in {files_of(item.places)}"
    yield ""
    yield "<details><summary>Lines to copy</summary>"
    yield ""
    yield "```yaml"
    for item in broken:
        yield f"  - link: {item.link}"
        yield f'    gives: "{item.seen}"'
        yield "    reason: (opened in a browser, by whom)"
        yield f"    since: {today.isoformat()}"
    yield "```"
    yield ""
    yield "</details>"
