"""Look at what has changed in the world around the records: links, notices on cited works, reviews that are due.

    python scripts/upkeep.py [--only links|notices|reviews] [--report FILE]

Hundreds of servers are asked, one after the other and with pauses, which may take half an hour. Exit status: 0 when
there is nothing to be done, 1 when there is, 2 on misuse, 3 when the network could not be reached.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from check import run
from evidence.citation import doi_url
from evidence.imports.crossref import read_crossref
from evidence.imports.work import Unreadable, Work
from evidence.problem import Place
from evidence.review import review_project
from evidence.upkeep.links import in_turn, nobody_answered, outer_links
from evidence.upkeep.notices import dois, news
from evidence.upkeep.report import Broken, Findings, report
from evidence.upkeep.reviews import due_claims
from evidence.upkeep.tolerance import read_tolerance, tolerated, unneeded
from outer_links import PAUSE, Visitor
from registries import CROSSREF_URL, NotFoundError, Registries, UnansweredError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evidence.library import Library

ROOT = Path(__file__).resolve().parent.parent
TOLERANCE_FILE = ".github/tolerated-links.yml"
PARTS = ("links", "notices", "reviews")
ENOUGH = 10
"""After so many questions, each to another server, of which none was answered, there is no network."""


class OfflineError(Exception):
    """Raised where nobody could be asked, so that nothing was learned."""


@dataclass(frozen=True)
class World:
    """Whom to ask, and how."""

    visitor: Visitor
    registries: Registries
    pause: float
    say: Callable[[str], None] = field(default=lambda text: print(text, file=sys.stderr, flush=True))


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Look at links, notices on cited works and reviews that are due.")
    parser.add_argument("--only", action="append", choices=PARTS, help="look at this alone; can be given twice")
    parser.add_argument("--report", type=Path, help="file for the report (default: it is printed)")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the project (default: this one)")
    parser.add_argument("--today", type=_day, default=None, help="the day to hold dates against (default: today)")
    parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between two requests to one server")
    parser.add_argument("--crossref", default=CROSSREF_URL, help="address of Crossref's interface")
    options = parser.parse_args(arguments)
    if not options.root.is_dir():
        parser.error(f"--root must be a folder, {options.root} is none")
    mail = os.environ.get("CROSSREF_MAILTO") or None
    visitor = Visitor(os.environ.get("CONTACT_URL") or mail or "", pause=options.pause)
    registries = Registries(mail=mail, crossref_url=options.crossref, pause=options.pause)
    today = options.today or datetime.datetime.now(tz=datetime.UTC).date()
    try:
        found = look(options.root, options.only or PARTS, today, World(visitor, registries, options.pause))
    except OfflineError as error:
        print(error, file=sys.stderr)
        return 3
    text = report(found, TOLERANCE_FILE, today)
    if options.report:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text(text, encoding="utf-8", newline="\n")
    elif text:
        print(text)
    return 1 if found.any() else 0


def look(root: Path, parts: list[str] | tuple[str, ...], today: datetime.date, world: World) -> Findings:
    """Look at some or all parts of the world. Raises ``OfflineError``."""
    library = review_project(root).library
    places = outer_links(library) if "links" in parts else {}
    works: dict[str, Work] = {}
    unasked: dict[str, str] = {}
    if "notices" in parts:
        works, unknown, unasked = ask_crossref(library, world)
        for key, doi in unknown.items():
            # Registered elsewhere, or mistyped: whether it leads anywhere tells the two apart.
            places.setdefault(doi_url(doi), []).append(_place_of(library, key))
    links = look_at_links(root, places, world) if places or "links" in parts else Findings()
    return Findings(
        broken=links.broken,
        moved=links.moved,
        unneeded=links.unneeded if "links" in parts else (),
        problems=links.problems,
        news=tuple(news(library, works)),
        unasked=unasked,
        due=tuple(due_claims(library, today)) if "reviews" in parts else (),
    )


def look_at_links(root: Path, places: Mapping[str, list[Place]], world: World) -> Findings:
    """Visit links and say which are broken, which have moved, and what is put up with for nothing."""
    file = root / TOLERANCE_FILE
    data = file.read_bytes() if file.is_file() else b"links: []\n"
    tolerance, problems = read_tolerance(data, TOLERANCE_FILE)
    outcomes = {}
    for number, link in enumerate(in_turn(sorted(places)), 1):
        world.say(f"{number}/{len(places)} {link}")
        outcomes[link] = world.visitor.visit(link)
        if number in {ENOUGH, len(places)} and nobody_answered(outcomes):
            message = f"none of {number} links gave an answer: are you online?"
            raise OfflineError(message)
    seen = {link: outcome.seen(link) for link, outcome in sorted(outcomes.items())}
    broken = [
        Broken(link, what, outcomes[link], places[link])
        for link, what in seen.items()
        if what and not (tolerance and tolerated(tolerance, link, what))
    ]
    moved = {link: outcomes[link] for link, what in seen.items() if not what and outcomes[link].moved}
    return Findings(
        broken=broken,
        moved=moved,
        unneeded=tuple(unneeded(tolerance, outcomes)) if tolerance else (),
        problems=problems,
    )


def ask_crossref(library: Library, world: World) -> tuple[dict[str, Work], dict[str, str], dict[str, str]]:
    """Ask Crossref for every DOI: what it knows, by key; DOIs that it does not know, by key; and what went wrong.

    Raises ``OfflineError`` where no question was answered.
    """
    works: dict[str, Work] = {}
    unknown: dict[str, str] = {}
    unasked: dict[str, str] = {}
    asked = dois(library)
    for number, (key, doi) in enumerate(asked.items(), 1):
        world.say(f"{number}/{len(asked)} Crossref: {doi}")
        try:
            work = read_crossref(world.registries.crossref(doi))
        except NotFoundError:
            unknown[key] = doi
        except UnansweredError as error:
            unasked[doi] = str(error)
        else:
            if isinstance(work, Unreadable):
                unasked[doi] = work.reason
            else:
                works[key] = work
        if number in {ENOUGH, len(asked)} and len(unasked) == number:
            raise OfflineError(next(iter(unasked.values())))
        time.sleep(world.pause)
    return works, unknown, unasked


def _place_of(library: Library, key: str) -> Place:
    reference = library.references[key]
    return Place(reference.place.file, reference.fields.get("doi", reference.place.line))


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


if __name__ == "__main__":
    run(main)
