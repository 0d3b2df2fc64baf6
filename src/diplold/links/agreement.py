"""Whether all that link files say can be true together."""

from collections.abc import Hashable, Iterable

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.links.decisions import Decision
from diplold.links.sssom import FIXED, LinkFile
from diplold.terms import SKOS


def check_files(files: Iterable[LinkFile], report: Report) -> None:
    """A prefix and the licence are the same in all files: they are published as one."""
    first: dict[str, tuple[str, Location | None]] = {
        f"curie_map: {name}": (start, None) for name, start in FIXED.items()
    }
    for file in files:
        given = {f"curie_map: {name}": node for name, node in file.declared.items()}
        if licence := file.said("license"):
            given["license"] = licence
        for key, node in given.items():
            place = Location(file.path, node.line, node.column)
            other, where = first.setdefault(key, (node.text, place))
            if other != node.text:
                notes = [note("first", where)] if where else []
                found = diagnostic("L021", place, notes=notes, key=key, text=node.text, other=other)
                report.add(found)


def check_decisions(decisions: Iterable[Decision], report: Report) -> None:
    """Report decisions that are made twice, or that cannot both be true."""
    pairs: dict[Hashable, list[Decision]] = {}
    of_thing: dict[str, Decision] = {}
    of_item: dict[str, Decision] = {}
    for decision in decisions:
        pair = pairs.setdefault((decision.thing, decision.item), [])
        same = next((other for other in pair if _again(other, decision)), None)
        against = next((other for other in pair if _against(other, decision)), None)
        pair.append(decision)
        if same:
            _report("L016", decision, same, report)
        elif against:
            _report("L017", decision, against, report)
        elif decision.exact:
            for code, first in (
                ("L018", of_thing.setdefault(decision.thing, decision)),
                ("L019", of_item.setdefault(decision.item, decision)),
            ):
                if first is not decision:
                    _report(code, decision, first, report)


def _again(one: Decision, two: Decision) -> bool:
    """Whether two decisions about one pair say the same, or match it in two ways."""
    if one.refused or two.refused:
        return one.refused == two.refused and one.predicate == two.predicate
    return True


def _against(one: Decision, two: Decision) -> bool:
    """Whether one refuses what the other says; an exact match is a close one as well."""
    if one.refused == two.refused:
        return False
    refusal, match = (one, two) if one.refused else (two, one)
    return refusal.predicate == match.predicate or (
        match.exact and refusal.predicate == SKOS.closeMatch
    )


def _report(code: str, decision: Decision, other: Decision, report: Report) -> None:
    found = diagnostic(
        code,
        decision.at(),
        notes=[note("other-decision", other.at())],
        thing=decision.thing,
        item=decision.item,
        other=other.item if code == "L018" else other.thing,
    )
    report.add(found)
