from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


def parts(claim: Claim) -> Triples:
    for part in claim.each("part", by="who"):
        yield claim.about, DIP.participation, part.about
        yield from parts(part)


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    yield from parts(claim)
