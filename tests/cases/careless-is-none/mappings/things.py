from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    venue = claim.text("venue")
    if venue is None:
        return
    yield claim.about, DIP.venue, venue
