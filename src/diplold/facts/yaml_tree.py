"""A YAML file to a tree of nodes, with every place and nothing that YAML does beyond its grammar.

Plain loading would turn `NO` into false, `010` into 8 and `12:30:45` into 45045, and let a
duplicate key win silently. Here every scalar stays text; a duplicate key, an alias, an anchor
or a tag is reported at its place and reading goes on.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Final

import yaml

from diplold.diagnostics import Location, Report, Text, diagnostic
from diplold.facts import yaml_problems
from diplold.facts.checks import Checks
from diplold.facts.nodes import Group, Items, Node, Scalar
from diplold.facts.yaml_problems import Problem

# The C parser is 20 times faster; the pure one reads the same language where it is missing.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST: Final = 100
"""Lists and groups in each other; a sheet has five."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_UNCLOSED: Final = ("unexpected end of stream", "unexpected document indicator")
_OPENED: Final = ("flow sequence", "flow mapping", "simple key")


def parse(text: str, path: str, report: Report) -> Node | None:
    """The tree of one document, or None where the text is not YAML.

    An empty document is a group without keys.
    """
    builder = _Builder(text, path, report)
    if control := _CONTROL.search(text):
        builder.not_yaml(control.start(), yaml_problems.CONTROL)
        return None
    try:
        return builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        builder.stopped(error)
    except _TooDeep as deep:
        builder.not_yaml(deep.index, yaml_problems.TOO_DEEP)
    return None


class _TooDeep(Exception):
    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def _start(event: yaml.Event) -> int:
    assert event.start_mark  # every event that is parsed from a text has one
    return event.start_mark.index


class _Builder:
    def __init__(self, text: str, path: str, report: Report) -> None:
        self.text = text
        self.path = path
        self.checks = Checks(path, report)
        self.breaks = [match.start() for match in re.finditer("\n", text)]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a character; the parser counts more line breaks than editors do."""
        line = bisect_left(self.breaks, index)
        return line + 1, index - (self.breaks[line - 1] if line else -1)

    def later(self, one: int, other: int) -> bool:
        """Whether the other character stands in a later line."""
        return self.place(one)[0] < self.place(other)[0]

    # --- nodes ---------------------------------------------------------------------------

    def document(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = Group(1, 1)
        started = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if started:
                    self.not_yaml(_start(event), yaml_problems.SECOND_DOCUMENT)
                    return root
                started = True
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, events, 0)
        if isinstance(root, Scalar) and not root.text:
            return Group(root.line, root.column)
        return root

    def node(self, event: yaml.NodeEvent, events: Iterator[Any], depth: int) -> Node | None:
        """The node that begins with an event, or None where it was reported."""
        if depth > DEEPEST:
            raise _TooDeep(_start(event))
        line, column = self.place(_start(event))
        if isinstance(event, yaml.AliasEvent):
            self.refuse({"en": "aliases", "id": "alias"}, line, column)
            return None
        if event.anchor is not None:
            self.refuse({"en": "anchors", "id": "jangkar"}, line, column)
        if getattr(event, "tag", None) is not None:
            self.refuse({"en": "tags", "id": "penanda jenis"}, line, column)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(events, Items([], line, column), depth)
        return self.group(events, Group(line, column), depth)

    def items(self, events: Iterator[Any], items: Items, depth: int) -> Items | None:
        empty = True
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            empty = False
            value = self.node(event, events, depth + 1)
            if value is not None:
                items.values.append(value)
        return items if items.values or empty else None

    def group(self, events: Iterator[Any], group: Group, depth: int) -> Group:
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                if key is not None:
                    self.refuse(_KEYS, key.line, key.column)
            elif key.text in group.keys:
                self.checks.twice(group.keys[key.text], key)
            else:
                group.keys[key.text] = key
                if value is not None:
                    group.entries[key.text] = value
        return group

    # --- reports -------------------------------------------------------------------------

    def refuse(self, what: Text, line: int, column: int) -> None:
        where = Location(self.path, line, column)
        self.checks.report.add(diagnostic("F004", where, what=what))

    def stopped(self, error: yaml.MarkedYAMLError) -> None:
        """Report where the parser gave up; what is opened and not closed, where it opens."""
        problem, context = error.problem or "", error.context or ""
        index = error.problem_mark.index if error.problem_mark else 0
        start = error.context_mark.index if error.context_mark else index
        if any(what in problem for what in _UNCLOSED) or (
            any(what in context for what in _OPENED) and self.later(start, index)
        ):
            index = start
        self.not_yaml(index, yaml_problems.explain(problem, self.text[index : index + 1]))

    def not_yaml(self, index: int, problem: Problem) -> None:
        where = Location(self.path, *self.place(index))
        found = diagnostic("F002", where, reason=problem.reason, remedy=problem.remedy)
        self.checks.report.add(found)


_KEYS: Final = {
    "en": "keys that are lists or groups",
    "id": "kunci berupa daftar atau kelompok",
}
