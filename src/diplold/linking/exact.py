"""The plain matcher: names that are the same once folded. For types that have none of their own."""

import math
from collections.abc import Sequence
from typing import Final

from diplold.gazetteer import Gazetteer, Hit, Item
from diplold.linking.model import Candidate, Decision, Evidence, Mention, Outcome

ACCEPT: Final = 0.9
REVIEW: Final = 0.2
"""From which score on; what is below is no link."""

_RIVAL: Final = 0.5
"""From this score on a second candidate makes the first uncertain."""

_SAME: Final = Evidence("same name", 3.0)
_OTHER_LANGUAGE: Final = Evidence("name in another language", -0.5)
_WEAK: Final = -4.0
"""What a name of no strength at all takes away; one of strength 1 takes nothing."""

_COUNTRY: Final = (Evidence("same country", 1.5), Evidence("another country", -3.0))
_DATE: Final = Evidence("not at that time", -2.0)


class ExactMatcher:
    """Finds the items that go by a name, in any language, and nothing that only looks like it.

    Its scores are set by hand, not learned: certain only where one item alone has the name.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._last: tuple[str, list[Hit]] = "", []

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order."""
        return [self.outcome(mention) for mention in mentions]

    def candidates(
        self, mention: Mention, without: frozenset[str] = frozenset()
    ) -> list[Candidate]:
        """All items of any type that go by the name, best first; some sources may be left out."""
        of_item: dict[str, list[Hit]] = {}
        for hit in self._hits(mention.name):
            if not without or not without.issuperset(hit.source.split("|")):
                of_item.setdefault(hit.qid, []).append(hit)
        shared = -math.log(len(of_item)) * 3 if len(of_item) > 1 else 0.0
        found = [self._candidate(mention, hits, shared) for hits in of_item.values()]
        return sorted(found, key=lambda candidate: (-candidate.score, int(candidate.qid[1:])))

    def outcome(self, mention: Mention, without: frozenset[str] = frozenset()) -> Outcome:
        """What is said of one mention."""
        found = self.candidates(mention, without)
        kept = [c for c in found if not mention.type or c.type in (mention.type, "")]
        # What shares the name with other types only is not ambiguous among those asked for.
        if len(kept) < len(found):
            kept = [_without_sharing(candidate, len(kept)) for candidate in kept]
        return Outcome(mention, decision(kept), tuple(kept))

    def of_types(self, mention: Mention, types: frozenset[str]) -> Outcome:
        """What is said of a mention where the item may be of several types."""
        kept = tuple(c for c in self.candidates(mention) if c.type in types)
        return Outcome(mention, decision(kept), kept)

    def _hits(self, name: str) -> list[Hit]:
        """The names that are the same; whoever asks of a name often asks again at once."""
        asked, hits = self._last
        if name != asked:
            hits = self._gazetteer.exact(self._gazetteer.fold(name))
            self._last = name, hits
        return hits

    def _candidate(self, mention: Mention, hits: list[Hit], shared: float) -> Candidate:
        best = min(hits, key=lambda hit: (hit.lang != mention.lang, -hit.strength, hit.text))
        evidence = [_SAME]
        if mention.lang and best.lang not in (mention.lang, ""):
            evidence.append(_OTHER_LANGUAGE)
        if best.strength < 1:
            weight = _WEAK * (1 - best.strength)
            evidence.append(Evidence(f"weak name ({best.kind})", weight))
        if shared:
            evidence.append(Evidence(_SHARED, shared))
        item = self._gazetteer.item(best.qid)
        if item:
            evidence += _context(mention, item)
        label = self._gazetteer.label(best.qid, mention.lang)
        return Candidate(best.qid, label, _score(evidence), best.type, best.text, tuple(evidence))


_SHARED: Final = "other items of this name"


def _context(mention: Mention, item: Item) -> list[Evidence]:
    found = []
    if mention.country and item.countries:
        same = any(country in item.countries for country in mention.country.split("|"))
        found.append(_COUNTRY[not same])
    begin, end = item.start[:4], item.end[:4]
    year = mention.date[:4]
    if year and ((begin and year < begin) or (end and year > end)):
        found.append(_DATE)
    return found


def _without_sharing(candidate: Candidate, count: int) -> Candidate:
    evidence = [piece for piece in candidate.evidence if piece.name != _SHARED]
    if count > 1:
        evidence.append(Evidence(_SHARED, -math.log(count) * 3))
    return Candidate(
        candidate.qid,
        candidate.label,
        _score(evidence),
        candidate.type,
        candidate.matched,
        tuple(evidence),
    )


def _score(evidence: Sequence[Evidence]) -> float:
    return 1 / (1 + math.exp(-sum(piece.weight for piece in evidence)))


def decision(candidates: Sequence[Candidate]) -> Decision:
    """What the best candidate's score allows, and the second best's."""
    first, second, *_ = (*(candidate.score for candidate in candidates), 0.0, 0.0)
    if first >= ACCEPT and second < _RIVAL:
        return "accept"
    return "review" if first >= REVIEW else "none"
