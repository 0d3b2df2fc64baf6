from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


def make(kind: str, field: str) -> None:
    @mapping(kind)
    def thing(claim: Claim) -> Triples:
        yield claim.about, RDF.type, DIP.Meeting
        yield claim.about, DIP.venue, claim.text(field)


make("meeting", "venue")
