"""The parts of a comparison: where values differ, why grades moved, and how it is written."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pydantic import BaseModel
from tests.unit.bodies import at, body, claim, documented, empty, measured
from tests.unit.diffs import PROJECT
from tests.unit.projects import SAMPLE

from evidence.appraise import appraise_claim
from evidence.compare import Comparison, comparison_schema
from evidence.compare.claim_record import told
from evidence.compare.grades import why_grade, why_verdict
from evidence.compare.markdown import LIMIT, MARKER, as_markdown, inert, said
from evidence.compare.others import assessment_changes, calculation_changes, planned_changes, source_changes
from evidence.compare.studies import study_changes
from evidence.compare.text import in_words
from evidence.compare.tree import Change, Kind, Piece, RecordChange, Status, Weight
from evidence.compare.values import IDENTITY, How, Item, differences, renamed
from evidence.compare.wording import named, pieces_of, shown
from evidence.library import KINDS, read_library
from evidence.model.fields import Record
from evidence.model.study import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
LIBRARY, _ = read_library(SAMPLE)
CLAIM = next(iter(LIBRARY.claims.values())).value
STUDY = next(iter(LIBRARY.studies.values())).value


# Where values differ


def models_in_lists(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Yield every type of record that stands in a list somewhere in another one."""
    if model in seen:
        return
    seen.add(model)
    for field in model.model_fields.values():
        for inner, listed in types_in(field.annotation, listed=False):
            if listed:
                yield inner
            yield from models_in_lists(inner, seen)


def types_in(annotation: Any, *, listed: bool) -> Iterator[tuple[type[BaseModel], bool]]:  # noqa: ANN401 - any type
    """Yield the types of records in an annotation, and whether they stand in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, listed
    elif get_origin(annotation) in {list, Union, UnionType} or hasattr(annotation, "__metadata__"):
        for inner in get_args(annotation):
            if inner is not NoneType and not isinstance(inner, str):
                yield from types_in(inner, listed=listed or get_origin(annotation) is list)


def test_every_item_of_a_list_is_known_again_by_something() -> None:
    """No kind of item can be added to the records without saying by what it is known in another state."""
    seen: set[type[BaseModel]] = set()
    roots = [model for adapter in KINDS.values() for model, _ in types_in(adapter._type, listed=False)]  # noqa: SLF001
    found = {inner for root in roots for inner in models_in_lists(root, seen)}

    assert found == set(IDENTITY)
    for model, names in IDENTITY.items():
        assert set(names) <= model.model_fields.keys()


def paths(before: object, after: object) -> list[tuple[str, str]]:
    """Return where two values differ, and how."""
    return [(item.dotted, item.how.name.lower()) for item in differences(before, after)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"title": "Is it not so?"}, [("title", "changed")], id="text"),
        pytest.param({"safety": "Take care."}, [("safety", "added")], id="new-field"),
        pytest.param({"related": ["x"]}, [("related.x", "added")], id="new-item"),
        pytest.param({"also_asked": ["b", "a", "c", "d", "e"]}, [("also_asked", "reordered")], id="order"),
        pytest.param(
            {"also_asked": ["a", "b", "c", "d", "é"]},
            [("also_asked.e", "removed"), ("also_asked.é", "added")],
            id="item-gone",
        ),
        pytest.param({"also_asked": ["a", "b", "c", "d", "e", "e"]}, [("also_asked.e (2)", "added")], id="item-twice"),
    ],
)
def test_where_claims_differ(change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """A difference says where it is and whether something came, went, changed or moved."""
    assert expected == paths(claim(), claim(**change))


def test_line_that_was_reworded_is_one_difference() -> None:
    """A line of a list that says nearly the same is reworded, not one gone and another one new."""
    before = STUDY.model_copy(update={"unconfirmed": ["the number of people in each group", "the DOI"]})
    after = STUDY.model_copy(update={"unconfirmed": ["the number of women in each group", "the country"]})

    assert [
        ("unconfirmed.the number of people in each group", "changed"),
        ("unconfirmed.the DOI", "removed"),
        ("unconfirmed.the country", "added"),
    ] == paths(before, after)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("One line.", "One  line.", True),
        ("One paragraph\nof two lines.", "One paragraph of\ntwo lines.", True),
        ("One paragraph\nof two lines.", "One paragraph\n\nof two lines.", False),
        ("- one\n- two", "- one - two", False),
        ("One.", "One", False),
    ],
)
def test_line_breaks_that_nobody_sees(before: str, after: str, same: bool) -> None:  # noqa: FBT001
    """Where lines are broken is no change; where paragraphs and lists begin is one."""
    assert same == (paths(claim(summary=before), claim(summary=after)) == [])


def test_another_basis_is_told_with_what_follows_from_it() -> None:
    """A body that is graded by other rules differs in its basis and judgements, and not as a whole."""
    found = dict(paths(claim(body()), claim(measured("sound"))))

    assert "changed" == found["bodies.main.basis"]
    assert "changed" == found["bodies.main.judgements.standing"] or "added" == found["bodies.main.judgements.standing"]
    assert "bodies.main" not in found


def test_new_names_of_others_are_no_differences() -> None:
    """A study under a new name is the same study, in lists and in citations; words that look like it stay."""
    before = claim(summary="So says [@alpha2001; @beta2002], not alpha2001.", related=["old"])
    after = claim(
        body(evidence=[{"study": "alpha2002", "outcome": "pain", "bearing": "supports", "why": "A reason."}]),
        summary="So says [@alpha2002; @beta2002], not alpha2001.",
        related=["new"],
    )

    names = {"alpha2001": "alpha2002", "old": "new"}

    assert [("rests_on.main", "added")] == paths(renamed(before, names), after)


# Nothing is forgotten


def leaves(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every single value of a record."""
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), (*way, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*way, index))
    elif value is not None:
        yield way


