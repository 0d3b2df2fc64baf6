"""Notes, helps and words that more than one message uses, by key."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Text

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
    "links": {"en": "link|links", "id": "tautan|tautan"},
    "items": {"en": "item|items", "id": "butir|butir"},
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
    "column-renamed": {
        "en": "the table has a column `{name}`; what is found stands in `{ours}`",
        "id": "tabel sudah memiliki kolom `{name}`; hasilnya ditulis di `{ours}`",
    },
    "country-unknown": {
        "en": "rows whose country is not known: {rows}, as {shown}",
        "id": "baris yang negaranya tidak dikenal: {rows}, misalnya {shown}",
    },
    "date-unknown": {
        "en": "rows whose date is none: {rows}, as {shown}",
        "id": "baris yang tanggalnya bukan tanggal: {rows}, misalnya {shown}",
    },
    "lang-unknown": {
        "en": "rows whose language is none: {rows}, as {shown}",
        "id": "baris yang bahasanya bukan kode bahasa: {rows}, misalnya {shown}",
    },
    "unnamed": {
        "en": "rows without a name: {rows}",
        "id": "baris tanpa nama: {rows}",
    },
    "link-tally": {
        "en": "{accept} accept, {review} review, {none} none",
        "id": "{accept} diterima (accept), {review} perlu dilihat (review), {none} tidak ada (none)",
    },
    "decisions-added": {
        "en": "new decisions: {count}",
        "id": "keputusan baru: {count}",
    },
    "decisions-none": {
        "en": "{path} is not there yet: nothing is decided",
        "id": "{path} belum ada: belum ada yang diputuskan",
    },
    "index-is": {"en": "the index is {path}", "id": "indeksnya {path}"},
}
