"""Which expressions a mapping may contain, and what each stands for.

Names, readers of the claim, terms of a namespace: each is read to the value that it would have
if the function were run. Everything else is reported.
"""

import ast
import inspect
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, Final

from diplold.diagnostics import Location, Text
from diplold.facts.checks import CLAIM_KEYS
from diplold.facts.claims import ANNOTATIONS
from diplold.mapping.language import About, Claim, Field, Scope
from diplold.mapping.names import BAD, Bad, Names, State
from diplold.mapping.reading import Reader, Reading
from diplold.mapping.remedies import REMEDIES, code, said
from diplold.mapping.scripts import Script
from diplold.terms import Iri, LexicalError, Namespace, iri

METHODS: Final = frozenset(
    name for name, method in vars(Claim).items() if inspect.isfunction(method) and name[0] != "_"
)
"""The methods of a claim; what each takes stands in its signature, by the parameters' names."""

_USAGE: Final = {
    "field": '"field"',
    "by": 'by="who"',
    "via": "via=function",
    "choices": '{"word": DIP.Term}',
}
_CLAIM_HAS: Final = frozenset(("is", *CLAIM_KEYS))
_PART_HAS: Final = frozenset(("is", "key", *ANNOTATIONS))
_STATES: Final = {
    State.UNKNOWN: ("the unknown name `{name}`", "nama `{name}` yang tidak dikenal", "name"),
    State.OUTER: ("the outer name `{name}`", "nama luar `{name}`", "state"),
    State.BUILTIN: ("`{name}`", "`{name}`", "name"),
    State.EARLY: ("`{name}` before it is set", "`{name}` sebelum diisi", "order"),
    State.ENDED: ("`{name}` after its loop", "`{name}` setelah pengulangannya", "block"),
}


