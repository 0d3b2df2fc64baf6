"""Running traced mappings over claims: the reference meaning of a mapping.

`triples` says for each triple which value gave it, so it serves twice: to make rows, and,
filtered to one claim, to say where in the sheet a triple comes from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from diplold import terms
from diplold.diagnostics import Diagnostic, Location, Report, diagnostic
from diplold.facts import Annotation, Claim, Group, Items, Node, Rank, Scalar
from diplold.facts.checks import CLAIM_KEYS, Checks
from diplold.facts.claims import ANNOTATIONS
from diplold.facts.nodes import NAMES
from diplold.mapping.language import About, Field, Scope
from diplold.mapping.rows import Row
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.mapping.trace import Pattern
from diplold.terms import Iri, LexicalError

PART_KEYS: Final = ("key", *ANNOTATIONS)

CONVERTERS: Final = {
    "number": terms.number,
    "boolean": terms.boolean,
    "date": terms.date,
    "earliest": terms.earliest,
    "latest": terms.latest,
    "iri": terms.iri,
}


@lru_cache(maxsize=65_536)
def _convert(kind: str, text: str) -> str:
    return CONVERTERS[kind](text)


class Triple(NamedTuple):
    """One triple of one claim, with the value and the pattern that gave it."""

    subject: str
    predicate: Iri
    object: str
    annotation: Annotation
    structural: bool
    location: Location
    pattern: Pattern


@dataclass(slots=True)
class World:
    """What a claim is read against: the project's base IRI and all things there are."""

    base: str
    known: frozenset[str] | None
    """All things there are; None where references are not checked."""

    languages: Mapping[str, str]
    """The language of each source that is described, by its id; "" where it names none."""

    report: Report
    broken: set[tuple[str, str]] = field(default_factory=set)
    """Subject and predicate of values that were reported: what is bad is not also missing."""

    def knows(self, path: str) -> bool:
        """Whether a reference may name this thing."""
        return self.known is None or path in self.known


@dataclass(slots=True)
class _Instance:
    """A claim or a part while it is mapped."""

    iri: str
    fields: Mapping[str, Node]
    annotation: Annotation
    line: int
    column: int
    outer: "_Instance | None" = None


