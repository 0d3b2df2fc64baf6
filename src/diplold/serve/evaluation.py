"""Evaluating a visitor's query, in a worker: guarded, bounded, and said in one format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from diplold.query.flaws import flaw
from diplold.serve import guard, results
from diplold.serve.negotiation import GRAPHS, SOLUTIONS
from diplold.serve.results import Limits, Written

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

    Answer = QueryBoolean | QuerySolutions | QueryTriples

WRITTEN: Final = {
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "jsonld": "JSON_LD",
    "rdf": "RDF_XML",
    "nq": "N_QUADS",
    "trig": "TRIG",
}
_WITH_PREFIXES: Final = frozenset(("ttl", "trig", "rdf", "jsonld"))
_COMMENT: Final = {"ttl": "# {}\n", "nt": "# {}\n", "nq": "# {}\n", "trig": "# {}\n"}
_COMMENT_XML: Final = "<!-- {} -->\n"


class Problem(Exception):
    """A request that has no answer: the HTTP status, the key of why, and what else to tell."""

    def __init__(self, status: int, key: str, **told: Any) -> None:  # noqa: ANN401 -- JSON
        super().__init__(key)
        self.status = status
        self.key = key
        self.told = told


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with the dataset that the protocol names; None where it names none."""

    text: str
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    union: bool = True
    """Whether the default graph is the union of all, where nothing else is named."""

    base: str = ""
    """What relative IRIs are relative to."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An answer as it goes out, but for compression."""

    body: bytes
    media: str
    status: int = 200
    cut: str = ""
    """Why it is not whole: "", "rows" or "bytes"."""

    told: Mapping[str, Any] = field(default_factory=dict)


def evaluate(
    store: "Store",
    asked: Asked,
    wanted: Mapping[str, str | None],
    limits: Limits,
    page: Callable[["Answer"], bytes],
) -> Evaluated:
    """Evaluate a query and write its answer in the media type wanted for its kind.

    `page` makes the HTML of an answer. Raises `Problem`: 400 for what is refused or no SPARQL or
    fails, 406 where no format is wanted that the answer has.
    """
    from pyoxigraph import QueryBoolean, QuerySolutions

    answer = ask(store, asked)
    graph_like = not isinstance(answer, QueryBoolean | QuerySolutions)
    media = wanted["graphs" if graph_like else "solutions"]
    if media is None:
        offers = GRAPHS if graph_like else SOLUTIONS
        raise Problem(406, "format", detail=", ".join(offers))
    try:
        if media == "text/html":
            written = Written(page(answer))
        elif isinstance(answer, QueryBoolean):
            written = results.boolean(SOLUTIONS[media], bool(answer))
        elif isinstance(answer, QuerySolutions):
            names = [variable.value for variable in answer.variables]
            written = results.solutions(SOLUTIONS[media], names, answer, limits)
        else:
            written = triples(answer, GRAPHS[media], asked.prefixes, limits)
    except (RuntimeError, OSError, ValueError) as error:
        raise Problem(400, "failed", detail=_one_line(str(error))) from error
    return Evaluated(written.body, media, cut=written.cut)


def ask(store: "Store", asked: Asked) -> "Answer":
    """The answer, not yet read; raises `Problem` for what is refused or is no SPARQL."""
    from pyoxigraph import NamedNode

    if refused := guard.examine(asked.text):
        told = {"line": refused.line, "column": refused.column}
        raise Problem(400, refused.reason, **told)
    default, named = asked.default, asked.named
    protocol = default is not None or named is not None
    own = protocol or guard.names_dataset(asked.text)
    try:
        return store.query(
            asked.text,
            base_iri=asked.base or None,
            prefixes=dict(asked.prefixes),
            use_default_graph_as_union=asked.union and not own,
            default_graph=[NamedNode(iri) for iri in default or ()] if protocol else None,
            named_graphs=[NamedNode(iri) for iri in named or ()] if protocol else None,
        )
    except SyntaxError as error:
        raise _not_sparql(asked, str(error)) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise Problem(400, "failed", detail=_one_line(str(error))) from error


def _not_sparql(asked: Asked, message: str) -> Problem:
    """What is wrong with a query, and where; a query that nobody wrote may be too odd to say."""
    try:
        found = flaw(asked.text, asked.prefixes, message)
    except RecursionError:
        return Problem(400, "crashed")
    meant = found.help or {}
    detail = {
        lang: f"{text} – {meant[lang]}" if lang in meant else text
        for lang, text in found.found.reason.items()
    }
    return Problem(400, "syntax", detail=detail, line=found.line, column=found.column)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]


def triples(
    answer: Iterable["Triple"], form: str, prefixes: Mapping[str, str], limits: Limits
) -> Written:
    """The triples of CONSTRUCT and DESCRIBE, each once."""
    kept = dict.fromkeys(islice(answer, limits.rows + 1))
    shown = [*kept][: limits.rows]
    cut = "rows" if len(kept) > limits.rows else ""
    body = serialized(shown, form, prefixes)
    while len(body) > limits.size:
        shown = shown[: len(shown) * limits.size // len(body) * 9 // 10]
        body, cut = serialized(shown, form, prefixes), "bytes"
    return Written(body + _mark(form, len(shown)) if cut else body, cut)


def _mark(form: str, count: int) -> bytes:
    """What the end of a cut answer says, in the formats that have comments."""
    text = f"truncated after {count} triples"
    comment = _COMMENT_XML if form == "rdf" else _COMMENT.get(form, "")
    return comment.format(text).encode()


def serialized(triples: Iterable["Triple"], form: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples in one of the RDF formats."""
    from pyoxigraph import RdfFormat, serialize

    named = dict(prefixes) if form in _WITH_PREFIXES else None
    body = serialize(triples, format=getattr(RdfFormat, WRITTEN[form]), prefixes=named)
    assert body is not None
    return body


def graph(
    found: Iterable["Triple"], media: str, prefixes: Mapping[str, str], limits: Limits
) -> Evaluated:
    """A graph of ours in the media type that was chosen."""
    written = triples(found, GRAPHS[media], prefixes, limits)
    return Evaluated(written.body, media, cut=written.cut)
