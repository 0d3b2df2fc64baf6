"""The words of linking: a mention is a name as somebody wrote it, an outcome what we say of it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

Decision = Literal["accept", "review", "none"]
"""`accept` may be believed, `review` wants a person, `none` is no link."""

TYPES: Final = ("state", "person", "organization")
"""What a mention can be asked for; the kinds of the project's own things besides."""

_WRITTEN: Final[Mapping[str, re.Pattern[str]]] = {
    "lang": re.compile("[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"),
    "country": re.compile(r"Q[1-9][0-9]*(?:\|Q[1-9][0-9]*)*"),
    "date": re.compile("[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"),
}
"""How a mention says what is not said in words."""


def known_types(of_items: Collection[str]) -> list[str]:
    """What a mention can be asked for; `of_items` are the types that a gazetteer has."""
    return sorted({*of_items, *TYPES} - {""})


def is_unknown(kind: str, of_items: Collection[str]) -> bool:
    """Whether there can be nothing of a type; an item of no known type ("") is one of any."""
    return kind not in ("", "*", *known_types(of_items)) and "" not in of_items


def understood(field: str, text: str) -> bool:
    """Whether a text can stand in a field of a mention; nothing ("") can in any."""
    written = _WRITTEN.get(field)
    return not text or not written or bool(written.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in somebody's table, with what its row says besides."""

    name: str
    lang: str = ""
    """A language tag, as `id` or `zh-Hant`; "" where it is not known."""

    type: str = ""
    """One of `TYPES`; "" for any."""

    country: str = ""
    """A QID: the state that the row names, "" where it names none; `|` separates several."""

    date: str = ""
    """`1988`, `1988-07` or `1988-07-25`: when the row holds."""

    office: str = ""
    """An office in words, as "Menteri Luar Negeri"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a candidate, and what it did to the score."""

    name: str
    """As `exact label`, `same country`, `title Menlu`."""

    weight: float
    """Added to the log-odds of the candidate; 0 for what is only told."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that the mention may mean."""

    qid: str
    label: str
    score: float
    """The probability, between 0 and 1, that this is the item: calibrated, so .9 is 9 of 10."""

    type: str = ""
    matched: str = ""
    """The name in the gazetteer that matched."""

    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said of a mention; ranked candidates, also where none is accepted."""

    mention: Mention
    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    excluded: tuple[Candidate, ...] = ()
    """Candidates of another type than was asked for."""

    @property
    def qid(self) -> str:
        """The accepted item, "" where none is."""
        return self.candidates[0].qid if self.decision == "accept" else ""


class Matcher(Protocol):
    """Finds candidates for mentions of the types that it knows."""

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order."""
        ...
