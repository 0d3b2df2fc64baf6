"""Places: cities, buildings, borders."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("place")
def place(claim: Claim) -> Triples:
    """A place that is not spoken of as an actor."""
    this = claim.about

    yield this, RDF.type, DIP.Place
    yield from names(claim)
    yield this, DIP.country, claim.refs("country")
    yield this, DIP.partOf, claim.refs("partOf")
