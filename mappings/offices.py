"""Offices, and who held them when."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names, span


@mapping("office")
def office(claim: Claim) -> Triples:
    """A post that one person after another holds."""
    this = claim.about

    yield this, RDF.type, DIP.Office
    yield from names(claim)
    yield this, DIP.organization, claim.refs("organization")
    yield this, DIP.country, claim.refs("country")


@mapping("tenure")
def tenure(claim: Claim) -> Triples:
    """One unbroken stretch of holding an office, as far as sources prove it.

    `heldOn` are days (or months, or years) on which a source shows the person in office. What is
    sure lies between the day by which the tenure had begun and the day until which it had not
    ended; what is possible, between its earliest and its latest day.
    """
    this = claim.about

    yield this, RDF.type, DIP.Tenure
    yield from names(claim)
    yield this, DIP.holder, claim.ref("holder")
    yield this, DIP.office, claim.ref("office")
    yield this, DIP.capacity, claim.choice("capacity", {"interim": DIP.Interim})
    yield from span(claim)
    yield this, DIP.heldOn, claim.date("heldOn")
    yield this, DIP.certainFrom, claim.latest("start")
    yield this, DIP.certainFrom, claim.latest("heldOn")
    yield this, DIP.certainUntil, claim.earliest("end")
    yield this, DIP.certainUntil, claim.earliest("heldOn")
