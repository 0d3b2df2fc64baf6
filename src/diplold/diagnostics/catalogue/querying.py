"""E230 to E249: what stops a question, or the loading of what is to be asked."""

from collections.abc import Mapping
from typing import Final

from diplold.diagnostics.catalogue.entry import Entry, error, warning

QUERYING: Final[Mapping[str, Entry]] = {
    "E230": error(
        "the query is nested too deep, or has too many parts, to be evaluated safely (line {line}, column {column})",
        "kueri ini bersarang terlalu dalam, atau terlalu banyak bagiannya, untuk dijalankan dengan aman (baris {line}, kolom {column})",
        "at most {deepest} brackets within brackets and {most} signs and words like `||`, UNION, OPTIONAL; long lists go into VALUES or IN",
        "paling banyak {deepest} kurung di dalam kurung dan {most} tanda dan kata seperti `||`, UNION, OPTIONAL; daftar panjang ditulis dengan VALUES atau IN",
    ),
    "E231": error(
        "nothing is known about `{value}`",
        "tidak ada yang diketahui tentang `{value}`",
        "`diplold find NAME` tells what a thing is called here",
        "`diplold find NAMA` menunjukkan sebutan suatu hal di sini",
    ),
    "E232": error(
        "`{url}` is not the address of an endpoint",
        "`{url}` bukan alamat endpoint",
        "it begins with http:// or https://",
        "alamat diawali http:// atau https://",
    ),
    "E233": error(
        "{url} does not take the query: {reason}",
        "{url} tidak menerima kueri ini: {reason}",
    ),
    "E234": error(
        "{url} does not answer as an endpoint does: {reason}",
        "{url} tidak menjawab seperti sebuah endpoint: {reason}",
    ),
    "E235": error(
        "the answer of {url} is longer than {most} bytes",
        "jawaban {url} lebih panjang dari {most} bita",
        "ask for less, with LIMIT, or raise --max-bytes",
        "minta lebih sedikit dengan LIMIT, atau naikkan --max-bytes",
    ),
    "E236": error(
        "{url} is busy and asks to come back in {seconds} seconds",
        "{url} sedang sibuk dan meminta kembali dalam {seconds} detik",
    ),
    "E237": error(
        "{path} is no store that diplold made",
        "{path} bukan penyimpanan yang dibuat diplold",
        "name a new folder, or one made with `diplold load`",
        "sebutkan folder baru, atau folder yang dibuat dengan `diplold load`",
    ),
    "E238": error(
        "{path} holds a store already",
        "{path} sudah berisi penyimpanan",
        "--replace puts a new one in its place",
        "--replace menggantinya dengan yang baru",
    ),
    "E239": error(
        "the store in {path} cannot be opened: {reason}",
        "penyimpanan di {path} tidak dapat dibuka: {reason}",
    ),
    "E240": warning(
        "the vocabulary has no `{term}`",
        "kosakata tidak memiliki `{term}`",
    ),
    "E241": error(
        "`--labels` changes what people read: table, markdown and html, not {form}",
        "`--labels` mengubah yang dibaca orang: table, markdown, dan html, bukan {form}",
    ),
    "E242": error(
        "{what} needs the data itself, which an endpoint keeps to itself",
        "{what} memerlukan datanya sendiri, yang tidak diberikan oleh endpoint",
        "use --data, --store or the dump",
        "pakai --data, --store, atau hasil dump",
    ),
    "E243": error(
        "--why can be written as table or json, not {form}",
        "--why dapat ditulis sebagai table atau json, bukan {form}",
    ),
    "E244": error(
        "`{name}` cannot be opened: {reason}",
        "`{name}` tidak dapat dibuka: {reason}",
    ),
    "E245": error(
        "{what} needs the Python package {package}",
        "{what} memerlukan paket Python {package}",
        "install it with `pip install diplold[{package}]`",
        "pasang dengan `pip install diplold[{package}]`",
    ),
    "E246": error(
        "`{name}` cannot be a value in a query: {reason}",
        "`{name}` tidak dapat menjadi nilai dalam kueri: {reason}",
    ),
    "E248": error(
        "--why explains the answers of SELECT and ASK, not those of CONSTRUCT and DESCRIBE",
        "--why menjelaskan jawaban SELECT dan ASK, bukan jawaban CONSTRUCT dan DESCRIBE",
    ),
    "E247": Entry("info", {"en": "{reason}", "id": "{reason}"}),
    "E249": error(
        "files compressed with zstd need the Python package zstandard",
        "berkas yang dimampatkan dengan zstd memerlukan paket Python zstandard",
        "install it with `pip install diplold[zstd]`",
        "pasang dengan `pip install diplold[zstd]`",
    ),
}
