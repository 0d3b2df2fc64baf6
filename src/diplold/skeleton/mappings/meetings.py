"""Meetings, and the states that meet."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import RDF, RDFS, Namespace

EX = Namespace("@base@ontology#")


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    """A meeting of states."""
    this = claim.about

    yield this, RDF.type, EX.Meeting
    yield this, RDFS.label, claim.text("label")
    yield this, EX.date, claim.date("date")
    yield this, EX.earliest, claim.earliest("date")
    yield this, EX.latest, claim.latest("date")
    yield this, EX.participant, claim.refs("participant")


@mapping("state")
def state(claim: Claim) -> Triples:
    """A state."""
    this = claim.about

    yield this, RDF.type, EX.State
    yield this, RDFS.label, claim.text("label")
