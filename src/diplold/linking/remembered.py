"""Decisions about names that a person has made, and that hold from then on."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, replace
from typing import Final

from diplold.diagnostics import Location
from diplold.gazetteer import Gazetteer
from diplold.gazetteer.model import type_of
from diplold.gazetteer.territories import tag
from diplold.linking.fold import fold
from diplold.linking.model import Candidate, Evidence, Mention, Outcome

ANY: Final = "*"


def known_as(mention: Mention) -> Mention:
    """The mention as all that a reader takes for the same: its name folded, its language a tag."""
    name, kind = _spelled(mention.name), type_of(mention.type)
    return replace(mention, name=name, lang=tag(mention.lang), type=kind)


@dataclass(frozen=True, slots=True)
class Decided:
    """That a mention means an item, or does not, or (`qid` "") no item at all."""

    mention: Mention
    """Holds for mentions that say the same; `*` stands for whatever they say, or do not say."""

    qid: str = ""
    refused: bool = False
    who: str = ""
    when: str = ""
    place: Location | None = field(default=None, compare=False)
    """Where that is written."""

    def holds(self, mention: Mention) -> bool:
        """Whether the decision is about a mention."""
        return _covers(known_as(self.mention), known_as(mention))

    def contradicts(self, other: "Decided") -> bool:
        """Whether both cannot be true; the narrower of two is an exception to the wider."""
        if self.refused or other.refused:
            disagree = self.qid == other.qid and self.refused != other.refused
        else:
            disagree = self.qid != other.qid
        if not disagree:
            return False
        mine, its = known_as(self.mention), known_as(other.mention)
        pairs = zip(astuple(mine), astuple(its), strict=True)
        meet = all(one == two or ANY in (one, two) for one, two in pairs)
        return meet and _covers(mine, its) == _covers(its, mine)


class Remembered:
    """All decisions, found by name; the less a decision leaves open, the sooner it is heard."""

    def __init__(self, decisions: Iterable[Decided]) -> None:
        self._by_name: dict[str, list[Decided]] = {}
        for decided in decisions:
            self._by_name.setdefault(_spelled(decided.mention.name), []).append(decided)
        for found in self._by_name.values():
            found.sort(key=lambda decided: _open(decided.mention))

    def applied(self, outcome: Outcome, gazetteer: Gazetteer) -> Outcome:
        """The outcome as it is decided: accepted, none, or without what was refused."""
        mention = outcome.mention
        found = [d for d in self._by_name.get(_spelled(mention.name), ()) if d.holds(mention)]
        refused: set[str] = set()
        settled = None
        for decided in found:
            if decided.refused:
                refused.add(decided.qid)
            elif decided.qid not in refused:
                settled = decided
                break
        if settled is None:
            return _without(outcome, refused) if refused else outcome
        others = tuple(c for c in outcome.candidates if c.qid not in (settled.qid, *refused))
        if not settled.qid:
            return replace(outcome, decision="none")
        evidence = Evidence(f"decided by {settled.who} on {settled.when}", 0.0)
        item = gazetteer.item(settled.qid)
        chosen = Candidate(
            settled.qid,
            gazetteer.label(settled.qid, mention.lang),
            1.0,
            item.type if item else mention.type,
            mention.name,
            (evidence,),
        )
        return Outcome(mention, "accept", (chosen, *others))


def _without(outcome: Outcome, refused: set[str]) -> Outcome:
    """What is left was not good enough to be first, so a person should look."""
    left = tuple(c for c in outcome.candidates if c.qid not in refused)
    if outcome.candidates and outcome.candidates[0].qid in refused:
        return replace(outcome, candidates=left, decision="review" if left else "none")
    return replace(outcome, candidates=left)


def _open(mention: Mention) -> int:
    given = (mention.lang, mention.type, mention.country, mention.date, mention.office)
    return given.count(ANY)


def _covers(wide: Mention, narrow: Mention) -> bool:
    """Whether all that is said of one holds of the other."""
    pairs = zip(astuple(wide), astuple(narrow), strict=True)
    return all(wanted in (ANY, found) for wanted, found in pairs)


def _spelled(name: str) -> str:
    return fold(name) or " ".join(name.split())  # of signs alone nothing would be left