def altered(value: Any, way: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - any part of a record
    """Return a record with one value changed."""
    if not way:
        if isinstance(value, bool):
            return not value
        if isinstance(value, int | float):
            return value + 1
        return type(value)(f"{value} more") if type(value) is str else other(value)
    step, *rest = way
    if isinstance(step, int):
        return [altered(item, tuple(rest)) if index == step else item for index, item in enumerate(value)]
    return value.model_copy(update={step: altered(getattr(value, step), tuple(rest))})


def other(value: Any) -> Any:  # noqa: ANN401 - a word of the vocabulary, or a date
    """Return another word of the same vocabulary, or another day."""
    if hasattr(value, "year"):
        return value.replace(year=value.year + 1)
    return (
        next(word for word in type(value) if word is not value) if hasattr(type(value), "__members__") else f"{value} x"
    )


WHOLE: dict[str, tuple[Any, Callable[[Any, Any], Any]]] = {
    "claim": (CLAIM, lambda before, after: list(told(list(differences(before, after)), before, after))),
    "study": (STUDY, study_changes),
    "source": (next(iter(LIBRARY.sources.values())).value, source_changes),
    "calculation": (
        next(iter(LIBRARY.calculations.values())).value,
        lambda before, after: calculation_changes(before, after, sound=False),
    ),
    "assessment": (next(iter(LIBRARY.assessments.values())).value, assessment_changes),
    "planned": (LIBRARY.planned.value.claims[0] if LIBRARY.planned else None, planned_changes),
}
# Told by the name of the record, or together with its reasons.
ELSEWHERE = {("id",), ("verdict",)}


@pytest.mark.parametrize("kind", WHOLE)
def test_no_value_changes_without_a_word(kind: str) -> None:
    """Whichever single value of a record changes, something is said of it."""
    record, compare = WHOLE[kind]
    ways = [way for way in leaves(record) if way not in ELSEWHERE]

    assert len(ways) > 1
    assert [] == [way for way in ways if not compare(record, altered(record, way))]
    assert not compare(record, record)


# Why grades and verdicts moved


def appraised(*bodies: Any, **fields: object) -> Any:  # noqa: ANN401 - bodies of any basis
    """Appraise a claim that rests on some bodies, whose ids are made different."""
    named = [item.model_copy(update={"id": f"b{number}"}) for number, item in enumerate(bodies, 1)]
    return appraise_claim(claim(*named, **({"rests_on": [item.id for item in named]} | fields)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([at("low")], [at("very low")], ["imprecision −2 → −3 in `b1`"], id="down"),
        pytest.param([at("low")], [at("moderate")], ["imprecision −2 → −1 in `b1`"], id="up"),
        pytest.param(
            [at("high"), at("moderate")], [at("low"), at("moderate")], ["imprecision 0 → −2 in `b1`"], id="another-body"
        ),
        pytest.param(
            [at("low"), at("low")],
            [at("moderate"), at("high")],
            ["imprecision −2 → −1 in `b1`", "imprecision −2 → 0 in `b2`"],
            id="two-bodies-had-to-rise",
        ),
        pytest.param(
            [at("moderate")], [at("moderate"), at("low")], ["the verdict rests on `b2` (low) now"], id="joined"
        ),
        pytest.param([at("moderate"), at("low")], [at("moderate")], ["the verdict no longer rests on `b2`"], id="left"),
        pytest.param(
            [measured("sound")], [measured("weak-or-disputed")], ["step sound → weak or disputed in `b1`"], id="step"
        ),
        pytest.param(
            [documented("second-hand")],
            [measured("sound")],
            ["what is graded documents → measurements in `b1`"],
            id="basis",
        ),
        pytest.param(
            [body(start="non-randomized")],
            [body(start="randomized")],
            ["starting point non randomized → randomized in `b1`"],
            id="start",
        ),
    ],
)
def test_why_a_grade_moved(before: list[Any], after: list[Any], expected: list[str]) -> None:
    """What moved a grade are the judgements of the bodies that set it before or set it now, and no others."""
    assert expected == why_grade(appraised(*before), appraised(*after))


def test_why_there_is_a_grade_now() -> None:
    """Where a claim had nothing to rest on, what it rests on now is the reason for its grade."""
    before = appraised(empty(), rests_on=[], verdict="untested")

    assert ["the verdict rests on `b2` (low) now"] == why_grade(before, appraised(empty(), at("low"), rests_on=["b2"]))
    assert ["the verdict no longer rests on `b2`"] == why_grade(appraised(empty(), at("low"), rests_on=["b2"]), before)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            [at("low")],
            [at("low", "conflicting")],
            ["the finding of `b1` went from the claim holds → results conflict"],
            id="finding",
        ),
        pytest.param([at("low")], [at("high")], ["`b1` is graded high and was graded low"], id="grade"),
        pytest.param([at("low")], [at("low", directness="indirect")], ["`b1` is indirect now"], id="directness"),
        pytest.param([at("low")], [at("low"), at("high")], ["it rests on `b2` now"], id="joined"),
        pytest.param([at("low"), at("low")], [at("low")], ["it no longer rests on `b2`"], id="left"),
    ],
)
def test_why_a_verdict_moved(before: list[Any], after: list[Any], expected: list[str]) -> None:
    """What moves a verdict are findings, grades, directness, and the bodies that it rests on."""
    assert expected == why_verdict(appraised(*before), appraised(*after))


