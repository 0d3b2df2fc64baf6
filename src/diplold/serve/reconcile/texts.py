"""What the service says to people: names of types and properties, and what is wrong."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics import Text

TYPES: Final[Mapping[str, Text]] = {
    "state": {"en": "state or territory", "id": "negara atau wilayah"},
    "person": {"en": "person", "id": "orang"},
    "organization": {"en": "organization", "id": "organisasi"},
}
PROPERTIES: Final[Mapping[str, Text]] = {
    "country": {"en": "country", "id": "negara"},
    "date": {"en": "date of the row", "id": "tanggal baris"},
    "office": {"en": "office", "id": "jabatan"},
    "lang": {"en": "language of the name", "id": "bahasa nama"},
    "wikidata": {"en": "Wikidata item", "id": "butir Wikidata"},
    "type": {"en": "type", "id": "jenis"},
    "start": {"en": "start, or birth", "id": "mulai, atau lahir"},
    "end": {"en": "end, or death", "id": "berakhir, atau wafat"},
    "positions": {"en": "offices held", "id": "jabatan yang dipegang"},
    "label@en": {"en": "name in English", "id": "nama dalam bahasa Inggris"},
    "label@id": {"en": "name in Indonesian", "id": "nama dalam bahasa Indonesia"},
    "names": {"en": "all names", "id": "semua nama"},
}
CONTEXT: Final = ("country", "date", "office", "lang")
"""What a row may say besides the name, to tell candidates apart."""

FETCHED: Final = ("country", "start", "end", "type", "label@en", "label@id", "names", "wikidata")
"""What can be fetched of every item."""

WRONG: Final[Mapping[str, Text]] = {
    "callback": {
        "en": "JSONP is not spoken here; this service allows cross-origin requests (CORS)",
        "id": "JSONP tidak didukung; layanan ini mengizinkan permintaan lintas asal (CORS)",
    },
    "form": {
        "en": "the body must be application/x-www-form-urlencoded, or JSON in UTF-8",
        "id": "isi harus application/x-www-form-urlencoded, atau JSON dalam UTF-8",
    },
    "utf-8": {
        "en": "the request is not well-formed UTF-8",
        "id": "permintaan ini bukan UTF-8 yang benar",
    },
    "json": {"en": "`{name}` is not JSON", "id": "`{name}` bukan JSON"},
    "nothing": {
        "en": "nothing is asked: give `queries` or `extend`",
        "id": "tidak ada yang ditanyakan: berikan `queries` atau `extend`",
    },
    "shape": {"en": "{where} must be {what}", "id": "{where} harus berupa {what}"},
    "unknown-key": {"en": "{where} knows no `{name}`", "id": "{where} tidak mengenal `{name}`"},
    "missing": {"en": "{where} lacks `{name}`", "id": "{where} tidak memiliki `{name}`"},
    "batch": {
        "en": "{count} queries at once; at most {most} are answered",
        "id": "{count} kueri sekaligus; paling banyak {most} dijawab",
    },
    "long": {
        "en": "{where} is longer than {most} characters",
        "id": "{where} lebih panjang dari {most} karakter",
    },
    "large": {
        "en": "the request is larger than {most} bytes",
        "id": "permintaan lebih besar dari {most} byte",
    },
    "slow": {"en": "the request came too slowly", "id": "permintaan datang terlalu lambat"},
    "many": {
        "en": "{where} has more than {most} entries",
        "id": "{where} memiliki lebih dari {most} isi",
    },
    "method": {
        "en": "this address takes {methods}",
        "id": "alamat ini menerima {methods}",
    },
    "unknown": {"en": "there is nothing called that", "id": "tidak ada yang bernama demikian"},
    "address": {"en": "there is nothing here", "id": "tidak ada apa pun di sini"},
    "reading": {
        "en": "the names are still being read; try again in a moment",
        "id": "nama-nama masih dibaca; coba lagi sebentar lagi",
    },
    "busy": {
        "en": "the service is busy; try again in a moment",
        "id": "layanan sedang sibuk; coba lagi sebentar lagi",
    },
    "deadline": {
        "en": "the answer took longer than {timeout:g} seconds; ask less at once",
        "id": "jawaban memerlukan lebih dari {timeout:g} detik; tanyakan lebih sedikit sekaligus",
    },
    "failed": {
        "en": "the names cannot be read: {reason}",
        "id": "nama-nama tidak dapat dibaca: {reason}",
    },
    "bug": {
        "en": "this is a fault of the service ({reason})",
        "id": "ini kesalahan layanan ({reason})",
    },
}


def say(key: str, **told: object) -> Text:
    """What is wrong, in every language."""
    return {lang: text.format(**told) for lang, text in WRONG[key].items()}


def named(names: Mapping[str, Text], key: str, lang: str) -> str:
    """The name of a type or property in a language, else the key itself."""
    texts = names.get(key)
    return (texts.get(lang) or texts["en"]) if texts else key
