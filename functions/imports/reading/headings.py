"""A table's heading: which line it is, which kind of table, and which column holds what. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from interchange.cells import Cell, text
from interchange.columns import REASON_HEADINGS
from interchange.tables import FIELDS, IMPORT_KINDS, PERSONAL_FIELDS, REQUIRED, ImportKind
from interchange.vocabulary import folded
from shared.domain.phones import mask

_LINES_LOOKED_AT = 20
_LONGEST_TITLE = 200
_EXAMPLES, _LONGEST = 2, 40
_MASKED = PERSONAL_FIELDS - {"contact"}
"""Examples of `contact` are masked by their digits alone: it may be an address or an e-mail."""
_DIGITS_OF_A_PERSON = 10


@dataclass(frozen=True, slots=True)
class HeadingCorrections:
    """What people corrected, for all imports to come.

    `fields` has the field of a folded heading in tables of a kind (None: it is not read), `kinds`
    the kind of all tables with the same headings, by their signature.
    """

    fields: Mapping[tuple[ImportKind, str], str | None] = field(default_factory=dict)
    kinds: Mapping[str, ImportKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's heading: at which line it is (from 1) and what kind of table it heads.

    `columns` has the number (from 0) of the column of each field, `titles` what heads each column,
    `ignored` the columns that are not to be read.
    """

    line: int
    kind: ImportKind
    columns: Mapping[str, int]
    titles: tuple[str, ...]
    ignored: frozenset[int] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The titles, told apart: a second `Tanggal` is `Tanggal 2`."""
        return _distinct(self.titles)

    @property
    def missing(self) -> frozenset[str]:
        return REQUIRED[self.kind] - self.columns.keys()


def find(
    rows: Sequence[tuple[int, Sequence[Cell]]], corrections: HeadingCorrections | None = None
) -> Heading | None:
    """The heading among a table's first rows, as far as it can be told.

    It is the row that was corrected before, else the one that names most fields of one kind, else
    the one with most texts (its `missing` says that it cannot be read). None where no row has two.
    """
    corrections = corrections or HeadingCorrections()
    best: Heading | None = None
    for line, row in rows[:_LINES_LOOKED_AT]:
        titles = tuple(text(cell) or "" for cell in row)
        if sum(map(bool, titles)) < 2:
            continue
        names = [folded(name) for name in _distinct(titles)]
        kind = corrections.kinds.get(_signature(names))
        if kind:
            return _heading(line, titles, names, kind, corrections)
        for kind in IMPORT_KINDS:
            found = _heading(line, titles, names, kind, corrections)
            if best is None or _weight(found) > _weight(best):
                best = found
    return best


def signature(names: Sequence[str]) -> str:
    """By what tables with the same headings are known."""
    return _signature([folded(name) for name in names])


def _signature(folded_names: Sequence[str]) -> str:
    return sha256("\n".join(folded_names).encode()).hexdigest()[:32]


def examples(heading: Heading, rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[list[str]]:
    """One or two values of each column from the rows below the heading, masked if personal."""
    fields = {number: name for name, number in heading.columns.items()}
    below = [[text(cell) or "" for cell in row] for line, row in rows if line > heading.line]
    found = []
    for number in range(len(heading.titles)):
        values = dict.fromkeys(row[number] for row in below if number < len(row) and row[number])
        found.append([_shown(value, fields.get(number)) for value in list(values)[:_EXAMPLES]])
    return found


def _heading(
    line: int,
    titles: tuple[str, ...],
    names: Sequence[str],
    kind: ImportKind,
    corrections: HeadingCorrections,
) -> Heading:
    corrected = {n: corrections.fields[kind, n] for n in names if (kind, n) in corrections.fields}
    columns: dict[str, int] = {}
    known = frozenset(FIELDS[kind].values())
    for fields in (corrected, {n: FIELDS[kind].get(n) for n in names if n not in corrected}):
        for number, name in enumerate(names):
            if (found := fields.get(name)) in known:
                columns.setdefault(str(found), number)
    ignored = (
        number
        for number, name in enumerate(names)
        if name in REASON_HEADINGS or corrected.get(name, "") is None
    )
    return Heading(line, kind, columns, titles, frozenset(ignored))


def _weight(heading: Heading) -> tuple[int, int, int]:
    if len(heading.columns) > 1:
        return 1, -len(heading.missing), len(heading.columns)
    words = sum(any(c.isalpha() for c in title) for title in heading.titles)
    return 0, words, len(heading.columns)


def _distinct(titles: Sequence[str]) -> tuple[str, ...]:
    last: dict[str, int] = {}
    taken: set[str] = set()
    names = []
    for title in titles:
        short = name = title[:_LONGEST_TITLE]
        while name and name in taken:
            last[short] = last.get(short, 1) + 1
            name = f"{short} {last[short]}"
        taken.add(name)
        names.append(name)
    return tuple(names)


def _shown(value: str, name: str | None) -> str:
    short = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    if name in _MASKED or sum(c.isdecimal() for c in value) >= _DIGITS_OF_A_PERSON:
        return mask(short) if len(short) > 5 else "••••"
    return short
