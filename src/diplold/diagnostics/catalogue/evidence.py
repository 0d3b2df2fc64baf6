"""X: paragraphs and their digests."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

EVIDENCE: Final[Mapping[str, Entry]] = {
    "X001": error(
        "paragraph {number} of `{source}` has changed since it was locked; `{about}` rests on it",
        "paragraf {number} dari `{source}` telah berubah sejak dikunci; `{about}` bersandar padanya",
        "read it again; what still holds is locked anew by `diplold evidence lock --update`",
        "baca lagi; yang masih benar dikunci ulang dengan `diplold evidence lock --update`",
    ),
    "X002": error(
        "paragraph {number} of `{source}` has moved, it is {now} now; `{about}` rests on it",
        "paragraf {number} dari `{source}` telah berpindah, kini {now}; `{about}` bersandar padanya",
        "write the new number in `at`, then `diplold evidence lock --update`",
        "tulis nomor baru pada `at`, lalu `diplold evidence lock --update`",
    ),
    "X003": error(
        "paragraph {number} of `{source}` is gone, the text has {count}; `{about}` rests on it",
        "paragraf {number} dari `{source}` tidak ada, teksnya hanya sampai {count}; `{about}` bersandar padanya",
        "count the lines of the text that are not empty, from 1",
        "hitung baris teks yang tidak kosong, mulai dari 1",
    ),
    "X004": error(
        "paragraph {number} of `{source}` is not locked; `{about}` rests on it",
        "paragraf {number} dari `{source}` belum dikunci; `{about}` bersandar padanya",
        "lock it with `diplold evidence lock`",
        "kunci dengan `diplold evidence lock`",
    ),
    "X005": error(
        "the text `{file}` of `{source}` is not among those given; citations that rest on it: {count}",
        "teks `{file}` dari `{source}` tidak ada di antara yang diberikan; sitasi yang bersandar padanya: {count}",
    ),
    "X006": error(
        "the text of `{source}` cannot be read: {reason}",
        "teks dari `{source}` tidak dapat dibaca: {reason}",
    ),
    "X007": error(
        "this is no line of a lock",
        "ini bukan baris kunci bukti",
        "a line is a source's id, a paragraph's number and 64 hex digits; `diplold evidence lock --update` writes the file anew",
        "satu baris berisi id sumber, nomor paragraf dan 64 angka heksadesimal; `diplold evidence lock --update` menulis ulang berkas ini",
    ),
    "X008": error(
        "paragraph {number} of `{source}` is locked twice",
        "paragraf {number} dari `{source}` dikunci dua kali",
        "`diplold evidence lock --update` writes the file anew",
        "`diplold evidence lock --update` menulis ulang berkas ini",
    ),
    "X009": warning(
        "paragraph {number} of `{source}` is locked, and nothing cites it any more",
        "paragraf {number} dari `{source}` dikunci, tetapi tidak ada lagi yang mengutipnya",
        "`diplold evidence lock` takes it out",
        "`diplold evidence lock` menghapusnya",
    ),
}
