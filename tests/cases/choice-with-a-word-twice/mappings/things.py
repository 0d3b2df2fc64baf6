from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

STATUS = {
    "planned": DIP.Planned,
    "held": DIP.Held,
    "planned": DIP.Held,
}


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    yield claim.about, DIP.status, claim.choice("status", STATUS)
    yield claim.about, DIP.venue, claim.text("rank")
    yield claim.about, DIP.date, claim.date("date", via="fold")
    yield claim.about, DIP.host, claim.ref()
