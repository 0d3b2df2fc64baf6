"""Instruments and commitments: what was signed, agreed and pledged."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import manner, moment, names


@mapping("instrument")
def instrument(claim: Claim) -> Triples:
    """A treaty, statement or plan; `date` is the day of signature or adoption."""
    this = claim.about

    yield this, RDF.type, DIP.Instrument
    yield from names(claim)
    yield (
        this,
        DIP.instrumentType,
        claim.choice(
            "type",
            {"peace treaty": DIP.PeaceTreaty, "chair's statement": DIP.ChairsStatement},
        ),
    )
    yield from moment(claim)
    yield this, DIP.location, claim.refs("place")
    yield this, DIP.signatoryCount, claim.number("signatories")
    yield this, DIP.topic, claim.refs("topic")


@mapping("commitment")
def commitment(claim: Claim) -> Triples:
    """One thing that was agreed, pledged or not agreed; `date` is the day it was made."""
    this = claim.about

    yield this, RDF.type, DIP.Commitment
    yield from names(claim)
    yield (
        this,
        DIP.status,
        claim.choice(
            "status",
            {"agreed": DIP.Agreed, "not agreed": DIP.NotAgreed, "pledged": DIP.Pledged},
        ),
    )
    yield from moment(claim)
    yield this, DIP.deadline, claim.date("deadline")
    yield this, DIP.location, claim.refs("place")
    yield this, DIP.actor, claim.refs("actor")
    yield this, DIP.topic, claim.refs("topic")
    yield from manner(claim)
    yield this, DIP.concerns, claim.refs("concerns")
    yield this, DIP.partOf, claim.refs("partOf")
