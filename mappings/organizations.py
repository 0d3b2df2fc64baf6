"""Organizations: bodies with a name of their own."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("organization")
def organization(claim: Claim) -> Triples:
    """An international organization, ministry, army, faction, news outlet."""
    this = claim.about

    yield this, RDF.type, DIP.Organization
    yield from names(claim)
    yield this, DIP.country, claim.refs("country")
    yield this, DIP.location, claim.refs("place")
    yield this, DIP.partOf, claim.refs("partOf")
