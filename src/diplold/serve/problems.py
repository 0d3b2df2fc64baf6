"""What a client is told when it gets no answer: a status, and a sentence in its language."""

from collections.abc import Mapping
from typing import Any, Final

from diplold.diagnostics import Text
from diplold.serve.channel import Message

_TEXTS: Final[Mapping[str, Text]] = {
    "busy": {
        "en": "the server is busy; try again in a moment",
        "id": "server sedang sibuk; coba lagi sebentar lagi",
    },
    "deadline": {
        "en": "the query was stopped: it took longer than {timeout:g} seconds",
        "id": "kueri dihentikan: lebih lama dari {timeout:g} detik",
    },
    "memory": {
        "en": "the query was stopped: it needs more than {memory} MiB of memory",
        "id": "kueri dihentikan: memerlukan memori lebih dari {memory} MiB",
    },
    "crashed": {
        "en": "the query is too complex to be evaluated here",
        "id": "kueri ini terlalu rumit untuk dievaluasi di sini",
    },
    "bug": {
        "en": "this is a fault of the server ({detail})",
        "id": "ini kesalahan server ({detail})",
    },
    "service": {
        "en": "line {line}, column {column}: SERVICE is not allowed here",
        "id": "baris {line}, kolom {column}: SERVICE tidak diizinkan di sini",
    },
    "nesting": {
        "en": "line {line}, column {column}: the query is nested too deeply",
        "id": "baris {line}, kolom {column}: kueri ini bersarang terlalu dalam",
    },
    "length": {
        "en": "line {line}, column {column}: the query chains too many patterns or signs",
        "id": "baris {line}, kolom {column}: kueri ini merangkai terlalu banyak pola atau tanda",
    },
    "syntax": {
        "en": "line {line}, column {column}: {detail[en]}",
        "id": "baris {line}, kolom {column}: {detail[id]}",
    },
    "failed": {"en": "the query failed: {detail}", "id": "kueri gagal: {detail}"},
    "format": {
        "en": "this answer has none of the formats that you accept; it has: {detail}",
        "id": "jawaban ini tidak tersedia dalam format yang Anda terima; tersedia: {detail}",
    },
    "unknown-format": {
        "en": "`{detail}` is no format here; known: {known}",
        "id": "`{detail}` bukan format di sini; yang ada: {known}",
    },
    "update": {
        "en": "this endpoint answers queries only and changes nothing",
        "id": "endpoint ini hanya menjawab kueri dan tidak mengubah apa pun",
    },
    "no-query": {"en": "`query` is missing", "id": "`query` tidak ada"},
    "many-queries": {
        "en": "`{detail}` may be given once only",
        "id": "`{detail}` hanya boleh diberikan sekali",
    },
    "not-utf-8": {
        "en": "the request is not well-formed UTF-8",
        "id": "permintaan ini bukan UTF-8 yang benar",
    },
    "not-an-iri": {
        "en": "`{detail}` is not an absolute IRI",
        "id": "`{detail}` bukan IRI absolut",
    },
    "media-type": {
        "en": "the body must be application/sparql-query or application/x-www-form-urlencoded",
        "id": "isi harus application/sparql-query atau application/x-www-form-urlencoded",
    },
    "method": {
        "en": "this method is not allowed here",
        "id": "metode ini tidak diizinkan di sini",
    },
    "body": {
        "en": "the request is larger than {body} bytes",
        "id": "permintaan lebih besar dari {body} byte",
    },
    "slow": {"en": "the request came too slowly", "id": "permintaan datang terlalu lambat"},
    "host": {
        "en": "this server is not known by that name",
        "id": "server ini tidak dikenal dengan nama itu",
    },
    "origin": {
        "en": "pages of that origin may not ask this server",
        "id": "halaman dari asal itu tidak boleh bertanya kepada server ini",
    },
    "not-found": {"en": "there is nothing here", "id": "tidak ada apa pun di sini"},
    "unknown-thing": {
        "en": "nothing is known about this",
        "id": "tidak ada yang diketahui tentang ini",
    },
    "withdrawn": {
        "en": "this was withdrawn{reason}",
        "id": "ini telah ditarik{reason}",
    },
    "parameter": {"en": "{detail[en]}", "id": "{detail[id]}"},
}


def sentence(key: str, lang: str, **told: Any) -> str:  # noqa: ANN401 -- what fills a text
    """The sentence of a problem."""
    texts = _TEXTS[key]
    return (texts.get(lang) or texts["en"]).format(**told)


def of(message: Message, lang: str, limits: Mapping[str, Any]) -> str:
    """The sentence of a reply that is a problem."""
    told = {**limits, **message.head}
    told["reason"] = f": {told['reason']}" if told.get("reason") else ""
    return sentence(message.head["problem"], lang, **told)
