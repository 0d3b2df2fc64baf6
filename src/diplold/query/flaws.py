"""What is wrong with a query that is not SPARQL, at its line and column, and what was meant.

Oxigraph's own message names the furthest place that any of its rules came to, and all signs that
could stand there; this finds what a person did: a misspelt word, a prefix that is not declared, a
bracket or a quote that is never closed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Final, NamedTuple

from diplold.diagnostics import Diagnostic, Location, Stop, Text, diagnostic
from diplold.sparql.cursor import Unreadable
from diplold.sparql.prefixes import declared, used
from diplold.sparql.reader import AGGREGATES, read
from diplold.sparql.tokens import Token, place, tokens

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
)
_KEYWORDS: Final = (
    *FORMS, "PREFIX", "BASE", "WHERE", "FROM", "NAMED", "OPTIONAL", "UNION", "MINUS", "GRAPH",
    "FILTER", "BIND", "VALUES", "EXISTS", "NOT", "GROUP", "BY", "HAVING", "ORDER", "ASC", "DESC",
    "LIMIT", "OFFSET", "DISTINCT", "REDUCED", "AS", "SEPARATOR", "UNDEF", "IN", "SERVICE",
    "SILENT", "VERSION", "A", "TRUE", "FALSE", "LATERAL",
)  # fmt: skip
FUNCTIONS: Final = (
    *AGGREGATES, "STR", "LANG", "LANGMATCHES", "LANGDIR", "DATATYPE", "BOUND", "IRI", "URI",
    "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND", "CONCAT", "STRLEN", "UCASE", "LCASE",
    "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER",
    "YEAR", "MONTH", "DAY", "HOURS",
    "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1", "SHA256",
    "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRLANGDIR", "STRDT", "SAMETERM", "ISIRI",
    "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "HASLANG", "HASLANGDIR", "REGEX", "SUBSTR",
    "REPLACE", "TRIPLE", "SUBJECT", "PREDICATE", "OBJECT", "ISTRIPLE", "ADJUST",
)  # fmt: skip
_PAIRS: Final = {"(": ")", "{": "}", "[": "]"}


class Found(NamedTuple):
    """One flaw: where it begins, what it is, and what was meant."""

    position: int
    reason: Text
    meant: str = ""


class Flaw(Stop):
    """A query that is not SPARQL; ends with exit code 2."""

    def __init__(self, text: str, found: Found) -> None:
        self.text = text
        self.found = found
        self.line, self.column = place(text, found.position)
        reason = {
            "en": f"line {self.line}, column {self.column}: {found.reason['en']}",
            "id": f"baris {self.line}, kolom {self.column}: {found.reason['id']}",
        }
        super().__init__(2, "E207", reason=reason)
        self.help = _help(found.meant)

    def diagnostic(self, path: str) -> Diagnostic:
        """The flaw at its place, as a compiler says it; `path` is what the query is called."""
        where = Location(path, self.line, self.column)
        made = diagnostic("E207", where, reason=self.found.reason)
        return replace(made, help=self.help)


def _help(meant: str) -> Text | None:
    if not meant:
        return None
    return {"en": f"did you mean `{meant}`?", "id": f"maksud Anda `{meant}`?"}


def flaw(text: str, prefixes: Mapping[str, str], message: str) -> Flaw:
    """The flaw of a query that the RDF library refused with a message."""
    looks = (_unclosed, _beginning, _undeclared, _unknown_function, _structure, _selected)
    for look in looks:
        found = look(text, prefixes)
        if found:
            return Flaw(text, found)
    return Flaw(text, _by_library(text, message))


def _unclosed(text: str, _prefixes: Mapping[str, str]) -> Found | None:
    """A quote or a bracket without its other half."""
    opened: list[Token] = []
    for token in tokens(text):
        if token.kind != "sign":
            continue
        if token.text in "\"'":
            reason = {
                "en": "the text that begins here is not closed on its line",
                "id": "teks yang dimulai di sini tidak ditutup pada barisnya",
            }
            return Found(token.start, reason)
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values():
            if not opened or _PAIRS[opened[-1].text] != token.text:
                return _wrong_bracket(token, opened)
            opened.pop()
    if not opened:
        return None
    sign, other = opened[-1].text, _PAIRS[opened[-1].text]
    reason = {
        "en": f"this `{sign}` is never closed; a `{other}` is missing",
        "id": f"`{sign}` ini tidak pernah ditutup; `{other}` tidak ada",
    }
    return Found(opened[-1].start, reason)


def _wrong_bracket(token: Token, opened: list[Token]) -> Found:
    if not opened:
        reason = {
            "en": f"this `{token.text}` closes nothing",
            "id": f"`{token.text}` ini tidak menutup apa pun",
        }
    else:
        wanted = _PAIRS[opened[-1].text]
        reason = {
            "en": f"`{token.text}` where `{wanted}` should close the `{opened[-1].text}`",
            "id": f"`{token.text}`, padahal `{wanted}` seharusnya menutup `{opened[-1].text}`",
        }
    return Found(token.start, reason)


def _beginning(text: str, _prefixes: Mapping[str, str]) -> Found | None:
    """A query that begins with no word of a query."""
    rest = _behind_prologue(text)
    first = next(rest, None)
    if first is None:
        where = len(text.rstrip())
        return Found(where, {"en": "there is no question here", "id": "tidak ada pertanyaan"})
    if first.upper in FORMS:
        return None
    if first.upper in _UPDATES:
        reason = {
            "en": f"{first.upper} would change the data; here one can only ask",
            "id": f"{first.upper} akan mengubah data; di sini hanya dapat bertanya",
        }
        return Found(first.start, reason)
    reason = {
        "en": "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE",
        "id": "kueri diawali SELECT, ASK, CONSTRUCT, atau DESCRIBE",
    }
    return Found(first.start, reason, _close(first.text.upper(), (*FORMS, "PREFIX", "BASE")))


def _behind_prologue(text: str) -> Iterator[Token]:
    stream = tokens(text)
    for token in stream:
        if token.upper == "PREFIX":
            next(stream, None), next(stream, None)
        elif token.upper in ("BASE", "VERSION"):
            next(stream, None)
        else:
            yield token
            yield from stream


def _undeclared(text: str, prefixes: Mapping[str, str]) -> Found | None:
    known = {*declared(text), *prefixes}
    for token in used(text):
        prefix = token.text.partition(":")[0]
        if prefix not in known:
            reason = {
                "en": f"the prefix `{prefix}:` is not declared",
                "id": f"awalan `{prefix}:` tidak dideklarasikan",
            }
            meant = _close(prefix, known, 0.6)
            if not prefix:
                reason = {
                    "en": "`:` stands for nothing here; write the IRI in full, within `<` and `>`",
                    "id": "`:` tidak berarti apa-apa di sini; tulis IRI lengkap dalam `<` dan `>`",
                }
                meant = ""
            if prefix in ("http", "https"):
                reason = {
                    "en": "a web address stands within `<` and `>`, without blanks",
                    "id": "alamat web ditulis di antara `<` dan `>`, tanpa spasi",
                }
                meant = ""
            return Found(token.start, reason, f"{meant}:" if meant else "")
    return None


def _unknown_function(text: str, _prefixes: Mapping[str, str]) -> Found | None:
    """A word that is none of SPARQL's."""
    before: Token | None = None
    for token in [*tokens(text), Token("end", "", len(text))]:
        if before and before.upper and before.upper not in (*_KEYWORDS, *FUNCTIONS):
            called = token.text == "("
            names = (*FUNCTIONS, *_KEYWORDS) if called else (*_KEYWORDS, *FUNCTIONS)
            reason = {
                "en": f"`{before.text}` is no {'function' if called else 'word'} of SPARQL",
                "id": f"`{before.text}` bukan {'fungsi' if called else 'kata'} SPARQL",
            }
            meant = _close(before.upper, names)
            if not meant and not called:
                reason = {
                    "en": f"`{before.text}` is neither a word of SPARQL nor a name; "
                    "a variable is `?name`, a text stands in quotes, a name has a prefix",
                    "id": f"`{before.text}` bukan kata SPARQL dan bukan nama; variabel ditulis "
                    "`?nama`, teks di dalam tanda kutip, nama dengan awalan",
                }
            return Found(before.start, reason, meant)
        before = token
    return None


