"""Checks on the whole dataset: ranks, shapes, and whether shapes and ontology are well made."""

from diplold.check.checker import Checker

__all__ = ["Checker"]
