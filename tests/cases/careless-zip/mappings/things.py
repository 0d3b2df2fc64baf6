from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    for one, two in zip(claim.each("host"), claim.each("guest")):
        yield one.about, DIP.agent, two.about
