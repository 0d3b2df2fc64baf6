"""E230 to E249: what stops a question, or the loading of what is to be asked."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error

QUERYING: Final[Mapping[str, Entry]] = {
    "E230": error(
        "the query is nested too deep, or has too many parts, to be evaluated safely (line {line}, column {column})",
        "kueri ini bersarang terlalu dalam, atau terlalu banyak bagiannya, untuk dijalankan dengan aman (baris {line}, kolom {column})",
        "at most {deepest} brackets within brackets and {most} signs and words like `||`, UNION, OPTIONAL; long lists go into VALUES or IN",
        "paling banyak {deepest} kurung di dalam kurung dan {most} tanda dan kata seperti `||`, UNION, OPTIONAL; daftar panjang ditulis dengan VALUES atau IN",
    ),
    "E249": error(
        "files compressed with zstd need the Python package zstandard",
        "berkas yang dimampatkan dengan zstd memerlukan paket Python zstandard",
        "install it with `pip install diplold[zstd]`",
        "pasang dengan `pip install diplold[zstd]`",
    ),
}
