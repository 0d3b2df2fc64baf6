"""The benchmark's table: five statements a row."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF, RDFS


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    """One row of meetings.csv."""
    this = claim.about

    yield this, RDF.type, DIP.Meeting
    yield this, RDFS.label, claim.text("label")
    yield this, DIP.date, claim.date("date")
    yield this, DIP.location, claim.refs("place")
    yield this, DIP.attendance, claim.number("attendance")


@mapping("place")
def place(claim: Claim) -> Triples:
    """One row of places.csv: it has no label, so it is only known, and makes no triple."""
    yield claim.about, RDFS.label, claim.text("label")
