from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


@mapping("Meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting


@mapping
def state(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.State
