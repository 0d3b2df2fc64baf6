"""The mappings of the test cases: small, and apart from the dataset's own."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF, RDFS


def named(claim: Claim) -> Triples:
    yield claim.about, RDFS.label, claim.text("label")


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    this = claim.about

    yield this, RDF.type, DIP.Meeting
    yield from named(claim)
    yield this, DIP.status, claim.choice("status", {"planned": DIP.Planned, "held": DIP.Held})
    yield this, DIP.venue, claim.text("venue")
    yield this, DIP.date, claim.date("date")
    yield this, DIP.earliest, claim.earliest("date")
    yield this, DIP.latest, claim.latest("date")
    yield this, DIP.attendance, claim.number("attendance")
    yield this, DIP.public, claim.boolean("public")
    yield this, DIP.page, claim.iri("page")
    yield this, DIP.facilitator, claim.refs("facilitator")
    yield this, DIP.host, claim.ref("host")
    for part in claim.each("participation", by="who"):
        yield this, DIP.participation, part.about
        yield part.about, RDF.type, DIP.Participation
        yield part.about, DIP.agent, part.ref("who")
        yield part.about, DIP.office, part.ref("office")
        yield (
            part.about,
            DIP.role,
            part.choice("role", {"head of delegation": DIP.HeadOfDelegation}),
        )


@mapping("state")
def state(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.State
    yield from named(claim)


@mapping("organization")
def organization(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Organization
    yield from named(claim)


@mapping("person")
def person(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Person
    yield from named(claim)


@mapping("office")
def office(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.Office
    yield from named(claim)
