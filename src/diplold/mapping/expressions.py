"""Which expressions a mapping may contain, and what each stands for.

Names, readers of the claim, terms of a namespace: each is read to the value that it would have
if the function were run. Everything else is reported.
"""

import ast
import inspect
from abc import ABC, abstractmethod
from types import FunctionType
from typing import Final

from diplold.diagnostics import Location, Text
from diplold.mapping.language import About, Claim, Field
from diplold.mapping.names import BAD, Bad, Names, State
from diplold.mapping.reading import Reader, Reading
from diplold.mapping.remedies import code, said
from diplold.mapping.scripts import Script
from diplold.terms import Iri, LexicalError, Namespace, iri

METHODS: Final = frozenset(
    name for name, method in vars(Claim).items() if inspect.isfunction(method) and name[0] != "_"
)
"""The methods of a claim; how each is called is read in `mapping.calls`."""

_STATES: Final = {
    State.UNKNOWN: ("the unknown name `{name}`", "nama `{name}` yang tidak dikenal", "name"),
    State.OUTER: ("the outer name `{name}`", "nama luar `{name}`", "state"),
    State.BUILTIN: ("`{name}`", "`{name}`", "name"),
    State.EARLY: ("`{name}` before it is set", "`{name}` sebelum diisi", "order"),
    State.ENDED: ("`{name}` after its loop", "`{name}` setelah pengulangannya", "block"),
}


class Expressions(Reader, ABC):
    """Reads the expressions of one function."""

    def __init__(self, function: FunctionType, script: Script, reading: Reading) -> None:
        super().__init__(script, reading)
        self.names = Names(function)

    def forbidden(self, node: ast.AST, remedy: str = "") -> Bad:
        """Report what no mapping may contain; names that it sets are not reported again."""
        self.names.skipped = True
        return super().forbidden(node, remedy)

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
            return self.refuse(node, what, "itself")
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
            case ast.Call():
                return self.call(node)
            case ast.Constant():
                return self.refuse(node, constant(node), "literal")
        return self.forbidden(node)

    def call(self, node: ast.Call) -> object:
        """A call of a reader, or one that is reported."""
        match node.func:
            case ast.Attribute(value=held, attr=method):
                holder = self.value(held)
                if isinstance(holder, Claim):
                    return self.reader(node, holder, method)
                return holder if isinstance(holder, Bad) else self.called(node)
            case ast.Name(id=name) as function:
                target = self.names.get(name)
                known = not isinstance(target, State | Bad) or target is State.BUILTIN
                return self.called(node) if known else self.name(function)
        return self.called(node)

    @abstractmethod
    def reader(self, node: ast.Call, claim: Claim, method: str) -> object:
        """What a method of a claim gives."""

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

    def called(self, node: ast.Call) -> Bad:
        """A call of something else than a reader."""
        remedy = "value"
        if isinstance(node.func, ast.Name):
            if node.func.id in ("enumerate", "zip"):
                remedy = "loop"
            elif any(self.names.get(node.func.id) is made for made in (Iri, Namespace)):
                remedy = "top"
        return self.refuse(node, code(f"{ast.unparse(node.func)}()"), remedy)

    def other(self, node: ast.expr, remedy: str) -> Bad:
        """Report an argument of another type than its parameter takes."""
        if isinstance(node, ast.Constant):
            return self.refuse(node, constant(node), remedy)
        if not isinstance(node, ast.Name):
            return self.forbidden(node, remedy)
        value = self.name(node)
        if isinstance(value, Bad):
            return value
        what = said("the global `{name}`", "nama global `{name}`", name=node.id)
        return self.refuse(node, code(node.id) if self.names.is_local(node.id) else what, remedy)


def constant(node: ast.Constant) -> Text:
    """A value that is written out, as people call it."""
    shown = code(ast.unparse(node))["en"]
    return said("the value {text}", "nilai {text}", text=shown)
