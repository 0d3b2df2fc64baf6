"""Rows: one triple of one claim with its rank and where it is said, as one line of text.

Text because lines sort fast, also outside of memory, and are the same on every machine. The
subject comes first and without brackets, so that a thing sorts before its parts.
"""

from typing import Final, NamedTuple

SEPARATOR: Final = "\t"
_REASONS: Final = "\x1f"


class Row(NamedTuple):
    """One triple of one claim.

    `object` and `surface`, `subject_surface`, `reasons` are N-Triples terms, `subject`,
    `predicate` and `according_to` IRIs without brackets. `paragraph` is a number or "".
    `structural` marks a triple that no field gives, as a type: its rank never conflicts.
    """

    subject: str
    predicate: str
    object: str
    source: str
    paragraph: str
    according_to: str
    surface: str
    subject_surface: str
    reasons: tuple[str, ...]
    rank: str
    disputed: bool
    structural: bool

    def line(self) -> str:
        """The row as a line without its end; terms hold no tabs, N-Triples escapes them."""
        return SEPARATOR.join(
            (
                *self[:8],
                _REASONS.join(self.reasons),
                self.rank,
                "d" if self.disputed else "",
                "s" if self.structural else "",
            )
        )


def parse(line: str) -> Row:
    """The row that a line holds."""
    cells = line.split(SEPARATOR)
    subject, predicate, value, source, paragraph, according_to, surface, subject_surface = cells[:8]
    reasons, rank, disputed, structural = cells[8:]
    return Row(
        subject,
        predicate,
        value,
        source,
        paragraph,
        according_to,
        surface,
        subject_surface,
        tuple(reasons.split(_REASONS)) if reasons else (),
        rank,
        bool(disputed),
        bool(structural),
    )
