"""Claims, and the source that each of them cites."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from diplold.diagnostics import Location
from diplold.facts.nodes import Group, Items, Node, Scalar


class Rank(StrEnum):
    """How a statement stands against others of the same subject and property, as on Wikidata."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


class Annotation(NamedTuple):
    """What is said of a claim, a part or one value, beside the value itself.

    `because` holds texts with their language ("" for none); `surface` is the wording of the
    source. None means not said here, so that what is around it decides.
    """

    rank: Rank | None = None
    because: tuple[tuple[str, str], ...] = ()
    according_to: Scalar | None = None
    surface: str = ""
    disputed: bool | None = None

    def within(self, outer: "Annotation") -> "Annotation":
        """This annotation, completed by the one around it; the wording is not inherited."""
        return Annotation(
            self.rank or outer.rank,
            self.because or (outer.because if self.rank in (None, outer.rank) else ()),
            self.according_to or outer.according_to,
            self.surface,
            outer.disputed if self.disputed is None else self.disputed,
        )


ANNOTATIONS: Final = ("rank", "because", "accordingTo", "as", "disputed")
"""The keys of an annotation, in the order in which they are documented."""


@dataclass(slots=True)
class SourceDescription:
    """A source or a register, as its sheet describes it; values are unread nodes."""

    id: str
    register: bool
    path: str
    line: int
    column: int
    fields: dict[str, Node] = field(default_factory=dict)
    sheet_fields: dict[str, Node] = field(default_factory=dict)
    """`curator` and `reviewed`, which stand beside the source in the sheet."""

    @property
    def location(self) -> Location:
        """Where the sheet describes it."""
        return Location(self.path, self.line, self.column)


@dataclass(slots=True)
class Claim:
    """What one place of one source says about one thing; `paragraphs` is empty for a register."""

    path: str
    line: int
    column: int
    about: Scalar
    source: str
    paragraphs: tuple[int, ...]
    annotation: Annotation
    fields: dict[str, Node]
    keys: dict[str, Scalar]

    @property
    def kind(self) -> str:
        """The first word of `about`: which mapping reads the claim."""
        return self.about.text.partition("/")[0]

    @property
    def ranked(self) -> bool:
        """Whether something is said about a rank, of the claim, a part or a value."""
        return self.annotation.rank is not None or any(map(_ranked, self.fields.values()))

    @property
    def location(self) -> Location:
        """Where the claim begins."""
        return Location(self.path, self.line, self.column)


def _ranked(node: Node) -> bool:
    if isinstance(node, Items):
        return any(map(_ranked, node.values))
    if isinstance(node, Group):
        return "rank" in node.entries or any(map(_ranked, node.entries.values()))
    return False


@dataclass(slots=True)
class Sheet:
    """One file of facts."""

    path: str
    sources: list[SourceDescription] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
