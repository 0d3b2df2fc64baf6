"""What the YAML parser finds wrong, in words for curators: what it is and what to do.

The parser's own sentences are about tokens, and English. They are looked up here; one that is
not known is shown as it is.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from diplold.diagnostics import Text


class Problem(NamedTuple):
    """What is wrong, and what to do."""

    reason: Text
    remedy: Text


_QUOTE_IT: Final = {
    "en": "put a text that holds `: ` or ` #`, or begins with a sign, into quotes",
    "id": "beri tanda kutip pada teks yang memuat `: ` atau ` #`, atau diawali tanda baca",
}
_INDENT: Final = {
    "en": "keys of one group begin in one column; nothing follows a closing quote or bracket",
    "id": "kunci satu kelompok dimulai pada satu kolom; tanpa sisa setelah kutip atau kurung",
}
_ESCAPE: Final = {
    "en": "write `\\\\` for a backslash, or use single quotes",
    "id": r"tulis `\\` untuk garis miring terbalik, atau pakai kutip tunggal",
}
_CLOSE_QUOTE: Final = {
    "en": "close it; within single quotes `''` is an apostrophe",
    "id": "tutup kutipnya; di dalam kutip tunggal `''` berarti apostrof",
}
_CLOSE_BRACKET: Final = {
    "en": "close it, and put commas between its values",
    "id": "tutup kurungnya, dan beri koma di antara nilainya",
}
_ONE_DOCUMENT: Final = {"en": "one file is one sheet", "id": "satu berkas adalah satu lembar"}
_OPEN_QUOTE: Final = Problem(
    {"en": "this quote is not closed", "id": "tanda kutip ini tidak ditutup"}, _CLOSE_QUOTE
)
_OPEN_BRACKET: Final = Problem(
    {"en": "this bracket is not closed", "id": "tanda kurung ini tidak ditutup"}, _CLOSE_BRACKET
)
_BAD_ESCAPE: Final = Problem(
    {"en": r"not a character after `\`", "id": r"bukan karakter yang sah setelah `\`"}, _ESCAPE
)
_NO_VALUE: Final = Problem(
    {"en": "no value can begin with this", "id": "nilai tidak dapat diawali tanda ini"}, _QUOTE_IT
)

TAB: Final = Problem(
    {"en": "a tab", "id": "karakter tab"},
    {"en": "indent with spaces", "id": "pakai spasi untuk menjorokkan baris"},
)
SECOND_DOCUMENT: Final = Problem({"en": "a second document", "id": "dokumen kedua"}, _ONE_DOCUMENT)
TOO_DEEP: Final = Problem(
    {"en": "nested too deep", "id": "bersarang terlalu dalam"},
    {"en": "close the brackets before", "id": "tutup kurung sebelumnya"},
)
CONTROL: Final = Problem(
    {"en": "a control character", "id": "karakter kendali"},
    {"en": "take it out; save the file as UTF-8", "id": "hapus; simpan berkas sebagai UTF-8"},
)

_KNOWN: Final[Mapping[str, Problem]] = {
    "mapping values are not allowed": Problem(
        {"en": "a second `:` is not expected here", "id": "`:` kedua tidak diharapkan di sini"},
        {
            "en": "put a text that holds `: ` into quotes; keys of one group begin in one column",
            "id": "beri tanda kutip pada teks yang memuat `: `; kunci dimulai pada satu kolom",
        },
    ),
    "cannot start any token": _NO_VALUE,
    "expected alphabetic or numeric character": _NO_VALUE,
    "did not find expected node content": _NO_VALUE,
    "the expected '>'": _NO_VALUE,
    "expected whitespace or line break": _NO_VALUE,
    "undefined tag handle": _NO_VALUE,
    "block sequence entries are not allowed": Problem(
        {"en": "a list cannot begin here", "id": "daftar tidak dapat dimulai di sini"},
        {
            "en": "begin the list in a line of its own",
            "id": "mulai daftar pada baris tersendiri",
        },
    ),
    "did not find expected key": Problem(
        {"en": "a key is expected here", "id": "di sini seharusnya ada kunci"}, _INDENT
    ),
    "did not find expected '-' indicator": Problem(
        {"en": "a `-` is expected here", "id": "di sini seharusnya ada `-`"},
        {
            "en": "each value of the list begins with `-`, in one column",
            "id": "setiap nilai daftar diawali `-`, pada kolom yang sama",
        },
    ),
    "could not find expected ':'": Problem(
        {"en": "a key without `:`", "id": "kunci tanpa `:`"},
        {"en": "write `key: value`", "id": "tulis `kunci: nilai`"},
    ),
    "expected ',' or": Problem(
        {
            "en": "a `,` or the closing bracket is expected",
            "id": "seharusnya ada `,` atau kurung penutup",
        },
        _CLOSE_BRACKET,
    ),
    "unexpected end of stream": _OPEN_QUOTE,
    "unexpected document indicator": _OPEN_QUOTE,
    "unknown escape character": _BAD_ESCAPE,
    "hexdecimal number": _BAD_ESCAPE,
    "invalid Unicode character": _BAD_ESCAPE,
    "comment or line break": Problem(
        {"en": "the text begins in the next line", "id": "teksnya dimulai pada baris berikut"},
        _QUOTE_IT,
    ),
    "expected <document start>": Problem(
        {"en": "the sheet ends before this", "id": "lembar sudah berakhir sebelum ini"},
        _INDENT,
    ),
    "directive": Problem(
        {"en": "a line that begins with `%`", "id": "baris yang diawali `%`"}, _QUOTE_IT
    ),
    "tab character": TAB,
}


def explain(problem: str, sign: str) -> Problem:
    """The parser's sentence in our words; `sign` is the character that it is placed at."""
    if sign == "\t":
        return TAB
    if sign and sign in "[{" and "expected ',' or" in problem:
        return _OPEN_BRACKET
    for part, known in _KNOWN.items():
        if part in problem:
            return known
    return Problem({"en": problem, "id": "penulisan yang tidak sah"}, _QUOTE_IT)
