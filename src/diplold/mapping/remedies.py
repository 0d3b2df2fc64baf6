# ruff: noqa: E501 -- a remedy is one line
"""What cannot stand in a mapping, as people call it, and what to write instead."""

import ast
from collections.abc import Mapping
from typing import Final

from diplold.diagnostics import Text

REMEDIES: Final[Mapping[str, Text]] = {
    "condition": {
        "en": "leave it out: an absent field gives no triple; a word that decides is a `choice`",
        "id": "hapus saja: bidang yang tidak ada tidak memberi tripel; kata penentu memakai `choice`",
    },
    "loop": {
        "en": 'loop only with `for part in claim.each("field", by="who")`; refs() gives many values by itself',
        "id": 'ulangi hanya dengan `for part in claim.each("bidang", by="who")`; refs() sudah memberi banyak nilai',
    },
    "value": {
        "en": 'compute on a value in a function of its own: `claim.text("title", via=fold_spaces)`',
        "id": 'hitung sebuah nilai dalam fungsi tersendiri: `claim.text("title", via=fold_spaces)`',
    },
    "error": {
        "en": "take it out: a wrong value is reported at its place in the sheet",
        "id": "hapus saja: nilai yang salah dilaporkan pada tempatnya di lembar",
    },
    "state": {
        "en": "take it out: a mapping keeps nothing between claims",
        "id": "hapus saja: pemetaan tidak menyimpan apa pun antarklaim",
    },
    "name": {
        "en": "use the claim, names set in this function, and the namespaces and terms of `diplold.terms`",
        "id": "pakai klaim, nama dalam fungsi ini, serta ruang nama dan istilah dari `diplold.terms`",
    },
    "assign": {
        "en": "set one name at a time: `this = claim.about`",
        "id": "isi satu nama setiap kali: `this = claim.about`",
    },
    "once": {
        "en": "a name is set once: give the second value a name of its own",
        "id": "sebuah nama hanya diisi sekali: beri nilai kedua nama tersendiri",
    },
    "block": {
        "en": "move the line into the loop; after it there is no one part any more",
        "id": "pindahkan barisnya ke dalam pengulangan; setelahnya tidak ada lagi satu bagian",
    },
    "order": {
        "en": "set it in an earlier line",
        "id": "isi di baris sebelumnya",
    },
    "itself": {
        "en": '`claim.about` is the thing, and a field is read as `claim.text("venue")`',
        "id": '`claim.about` adalah halnya, dan bidang dibaca dengan `claim.text("venue")`',
    },
    "top": {
        "en": "set it at the top of the script, outside of the function",
        "id": "isi di awal skrip, di luar fungsi",
    },
    "import": {
        "en": "import at the top of the script",
        "id": "impor di awal skrip",
    },
    "read": {
        "en": 'a field is read with a method: `claim.text("venue")`, `claim.date("date")`',
        "id": 'bidang dibaca dengan metode: `claim.text("venue")`, `claim.date("date")`',
    },
    "field": {
        "en": 'write the name of a field, in quotes: `claim.text("venue")`',
        "id": 'tulis nama bidang, dalam tanda kutip: `claim.text("venue")`',
    },
    "via": {
        "en": "`via=` takes the name of a function, written with `def`, from one text to one text",
        "id": "`via=` menerima nama fungsi, ditulis dengan `def`, dari satu teks ke satu teks",
    },
    "choice": {
        "en": 'give a term for each word, `{"held": DIP.Held}`, or the name of such a table at the top of the script',
        "id": 'beri istilah untuk setiap kata, `{"held": DIP.Held}`, atau nama tabel seperti itu di awal skrip',
    },
    "literal": {
        "en": "what is published comes from the claim; what is always the same is a term of the ontology",
        "id": "yang diterbitkan berasal dari klaim; yang selalu sama adalah istilah ontologi",
    },
    "helper": {
        "en": "a helper is a plain generator function that takes the claim and does not call itself",
        "id": "pembantu adalah fungsi generator biasa yang menerima klaim dan tidak memanggil dirinya",
    },
    "parameter": {
        "en": "a mapping is called with the claim, and a helper with claims, and with nothing else",
        "id": "pemetaan dipanggil dengan klaim, dan pembantu dengan klaim, tanpa yang lain",
    },
    "decorator": {
        "en": "take it out: a mapping is what is written below `@mapping`, and nothing around it",
        "id": "hapus saja: pemetaan adalah yang tertulis di bawah `@mapping`, tanpa pembungkus",
    },
    "yield": {
        "en": "write `yield subject, predicate, object`",
        "id": "tulis `yield subjek, predikat, objek`",
    },
    "keep": {
        "en": "keep the one that is meant",
        "id": "sisakan yang dimaksud",
    },
    "reserved": {
        "en": "call the field something else; ranks, citations and wording go with every triple by themselves",
        "id": "beri bidang nama lain; peringkat, sitasi dan kata-kata sumber ikut sendiri pada setiap tripel",
    },
    "nested": {
        "en": "what belongs together stands in one loop",
        "id": "yang berkaitan ditulis dalam satu pengulangan",
    },
    "by": {
        "en": "write the same `by` in every loop over a field",
        "id": "tulis `by` yang sama dalam setiap pengulangan atas satu bidang",
    },
    "parts": {
        "en": "a field holds parts, read with `each`, or values, read with the other methods",
        "id": "sebuah bidang berisi bagian, dibaca dengan `each`, atau nilai, dibaca dengan metode lain",
    },
    "referent": {
        "en": "yield it with `ref`, or leave `by` out where each part has a `key`",
        "id": "hasilkan dengan `ref`, atau hapus `by` bila setiap bagian punya `key`",
    },
    "address": {
        "en": "it is part of their addresses: write ASCII letters, digits and `_`, beginning with a small letter",
        "id": "nama ini bagian dari alamatnya: tulis huruf ASCII, angka dan `_`, diawali huruf kecil",
    },
}


