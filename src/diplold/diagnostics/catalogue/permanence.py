"""P: addresses that were published."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

PERMANENCE: Final[Mapping[str, Entry]] = {
    "P001": error(
        "{path} was published and is gone",
        "{path} pernah diterbitkan dan kini hilang",
        "say in mappings/moved.yaml what became of it: moved, or withdrawn",
        "tulis dalam mappings/moved.yaml apa yang terjadi: moved atau withdrawn",
    ),
    "P002": error(
        "{path} is said to have moved, but there are claims about it",
        "{path} disebut berpindah, tetapi masih ada klaim tentangnya",
        "rename it in the sheets, or take the entry out",
        "ganti namanya dalam lembar, atau hapus catatannya",
    ),
    "P003": error(
        "nothing is known about {path}, where something moved to",
        "tidak ada yang diketahui tentang {path}, tujuan perpindahan",
    ),
}
