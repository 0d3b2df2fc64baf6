"""Asking a store, and answers in the formats that people and programs read."""

from diplold.query.evaluation import PREFIXES, ask, missing_things, refuse
from diplold.query.results import (
    FORMATS,
    GRAPH_FORMATS,
    SOLUTION_FORMATS,
    Shown,
    render,
    table,
    write,
)

__all__ = (
    "FORMATS",
    "GRAPH_FORMATS",
    "PREFIXES",
    "SOLUTION_FORMATS",
    "Shown",
    "ask",
    "missing_things",
    "refuse",
    "render",
    "table",
    "write",
)
