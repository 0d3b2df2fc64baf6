"""Links mentions: asks the matcher of each type, and what was decided before.

A matcher is a class, or a function that makes one, that takes the opened `Gazetteer`; it has the
method `match` of `model.Matcher`. It stands in `MATCHERS`, by the type of the mentions that it is
asked for, and is imported when the first such mention comes. It decides (`accept`, `review`,
`none`) by itself; a linker that was given thresholds decides anew by the score. It may keep tables
of its own, made from `gazetteer.names("person")`, with `gazetteer.kept`: the gazetteer does not
change while it is open. One that knows the names of some sources only says so in its attribute
`sources`; a name that it does not know is then looked up in the others. Types without a matcher
are matched by `exact`.
"""

import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from diplold.gazetteer import Gazetteer, Hit, Item
from diplold.linking.exact import ExactMatcher
from diplold.linking.lately import Lately
from diplold.linking.model import Candidate, Decision, Evidence, Matcher, Mention, Outcome
from diplold.linking.placeholders import is_placeholder

if TYPE_CHECKING:
    from diplold.linking.remembered import Remembered

MATCHERS: Final[Mapping[str, tuple[str, str]]] = {
    "person": ("diplold.linking.people", "PeopleMatcher"),
    "organization": ("diplold.linking.organisations", "OrganisationMatcher"),
    "state": ("diplold.linking.states", "StateMatcher"),
}
"""Of each type the module and the class of its matcher."""

KEPT: Final = 50_000
"""How many distinct mentions are remembered, at least; at most twice as many."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a candidate is accepted, and from which a person should look."""

    accept: float
    review: float

    def decide(self, candidates: Sequence[Candidate]) -> Decision:
        """What the best candidate's score allows; two that are both good enough are for review."""
        good = [c for c in candidates if c.score >= self.accept]
        if good:
            return "accept" if len(good) == 1 else "review"
        return "review" if candidates and candidates[0].score >= self.review else "none"


