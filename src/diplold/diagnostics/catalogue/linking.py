"""E26 to E28: what stops the linking of names, and what is wrong with a gazetteer."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

LINKING: Final[Mapping[str, Entry]] = {
    "E260": error(
        "{path} has no column `{column}`",
        "{path} tidak memiliki kolom `{column}`",
        "{hint}",
        "{hint}",
    ),
    "E261": error(
        "{place}: this is not UTF-8 text ({found})",
        "{place}: ini bukan teks UTF-8 ({found})",
        "save the table as UTF-8 (in a spreadsheet: CSV UTF-8)",
        "simpan tabel sebagai UTF-8 (di lembar kerja: CSV UTF-8)",
    ),
    "E262": error("{place}: this is no table: {problem}", "{place}: ini bukan tabel: {problem}"),
    "E263": error("{path} is empty: it has no header", "{path} kosong: tidak ada baris judul"),
    "E264": error(
        "{place}: the whole header is one cell; its columns seem to be separated by `{sign}`",
        "{place}: seluruh judul adalah satu sel; kolomnya tampaknya dipisahkan oleh `{sign}`",
        "say so with --delimiter '{sign}'",
        "sebutkan dengan --delimiter '{sign}'",
    ),
    "E265": error(
        "{place}: this row has {found} cells, the header {expected}",
        "{place}: baris ini memiliki {found} sel, judulnya {expected}",
        "a cell that holds the separator or a line break stands between quotes",
        "sel yang memuat pemisah atau pergantian baris ditulis di antara tanda kutip",
    ),
    "E266": error(
        "{path} cannot be read: {reason}",
        "{path} tidak dapat dibaca: {reason}",
    ),
    "E267": error(
        "`{text}` is not the number of an item of Wikidata",
        "`{text}` bukan nomor butir Wikidata",
        "write it as Q and digits, like Q252",
        "tulis sebagai Q dan angka, misalnya Q252",
    ),
    "E268": error("this row names no item", "baris ini tidak menyebut nama butir"),
    "E269": warning(
        "the column `{column}` says nothing that the gazetteer knows; it is kept as a property",
        "kolom `{column}` tidak dikenal gazetir; isinya disimpan sebagai properti",
    ),
    "E270": warning(
        "`{text}` is no state that is known",
        "`{text}` bukan negara yang dikenal",
        "write its QID, its ISO code or its name",
        "tulis QID, kode ISO, atau namanya",
    ),
    "E271": error(
        "{path} is an index of another version of diplold",
        "{path} adalah indeks dari versi diplold yang lain",
        "make it anew with `diplold gazetteer build`",
        "buat lagi dengan `diplold gazetteer build`",
    ),
    "E272": error(
        "{place}: {problem}",
        "{place}: {problem}",
    ),
    "E273": error(
        "the format of {path} is not known by its name",
        "format {path} tidak dikenal dari namanya",
        "name it with --format: {known}",
        "sebutkan dengan --format: {known}",
    ),
    "E274": error(
        "{what} needs the library {library}",
        "{what} memerlukan pustaka {library}",
        "install it with `pip install 'diplold[{extra}]'`",
        "pasang dengan `pip install 'diplold[{extra}]'`",
    ),
    "E275": warning(
        "this project has mistakes ({count}): what they stand in is not known as a name",
        "proyek ini memiliki kesalahan ({count}): yang memuatnya tidak dikenal sebagai nama",
        "`diplold check` says which",
        "`diplold check` menyebutkannya",
    ),
    "E276": error(
        "a decision about a name has the `subject_type` `rdfs literal`, not `{text}`",
        "keputusan tentang nama memiliki `subject_type` `rdfs literal`, bukan `{text}`",
        "decisions about things of a project stand in its mappings/links/",
        "keputusan tentang hal milik proyek ditulis di mappings/links/",
    ),
    "E277": error(
        "`other` says nothing about `{text}`",
        "`other` tidak mengenal `{text}`",
        "it holds pairs like `lang: id|country: Q252`; known: {known}",
        "isinya pasangan seperti `lang: id|country: Q252`; yang dikenal: {known}",
    ),
    "E278": error(
        "what `{text}` means is decided in two ways that cannot both be true",
        "arti `{text}` diputuskan dengan dua cara yang tidak mungkin keduanya benar",
        "decide, and take the other line out",
        "putuskan, lalu hapus baris yang lain",
    ),
    "E279": error(
        "`{text}` is no choice",
        "`{text}` bukan pilihan",
        "write a QID, the number of a candidate, `none`, or `not` and a QID; nothing is not yet",
        "tulis QID, nomor kandidat, `none`, atau `not` dan QID; kosong berarti belum diputuskan",
    ),
    "E280": error(
        "`{text}` says several things of one name",
        "`{text}` menyatakan beberapa hal tentang satu nama",
        "write the one item that is meant, or `not` before each: `not Q30|not Q145`",
        "tulis satu butir yang dimaksud, atau `not` di depan masing-masing: `not Q30|not Q145`",
    ),
    "E281": warning(
        "`{text}` is in no gazetteer that is open here; the decision is taken as it stands",
        "`{text}` tidak ada di gazetir yang dibuka di sini; keputusan diambil apa adanya",
        "see that it is the item that is meant, or name its gazetteer with --gazetteer",
        "periksa apakah itu butir yang dimaksud, atau sebutkan gazetirnya dengan --gazetteer",
    ),
    "E282": error(
        "`{text}` is no language tag",
        "`{text}` bukan kode bahasa",
        "write it as `id` or `zh-Hant`; `*` is any language",
        "tulis seperti `id` atau `zh-Hant`; `*` berarti bahasa apa pun",
    ),
    "E283": error(
        "`{text}` is no date",
        "`{text}` bukan tanggal",
        "write it as 2021, 2021-03 or 2021-03-17; `*` is any date",
        "tulis seperti 2021, 2021-03 atau 2021-03-17; `*` berarti tanggal apa pun",
    ),
    "E284": error(
        "`{text}` is not the QID of a country",
        "`{text}` bukan QID negara",
        "write it as Q252, several as Q252|Q574; `*` is any country",
        "tulis seperti Q252, beberapa seperti Q252|Q574; `*` berarti negara apa pun",
    ),
    "E285": error(
        "`{text}` is yet to come: nobody has decided anything on that day",
        "`{text}` belum tiba: belum ada yang memutuskan apa pun pada hari itu",
        "write the day of the decision",
        "tulis hari keputusannya",
    ),
    "E286": warning(
        "nothing here is of the type `{text}`",
        "tidak ada yang berjenis `{text}` di sini",
        "there are: {known}; another may be in a gazetteer that is not open here",
        "yang ada: {known}; yang lain mungkin ada di gazetir yang tidak dibuka di sini",
    ),
    "E287": error(
        "this is no table of decisions: its header has none of their columns",
        "ini bukan tabel keputusan: baris judulnya tidak memuat satu pun kolomnya",
        "it is SSSOM/TSV: cells are separated by tabs, and a header names {known}",
        "formatnya SSSOM/TSV: sel dipisahkan tab, dan baris judul menyebut {known}",
    ),
    "E288": error(
        "`Not` and `sssom:NoTermFound` do not go together",
        "`Not` dan `sssom:NoTermFound` tidak dapat digabung",
        "leave out `Not` if there is no such item; if there is one, name it",
        "hapus `Not` jika tidak ada butirnya; jika ada, sebutkan butirnya",
    ),
}
