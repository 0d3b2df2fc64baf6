"""How the readers of a claim are called: `claim.text("title")`, `claim.choice("status", {...})`.

What a method takes stands in its signature (`mapping.language`); the name of a parameter says
which type an argument has. A new reader with the same parameters needs nothing here.
"""

import ast
import inspect
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, Final

from diplold.diagnostics import Location, Text
from diplold.facts.checks import CLAIM_KEYS
from diplold.facts.claims import ANNOTATIONS
from diplold.mapping.expressions import METHODS, Expressions
from diplold.mapping.language import About, Claim, Field, Scope
from diplold.mapping.names import BAD, Bad
from diplold.mapping.remedies import code, said
from diplold.mapping.scripts import Script
from diplold.terms import Iri

_USAGE: Final = {
    "field": '"field"',
    "by": 'by="who"',
    "via": "via=function",
    "choices": '{"word": DIP.Term}',
}
_CLAIM_HAS: Final = frozenset(("is", *CLAIM_KEYS))
_PART_HAS: Final = frozenset(("is", "key", *ANNOTATIONS))


class Calls(Expressions):
    """Reads the calls of one function, and all their arguments."""

    def reader(self, node: ast.Call, claim: Claim, method: str) -> object:
        """`claim.text("title")` and the other methods that read a value."""
        if method not in METHODS:
            what = code(f"{ast.unparse(node.func)}()")
            return self.refuse(node, what, "read", wrong=method, suggest=METHODS)
        if method == "each":
            what = said("`each` outside of a `for`", "`each` di luar `for`")
            return self.refuse(node, what, "loop")
        nodes = self.bound(node, method)
        given = self.given(nodes)
        if not given or not self.readable(method, claim.about.scope, nodes["field"], given):
            return BAD
        value: object = getattr(claim, method)(**given)
        return value

    def bound(self, node: ast.Call, method: str) -> dict[str, ast.expr]:
        """The arguments of a call, by the names of the method's parameters; empty where wrong."""
        for part in (*node.args, *node.keywords):
            if isinstance(part, ast.Starred) or (isinstance(part, ast.keyword) and not part.arg):
                star = "*" if isinstance(part, ast.Starred) else "**"
                self.refuse(part, code(star), "field")
                return {}
        takes = inspect.signature(getattr(Claim, method)).parameters
        names = [name for name in takes if name != "self"]
        nodes = dict(zip(names, node.args, strict=False))
        problems: list[tuple[ast.AST, Text]] = [
            (extra, said("one value too many", "kelebihan satu nilai"))
            for extra in node.args[len(names) :]
        ]
        for keyword in node.keywords:
            name = str(keyword.arg)
            if name in nodes:
                text = said("`{name}` is given twice", "`{name}` ditulis dua kali", name=name)
                problems.append((keyword, text))
            elif name not in names:
                text = said("there is no `{name}`", "tidak ada `{name}`", name=name)
                problems.append((keyword, text))
            nodes.setdefault(name, keyword.value)
        if not problems:
            needed = [n for n in names if takes[n].default is inspect.Parameter.empty]
            problems = [
                (node, said("`{name}` is missing", "`{name}` tidak ada", name=name))
                for name in needed
                if name not in nodes
            ]
        usage = f"{ast.unparse(node.func)}({', '.join(_USAGE[name] for name in names)})"
        remedy = said("write `{usage}`", "tulis `{usage}`", usage=usage)
        for where, problem in problems:
            self.add("M007", where, method=method, problem=problem, remedy=remedy)
        return {} if problems else nodes

    def given(self, nodes: Mapping[str, ast.expr]) -> dict[str, Any]:
        """What the arguments stand for, each of the type that its name says; empty where wrong."""
        takes: Mapping[str, Callable[[ast.expr], object]] = {
            "field": self.text,
            "by": self.text,
            "via": self.function,
            "choices": self.choices,
        }
        given = {name: takes[name](node) for name, node in nodes.items()}
        return {} if any(isinstance(value, Bad) for value in given.values()) else given

    def readable(self, method: str, scope: Scope, node: ast.expr, given: Mapping[str, Any]) -> bool:
        """Whether a name is that of a field, and is read either as parts or as values."""
        name = given["field"]
        if name in (_PART_HAS if scope.outer else _CLAIM_HAS):
            problem = said(
                "`{name}` is a key of its own and no field",
                "`{name}` adalah kunci tersendiri, bukan bidang",
                name=name,
            )
            self.misread(node, method, problem, "reserved")
            return False
        how = "parts" if method == "each" else "values"
        before, first = self.reading.fields.setdefault(
            (scope, name), (how, self.script.place(node))
        )
        if before != how:
            problem = said(
                "`{name}` is read both as parts and as values",
                "`{name}` dibaca sebagai bagian dan sebagai nilai",
                name=name,
            )
            self.misread(node, method, problem, "parts", first)
        return before == how

    # --- arguments -----------------------------------------------------------------------

    def text(self, node: ast.expr) -> object:
        """The name of a field, written out."""
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and value.isprintable() and value.strip() == value != "":
            return value
        return self.other(node, "field")

    def function(self, node: ast.expr) -> object:
        """A function for `via`, by its name."""
        if isinstance(node, ast.Constant) and node.value is None:
            return None
        value = self.names.get(node.id) if isinstance(node, ast.Name) else None
        if not isinstance(value, FunctionType):
            return self.other(node, "via")
        if _takes_a_text(value):
            return value
        what = said("the function `{name}`", "fungsi `{name}`", name=value.__name__)
        return self.refuse(node, what, "via")

    def choices(self, node: ast.expr) -> object:
        """Words and their terms, written out or by the name of a constant."""
        value = self.names.get(node.id) if isinstance(node, ast.Name) else None
        if isinstance(node, ast.Dict):
            words = self.table(node)
        elif isinstance(value, Mapping) and _is_table(value):
            words = self.constant(value, node)
        else:
            return self.other(node, "choice")
        if words == {}:
            problem = said("there is no word to choose", "tidak ada kata untuk dipilih")
            return self.misread(node, "choice", problem, "choice")
        return words

    def table(self, node: ast.Dict) -> object:
        """A table that is written out in the call."""
        good = self.once(self.script, node)
        words: dict[str, object] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.refuse(value, code(f"**{ast.unparse(value)}"), "choice")
            elif not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                self.other(key, "choice")
            else:
                words[key.value] = self.term(value)
                if isinstance(words[key.value], About | Field):
                    words[key.value] = self.refuse(value, code(ast.unparse(value)), "choice")
                good = good and isinstance(words[key.value], Iri)
                continue
            good = False
        return words if good else BAD

    def constant(self, table: Mapping[str, Iri], node: ast.expr) -> object:
        """A table at the top of a script; its terms are placed there."""
        found = self.reading.scripts.table(table)
        if found is None:
            good = [
                isinstance(self.written(t, self.script.place(node)), Iri) for t in table.values()
            ]
            return table if all(good) else BAD
        script, literal = found
        good = [self.once(script, literal)]
        places = {
            key.value: script.place(value)
            for key, value in zip(literal.keys, literal.values, strict=True)
            if isinstance(key, ast.Constant)
        }
        for word, term in table.items():
            where = places.get(word, self.script.place(node))
            good.append(isinstance(self.written(term, where), Iri))
        return table if all(good) else BAD

    def once(self, script: Script, node: ast.Dict) -> bool:
        """Whether each word of a table is there, and there once."""
        first: dict[str, Location] = {}
        good = True
        for key in node.keys:
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                continue
            word, place = key.value, script.place(key)
            shown = code(ast.unparse(key))["en"]
            if not word.strip() or not word.isprintable():
                problem = said(
                    "the word {word} is empty or has signs that are not seen",
                    "kata {word} kosong atau berisi tanda yang tidak terlihat",
                    word=shown,
                )
                remedy = "choice"
            elif word in first:
                problem = said(
                    "the word {word} is given twice", "kata {word} ditulis dua kali", word=shown
                )
                remedy = "keep"
            else:
                first[word] = place
                continue
            good = False
            self.misread(place, "choice", problem, remedy, first.get(word))
        return good


def _is_table(value: Mapping[object, object]) -> bool:
    """A constant table for `choice`: words to terms."""
    return all(isinstance(key, str) and isinstance(term, Iri) for key, term in value.items())


def _takes_a_text(function: FunctionType) -> bool:
    """Whether a function can be called with one text, and returns what it makes of it."""
    made_later = (
        inspect.isgeneratorfunction(function)
        or inspect.iscoroutinefunction(function)
        or inspect.isasyncgenfunction(function)
    )
    try:
        inspect.signature(function).bind("")
    except (TypeError, ValueError):
        return False
    return not made_later
