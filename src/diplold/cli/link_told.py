"""What `diplold link` tells of names and of rows, on stderr."""

from typing import TYPE_CHECKING, Final

import click

from diplold.diagnostics.catalogue import WORDS

if TYPE_CHECKING:
    from diplold.linking.model import Outcome
    from diplold.linking.run import Tally

_SHOWN: Final = 3
_REMEMBERED: Final = 50_000
"""Mentions that are known to be explained already."""


class Explainer:
    """Says of each distinct mention, on stderr, which evidence gave which part of the score."""

    def __init__(self) -> None:
        self._seen: set[object] = set()

    def __call__(self, outcome: "Outcome") -> None:
        """Tell of a mention that was not told of yet."""
        if outcome.mention in self._seen:
            return
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen.add(outcome.mention)
        click.echo(f"{outcome.mention.name}: {outcome.decision}", err=True)
        for candidate in (*outcome.candidates[:_SHOWN], *outcome.excluded[:_SHOWN]):
            head = f"  {candidate.qid} {candidate.label} {candidate.score:.3f}"
            click.echo(f"{head} ({candidate.matched})", err=True)
            for evidence in candidate.evidence:
                click.echo(f"    {evidence.weight:+6.2f} {evidence.name}", err=True)


def tell(tally: "Tally", lang: str) -> None:
    """The last lines: what was not understood, and how many rows were decided how."""
    told = {
        "country-unknown": tally.countries,
        "date-unknown": tally.dates,
        "lang-unknown": tally.langs,
    }
    for key, counter in told.items():
        if counter:
            shown = ", ".join(f"`{text}`" for text, _ in counter.most_common(_SHOWN))
            text = WORDS[key][lang].format(rows=counter.total(), shown=shown)
            click.echo(text, err=True)
    if tally.unnamed:
        click.echo(WORDS["unnamed"][lang].format(rows=tally.unnamed), err=True)
    counts = {name: tally.decisions[name] for name in ("accept", "review", "none")}
    click.echo(WORDS["link-tally"][lang].format(**counts), err=True)