class _Run:
    """One claim under its mapping."""

    def __init__(self, claim: Claim, mapping: TracedMapping, world: World) -> None:
        self.claim = claim
        self.mapping = mapping
        self.world = world
        self.checks = Checks(claim.path, world.report)
        root = _Instance(
            world.base + claim.about.text, claim.fields, claim.annotation, claim.line, claim.column
        )
        self.instances: dict[Scope, list[_Instance]] = {Scope(): [root]}
        for scope in mapping.scopes[1:]:
            self.instances[scope] = list(self.parts(scope))
        self.unread(claim.fields, claim.keys, Scope())

    # --- parts ---------------------------------------------------------------------------

    def parts(self, scope: Scope) -> Iterator[_Instance]:
        assert scope.outer is not None
        for outer in self.instances[scope.outer]:
            node = outer.fields.get(scope.field)
            for group in self.groups(scope.field, node):
                part = self.part(scope, outer, group)
                if part:
                    yield part

    def groups(self, name: str, node: Node | None) -> Iterator[Group]:
        for value in node.values if isinstance(node, Items) else [node] if node else []:
            if isinstance(value, Group):
                yield value
            else:
                self.structure(name, value, Group)

    def part(self, scope: Scope, outer: _Instance, group: Group) -> _Instance | None:
        annotation = self.checks.annotation(group.entries)
        if "as" in group.entries:
            at = self.checks.at(group.keys["as"])
            self.world.report.add(diagnostic("F018", at, key="as"))
        fields = {k: v for k, v in group.entries.items() if k not in PART_KEYS}
        self.unread(fields, group.keys, scope)
        name = self.part_name(scope, group)
        if not name:
            return None
        return _Instance(
            f"{outer.iri}/{terms.field_slug(scope.field)}/{name}",
            fields,
            annotation.within(outer.annotation),
            group.line,
            group.column,
            outer,
        )

    def part_name(self, scope: Scope, group: Group) -> str:
        """The end of a part's IRI: its own key, or the path of the thing it refers to."""
        node = group.entries.get("key") or group.entries.get(scope.by)
        if isinstance(node, Group):
            node = node.entries.get("is")
        if not isinstance(node, Scalar):
            at = Location(self.claim.path, group.line, group.column)
            by = scope.by or "key"
            self.world.report.add(diagnostic("V011", at, field=scope.field, by=by))
            return ""
        try:
            return (terms.slug if "key" in group.entries else terms.thing)(node.text)
        except LexicalError as error:
            self.checks.lexical(error, node)
            return ""

    def unread(self, fields: Mapping[str, Node], keys: Mapping[str, Scalar], scope: Scope) -> None:
        """Report the fields that no mapping reads; what they may stand for is not missing."""
        read = self.mapping.fields(scope)
        for name in fields:
            if name in read:
                continue
            known = CLAIM_KEYS if scope == Scope() else PART_KEYS
            found = diagnostic(
                "M004",
                self.checks.at(keys[name]),
                field=name,
                kind=self.claim.kind if scope == Scope() else scope.field,
                wrong=name,
                suggest=(*read, *known),
            )
            self.world.report.add(found)
            self.excuse(scope, found.help)

    def excuse(self, scope: Scope, help_text: Mapping[str, str] | None) -> None:
        """A field under a misspelt name is not missing."""
        for pattern in self.mapping.patterns:
            value = pattern.object
            if (
                isinstance(value, Field)
                and value.scope == scope
                and help_text
                and f"`{value.name}`" in help_text["en"]
            ):
                for instance in self.instances.get(scope, []):
                    self.world.broken.add((instance.iri, pattern.predicate))

    # --- triples -------------------------------------------------------------------------

    def triples(self) -> Iterator[Triple]:
        for pattern in self.mapping.patterns:
            for instance in self.instances[pattern.scope]:
                yield from self.pattern(pattern, instance)

    def pattern(self, pattern: Pattern, inner: _Instance) -> Iterator[Triple]:
        """The triples that one pattern gives for one claim or part."""
        subject = self.subject(pattern, inner)
        value = pattern.object
        if isinstance(value, Field):
            reader = _up(inner, pattern.scope, value.scope)
            node = reader.fields.get(value.name)
            if node is None:
                return
            before = len(self.world.report.diagnostics)
            for found, annotation, at in self.values(value, node, reader.annotation):
                yield Triple(subject, pattern.predicate, found, annotation, False, at, pattern)
            if len(self.world.report.diagnostics) > before:
                self.world.broken.add((subject, pattern.predicate))
            return
        holder = inner
        if isinstance(value, About):
            holder = _up(inner, pattern.scope, value.scope)
            found = f"<{holder.iri}>"
        else:
            found = value.term
        annotation = inner.annotation
        structural = isinstance(value, Iri)
        if structural and pattern.scope == Scope():
            # A thing's type does not depend on the rank of what is claimed about it.
            annotation = Annotation(according_to=annotation.according_to)
        at = Location(self.claim.path, holder.line, holder.column)
        yield Triple(subject, pattern.predicate, found, annotation, structural, at, pattern)

    def subject(self, pattern: Pattern, inner: _Instance) -> str:
        if isinstance(pattern.subject, About):
            return _up(inner, pattern.scope, pattern.subject.scope).iri
        return pattern.subject

    # --- values --------------------------------------------------------------------------

    def values(
        self, field: Field, node: Node, outer: Annotation
    ) -> Iterator[tuple[str, Annotation, Location]]:
        """The N-Triples terms that a field's node gives."""
        for number, (scalar, lang, annotation) in enumerate(self.scalars(field, node, outer)):
            if field.kind == "ref" and number:
                at = self.checks.at(scalar)
                self.world.report.add(diagnostic("V008", at, field=field.name))
                return
            term = self.term(field, scalar, lang)
            if term:
                yield term, annotation, self.checks.at(scalar)

    def scalars(
        self, field: Field, node: Node, outer: Annotation, lang: str = ""
    ) -> Iterator[tuple[Scalar, str, Annotation]]:
        """The single values in a node, each with its language and annotation."""
        if isinstance(node, Scalar):
            yield node, lang, outer
        elif isinstance(node, Items):
            for value in node.values:
                yield from self.scalars(field, value, outer, lang)
        elif "is" in node.entries:
            self.checks.unknown_keys(node, ("is", *ANNOTATIONS), _A_VALUE)
            annotation = self.checks.annotation(node.entries).within(outer)
            yield from self.scalars(field, node.entries["is"], annotation, lang)
        elif field.kind == "text" and not lang:
            for tag, value in node.entries.items():
                try:
                    inner = terms.language(tag)
                except LexicalError as error:
                    self.checks.lexical(error, node.keys[tag])
                    continue
                yield from self.scalars(field, value, outer, inner)
        else:
            self.structure(field.name, node, Scalar)

    def structure(self, name: str, node: Node, expected: type) -> None:
        found = diagnostic(
            "V009",
            self.checks.at(node),
            field=name,
            expected=NAMES[expected],
            found=NAMES[type(node)],
        )
        self.world.report.add(found)

    def term(self, field: Field, scalar: Scalar, lang: str) -> str:
        """One value as an N-Triples term, or "" where it was reported."""
        text = scalar.text
        try:
            if field.via:
                text = apply(field.via, text)
            if field.kind == "text":
                return terms.literal(text, lang=lang)
            if field.kind in ("ref", "refs"):
                return self.reference(scalar, text)
            if field.kind == "choice":
                return choose(field, text)
            return _convert(field.kind, text)
        except LexicalError as error:
            self.report_value(error, scalar, field, text)
            return ""

    def report_value(self, error: LexicalError, scalar: Scalar, field: Field, text: str) -> None:
        suggest = [word for word, _ in field.choices]
        self.checks.lexical(error, scalar, wrong=text, suggest=suggest)

    def reference(self, scalar: Scalar, text: str) -> str:
        terms.thing(text)
        if not self.world.knows(text):
            self.world.report.add(_unknown(scalar, self.checks.at(scalar), self.world))
            return ""
        return f"<{self.world.base}{text}>"


