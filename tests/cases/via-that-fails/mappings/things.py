from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF


def second_word(text: str) -> str:
    return text.split()[1]


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Meeting
    yield claim.about, DIP.venue, claim.text("venue", via=second_word)
