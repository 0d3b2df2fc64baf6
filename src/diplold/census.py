"""Counting a dataset while its blocks stream by, in memory that does not grow with it.

What is distinct is told by 64-bit hashes, held in buckets and put on disk a million at a time;
at the end one bucket after the other is counted, for all layers together.
"""

import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import IO, Final, Self

from diplold.dataset import Block, Layer
from diplold.diagnostics import Stop
from diplold.names import Names
from diplold.terms import OWL, RDF, WELL_KNOWN

_BUCKETS: Final = 256
_HELD: Final = 1 << 20
"""Hashes in memory before they go to disk: 8 MB."""

_TYPE: Final = str(RDF.type)
_ITEM: Final = f"<{WELL_KNOWN['wd']}"
_AN_ONTOLOGY: Final = OWL.Ontology.term
_VERSION: Final = str(OWL.versionInfo)
_LINKING: Final = frozenset((Layer.PLAIN, Layer.LINKS, Layer.MOVED))
"""Where a thing itself is linked; a statement about a link is no link of its own."""


class What(Enum):
    """What is counted once however often it occurs."""

    ENTITIES = "entities"
    """Subjects in the layer's own URI space."""

    OTHERS = "others"
    """The other subjects."""

    OBJECTS = "objects"


@dataclass(slots=True)
class Counts:
    """How much there is in a layer, or in several."""

    triples: int = 0
    entities: int = 0
    subjects: int = 0
    objects: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    """Triples of each predicate."""

    classes: Counter[str] = field(default_factory=Counter)
    """Instances of each class."""


class Distinct:
    """Counts distinct texts of several kinds, and of kinds put together."""

    def __init__(self, held: int = _HELD) -> None:
        self._limit = held
        self._held = 0
        self._buckets: dict[object, list[array[int]]] = {}
        self._spilled: dict[tuple[object, int], list[tuple[int, int]]] = {}
        self._stack = ExitStack()
        self._file: IO[bytes] | None = None

    def close(self) -> None:
        """Give the temporary file back."""
        with suppress(OSError):
            self._stack.close()

    def add(self, kind: object, texts: Iterable[str]) -> None:
        """Take some texts of one kind."""
        buckets = self._buckets.get(kind)
        if buckets is None:
            buckets = self._buckets[kind] = [array("q") for _ in range(_BUCKETS)]
        values = [hash(text) for text in texts]
        for value in values:
            buckets[value % _BUCKETS].append(value)
        self._held += len(values)
        if self._held >= self._limit:
            try:
                self._spill()
            except OSError as error:
                reason = error.strerror or str(error)
                raise Stop(5, "E501", path=tempfile.gettempdir(), reason=reason) from error

    def count(self, groups: Mapping[object, Iterable[object]]) -> dict[object, int]:
        """How many distinct texts the kinds of each group have together."""
        kinds = {name: tuple(group) for name, group in groups.items()}
        found = dict.fromkeys(kinds, 0)
        for bucket in range(_BUCKETS):
            sets = {kind: self._values(kind, bucket) for kind in self._buckets}
            for name, group in kinds.items():
                found[name] += len(set[int]().union(*(sets[k] for k in group if k in sets)))
        return found

    def _values(self, kind: object, bucket: int) -> set[int]:
        values = set(self._buckets[kind][bucket])
        for start, number in self._spilled.get((kind, bucket), ()):
            assert self._file is not None
            self._file.seek(start)
            read = array("q")
            read.frombytes(self._file.read(number * read.itemsize))
            values.update(read)
        return values

    def _spill(self) -> None:
        """Write what is held to the temporary file, and note where each bucket's part stands."""
        if self._file is None:
            self._file = _temporary()
            self._stack.callback(self._file.close)
        self._file.seek(0, 2)
        for kind, buckets in self._buckets.items():
            for number, values in enumerate(buckets):
                if values:
                    place = (self._file.tell(), len(values))
                    self._spilled.setdefault((kind, number), []).append(place)
                    self._file.write(values.tobytes())
                    buckets[number] = array("q")
        self._held = 0


