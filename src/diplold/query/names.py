"""IRIs as people read them: shortened with a prefix, or a thing's label."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from diplold.terms import DCTERMS, RDFS, SCHEMA, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Store

LABELS: Final = (RDFS.label, SKOS.prefLabel, SCHEMA.name, DCTERMS.title)
"""What a thing is called by, the first that it has."""

Labeller = Callable[[str], str | None]
"""Gives the label of an IRI, or None."""


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI with the longest prefix that fits, or as it is."""
    fitting = [(len(base), name) for name, base in prefixes.items() if iri.startswith(base)]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}"


def nearest(iri: str, known: Iterable[str]) -> str | None:
    """The IRI that was probably meant: of the same namespace, with nearly the same end."""
    from difflib import get_close_matches

    start = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    ends = sorted(other[len(start) :] for other in known if other.startswith(start))
    close = get_close_matches(iri[len(start) :], ends, n=1, cutoff=0.7)
    return start + close[0] if close else None


def texts(store: "Store", iri: str) -> Iterator[tuple[str, str]]:
    """The labels of a thing, each with its language, the better property first."""
    from pyoxigraph import Literal, NamedNode

    node = NamedNode(iri)
    for predicate in LABELS:
        found = (q.object for q in store.quads_for_pattern(node, NamedNode(predicate), None, None))
        for term in sorted((t for t in found if isinstance(t, Literal)), key=str):
            yield term.value, term.language or ""


def label(store: "Store", iri: str, lang: str = "") -> str | None:
    """What a thing is called in a language, else in English, else in any; None for no label."""
    by_language: dict[str, str] = {}
    for text, tag in texts(store, iri):
        by_language.setdefault(tag.lower(), text)
        by_language.setdefault(tag.lower().partition("-")[0], text)
    for wanted in (lang.lower(), lang.lower().partition("-")[0], "", "en"):
        if wanted in by_language and (wanted or lang):
            return by_language[wanted]
    return by_language.get("en") or next(iter(by_language.values()), None)


def labeller(store: "Store", lang: str) -> Labeller:
    """Looks labels up in a store, each once."""

    @lru_cache(maxsize=100_000)
    def of(iri: str) -> str | None:
        try:
            return label(store, iri, lang)
        except ValueError:  # no IRI by the rules of the RDF library
            return None

    return of
