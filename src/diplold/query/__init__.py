"""Asking a store, and answers in the formats that people and programs read."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from diplold import layout
from diplold.diagnostics import Stop
from diplold.sparql.refusal import DEEPEST, MOST, refusal

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

    Answer = QueryBoolean | QuerySolutions | QueryTriples

SOLUTION_FORMATS: Final = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
GRAPH_FORMATS: Final = {"ttl": "TURTLE", "nt": "N_TRIPLES", "xml": "RDF_XML", "json": "JSON_LD"}
FORMATS: Final = ("table", *dict.fromkeys((*SOLUTION_FORMATS, *GRAPH_FORMATS)))


def ask(store: "Store", text: str, prefixes: Mapping[str, str]) -> "Answer":
    """Evaluate a query over the union of all graphs, with the project's prefixes declared.

    Raises `Stop`: exit code 2 for what is not SPARQL, 1 for a query that fails.
    """
    refuse(text)
    try:
        return store.query(text, prefixes=dict(prefixes), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise Stop(2, "E207", reason=_reason(str(error))) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise Stop(1, "E208", reason=str(error)) from error


def refuse(text: str) -> None:
    """Raise `Stop` (exit code 2) for what is not even parsed: SERVICE, and absurd nesting."""
    found = refusal(text)
    if found is None:
        return
    if found.reason == "service":
        raise Stop(2, "E215")
    limits = {"deepest": str(DEEPEST), "most": str(MOST)}
    raise Stop(2, "E230", line=str(found.line), column=str(found.column), **limits)


def missing_things(store: "Store", values: Iterable[str], things: str) -> None:
    """Raise `Stop` (exit code 2) for a thing, `kind/name`, that the store says nothing about.

    An empty answer would not tell a misspelt name from one that has no answer.
    """
    from pyoxigraph import NamedNode

    for value in values:
        node = NamedNode(things + value)
        if next(store.quads_for_pattern(node, None, None, None), None) is None:
            kind = value.partition("/")[0]
            start = f"{things}{kind}/"
            subjects = {
                str(quad.subject.value)
                for quad in store.quads_for_pattern(None, None, None, None)
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(start)
            }
            known = [iri[len(things) :] for iri in subjects if iri.count("/", len(start)) == 0]
            close = get_close_matches(value, sorted(known), n=3, cutoff=0.5)
            raise Stop(2, "E214", value=value, known=f"{', '.join(close)}?" if close else "-")


def _reason(message: str) -> str:
    """The parser's message on one line, its long list of signs shortened."""
    place, _, expected = " ".join(message.split()).partition(": expected one of ")
    if not expected:
        return place
    if "Prefix not found" in expected:
        return f"{place}: a prefix is not declared"
    wanted = [word for word in expected.split(", ") if word[:1].isalpha()]
    if not wanted:
        return f"{place}: not what may stand here, or the end is missing"
    more = " ..." if wanted[6:] else ""
    return f"{place}: expected {', '.join(wanted[:6])}{more}"


def render(
    answer: "Answer", form: str, prefixes: Mapping[str, str], columns: int = 0
) -> Iterator[str]:
    """An answer as text in one of `FORMATS`.

    `columns` is the room that a table has, in terminal columns; 0 for no limit. Raises `Stop`:
    exit code 2 for the wrong format, 1 where evaluation fails, which it does only now.
    """
    try:
        yield from _render(answer, form, prefixes, columns)
    except (RuntimeError, OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise Stop(1, "E208", reason=" ".join(str(error).split())) from error


def _render(
    answer: "Answer", form: str, prefixes: Mapping[str, str], columns: int
) -> Iterator[str]:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

    if isinstance(answer, QueryBoolean):
        if form == "table":
            yield "true" if answer else "false"
        else:
            yield _serialized(answer, QueryResultsFormat, SOLUTION_FORMATS, form)
    elif isinstance(answer, QuerySolutions):
        if form == "table":
            yield from table(answer, prefixes, columns)
        else:
            yield _serialized(answer, QueryResultsFormat, SOLUTION_FORMATS, form)
    else:
        wanted = "ttl" if form == "table" else form
        yield _serialized(answer, RdfFormat, GRAPH_FORMATS, wanted)


def _serialized(answer: "Answer", kinds: object, formats: Mapping[str, str], form: str) -> str:
    if form not in formats:
        known = ", ".join(formats)
        problem = {
            "en": f"this query's answer cannot be written as {form}; it can as {known}",
            "id": f"jawaban kueri ini tidak dapat ditulis sebagai {form}; dapat sebagai {known}",
        }
        raise Stop(2, "E209", problem=problem)
    data = answer.serialize(format=getattr(kinds, formats[form]))
    return data.decode().rstrip("\n") if data else ""


def table(answer: "QuerySolutions", prefixes: Mapping[str, str], columns: int = 0) -> Iterator[str]:
    """The solutions as an aligned table, IRIs shortened."""
    names = [variable.value for variable in answer.variables]
    rows = [[_cell(solution[name], prefixes) for name in names] for solution in answer]
    yield from layout.table(names, rows, columns)


def _cell(term: object, prefixes: Mapping[str, str]) -> str:
    """A term for reading: a literal's text, an IRI with its prefix."""
    from pyoxigraph import NamedNode

    if term is None:
        return ""
    if not isinstance(term, NamedNode):
        return " ".join(str(getattr(term, "value", term)).split())
    longest = max(
        ((base, name) for name, base in prefixes.items() if term.value.startswith(base)),
        default=None,
        key=lambda pair: len(pair[0]),
    )
    if longest is None:
        return term.value
    base, name = longest
    return f"{name}:{term.value[len(base) :]}"
