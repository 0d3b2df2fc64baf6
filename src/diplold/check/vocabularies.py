"""Terms of vocabularies that everybody uses: rdflib knows which there are."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SH, SKOS, VANN, XSD
from rdflib.namespace import DefinedNamespaceMeta

from diplold.diagnostics import Location, Report, diagnostic
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.turtle import TurtleFile

_CLOSED: Final[Mapping[str, DefinedNamespaceMeta]] = {
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "vann": VANN,
    "sh": SH,
}
"""Those that do not grow any more; schema.org does."""

_SINCE: Final = frozenset((str(RDF) + "reifies", str(RDF) + "dirLangString"))
"""Terms of RDF 1.2, which rdflib does not know yet."""

_NUMBERED: Final = re.compile(re.escape(str(RDF)) + r"_[1-9][0-9]*")


def lint(
    mappings: Mapping[str, TracedMapping], files: Iterable[TurtleFile], report: Report
) -> None:
    """Report terms that a well-known vocabulary does not have."""
    for mapping in mappings.values():
        for used, where in mapping.terms:
            _check(str(used), where, report)
    for file in files:
        wrong = {
            term
            for term in {term for triple in file.triples for term in triple}
            if term[0] == "<" and _vocabulary(term[1:-1])
        }
        for triple in file.triples if wrong else ():
            for part, term in enumerate(triple):
                if term in wrong and not term.startswith(f"<{SH}"):
                    _check(term[1:-1], file.term(triple, part), report)


def _check(term: str, where: Location, report: Report) -> None:
    prefix = _vocabulary(term)
    if prefix:
        base = str(_CLOSED[prefix])
        name = term.removeprefix(base)
        known = [str(one).removeprefix(base) for one in dir(_CLOSED[prefix])]
        found = diagnostic(
            "O006", where, vocabulary=prefix.upper(), term=f"{prefix}:{name}",
            wrong=name, suggest=known,
        )  # fmt: skip
        report.add(found)


@cache
def _vocabulary(term: str) -> str:
    """The prefix of the vocabulary that should have a term and has not, or ""."""
    if term in _SINCE or _NUMBERED.fullmatch(term):
        return ""
    for prefix, namespace in _CLOSED.items():
        base = str(namespace)
        if term.startswith(base) and term != base:
            return "" if term in namespace else prefix
    return ""