class Expressions(Reader):
    """Reads the expressions of one function."""

    def __init__(self, function: FunctionType, script: Script, reading: Reading) -> None:
        super().__init__(script, reading)
        self.names = Names(function)

    def term(self, node: ast.expr) -> object:
        """A value of the claim, the address of a thing or a term; else reported."""
        value = self.value(node)
        if isinstance(value, Iri):
            return self.written(value, self.script.place(node))
        if isinstance(value, Bad | About | Field):
            return value
        shown = ast.unparse(node)
        if isinstance(value, Claim):
            what = said("the claim `{name}` itself", "klaim `{name}` itu sendiri", name=shown)
            return self.refuse(node, what, "yield")
        what = said("the global `{name}`", "nama global `{name}`", name=shown)
        return self.refuse(node, what, "name")

    def written(self, term: Iri, where: Location) -> Iri | Bad:
        """A term, where it can be written as RDF."""
        try:
            iri(term)
            term.encode()
        except (LexicalError, UnicodeEncodeError):
            shown = code(term)["en"]
            text = said("{term} is not an absolute IRI", "{term} bukan IRI absolut", term=shown)
            return self.malformed(where, text)
        self.reading.terms.append((term, where))
        return term

    def value(self, node: ast.expr) -> object:
        """What an expression stands for; also a claim or a namespace, which is no term yet."""
        match node:
            case ast.Name():
                return self.name(node)
            case ast.Attribute(value=held):
                return self.attribute(node, self.value(held))
            case ast.Subscript(value=held):
                return self.item(node, self.value(held))
            case ast.Call(func=ast.Attribute(value=held, attr=name)):
                holder = self.value(held)
                if isinstance(holder, Claim):
                    return self.reader(node, holder, name)
                return holder if isinstance(holder, Bad) else self.called(node)
            case ast.Call(func=ast.Name() as name):
                given = self.names.get(name.id)
                known = not isinstance(given, State | Bad) or given is State.BUILTIN
                return self.called(node) if known else self.name(name)
            case ast.Call():
                return self.called(node)
            case ast.Constant():
                return self.refuse(node, _constant(node), "literal")
        return self.forbidden(node)

    def name(self, node: ast.Name) -> object:
        """What a name stands for."""
        value = self.names.get(node.id)
        if not isinstance(value, State):
            return value
        en, id_, remedy = _STATES[value]
        suggest = self.names.known() if value is State.UNKNOWN else ()
        what = said(en, id_, name=node.id)
        return self.refuse(node, what, remedy, wrong=node.id, suggest=suggest)

    def attribute(self, node: ast.Attribute, holder: object) -> object:
        """`claim.about`, `DIP.Meeting`."""
        if isinstance(holder, Bad):
            return BAD
        if isinstance(holder, Namespace):
            return holder[node.attr]
        if not isinstance(holder, Claim):
            remedy = "value" if isinstance(holder, About | Field) else "name"
            return self.refuse(node, code(ast.unparse(node)), remedy)
        if node.attr == "about":
            return holder.about
        suggest = () if node.attr in METHODS else (*METHODS, "about")
        what = code(ast.unparse(node))
        return self.refuse(node, what, "read", wrong=node.attr, suggest=suggest)

    def item(self, node: ast.Subscript, holder: object) -> object:
        """`DIP["first-name"]`."""
        if isinstance(holder, Bad):
            return BAD
        if not isinstance(holder, Namespace):
            remedy = "read" if isinstance(holder, Claim) else "value"
            return self.refuse(node, code(ast.unparse(node)), remedy)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return holder[node.slice.value]
        return self.other(node.slice, "name")

    # --- calls ---------------------------------------------------------------------------

    def called(self, node: ast.Call) -> Bad:
        """A call of something else than a reader."""
        looping = isinstance(node.func, ast.Name) and node.func.id in ("enumerate", "zip")
        return self.refuse(
            node, code(f"{ast.unparse(node.func)}()"), "loop" if looping else "value"
        )

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

    def readable(
        self, method: str, scope: Scope, node: ast.expr, given: Mapping[str, Any]
    ) -> bool:
        """Whether a name is that of a field, and is read either as parts or as values."""
        name = given["field"]
        if name in (_PART_HAS if scope.outer else _CLAIM_HAS):
            problem = said(
                "`{name}` is a key of its own and no field",
                "`{name}` adalah kunci tersendiri, bukan bidang",
                name=name,
            )
            self.add("M007", node, method=method, problem=problem, remedy=REMEDIES["reserved"])
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
            remedy = REMEDIES["parts"]
            self.add("M007", node, first=first, method=method, problem=problem, remedy=remedy)
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
            remedy = REMEDIES["choice"]
            return self.add("M007", node, method="choice", problem=problem, remedy=remedy)
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
            good = [isinstance(self.written(t, self.script.place(node)), Iri) for t in table.values()]
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
                    "no sheet can hold the word {word}",
                    "tidak ada lembar yang dapat memuat kata {word}",
                    word=shown,
                )
            elif word in first:
                problem = said(
                    "the word {word} is given twice", "kata {word} ditulis dua kali", word=shown
                )
            else:
                first[word] = place
                continue
            good = False
            before, remedy = first.get(word), REMEDIES["keep"]
            self.add("M007", place, first=before, method="choice", problem=problem, remedy=remedy)
        return good

    def other(self, node: ast.expr, remedy: str) -> Bad:
        """Report an argument of another type than its parameter takes."""
        if isinstance(node, ast.Constant):
            return self.refuse(node, _constant(node), remedy)
        if not isinstance(node, ast.Name):
            return self.forbidden(node, remedy)
        value = self.name(node)
        if isinstance(value, Bad):
            return value
        what = said("the global `{name}`", "nama global `{name}`", name=node.id)
        return self.refuse(node, code(node.id) if self.names.is_local(node.id) else what, remedy)


def _constant(node: ast.Constant) -> Text:
    shown = code(ast.unparse(node))["en"]
    return said("the value {text}", "nilai {text}", text=shown)


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
