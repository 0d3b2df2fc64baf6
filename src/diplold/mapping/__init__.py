"""Mappings: which triples a claim of one kind becomes.

A mapping is a generator function that is read once, before any data (`mapping.language`,
`mapping.trace`): what may stand in it (`mapping.syntax`, `mapping.expressions`, `mapping.calls`)
is so little that each line has one meaning for all claims. The patterns found are then run over
claims (`mapping.run`).
"""

from diplold.mapping.language import Claim, Part, Triples, mapping

__all__ = ["Claim", "Part", "Triples", "mapping"]
