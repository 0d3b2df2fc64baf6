"""O: the ontology."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

ONTOLOGY: Final[Mapping[str, Entry]] = {
    "O001": error("not Turtle: {reason}", "bukan Turtle: {reason}"),
    "O002": error("{term} has no {what}", "{term} tidak memiliki {what}"),
    "O003": error(
        "a blank node in {term}: everything published has an IRI",
        "simpul kosong pada {term}: semua yang diterbitkan memiliki IRI",
    ),
    "O004": error("the ontology does not define {term}", "ontologi tidak mendefinisikan {term}"),
    "O005": warning(
        "nothing uses {term}: no mapping, no shape, no other term",
        "tidak ada yang memakai {term}: tidak ada pemetaan, bentuk, atau istilah lain",
    ),
    "O006": error("{vocabulary} has no term {term}", "{vocabulary} tidak memiliki istilah {term}"),
    "O007": error(
        "the ontology defines no term in {namespace}",
        "ontologi tidak mendefinisikan istilah apa pun dalam {namespace}",
        "is this file complete, and `ontology` in pyproject.toml the address of its terms?",
        "apakah berkas ini lengkap, dan `ontology` di pyproject.toml alamat istilah-istilahnya?",
    ),
    "O008": error(
        "{term} is below itself: {way}",
        "{term} berada di bawah dirinya sendiri: {way}",
        "take one of these steps out",
        "hapus salah satu langkah ini",
    ),
    "O009": error(
        "`{what}` of {term} should be a term, not the text `{text}`",
        "`{what}` dari {term} seharusnya sebuah istilah, bukan teks `{text}`",
        "write it with its prefix and without quotes, as in `ex:Meeting`",
        "tulis dengan awalan dan tanpa tanda kutip, seperti `ex:Meeting`",
    ),
}
