from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    this = claim.about

    for part in claim.each("participation", by="who"):
        yield this, RDF.type, DIP.Meeting
        yield this, DIP.participation, part.about
        yield part.about, DIP.agent, part.ref("who")
        this = part.about
    yield part.about, RDF.type, DIP.Participation
