"""Instruments: what was signed or adopted."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import moment, names, span


@mapping("instrument")
def instrument(claim: Claim) -> Triples:
    """A treaty, statement or plan; `date` is its signature, `start` and `end` its validity."""
    this = claim.about

    yield this, RDF.type, DIP.Instrument
    yield from names(claim)
    yield (
        this,
        DIP.instrumentType,
        claim.choice(
            "type",
            {
                "peace treaty": DIP.PeaceTreaty,
                "chair's statement": DIP.ChairsStatement,
                "agreement": DIP.Agreement,
                "declaration": DIP.Declaration,
                "plan of action": DIP.PlanOfAction,
                "strategy": DIP.Strategy,
                "resolution": DIP.Resolution,
            },
        ),
    )
    yield from moment(claim)
    yield from span(claim)
    yield this, DIP.between, claim.refs("between")
    yield this, DIP.actor, claim.refs("actor")
    yield this, DIP.implements, claim.refs("implements")
    yield this, DIP.location, claim.refs("place")
    yield this, DIP.signatoryCount, claim.number("signatories")
    yield this, DIP.topic, claim.refs("topic")
