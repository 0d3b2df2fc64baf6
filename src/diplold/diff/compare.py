"""From two dumps to their differences: what changed, how much, and what version it asks for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from diplold.diff.changes import Change, Key, Kind, Pair, Said, key_of, root, said_of
from diplold.diff.following import folded
from diplold.diff.reading import Pairs, Side, Triple, both, changed
from diplold.diff.values import of_values
from diplold.terms import DCTERMS, MODEL, OWL, PROV, RDF, RDFS, SKOS, XSD, digest

Labels = Mapping[str, Mapping[str, str]]
"""Names of things and terms by IRI and language."""

_STATEMENT: Final = MODEL.Statement.term
_EVIDENCE: Final = MODEL.Evidence.term
_PARAGRAPH: Final = MODEL.Paragraph.term
_SOURCES: Final = frozenset((MODEL.Source.term, MODEL.Register.term))
_TERMS: Final = (f"<{OWL}", f"<{RDFS}", f"<{SKOS}", f"<{RDF}Property")
_KEY_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Answers:
    """A named query whose answer differs: its rows before and after, and how many differ."""

    name: str
    before: int
    after: int
    gone: int
    come: int


@dataclass(slots=True)
class Diff:
    """All that differs between two dumps."""

    changes: list[Change]
    labels: Labels
    vanished: list[str] = field(default_factory=list)
    """Addresses and terms that the new dump says nothing about any more."""

    answers: list[Answers] = field(default_factory=list)

    @property
    def counts(self) -> dict[Kind, int]:
        """How many changes there are of each kind."""
        count = Counter(change.kind for change in self.changes)
        return {kind: count[kind] for kind in Kind if count[kind]}

    @property
    def bump(self) -> str:
        """The part of the version to raise: major, minor, patch, or "" where nothing differs."""
        if self.vanished:
            return "major"
        if any(c.kind is Kind.ADDED or _adds(c) for c in self.changes):
            return "minor"
        return "patch" if self.changes else ""


def _adds(change: Change) -> bool:
    """Whether it says something new without taking anything away."""
    grows = change.kind in (Kind.RELINKED, Kind.VOCABULARY) and not change.before
    return change.kind is Kind.MOVED or (grows and bool(change.after))


def of(old: Path, new: Path) -> Diff:
    """Compare two dumps, each a file or a folder; raises `Stop` (exit code 3)."""
    with ExitStack() as stack:
        before, after = (Side(files, stack) for files in both(old, new))
        return _Comparison(before, after).diff()


class _Comparison:
    """What is read of both sides to tell what changed."""

    def __init__(self, old: Side, new: Side) -> None:
        self.sides = (old, new)
        self.lines = changed(old, new)
        self.prefix = _prefix(self.sides) if any(self.lines) else ""
        triples = [triple for lines in self.lines for triple in lines]
        self.wanted = {triple.subject for triple in triples}
        if self.prefix:
            self.wanted |= {self.prefix + digest(triple.line) for triple in triples}
            self.wanted |= {holder for side in self.sides for holder in self._holders(side)}
        self.blocks = tuple(side.blocks(self.wanted) for side in self.sides)
        self.evidence = tuple(
            side.blocks(_nodes(blocks))
            for side, blocks in zip(self.sides, self.blocks, strict=True)
        )

    def _holders(self, side: Side) -> Iterator[str]:
        """The statements whose evidence differs."""
        mark = f"> <{PROV.qualifiedDerivation}> <"
        for triple in side.subjects(lambda line: mark in line):
            if triple.object[1:-1] in self.wanted:
                yield triple.subject

    def diff(self) -> Diff:
        """Everything that differs, told."""
        groups: dict[Key, dict[str, Pair]] = {}
        self._statements(groups)
        others = [*self._lines_of_things(groups)]
        old, new = self.blocks
        things = {key[0] for key in groups}
        born = frozenset(s for s in things if s in new and s not in old)
        dead = frozenset(s for s in things if s in old and (s not in new or _tombstone(new[s])))
        changes = [change for pairs in groups.values() for change in of_values(pairs.values())]
        told = sorted([*folded(changes, born, dead), *others], key=lambda c: c.order)
        removed = [
            c.subject for c in others if c.kind is Kind.VOCABULARY and c.before and not c.after
        ]
        vanished = sorted({*removed, *(s for s in dead if s not in new)})
        return Diff(told, self._labels(told), vanished)

    def _statements(self, groups: dict[Key, dict[str, Pair]]) -> None:
        """Put every statement that differs beside the others of its property."""
        old, new = (
            {iri: said_of(pairs, proofs) for iri, pairs in blocks.items() if _is(pairs, _STATEMENT)}
            for blocks, proofs in zip(self.blocks, self.evidence, strict=True)
        )
        for iri in sorted(old.keys() | new.keys()):
            pair = Pair(old.get(iri), new.get(iri))
            groups.setdefault(key_of(pair.said), {})[pair.said.object] = pair

    def _lines_of_things(self, groups: dict[Key, dict[str, Pair]]) -> Iterator[Change]:
        """Note what is claimed plainly any more; gives the changes of what is no claim."""
        described: dict[str, list[tuple[Triple, bool]]] = {}
        for lines, came in zip(self.lines, (False, True), strict=True):
            for triple in lines:
                said = Said(*triple)
                pair = groups.get(key_of(said), {}).get(triple.object)
                if pair is None and self._is_description(triple.subject):
                    described.setdefault(triple.subject, []).append((triple, came))
                    continue
                if pair is None:
                    pair = Pair(None, said) if came else Pair(said, None)
                    groups.setdefault(key_of(said), {})[triple.object] = pair
                pair.came, pair.left = pair.came or came, pair.left or not came
        for subject, about in sorted(described.items()):
            yield from self._description(subject, about)

    def _is_description(self, subject: str) -> bool:
        types = self._types(subject)
        return bool(types & {_STATEMENT, _EVIDENCE, _PARAGRAPH, *_SOURCES}) or any(
            self._is_vocabulary(subject) or _tombstone(blocks.get(subject, set()))
            for blocks in self.blocks
        )

    def _types(self, subject: str) -> set[str]:
        return {
            value
            for blocks in self.blocks
            for predicate, value in blocks.get(subject, ())
            if predicate == RDF.type
        }

    def _is_vocabulary(self, subject: str) -> bool:
        return any(value.startswith(_TERMS) for value in self._types(subject))

    def _description(self, subject: str, about: list[tuple[Triple, bool]]) -> Iterator[Change]:
        """One change for a source, a paragraph, a term or an address that is no thing any more."""
        old, new = (blocks.get(subject, set()) for blocks in self.blocks)
        types = self._types(subject)
        details = [_detail(triple, came) for triple, came in about]
        if types & {_STATEMENT, _EVIDENCE} or (_PARAGRAPH in types and not (old and new)):
            return
        if _tombstone(new) or _tombstone(old):
            now = dict(new).get(DCTERMS.isReplacedBy, "")
            yield Change(Kind.MOVED, subject, after=now, details=details)
        elif self._is_vocabulary(subject) or (old and new):
            kind = Kind.VOCABULARY if self._is_vocabulary(subject) else Kind.DESCRIBED
            before, after = (f"<{subject}>" if block else "" for block in (old, new))
            yield Change(kind, subject, "", before, after, details=details)
        else:
            kind = Kind.WITHDRAWN if old else Kind.ADDED
            yield Change(kind, subject, details=details)

    def _labels(self, changes: Iterable[Change]) -> Labels:
        """The names of all that the changes speak of."""
        wanted = {iri for change in changes for iri in _mentioned(change)}
        labels: dict[str, dict[str, str]] = {}
        for side in self.sides:
            for subject, pairs in side.blocks(wanted).items():
                texts = (_text(value) for name, value in sorted(pairs) if name in _NAMING)
                labels.setdefault(subject, {}).update(dict(texts))
        return labels


_NAMING: Final = frozenset((str(RDFS.label), str(DCTERMS.title)))


def _text(term: str) -> tuple[str, str]:
    """A literal's language and text."""
    body, _, tail = term.rpartition('"')
    return tail.removeprefix("@").partition("^")[0], unescaped(body[1:])


