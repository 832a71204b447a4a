"""The canonical form of records and of the bibliography."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.projects import ASSESSMENT, BIBLIOGRAPHY, CALCULATION, CLAIM, PLANNED, SAMPLE, SOURCE, STUDY

from evidence import layout
from evidence.layout import MeaningChangedError, mended
from evidence.layout.comments import comments_of
from evidence.library import KINDS, kind_of
from evidence.library.kinds import schema_line
from evidence.library.selecting import all_files
from evidence.model.claim import Claim, InterventionBody
from evidence.model.fields import Plain, Record, is_ambiguous
from evidence.readers.decode import decode
from evidence.readers.nodes import Mapping, Scalar, Sequence, read_nodes

if TYPE_CHECKING:
    import random

    from evidence.readers.decode import Loaded
    from evidence.readers.nodes import Node

ROOT = Path(__file__).parents[2]
RECORDS = [CLAIM, STUDY, SOURCE, PLANNED, ASSESSMENT, CALCULATION]
FILE = "sources/x.yml"
HEAD = "".join(schema_line(FILE)) + "\n"
NEXT = f"  - {{id: p1s2, sha256: {'b' * 64}, gist: Two., role: heading}}\n"
HASH = "a" * 64
SENTENCE = f"  - id: p1s1\n    sha256: {HASH}\n    gist: One.\n    role: heading\n"


def source(about: str = "about: A text.\n", sentences: str = SENTENCE, remarks: str = "") -> str:
    """Return a small record in canonical form, with some lines of our choice."""
    return (
        f"{HEAD}id: x\ntitle: X\nkind: blog-post\n{about}sha256: {'c' * 64}\n"
        f"normalisation: nfc-nbsp-space-1\nsentences:\n{sentences}{remarks}"
    )


def in_form(text: str, file: str = FILE) -> str:
    """Return the canonical form of a record."""
    result = mended(text.encode(), file)

    assert () == result.problems
    assert result.text is not None
    return result.text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        pytest.param("about: 'A text.'\n", "about: A text.\n", id="quotes-without-need"),
        pytest.param("about: 'no'\n", 'about: "no"\n', id="quotes-with-need"),
        pytest.param('about: "a: b"\n', 'about: "a: b"\n', id="colon"),
        pytest.param("about: a:b\n", "about: a:b\n", id="colon-inside-of-a-word"),
        pytest.param('about: "say \\"a: b\\""\n', "about: 'say \"a: b\"'\n", id="double-quotes-inside"),
        pytest.param('about: "it\'s # one"\n', 'about: "it\'s # one"\n', id="hash"),
        pytest.param("about:   A\n    text.\n", "about: A text.\n", id="several-lines-that-fit-in-one"),
        pytest.param("about: >-\n  A text.\n", "about: A text.\n", id="folded-text-that-fits"),
        pytest.param(f"about: {'word ' * 22}end\n", f"about: {'word ' * 22}end\n", id="120-characters"),
        pytest.param(
            f"about: {'word ' * 22}ended\n", f"about: >-\n  {'word ' * 22}ended\n", id="more-than-120-characters"
        ),
        pytest.param(f"about: {'x' * 130}\n", f"about: {'x' * 130}\n", id="one-long-word"),
        pytest.param(
            f"about: '\"word\" {'word ' * 30}'\n",
            f'about: >-\n  "word" {"word " * 21}word\n  {"word " * 7}word\n',
            id="wrapped-text-needs-no-quotes",
        ),
        pytest.param("about: A text.   \n\n\n", "about: A text.\n", id="blanks-and-empty-lines"),
        pytest.param("about: |\n  A text.\n", "about: A text.\n", id="line-that-was-given-as-lines"),
        pytest.param("about: e\u0301\n", "about: \u00e9\n", id="composed-letters"),
        pytest.param("about: A text.\n# Why so.\n", "about: A text.\n# Why so.\n", id="comment-above-a-key"),
        pytest.param("about: A text.    #  Why so.\n", "about: A text.  #  Why so.\n", id="comment-behind-a-value"),
        pytest.param(
            f"about: {'word ' * 22}end # Why so.\n",
            f"# Why so.\nabout: {'word ' * 22}end\n",
            id="comment-for-which-there-is-no-room",
        ),
        pytest.param(
            f"about: >-  # Why so.\n  {'word ' * 25}end\n",
            f"# Why so.\nabout: >-\n  {'word ' * 22}word\n  word word end\n",
            id="comment-behind-the-sign-of-a-text",
        ),
        pytest.param("about: 'A # text.'\n", 'about: "A # text."\n', id="no-comment"),
    ],
)
def test_value(written: str, canonical: str) -> None:
    """A value is written in one line where it fits, else below its key, with quotes where it needs them."""
    assert source(canonical) == in_form(source(written))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        pytest.param(SENTENCE, SENTENCE, id="lines-are-kept"),
        pytest.param(
            f"    - sha256: {HASH}\n      id: p1s1\n\n      role: heading\n      gist: One.\n",
            SENTENCE,
            id="order-and-indentation",
        ),
        pytest.param(
            f"{SENTENCE}    claims: [ a,\n      b ]\n", f"{SENTENCE}    claims: [a, b]\n", id="list-in-brackets"
        ),
        pytest.param(
            f"{SENTENCE}    claims:\n    - a\n    - b\n",
            f"{SENTENCE}    claims:\n      - a\n      - b\n",
            id="list-on-lines",
        ),
        pytest.param(
            f"{SENTENCE}    claims: [a, # one\n      b]\n",
            f"{SENTENCE}    claims:\n      - a  # one\n      - b\n",
            id="comment-between-brackets",
        ),
        pytest.param(
            f"{SENTENCE}    claims: [a, b] # both\n",
            f"{SENTENCE}    claims: [a, b]  # both\n",
            id="comment-behind-brackets",
        ),
        pytest.param(
            f"  # The first one.\n{SENTENCE}  # The second.\n{NEXT}",
            f"  # The first one.\n{SENTENCE}  # The second.\n{NEXT}",
            id="comments-above-items",
        ),
        pytest.param(
            f"  - # The first.\n    id: p1s1\n    sha256: {HASH}\n    # Role.\n    role: heading\n    gist: One.\n",
            f"  # The first.\n  - id: p1s1\n    sha256: {HASH}\n    gist: One.\n    # Role.\n    role: heading\n",
            id="comments-go-with-their-keys",
        ),
        pytest.param(
            f"  - sha256: {HASH}\n    # Its name.\n    id: p1s1\n    gist: One.\n    role: heading\n",
            f"  # Its name.\n{SENTENCE}",
            id="comment-of-what-becomes-the-first-key",
        ),
        pytest.param(f"{SENTENCE}    # No more.\n", f"{SENTENCE}    # No more.\n", id="comment-at-the-end-of-an-item"),
        pytest.param(f"{SENTENCE}  # No more.\n", f"{SENTENCE}  # No more.\n", id="comment-at-the-end-of-a-list"),
        pytest.param(f"{SENTENCE}# No more.\n", f"{SENTENCE}# No more.\n", id="comment-at-the-end"),
    ],
)
def test_parts(written: str, canonical: str) -> None:
    """Keys get the order of the model, brackets stay where they fit, and comments stay with what they belong to."""
    assert source(sentences=canonical) == in_form(source(sentences=written))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        pytest.param(
            "remarks:\n  -   { text: 'One, two.',sentences: [p1s1,\n      p1s2] }\n",
            'remarks:\n  - {sentences: [p1s1, p1s2], text: "One, two."}\n',
            id="fit",
        ),
        pytest.param(
            f"remarks:\n  - {{text: {'word ' * 20}end, sentences: [p1s1]}}\n",
            f"remarks:\n  - sentences: [p1s1]\n    text: {'word ' * 20}end\n",
            id="do-not-fit",
        ),
        pytest.param(
            "remarks: [{text: One.}, {text: Two.}]\n", "remarks: [{text: One.}, {text: Two.}]\n", id="list-of-mappings"
        ),
        pytest.param(
            "remarks:\n  - sentences: []\n    text: One.\n",
            "remarks:\n  - sentences: []\n    text: One.\n",
            id="nothing",
        ),
    ],
)
def test_brackets(written: str, canonical: str) -> None:
    """A list or mapping keeps its brackets where it fits into its line, and gets a line for each part where not."""
    assert source(remarks=canonical) == in_form(source(remarks=written))


def test_comment_below_a_part_stays_there() -> None:
    """A comment that is indented as far as a list belongs to its end, not to the key that follows."""
    end = "    # No more.\n"
    remarks = "remarks:\n  - {text: One.}\n"

    assert source(sentences=SENTENCE + end, remarks=remarks) == in_form(
        source(sentences=SENTENCE + end, remarks=remarks)
    )


def test_prose_is_wrapped() -> None:
    """A text that may have paragraphs stands behind `|`, each of its paragraphs wrapped by itself."""
    claim = (SAMPLE / CLAIM).read_text(encoding="utf-8")
    ragged = claim.replace("practical: Gloves warm hands.\n", "practical: >-\n  Gloves\n  warm.\n\n\n  Hands\n  do.\n")

    assert "practical: |\n  Gloves warm.\n\n  Hands do.\n" in in_form(ragged, CLAIM)


@pytest.mark.parametrize("file", RECORDS)
def test_sample_is_in_form(file: str) -> None:
    """Every kind of record in the sample is laid out as the formatter does it."""
    text = (SAMPLE / file).read_text(encoding="utf-8")

    # The way up from the sample to the schemas is longer.
    assert text.partition("\n")[2] == in_form(text, file).partition("\n")[2]


def test_every_record_keeps_its_meaning() -> None:
    """Each record of the project, and its bibliography, has a canonical form that reads the same and stays as it is."""
    for file in all_files(ROOT):
        text = mended((ROOT / file).read_bytes(), file).text

        assert text is not None, file
        assert text == mended(text.encode(), file).text, file


def test_every_record_is_in_form() -> None:
    """The project's own files are in canonical form."""
    wrong = [file for file in all_files(ROOT) if mended((ROOT / file).read_bytes(), file).text != _read(ROOT / file)]

    assert [] == wrong


