"""States: countries as actors."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("state")
def state(claim: Claim) -> Triples:
    """A country as an actor."""
    this = claim.about

    yield this, RDF.type, DIP.State
    yield from names(claim)
    yield this, DIP.neighbour, claim.refs("neighbour")
