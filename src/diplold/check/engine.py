"""pySHACL on a leash; the only module that imports it.

Graphs go in, results come out. Four habits of pySHACL are mended here: it parses the same
SPARQL constraint again for every focus node, a regular expression may keep it for hours, an
exception may come back as a result, and it prints.
"""

import logging
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import FrameType
from typing import Any, Final

from rdflib import SH, Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as Answer
from rdflib.term import Node

from diplold.check.pieces import pieces, targeted

DEADLINE: Final = 10.0
"""Seconds that one shape may take for each 100,000 triples, and at least."""


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a SHACL report."""

    focus: Node
    path: Node | None
    value: Node | None
    component: Node
    shape: Node | None
    constraint: Node | None
    severity: Node | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A shape that could not be used; `shape` is None where it is not known which."""

    shape: Node | None
    reason: str
    late: bool = False


class FocusGraph(Graph):
    """A graph that parses a query once, however often it is asked."""

    def query(self, query_object: str | Query, *arguments: Any, **named: Any) -> Answer:  # noqa: ANN401 -- as rdflib has them
        """Evaluate a query; a text is parsed only the first time."""
        if isinstance(query_object, str):
            query_object = _prepared(query_object)
        return super().query(query_object, *arguments, **named)


@lru_cache(maxsize=1_000)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


class TooLate(Exception):
    """A shape took longer than its deadline."""


class Unusable(Exception):
    """PySHACL cannot use the shapes."""


def validate(
    data: Graph, shapes: Graph, deadline: float | None = None
) -> tuple[list[Result], list[Trouble]]:
    """All results of all shapes, and the shapes that could not be used.

    `data` may get triples of pySHACL's own. Where everything together takes longer than one
    shape may, or fails, each shape is run by itself, and where that fails, each of its rules;
    so the one that hangs is named and the others still tell what they find.
    """
    limit = deadline or DEADLINE * max(1.0, len(data) / 100_000)
    try:
        return _run(data, shapes, limit), []
    except (TooLate, Unusable) as error:
        results, troubles = _one_by_one(data, shapes, limit)
        if not troubles and isinstance(error, Unusable):
            troubles.append(Trouble(None, str(error)))
        return results, troubles


def _one_by_one(data: Graph, shapes: Graph, limit: float) -> tuple[list[Result], list[Trouble]]:
    results: list[Result] = []
    troubles: list[Trouble] = []
    for shape in targeted(shapes):
        whole, *rules = pieces(shapes, shape)
        try:
            results += _run(data, whole.graph, limit)
            continue
        except (TooLate, Unusable) as error:
            failed = [_trouble(shape, error, limit)]
        parts: list[Trouble] = []
        for rule in rules:
            try:
                results += _run(data, rule.graph, limit)
            except (TooLate, Unusable) as error:
                parts.append(_trouble(rule.node, error, limit))
        troubles += parts or failed
    return results, troubles


def _trouble(shape: Node, error: TooLate | Unusable, limit: float) -> Trouble:
    late = isinstance(error, TooLate)
    return Trouble(shape, f"{limit:.0f}" if late else str(error), late)


def _run(data: Graph, shapes: Graph, limit: float) -> list[Result]:
    report = report_graph(data, shapes, limit)
    return [_result(report, node) for node in report.objects(None, SH.result)]


def report_graph(data: Graph, shapes: Graph, limit: float | None = None) -> Graph:
    """The validation report as a graph; raises `Unusable` or `TooLate`."""
    from pyshacl import validate as pyshacl_validate

    try:
        with _silence(), _deadline(limit):
            _, report, text = pyshacl_validate(
                data,
                shacl_graph=shapes,
                inference="none",
                advanced=False,
                meta_shacl=False,
                inplace=True,
            )
    except TooLate:
        raise
    except RecursionError as error:
        raise Unusable("the shapes refer to each other without end") from error
    except Exception as error:
        # pySHACL raises many kinds, some of them for what a shape's author wrote.
        raise Unusable(_one_line(getattr(error, "message", None) or error)) from error
    if not isinstance(report, Graph):
        raise Unusable(_one_line(text))
    return report


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:300]


def _result(report: Graph, node: Node) -> Result:
    focus = report.value(node, SH.focusNode)
    component = report.value(node, SH.sourceConstraintComponent)
    assert focus is not None
    assert component is not None
    return Result(
        focus,
        report.value(node, SH.resultPath),
        report.value(node, SH.value),
        component,
        report.value(node, SH.sourceShape),
        report.value(node, SH.sourceConstraint),
        report.value(node, SH.resultSeverity),
    )


@contextmanager
def _silence() -> Iterator[None]:
    """Let pySHACL print nothing: what it has to say comes as a result or an exception."""
    logger = logging.getLogger("pyshacl-validate")

    def refuse(_record: logging.LogRecord) -> bool:
        return False

    logger.addFilter(refuse)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    finally:
        logger.removeFilter(refuse)
        logger.handlers.clear()


@contextmanager
def _deadline(seconds: float | None) -> Iterator[None]:
    """Raise `TooLate` in this block after so long, where the system has alarms.

    Python's regular expressions look for signals while they match, so even they are stopped.
    """
    can = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not can:
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLate

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