def unescaped(text: str) -> str:
    """The text that an N-Triples string stands for."""
    if "\\" not in text:
        return text
    import json

    return str(json.loads(f'"{text}"', strict=False)) if "\\U" not in text else text


def _mentioned(change: Change) -> Iterator[str]:
    yield change.predicate
    for iri in (change.subject, change.before[1:-1], change.after[1:-1]):
        yield from (iri, root(iri))
    for detail in change.details:
        yield from _mentioned(detail)


def _detail(triple: Triple, came: bool) -> Change:
    kind = Kind.ADDED if came else Kind.WITHDRAWN
    before, after = ("", triple.object) if came else (triple.object, "")
    return Change(kind, triple.subject, triple.predicate, before, after)


def _is(pairs: Pairs, kind: str) -> bool:
    return (str(RDF.type), kind) in pairs


_DEPRECATED: Final = (str(OWL.deprecated), f'"true"^^<{XSD.boolean}>')


def _tombstone(pairs: Pairs) -> bool:
    """Whether it is an address that is no thing any more."""
    return _DEPRECATED in pairs and not any(name == RDF.type for name, _ in pairs)


def _nodes(blocks: Mapping[str, Pairs]) -> set[str]:
    """The evidence of the statements among the blocks."""
    return {
        value[1:-1]
        for pairs in blocks.values()
        for name, value in pairs
        if name == PROV.qualifiedDerivation
    }


def _prefix(sides: Iterable[Side]) -> str:
    """What the IRIs of statements begin with, "" where a dump holds none."""
    mark = f"> <{RDF.type}> {_STATEMENT}"
    found = ""
    for side in sides:
        first = next(side.subjects(lambda line: line.endswith(mark)), None)
        if first is None:
            return ""
        found = first.subject[:-_KEY_LENGTH]
    return found
