"""Events that are not meetings: efforts, visits, operations of armed forces, conflicts."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import happening, names


@mapping("event")
def event(claim: Claim) -> Triples:
    """Something that happens and is no meeting, operation or conflict."""
    this = claim.about

    yield this, RDF.type, DIP.Event
    yield from names(claim)
    yield from happening(claim)


@mapping("visit")
def visit(claim: Claim) -> Triples:
    """Someone goes to another country, or to another side, to meet it."""
    this = claim.about

    yield this, RDF.type, DIP.Visit
    yield from names(claim)
    yield from happening(claim)


@mapping("operation")
def operation(claim: Claim) -> Triples:
    """Something that armed forces do: invade, attack, deploy, withdraw."""
    this = claim.about

    yield this, RDF.type, DIP.Operation
    yield from names(claim)
    yield from happening(claim)


@mapping("conflict")
def conflict(claim: Claim) -> Triples:
    """An armed conflict as a whole."""
    this = claim.about

    yield this, RDF.type, DIP.Conflict
    yield from names(claim)
    yield from happening(claim)
    yield this, DIP.peak, claim.refs("peak")
    yield this, DIP.endedBy, claim.refs("endedBy")