# Words


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("outcomes", "pain", "data", "magnet", "mean"), "result `pain`, data `magnet`, mean"),
        (("bodies", "main", "threshold", "value"), "`main`, threshold, value"),
        (("bodies", "main"), "body of evidence `main`"),
        (("reviewed",), "last reviewed"),
        (("also_asked", "do magnets help"), "people also ask “do magnets help”"),
    ],
)
def test_places_in_words(path: tuple[str, ...], expected: str) -> None:
    """A place in a record is named by its fields, with the items of lists in backticks or quotation marks."""
    shape = {"outcomes": {1, 3}, "bodies": {1}, "also_asked": {1}}.get(path[0], set())
    assert expected == named([Item(step) if index in shape else step for index, step in enumerate(path)])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "None"),
        (-1.5, "−1.5"),
        (True, "yes"),
        ([], "nothing"),
        (["a", "b"], "a, b"),
        (Notice(kind="comment", what="A letter."), ""),  # type: ignore[arg-type]
    ],
)
def test_values_in_words(value: object, expected: str) -> None:
    """Values are written for readers; of an item of a list what it is known by is left to its name."""
    assert expected == shown(value)


def test_words_that_changed() -> None:
    """What changed in a text is shown with a few words around it; the rest is left out."""
    before = "one two three four five six seven eight nine ten eleven twelve"
    after = "one two three four five SIX seven eight nine ten eleven twelve"

    assert "… two three four five [-six-] {+SIX+} seven eight nine ten …" == in_words(pieces_of(before, after))


@given(st.lists(st.sampled_from("abcdef"), max_size=12), st.lists(st.sampled_from("abcdef"), max_size=12))
def test_pieces_make_both_texts(before: list[str], after: list[str]) -> None:
    """Without what was left out, the old and the new text can be put together again from the pieces."""
    pieces = pieces_of(" ".join(before), " ".join(after))
    if any(piece.kind == "skipped" for piece in pieces):
        return

    assert before == " ".join(piece.text for piece in pieces if piece.kind in {"same", "gone"}).split()
    assert after == " ".join(piece.text for piece in pieces if piece.kind in {"same", "new"}).split()


def test_how_has_words_for_all() -> None:
    """Every way to differ is one that texts are made for."""
    assert {"CHANGED", "ADDED", "REMOVED", "REORDERED"} == {how.name for how in How}


# Markdown


