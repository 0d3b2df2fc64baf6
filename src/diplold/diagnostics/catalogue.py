"""Every code that the toolkit itself can report, with its texts in English and Indonesian.

A shape's findings carry the shape's own code and messages instead. A new code needs an entry
here and a case below `tests/cases/` that shows its whole text.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

Text = Mapping[str, str]
"""One text by language tag."""


class Entry(NamedTuple):
    """A code's severity, message and, where a remedy is known, help."""

    severity: str
    message: Text
    help: Text | None = None


def _error(en: str, id_: str, help_en: str = "", help_id: str = "") -> Entry:
    return Entry("error", {"en": en, "id": id_}, _help(help_en, help_id))


def _warning(en: str, id_: str, help_en: str = "", help_id: str = "") -> Entry:
    return Entry("warning", {"en": en, "id": id_}, _help(help_en, help_id))


def _help(en: str, id_: str) -> Text | None:
    return {"en": en, "id": id_} if en else None


CATALOGUE: Final[Mapping[str, Entry]] = {
    # --- F: reading facts ----------------------------------------------------------------
    "F001": _error(
        "the file is not UTF-8 text: {reason}",
        "berkas ini bukan teks UTF-8: {reason}",
        "save the file as UTF-8",
        "simpan berkas sebagai UTF-8",
    ),
    "F002": _error("not YAML: {reason}", "bukan YAML: {reason}", "{remedy}", "{remedy}"),
    "F003": _error(
        "the key `{key}` is given twice",
        "kunci `{key}` ditulis dua kali",
        "{remedy}",
        "{remedy}",
    ),
    "F004": _error(
        "YAML {what} are not used in sheets",
        "{what} YAML tidak dipakai dalam lembar",
        "write the value out in full; a text that starts with `&`, `*` or `!` needs quotes",
        "tulis nilainya lengkap; teks yang diawali `&`, `*` atau `!` perlu tanda kutip",
    ),
    "F005": _error(
        "`{key}` is not a key of {where}",
        "`{key}` bukan kunci dari {where}",
        "known here: {known}",
        "yang dikenal di sini: {known}",
    ),
    "F006": _error(
        "{what} should be {expected}, not {found}",
        "{what} seharusnya {expected}, bukan {found}",
    ),
    "F007": _error("{where} needs `{key}`", "{where} memerlukan `{key}`"),
    "F008": _error(
        "`{text}` is not the path of a thing",
        "`{text}` bukan jalur suatu hal",
        "write `kind/name` in lower case ASCII letters, digits and `-`, as `meeting/jim-1`",
        "tulis `jenis/nama` dengan huruf kecil ASCII, angka dan `-`, seperti `meeting/jim-1`",
    ),
    "F009": _error(
        "`{text}` is not a paragraph number",
        "`{text}` bukan nomor paragraf",
        "count the lines of the source that are not empty, from 1",
        "hitung baris sumber yang tidak kosong, mulai dari 1",
    ),
    "F010": _error(
        "`{text}` is not a rank",
        "`{text}` bukan peringkat",
        "a rank is preferred, normal or deprecated",
        "peringkat adalah preferred, normal atau deprecated",
    ),
    "F011": _error(
        "a deprecated value needs a reason",
        "nilai yang deprecated memerlukan alasan",
        "add `because: {{en: ..., id: ...}}`",
        "tambahkan `because: {{en: ..., id: ...}}`",
    ),
    "F012": _error(
        "no sheet describes the source `{source}`",
        "tidak ada lembar yang menerangkan sumber `{source}`",
    ),
    "F013": _error(
        "the source `{source}` is described twice", "sumber `{source}` diterangkan dua kali"
    ),
    "F014": _error(
        "`{key}` has no value",
        "`{key}` tidak ada nilainya",
        "write the value, or take the line out",
        "tulis nilainya, atau hapus barisnya",
    ),
    "F015": _error("{problem}", "{problem}", "{remedy}", "{remedy}"),
    "F016": _error(
        "`{text}` is not an id",
        "`{text}` bukan id",
        "an id is lower case ASCII letters and digits, in words joined by `-`",
        "id terdiri dari huruf kecil ASCII dan angka, kata-katanya disambung dengan `-`",
    ),
    "F017": _error(
        "`{key}` is true or false, not `{text}`",
        "`{key}` adalah true atau false, bukan `{text}`",
    ),
    "F018": _error(
        "`{key}` belongs to a value or to a whole claim, not to a part",
        "`{key}` milik sebuah nilai atau seluruh klaim, bukan bagian",
        "write it on the value: `who: {{is: ..., {key}: ...}}`",
        "tulis pada nilainya: `who: {{is: ..., {key}: ...}}`",
    ),
    "F019": _error("the file cannot be read: {reason}", "berkas tidak dapat dibaca: {reason}"),
    "F020": _error(
        "`{key}` holds the character U+0000, which no text can have",
        "`{key}` memuat karakter U+0000, yang tidak boleh ada dalam teks",
        "take it out",
        "hapus karakter itu",
    ),
    "F021": _error(
        "a register has no paragraphs",
        "register tidak memiliki paragraf",
        "take `at` out, or name the source that has the paragraph: `source: ...`",
        "hapus `at`, atau sebutkan sumber yang memiliki paragrafnya: `source: ...`",
    ),
    "F022": _warning(
        "the sheet is empty",
        "lembar ini kosong",
        "describe its source, or delete the file",
        "terangkan sumbernya, atau hapus berkasnya",
    ),
    "F023": _warning(
        "this file is not read",
        "berkas ini tidak dibaca",
        "sheets end in .yaml, tables in .csv, notes in .md or .txt",
        "lembar berakhiran .yaml, tabel .csv, catatan .md atau .txt",
    ),
    # --- M: mappings -----------------------------------------------------------------------
    "M001": _error(
        "the mapping cannot be loaded: {reason}", "pemetaan tidak dapat dimuat: {reason}"
    ),
    "M002": _error(
        "{what} cannot be used in a mapping",
        "{what} tidak dapat dipakai dalam pemetaan",
        "{remedy}",
        "{remedy}",
    ),
    "M003": _error(
        "no mapping reads claims about a `{kind}`",
        "tidak ada pemetaan yang membaca klaim tentang `{kind}`",
        'mend the first word of `about`, or write a mapping: `@mapping("{kind}")`',
        'perbaiki kata pertama `about`, atau tulis pemetaan: `@mapping("{kind}")`',
    ),
    "M004": _error(
        "no mapping reads the field `{field}` of a {kind}",
        "tidak ada pemetaan yang membaca bidang `{field}` dari {kind}",
    ),
    "M005": _error("a second mapping for `{kind}`", "pemetaan kedua untuk `{kind}`"),
    "M006": _error(
        "a mapping takes a claim and yields subject, predicate, object: {problem}",
        "pemetaan menerima klaim dan menghasilkan subjek, predikat, objek: {problem}",
    ),
    "M007": _error(
        "`{method}` cannot read this: {problem}",
        "`{method}` tidak dapat membaca ini: {problem}",
        "{remedy}",
        "{remedy}",
    ),
    "M008": _error(
        "a mapping is for one kind of thing: {problem}",
        "pemetaan berlaku untuk satu jenis hal: {problem}",
        'write what `about` begins with: `@mapping("meeting")` for `meeting/jim-1`',
        'tulis awal dari `about`: `@mapping("meeting")` untuk `meeting/jim-1`',
    ),
    # --- V: values -------------------------------------------------------------------------
    "V001": _error(
        "`{text}` is not a date",
        "`{text}` bukan tanggal",
        "write as much as is known: 1988, 1988-07 or 1988-07-25",
        "tulis sejauh yang diketahui: 1988, 1988-07 atau 1988-07-25",
    ),
    "V002": _error(
        "`{text}` is not a number",
        "`{text}` bukan bilangan",
        "write it with digits and, for decimals, one point: 3957 or 12.33",
        "tulis dengan angka dan, untuk desimal, satu titik: 3957 atau 12.33",
    ),
    "V003": _error("`{text}` is neither true nor false", "`{text}` bukan true atau false"),
    "V004": _error(
        "`{text}` is not an absolute IRI",
        "`{text}` bukan IRI absolut",
        "begin with the scheme, as https://",
        "mulailah dengan skema, seperti https://",
    ),
    "V005": _error(
        "`{field}` cannot be `{text}`",
        "`{field}` tidak dapat berupa `{text}`",
        "one of: {known}",
        "salah satu dari: {known}",
    ),
    "V007": _error(
        "nothing is known about `{text}`",
        "tidak ada yang diketahui tentang `{text}`",
        "make a claim about it, in this sheet or in a register",
        "buat klaim tentangnya, di lembar ini atau di sebuah register",
    ),
    "V008": _error(
        "`{field}` takes one value",
        "`{field}` hanya menerima satu nilai",
        "keep one; what is another thing stands in a claim or a part of its own",
        "pilih satu; hal yang lain ditulis dalam klaim atau bagian tersendiri",
    ),
    "V009": _error(
        "`{field}` should be {expected}, not {found}",
        "`{field}` seharusnya {expected}, bukan {found}",
        "{remedy}",
        "{remedy}",
    ),
    "V010": _error(
        "`{text}` is not a language tag",
        "`{text}` bukan kode bahasa",
        "as in `{{en: ..., id: ...}}`",
        "seperti dalam `{{en: ..., id: ...}}`",
    ),
    "V011": _error(
        "a part of `{field}` needs `{by}` to be told from others",
        "bagian dari `{field}` memerlukan `{by}` agar dapat dibedakan",
    ),
    "V012": _error(
        "`{function}` cannot take `{text}`: {reason}",
        "`{function}` tidak dapat menerima `{text}`: {reason}",
    ),
    "V013": _error(
        "two parts of `{field}` have one address: `{name}`",
        "dua bagian dari `{field}` memiliki satu alamat: `{name}`",
        "give each a `key`, or write them as one part",
        "beri masing-masing `key`, atau tulis sebagai satu bagian",
    ),
    "V014": _error(
        "`{field}` has a value that is annotated twice",
        "`{field}` memiliki nilai yang diberi keterangan dua kali",
        "write `is` once, with all that is said about the value beside it",
        "tulis `is` sekali, dengan semua keterangan tentang nilainya di sampingnya",
    ),
    # --- C: conflicts ----------------------------------------------------------------------
    "C001": _error(
        "two best values for {path} of {thing}",
        "dua nilai terbaik untuk {path} dari {thing}",
        "settle it with `rank`, or write `disputed: true` on both",
        "putuskan dengan `rank`, atau tulis `disputed: true` pada keduanya",
    ),
    "C002": _error(
        "one statement, {path} of {thing}, is given two ranks",
        "satu pernyataan, {path} dari {thing}, diberi dua peringkat",
        "give both claims the same `rank`",
        "beri kedua klaim `rank` yang sama",
    ),
    "C003": _error(
        "`preferred` on {path} of {thing}, which may have many values, would hide the others",
        "`preferred` pada {path} dari {thing}, yang boleh bernilai banyak, akan menyembunyikan yang lain",
        "leave the rank out; what is wrong is `deprecated`",
        "hapus peringkatnya; yang salah diberi `deprecated`",
    ),
    # --- O: ontology -----------------------------------------------------------------------
    "O001": _error("not Turtle: {reason}", "bukan Turtle: {reason}"),
    "O002": _error("{term} has no {what}", "{term} tidak memiliki {what}"),
    "O003": _error(
        "a blank node in {term}: everything published has an IRI",
        "simpul kosong pada {term}: semua yang diterbitkan memiliki IRI",
    ),
    "O004": _error("the ontology does not define {term}", "ontologi tidak mendefinisikan {term}"),
    "O005": _warning(
        "nothing uses {term}: no mapping, no shape, no other term",
        "tidak ada yang memakai {term}: tidak ada pemetaan, bentuk, atau istilah lain",
    ),
    "O006": _error("{vocabulary} has no term {term}", "{vocabulary} tidak memiliki istilah {term}"),
    "O007": _error(
        "the ontology defines no term in {namespace}",
        "ontologi tidak mendefinisikan istilah apa pun dalam {namespace}",
        "is this file complete, and `ontology` in pyproject.toml the address of its terms?",
        "apakah berkas ini lengkap, dan `ontology` di pyproject.toml alamat istilah-istilahnya?",
    ),
    "O008": _error(
        "{term} is below itself: {way}",
        "{term} berada di bawah dirinya sendiri: {way}",
        "take one of these steps out",
        "hapus salah satu langkah ini",
    ),
    "O009": _error(
        "`{what}` of {term} should be a term, not the text `{text}`",
        "`{what}` dari {term} seharusnya sebuah istilah, bukan teks `{text}`",
        "write it with its prefix and without quotes, as in `ex:Meeting`",
        "tulis dengan awalan dan tanpa tanda kutip, seperti `ex:Meeting`",
    ),
    # --- S: shapes -------------------------------------------------------------------------
    "S001": _error("{shape} has no {what}", "{shape} tidak memiliki {what}"),
    "S002": _warning(
        "{shape} has nothing to look at: {reason}",
        "{shape} tidak memeriksa apa pun: {reason}",
        "{remedy}, or write `model:mayBeEmpty true` on the shape",
        "{remedy}, atau tulis `model:mayBeEmpty true` pada bentuknya",
    ),
    "S003": _error("SHACL has no term {term}", "SHACL tidak memiliki istilah {term}"),
    "S004": _error(
        "{shape} cannot be used as it is: {reason}",
        "{shape} tidak dapat dipakai apa adanya: {reason}",
    ),
    "S006": _error(
        "{shape} was given up after {seconds} seconds",
        "{shape} dihentikan setelah {seconds} detik",
        "a regular expression or a query in it takes too long; make it simpler",
        "ekspresi reguler atau kueri di dalamnya terlalu lama; sederhanakan",
    ),
    "S005": _error("two shapes have the code {shape}", "dua bentuk memakai kode {shape}"),
    "S007": _warning(
        "no shape looks at a {kind} ({count} in the data)",
        "tidak ada bentuk yang memeriksa {kind} ({count} dalam data)",
        "write one in shapes/ with `sh:targetClass`",
        "tulis satu di shapes/ dengan `sh:targetClass`",
    ),
    "S008": _error(
        "{shape} has more than one {what}",
        "{shape} memiliki lebih dari satu {what}",
        "keep one of them",
        "pertahankan salah satunya",
    ),
    "S009": _error("{thing}: {problem}", "{thing}: {problem}"),
    # --- P: permanence ---------------------------------------------------------------------
    "P001": _error(
        "{path} was published and is gone",
        "{path} pernah diterbitkan dan kini hilang",
        "say in mappings/moved.yaml what became of it: moved, or withdrawn",
        "tulis dalam mappings/moved.yaml apa yang terjadi: moved atau withdrawn",
    ),
    "P002": _error(
        "{path} is said to have moved, but there are claims about it",
        "{path} disebut berpindah, tetapi masih ada klaim tentangnya",
        "rename it in the sheets, or take the entry out",
        "ganti namanya dalam lembar, atau hapus catatannya",
    ),
    "P003": _error(
        "nothing is known about {path}, where something moved to",
        "tidak ada yang diketahui tentang {path}, tujuan perpindahan",
    ),
    # --- B: the baseline -------------------------------------------------------------------
    "B001": _error(
        "this {known} is known but not found any more",
        "{known} ini dicatat tetapi tidak ditemukan lagi",
        "take the entry out",
        "hapus catatannya",
    ),
    "B002": _error(
        "this {known} was to be mended by {day}",
        "{known} ini seharusnya diperbaiki paling lambat {day}",
        "mend it, or agree on another day",
        "perbaiki, atau sepakati hari lain",
    ),
    # --- L: links --------------------------------------------------------------------------
    "L001": _error(
        "the metadata block has no `{key}`",
        "blok metadata tidak memiliki `{key}`",
        "write a line `#{key}: ...` above the header",
        "tulis baris `#{key}: ...` di atas baris judul kolom",
    ),
    "L002": _error("the column `{column}` is missing", "kolom `{column}` tidak ada"),
    "L003": _error(
        "SSSOM has no column `{column}`",
        "SSSOM tidak memiliki kolom `{column}`",
        "what has no column of its own goes into `comment`",
        "yang tidak memiliki kolom sendiri ditulis dalam `comment`",
    ),
    "L004": _error(
        'a cell that holds `"` has to stand between two of them',
        'sel yang memuat `"` harus ditulis di antara dua tanda itu',
        'write `"` before and after it, and each one within it twice: `"the ""first"" one"`',
        'tulis `"` di awal dan akhirnya, dan gandakan yang di dalamnya: `"yang ""pertama"" itu"`',
    ),
    "L005": _error("the column `{column}` is given twice", "kolom `{column}` ditulis dua kali"),
    "L006": _error(
        "{found} cells under a header of {expected}",
        "{found} sel di bawah judul dengan {expected} kolom",
    ),
    "L007": _error(
        "the prefix `{prefix}` is not declared",
        "awalan `{prefix}` tidak dideklarasikan",
        "declare it in `curie_map` of the metadata block, as `#  {prefix}: https://...`",
        "deklarasikan dalam `curie_map` di blok metadata, seperti `#  {prefix}: https://...`",
    ),
    "L008": _error(
        "`{text}` is not a CURIE",
        "`{text}` bukan CURIE",
        "write a prefix of `curie_map` and a name, as `wd:Q252`",
        "tulis awalan dari `curie_map` dan nama, seperti `wd:Q252`",
    ),
    "L009": _error(
        "nothing is known about `{text}`",
        "tidak ada yang diketahui tentang `{text}`",
        "only a thing that some claim is about can be linked",
        "hanya hal yang dibahas suatu klaim yang dapat ditautkan",
    ),
    "L010": _error(
        "`{text}` is not an item of Wikidata",
        "`{text}` bukan butir Wikidata",
        "write its number behind the prefix for http://www.wikidata.org/entity/, as `wd:Q252`",
        "tulis nomornya setelah awalan untuk http://www.wikidata.org/entity/, seperti `wd:Q252`",
    ),
    "L011": _error(
        "`{text}` is not a predicate of links",
        "`{text}` bukan predikat tautan",
        "one of: {known}",
        "salah satu dari: {known}",
    ),
    "L012": _error(
        "`{text}` is not a justification",
        "`{text}` bukan pembenaran",
        "one of: {known}",
        "salah satu dari: {known}",
    ),
    "L013": _error(
        "`predicate_modifier` is `Not` or nothing, not `{text}`",
        "`predicate_modifier` adalah `Not` atau kosong, bukan `{text}`",
    ),
    "L014": _error(
        "`{text}` is not a day",
        "`{text}` bukan hari",
        "write year, month and day: 2026-11-21",
        "tulis tahun, bulan dan hari: 2026-11-21",
    ),
    "L015": _error("a decision needs `{column}`", "keputusan memerlukan `{column}`"),
    "L016": _error(
        "whether {thing} is {item} is decided twice",
        "apakah {thing} adalah {item} diputuskan dua kali",
        "take one of the lines out",
        "hapus salah satu barisnya",
    ),
    "L017": _error(
        "{thing} both matches {item} and does not",
        "{thing} cocok sekaligus tidak cocok dengan {item}",
        "decide, and take the other line out",
        "putuskan, lalu hapus baris yang lain",
    ),
    "L018": _error(
        "{thing} cannot be both {item} and {other}",
        "{thing} tidak mungkin sekaligus {item} dan {other}",
        "one of them is a `skos:closeMatch`, or wrong",
        "salah satunya `skos:closeMatch`, atau salah",
    ),
    "L019": _error(
        "{item} cannot be both {thing} and {other}",
        "{item} tidak mungkin sekaligus {thing} dan {other}",
        "one of them is a `skos:closeMatch`, or both are one thing under two names",
        "salah satunya `skos:closeMatch`, atau keduanya satu hal dengan dua nama",
    ),
    "L020": _warning(
        "{thing} is not called `{label}` here",
        "{thing} tidak disebut `{label}` di sini",
        "its labels are: {known}",
        "labelnya: {known}",
    ),
    "L021": _error(
        "`{key}` cannot be {text}: it is {other}",
        "`{key}` tidak boleh {text}: nilainya {other}",
        "all link files are published as one",
        "semua berkas tautan diterbitkan sebagai satu",
    ),
    # --- X: evidence -----------------------------------------------------------------------
    "X001": _error(
        "paragraph {number} of `{source}` has changed since it was locked; `{about}` rests on it",
        "paragraf {number} dari `{source}` telah berubah sejak dikunci; `{about}` bersandar padanya",
        "read it again; what still holds is locked anew by `diplold evidence lock --update`",
        "baca lagi; yang masih benar dikunci ulang dengan `diplold evidence lock --update`",
    ),
    "X002": _error(
        "paragraph {number} of `{source}` has moved, it is {now} now; `{about}` rests on it",
        "paragraf {number} dari `{source}` telah berpindah, kini {now}; `{about}` bersandar padanya",
        "write the new number in `at`, then `diplold evidence lock --update`",
        "tulis nomor baru pada `at`, lalu `diplold evidence lock --update`",
    ),
    "X003": _error(
        "paragraph {number} of `{source}` is gone, the text has {count}; `{about}` rests on it",
        "paragraf {number} dari `{source}` tidak ada, teksnya hanya sampai {count}; `{about}` bersandar padanya",
        "count the lines of the text that are not empty, from 1",
        "hitung baris teks yang tidak kosong, mulai dari 1",
    ),
    "X004": _error(
        "paragraph {number} of `{source}` is not locked; `{about}` rests on it",
        "paragraf {number} dari `{source}` belum dikunci; `{about}` bersandar padanya",
        "lock it with `diplold evidence lock`",
        "kunci dengan `diplold evidence lock`",
    ),
    "X005": _error(
        "the text `{file}` of `{source}` is not among those given; citations that rest on it: {count}",
        "teks `{file}` dari `{source}` tidak ada di antara yang diberikan; sitasi yang bersandar padanya: {count}",
    ),
    "X006": _error(
        "the text of `{source}` cannot be read: {reason}",
        "teks dari `{source}` tidak dapat dibaca: {reason}",
    ),
    "X007": _error(
        "this is no line of a lock",
        "ini bukan baris kunci bukti",
        "a line is a source's id, a paragraph's number and 64 hex digits; `diplold evidence lock --update` writes the file anew",
        "satu baris berisi id sumber, nomor paragraf dan 64 angka heksadesimal; `diplold evidence lock --update` menulis ulang berkas ini",
    ),
    "X008": _error(
        "paragraph {number} of `{source}` is locked twice",
        "paragraf {number} dari `{source}` dikunci dua kali",
        "`diplold evidence lock --update` writes the file anew",
        "`diplold evidence lock --update` menulis ulang berkas ini",
    ),
    "X009": _warning(
        "paragraph {number} of `{source}` is locked, and nothing cites it any more",
        "paragraf {number} dari `{source}` dikunci, tetapi tidak ada lagi yang mengutipnya",
        "`diplold evidence lock` takes it out",
        "`diplold evidence lock` menghapusnya",
    ),
    # --- D: dumps --------------------------------------------------------------------------
    "D001": _error(
        "this is no manifest of a dump: {reason}",
        "ini bukan manifes hasil dump: {reason}",
        "take the dump again from where it was published, or make it with `diplold build`",
        "ambil lagi hasil dump dari tempat penerbitannya, atau buat dengan `diplold build`",
    ),
    "D002": _error(
        "the dump's manifest names this file, and it is not there",
        "manifes hasil dump menyebut berkas ini, tetapi berkasnya tidak ada",
    ),
    "D003": _error(
        "this file is not as the dump was made: {difference}",
        "berkas ini tidak seperti saat hasil dump dibuat: {difference}",
    ),
    "D004": _error(
        "this file is not part of the dump",
        "berkas ini bukan bagian dari hasil dump",
    ),
    "D005": _error(
        "the dump is older than this file, which has changed since",
        "hasil dump lebih lama daripada berkas ini, yang telah berubah sejak itu",
        "`diplold build` makes it anew",
        "`diplold build` membuatnya kembali",
    ),
    "D006": _error(
        "the dump was made of this file too, and it is not there any more",
        "hasil dump juga dibuat dari berkas ini, yang kini tidak ada lagi",
        "`diplold build` makes it anew",
        "`diplold build` membuatnya kembali",
    ),
    "D007": _error(
        "the dump was made before this file was there",
        "hasil dump dibuat sebelum berkas ini ada",
        "`diplold build` makes it anew",
        "`diplold build` membuatnya kembali",
    ),
    # --- what stops a run ------------------------------------------------------------------
    "E201": _error(
        "no diplold project here: {path} and the folders above it have no pyproject.toml with [tool.diplold]",
        "tidak ada proyek diplold di sini: {path} dan folder di atasnya tidak memiliki pyproject.toml dengan [tool.diplold]",
        "go into the project's folder, or name it with --project",
        "masuk ke folder proyek, atau sebutkan dengan --project",
    ),
    "E202": _error("{path}: {reason}", "{path}: {reason}"),
    "E203": _error(
        "{path}: `{key}` in [tool.diplold] {problem}",
        "{path}: `{key}` dalam [tool.diplold] {problem}",
    ),
    "E204": _error(
        "there is no dump in {path}",
        "tidak ada hasil dump di {path}",
        "make it with `diplold build`, or name a file with --data",
        "buat dengan `diplold build`, atau sebutkan berkas dengan --data",
    ),
    "E205": _error(
        "{path} cannot be read as RDF: {reason}", "{path} tidak dapat dibaca sebagai RDF: {reason}"
    ),
    "E206": _error(
        "no named query `{name}`",
        "tidak ada kueri bernama `{name}`",
        "known: {known}",
        "yang ada: {known}",
    ),
    "E207": _error("the query is not SPARQL: {reason}", "kueri ini bukan SPARQL: {reason}"),
    "E208": _error("the query failed: {reason}", "kueri gagal: {reason}"),
    "E209": _error("{problem}", "{problem}"),
    "E210": _error(
        "the shapes in {path} cannot be used: {reason}",
        "bentuk dalam {path} tidak dapat dipakai: {reason}",
    ),
    "E211": _error(
        "the query {query} has no parameter `{name}`",
        "kueri {query} tidak memiliki parameter `{name}`",
        "known: {known}",
        "yang ada: {known}",
    ),
    "E212": _error(
        "`{name}` is {expected}, not `{value}`", "`{name}` adalah {expected}, bukan `{value}`"
    ),
    "E213": _error(
        "the query {query} needs the parameter `{name}`",
        "kueri {query} memerlukan parameter `{name}`",
        "give it with --param {name}=...",
        "berikan dengan --param {name}=...",
    ),
    "E214": _error(
        "nothing is known about `{value}`",
        "tidak ada yang diketahui tentang `{value}`",
        "{known}",
        "{known}",
    ),
    "E215": _error(
        "the query asks another server with SERVICE, which is not done from here",
        "kueri ini bertanya kepada server lain dengan SERVICE, yang tidak dilakukan dari sini",
        "ask each server by itself",
        "tanyakan kepada setiap server secara terpisah",
    ),
    "E216": _error(
        "{path} changed while the dump was made of it",
        "{path} berubah saat hasil dump dibuat darinya",
        "run it again; the dump is as it was",
        "jalankan lagi; hasil dump tetap seperti semula",
    ),
    "E217": _error(
        "there is no dump in {path}",
        "tidak ada hasil dump di {path}",
        "make it with `diplold build`, or name the folder of another",
        "buat dengan `diplold build`, atau sebutkan folder hasil dump lain",
    ),
    "E218": _error(
        "the dump in {path} has no manifest.json, so nothing says what it should be",
        "hasil dump di {path} tidak memiliki manifest.json, jadi tidak ada yang menyatakan isinya",
        "`diplold build` writes one",
        "`diplold build` menulisnya",
    ),
    "E219": _error(
        "copies with zstd need the Python package zstandard",
        "salinan dengan zstd memerlukan paket Python zstandard",
        "install it with `pip install diplold[zstd]`, or ask for --gzip",
        "pasang dengan `pip install diplold[zstd]`, atau pakai --gzip",
    ),
    "E220": _error(
        "`{name}` is neither a file nor a folder nor a revision of the project",
        "`{name}` bukan berkas, bukan folder, dan bukan revisi proyek",
    ),
    "E221": _error(
        "the revision `{name}` cannot be built: {reason}",
        "revisi `{name}` tidak dapat dibangun: {reason}",
    ),
    "E222": _error("the version {version} {problem}", "versi {version} {problem}"),
    "E401": _error("{url} cannot be reached: {reason}", "{url} tidak dapat dihubungi: {reason}"),
    "E501": _error("{path} cannot be written: {reason}", "{path} tidak dapat ditulis: {reason}"),
    "E502": _error(
        "{path} holds files that no build put there: {files}",
        "{path} memuat berkas yang tidak dibuat oleh build: {files}",
        "move them elsewhere: a new dump takes the place of the whole folder",
        "pindahkan ke tempat lain: hasil dump baru menggantikan seluruh folder",
    ),
    "E503": _error(
        "another build is running in {path}",
        "build lain sedang berjalan di {path}",
        "wait until it has ended",
        "tunggu sampai selesai",
    ),
}

