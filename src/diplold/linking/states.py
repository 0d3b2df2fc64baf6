"""Which state or territory a name means: the matcher for `state`.

A name is read (`states_reading`) and what speaks for the reading is weighed: a weight for each
piece of evidence, their sum made a probability by a table. Both were fitted by
`benchmarks/train_states.py` and stand in `data/states.json`.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from diplold.gazetteer import Gazetteer
from diplold.gazetteer.territories import cldr_version, names, others, tag, territories
from diplold.linking.blocking import resting
from diplold.linking.kept import version_of
from diplold.linking.model import Candidate, Decision, Evidence, Mention, Outcome
from diplold.linking.states_index import Index, compile_names
from diplold.linking.states_model import Reading
from diplold.linking.states_reading import Reader

_MADE_BY: Final = (
    "states_index.py",
    "forms.py",
    "fold.py",
    "han.py",
    "sound.py",
    "data/forms.tsv",
)
_LISTED: Final = ("territories.py", "data/territories.tsv", "data/exonyms.tsv")

_LEAST: Final = 0.02
"""Candidates that are less probable are not shown."""


_PARTLY: Final = frozenset(("tier first", "tier last", "tier inside"))
"""Readings that leave words unread, as in `Lebanon, Pennsylvania`: for a person, however likely."""

_KEPT: Final = 1000
_OTHER: Final = (Evidence("has the same name or one near", 0.0),)


class StateMatcher:
    """Matches names of states and territories, against our own names of them.

    A name is accepted where the score reaches what was right often enough on names with known
    items; a name of two, as Congo, is for a person to decide. Codes are no names: `AS` is nothing.
    """

    sources: Final = frozenset(("cldr", "rigour", "diplold", "iso-3166-1"))
    """What its names are from; names from elsewhere are not looked at."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._known = territories()
        made = gazetteer.kept("states", _version(), _compiled) if gazetteer else _compiled()
        index = Index._make(made)
        self._reader = Reader(index, self._known)
        self._labels = index.labels
        self._scale = Scale.fitted()

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order."""
        with resting():
            return [self._outcome(mention) for mention in mentions]

    def _outcome(self, mention: Mention) -> Outcome:
        reading = self._reader.read(mention.name, tag(mention.lang))
        if not reading.codes:
            return Outcome(mention, "none")
        score, evidence = self._scale.weigh(reading.features)
        tie = "tie" in reading.features
        candidates = tuple(self._candidates(reading, score, evidence, tie=tie))
        decision = self._scale.decide(score, tie=tie)
        if decision == "accept" and not _PARTLY.isdisjoint(reading.features):
            decision = "review"
        return Outcome(mention, decision, candidates)

    def _candidates(
        self, reading: Reading, score: float, evidence: tuple[Evidence, ...], *, tie: bool
    ) -> Iterator[Candidate]:
        left = 1.0
        matched = self._labels.get(reading.matched, reading.matched)
        if tie:
            score /= len(reading.codes)
        for place, code in enumerate(reading.codes):
            if place and not tie:
                score = min(left * 0.5, score)
            if place and score < _LEAST:
                return
            left -= score
            one = self._known[code]
            said = evidence if not place else _OTHER
            kind = "organization" if one.status == "organization" else "state"
            yield Candidate(one.qid, one.label, round(score, 4), kind, matched, said)


class Scale:
    """Weights for pieces of evidence, and what their sum means as a probability."""

    def __init__(
        self,
        weights: Mapping[str, float],
        calibration: Sequence[tuple[float, float]],
        accept: float,
        review: float,
    ) -> None:
        self._weights = weights
        self._sums = [point for point, _ in calibration]
        self._scores = [score for _, score in calibration]
        self._weighed: dict[tuple[tuple[str, float], ...], tuple[float, tuple[Evidence, ...]]] = {}
        self._accept = accept
        self._review = review

    @classmethod
    @cache
    def fitted(cls) -> "Scale":
        """The scale in the package."""
        text = (files("diplold.linking") / "data" / "states.json").read_text("utf-8")
        return cls(**json.loads(text))

    def weigh(self, features: Mapping[str, float]) -> tuple[float, tuple[Evidence, ...]]:
        """The score of a reading and the evidence for it; what comes often is kept."""
        if "tier near" in features:
            return self.score(features), tuple(self.evidence(features))
        key = tuple(features.items())
        if key not in self._weighed:
            if len(self._weighed) > _KEPT:
                self._weighed.clear()
            self._weighed[key] = self.score(features), tuple(self.evidence(features))
        return self._weighed[key]

    def score(self, features: Mapping[str, float]) -> float:
        """The probability that a reading with these features is right."""
        weights = self._weights
        total = weights["bias"] + sum(
            weights.get(name, 0.0) * value for name, value in features.items()
        )
        place = bisect_left(self._sums, total)
        if place in {0, len(self._sums)}:
            return self._scores[min(place, len(self._sums) - 1)]
        low, high = self._sums[place - 1], self._sums[place]
        part = (total - low) / (high - low) if high > low else 1.0
        return self._scores[place - 1] + part * (self._scores[place] - self._scores[place - 1])

    def decide(self, score: float, *, tie: bool) -> Decision:
        """What a score allows; a name of two is at best for review."""
        if score >= self._accept and not tie:
            return "accept"
        return "review" if tie or score >= self._review else "none"

    def evidence(self, features: Mapping[str, float]) -> Iterator[Evidence]:
        """Each feature with what it added to the log-odds."""
        yield Evidence("any name", self._weights["bias"])
        for name, value in features.items():
            if value:
                yield Evidence(name, round(self._weights.get(name, 0.0) * value, 3))


@cache
def _compiled() -> tuple[Any, ...]:
    return tuple(compile_names(names(), others()))


def _version() -> str:
    names = files("diplold.gazetteer")
    listed = b"".join(names.joinpath(name).read_bytes() for name in _LISTED)
    return version_of(*_MADE_BY, also=f"{sha256(listed).hexdigest()} {cldr_version()}")
