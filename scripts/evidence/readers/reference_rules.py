"""The rules for the bibliography and its entries; those for single values stand with their readers."""

from __future__ import annotations

from evidence.problem import Example, Rule, Scope

_SAMPLE = "references.bib"
_FIRST_LINE = "@article{alpha2001,\n"
_TITLE_LINE = "  title = {Warmth of the hand under a magnet},\n"
_NUMBER_LINE = "  number = {2},\n"
_END = "  doi = {10.5555/sample.2001},\n}\n"

# As long as the type of keys in records allows.
KEY_LIMIT = 60

SYNTAX = Rule(
    id="reference-syntax",
    scope=Scope.REFERENCE,
    must="An entry must be well-formed BibTeX.",
    why="Where its end or one of its fields cannot be found, text of one entry runs into the next.",
    example=Example(_SAMPLE, _END, "  doi = {10.5555/sample.2001},\n"),
)
STRAY_TEXT = Rule(
    id="reference-stray-text",
    scope=Scope.REFERENCE,
    must="Text outside of entries must be a comment whose lines begin with `%`, and no entry may stand in one.",
    why="BibTeX skips such text without a word, even where it is half an entry cut off by a brace too many.",
    example=Example(_SAMPLE, _FIRST_LINE, f"See also the second part.\n{_FIRST_LINE}"),
)
ENTRY_TYPE = Rule(
    id="reference-entry-type",
    scope=Scope.REFERENCE,
    must="An entry must be of a known type.",
    why="The type decides how the reference is written; `@preamble` has no meaning outside of LaTeX.",
    example=Example(_SAMPLE, "@article{", "@artikel{"),
)
KEY = Rule(
    id="reference-key",
    scope=Scope.REFERENCE,
    must=f"A key must be at most {KEY_LIMIT} letters, digits, hyphens and underscores, and begin with a letter.",
    why="Records cite an entry by its key, and its study page has it in its address.",
    example=Example(_SAMPLE, _FIRST_LINE, f"@misc{{beta:2001,\n  title = {{Another}},\n}}\n\n{_FIRST_LINE}"),
)
DUPLICATE_KEY = Rule(
    id="reference-duplicate-key",
    scope=Scope.REFERENCE,
    must="A key must stand only once, whatever the case of its letters.",
    why="A citation of it would mean either entry; BibTeX itself does not tell `Martel2002` from `martel2002`.",
    example=Example(_SAMPLE, _FIRST_LINE, f"@misc{{Alpha2001,\n  title = {{Another}},\n}}\n\n{_FIRST_LINE}"),
)
DUPLICATE_IDENTIFIER = Rule(
    id="reference-duplicate-identifier",
    scope=Scope.REFERENCE,
    must="A DOI, PubMed id or PubMed Central id must stand in one entry only.",
    why="Two entries for one paper let one study count twice; and if they are two papers, one link is wrong.",
    example=Example(
        _SAMPLE, _END, f"{_END}\n@misc{{beta2001,\n  title = {{Another}},\n  doi = {{10.5555/SAMPLE.2001}},\n}}\n"
    ),
)
UNKNOWN_FIELD = Rule(
    id="reference-unknown-field",
    scope=Scope.REFERENCE,
    must="An entry must use only the fields that references are made of.",
    why="A misspelt field would be dropped without a word, and fields that nothing prints are never checked.",
    example=Example(_SAMPLE, _NUMBER_LINE, "  nummer  = {2},\n"),
)
DUPLICATE_FIELD = Rule(
    id="reference-duplicate-field",
    scope=Scope.REFERENCE,
    must="A field must stand only once in its entry, whatever the case of its letters.",
    why="Programs disagree about which of the two counts.",
    example=Example(_SAMPLE, _NUMBER_LINE, f"{_NUMBER_LINE}  Number  = {{3}},\n"),
)
BARE_VALUE = Rule(
    id="reference-bare-value",
    scope=Scope.REFERENCE,
    must="A value must stand in braces, unless it is a number or the name of an `@string` in this file.",
    why="A bare word is the name of an abbreviation; where none is defined, the field is empty to BibTeX.",
    example=Example(_SAMPLE, _NUMBER_LINE, "  number = two,\n"),
)
EMPTY_FIELD = Rule(
    id="reference-empty-field",
    scope=Scope.REFERENCE,
    must="A field must have a value.",
    why="An empty field could mean unknown or forgotten; leaving it out says that nothing is confirmed.",
    example=Example(_SAMPLE, _NUMBER_LINE, "  number = {},\n"),
)
NO_TITLE = Rule(
    id="reference-title",
    scope=Scope.REFERENCE,
    must="An entry must have a title.",
    why="Without it a reader cannot tell what is cited, nor find it when a link has died.",
    example=Example(_SAMPLE, _TITLE_LINE, ""),
)
RULES = (
    SYNTAX,
    STRAY_TEXT,
    ENTRY_TYPE,
    KEY,
    DUPLICATE_KEY,
    DUPLICATE_IDENTIFIER,
    UNKNOWN_FIELD,
    DUPLICATE_FIELD,
    BARE_VALUE,
    EMPTY_FIELD,
    NO_TITLE,
)
