"""The reasons of an answer as text below its table, or within its JSON."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from diplold.diagnostics import Text
from diplold.query import results
from diplold.query.names import shortened
from diplold.query.proof import Cited, Proof
from diplold.query.results import json_term
from diplold.query.tables import Shown, cell, rows_table
from diplold.query.why import Ground, Reason, Why
from diplold.sparql.tokens import place

_WORDS: Final[Mapping[str, Text]] = {
    "row": {"en": "row {n}", "id": "baris {n}"},
    "behind": {
        "en": "{n} solutions give this row, the first {shown} below",
        "id": "{n} solusi menghasilkan baris ini, {shown} yang pertama di bawah ini",
    },
    "no statement": {
        "en": "in the data, without a statement of its own:",
        "id": "ada dalam data, tanpa pernyataan tersendiri:",
    },
    "nothing": {
        "en": "rests on no triple of the data",
        "id": "tidak bertumpu pada tripel dalam data",
    },
    "lost": {
        "en": "not explained: its values are not the same when asked again",
        "id": "tidak dijelaskan: nilainya berbeda ketika ditanyakan lagi",
    },
    "path": {"en": "not explained, a path", "id": "tidak dijelaskan, sebuah jalur"},
    "negation": {
        "en": "not explained, what is or is not there",
        "id": "tidak dijelaskan, ada atau tidaknya sesuatu",
    },
    "sub-query": {"en": "not explained, a sub-query", "id": "tidak dijelaskan, sebuah subkueri"},
    "pattern": {"en": "not explained, a pattern", "id": "tidak dijelaskan, sebuah pola"},
    "disputed": {"en": "disputed", "id": "diperselisihkan"},
    "false": {
        "en": "nothing matches, so there is nothing to show",
        "id": "tidak ada yang cocok, jadi tidak ada yang dapat ditunjukkan",
    },
}
_LONGEST: Final = 60


def as_text(why: Why, shown: Shown, lang: str) -> Iterator[str]:
    """The answer as a table, and below it, row by row, what it rests on."""
    if why.truth is None:
        yield from rows_table(why.names, why.rows, shown)
    else:
        yield "true" if why.truth else "false"
        if not why.truth:
            yield _WORDS["false"][lang]
    for number, reason in enumerate(why.reasons, 1):
        yield ""
        if why.truth is None:
            yield _WORDS["row"][lang].format(n=number)
        yield from _reason(reason, why.text, shown, lang)


def _reason(reason: Reason, text: str, shown: Shown, lang: str) -> Iterator[str]:
    if reason.lost:
        yield f"  {_WORDS['lost'][lang]}"
        return
    if reason.solutions > 1:
        counts = {"n": f"{reason.solutions:,}", "shown": f"{reason.shown:,}"}
        yield f"  {_WORDS['behind'][lang].format(**counts)}"
    bare = [ground for ground in reason.grounds if not ground.proofs]
    for ground in reason.grounds:
        if ground.proofs:
            yield f"  {_triple(ground, shown)}"
            for proof in ground.proofs:
                yield from _proof(proof, shown, lang)
    if bare:
        yield f"  {_WORDS['no statement'][lang]}"
        yield from (f"    {_triple(ground, shown)}" for ground in bare)
    for hidden in reason.hidden:
        line, column = place(text, hidden.start)
        yield f"  {_WORDS[hidden.kind][lang]}: {line}:{column} {_cut(hidden.text)}"
    if not reason.grounds and not reason.hidden:
        yield f"  {_WORDS['nothing'][lang]}"


def _cut(text: str) -> str:
    written = " ".join(text.split()).removesuffix(" .")
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]} ..."


def _triple(ground: Ground, shown: Shown) -> str:
    triple = ground.triple
    value = cell(triple.object, shown)
    if hasattr(triple.object, "language"):
        value = f'"{value}"' + (f"@{triple.object.language}" if triple.object.language else "")
    return f"{cell(triple.subject, shown)} {cell(triple.predicate, shown)} {value}"


def _proof(proof: Proof, shown: Shown, lang: str) -> Iterator[str]:
    rank = f"{proof.rank}, {_WORDS['disputed'][lang]}" if proof.disputed else proof.rank
    for number, cited in enumerate(proof.cited):
        mark = rank if not number else ""
        yield f"    {mark:<10}  {_cited(cited, shown)}"
        for name, value in cited.notes:
            yield f"    {'':<10}    {name}: {cell(value, shown)}"
    if not proof.cited:
        yield f"    {rank or cell(proof.statement, shown)}"


def _cited(cited: Cited, shown: Shown) -> str:
    name = shortened(cited.source, shown.prefixes).removeprefix(":source/")
    paragraph = f" p{cited.paragraph}" if cited.paragraph is not None else ""
    return f"{name}{paragraph}" + (f"  {cited.location}" if cited.location else "")


def as_json(why: Why) -> Iterator[str]:
    """SPARQL's JSON with a member `why`: for each row what it rests on."""
    if why.truth is None:
        made = results.as_json(why.names, why.rows)
    else:
        made = {"head": {}, "boolean": why.truth}
    made["why"] = [_json_reason(reason, why.text) for reason in why.reasons]
    yield json.dumps(made, ensure_ascii=False, indent=1)


def _json_reason(reason: Reason, text: str) -> dict[str, Any]:
    return {
        "explained": not reason.lost and not reason.hidden,
        "solutions": reason.solutions,
        "solutionsShown": reason.shown,
        "restsOn": [_json_ground(ground) for ground in reason.grounds],
        "notExplained": [
            {
                "kind": hidden.kind,
                **dict(zip(("line", "column"), place(text, hidden.start), strict=True)),
                "text": hidden.text,
            }
            for hidden in reason.hidden
        ]
        + ([{"kind": "values that change"}] if reason.lost else []),
    }


def _json_ground(ground: Ground) -> dict[str, Any]:
    triple = ground.triple
    return {
        "subject": json_term(triple.subject),
        "predicate": json_term(triple.predicate),
        "object": json_term(triple.object),
        "statements": [
            {
                "statement": json_term(proof.statement),
                "rank": proof.rank or None,
                "disputed": proof.disputed,
                "cited": [_json_cited(cited) for cited in proof.cited],
            }
            for proof in ground.proofs
        ],
    }


def _json_cited(cited: Cited) -> dict[str, Any]:
    made: dict[str, Any] = {"source": cited.source, "paragraph": cited.paragraph}
    for name, value in cited.notes:
        made.setdefault(name, []).append(json_term(value))
    if cited.location:
        made["location"] = str(cited.location)
    return made
