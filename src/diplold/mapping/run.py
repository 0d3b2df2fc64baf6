"""Running traced mappings over claims: the reference meaning of a mapping.

`triples` says for each triple which value gave it, so it serves twice: to make rows, and,
filtered to one claim, to say where in the sheet a triple comes from.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from diplold import terms
from diplold.diagnostics import Diagnostic, Location, Report, diagnostic
from diplold.facts import Annotation, Claim, Items, Node, Rank, Scalar
from diplold.facts.checks import A_VALUE, Checks
from diplold.facts.claims import ANNOTATIONS
from diplold.mapping.instances import PLAIN, Instance, Instances, structure, up
from diplold.mapping.language import About, Field, Scope
from diplold.mapping.rows import Row
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.mapping.trace import Pattern
from diplold.mapping.values import apply, choose, convert
from diplold.mapping.world import World
from diplold.terms import Iri, LexicalError


class Triple(NamedTuple):
    """One triple of one claim, with the value and the pattern that gave it."""

    subject: str
    predicate: Iri
    object: str
    annotation: Annotation
    structural: bool
    location: Location
    pattern: Pattern


class _Run:
    """One claim under its mapping."""

    def __init__(self, claim: Claim, mapping: TracedMapping, world: World) -> None:
        self.claim = claim
        self.mapping = mapping
        self.world = world
        self.checks = Checks(claim.path, world.report)
        self.instances = Instances(claim, mapping, world, self.checks).found

    # --- triples -------------------------------------------------------------------------

    def triples(self) -> Iterator[Triple]:
        for pattern in self.mapping.patterns:
            for instance in self.instances[pattern.scope]:
                yield from self.pattern(pattern, instance)

    def pattern(self, pattern: Pattern, inner: Instance) -> Iterator[Triple]:
        """The triples that one pattern gives for one claim or part."""
        subject = self.subject(pattern, inner)
        value = pattern.object
        if isinstance(value, Field):
            reader = up(inner, pattern.scope, value.scope)
            node = reader.fields.get(value.name)
            if node is None:
                if value.name in reader.keys:
                    self.world.broken.add((subject, pattern.predicate))
                return
            before = len(self.world.report.diagnostics)
            for found, annotation, at in self.values(value, node, reader.annotation):
                yield Triple(subject, pattern.predicate, found, annotation, False, at, pattern)
            if len(self.world.report.diagnostics) > before:
                self.world.broken.add((subject, pattern.predicate))
            return
        holder = inner
        if isinstance(value, About):
            holder = up(inner, pattern.scope, value.scope)
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

    def subject(self, pattern: Pattern, inner: Instance) -> str:
        if isinstance(pattern.subject, About):
            return up(inner, pattern.scope, pattern.subject.scope).iri
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
        self, field: Field, node: Node, outer: Annotation, lang: str = "", *, within: bool = False
    ) -> Iterator[tuple[Scalar, str, Annotation]]:
        """The single values in a node, each with its language and annotation.

        `within` says that the node is already a value that is annotated.
        """
        if isinstance(node, Scalar):
            yield node, lang, outer
        elif isinstance(node, Items):
            for value in node.values:
                yield from self.scalars(field, value, outer, lang, within=within)
        elif "is" in node.keys and within:
            at = self.checks.at(node.keys["is"])
            self.world.report.add(diagnostic("V014", at, field=field.name))
        elif "is" in node.keys:
            self.checks.unknown_keys(node, ("is", *ANNOTATIONS), A_VALUE)
            annotation = self.checks.annotation(node.entries, outer)
            if "is" in node.entries:
                inner = node.entries["is"]
                yield from self.scalars(field, inner, annotation, lang, within=True)
        elif _ONLY_ANNOTATIONS & node.keys.keys():
            self.checks.needs(node, A_VALUE, "is")
        elif field.kind == "text" and not lang:
            for tag, value in self.checks.tagged(node):
                yield from self.scalars(field, value, outer, tag, within=within)
        else:
            structure(field.name, node, Scalar, PLAIN, self.checks)

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
            return convert(field.kind, text)
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


_ONLY_ANNOTATIONS: Final = frozenset(ANNOTATIONS) - {"as"}
"""Keys that are no languages; `as` is Assamese."""


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
            if claim.kind not in world.unmapped:
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
        bool(said.disputed),
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
