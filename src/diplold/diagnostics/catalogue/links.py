"""L: decisions about links."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

LINKS: Final[Mapping[str, Entry]] = {
    "L001": error(
        "the metadata block has no `{key}`",
        "blok metadata tidak memiliki `{key}`",
        "write a line `#{key}: ...` above the header",
        "tulis baris `#{key}: ...` di atas baris judul kolom",
    ),
    "L002": error("the column `{column}` is missing", "kolom `{column}` tidak ada"),
    "L003": error(
        "SSSOM has no column `{column}`",
        "SSSOM tidak memiliki kolom `{column}`",
        "what has no column of its own goes into `comment`",
        "yang tidak memiliki kolom sendiri ditulis dalam `comment`",
    ),
    "L004": error(
        'a cell that holds `"` has to stand between two of them',
        'sel yang memuat `"` harus ditulis di antara dua tanda itu',
        'write `"` before and after it, and each one within it twice: `"the ""first"" one"`',
        'tulis `"` di awal dan akhirnya, dan gandakan yang di dalamnya: `"yang ""pertama"" itu"`',
    ),
    "L005": error("the column `{column}` is given twice", "kolom `{column}` ditulis dua kali"),
    "L006": error(
        "{found} cells under a header of {expected}",
        "{found} sel di bawah judul dengan {expected} kolom",
    ),
    "L007": error(
        "the prefix `{prefix}` is not declared",
        "awalan `{prefix}` tidak dideklarasikan",
        "declare it in `curie_map` of the metadata block, as `#  {prefix}: https://...`",
        "deklarasikan dalam `curie_map` di blok metadata, seperti `#  {prefix}: https://...`",
    ),
    "L008": error(
        "`{text}` is not a CURIE",
        "`{text}` bukan CURIE",
        "write a prefix of `curie_map` and a name, as `wd:Q252`",
        "tulis awalan dari `curie_map` dan nama, seperti `wd:Q252`",
    ),
    "L009": error(
        "nothing is known about `{text}`",
        "tidak ada yang diketahui tentang `{text}`",
        "only a thing that some claim is about can be linked",
        "hanya hal yang dibahas suatu klaim yang dapat ditautkan",
    ),
    "L010": error(
        "`{text}` is not an item of Wikidata",
        "`{text}` bukan butir Wikidata",
        "write its number behind the prefix for http://www.wikidata.org/entity/, as `wd:Q252`",
        "tulis nomornya setelah awalan untuk http://www.wikidata.org/entity/, seperti `wd:Q252`",
    ),
    "L011": error(
        "`{text}` is not a predicate of links",
        "`{text}` bukan predikat tautan",
        "one of: {known}",
        "salah satu dari: {known}",
    ),
    "L012": error(
        "`{text}` is not a justification",
        "`{text}` bukan pembenaran",
        "one of: {known}",
        "salah satu dari: {known}",
    ),
    "L013": error(
        "`predicate_modifier` is `Not` or nothing, not `{text}`",
        "`predicate_modifier` adalah `Not` atau kosong, bukan `{text}`",
    ),
    "L014": error(
        "`{text}` is not a day",
        "`{text}` bukan hari",
        "write year, month and day: 2026-11-21",
        "tulis tahun, bulan dan hari: 2026-11-21",
    ),
    "L015": error("a decision needs `{column}`", "keputusan memerlukan `{column}`"),
    "L016": error(
        "whether {thing} is {item} is decided twice",
        "apakah {thing} adalah {item} diputuskan dua kali",
        "take one of the lines out",
        "hapus salah satu barisnya",
    ),
    "L017": error(
        "{thing} both matches {item} and does not",
        "{thing} cocok sekaligus tidak cocok dengan {item}",
        "decide, and take the other line out",
        "putuskan, lalu hapus baris yang lain",
    ),
    "L018": error(
        "{thing} cannot be both {item} and {other}",
        "{thing} tidak mungkin sekaligus {item} dan {other}",
        "one of them is a `skos:closeMatch`, or wrong",
        "salah satunya `skos:closeMatch`, atau salah",
    ),
    "L019": error(
        "{item} cannot be both {thing} and {other}",
        "{item} tidak mungkin sekaligus {thing} dan {other}",
        "one of them is a `skos:closeMatch`, or both are one thing under two names",
        "salah satunya `skos:closeMatch`, atau keduanya satu hal dengan dua nama",
    ),
    "L020": warning(
        "{thing} is not called `{label}` here",
        "{thing} tidak disebut `{label}` di sini",
        "its labels are: {known}",
        "labelnya: {known}",
    ),
    "L021": error(
        "`{key}` cannot be {text}: it is {other}",
        "`{key}` tidak boleh {text}: nilainya {other}",
        "all link files are published as one",
        "semua berkas tautan diterbitkan sebagai satu",
    ),
}
