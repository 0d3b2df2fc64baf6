"""Every code that the toolkit itself can report, with its texts in English and Indonesian.

A shape's findings carry the shape's own code and messages instead. A new code needs an entry in
the module of its letter and a case below `tests/cases/` that shows its whole text.
"""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.baseline import BASELINE
from diplold.diagnostics.catalogue.conflicts import CONFLICTS
from diplold.diagnostics.catalogue.dumps import DUMPS
from diplold.diagnostics.catalogue.entry import Entry, Text
from diplold.diagnostics.catalogue.evidence import EVIDENCE
from diplold.diagnostics.catalogue.facts import FACTS
from diplold.diagnostics.catalogue.linking import LINKING
from diplold.diagnostics.catalogue.links import LINKS
from diplold.diagnostics.catalogue.mappings import MAPPINGS
from diplold.diagnostics.catalogue.ontology import ONTOLOGY
from diplold.diagnostics.catalogue.permanence import PERMANENCE
from diplold.diagnostics.catalogue.querying import QUERYING
from diplold.diagnostics.catalogue.serving import SERVING
from diplold.diagnostics.catalogue.shapes import SHAPES
from diplold.diagnostics.catalogue.stops import STOPS
from diplold.diagnostics.catalogue.values import VALUES
from diplold.diagnostics.catalogue.wikidata import ASKING, WIKIDATA
from diplold.diagnostics.catalogue.words import HELP, NOTES, WORDS

__all__ = ("CATALOGUE", "HELP", "NOTES", "WORDS", "Entry", "Text")

CATALOGUE: Final[Mapping[str, Entry]] = {
    **FACTS,
    **MAPPINGS,
    **VALUES,
    **CONFLICTS,
    **ONTOLOGY,
    **SHAPES,
    **PERMANENCE,
    **BASELINE,
    **LINKS,
    **LINKING,
    **EVIDENCE,
    **DUMPS,
    **WIKIDATA,
    **ASKING,
    **STOPS,
    **QUERYING,
    **SERVING,
}
