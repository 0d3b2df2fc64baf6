"""The formats of a dump: writers that take blocks as they come and leave whole files."""

from collections.abc import Collection
from typing import Final

from diplold.formats.files import Target, Writer

__all__ = ["DEFAULT", "FORMATS", "Target", "Writer", "chosen", "writers"]

FORMATS: Final = ("ttl", "plain", "nq", "nt", "trig", "jsonld", "rdf12", "csv")
DEFAULT: Final = ("ttl", "plain", "nq")


def chosen(names: Collection[str]) -> tuple[str, ...]:
    """The formats that were named, each once, in their order; `all` is all, none the default."""
    if "all" in names:
        return FORMATS
    return tuple(name for name in FORMATS if name in names) or DEFAULT


def writers(wanted: Collection[str], target: Target) -> list[Writer]:
    """What writes the formats wanted, and the vocabulary."""
    # Only here, because streaming needs none of them and maps a small table in their time.
    from diplold.formats import jsonld, quads, turtle

    made: list[Writer] = []
    if not {"ttl", "plain", "trig"}.isdisjoint(wanted):
        made.append(turtle.writer(target, wanted))
    if "nq" in wanted:
        made.append(quads.quads_writer(target))
    if "nt" in wanted:
        made.append(quads.triples_writer(target))
    if "jsonld" in wanted:
        made.append(jsonld.writer(target))
    if "rdf12" in wanted:
        from diplold.formats.rdf12 import Reified

        made.append(Reified(target))
    if "csv" in wanted:
        from diplold.formats.tables import Tables  # a database, which other formats need not load

        made.append(Tables(target))
    return [*made, turtle.vocabulary_writer(target)]
