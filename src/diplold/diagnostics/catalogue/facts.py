"""F: reading facts."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

FACTS: Final[Mapping[str, Entry]] = {
    "F001": error(
        "the file is not UTF-8 text: {reason}",
        "berkas ini bukan teks UTF-8: {reason}",
        "save the file as UTF-8",
        "simpan berkas sebagai UTF-8",
    ),
    "F002": error("not YAML: {reason}", "bukan YAML: {reason}", "{remedy}", "{remedy}"),
    "F003": error(
        "the key `{key}` is given twice",
        "kunci `{key}` ditulis dua kali",
        "{remedy}",
        "{remedy}",
    ),
    "F004": error(
        "YAML {what} are not used in sheets",
        "{what} YAML tidak dipakai dalam lembar",
        "write the value out in full; a text that starts with `&`, `*` or `!` needs quotes",
        "tulis nilainya lengkap; teks yang diawali `&`, `*` atau `!` perlu tanda kutip",
    ),
    "F005": error(
        "`{key}` is not a key of {where}",
        "`{key}` bukan kunci dari {where}",
        "known here: {known}",
        "yang dikenal di sini: {known}",
    ),
    "F006": error(
        "{what} should be {expected}, not {found}",
        "{what} seharusnya {expected}, bukan {found}",
    ),
    "F007": error("{where} needs `{key}`", "{where} memerlukan `{key}`"),
    "F008": error(
        "`{text}` is not the path of a thing",
        "`{text}` bukan jalur suatu hal",
        "write `kind/name` in lower case ASCII letters, digits and `-`, as `meeting/jim-1`",
        "tulis `jenis/nama` dengan huruf kecil ASCII, angka dan `-`, seperti `meeting/jim-1`",
    ),
    "F009": error(
        "`{text}` is not a paragraph number",
        "`{text}` bukan nomor paragraf",
        "count the lines of the source that are not empty, from 1",
        "hitung baris sumber yang tidak kosong, mulai dari 1",
    ),
    "F010": error(
        "`{text}` is not a rank",
        "`{text}` bukan peringkat",
        "a rank is preferred, normal or deprecated",
        "peringkat adalah preferred, normal atau deprecated",
    ),
    "F011": error(
        "a deprecated value needs a reason",
        "nilai yang deprecated memerlukan alasan",
        "add `because: {{en: ..., id: ...}}`",
        "tambahkan `because: {{en: ..., id: ...}}`",
    ),
    "F012": error(
        "no sheet describes the source `{source}`",
        "tidak ada lembar yang menerangkan sumber `{source}`",
    ),
    "F013": error(
        "the source `{source}` is described twice", "sumber `{source}` diterangkan dua kali"
    ),
    "F014": error(
        "`{key}` has no value",
        "`{key}` tidak ada nilainya",
        "write the value, or take the line out",
        "tulis nilainya, atau hapus barisnya",
    ),
    "F015": error("{problem}", "{problem}", "{remedy}", "{remedy}"),
    "F016": error(
        "`{text}` is not an id",
        "`{text}` bukan id",
        "an id is lower case ASCII letters and digits, in words joined by `-`",
        "id terdiri dari huruf kecil ASCII dan angka, kata-katanya disambung dengan `-`",
    ),
    "F017": error(
        "`{key}` is true or false, not `{text}`",
        "`{key}` adalah true atau false, bukan `{text}`",
    ),
    "F018": error(
        "`{key}` belongs to a value or to a whole claim, not to a part",
        "`{key}` milik sebuah nilai atau seluruh klaim, bukan bagian",
        "write it on the value: `who: {{is: ..., {key}: ...}}`",
        "tulis pada nilainya: `who: {{is: ..., {key}: ...}}`",
    ),
    "F019": error("the file cannot be read: {reason}", "berkas tidak dapat dibaca: {reason}"),
    "F020": error(
        "`{key}` holds the character U+0000, which no text can have",
        "`{key}` memuat karakter U+0000, yang tidak boleh ada dalam teks",
        "take it out",
        "hapus karakter itu",
    ),
    "F021": error(
        "a register has no paragraphs",
        "register tidak memiliki paragraf",
        "take `at` out, or name the source that has the paragraph: `source: ...`",
        "hapus `at`, atau sebutkan sumber yang memiliki paragrafnya: `source: ...`",
    ),
    "F022": warning(
        "the sheet is empty",
        "lembar ini kosong",
        "describe its source, or delete the file",
        "terangkan sumbernya, atau hapus berkasnya",
    ),
    "F023": warning(
        "this file is not read",
        "berkas ini tidak dibaca",
        "sheets end in .yaml, tables in .csv, notes in .md or .txt",
        "lembar berakhiran .yaml, tabel .csv, catatan .md atau .txt",
    ),
}
