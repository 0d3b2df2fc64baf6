"""Topics: what things are about."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("topic")
def topic(claim: Claim) -> Triples:
    """What an instrument, a commitment or an event is about."""
    this = claim.about

    yield this, RDF.type, DIP.Topic
    yield from names(claim)
