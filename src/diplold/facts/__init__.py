"""Facts: what a curator wrote, with the place of every value.

Sheets (`facts.sheets`, YAML) and tables (`facts.tables`, CSV) become `Claim`s. A value stays
the text that was written; what type it has is decided by the mapping that reads it.
"""

from diplold.facts.claims import Annotation, Claim, Rank, Sheet, SourceDescription
from diplold.facts.nodes import Group, Items, Node, Scalar
from diplold.facts.reader import Facts, read

__all__ = [
    "Annotation",
    "Claim",
    "Facts",
    "Group",
    "Items",
    "Node",
    "Rank",
    "Scalar",
    "Sheet",
    "SourceDescription",
    "read",
]
