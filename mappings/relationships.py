"""Relationships: how two states stand to each other, and what they work together on."""

from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF

from .common import names


@mapping("relationship")
def relationship(claim: Claim) -> Triples:
    """The relations between two states."""
    this = claim.about

    yield this, RDF.type, DIP.Relationship
    yield from names(claim)
    yield this, DIP.between, claim.refs("between")
    yield this, DIP.status, claim.choice("status", {"in dispute": DIP.InDispute})
    yield (
        this,
        DIP.form,
        claim.choice(
            "form", {"comprehensive strategic partnership": DIP.ComprehensiveStrategicPartnership}
        ),
    )
    yield this, DIP.topic, claim.refs("topic")
    yield this, DIP.assessment, claim.text("assessment")
