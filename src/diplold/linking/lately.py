"""What came lately, kept for a while: memory stays flat however much comes."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(Generic[K, V]):
    """Values by key; what did not come for the longest time is forgotten first.

    At least as many as `limit` are held, and at most twice as many and what came last at once.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def known(self, keys: Sequence[K]) -> list[V | None]:
        """What is held under each key, None where nothing is."""
        found: list[V | None] = [*map(self._young.get, keys)]
        if self._old:
            old = {key: self._old.get(key) for key, v in zip(keys, found, strict=True) if v is None}
            again = {key: value for key, value in old.items() if value is not None}
            if again:
                self.keep(again)
                both = zip(keys, found, strict=True)
                found = [again.get(key) if value is None else value for key, value in both]
        return found

    def keep(self, new: Mapping[K, V]) -> None:
        """Hold what came now."""
        if len(self._young) + len(new) > self.limit:
            self._old, self._young = self._young, {}
        self._young.update(new)