def _temporary() -> IO[bytes]:
    return tempfile.TemporaryFile()


class Census:
    """Counts blocks as they are written; `counts` may be asked at the end.

    Used as a context manager: the temporary file is gone when it is left.
    """

    def __init__(self, names: Names, ontology: str) -> None:
        self.names = names
        self.spaces: dict[Layer, str] = {
            **dict.fromkeys(Layer, names.things),
            Layer.STATEMENTS: names.statements,
            Layer.ONTOLOGY: ontology,
        }
        """How the IRIs of each layer's entities begin."""

        self.links: Counter[str] = Counter()
        """Links from things to Wikidata, by predicate."""

        self.examples: dict[str, str] = {}
        """The first thing of each kind that something is claimed of."""

        self.vocabularies: dict[str, str] = {}
        """The ontologies among the vocabulary, with their versions."""

        self._layers = {layer: Counts() for layer in Layer}
        self._distinct = Distinct()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._distinct.close()

    def block(self, block: Block) -> None:
        """Count one block."""
        layer, subject, pairs = block
        if not pairs:
            return
        counts = self._layers[layer]
        counts.triples += len(pairs)
        inside = What.ENTITIES if subject.startswith(self.spaces[layer]) else What.OTHERS
        self._distinct.add((inside, layer), (subject,))
        self._distinct.add((What.OBJECTS, layer), [value for _, value in pairs])
        counts.properties.update([predicate for predicate, _ in pairs])
        counts.classes.update([value[1:-1] for predicate, value in pairs if predicate == _TYPE])
        self._note(block)

    def _note(self, block: Block) -> None:
        """Keep what is told by name: links, examples, and the versions of ontologies."""
        layer, subject, pairs = block
        if layer in _LINKING and subject.startswith(self.names.things):
            self.links.update(predicate for predicate, value in pairs if value.startswith(_ITEM))
        if layer is Layer.PLAIN:
            kind, _, rest = subject.removeprefix(self.names.things).partition("/")
            if rest and "/" not in rest and subject < self.examples.get(kind, f"{subject}/"):
                self.examples[kind] = subject
        elif layer is Layer.ONTOLOGY and (_TYPE, _AN_ONTOLOGY) in pairs:
            versions = (value for predicate, value in pairs if predicate == _VERSION)
            self.vocabularies[subject] = next(versions, '""')[1:].partition('"')[0]

    @property
    def filled(self) -> tuple[Layer, ...]:
        """The layers that have triples."""
        return tuple(layer for layer in Layer if self._layers[layer].triples)

    def counts(self, groups: Iterable[tuple[Layer, ...]]) -> dict[tuple[Layer, ...], Counts]:
        """What the layers of each group have together."""
        wanted = tuple(groups)
        distinct = self._distinct.count(
            {(what, group): keys for group in wanted for what, keys in self._kinds(group)}
        )
        return {group: self._together(group, distinct) for group in wanted}

    def _kinds(self, group: tuple[Layer, ...]) -> Iterator[tuple[str, list[tuple[What, Layer]]]]:
        """Which hashes make up each count; an entity is one of the group's first layer's kind."""
        space = self.spaces[group[0]]
        yield "entities", [(What.ENTITIES, each) for each in group if self.spaces[each] == space]
        yield "subjects", [(w, each) for each in group for w in (What.ENTITIES, What.OTHERS)]
        yield "objects", [(What.OBJECTS, each) for each in group]

    def _together(self, group: tuple[Layer, ...], distinct: Mapping[object, int]) -> Counts:
        layers = [self._layers[layer] for layer in group]
        return Counts(
            sum(layer.triples for layer in layers),
            distinct["entities", group],
            distinct["subjects", group],
            distinct["objects", group],
            sum((layer.properties for layer in layers), Counter()),
            sum((layer.classes for layer in layers), Counter()),
        )
