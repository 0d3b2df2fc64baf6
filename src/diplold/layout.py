"""Rows as an aligned table for people."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from diplold.diagnostics.render import width


def visible(text: str) -> str:
    """A text without what would move a terminal's cursor: control signs become a replacement."""
    return "".join(c if c.isprintable() or c in "\t\n " else _shown(c) for c in text)


def _shown(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Cc", "Cs") or sign in _TURNING:
        return "\ufffd"
    return sign


_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
"""Signs that reverse or break the line they stand in."""

_NARROWEST: Final = 8
"""No column is made narrower than this."""


def table(names: Sequence[str], rows: Sequence[Sequence[str]], columns: int = 0) -> Iterator[str]:
    """The lines of a table as `plain_table` gives them, and one that counts the rows."""
    yield from plain_table(names, rows, columns)
    yield f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})"


def plain_table(
    names: Sequence[str], rows: Sequence[Sequence[str]], columns: int = 0
) -> Iterator[str]:
    """The lines of a table.

    Cells are broken over lines where the table is wider than `columns`; 0 for no limit.
    """
    natural = [
        max([width(name), *(width(row[column]) for row in rows)])
        for column, name in enumerate(names)
    ]
    widths = _fitted(natural, columns - 2 * (len(names) - 1)) if columns else natural
    yield from _lines(names, widths)
    yield "  ".join("-" * w for w in widths)
    for row in rows:
        yield from _lines(row, widths)


def _fitted(widths: list[int], room: int) -> list[int]:
    """Widths that fit into the room: what is narrow stays, the widest share what is left."""
    fitted = list(widths)
    while sum(fitted) > room and max(fitted) > _NARROWEST:
        widest = max(fitted)
        fitted[fitted.index(widest)] = widest - 1
    return fitted


def _lines(cells: Sequence[str], widths: list[int]) -> Iterator[str]:
    """One row, as many lines as its highest cell."""
    broken = [_broken(cell, w) for cell, w in zip(cells, widths, strict=True)]
    for number in range(max(len(lines) for lines in broken)):
        line = (lines[number] if number < len(lines) else "" for lines in broken)
        padded = (c + " " * (w - width(c)) for c, w in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _broken(text: str, room: int) -> list[str]:
    """A text in lines of at most so many terminal columns, at spaces where there are any."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined) <= room:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for sign in word:
            if width(lines[-1] + sign) > room:
                lines.append("")
            lines[-1] += sign
    return lines
