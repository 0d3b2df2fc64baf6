"""The names of a mapping function: what each stands for, and where it may be used."""

import builtins
from dataclasses import dataclass, field
from enum import Enum
from types import FunctionType
from typing import Final

from diplold.diagnostics import Location


class State(Enum):
    """Why a name stands for nothing."""

    UNKNOWN = "not set anywhere"
    OUTER = "set in a function around this one"
    BUILTIN = "Python's own"
    EARLY = "not set yet"
    ENDED = "set in a loop that has ended"


class Bad:
    """What was reported, so that nothing that rests on it is reported again."""


BAD: Final = Bad()


@dataclass(slots=True)
class _Block:
    """The names that are set in a function, or in a loop of it."""

    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Location] = field(default_factory=dict)


class Names:
    """The names of one function while it is read, loop by loop; each is set once."""

    def __init__(self, function: FunctionType) -> None:
        code = function.__code__
        self.globals = function.__globals__
        self.local = {*code.co_varnames, *code.co_cellvars}
        self.outer = set(code.co_freevars)
        self.blocks = [_Block()]
        self.ended: set[str] = set()
        self.skipped = False
        """Whether a statement was refused, so that names may be missing."""

    def get(self, name: str) -> object:
        """What a name stands for: a value, `BAD`, or the `State` that says why there is none."""
        for block in reversed(self.blocks):
            if name in block.values:
                return block.values[name]
        if name in self.outer:
            return State.OUTER
        if name in self.local:
            if name in self.ended:
                return State.ENDED
            return BAD if self.skipped else State.EARLY
        if name in self.globals:
            return self.globals[name]
        return State.BUILTIN if hasattr(builtins, name) else State.UNKNOWN

    def is_local(self, name: str) -> bool:
        """Whether a name is set in the function."""
        return name in self.local

    def first(self, name: str) -> Location | None:
        """Where a name was set that may still be used."""
        found = (block.places[name] for block in self.blocks if name in block.places)
        return next(found, None)

    def set(self, name: str, value: object, place: Location) -> None:
        """Let a name stand for a value in the innermost loop."""
        self.blocks[-1].values[name] = value
        self.blocks[-1].places[name] = place

    def open(self) -> None:
        """Begin a loop."""
        self.blocks.append(_Block())

    def close(self) -> None:
        """End a loop: what was set in it is gone."""
        self.ended.update(self.blocks.pop().values)

    def known(self) -> list[str]:
        """The names that may be meant."""
        return [name for block in self.blocks for name in block.values] + list(self.globals)
