"""Mappings: which triples a claim of one kind becomes.

A mapping is a generator function that is traced once, before any data is read
(`mapping.language`, `mapping.trace`); its syntax is checked so that tracing is safe
(`mapping.syntax`); the patterns found are then run over claims (`mapping.run`).
"""

from diplold.mapping.language import Claim, Part, Triples, mapping

__all__ = ["Claim", "Part", "Triples", "mapping"]
