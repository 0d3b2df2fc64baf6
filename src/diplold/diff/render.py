"""A diff as text, as Markdown, as lines of a changelog, and as JSON."""

import json
from collections.abc import Iterator
from typing import Any

from diplold.diff.changes import Change
from diplold.diff.compare import Diff
from diplold.diff.telling import Teller


def text(diff: Diff, lang: str) -> Iterator[str]:
    """A diff on as many lines as there are changes, and two or three more."""
    teller = Teller(diff, lang)
    if not diff.changes:
        yield teller.words["nothing"]
        return
    wide = max(len(teller.words[change.kind]) for change in diff.changes)
    for change in diff.changes:
        yield f"{teller.words[change.kind]:<{wide}}  {teller.line(change)}"
    if diff.answers:
        yield teller.answers()
    yield f"{teller.counts()}; {teller.version()}"


def markdown(diff: Diff, lang: str) -> Iterator[str]:
    """A diff as Markdown, under a heading for each kind."""
    teller = Teller(diff, lang)
    if not diff.changes:
        yield teller.words["nothing"]
        return
    yield f"{teller.counts()}; {teller.version()}."
    for kind in diff.counts:
        yield from ("", f"### {teller.words[kind].capitalize()}", "")
        yield from (f"- {_escaped(teller.line(c))}" for c in diff.changes if c.kind is kind)
    if diff.answers:
        yield from ("", f"### {teller.words['answers'].capitalize()}", "")
        for a in diff.answers:
            rows = teller.words["rows"]
            told = rows.format(before=a.before, after=a.after, come=a.come, gone=a.gone)
            yield f"- `{a.name}`: {told}"


def _escaped(line: str) -> str:
    """A line that Markdown leaves as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_<[#|" else sign for sign in line)


def bullets(diff: Diff, lang: str) -> list[str]:
    """What a changelog says: a line for each change, as few as can be."""
    teller = Teller(diff, lang)
    return [
        f"- {teller.words[c.kind].capitalize()}: {_escaped(teller.line(c))}" for c in diff.changes
    ]


def as_json(diff: Diff, lang: str) -> str:
    """A diff for programs; the values are N-Triples terms."""
    teller = Teller(diff, lang)
    content = {
        "counts": {str(kind): count for kind, count in diff.counts.items()},
        "changes": [_change(change, teller) for change in diff.changes],
        "queries": [
            {"name": a.name, "before": a.before, "after": a.after, "new": a.come, "gone": a.gone}
            for a in diff.answers
        ],
        "vanished": diff.vanished,
        "version": {"part": diff.bump, "reason": teller.version()} if diff.bump else None,
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _change(change: Change, teller: Teller) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kind": str(change.kind),
        "text": teller.line(change),
        "subject": change.subject,
        "property": change.predicate,
        "before": change.before,
        "after": change.after,
        "rankBefore": change.ranks[0],
        "rankAfter": change.ranks[1],
        "disputed": change.disputed,
        "stays": change.stays,
        "noLonger": sorted(change.lost),
        "nowAlso": sorted(change.won),
        "follows": [_change(detail, teller) for detail in change.details],
    }
    return {name: value for name, value in said.items() if value not in ("", None, [])}
