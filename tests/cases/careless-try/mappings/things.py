from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    try:
        yield claim.about, DIP.date, claim.date("date")
    except ValueError:
        pass
