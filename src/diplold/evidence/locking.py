"""`diplold evidence lock`: the digests of what is cited, written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diplold.atomic import put
from diplold.diagnostics import Report
from diplold.evidence.comparing import (
    State,
    citations,
    digests_of,
    finding,
    need_folder,
    state_of,
)
from diplold.evidence.locked import HEADER, Lock, Paragraph, read_lock
from diplold.facts import Facts, read
from diplold.project import Project


@dataclass(slots=True)
class Change:
    """What the lock is to hold, and how that differs from what it held."""

    digests: dict[Paragraph, str]
    before: Mapping[Paragraph, str]

    @property
    def added(self) -> list[Paragraph]:
        """The paragraphs that had no digest."""
        return sorted(self.digests.keys() - self.before.keys())

    @property
    def changed(self) -> list[Paragraph]:
        """The paragraphs that have another digest."""
        both = self.digests.keys() & self.before.keys()
        return sorted(key for key in both if self.digests[key] != self.before[key])

    @property
    def removed(self) -> list[Paragraph]:
        """The paragraphs that nothing cites any more."""
        return sorted(self.before.keys() - self.digests.keys())

    @property
    def text(self) -> str:
        """The lock file, one paragraph a line."""
        lines = [
            f"{source} {number} {self.digests[source, number]}\n"
            for source, number in sorted(self.digests)
        ]
        return HEADER + "".join(lines)


def lock(project: Project, texts: Path, report: Report, *, update: bool) -> Change:
    """Write the digest of every cited paragraph, unless there is an error.

    What is locked stays locked, and is an error where it differs from the texts, unless `update`
    is true; where a text is not at hand it stays in any case.
    """
    need_folder(texts)
    facts = read(project.facts, project.root, report)
    before = read_lock(project, Report() if update else report)
    change = _change(facts, before, texts, report, update=update)
    if not report.failed:
        put(project.lock, change.text)
    return change


def _change(facts: Facts, before: Lock, texts: Path, report: Report, *, update: bool) -> Change:
    change = Change({}, before.digests)
    for source, cited in citations(facts, report).items():
        text = digests_of(facts.sources.get(source), texts, len(cited), report)
        for one in cited:
            locked = before.digests.get(one.paragraph)
            if locked:
                change.digests[one.paragraph] = locked
            if isinstance(text, list):
                here = text[one.paragraph[1] - 1 : one.paragraph[1]]
                state = state_of(one, text, locked)
                if here and (update or not locked):
                    change.digests[one.paragraph] = here[0]
                elif state is not State.FOUND:
                    report.add(finding(state, one, text, locked))
            elif text and not locked:
                report.add(text)
    return change
