"""Build the same pages with ProperDocs and with Zensical, and compare their addresses with those of the MkDocs site.

    python scripts/ways_out.py [--only properdocs|zensical] [--report FILE]

The pages of the engine are written into a folder as plain Markdown; another generator gets no more. Each generator is
installed into an environment of its own below build/ways-out/, from requirements-<name>.txt. Exit status: 0 when all
addresses are the same, 1 when some differ or a build fails, 2 on misuse, 3 when a generator cannot be installed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from mkdocs.config import load_config

import hook
from build import build_site
from check import run
from evidence.pages.fragments import expand
from evidence.pages.site import generated_pages, other_files
from evidence.problem import has_errors
from evidence.review import review_project
from evidence.rules.pages import is_draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.pages.context import Site
    from evidence.review import Review

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "ways-out"

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True)
class Way:
    """A generator other than MkDocs."""

    name: str
    own: tuple[str, ...]
    """Patterns of the files that are its own business: its scripts and styles, its search, its lists of pages."""


# What a generator brings besides pages is its own affair; pages, and files that we hand in, are not.
OWN = ("assets/(?:images|javascripts|stylesheets)/.*", "search/.*", "sitemap.xml(?:.gz)?")
WAYS = (
    Way("properdocs", OWN),
    # It also copies a README from among our scripts, which MkDocs takes for a page of the theme and leaves out.
    Way("zensical", (*OWN, "search.json", "objects.inv", "assets/vendor/README.md")),
)


class NotInstalledError(Exception):
    """Raised where a generator cannot be installed."""


class NotBuiltError(Exception):
    """Raised where a generator builds no site; the text is the end of what it said."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Build the same pages with ProperDocs and Zensical and compare.")
    parser.add_argument("--only", action="append", choices=[way.name for way in WAYS], help="try this one alone")
    parser.add_argument("--report", type=Path, help="file for what differs; empty where nothing does")
    options = parser.parse_args(arguments)
    review = review_project(ROOT)
    if has_errors(review.problems):
        print("the records have errors: run the check", file=sys.stderr)
        return 1
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")
    reference = FOLDER / "mkdocs"
    build_site(reference)
    write_pages(review, site_of(ROOT / "mkdocs.yml"), FOLDER / "docs")
    texts = []
    for way in WAYS:
        if way.name in (options.only or [way.name]):
            try:
                different = differences(addresses(reference, way.own), addresses(built_by(way), way.own))
            except NotInstalledError as error:
                print(error, file=sys.stderr)
                return 3
            except NotBuiltError as error:
                different = [f"no site was built:\n\n```text\n{error}\n```\n"]
            texts += [text_of(way, different)] if different else []
            print(f"{way.name}: {len(different)} differences" if different else f"{way.name}: the same addresses")
    text = "\n".join(texts)
    if options.report:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text(text, encoding="utf-8", newline="\n")
    elif text:
        print(text)
    return 1 if texts else 0


def site_of(config: Path) -> Site:
    """Return what the settings of MkDocs say of the whole site."""
    return hook.site_of(load_config(str(config)))


def write_pages(review: Review, site: Site, folder: Path) -> None:
    """Write all that a generator gets: pages by hand with their parts filled in, pages of records, other files."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder, ignore=shutil.ignore_patterns("*.md"))
    for path, text in pages(review, site):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def pages(review: Review, site: Site) -> Iterator[tuple[str, str]]:
    """Yield every file that the engine makes, by its path below the folder of pages."""
    for file, text in review.library.pages.items():
        if not is_draft(text):
            path = file.removeprefix("docs/")
            front = _FRONT.match(text)
            start = front.end() if front else 0
            yield path, text[:start] + expand(path, text[start:], review, site)
    for page in generated_pages(review, site):
        yield page.path, page.text
    for other in other_files(review, site):
        yield other.path, other.text


def built_by(way: Way) -> Path:
    """Build the site with another generator and return its folder."""
    folder = FOLDER / way.name
    shutil.rmtree(folder, ignore_errors=True)
    config = FOLDER / f"{way.name}.yml"
    config.write_text(yaml.safe_dump(settings(folder)), encoding="utf-8", newline="\n")
    command: list[str | Path] = [program(way), "build", "--config-file", config, "--strict"]
    done = subprocess.run(  # noqa: S603 - installed from our own pins
        command, cwd=FOLDER, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode or not (folder / "index.html").is_file():
        said = (done.stdout + done.stderr).strip().splitlines()
        raise NotBuiltError("\n".join(said[-40:]))
    return folder


def settings(site: Path) -> Mapping[str, object]:
    """Return the settings: those of MkDocs, but for where pages come from and that no hook is needed any more."""
    return {
        "INHERIT": "../../mkdocs.yml",
        "docs_dir": "docs",
        "site_dir": site.name,
        "theme": {"custom_dir": "../../overrides"},
        "hooks": [],
        "watch": [],
        # Pages of records are edited as records, which the hook tells MkDocs.
        "edit_uri": "",
        # The hook says of each page of a record that it is not meant to stand in the navigation.
        "validation": {"nav": {"omitted_files": "ignore"}},
    }


def program(way: Way) -> Path:
    """Return the generator's command, installed where it is not there yet or its pins have changed."""
    requirements = ROOT / f"requirements-{way.name}.txt"
    pins = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = FOLDER / f"venv-{way.name}-{pins}"
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        done = subprocess.run([scripts / "python", *pip, "-r", requirements], check=False)  # noqa: S603 - our own pins
        if done.returncode:
            message = f"{way.name} cannot be installed: are you online?"
            raise NotInstalledError(message)
        (folder / "complete").touch()
    return scripts / way.name


def addresses(site: Path, own: Sequence[str]) -> set[str]:
    """Return the addresses of a site, without those that a generator may have as it likes."""
    files = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    left_out = re.compile("|".join(f"(?:{pattern})" for pattern in own))
    return {re.sub(r"(^|/)index\.html$", r"\1", file) for file in files if not left_out.fullmatch(file)}


def differences(here: set[str], there: set[str]) -> list[str]:
    """Say which addresses are missing there, and which are new."""
    missing = [f"missing: `/{address}`" for address in sorted(here - there)]
    return missing + [f"only there: `/{address}`" for address in sorted(there - here)]


def text_of(way: Way, different: Sequence[str]) -> str:
    """Write what differs as a section of a report."""
    return "\n".join([f"## Built with {way.name}", "", *(f"- {item}" for item in different), ""])


if __name__ == "__main__":
    run(main)
