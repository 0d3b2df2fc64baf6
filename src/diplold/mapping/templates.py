"""What a compiled mapping writes for each triple: a row to be sorted, or N-Triples at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from diplold.mapping.rows import SEPARATOR
from diplold.terms import MODEL, PROV, RDF, WIKIBASE


@dataclass(frozen=True, slots=True)
class Template:
    """What one triple becomes, as the inside of an f-string.

    Both texts may use `{s}` (subject IRI), `{p}` (predicate IRI), `{o}` (object term),
    `{cited}`, `{flag}` ("s" for a triple that no field gives) and, where `keyed`, `{line}` (the
    triple in N-Triples) and `{key}` (its digest, which names the statement). `plain` is left
    out for what a preferred value hides: subject, predicate and language in `preferred`.
    """

    plain: str
    statement: str
    keyed: bool
    cite: Callable[[str, int], str]
    preferred: frozenset[tuple[str, str, str]] = frozenset()


_NOTHING_MORE: Final = SEPARATOR * 5 + "normal" + SEPARATOR * 2

ROWS: Final = Template(
    plain="",
    statement=SEPARATOR.join(("{s}", "{p}", "{o}", "{cited}")) + _NOTHING_MORE + "{flag}\n",
    keyed=False,
    cite=lambda source, number: f"{source}{SEPARATOR}{number or ''}",
)
"""Lines as `mapping.rows.Row.line` gives them, each with its end."""


def ntriples(
    statements: str,
    cite: Callable[[str, int], str],
    preferred: frozenset[tuple[str, str, str]],
) -> Template:
    """N-Triples of the plain layer and of the statement layer.

    `statements` is what a statement's IRI begins with, `cite` gives the IRI that is cited.
    """
    node = f"<{statements}{{key}}>"
    pairs = (
        (RDF.type, MODEL.Statement.term),
        (RDF.subject, "<{s}>"),
        (RDF.predicate, "<{p}>"),
        (RDF.object, "{o}"),
        (WIKIBASE.rank, WIKIBASE.NormalRank.term),
        (PROV.wasDerivedFrom, "<{cited}>"),
    )
    return Template(
        plain="{line}\n",
        statement="".join(f"{node} <{predicate}> {value} .\n" for predicate, value in pairs),
        keyed=True,
        cite=cite,
        preferred=preferred,
    )
