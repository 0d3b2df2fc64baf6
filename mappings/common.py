"""What several kinds of things have in common."""

from diplold.mapping import Claim, Triples
from diplold.terms import DIP, RDF, RDFS, SKOS


def names(claim: Claim) -> Triples:
    """Its label in each language, and the other names that it goes by."""
    this = claim.about

    yield this, RDFS.label, claim.text("label")
    yield this, SKOS.altLabel, claim.text("also")


def moment(claim: Claim) -> Triples:
    """When: one date, with the first and the last day that it may mean."""
    this = claim.about

    yield this, DIP.date, claim.date("date")
    yield this, DIP.earliest, claim.earliest("date")
    yield this, DIP.latest, claim.latest("date")


def span(claim: Claim) -> Triples:
    """From when to when, with the first and the last day that these may mean."""
    this = claim.about

    yield this, DIP.start, claim.date("start")
    yield this, DIP.earliest, claim.earliest("start")
    yield this, DIP.end, claim.date("end")
    yield this, DIP.latest, claim.latest("end")


def participations(claim: Claim) -> Triples:
    """Who took part, each in a role; and the short way to who took part."""
    this = claim.about

    for part in claim.each("participation", by="who"):
        yield this, DIP.participation, part.about
        yield this, DIP.participant, part.ref("who")
        yield part.about, RDF.type, DIP.Participation
        yield part.about, DIP.agent, part.ref("who")
        yield (
            part.about,
            DIP.role,
            part.choice(
                "role",
                {
                    "party": DIP.Party,
                    "facilitator": DIP.Facilitator,
                    "mediator": DIP.Mediator,
                    "attendee": DIP.Attendee,
                    "supporter": DIP.Supporter,
                    "sponsor": DIP.Sponsor,
                },
            ),
        )


def happening(claim: Claim) -> Triples:
    """What every event may say: kind, status, time, place, who did it and what came of it."""
    this = claim.about

    yield (
        this,
        DIP.eventType,
        claim.choice(
            "type",
            {
                "peace negotiation": DIP.PeaceNegotiation,
                "shuttle diplomacy": DIP.ShuttleDiplomacy,
                "war": DIP.War,
                "civil war": DIP.CivilWar,
                "genocide": DIP.Genocide,
                "invasion": DIP.Invasion,
                "attack": DIP.Attack,
                "overthrow": DIP.Overthrow,
                "withdrawal": DIP.Withdrawal,
                "deployment": DIP.Deployment,
                "prisoner release": DIP.PrisonerRelease,
                "handover": DIP.Handover,
                "transition": DIP.Transition,
            },
        ),
    )
    yield this, DIP.status, claim.choice("status", {"held": DIP.Held, "planned": DIP.Planned})
    yield from moment(claim)
    yield from span(claim)
    yield this, DIP.location, claim.refs("place")
    yield this, DIP.country, claim.refs("country")
    yield this, DIP.actor, claim.refs("actor")
    yield this, DIP.target, claim.refs("target")
    yield from participations(claim)
    yield this, DIP.goal, claim.text("goal")
    yield this, DIP.topic, claim.refs("topic")
    yield from manner(claim)
    yield this, DIP.partOf, claim.refs("partOf")
    yield this, DIP.follows, claim.refs("follows")
    yield this, DIP.cause, claim.refs("cause")
    yield this, DIP.outcome, claim.refs("outcome")


def manner(claim: Claim) -> Triples:
    """How it was done, or is to be done."""
    this = claim.about

    yield (
        this,
        DIP.manner,
        claim.choice("manner", {"complete": DIP.Complete, "unconditional": DIP.Unconditional}),
    )
