"""Which format a client gets: `Accept` with its q-values (RFC 9110, section 12.5)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

SOLUTIONS: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/html": "html",
}
"""Media types of SELECT and ASK, the ones preferred first."""

GRAPHS: Final[Mapping[str, str]] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/html": "html",
}
"""Media types of CONSTRUCT, DESCRIBE and descriptions, the ones preferred first."""

THINGS: Final[Mapping[str, str]] = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/json": "jsonld",
}
"""Media types of a thing; a client that takes everything gets the page."""

_ENTRY: Final = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)/([\w!#$%&'*+.^`|~-]+)\s*(;.*)?", re.DOTALL)
_Q: Final = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_MOST: Final = 100
"""Entries of a header that are read."""


class _Range(NamedTuple):
    """One entry: how specific it is, what it names, how much it is wanted."""

    specific: int
    kind: str
    q: float


def choose(accept: Sequence[str], offers: Iterable[str]) -> str | None:
    """The media type to answer with, or None for 406; without the header the first offer."""
    ranges = _ranges(",".join(accept))
    offered = [*offers]
    if not ranges:
        return offered[0] if offered and not "".join(accept).strip() else None
    wanted = [(_quality(offer, ranges), -place, offer) for place, offer in enumerate(offered)]
    q, _, best = max(wanted, default=(0.0, 0, ""))
    return best if q > 0 else None


def _ranges(header: str) -> list[_Range]:
    found = []
    for entry in header.split(",", _MOST)[:_MOST]:
        match = _ENTRY.fullmatch(entry)
        if match is None:
            continue
        kind = f"{match[1]}/{match[2]}".lower()
        q = _Q.search(match[3] or "")
        specific = 2 - kind.count("*")
        found.append(_Range(specific, kind, min(float(q[1]), 1.0) if q else 1.0))
    return found


def _quality(offer: str, ranges: Sequence[_Range]) -> float:
    """How much an offer is wanted: the most specific entry that covers it decides."""
    main = offer.partition("/")[0]
    covering = [r for r in ranges if r.kind in (offer, f"{main}/*", "*/*")]
    return max(covering, key=lambda r: (r.specific, r.q)).q if covering else 0.0


def language(header: str, known: Sequence[str]) -> str:
    """The language of a page, of those known: by `Accept-Language`, else the first."""
    best, most = known[0], 0.0
    for entry in header.split(",", _MOST)[:_MOST]:
        tag, _, parameters = entry.partition(";")
        q = _Q.search(";" + parameters)
        wanted = float(q[1]) if q else 1.0
        short = tag.strip().lower().split("-")[0]
        short = "id" if short == "in" else short  # the code of Indonesian before 1989
        if short in known and wanted > most:
            best, most = short, wanted
    return best


def takes_gzip(header: str) -> bool:
    """Whether `Accept-Encoding` allows gzip."""
    for entry in header.split(",", _MOST)[:_MOST]:
        coding, _, parameters = entry.partition(";")
        if coding.strip().lower() == "gzip":
            q = _Q.search(";" + parameters)
            return q is None or float(q[1]) > 0
    return False
