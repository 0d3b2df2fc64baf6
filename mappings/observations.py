"""Observations: the numbers that a source gives."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import moment, names


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
            "measure",
            {
                "deaths": DIP.Deaths,
                "injuries": DIP.Injuries,
                "military personnel": DIP.MilitaryPersonnel,
                "peacekeepers": DIP.Peacekeepers,
                "meetings": DIP.MeetingsHeld,
                "trade in goods": DIP.TradeInGoods,
                "growth of trade": DIP.GrowthOfTrade,
                "share of exports": DIP.ShareOfExports,
                "change in share of exports": DIP.ChangeInShareOfExports,
            },
        ),
    )
    yield (
        this,
        DIP.unit,
        claim.choice(
            "unit",
            {
                "persons": DIP.Persons,
                "children": DIP.Children,
                "times": DIP.Times,
                "US dollars": DIP.USDollars,
                "percent": DIP.Percent,
                "percentage points": DIP.PercentagePoints,
            },
        ),
    )
    yield this, DIP.actor, claim.refs("actor")
    yield from moment(claim)
    yield this, DIP.value, claim.number("value")
    yield this, DIP.lowerBound, claim.number("atLeast")
    yield this, DIP.upperBound, claim.number("atMost")
    yield this, DIP.approximate, claim.boolean("approximate")
    yield this, DIP.reported, claim.boolean("reported")
