"""A slice of Wikidata: the items that the project links to, saved with the day they were read.

What is compared with a slice comes out the same tomorrow and elsewhere. Of each item it keeps
labels in the project's languages and its claims: value, rank and id, no qualifiers or references.
Of each aligned property it keeps of what type its values are.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from diplold import atomic
from diplold.diagnostics import Stop, Text
from diplold.wikidata.client import Client
from diplold.wikidata.entities import Entity

_VERSION: Final = 1
_SNAK: Final = ("snaktype", "property", "datavalue")


@dataclass(frozen=True, slots=True)
class Slice:
    """Items by the id that was asked for; `retrieved` is when the oldest of them was read."""

    api: str
    retrieved: datetime
    entities: Mapping[str, Entity] = field(default_factory=dict)
    datatypes: Mapping[str, str] = field(default_factory=dict)
    """Of what type the values of a property are: `wikibase-item`, `time`, `quantity`, `string`."""

    @property
    def day(self) -> str:
        """The day on which it was read."""
        return self.retrieved.date().isoformat()


def ask(
    client: Client, items: Iterable[str], properties: Iterable[str], languages: Iterable[str]
) -> Slice:
    """The items as Wikidata has them, or had where an answer was kept."""
    types = client.entities(properties, ("datatype",))
    kept = client.entities(items, ("labels", "claims"))
    tags = {*languages, "en", "mul"}
    entities = {item: Entity(item, _trimmed(one.answer, tags)) for item, one in kept.items()}
    oldest = min((one.retrieved for one in kept.values()), default=client.now())
    datatypes = {
        prop: str(one.answer["datatype"]) for prop, one in types.items() if "datatype" in one.answer
    }
    return Slice(client.endpoints.api, oldest.astimezone(UTC), entities, datatypes)


def write(found: Slice, path: Path) -> None:
    """Write a slice; the same one is the same bytes. Raises `Stop` (exit code 5)."""
    content = {
        "slice": _VERSION,
        "api": found.api,
        "retrieved": found.retrieved.isoformat(timespec="seconds"),
        "datatypes": dict(found.datatypes),
        "entities": {item: entity.data for item, entity in found.entities.items()},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    atomic.put(path, f"{text}\n")


def read(path: Path) -> Slice:
    """Read a slice; raises `Stop` (exit code 3) where it is none."""
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise Stop(3, "E266", path=str(path), reason=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _none(path, str(error)) from error
    if not isinstance(content, dict) or content.get("slice") != _VERSION:
        raise _none(path, _NOT_OURS)
    entities, day = content.get("entities"), content.get("retrieved")
    try:
        retrieved = datetime.fromisoformat(str(day)).astimezone(UTC)
    except ValueError as error:
        raise _none(path, "retrieved") from error
    if not isinstance(entities, dict) or not all(isinstance(e, dict) for e in entities.values()):
        raise _none(path, "entities")
    datatypes = content.get("datatypes")
    if not isinstance(datatypes, dict):
        raise _none(path, "datatypes")
    found = {item: Entity(item, entity) for item, entity in entities.items()}
    return Slice(str(content.get("api", "")), retrieved, found, datatypes)


_NOT_OURS: Final = {
    "en": f"it does not say `slice: {_VERSION}`",
    "id": f"tidak ada `slice: {_VERSION}` di dalamnya",
}


def _none(path: Path, reason: str | Text) -> Stop:
    return Stop(3, "E414", path=str(path), reason=reason)


def _trimmed(entity: Mapping[str, Any], languages: set[str]) -> dict[str, Any]:
    """What is kept of an item."""
    kept = {key: entity[key] for key in ("id", "missing", "redirects") if key in entity}
    labels, claims = entity.get("labels"), entity.get("claims")
    if isinstance(labels, dict):
        kept["labels"] = {tag: label for tag, label in labels.items() if tag in languages}
    if isinstance(claims, dict):
        kept["claims"] = {
            prop: [_claim(one) for one in several] for prop, several in claims.items()
        }
    return kept


def _claim(given: Mapping[str, Any]) -> dict[str, Any]:
    snak = given.get("mainsnak", {})
    return {
        "id": given.get("id"),
        "rank": given.get("rank"),
        "mainsnak": {key: snak[key] for key in _SNAK if key in snak},
    }
