"""V: values, wherever they are read."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

VALUES: Final[Mapping[str, Entry]] = {
    "V001": error(
        "`{text}` is not a date",
        "`{text}` bukan tanggal",
        "write as much as is known: 1988, 1988-07 or 1988-07-25",
        "tulis sejauh yang diketahui: 1988, 1988-07 atau 1988-07-25",
    ),
    "V002": error(
        "`{text}` is not a number",
        "`{text}` bukan bilangan",
        "write it with digits and, for decimals, one point: 3957 or 12.33",
        "tulis dengan angka dan, untuk desimal, satu titik: 3957 atau 12.33",
    ),
    "V003": error("`{text}` is neither true nor false", "`{text}` bukan true atau false"),
    "V004": error(
        "`{text}` is not an absolute IRI",
        "`{text}` bukan IRI absolut",
        "begin with the scheme, as https://",
        "mulailah dengan skema, seperti https://",
    ),
    "V005": error(
        "`{field}` cannot be `{text}`",
        "`{field}` tidak dapat berupa `{text}`",
        "one of: {known}",
        "salah satu dari: {known}",
    ),
    "V007": error(
        "nothing is known about `{text}`",
        "tidak ada yang diketahui tentang `{text}`",
        "make a claim about it, in this sheet or in a register",
        "buat klaim tentangnya, di lembar ini atau di sebuah register",
    ),
    "V008": error(
        "`{field}` takes one value",
        "`{field}` hanya menerima satu nilai",
        "keep one; what is another thing stands in a claim or a part of its own",
        "pilih satu; hal yang lain ditulis dalam klaim atau bagian tersendiri",
    ),
    "V009": error(
        "`{field}` should be {expected}, not {found}",
        "`{field}` seharusnya {expected}, bukan {found}",
        "{remedy}",
        "{remedy}",
    ),
    "V010": error(
        "`{text}` is not a language tag",
        "`{text}` bukan kode bahasa",
        "as in `{{en: ..., id: ...}}`",
        "seperti dalam `{{en: ..., id: ...}}`",
    ),
    "V011": error(
        "a part of `{field}` needs `{by}` to be told from others",
        "bagian dari `{field}` memerlukan `{by}` agar dapat dibedakan",
    ),
    "V012": error(
        "`{function}` cannot take `{text}`: {reason}",
        "`{function}` tidak dapat menerima `{text}`: {reason}",
    ),
    "V013": error(
        "two parts of `{field}` have one address: `{name}`",
        "dua bagian dari `{field}` memiliki satu alamat: `{name}`",
        "give each a `key`, or write them as one part",
        "beri masing-masing `key`, atau tulis sebagai satu bagian",
    ),
    "V014": error(
        "`{field}` has a value that is annotated twice",
        "`{field}` memiliki nilai yang diberi keterangan dua kali",
        "write `is` once, with all that is said about the value beside it",
        "tulis `is` sekali, dengan semua keterangan tentang nilainya di sampingnya",
    ),
}
