"""Asking a store, and answers in the formats that people and programs read."""

from diplold.query.evaluation import PREFIXES, ask, missing_things, refuse
from diplold.query.results import (
    FORMATS,
    GRAPH_FORMATS,
    SOLUTION_FORMATS,
    render,
    write,
)
from diplold.query.tables import Shown

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
    "write",
)
