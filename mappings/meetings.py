"""Meetings, and the mechanisms that they belong to."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import LEVELS, happening, names, participations, span


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    """One occasion on which agents come together to talk."""
    this = claim.about

    yield this, RDF.type, DIP.Meeting
    yield from names(claim)
    yield from happening(claim)
    yield this, DIP.partOfSeries, claim.refs("series")
    yield this, DIP.ordinal, claim.number("ordinal")
    yield this, DIP.first, claim.boolean("first")


@mapping("mechanism")
def mechanism(claim: Claim) -> Triples:
    """A series of meetings, or a standing dialogue."""
    this = claim.about

    yield this, RDF.type, DIP.Mechanism
    yield from names(claim)
    yield this, DIP.eventType, claim.choice("type", {"peace negotiation": DIP.PeaceNegotiation})
    yield from span(claim)
    yield this, DIP.level, claim.choice("level", LEVELS)
    yield this, DIP.frequency, claim.choice("frequency", {"annual": DIP.Annual})
    yield this, DIP.topic, claim.refs("topic")
    yield this, DIP.initiator, claim.refs("initiator")
    yield from participations(claim)
    yield this, DIP.goal, claim.text("goal")
    yield this, DIP.meetingCount, claim.number("meetings")
    yield this, DIP.outcome, claim.refs("outcome")
