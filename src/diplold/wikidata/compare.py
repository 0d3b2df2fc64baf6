"""Our claims beside Wikidata's: what we have and they lack, what they have, where we disagree.

Statements of best rank are compared, of properties that the ontology aligns, on things that are
exactly an item. Values can be compared where ours is of the type that the property has there: an
item, a date, a number, a text; dates at the coarser of both precisions. Whoever calls a value wrong
(deprecated rank) that the other holds disagrees as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from diplold.facts import Rank
from diplold.statements import Statement, Thing
from diplold.wikidata.alignment import Aligned
from diplold.wikidata.entities import (
    MONTH,
    YEAR,
    Entity,
    Item,
    Number,
    TheirClaim,
    Time,
    Value,
)
from diplold.wikidata.ours import Ours
from diplold.wikidata.slice import Slice

OURS: Final = "ours"
THEIRS: Final = "theirs"
DISAGREE: Final = "disagree"
SAME: Final = "same"
KINDS: Final = (DISAGREE, OURS, THEIRS, SAME)
_DECADE: Final = 8
_TYPES: Final[Mapping[str, type]] = {"wikibase-item": Item, "time": Time, "quantity": Number}
_TEXTS: Final = frozenset(("string", "external-id", "url"))


@dataclass(frozen=True, slots=True)
class OurClaim:
    """A statement of ours, and what it is to Wikidata."""

    statement: Statement
    value: Value


class Finding(NamedTuple):
    """One property of one thing, where something is to be said."""

    kind: str
    thing: str
    item: str
    predicate: str
    aligned: Aligned
    ours: OurClaim | None = None
    theirs: TheirClaim | None = None
    unlinked: int = 0
    """How many of our values cannot be compared, so that theirs may be among them."""


@dataclass(slots=True)
class Comparison:
    """All findings, and what could not be compared."""

    day: str
    findings: list[Finding] = field(default_factory=list)
    things: int = 0
    unlinked: int = 0
    """Values of ours that are not of the type that the property has there."""

    absent: list[str] = field(default_factory=list)
    """Items that the slice does not hold, or that are gone."""

    def of(self, *kinds: str) -> list[Finding]:
        """The findings of some kinds, in the order of these."""
        return [found for kind in kinds for found in self.findings if found.kind == kind]


def compare(ours: Ours, theirs: Slice) -> Comparison:
    """Compare what can be compared, thing by thing."""
    done = Comparison(theirs.day)
    for thing in ours.things:
        item = ours.items[thing.iri]
        entity = theirs.entities.get(item)
        if entity is None or entity.missing:
            done.absent.append(item)
            continue
        done.things += 1
        done.findings += _thing(ours, thing, entity, theirs, done)
    return done


def _thing(
    ours: Ours, thing: Thing, entity: Entity, theirs: Slice, done: Comparison
) -> Iterator[Finding]:
    used = ours.uses.get(ours.path(thing.iri).partition("/")[0], set())
    ordered = sorted(thing.statements, key=attrgetter("predicate"))
    said = {key: list(group) for key, group in groupby(ordered, key=attrgetter("predicate"))}
    for predicate in sorted(used):
        for aligned in ours.alignment.properties[predicate]:
            pair = _Pair(ours, thing, entity, theirs, predicate, aligned)
            yield from pair.findings(said.get(predicate, []))
            done.unlinked += pair.unlinked


class _Pair:
    """One property of one thing on both sides."""

    def __init__(
        self,
        ours: Ours,
        thing: Thing,
        entity: Entity,
        theirs: Slice,
        predicate: str,
        aligned: Aligned,
    ) -> None:
        self.ours, self.thing, self.entity = ours, thing, entity
        self.theirs, self.predicate, self.aligned = theirs, predicate, aligned
        self.unlinked = 0

    def found(
        self, kind: str, ours: OurClaim | None = None, theirs: TheirClaim | None = None
    ) -> Finding:
        return Finding(
            kind,
            self.ours.path(self.thing.iri),
            self.entity.id,
            self.predicate,
            self.aligned,
            ours,
            theirs,
            self.unlinked,
        )

    def findings(self, statements: list[Statement]) -> Iterator[Finding]:
        """What is to be said; of a wider property of theirs only what we have."""
        best = {s.object for s in self.thing.best() if s.predicate == self.predicate}
        mine = [claim for s in statements if s.object in best if (claim := self.claim(s))]
        self.unlinked = len(best) - len(mine)
        wrong = [claim for s in statements if s.rank is Rank.DEPRECATED if (claim := self.claim(s))]
        left: list[OurClaim] = []
        matched: list[TheirClaim] = []
        for claim in mine:
            same, against = self.same(claim)
            if same:
                matched += same
                yield self.found(SAME, claim, same[0])
            elif against:
                yield self.found(DISAGREE, claim, against[0])
            else:
                left.append(claim)
        others = [t for t in self.entity.best(self.aligned.property) if t not in matched]
        yield from self.rest(left, mine, wrong, others)

    def claim(self, statement: Statement) -> OurClaim | None:
        datatype = self.theirs.datatypes.get(self.aligned.property, "")
        value = self.now(fitting(self.ours.value(statement.object), datatype))
        return OurClaim(statement, value) if value is not None else None

    def now(self, value: Value | None) -> Value | None:
        """An item as it is there now: None where it is gone, another where it was merged."""
        known = self.theirs.entities.get(value) if isinstance(value, Item) else None
        if known is None:
            return value
        return None if known.missing else Item(known.id)

    def same(self, claim: OurClaim) -> tuple[list[TheirClaim], list[TheirClaim]]:
        """Their claims with our value: those that they hold, and those that they call wrong."""
        equal = [
            their
            for their in self.entity.claims(self.aligned.property)
            if their.value is not None and agree(claim.value, their.value)
        ]
        held = [their for their in equal if their.rank is not Rank.DEPRECATED]
        return held, [their for their in equal if their.rank is Rank.DEPRECATED]

    def rest(
        self,
        left: list[OurClaim],
        mine: list[OurClaim],
        wrong: list[OurClaim],
        others: list[TheirClaim],
    ) -> Iterator[Finding]:
        """What is left when all that is the same is taken out."""
        broad = self.aligned.match == "broad"
        refuted = [] if broad else [their for their in others if _is_one_of(their, wrong)]
        for their in refuted:
            yield self.found(DISAGREE, next(iter((*left, *mine)), None), their)
        nothing = [their for their in others if their.kind == "novalue"]
        known = [t for t in others if t.value is not None and t not in refuted]
        if refuted:
            left = [] if self.once(mine) else left
        rivals = [*known, *nothing] if self.once(mine) and not broad else nothing
        for claim in left:
            if rivals:
                yield from (self.found(DISAGREE, claim, their) for their in rivals)
            else:
                yield self.found(OURS, claim)
        settled = bool(left and rivals) or (bool(self.unlinked) and self.once(mine))
        if not broad and not settled:
            yield from (self.found(THEIRS, None, their) for their in known)

    def once(self, mine: Iterable[OurClaim]) -> bool:
        """Whether two values cannot both be right: dates, and what shapes allow once."""
        is_date = any(isinstance(claim.value, Time) for claim in mine)
        return is_date or self.predicate in self.ours.alignment.single


def fitting(value: Value | None, datatype: str) -> Value | None:
    """A value of ours as one of a type of Wikidata; None where it is none."""
    if datatype in _TEXTS and isinstance(value, Number):
        return str(value)
    wanted = str if datatype in _TEXTS else _TYPES.get(datatype)
    return value if type(value) is wanted else None


def _is_one_of(their: TheirClaim, wrong: Iterable[OurClaim]) -> bool:
    value = their.value
    return value is not None and any(agree(claim.value, value) for claim in wrong)


def agree(one: Value, two: Value) -> bool:
    """Whether two values say the same, as far as both say anything."""
    if isinstance(one, Time) and isinstance(two, Time):
        return _same_time(one, two)
    return type(one) is type(two) and one == two


def _same_time(one: Time, two: Time) -> bool:
    precision = min(one.precision, two.precision)
    if not (one.gregorian and two.gregorian):
        precision = min(precision, YEAR)  # the calendars are days apart, hardly ever years
    if precision < _DECADE:
        return True  # a century or more: no date of ours is against it
    if precision == _DECADE:
        return one.year // 10 == two.year // 10
    if one.year != two.year:
        return False
    if precision >= MONTH and one.month != two.month:
        return False
    return precision <= MONTH or one.day == two.day