NOTES: Final[Mapping[str, Text]] = {
    "first": {"en": "first given here", "id": "pertama kali ditulis di sini"},
    "shape": {
        "en": "so says the shape {shape}, here",
        "id": "demikian menurut bentuk {shape}, di sini",
    },
    "other-value": {"en": "the other value is here", "id": "nilai yang lain ada di sini"},
    "other-decision": {
        "en": "the other decision is here",
        "id": "keputusan yang lain ada di sini",
    },
    "other-rank": {"en": "with rank {rank} here", "id": "dengan peringkat {rank} di sini"},
}

HELP: Final[Mapping[str, Text]] = {
    "did-you-mean": {"en": "did you mean `{suggestion}`?", "id": "maksud Anda `{suggestion}`?"},
}

WORDS: Final[Mapping[str, Text]] = {
    "error": {"en": "error", "id": "galat"},
    "warning": {"en": "warning", "id": "peringatan"},
    "info": {"en": "info", "id": "info"},
    "note": {"en": "note", "id": "catatan"},
    "help": {"en": "help", "id": "bantuan"},
    "errors": {"en": "error|errors", "id": "galat|galat"},
    "warnings": {"en": "warning|warnings", "id": "peringatan|peringatan"},
    "files": {"en": "file|files", "id": "berkas|berkas"},
    "claims": {"en": "claim|claims", "id": "klaim|klaim"},
    "sheets": {"en": "sheet|sheets", "id": "lembar|lembar"},
    "statements": {"en": "statement|statements", "id": "pernyataan|pernyataan"},
    "known": {"en": "known|known", "id": "diketahui|diketahui"},
    "conflicts": {"en": "conflict|conflicts", "id": "pertentangan|pertentangan"},
    "disputed": {"en": "disputed", "id": "diperselisihkan"},
    "things": {"en": "thing|things", "id": "hal|hal"},
    "sources": {"en": "source|sources", "id": "sumber|sumber"},
    "outputs": {"en": "file of the dump|files of the dump", "id": "berkas dump|berkas dump"},
    "inputs": {"en": "input|inputs", "id": "masukan|masukan"},
    "paragraphs": {"en": "paragraph|paragraphs", "id": "paragraf|paragraf"},
    "citations": {"en": "citation|citations", "id": "sitasi|sitasi"},
    "all-found": {"en": "all found", "id": "semua ditemukan"},
    "found": {"en": "found", "id": "ditemukan"},
    "changed": {"en": "changed", "id": "berubah"},
    "moved": {"en": "moved", "id": "berpindah"},
    "gone": {"en": "gone", "id": "tidak ada lagi"},
    "missing": {"en": "without a text", "id": "tanpa teks"},
    "not-locked": {"en": "not locked", "id": "belum dikunci"},
    "without-file": {
        "en": "of sources that name no file",
        "id": "dari sumber yang tidak menyebut berkas",
    },
    "as-made": {"en": "all as it was made", "id": "semua seperti saat dibuat"},
    "not-as-made": {"en": "not as it was made", "id": "tidak seperti saat dibuat"},
    "added": {"en": "added", "id": "ditambahkan"},
    "removed": {"en": "removed", "id": "dihapus"},
}