class Linker:
    """Says of mentions which items they mean; also what a reconciliation service asks.

    Outcomes of distinct mentions are kept for a while, so that a name that comes often costs
    once; memory does not grow with the number of mentions.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        *,
        thresholds: Thresholds | None = None,
        remembered: "Remembered | None" = None,
        kept: int = KEPT,
    ) -> None:
        self.gazetteer = gazetteer
        self._thresholds = thresholds
        self._remembered = remembered
        self._exact = ExactMatcher(gazetteer)
        self._matchers: dict[str, Matcher] = {}
        self._kept: Lately[Mention, Outcome] = Lately(kept)

    @property
    def limit(self) -> int:
        """How many distinct mentions are remembered, at least."""
        return self._kept.limit

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order; an empty name is none, as is `n/a`."""
        asked = [*dict.fromkeys(mentions)]
        known = self._kept.known(asked)
        new = [m for m, outcome in zip(asked, known, strict=True) if outcome is None]
        fresh = dict(zip(new, self.outcomes(new), strict=True))
        self._kept.keep(fresh)
        found = {m: outcome or fresh[m] for m, outcome in zip(asked, known, strict=True)}
        return [found[mention] for mention in mentions]

    def outcomes(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """As `match`, each time anew: for who keeps what came, and asks for each mention once."""
        found = [Outcome(mention, "none") for mention in mentions]
        places: dict[str, list[int]] = {}
        for place, mention in enumerate(mentions):
            if not mention.name.strip():
                continue
            if is_placeholder(mention.name, self.gazetteer):
                found[place] = self._decided(found[place])
            else:
                places.setdefault(mention.type, []).append(place)
        for kind, where in places.items():
            answered = self._match(kind, [mentions[place] for place in where])
            for place, outcome in zip(where, answered, strict=True):
                found[place] = outcome
        return found

    def suggest(self, prefix: str, kind: str = "", limit: int = 10) -> list[Candidate]:
        """The items that have a name with this beginning, for a person who types."""
        types = (kind,) if kind else ()
        hits = self.gazetteer.beginning(prefix, *types, limit=limit)
        return [self._suggested(hit, prefix) for hit in hits]

    def item(self, qid: str) -> Item | None:
        """What is known of an item; None where the gazetteer does not have it."""
        return self.gazetteer.item(qid)

    def types(self) -> dict[str, int]:
        """The types of items, and how many there are of each."""
        return self.gazetteer.types()

    def properties(self, qid: str) -> dict[str, tuple[str, ...]]:
        """What is known of an item, by name, to extend a table with; only what is known."""
        item = self.item(qid)
        if item is None:
            return {}
        own = {
            "type": (item.type,),
            "country": item.countries,
            "start": (item.start,),
            "end": (item.end,),
        }
        return {name: values for name, values in {**own, **item.properties}.items() if any(values)}

    # --- how --------------------------------------------------------------------------------

    def _match(self, kind: str, mentions: list[Mention]) -> Iterable[Outcome]:
        found = self._of_type(kind, mentions) if kind else self._of_any(mentions)
        for outcome in found:
            decided = self._decided(outcome)
            yield self._with_excluded(decided) if kind else decided

    def _of_type(self, kind: str, mentions: Sequence[Mention]) -> list[Outcome]:
        matcher = self._matcher(kind)
        found = self._decide(matcher.match(mentions))
        known: frozenset[str] | None = getattr(matcher, "sources", None)
        if known is None:
            return found
        return [self._elsewhere(outcome, known) for outcome in found]

    def _elsewhere(self, outcome: Outcome, known: frozenset[str]) -> Outcome:
        """The outcome, or where nothing was accepted what other sources say of the name."""
        if outcome.decision == "accept":
            return outcome
        (other,) = self._decide([self._exact.outcome(outcome.mention, known)])
        return _compared(outcome.mention, [other, outcome]) if other.candidates else outcome

    def _decide(self, found: list[Outcome]) -> list[Outcome]:
        if self._thresholds is None:
            return found
        decide = self._thresholds.decide
        return [replace(outcome, decision=decide(outcome.candidates)) for outcome in found]

    def _of_any(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """Ask the matcher of every type that there are items of, and compare what they say."""
        answers: list[list[Outcome]] = []
        for kind in self._kinds():
            typed = [replace(mention, type=kind) for mention in mentions]
            answers.append(
                [_certain(self._believed(outcome)) for outcome in self._of_type(kind, typed)]
            )
        others = frozenset(self.types()) - frozenset(MATCHERS)
        if others:
            answers.append(self._decide([self._exact.of_types(m, others) for m in mentions]))
        return [
            _compared(mention, [answer[place] for answer in answers])
            for place, mention in enumerate(mentions)
        ]

    def _believed(self, outcome: Outcome) -> Outcome:
        """An outcome for a type that was not asked for: accepted only where it is really sure."""
        sure = outcome.mention.type == "state" or self._thresholds is not None
        if outcome.decision == "accept" and not sure and outcome.candidates[0].score < SURE:
            return replace(outcome, decision="review")
        return outcome

    def _kinds(self) -> list[str]:
        types = self.types()
        return [kind for kind in MATCHERS if types.get(kind) or types.get("")]

    def _matcher(self, kind: str) -> Matcher:
        if kind not in self._matchers:
            self._matchers[kind] = self._exact
            if kind in MATCHERS:
                module, name = MATCHERS[kind]
                self._matchers[kind] = getattr(importlib.import_module(module), name)(
                    self.gazetteer
                )
        return self._matchers[kind]

    def _decided(self, outcome: Outcome) -> Outcome:
        """The outcome, unless a person has decided otherwise."""
        if self._remembered is None:
            return outcome
        return self._remembered.applied(outcome, self.gazetteer)

    def _with_excluded(self, outcome: Outcome) -> Outcome:
        """Show what has the name and is of another type, where nothing was accepted."""
        if outcome.decision == "accept" or outcome.excluded:
            return outcome
        mention = outcome.mention
        known = {candidate.qid for candidate in outcome.candidates}
        others = tuple(
            replace(candidate, evidence=(Evidence(f"is a {candidate.type}", 0.0),))
            for candidate in self._exact.candidates(mention)
            if candidate.type not in (mention.type, "") and candidate.qid not in known
        )
        return replace(outcome, excluded=others) if others else outcome

    def _suggested(self, hit: Hit, prefix: str) -> Candidate:
        label = self.gazetteer.label(hit.qid) or hit.text
        score = min(1.0, len(self.gazetteer.fold(prefix)) / max(1, len(hit.key)))
        return Candidate(hit.qid, label, score, hit.type, hit.text)


UNTYPED: Final = 0.5
"""From this score on a name of no known type is for review.

A matcher's score is the probability for names that are of its type, which nobody says here.
"""

SURE: Final = 0.9
"""From this score on a name of no known type is accepted, that of a state from its own bound."""

RIVALS: Final = 1.5
"""Of two items of different types the better is accepted from this many times the score on."""


def _certain(outcome: Outcome) -> Outcome:
    """An outcome for a type that was not asked for: what only looks like it is nothing.

    Candidates exclude each other, so that one of two equal ones is as likely as both together.
    """
    if outcome.decision == "review" and sum(c.score for c in outcome.candidates) < UNTYPED:
        return replace(outcome, decision="none")
    return outcome


def _compared(mention: Mention, answered: Sequence[Outcome]) -> Outcome:
    """What matchers of several types say of one mention, as one outcome."""
    best: dict[str, Candidate] = {}
    for outcome in answered:
        for candidate in outcome.candidates:
            if candidate.qid not in best or candidate.score > best[candidate.qid].score:
                best[candidate.qid] = candidate
    ranked = sorted(best.values(), key=lambda candidate: -candidate.score)
    taken = [outcome.candidates[0] for outcome in answered if outcome.decision == "accept"]
    # Each matcher takes the name to be of its type: what is much less sure is not so.
    accepted = {c.qid for c in taken if c.score * RIVALS > ranked[0].score}
    decision: Decision = "none"
    if len(accepted) == 1 and ranked[0].qid in accepted:
        decision = "accept"
    elif accepted or any(outcome.decision == "review" for outcome in answered):
        decision = "review"
    return Outcome(mention, decision, tuple(ranked))
