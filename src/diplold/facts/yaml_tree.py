# ruff: noqa: ANN401 -- PyYAML types its events as Any
"""YAML text to a tree of nodes, event by event; the only module that imports a YAML library.

Plain loading would turn `NO` into false, `010` into 8 and `12:30:45` into 45045, and let a
duplicate key win silently. Here every scalar stays text; a duplicate key, an alias, an anchor
or a tag is reported at its place and reading goes on.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.facts.nodes import Group, Items, Node, Scalar

# The C parser is 20 times faster; the pure one reads the same language where it is missing.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, path: str, report: Report) -> Node | None:
    """The tree of one document, or None where the text is not YAML or is empty."""
    try:
        return _Builder(path, report).document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        where = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
        reason = " ".join(filter(None, [error.problem, error.context]))
        report.add(diagnostic("F002", where, reason=reason))
    except yaml.YAMLError as error:
        report.add(diagnostic("F002", Location(path), reason=" ".join(str(error).split())))
    except RecursionError:
        report.add(diagnostic("F002", Location(path), reason="nested too deep"))
    return None


class _Builder:
    def __init__(self, path: str, report: Report) -> None:
        self.path = path
        self.report = report

    def document(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    mark: Any = event.start_mark
                    where = Location(self.path, mark.line + 1, 1)
                    self.report.add(diagnostic("F002", where, reason="a second document"))
                    return root
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, events)
        return root

    def node(self, event: Any, events: Iterator[Any]) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent):
            self.refuse("aliases", line, column)
            return Scalar("", line, column)
        if event.anchor is not None:
            self.refuse("anchors", line, column)
        if event.tag is not None:
            self.refuse("tags", line, column)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(events, line, column)
        return self.group(events, line, column)

    def items(self, events: Iterator[Any], line: int, column: int) -> Items:
        items = Items([], line, column)
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.values.append(self.node(event, events))
        return items

    def group(self, events: Iterator[Any], line: int, column: int) -> Group:
        group = Group(line, column)
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, events)
            value = self.node(next(events), events)
            if not isinstance(key, Scalar):
                self.refuse("keys that are lists or groups", key.line, key.column)
            elif key.text in group.entries:
                self.duplicate(group.keys[key.text], key)
            else:
                group.entries[key.text] = value
                group.keys[key.text] = key
        return group

    def refuse(self, what: str, line: int, column: int) -> None:
        self.report.add(diagnostic("F004", Location(self.path, line, column), what=what))

    def duplicate(self, first: Scalar, second: Scalar) -> None:
        before = note("first", Location(self.path, first.line, first.column))
        where = Location(self.path, second.line, second.column)
        self.report.add(diagnostic("F003", where, notes=[before], key=second.text))
