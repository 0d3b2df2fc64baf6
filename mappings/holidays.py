"""Holidays: days that a state sets apart."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names, span


@mapping("holiday")
def holiday(claim: Claim) -> Triples:
    """A public holiday: its day, what it recalls, and when it was kept."""
    this = claim.about

    yield this, RDF.type, DIP.Holiday
    yield from names(claim)
    yield this, DIP.country, claim.refs("country")
    yield this, DIP.month, claim.number("month")
    yield this, DIP.dayOfMonth, claim.number("day")
    yield this, DIP.commemorates, claim.refs("commemorates")
    yield (
        this,
        DIP.status,
        claim.choice("status", {"observed": DIP.Observed, "abolished": DIP.Abolished}),
    )
    for part in claim.each("period"):
        yield this, DIP.period, part.about
        yield part.about, RDF.type, DIP.Period
        yield from span(part)
