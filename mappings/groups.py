"""Groups: actors that a source leaves unnamed."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("group")
def group(claim: Claim) -> Triples:
    """Several actors spoken of together and not named one by one."""
    this = claim.about

    yield this, RDF.type, DIP.Group
    yield from names(claim)
