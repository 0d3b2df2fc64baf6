"""Commitments, proposals and stances: what was agreed, what was put forward, who holds what."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import act, names


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
    yield from act(claim)
    yield this, DIP.deadline, claim.date("deadline")
    yield this, DIP.location, claim.refs("place")
    yield this, DIP.partOf, claim.refs("partOf")


@mapping("proposal")
def proposal(claim: Claim) -> Triples:
    """One thing that was put forward or talked about, with no word of agreement."""
    this = claim.about

    yield this, RDF.type, DIP.Proposal
    yield from names(claim)
    yield (
        this,
        DIP.status,
        claim.choice("status", {"proposed": DIP.Proposed, "discussed": DIP.Discussed}),
    )
    yield from act(claim)
    yield this, DIP.partOf, claim.refs("partOf")


@mapping("stance")
def stance(claim: Claim) -> Triples:
    """What an actor holds, feels or says towards someone or about something."""
    this = claim.about

    yield this, RDF.type, DIP.Stance
    yield from names(claim)
    yield (
        this,
        DIP.stanceType,
        claim.choice(
            "type",
            {
                "support": DIP.Support,
                "thanks": DIP.Thanks,
                "satisfaction": DIP.Satisfaction,
                "request": DIP.Request,
                "call": DIP.Call,
                "accusation": DIP.Accusation,
                "denial": DIP.Denial,
                "assertion": DIP.Assertion,
                "praise": DIP.Praise,
                "hope": DIP.Hope,
                "assurance": DIP.Assurance,
            },
        ),
    )
    yield from act(claim)