def _both(en: str, id_: str) -> Text:
    return {"en": en, "id": id_}


def code(text: str) -> Text:
    """What is written in a script, shown as it is."""
    shown = text.encode(errors="backslashreplace").decode()
    line = " ".join(shown.split())
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return _both(f"`{line}`", f"`{line}`")


def said(en: str, id_: str, **names: str) -> Text:
    """A phrase about names of a script; each `{name}` is filled in."""
    return _both(en.format(**names), id_.format(**names))


_LONGEST: Final = 60
_COMPREHENSION: Final = _both("a comprehension", "komprehensi")
_INNER: Final = _both("an inner function", "fungsi di dalam fungsi")
_ARITHMETIC: Final = _both("arithmetic", "perhitungan")

FORBIDDEN: Final[Mapping[type[ast.AST], tuple[Text, str]]] = {
    ast.If: (code("if"), "condition"),
    ast.Match: (code("match"), "condition"),
    ast.While: (code("while"), "loop"),
    ast.AsyncFor: (code("async for"), "loop"),
    ast.Break: (code("break"), "loop"),
    ast.Continue: (code("continue"), "loop"),
    ast.Try: (code("try"), "error"),
    ast.TryStar: (code("try"), "error"),
    ast.Raise: (code("raise"), "error"),
    ast.Assert: (code("assert"), "error"),
    ast.Global: (code("global"), "state"),
    ast.Nonlocal: (code("nonlocal"), "state"),
    ast.AugAssign: (_ARITHMETIC, "value"),
    ast.Delete: (code("del"), "state"),
    ast.With: (code("with"), "state"),
    ast.AsyncWith: (code("async with"), "state"),
    ast.FunctionDef: (_INNER, "value"),
    ast.AsyncFunctionDef: (_INNER, "value"),
    ast.ClassDef: (_both("an inner class", "kelas di dalam fungsi"), "state"),
    ast.Import: (code("import"), "import"),
    ast.ImportFrom: (code("import"), "import"),
    ast.Return: (code("return"), "condition"),
    ast.IfExp: (code("x if y else z"), "condition"),
    ast.Compare: (_both("a comparison", "perbandingan"), "condition"),
    ast.BoolOp: (_both("`and` or `or`", "`and` atau `or`"), "condition"),
    ast.UnaryOp: (_both("an operator", "operator"), "value"),
    ast.BinOp: (_ARITHMETIC, "value"),
    ast.JoinedStr: (_both("an f-string", "f-string"), "value"),
    ast.Lambda: (code("lambda"), "value"),
    ast.ListComp: (_COMPREHENSION, "loop"),
    ast.SetComp: (_COMPREHENSION, "loop"),
    ast.DictComp: (_COMPREHENSION, "loop"),
    ast.GeneratorExp: (_COMPREHENSION, "loop"),
    ast.NamedExpr: (code(":="), "state"),
    ast.Await: (code("await"), "state"),
    ast.Starred: (code("*"), "value"),
    ast.Yield: (_both("the value of a `yield`", "nilai sebuah `yield`"), "yield"),
    ast.YieldFrom: (_both("the value of a `yield from`", "nilai sebuah `yield from`"), "yield"),
    ast.Dict: (_both("a table", "tabel"), "choice"),
    ast.List: (_both("a list", "daftar"), "literal"),
    ast.Set: (_both("a set", "himpunan"), "literal"),
    ast.Tuple: (_both("a tuple", "tupel"), "yield"),
}
