from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting


@mapping("meeting")
def another(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
