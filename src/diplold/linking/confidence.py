"""From features of candidates to a probability for each, with the reasons.

A candidate's features are cells of tables; each table gives one number to the candidate's
log-odds. The probability is that of one candidate against all others and against none of them
(softmax with zero for none), then set right by an isotonic table. Numbers are fitted by
`benchmarks/train_linking.py` and are data (`data/*.json`); nothing here learns.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from math import exp, log
from operator import getitem
from typing import Final

from diplold.linking.model import Candidate, Decision, Evidence

FEWER: Final = "fewer names than the fit was made on"
"""How the evidence is called that a small gazetteer gives."""

Cells = tuple[int, ...]
"""One number for each table: which of its cells applies."""

_LARGEST: Final = 30.0
_QID: Final = re.compile(r"Q\d+")
_ELSEWHERE: Final = 0.3
"""Set by hand: nothing that the fit is made from comes from another country."""
_CLEAR: Final = 1.5
"""The best candidate must be this many times as likely as the next to be believed."""


@dataclass(frozen=True)
class Fitted:
    """The tables of one kind of name, and where its decisions lie."""

    tables: dict[str, list[float]]
    calibration: tuple[tuple[float, float], ...]
    accept: float
    """From this probability a link is believed."""
    review: float
    """From this probability a person should look."""
    source: str = ""
    known: int = 1
    """How many people or organisations the gazetteer held that the fit was made on."""
    fewer: tuple[float, float] = (0.0, 0.0)
    """Set by hand: what `doubt` takes of the logarithm, and the most that it takes."""

    def doubt(self, known: int) -> float:
        """What is taken from each candidate's log-odds in a gazetteer that knows so many.

        The fewer are known, the likelier is a name that of somebody unknown.
        """
        share, most = self.fewer
        return max(0.0, min(most, share * log(self.known / max(1, known))))

    @cached_property
    def _told(self) -> tuple[tuple[Evidence, ...], ...]:
        """What each cell of each table is told as."""
        return tuple(
            tuple(Evidence(name, round(weight, 3)) for weight in table)
            for name, table in self.tables.items()
        )

    def evidence(self, cells: Cells, doubt: float = 0.0) -> tuple[Evidence, ...]:
        """What each table gave, as `--explain` shows it; they add up to the score."""
        told = tuple(map(getitem, self._told, cells))
        return (*told, Evidence(FEWER, round(-doubt, 3))) if doubt else told

    def score(self, cells: Cells) -> float:
        """The log-odds of a candidate against none."""
        return sum(map(getitem, self.tables.values(), cells))

    def probabilities(self, scores: Sequence[float]) -> list[float]:
        """The calibrated probability of each of the candidates of one mention.

        The best one's is set right by the table, the others in proportion; together at most 1.
        """
        if not scores:
            return []
        powers = [exp(min(_LARGEST, score)) for score in scores]
        total = 1.0 + sum(powers)
        best = max(powers) / total
        factor = min(self.calibrated(best) / best, total / sum(powers))
        return [power / total * factor for power in powers]

    def calibrated(self, raw: float) -> float:
        """The share of right links among those with this raw probability."""
        points = self.calibration
        if not points:
            return raw
        place = bisect_right(points, (raw, 2.0))
        if place == 0:
            return points[0][1] * raw / points[0][0] if points[0][0] else points[0][1]
        if place == len(points):
            return points[-1][1]
        (x0, y0), (x1, y1) = points[place - 1], points[place]
        return y0 + (y1 - y0) * (raw - x0) / (x1 - x0) if x1 > x0 else y1


def countries_of(text: str) -> frozenset[str]:
    """The QIDs in what a row says of its country."""
    return frozenset(_QID.findall(text))


def apart(chance: float, asked: frozenset[str], countries: Sequence[str]) -> float:
    """The probability, or little where the row's country is another than those of the item."""
    elsewhere = asked and countries and asked.isdisjoint(countries)
    return chance * _ELSEWHERE if elsewhere else chance


def decide(candidates: Sequence[Candidate], fit: Fitted) -> Decision:
    """Accept, review or none, by the best candidate's probability; namesakes are for review."""
    if not candidates or candidates[0].score < fit.review:
        return "none"
    best = candidates[0].score
    clear = all(best >= _CLEAR * other.score for other in candidates[1:2])
    return "accept" if best >= fit.accept and clear else "review"


@cache
def fitted(kind: str) -> Fitted:
    """The fitted numbers of `people` or `organisations`."""
    path = resources.files("diplold.linking").joinpath(f"data/{kind}.json")
    data = json.loads(path.read_text("utf-8"))
    points = tuple((raw, right) for raw, right in data["calibration"])
    share, most = data["fewer"]
    return Fitted(
        data["tables"],
        points,
        data["accept"],
        data["review"],
        data["source"],
        data["known"],
        (share, most),
    )
