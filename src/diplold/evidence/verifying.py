"""`diplold evidence verify`: every citation compared with the texts in a folder."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from diplold.diagnostics import Diagnostic, Report, Stop
from diplold.evidence.comparing import (
    State,
    citations,
    digests_of,
    finding,
    need_folder,
    state_of,
)
from diplold.evidence.locked import read_lock
from diplold.facts import read
from diplold.project import Project

_NO_LOCK: Final = {
    "en": "there is no lock; write it with `diplold evidence lock`",
    "id": "belum ada kunci bukti; tulis dengan `diplold evidence lock`",
}


@dataclass(slots=True)
class Verified:
    """What `verify` looked at; apart from it, the citations of sources that name no file."""

    sources: int = 0
    paragraphs: int = 0
    citations: int = 0
    states: Counter[State] = field(default_factory=Counter)
    without_file: int = 0


def verify(project: Project, texts: Path, report: Report) -> Verified:
    """Compare every citation with the texts in a folder; what is not as locked is reported.

    Raises `Stop` (exit code 3) where there are no texts or there is no lock.
    """
    need_folder(texts)
    if not project.lock.is_file():
        raise Stop(3, "E202", path=str(project.lock), reason=_NO_LOCK)
    facts = read(project.facts, project.root, report)
    lock = read_lock(project, report)
    result = Verified()
    for source, cited in citations(facts, report).items():
        text = digests_of(facts.sources.get(source), texts, len(cited), report)
        if text is None:
            result.without_file += len(cited)
            continue
        result.sources += 1
        result.paragraphs += len({one.paragraph for one in cited})
        result.citations += len(cited)
        if isinstance(text, Diagnostic):
            report.add(text)
            result.states[State.MISSING] += len(cited)
            continue
        for one in cited:
            locked = lock.digests.get(one.paragraph)
            state = state_of(one, text, locked)
            result.states[state] += 1
            if state is not State.FOUND:
                report.add(finding(state, one, text, locked))
    return result
