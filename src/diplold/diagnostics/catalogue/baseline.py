"""B: findings that are known."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

BASELINE: Final[Mapping[str, Entry]] = {
    "B001": error(
        "this {known} is known but not found any more",
        "{known} ini dicatat tetapi tidak ditemukan lagi",
        "take the entry out",
        "hapus catatannya",
    ),
    "B002": error(
        "this {known} was to be mended by {day}",
        "{known} ini seharusnya diperbaiki paling lambat {day}",
        "mend it, or agree on another day",
        "perbaiki, atau sepakati hari lain",
    ),
}
