"""Answers in the formats that programs read, or, as `tables` makes them, people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

from diplold.diagnostics import Stop
from diplold.query.tables import PAGES, Row, Shown, page, terms_of

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

    from diplold.query.evaluation import Answer
    from diplold.query.tables import Term

SOLUTION_FORMATS: Final = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
GRAPH_FORMATS: Final = {
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "xml": "RDF_XML",
    "json": "JSON_LD",
    "jsonld": "JSON_LD",
}
FORMATS: Final = (*PAGES, *dict.fromkeys((*SOLUTION_FORMATS, *GRAPH_FORMATS)))
BY_SUFFIX: Final = {
    ".txt": "table",
    ".md": "markdown",
    ".htm": "html",
    ".srj": "json",
    ".srx": "xml",
    ".rdf": "xml",
    **{f".{name}": name for name in FORMATS if name not in ("table", "markdown")},
}
"""Which format a file's name asks for."""

_One = TypeVar("_One")


def write(answer: "Answer", form: str, stream: IO[bytes], shown: Shown) -> None:
    """Write an answer in one of `FORMATS` while it is evaluated.

    Raises `Stop`: exit code 2 for a format that the answer cannot have, 1 where evaluation fails,
    which it does only now.
    """
    try:
        for piece in _pieces(answer, form, shown):
            stream.write(piece)
    except (RuntimeError, ValueError) as error:
        raise Stop(1, "E208", reason=" ".join(str(error).split())) from error


def render(
    answer: "Answer", form: str, prefixes: Mapping[str, str], columns: int = 0
) -> Iterator[str]:
    """An answer as text; see `write` for what it raises."""
    shown = Shown(prefixes, columns)
    try:
        text = b"".join(_pieces(answer, form, shown)).decode()
    except (RuntimeError, OSError, ValueError) as error:
        raise Stop(1, "E208", reason=" ".join(str(error).split())) from error
    yield text.rstrip("\n")


def _pieces(answer: "Answer", form: str, shown: Shown) -> Iterator[bytes]:
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(answer, QueryBoolean):
        return _boolean(answer, form)
    if isinstance(answer, QuerySolutions):
        return _solutions(answer, form, shown)
    return _graph(answer, form, shown)


def _boolean(answer: "QueryBoolean", form: str) -> Iterator[bytes]:
    from pyoxigraph import QueryResultsFormat

    word = "true" if answer else "false"
    if form == "html":
        yield from _encoded(page([f"<p>{word}</p>"]))
    elif form in PAGES:
        yield f"{word}\n".encode()
    else:
        name = _needed(SOLUTION_FORMATS, form)
        yield (answer.serialize(format=getattr(QueryResultsFormat, name)) or b"") + b"\n"


def _solutions(answer: "QuerySolutions", form: str, shown: Shown) -> Iterator[bytes]:
    names = [variable.value for variable in answer.variables]
    if form in PAGES:
        rows = list(_limited(([solution[n] for n in names] for solution in answer), shown))
        return _encoded(PAGES[form](names, rows, shown))
    _needed(SOLUTION_FORMATS, form)
    if shown.limit is None:
        return _serialized(answer, form, shown)
    kept = _limited(([solution[n] for n in names] for solution in answer), shown)
    return _serialized(of_rows(names, kept), form, shown)


def of_rows(names: Sequence[str], rows: Iterable[Row]) -> "QuerySolutions":
    """Rows that are at hand as an answer, as the RDF library has it."""
    import json

    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    text = json.dumps(as_json(names, rows), ensure_ascii=False)
    made = parse_query_results(text, format=QueryResultsFormat.JSON)
    assert isinstance(made, QuerySolutions)
    return made


def as_json(names: Sequence[str], rows: Iterable[Row]) -> dict[str, Any]:
    """Rows as SPARQL 1.1 Query Results JSON."""
    bindings = [
        {n: json_term(t) for n, t in zip(names, row, strict=True) if t is not None} for row in rows
    ]
    return {"head": {"vars": list(names)}, "results": {"bindings": bindings}}


def json_term(term: "Term") -> dict[str, Any]:
    """A term as SPARQL's JSON has it."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        parts = zip(("subject", "predicate", "object"), terms_of(term), strict=True)
        return {"type": "triple", "value": {name: json_term(part) for name, part in parts}}
    made: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        made["xml:lang"] = term.language
        if term.direction:
            made["its:dir"] = str(term.direction.value)
    elif term.datatype.value != _STRING:
        made["datatype"] = term.datatype.value
    return made


_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


def _limited(rows: Iterable[_One], shown: Shown) -> Iterator[_One]:
    """The rows up to the limit; says how many there were, and whether more would come."""
    shown.rows = 0
    for row in rows:
        if shown.limit is not None and shown.rows >= shown.limit:
            shown.more = True
            return
        shown.rows += 1
        yield row


def _serialized(answer: "QuerySolutions", form: str, shown: Shown) -> Iterator[bytes]:
    from pyoxigraph import QueryResultsFormat

    data = answer.serialize(format=getattr(QueryResultsFormat, SOLUTION_FORMATS[form])) or b""
    if shown.rows is None and _is_empty(data, form):
        shown.rows = 0
    yield data if data.endswith(b"\n") else data + b"\n"


def _is_empty(data: bytes, form: str) -> bool:
    """Whether a written answer has no row; the library does not count what it writes."""
    if form in ("csv", "tsv"):
        return data.find(b"\n") in (-1, len(data) - 1)
    ends = {
        "json": (b'"bindings":[]}}',),
        "xml": (b"<results></results></sparql>", b"<results/></sparql>"),
    }
    return data.rstrip().endswith(ends[form])


def _graph(answer: "Iterable[Triple]", form: str, shown: Shown) -> Iterator[bytes]:
    from pyoxigraph import RdfFormat, serialize

    name = _needed(GRAPH_FORMATS, "ttl" if form == "table" else form)
    triples = list(_limited(answer, shown))
    used = {
        prefix: base
        for prefix, base in shown.prefixes.items()
        if prefix  # `:` would have to escape the slashes of paths
        and any(
            getattr(term, "value", "").startswith(base) for t in triples for term in terms_of(t)
        )
    }
    data = serialize(triples, format=getattr(RdfFormat, name), prefixes=used) or b""
    yield data if data.endswith(b"\n") or not data else data + b"\n"


def _needed(formats: Mapping[str, str], form: str) -> str:
    if form not in formats:
        people = "" if formats is GRAPH_FORMATS else ", table, markdown, html"
        known = ", ".join(formats) + people
        problem = {
            "en": f"this query's answer cannot be written as {form}; it can as {known}",
            "id": f"jawaban kueri ini tidak dapat ditulis sebagai {form}; dapat sebagai {known}",
        }
        raise Stop(2, "E209", problem=problem)
    return formats[form]


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    for line in lines:
        yield f"{line}\n".encode("utf-8", "replace")