def _read(path: Path) -> str:
    return path.read_bytes().decode()


class Bare(str):
    """A value that must be written without quotes."""

    __slots__ = ()


def data_of(node: Node) -> Any:  # noqa: ANN401
    """Return what a node holds; numbers, dates and the like are ``Bare``."""
    match node:
        case Mapping():
            return {key: data_of(value) for key, value in node.items.items()}
        case Sequence():
            return [data_of(item) for item in node.items]
        case Scalar():
            bare = isinstance(node.value, Plain) and is_ambiguous(node.value)
            return Bare(node.value) if bare else str(node.value)


class Scribe:
    """Writes data as YAML in ways that mean the same, with comments in between, all chosen by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.comments = 0

    def lines(self, data: Any, indent: int) -> list[str]:  # noqa: ANN401
        """Return the lines of a mapping or a list."""
        blanks = " " * indent
        parts = list(data.items()) if isinstance(data, dict) else list(enumerate(data))
        if isinstance(data, dict):
            self.chance.shuffle(parts)
        written: list[str] = []
        for step, value in parts:
            head = blanks + (f"{step}:" if isinstance(data, dict) else "-")
            if self.chance.random() < 0.1:
                written.append(" " * self.chance.randrange(indent + 1) + self.comment())
            if isinstance(value, dict | list) and value and self.chance.random() < 0.6:
                written += [head, *self.lines(value, indent + 2)]
            elif isinstance(value, str) and not isinstance(value, Bare) and self.chance.random() < 0.3:
                written += [f"{head} |-", *(f"{blanks}  {line}".rstrip(" ") for line in value.split("\n"))]
            else:
                written.append(f"{head} {self.in_line(value)}")
                written[-1] += f"  {self.comment()}" if self.chance.random() < 0.1 else ""
            written += [""] if self.chance.random() < 0.1 else []
        return written

    def in_line(self, value: Any) -> str:  # noqa: ANN401
        """Write a value in one line."""
        if isinstance(value, dict):
            return "{" + " ,  ".join(f"{key}: {self.in_line(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.in_line(item) for item in value) + "]"
        if isinstance(value, Bare):
            return str(value)
        if "\n" not in value and self.chance.random() < 0.5:
            return "'" + str(value).replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=False)

    def comment(self) -> str:
        """Return a comment that no other one is like."""
        self.comments += 1
        return f"# {self.comments}: a comment"


WORDS = st.sampled_from(
    [
        *("word", "no", "12", "2026-11-27", "a: b", "c:d", "# x", "x #", "'", '"', "\\", "-", "- "),
        *("1.", "[@k; @l]", "[", "]", "{", "}", ",", "?", "!", "&", "*", "%", "@", "`", "|", ">"),
        *("é", "\u00a0", "  ", "~", "null", "0x1", "x" * 40),
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join).filter(lambda text: 0 < len(text.strip()) <= 300)
PROSE = st.lists(WORDS | st.sampled_from(["\n", "\n\n", "\n- "]), min_size=1, max_size=60).map(" ".join)


@given(st.randoms(use_true_random=False), LINES, PROSE, st.lists(LINES, min_size=5, max_size=6))
def test_any_claim(chance: random.Random, line: str, prose: str, asked: list[str]) -> None:
    """However a claim is written, its canonical form means the same, keeps each comment, and is its own form."""
    text = (SAMPLE / CLAIM).read_text(encoding="utf-8")
    node, _ = read_nodes(text, CLAIM)
    assert node
    data = data_of(node) | {"answer": line.strip(), "summary": prose.strip() or "x", "also_asked": asked}
    data["bodies"][0]["evidence"][0]["why"] = line
    scribe = Scribe(chance)
    written = text.partition("\n")[0] + "\n" + "\n".join(scribe.lines(data, 0)) + "\n"

    made = in_form(written, CLAIM)

    assert made == in_form(made, CLAIM)
    assert comments_of(written).texts() == comments_of(made).texts()
    assert scribe.comments + 1 == len(comments_of(made).texts())
    assert decoded(written).value == decoded(made).value
    assert all(
        len(row) <= 120 or " " not in row.strip().split(": ", 1)[-1] for row in made.split("\n") if "@" not in row
    )


@given(st.randoms(use_true_random=False))
def test_any_study(chance: random.Random) -> None:
    """Numbers and the words of the vocabulary survive every way of writing a study."""
    text = (SAMPLE / STUDY).read_text(encoding="utf-8")
    node, _ = read_nodes(text, STUDY)
    assert node
    written = text.partition("\n")[0] + "\n" + "\n".join(Scribe(chance).lines(data_of(node), 0)) + "\n"

    made = in_form(written, STUDY)

    assert made == in_form(made, STUDY)
    assert decoded(text, STUDY).value == decoded(made, STUDY).value


def decoded(text: str, file: str = CLAIM) -> Loaded[Any]:
    """Read a record from its text."""
    node, faults = read_nodes(text, file)
    assert node is not None
    record, more = decode(node, KINDS[str(kind_of(file))], file)

    assert [] == faults + more
    assert record is not None
    return record


# What is refused, and what is mended besides


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param(source("about: 12\n"), ["record-ambiguous-text"], id="form"),
        pytest.param(source("abuot: A text.\n"), ["record-missing-key", "record-unknown-key"], id="misspelt-key"),
        pytest.param(source("about: A text.\nabout: Another.\n"), ["yaml-duplicate-key"], id="duplicate"),
        pytest.param(source("about: &a A text.\n"), ["yaml-anchor"], id="anchor"),
        pytest.param(source("about: a: b\n"), ["yaml-syntax"], id="syntax"),
        pytest.param("", ["file-empty"], id="empty"),
        pytest.param(source("about: A\ttext.\n"), ["file-control-character"], id="tab"),
    ],
)
def test_file_with_errors_is_refused(text: str, rules: list[str]) -> None:
    """A file that cannot be read as a record has no canonical form, and is told why; nothing is guessed."""
    result = mended(text.encode(), FILE)

    assert result.text is None
    assert rules == sorted({problem.rule for problem in result.problems})


def test_line_ends_and_byte_order_mark_are_mended() -> None:
    """Line ends of other systems and a byte order mark are layout, too."""
    text = source()

    assert text == in_form("\ufeff" + text.replace("\n", "\r\n"))


@pytest.mark.parametrize("head", ["", "# Hello.\n", "# yaml-language-server: $schema=elsewhere.json\n"])
def test_schema_line_is_mended(head: str) -> None:
    """The line that names the schema is written where it is missing or names another one; other comments stay."""
    text = source().removeprefix(HEAD)
    kept = head if "schema" not in head else ""

    assert HEAD + kept + text == in_form(head + text)


def test_nothing_that_means_something_else_is_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program itself is at fault, its text does not get out."""
    monkeypatch.setattr(layout, "record_in_form", lambda _record, text: text.replace("A text.", "Another text."))

    with pytest.raises(MeaningChangedError):
        mended(source().encode(), FILE)


