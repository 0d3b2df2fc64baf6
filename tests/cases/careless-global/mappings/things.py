from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

seen = 0


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    global seen
    seen += 1
