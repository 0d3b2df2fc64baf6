"""Decisions about names that a person has made, and that hold from then on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import normalize

from diplold.gazetteer import Gazetteer
from diplold.linking.model import Candidate, Evidence, Mention, Outcome

ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Decided:
    """That a mention means an item, or does not, or (`qid` "") no item at all."""

    mention: Mention
    """Holds for mentions that say the same; `*` stands for whatever they say, or do not say."""

    qid: str = ""
    refused: bool = False
    who: str = ""
    when: str = ""

    def holds(self, mention: Mention) -> bool:
        """Whether the decision is about a mention; its name is known to be the same."""
        mine = self.mention
        return all(
            wanted in (ANY, found)
            for wanted, found in (
                (mine.lang, mention.lang),
                (mine.type, mention.type),
                (mine.country, mention.country),
                (mine.date, mention.date),
                (mine.office, mention.office),
            )
        )


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
        settled = next((decided for decided in found if not decided.refused), None)
        if settled is None:
            refused = {decided.qid for decided in found}
            return _without(outcome, refused) if refused else outcome
        others = tuple(c for c in outcome.candidates if c.qid != settled.qid)
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


def _spelled(name: str) -> str:
    return normalize("NFC", " ".join(name.split()))
