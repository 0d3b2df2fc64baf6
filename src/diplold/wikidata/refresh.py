"""Labels and aliases of linked items as a table of names, and what has changed in it."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from diplold import atomic, pipeline
from diplold.delimited import Delimited
from diplold.diagnostics import Report, Stop
from diplold.project import Project
from diplold.wikidata import entities
from diplold.wikidata.client import Client
from diplold.wikidata.entities import ITEM, Entity

COLUMNS: Final = ("qid", "label", "alias", "lang", "type", "country", "start", "end")
_ALL_LANGUAGES: Final = "mul"
"""Labels that hold in every language have this code."""


class Name(NamedTuple):
    """One row: a label, or an alias beside its label."""

    qid: str
    label: str
    alias: str
    lang: str
    type: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row; what is not known of an item stays empty."""
        return (*self, "", "", "")

    @property
    def told(self) -> str:
        """For reading: `Q424 id Kamboja`, `Q424 id Kampuchea (Kamboja)`."""
        text = f"{self.alias} ({self.label})" if self.alias else self.label
        return f"{self.qid} {self.lang} {text}"


@dataclass(slots=True)
class Refreshed:
    """The names now, and what is different from before."""

    report: Report = field(default_factory=Report)
    names: list[Name] = field(default_factory=list)
    added: list[Name] = field(default_factory=list)
    removed: list[Name] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)


def refresh(
    project: Project,
    client: Client,
    languages: Sequence[str],
    before: Path,
    sparql: str,
    say: Callable[[str, int], object],
) -> Refreshed:
    """Ask for the names of all items that things are exactly, and of those a query finds.

    `before` is the table as it was; it need not be there. Nothing is written.
    """
    say("reading", 0)
    old = read(before)
    decided, _ = pipeline.links_of(project)
    done = Refreshed(decided.report)
    if decided.report.failed:
        return done
    types = {d.item: d.thing.partition("/")[0] for d in decided.decisions if d.exact}
    for item in _items(client, sparql) if sparql else ():
        types.setdefault(item, "")
    asked = tuple(dict.fromkeys((*languages, _ALL_LANGUAGES)))
    found = entities.ask(client, list(types), ("labels", "aliases"), *asked)
    for item, entity in found.items():
        if entity.missing:
            done.gone.append(item)
            continue
        if entity.merged:
            done.merged.append((item, entity.id))
        done.names += names(entity, types[item])
    done.names = sorted(set(done.names))
    done.added = sorted(set(done.names) - set(old))
    done.removed = sorted(set(old) - set(done.names))
    return done


def _items(client: Client, sparql: str) -> Iterator[str]:
    """The items that a query binds to `?item`."""
    for binding in client.query(sparql).answer:
        value = str(binding.get("item", {}).get("value", ""))
        if not value.startswith(f"{ITEM}Q"):
            raise Stop(2, "E415", value=value or "-")
        yield value.removeprefix(ITEM)


def names(entity: Entity, kind: str) -> Iterator[Name]:
    """A row for each label, and for each alias."""
    labels = {name.language: name.text for name in entity.names if name.is_label}
    for name in entity.names:
        label = labels.get(name.language) or labels.get(_ALL_LANGUAGES, "")
        alias = "" if name.is_label else name.text
        yield Name(entity.id, label or name.text, alias, name.language, kind)


def read(path: Path) -> list[Name]:
    """The names of a table that was written before, none where there is no file.

    Raises `Stop` (exit code 3) where the file is another table: it would be overwritten.
    """
    if not path.exists():
        return []
    try:
        with path.open("rb") as stream:
            table = Delimited(stream, str(path))
            if tuple(table.header) != COLUMNS:
                raise Stop(3, "E416", path=str(path), columns=",".join(COLUMNS))
            return [Name(*row[: len(Name._fields)]) for row in table]
    except OSError as error:
        raise Stop(3, "E266", path=str(path), reason=error.strerror or str(error)) from error


def write(found: Iterable[Name], path: Path) -> None:
    """Write the table in one step; raises `Stop` (exit code 5)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *(name.cells for name in found)])
    atomic.put(path, text.getvalue())
