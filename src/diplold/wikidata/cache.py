"""What Wikidata answered, kept on disk with its date and its digest.

Only whole answers are kept, never an error. A file that does not have the digest that it names,
or was made for another question, counts as not there.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from diplold.diagnostics import Stop

FOLDER: Final = Path(".diplold") / "wikidata"
"""Where a project keeps answers; not part of what is versioned."""


class Kept(NamedTuple):
    """An answer, and when it was given."""

    answer: Any
    retrieved: datetime


@dataclass(slots=True)
class Cache:
    """Answers by what was asked; `folder` is made when the first is kept."""

    folder: Path
    broken: list[Path] = field(default_factory=list)
    """Files that were not what they said, and are asked anew."""

    def find(self, asked: str) -> Kept | None:
        """The answer to what was asked, None where there is none that can be believed."""
        path = self._path(asked)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            self.broken.append(path)
            return None
        found = _read(text, asked)
        if found is None:
            self.broken.append(path)
        return found

    def keep(self, asked: str, answer: object, retrieved: datetime) -> None:
        """Keep an answer; raises `Stop` (exit code 5) where nothing can be written."""
        text = json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        kept = {
            "asked": asked,
            "retrieved": retrieved.astimezone(UTC).isoformat(timespec="seconds"),
            "sha256": _digest(text),
            "answer": text,
        }
        path = self._path(asked)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, json.dumps(kept, ensure_ascii=False))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Stop(5, "E501", path=str(path), reason=reason) from error

    def _path(self, asked: str) -> Path:
        return self.folder / f"{_digest(asked)[:40]}.json"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(text: str, asked: str) -> Kept | None:
    try:
        kept = json.loads(text)
        if kept["asked"] != asked or kept["sha256"] != _digest(kept["answer"]):
            return None
        retrieved = datetime.fromisoformat(kept["retrieved"])
        return Kept(json.loads(kept["answer"]), retrieved.astimezone(UTC))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, so that a killed run leaves none that is half written."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
