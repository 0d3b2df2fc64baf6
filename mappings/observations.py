"""Observations: the numbers that a source gives."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("observation")
def observation(claim: Claim) -> Triples:
    """One number: what was measured, of what, how much."""
    this = claim.about

    yield this, RDF.type, DIP.Observation
    yield from names(claim)
    yield this, DIP.observationAbout, claim.ref("of")
    yield (
        this,
        DIP.measure,
        claim.choice(
            "measure", {"deaths": DIP.Deaths, "military personnel": DIP.MilitaryPersonnel}
        ),
    )
    yield this, DIP.unit, claim.choice("unit", {"persons": DIP.Persons})
    yield this, DIP.value, claim.number("value")
    yield this, DIP.lowerBound, claim.number("atLeast")
    yield this, DIP.upperBound, claim.number("atMost")
    yield this, DIP.approximate, claim.boolean("approximate")
