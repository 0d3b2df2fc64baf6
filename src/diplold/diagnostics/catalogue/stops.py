"""E: what stops a run; the first digit is the exit code, but for E2, wrong use or unreadable input."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

STOPS: Final[Mapping[str, Entry]] = {
    "E201": error(
        "no diplold project here: {path} and the folders above it have no pyproject.toml with [tool.diplold]",
        "tidak ada proyek diplold di sini: {path} dan folder di atasnya tidak memiliki pyproject.toml dengan [tool.diplold]",
        "go into the project's folder, or name it with --project",
        "masuk ke folder proyek, atau sebutkan dengan --project",
    ),
    "E202": error("{path}: {reason}", "{path}: {reason}"),
    "E203": error(
        "{path}: `{key}` in [tool.diplold] {problem}",
        "{path}: `{key}` dalam [tool.diplold] {problem}",
    ),
    "E204": error(
        "there is no dump in {path}",
        "tidak ada hasil dump di {path}",
        "make it with `diplold build`, or name a file with --data",
        "buat dengan `diplold build`, atau sebutkan berkas dengan --data",
    ),
    "E205": error(
        "{path} cannot be read as RDF: {reason}", "{path} tidak dapat dibaca sebagai RDF: {reason}"
    ),
    "E206": error(
        "no named query `{name}`",
        "tidak ada kueri bernama `{name}`",
        "{known}",
        "{known}",
    ),
    "E207": error("the query is not SPARQL: {reason}", "kueri ini bukan SPARQL: {reason}"),
    "E208": error("the query failed: {reason}", "kueri gagal: {reason}"),
    "E209": error("{problem}", "{problem}"),
    "E210": error(
        "the shapes in {path} cannot be used: {reason}",
        "bentuk dalam {path} tidak dapat dipakai: {reason}",
    ),
    "E211": error(
        "the query {query} has no parameter `{name}`",
        "kueri {query} tidak memiliki parameter `{name}`",
        "{known}",
        "{known}",
    ),
    "E212": error(
        "`{name}` is {expected}, not `{value}`", "`{name}` adalah {expected}, bukan `{value}`"
    ),
    "E213": error(
        "the query {query} needs the parameter `{name}`",
        "kueri {query} memerlukan parameter `{name}`",
        "give it with --param {name}=...",
        "berikan dengan --param {name}=...",
    ),
    "E214": error(
        "nothing is known about `{value}`",
        "tidak ada yang diketahui tentang `{value}`",
        "did you mean {known}?",
        "maksud Anda {known}?",
    ),
    "E215": error(
        "the query asks another server with SERVICE, which is not done from here",
        "kueri ini bertanya kepada server lain dengan SERVICE, yang tidak dilakukan dari sini",
        "ask each server by itself",
        "tanyakan kepada setiap server secara terpisah",
    ),
    "E216": error(
        "{path} changed while the dump was made of it",
        "{path} berubah saat hasil dump dibuat darinya",
        "run it again; the dump is as it was",
        "jalankan lagi; hasil dump tetap seperti semula",
    ),
    "E217": error(
        "there is no dump in {path}",
        "tidak ada hasil dump di {path}",
        "make it with `diplold build`, or name the folder of another",
        "buat dengan `diplold build`, atau sebutkan folder hasil dump lain",
    ),
    "E218": error(
        "the dump in {path} has no manifest.json, so nothing says what it should be",
        "hasil dump di {path} tidak memiliki manifest.json, jadi tidak ada yang menyatakan isinya",
        "`diplold build` writes one",
        "`diplold build` menulisnya",
    ),
    "E219": error(
        "copies with zstd need the Python package zstandard",
        "salinan dengan zstd memerlukan paket Python zstandard",
        "install it with `pip install diplold[zstd]`, or ask for --gzip",
        "pasang dengan `pip install diplold[zstd]`, atau pakai --gzip",
    ),
    "E220": error(
        "`{name}` is neither a file nor a folder nor a revision of the project",
        "`{name}` bukan berkas, bukan folder, dan bukan revisi proyek",
    ),
    "E221": error(
        "the revision `{name}` cannot be built: {reason}",
        "revisi `{name}` tidak dapat dibangun: {reason}",
    ),
    "E222": error("the version {version} {problem}", "versi {version} {problem}"),
    "E401": error("{url} cannot be reached: {reason}", "{url} tidak dapat dihubungi: {reason}"),
    "E501": error("{path} cannot be written: {reason}", "{path} tidak dapat ditulis: {reason}"),
    "E502": error(
        "{path} holds files that no build put there: {files}",
        "{path} memuat berkas yang tidak dibuat oleh build: {files}",
        "move them elsewhere: a new dump takes the place of the whole folder",
        "pindahkan ke tempat lain: hasil dump baru menggantikan seluruh folder",
    ),
    "E503": error(
        "another build is running in {path}",
        "build lain sedang berjalan di {path}",
        "wait until it has ended",
        "tunggu sampai selesai",
    ),
}