# The order of keys


def models(model: type[Record] = Record) -> list[type[Record]]:
    """Return every model of a record or a part of one."""
    return [found for child in model.__subclasses__() for found in [child, *models(child)]]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_order_names_every_key(model: type[Record]) -> None:
    """A model that has an order of its own says for each of its keys where it stands."""
    assert not model.key_order or set(model.model_fields) <= set(model.key_order)
    assert set(model.model_fields) == set(model.ordered_keys())


def test_inherited_keys_stand_between_others() -> None:
    """The order is that in which a person reads: what a body is, what it found, on what, how it was judged."""
    assert ["id", "basis", "directness", "finding"] == InterventionBody.ordered_keys()[:4]
    assert list(Claim.model_fields) == Claim.ordered_keys()


# The bibliography

ENTRY = "@article{a2001,\n  author = {Alpha, A.},\n  title = {A},\n  year = {2001},\n}\n"
OTHER = "@misc{b2002,\n  title = {B},\n}\n"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        pytest.param(f"{OTHER}{ENTRY}", f"{ENTRY}\n{OTHER}", id="by-key"),
        pytest.param(
            '@Article{a2001, YEAR = 2001, title="A",\n  author =   {Alpha,\n   A.}}', ENTRY, id="fields-and-braces"
        ),
        pytest.param(f"% All of it.\n\n% On b.\n{OTHER}", f"% All of it.\n\n% On b.\n{OTHER}", id="comments"),
        pytest.param(
            f"% On b.\n{OTHER}\n\n% On a.\n\n% And more.\n{ENTRY}% The end.",
            f"% On a.\n% And more.\n{ENTRY}\n% On b.\n{OTHER}\n% The end.\n",
            id="comments-go-with-their-entries",
        ),
        pytest.param(
            f'{OTHER}@string{{JJ = "Journal"}}\n@article{{a2001, title = {{A}}, journal = jj}}',
            f"@string{{jj = {{Journal}}}}\n\n@article{{a2001,\n  title = {{A}},\n  journal = jj,\n}}\n\n{OTHER}",
            id="names-come-first",
        ),
        pytest.param(f"@comment{{x}}\n{OTHER}", f"@comment{{x}}\n{OTHER}", id="comment-block"),
        pytest.param(f"{OTHER}\n\n\n", OTHER, id="end"),
    ],
)
def test_bibliography(written: str, canonical: str) -> None:
    """Entries stand by key with a line for each field in one order; comments stay above their entries."""
    assert canonical == in_form(written, BIBLIOGRAPHY)
    assert canonical == in_form(canonical, BIBLIOGRAPHY)


def test_bibliography_with_errors_is_refused() -> None:
    """A bibliography with a fault is left as it is: an entry that cannot be read could be lost on the way."""
    result = mended(f"{OTHER}{OTHER}".encode(), BIBLIOGRAPHY)

    assert result.text is None
    assert ["reference-duplicate-key"] == [problem.rule for problem in result.problems]


FIELD_VALUES = st.text(alphabet='ab {}"\\%&,=#@\n', max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), FIELD_VALUES, st.booleans()), max_size=5), st.text("% \nx", max_size=9)
)
def test_any_bibliography(entries: list[tuple[str, str, bool]], between: str) -> None:
    """Whatever a bibliography holds, its form means the same and is its own form, or it is refused for its faults."""
    text = between.join(
        f"@misc{{{key}2001, title = {{{value}}}}}\n" if braces else f'@misc{{{key}2001, title = "{value}"}}\n'
        for key, value, braces in entries
    )
    result = mended(text.encode(), BIBLIOGRAPHY)

    assert (result.text is None) == bool(result.problems)
    if result.text is not None:
        assert result.text == in_form(result.text, BIBLIOGRAPHY)
