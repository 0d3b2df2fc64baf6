"""People."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("person")
def person(claim: Claim) -> Triples:
    """A human being."""
    this = claim.about

    yield this, RDF.type, DIP.Person
    yield from names(claim)
