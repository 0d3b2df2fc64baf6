"""What several kinds of things have in common."""

from typing import Final

from diplold.mapping import Claim, Triples
from diplold.terms import DIP, RDF, RDFS, SKOS

LEVELS: Final = {
    "senior officials": DIP.SeniorOfficials,
    "vice ministers": DIP.ViceMinisters,
    "ministers": DIP.Ministers,
    "heads of government": DIP.HeadsOfGovernment,
}
ACTIONS: Final = {
    "hold": DIP.Hold,
    "establish": DIP.Establish,
    "strengthen": DIP.Strengthen,
    "expand": DIP.Expand,
    "upgrade": DIP.Upgrade,
    "continue": DIP.Continue,
    "resume": DIP.Resume,
    "maintain": DIP.Maintain,
    "implement": DIP.Implement,
    "use": DIP.Use,
    "develop": DIP.Develop,
    "prevent": DIP.Prevent,
    "fight": DIP.Fight,
    "settle": DIP.Settle,
    "respect": DIP.Respect,
}


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
        yield part.about, DIP.inCapacity, part.refs("office")
        yield part.about, DIP.representing, part.refs("representing")
        yield (
            part.about,
            DIP.militaryRank,
            part.choice(
                "militaryRank",
                {
                    "brigadier general": DIP.BrigadierGeneral,
                    "major general": DIP.MajorGeneral,
                },
            ),
        )
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
                    "representative": DIP.Representative,
                    "visitor": DIP.Visitor,
                    "host": DIP.Host,
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
                "airstrike": DIP.Airstrike,
                "military exercise": DIP.MilitaryExercise,
                "mine clearance": DIP.MineClearance,
                "peace process": DIP.PeaceProcess,
                "peacekeeping": DIP.Peacekeeping,
                "abduction": DIP.Abduction,
                "pandemic": DIP.Pandemic,
                "celebration": DIP.Celebration,
                "official visit": DIP.OfficialVisit,
                "naval visit": DIP.NavalVisit,
                "exchange of visits": DIP.ExchangeOfVisits,
                "series of meetings": DIP.SeriesOfMeetings,
                "invitation": DIP.Invitation,
                "upgrade of relations": DIP.UpgradeOfRelations,
                "improvement of relations": DIP.ImprovementOfRelations,
                "deterioration of relations": DIP.DeteriorationOfRelations,
                "de-escalation": DIP.DeEscalation,
                "recall of an ambassador": DIP.RecallOfAnAmbassador,
                "refusal of an ambassador": DIP.RefusalOfAnAmbassador,
                "request to return": DIP.RequestToReturn,
                "cancellation of contacts": DIP.CancellationOfContacts,
            },
        ),
    )
    yield this, DIP.status, claim.choice("status", {"held": DIP.Held, "planned": DIP.Planned})
    yield from moment(claim)
    yield from span(claim)
    yield this, DIP.timing, claim.text("timing")
    yield this, DIP.level, claim.choice("level", LEVELS)
    yield this, DIP.mode, claim.choice("mode", {"virtual": DIP.Virtual, "in person": DIP.InPerson})
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
    yield this, DIP.implements, claim.refs("implements")
    yield this, DIP.preparesFor, claim.refs("preparesFor")
    yield this, DIP.commemorates, claim.refs("commemorates")
    yield this, DIP.anniversary, claim.number("anniversary")
    yield this, DIP.outcome, claim.refs("outcome")
    yield this, DIP.assessment, claim.text("assessment")


def manner(claim: Claim) -> Triples:
    """How it was done, or is to be done."""
    this = claim.about

    yield (
        this,
        DIP.manner,
        claim.choice(
            "manner",
            {
                "complete": DIP.Complete,
                "unconditional": DIP.Unconditional,
                "unilateral": DIP.Unilateral,
                "reprisal": DIP.Reprisal,
                "diplomatic": DIP.ByDiplomacy,
                "humanitarian": DIP.OnHumanitarianGrounds,
            },
        ),
    )


def act(claim: Claim) -> Triples:
    """What commitments, proposals and stances share: who, to whom, about what, on what occasion."""
    this = claim.about

    yield from moment(claim)
    yield this, DIP.timing, claim.text("timing")
    yield this, DIP.actor, claim.refs("actor")
    yield this, DIP.target, claim.refs("target")
    yield this, DIP.topic, claim.refs("topic")
    yield this, DIP.concerns, claim.refs("concerns")
    yield this, DIP.occasion, claim.refs("occasion")
    yield this, DIP.content, claim.text("content")
    yield this, DIP.goal, claim.text("goal")
    yield this, DIP.action, claim.choice("action", ACTIONS)
    yield this, DIP.level, claim.choice("level", LEVELS)
    yield from manner(claim)
