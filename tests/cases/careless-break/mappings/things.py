from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    for part in claim.each("participation", by="who"):
        yield claim.about, DIP.participation, part.about
        break
