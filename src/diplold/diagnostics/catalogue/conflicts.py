"""C: claims that contradict each other."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

CONFLICTS: Final[Mapping[str, Entry]] = {
    "C001": error(
        "two best values for {path} of {thing}",
        "dua nilai terbaik untuk {path} dari {thing}",
        "settle it with `rank`, or write `disputed: true` on both",
        "putuskan dengan `rank`, atau tulis `disputed: true` pada keduanya",
    ),
    "C002": error(
        "one statement, {path} of {thing}, is given two ranks",
        "satu pernyataan, {path} dari {thing}, diberi dua peringkat",
        "give both claims the same `rank`",
        "beri kedua klaim `rank` yang sama",
    ),
    "C003": error(
        "`preferred` on {path} of {thing}, which may have many values, would hide the others",
        "`preferred` pada {path} dari {thing}, yang boleh bernilai banyak, akan menyembunyikan yang lain",
        "leave the rank out; what is wrong is `deprecated`",
        "hapus peringkatnya; yang salah diberi `deprecated`",
    ),
}