_EXPECTED: Final[Mapping[str, Text]] = {
    "term": {
        "en": "here an IRI, a prefixed name, a variable or a value should stand",
        "id": "di sini seharusnya IRI, nama berawalan, variabel, atau nilai",
    },
    "predicate": {
        "en": "here a property should stand: an IRI, a prefixed name, `a`, or a variable",
        "id": "di sini seharusnya properti: IRI, nama berawalan, `a`, atau variabel",
    },
    "?variable, *": {
        "en": "here the variables should stand that are asked for, or `*`",
        "id": "di sini seharusnya variabel yang ditanyakan, atau `*`",
    },
}


def _structure(text: str, _prefixes: Mapping[str, str]) -> Found | None:
    try:
        read(text)
    except Unreadable as problem:
        sign = problem.expected
        other = {"en": f"here `{sign}` should stand", "id": f"di sini seharusnya `{sign}`"}
        return Found(problem.position, _EXPECTED.get(sign, other))
    except RecursionError:
        return None
    return None


def _selected(text: str, _prefixes: Mapping[str, str]) -> Found | None:
    """A variable that is selected beside an aggregate, and not grouped by."""
    query = read(text)
    keys = {key.variable for key in query.keys}
    if not query.grouped:
        return None
    if query.star:
        reason = {
            "en": "`SELECT *` cannot stand with GROUP BY; name what is asked for",
            "id": "`SELECT *` tidak dapat dipakai dengan GROUP BY; sebutkan yang ditanyakan",
        }
        return Found(query.head, reason)
    for column in query.columns:
        if not column.expression and column.variable and column.variable not in keys:
            reason = {
                "en": f"`{column.variable}` is selected, but neither in GROUP BY nor aggregated",
                "id": f"`{column.variable}` dipilih, tetapi tidak ada dalam GROUP BY dan tidak "
                "diagregasi",
            }
            position = re.search(re.escape(column.variable) + r"\b", text[query.head :])
            return Found(query.head + (position.start() if position else 0), reason)
    return None


def _by_library(text: str, message: str) -> Found:
    """What the RDF library says, its long list of signs left out."""
    match = re.search(r"(\d+):(\d+)", message)
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    lines = text.split("\n")
    before = sum(len(one) + 1 for one in lines[: line - 1])
    position = min(len(text), before + column - 1)
    reason = {
        "en": "this cannot stand here, or something before it is missing",
        "id": "ini tidak dapat berada di sini, atau ada yang kurang sebelumnya",
    }
    if "IRI parsing failed" in message:
        reason = {
            "en": "an IRI before this is not one, or is relative and there is no BASE",
            "id": "IRI sebelum ini bukan IRI, atau relatif tanpa BASE",
        }
    return Found(position, reason)


def _close(wrong: str, known: Iterable[str], least: float = 0.7) -> str:
    close = get_close_matches(wrong, list(dict.fromkeys(known)), n=1, cutoff=least)
    return close[0] if close else ""
