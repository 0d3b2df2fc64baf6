"""What is found of a file or an address, and how a file is looked at."""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from diplold.diagnostics import Text
from diplold.diff.reading import Side
from diplold.doctor.description import Description, File

WHOLE: Final = {"en": "is as it was made", "id": "sama seperti saat dibuat"}
DESCRIBED: Final = {"en": "describes the dataset", "id": "menerangkan himpunan data"}
COUNTED: Final = {"en": "holds as many triples as are told", "id": "jumlah tripelnya benar"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what is wrong with it, if anything."""

    subject: str
    checked: Text
    problem: Text | None = None


def bad(subject: str, checked: Text, en: str, id_: str = "") -> Finding:
    """A finding with what is wrong; without `id_` it is said alike in all languages."""
    return Finding(subject, checked, {"en": en, "id": id_ or en})


def whole(file: File, path: Path) -> Finding:
    """Whether a file has the size and the checksum that are told of it."""
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as error:
        reason = error.strerror or str(error)
        return bad(file.name, WHOLE, reason)
    if file.size not in (-1, size):
        told = f"{size} / {file.size}"
        return bad(file.name, WHOLE, f"its size differs: {told}", f"ukurannya berbeda: {told}")
    if sha256 != file.sha256:
        return bad(file.name, WHOLE, "its SHA-256 differs", "SHA-256-nya berbeda")
    return Finding(file.name, WHOLE)


def counted(found: Description, name: str, path: Path) -> Finding:
    """Whether a dump holds as many triples as its description says."""
    with ExitStack() as stack:
        count = sum(1 for _ in Side([path], stack).lines())
    if count != found.triples:
        told = f"{count} / {found.triples}"
        return bad(name, COUNTED, f"it holds {told}", f"isinya {told}")
    return Finding(name, COUNTED)