class Shown(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down a tag."""
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Take down a text."""
        self.text += data


def as_shown(markdown: str) -> Shown:
    """Read Markdown as GitHub does, and return what a reader sees."""
    seen = Shown()
    seen.feed(MarkdownIt("gfm-like", {"linkify": False}).enable("strikethrough").render(markdown))
    return seen


SIGNS = st.text(st.sampled_from("ab1 \n`*_~[]()<>!&#@|$\\-+.:/=\"'{}"), max_size=40)


@given(SIGNS)
@example("<!-- evidence-diff -->")
@example("</details><script>alert(1)</script>")
@example("[a](javascript:alert) ![b](http://x.example/y.png)")
@example("1. a\n2) b\n- c\n+ d\n# e\n===\n> f\n    g")
@example("@someone #12 GH-3 www.example.org https://example.org a@b.example")
@example("$x$ ~~y~~ **z** `w` |t|u|\n|-|-|")
def test_texts_of_others_do_nothing(text: str) -> None:
    """Whatever a record holds is shown sign by sign: no tags, links, pictures, lists, code or calls come of it."""
    seen = as_shown(f"- x {inert(text)}")

    assert seen.tags <= {"ul", "li"}
    assert ["x", *text.split()] == seen.text.replace("\u200b", "").split()
    assert not re.search(r"@\w|(?<!&)#\w", inert(text))
    # At the beginning of a line as well.
    assert as_shown(inert(text)).tags <= {"p"}


@given(SIGNS)
def test_names_in_backticks_stay_code(text: str) -> None:
    """A sentence of the program keeps its names as code, and what stands between them is inert."""
    seen = as_shown(f"- x {said(f'`a-b` {text} `c/d.yml`')}")

    assert seen.tags <= {"ul", "li", "code"}
    assert "a-b" in seen.text
    assert "c/d.yml" in seen.text


def large(count: int) -> Comparison:
    """Return a comparison with many changes of many claims."""
    changes = tuple(
        Change(
            what="text",
            weight=Weight.TEXT,
            says=f"text {number}: reworded",
            pieces=(Piece(kind="gone", text="old " * 50), Piece(kind="new", text="new & <b> " * 50)),
        )
        for number in range(20)
    )
    records = tuple(
        RecordChange(
            kind=Kind.CLAIM,
            id=f"claim-{number}",
            title=f"Claim {number}?",
            status=Status.CHANGED,
            weight=Weight.TEXT,
            headline="texts changed",
            changes=changes,
        )
        for number in range(count)
    )
    return Comparison(base="a", head="b", summary="Much changed.", records=records)


@pytest.mark.parametrize("count", [1, 5, 50, 2000])
@pytest.mark.parametrize("limit", [1000, 25_000, LIMIT])
def test_a_comment_is_never_too_long(count: int, limit: int) -> None:
    """However much changed, a comment keeps its limit, begins with its mark and the summary, and closes its folds."""
    written = as_markdown(large(count), limit)

    assert len(written) <= limit
    assert written.startswith(f"{MARKER}\n### What this change means to readers\n\n**Much changed.**")
    assert written.count("<details>") == written.count("</details>")
    assert ("Not everything fits into one comment" in written) == (
        "claim-0" not in written or written.count("text 19") < count
    )


def test_mark_never_changes() -> None:
    """Comments on open pull requests are found by this line: a new one would leave the old comments standing."""
    assert "<!-- evidence-diff -->" == MARKER


# Its form


def test_schema_file_is_current() -> None:
    """The file says what the types say; `make generate` writes it."""
    written = (ROOT / "scripts/evidence/compare/comparison.schema.json").read_text(encoding="utf-8")

    assert comparison_schema() == written


def parts() -> list[str]:
    """Return every part of the schema with its fields."""
    schema = json.loads(comparison_schema())
    models = {"Comparison": schema} | schema["$defs"]
    return [f"{name}.{field}" for name, model in models.items() for field in model.get("properties", {})]


@pytest.mark.parametrize("part", parts())
def test_every_part_is_documented(part: str) -> None:
    """Every field of the JSON stands in the guide, in the table of its part."""
    guide = (ROOT / "docs/contribute/diff.md").read_text(encoding="utf-8")
    model, field = part.split(".")

    assert re.search(rf"^### `{model}`\n(?:(?!^###).*\n)*?\| `{field}` \|", guide, re.MULTILINE), part


def test_cases_use_the_project() -> None:
    """The project of the golden cases is not the sample, so that either can change by itself."""
    assert PROJECT.is_dir()
    assert PROJECT != SAMPLE
