"""The tree that both readers give: text, lists and groups, each with its place."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(slots=True)
class Scalar:
    """A text as written; `line` and `column` are 1-based code points."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class Items:
    """A list."""

    values: list["Node"]
    line: int
    column: int


@dataclass(slots=True)
class Group:
    """Keys with values: a language map, an annotated value or a part; the mapping tells which.

    `keys` holds all that were written, `entries` those whose value can be used. What is in
    `keys` only was reported where it was read, so it is not also missing.
    """

    line: int
    column: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


Node = Scalar | Items | Group

NAMES: Final = {
    Scalar: {"en": "a text", "id": "teks"},
    Items: {"en": "a list", "id": "daftar"},
    Group: {"en": "a group of keys", "id": "kelompok kunci"},
}
