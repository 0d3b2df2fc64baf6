"""D: what a dump is compared with."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

DUMPS: Final[Mapping[str, Entry]] = {
    "D001": error(
        "this is no manifest of a dump: {reason}",
        "ini bukan manifes hasil dump: {reason}",
        "take the dump again from where it was published, or make it with `diplold build`",
        "ambil lagi hasil dump dari tempat penerbitannya, atau buat dengan `diplold build`",
    ),
    "D002": error(
        "the dump's manifest names this file, and it is not there",
        "manifes hasil dump menyebut berkas ini, tetapi berkasnya tidak ada",
    ),
    "D003": error(
        "this file is not as the dump was made: {difference}",
        "berkas ini tidak seperti saat hasil dump dibuat: {difference}",
    ),
    "D004": error(
        "this file is not part of the dump",
        "berkas ini bukan bagian dari hasil dump",
    ),
    "D005": error(
        "the dump is older than this file, which has changed since",
        "hasil dump lebih lama daripada berkas ini, yang telah berubah sejak itu",
        "`diplold build` makes it anew",
        "`diplold build` membuatnya kembali",
    ),
    "D006": error(
        "the dump was made of this file too, and it is not there any more",
        "hasil dump juga dibuat dari berkas ini, yang kini tidak ada lagi",
        "`diplold build` makes it anew",
        "`diplold build` membuatnya kembali",
    ),
    "D007": error(
        "the dump was made before this file was there",
        "hasil dump dibuat sebelum berkas ini ada",
        "`diplold build` makes it anew",
        "`diplold build` membuatnya kembali",
    ),
}