_A_VALUE: Final = {"en": "a value", "id": "sebuah nilai"}


def _up(instance: _Instance, scope: Scope, wanted: Scope) -> _Instance:
    """The instance of an outer scope that an instance lies in."""
    for _ in range(scope.depth - wanted.depth):
        assert instance.outer is not None
        instance = instance.outer
    return instance


@lru_cache(maxsize=65_536)
def choose(field: Field, text: str) -> str:
    """The term that a word of a closed list means; raises `LexicalError` V005."""
    for word, term in field.choices:
        if word == text:
            return term.term
    known = ", ".join(word for word, _ in field.choices)
    raise LexicalError("V005", field=field.name, text=text, known=known)


def apply(function: Callable[[str], object], text: str) -> str:
    """A value through a function of the mapping's author."""
    name = getattr(function, "__name__", "via")
    try:
        result = function(text)
    except Exception as error:
        raise LexicalError("V012", function=name, text=text, reason=str(error)) from error
    if not isinstance(result, str):
        raise LexicalError("V012", function=name, text=text, reason=f"it gave {result!r}")
    return result


def triples(claim: Claim, mapping: TracedMapping, world: World) -> Iterator[Triple]:
    """What a claim says, triple by triple, each with its place in the sheet."""
    return _Run(claim, mapping, world).triples()


def rows(
    claims: Iterable[Claim], mappings: Mapping[str, TracedMapping], world: World
) -> Iterator[Row]:
    """What claims say, in any order; each triple once for each paragraph of its claim."""
    for claim in claims:
        if claim.source and claim.source not in world.languages:
            _no_source(claim, world)
        mapping = mappings.get(claim.kind)
        if mapping is None:
            _no_mapping(claim, mappings, world.report)
            continue
        lang = world.languages.get(claim.source, "")
        paragraphs = [str(number) for number in claim.paragraphs] or [""]
        for triple in triples(claim, mapping, world):
            for paragraph in paragraphs:
                yield _row(triple, claim, paragraph, lang, world)


def _no_source(claim: Claim, world: World) -> None:
    found = diagnostic(
        "F012",
        claim.location,
        source=claim.source,
        wrong=claim.source,
        suggest=world.languages,
    )
    world.report.add(found)


def _row(triple: Triple, claim: Claim, paragraph: str, lang: str, world: World) -> Row:
    said = triple.annotation
    according_to = _according_to(said.according_to, claim, world) if said.according_to else ""
    # The claim's own `as` words its thing, a value's words the value.
    surface = said.surface if said is not claim.annotation else ""
    return Row(
        triple.subject,
        triple.predicate,
        triple.object,
        claim.source,
        paragraph,
        according_to,
        terms.literal(surface, lang=lang) if surface else "",
        terms.literal(claim.annotation.surface, lang=lang) if claim.annotation.surface else "",
        tuple(sorted(terms.literal(text, lang=tag) for text, tag in said.because)),
        (said.rank or Rank.NORMAL).value,
        said.disputed,
        triple.structural,
    )


def _according_to(said: Scalar, claim: Claim, world: World) -> str:
    """Whom the source quotes, as an IRI, or "" where nothing is known about them."""
    if world.knows(said.text):
        return world.base + said.text
    world.report.add(_unknown(said, Location(claim.path, said.line, said.column), world))
    return ""


def _unknown(said: Scalar, at: Location, world: World) -> Diagnostic:
    return diagnostic("V007", at, text=said.text, wrong=said.text, suggest=world.known or ())


def _no_mapping(claim: Claim, mappings: Mapping[str, TracedMapping], report: Report) -> None:
    at = Location(claim.path, claim.about.line, claim.about.column)
    found = diagnostic("M003", at, kind=claim.kind, wrong=claim.kind, suggest=mappings)
    report.add(found)
