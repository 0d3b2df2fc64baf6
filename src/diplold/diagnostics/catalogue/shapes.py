"""S: shapes, and how they are used."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

SHAPES: Final[Mapping[str, Entry]] = {
    "S001": error("{shape} has no {what}", "{shape} tidak memiliki {what}"),
    "S002": warning(
        "{shape} has nothing to look at: {reason}",
        "{shape} tidak memeriksa apa pun: {reason}",
        "{remedy}, or write `model:mayBeEmpty true` on the shape",
        "{remedy}, atau tulis `model:mayBeEmpty true` pada bentuknya",
    ),
    "S003": error("SHACL has no term {term}", "SHACL tidak memiliki istilah {term}"),
    "S004": error(
        "{shape} cannot be used as it is: {reason}",
        "{shape} tidak dapat dipakai apa adanya: {reason}",
    ),
    "S006": error(
        "{shape} was given up after {seconds} seconds",
        "{shape} dihentikan setelah {seconds} detik",
        "a regular expression or a query in it takes too long; make it simpler",
        "ekspresi reguler atau kueri di dalamnya terlalu lama; sederhanakan",
    ),
    "S005": error("two shapes have the code {shape}", "dua bentuk memakai kode {shape}"),
    "S007": warning(
        "no shape looks at a {kind} ({count} in the data)",
        "tidak ada bentuk yang memeriksa {kind} ({count} dalam data)",
        "write one in shapes/ with `sh:targetClass`",
        "tulis satu di shapes/ dengan `sh:targetClass`",
    ),
    "S008": error(
        "{shape} has more than one {what}",
        "{shape} memiliki lebih dari satu {what}",
        "keep one of them",
        "pertahankan salah satunya",
    ),
    "S009": error("{thing}: {problem}", "{thing}: {problem}"),
}
