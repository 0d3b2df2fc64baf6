"""A claim and its parts: what the patterns of a mapping are read for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from diplold import terms
from diplold.diagnostics import Location, Text, diagnostic, note
from diplold.facts import Annotation, Claim, Group, Items, Node, Scalar
from diplold.facts.checks import CLAIM_KEYS, Checks
from diplold.facts.claims import ANNOTATIONS
from diplold.facts.nodes import NAMES
from diplold.mapping.language import Field, Scope
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.mapping.world import World
from diplold.terms import LexicalError

PART_KEYS: Final = ("key", *ANNOTATIONS)


@dataclass(slots=True)
class Instance:
    """A claim or a part while it is mapped."""

    iri: str
    fields: Mapping[str, Node]
    keys: Mapping[str, Scalar]
    annotation: Annotation
    line: int
    column: int
    outer: "Instance | None" = None


class Instances:
    """The claim and its parts, by scope; what is wrong with them is reported."""

    def __init__(self, claim: Claim, mapping: TracedMapping, world: World, checks: Checks) -> None:
        self.claim = claim
        self.mapping = mapping
        self.world = world
        self.checks = checks
        root = Instance(
            world.base + claim.about.text,
            claim.fields,
            claim.keys,
            claim.annotation,
            claim.line,
            claim.column,
        )
        self.found: dict[Scope, list[Instance]] = {Scope(): [root]}
        for scope in mapping.scopes[1:]:
            self.found[scope] = list(self.parts(scope))
        self.unread(claim.fields, claim.keys, Scope())

    def parts(self, scope: Scope) -> Iterator[Instance]:
        """The parts under one field; each has an address of its own."""
        assert scope.outer is not None
        for outer in self.found[scope.outer]:
            seen: dict[str, Instance] = {}
            for group in self.groups(scope, outer.fields.get(scope.field)):
                part = self.part(scope, outer, group)
                if part is None:
                    continue
                first = seen.setdefault(part.iri, part)
                if first is part:
                    yield part
                else:
                    self.same_address(scope, outer, first, part)

    def groups(self, scope: Scope, node: Node | None) -> Iterator[Group]:
        """The groups in the node of a field that holds parts."""
        for value in node.values if isinstance(node, Items) else [node] if node else []:
            if isinstance(value, Group):
                yield value
            else:
                key = scope.by or "key"
                remedy = {
                    "en": f"a part has fields of its own: `{scope.field}: {{{key}: ...}}`",
                    "id": f"bagian memiliki bidang sendiri: `{scope.field}: {{{key}: ...}}`",
                }
                structure(scope.field, value, Group, remedy, self.checks)

    def part(self, scope: Scope, outer: Instance, group: Group) -> Instance | None:
        """One part, or None where it has no address."""
        if "is" in group.keys:
            self.annotated_part(scope, group)
            return None
        annotation = self.checks.annotation(group.entries, outer.annotation)
        if "as" in group.entries:
            at = self.checks.at(group.keys["as"])
            self.world.report.add(diagnostic("F018", at, key="as"))
        fields = {k: v for k, v in group.entries.items() if k not in PART_KEYS}
        self.unread(fields, group.keys, scope)
        name = self.part_name(scope, group)
        if not name:
            return None
        return Instance(
            f"{outer.iri}/{terms.field_slug(scope.field)}/{name}",
            fields,
            group.keys,
            annotation,
            group.line,
            group.column,
            outer,
        )

    def part_name(self, scope: Scope, group: Group) -> str:
        """The end of a part's IRI: its own key, or the path of the thing it refers to."""
        own = "key" in group.keys
        by = "key" if own or not scope.by else scope.by
        node = _bare(group.entries.get(by))
        if isinstance(node, Scalar):
            try:
                return (terms.slug if own else terms.thing)(node.text)
            except LexicalError as error:
                self.checks.lexical(error, node)
        elif isinstance(node, Items):
            self.world.report.add(diagnostic("V008", self.checks.at(node), field=by))
        elif node:
            structure(by, node, Scalar, PLAIN, self.checks)
        elif by not in group.keys:
            found = diagnostic("V011", self.checks.at(group), field=scope.field, by=by)
            self.world.report.add(found)
        return ""

    def same_address(
        self, scope: Scope, outer: Instance, first: Instance, second: Instance
    ) -> None:
        """Two parts of one claim would become one, with the fields of both."""
        before = note("first", Location(self.claim.path, first.line, first.column))
        at = Location(self.claim.path, second.line, second.column)
        name = second.iri.removeprefix(f"{outer.iri}/{terms.field_slug(scope.field)}/")
        found = diagnostic("V013", at, notes=[before], field=scope.field, name=name)
        self.world.report.add(found)

    def annotated_part(self, scope: Scope, group: Group) -> None:
        """`is` belongs to a value; what annotates a part stands beside its fields."""
        fields = sorted(self.mapping.fields(scope))
        found = diagnostic(
            "F005",
            self.checks.at(group.keys["is"]),
            key="is",
            where=_A_PART,
            known=", ".join(key for key in (*fields, *PART_KEYS) if key != "as"),
        )
        self.world.report.add(found)

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
                for instance in self.found.get(scope, []):
                    self.world.broken.add((instance.iri, pattern.predicate))


_A_PART: Final = {"en": "a part", "id": "sebuah bagian"}
PLAIN: Final = {
    "en": "write the value alone, or `{is: ..., rank: ...}` to annotate it",
    "id": "tulis nilainya saja, atau `{is: ..., rank: ...}` untuk memberi keterangan",
}


def structure(name: str, node: Node, expected: type, remedy: Text, checks: Checks) -> None:
    """Report that a node is a list or a group where a text is expected, or the other way."""
    found = diagnostic(
        "V009",
        checks.at(node),
        field=name,
        expected=NAMES[expected],
        found=NAMES[type(node)],
        remedy=remedy,
    )
    checks.report.add(found)


def _bare(node: Node | None) -> Node | None:
    """The one value in a node, without its annotation or a list of one around it."""
    while True:
        if isinstance(node, Items) and len(node.values) == 1:
            node = node.values[0]
        elif isinstance(node, Group) and "is" in node.entries:
            node = node.entries["is"]
        else:
            return node


def up(instance: Instance, scope: Scope, wanted: Scope) -> Instance:
    """The instance of an outer scope that an instance lies in."""
    for _ in range(scope.depth - wanted.depth):
        assert instance.outer is not None
        instance = instance.outer
    return instance
