# ruff: noqa: E501 -- a remedy is one line
"""Which Python a mapping may contain, so that tracing it once means what it says.

A traced function runs without data: `if`, arithmetic, `len` or `enumerate` would be decided
once, for all claims, and silently wrong. What is allowed is a short list; everything else is
an error that names the line and what to write instead.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Final

from diplold.diagnostics import Location, Report, Text, diagnostic
from diplold.terms import Iri, Namespace

READERS: Final = frozenset(
    ("text", "number", "boolean", "date", "earliest", "latest", "iri", "choice", "ref", "refs")
)

_INSTEAD: Final[Mapping[str, Text]] = {
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
        "en": "use the claim, names set in this function, namespaces, terms, and tables of terms for `choice`",
        "id": "pakai klaim, nama dalam fungsi ini, ruang nama, istilah, dan tabel istilah untuk `choice`",
    },
    "helper": {
        "en": "a helper is a plain generator function that takes the claim and does not call itself",
        "id": "pembantu adalah fungsi generator biasa yang menerima klaim dan tidak memanggil dirinya",
    },
    "yield": {
        "en": "write `yield subject, predicate, object`",
        "id": "tulis `yield subjek, predikat, objek`",
    },
}

_STATEMENTS: Final[Mapping[type[ast.AST], tuple[str, str]]] = {
    ast.If: ("`if`", "condition"),
    ast.Match: ("`match`", "condition"),
    ast.While: ("`while`", "loop"),
    ast.AsyncFor: ("`async for`", "loop"),
    ast.Break: ("`break`", "loop"),
    ast.Continue: ("`continue`", "loop"),
    ast.Try: ("`try`", "error"),
    ast.TryStar: ("`try`", "error"),
    ast.Raise: ("`raise`", "error"),
    ast.Assert: ("`assert`", "error"),
    ast.Global: ("`global`", "state"),
    ast.Nonlocal: ("`nonlocal`", "state"),
    ast.AugAssign: ("arithmetic", "value"),
    ast.Delete: ("`del`", "state"),
    ast.With: ("`with`", "state"),
    ast.FunctionDef: ("a function inside the mapping", "value"),
    ast.ClassDef: ("a class inside the mapping", "value"),
    ast.Import: ("`import` inside the mapping", "name"),
    ast.ImportFrom: ("`import` inside the mapping", "name"),
    ast.Return: ("`return`", "condition"),
    ast.IfExp: ("`x if y else z`", "condition"),
    ast.Compare: ("a comparison", "condition"),
    ast.BoolOp: ("`and` or `or`", "condition"),
    ast.UnaryOp: ("an operator", "value"),
    ast.BinOp: ("arithmetic", "value"),
    ast.JoinedStr: ("an f-string", "value"),
    ast.Lambda: ("`lambda`", "value"),
    ast.ListComp: ("a comprehension", "loop"),
    ast.SetComp: ("a comprehension", "loop"),
    ast.DictComp: ("a comprehension", "loop"),
    ast.GeneratorExp: ("a comprehension", "loop"),
    ast.NamedExpr: ("`:=`", "state"),
    ast.Await: ("`await`", "state"),
    ast.Starred: ("`*`", "value"),
}


@dataclass(frozen=True, slots=True)
class _Finding:
    node: ast.AST
    what: str
    remedy: str


def check(function: Callable[..., Any], root: str, report: Report) -> bool:
    """Report what in a mapping function, or a helper it calls, cannot be traced safely.

    `root` is the folder that reported paths are relative to. True where all is well.
    """
    return _Function(function, root, report, ()).check()


class _Function:
    def __init__(
        self,
        function: Callable[..., Any],
        root: str,
        report: Report,
        callers: tuple[Callable[..., Any], ...],
    ) -> None:
        self.function = function
        self.root = root
        self.report = report
        self.callers = (*callers, function)
        self.claims: set[str] = set()
        self.names: set[str] = set()
        self.good = True

    def check(self) -> bool:
        tree, self.line, self.indent = _parse(self.function)
        self.path = _relative(inspect.getsourcefile(self.function) or "", self.root)
        closure = inspect.getclosurevars(self.function)
        self.globals = dict(closure.globals)
        parameters = tree.args.posonlyargs + tree.args.args + tree.args.kwonlyargs
        self.claims = {argument.arg for argument in parameters}
        if closure.nonlocals:
            self.refuse(tree, f"the outer name `{min(closure.nonlocals)}`", "state")
        for statement in tree.body:
            self.statement(statement)
        return self.good

    def refuse(self, node: ast.AST, what: str, remedy: str) -> None:
        self.good = False
        line = getattr(node, "lineno", 1) + self.line - 1
        column = getattr(node, "col_offset", 0) + self.indent + 1
        found = diagnostic(
            "M002", Location(self.path, line, column), what=what, remedy=_INSTEAD[remedy]
        )
        self.report.add(found)

    def refuse_kind(self, node: ast.AST) -> None:
        what, remedy = _STATEMENTS.get(type(node), (f"`{type(node).__name__}`", "value"))
        self.refuse(node, what, remedy)

    # --- statements ----------------------------------------------------------------------

    def statement(self, node: ast.stmt) -> None:  # noqa: C901, PLR0912 -- the list itself
        match node:
            case ast.Pass() | ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.Expr(value=ast.Yield(value=ast.Tuple(elts=[_, _, _] as terms))):
                for term in terms:
                    self.expression(term)
            case ast.Expr(value=ast.Yield()):
                self.refuse(node, "a `yield` of other than three terms", "yield")
            case ast.Expr(value=ast.YieldFrom(value=ast.Call() as call)):
                self.helper(call)
            case ast.Expr(value=value) if type(value) not in _STATEMENTS:
                self.refuse(node, "a statement that yields nothing", "yield")
            case ast.Expr(value=value):
                self.refuse_kind(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.expression(value)
                self.names.add(name)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                self.expression(value)
                self.names.add(name)
            case ast.For(target=ast.Name(id=name), iter=loop, body=body, orelse=[]):
                self.loop(loop)
                self.claims.add(name)
                for inner in body:
                    self.statement(inner)
            case ast.For():
                self.refuse(node, "this `for`", "loop")
                for inner in node.body:
                    self.statement(inner)
            case ast.Assign() | ast.AnnAssign():
                self.refuse(node, "this assignment", "state")
            case _:
                self.refuse_kind(node)

    def loop(self, node: ast.expr) -> None:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="each")) if (
                name in self.claims
            ):
                self.arguments(node)
            case ast.Call(func=ast.Name(id=name)):
                self.refuse(node, f"`{name}()`", "loop")
            case _:
                self.refuse(node, "a loop over this", "loop")

    def helper(self, call: ast.Call) -> None:
        target = self.globals.get(call.func.id) if isinstance(call.func, ast.Name) else None
        given = [isinstance(a, ast.Name) and a.id in self.claims for a in call.args]
        if not isinstance(target, FunctionType) or not inspect.isgeneratorfunction(target):
            self.refuse(call, "`yield from` of this", "helper")
        elif target in self.callers:
            self.refuse(call, f"the recursion of `{target.__name__}`", "helper")
        elif not given or not all(given) or call.keywords:
            self.refuse(call, "a helper with other arguments", "helper")
        elif not _Function(target, self.root, self.report, self.callers).check():
            self.good = False

    # --- expressions ---------------------------------------------------------------------

    def expression(self, node: ast.expr) -> None:
        match node:
            case ast.Name(id=name):
                self.name(node, name)
            case ast.Attribute(value=ast.Name(id=name), attr="about") if name in self.claims:
                pass
            case (
                ast.Attribute(value=ast.Name(id=name))
                | ast.Subscript(value=ast.Name(id=name), slice=ast.Constant())
            ) if isinstance(self.globals.get(name), Namespace):
                pass
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)) if (
                name in self.claims and attribute in READERS
            ):
                self.arguments(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="each")) if (
                name in self.claims
            ):
                self.refuse(node, "`each` outside a `for`", "loop")
            case ast.Call(func=ast.Name(id=name)):
                self.refuse(node, f"`{name}()`", "value")
            case ast.Call():
                self.refuse(node, f"`{ast.unparse(node.func)}()`", "value")
            case ast.Constant():
                self.refuse(node, f"the value {node.value!r}", "name")
            case _:
                self.refuse_kind(node)

    def name(self, node: ast.expr, name: str) -> None:
        if name in self.names or isinstance(self.globals.get(name), Iri):
            return
        if name in self.claims:
            self.refuse(node, f"the claim `{name}` itself", "yield")
        else:
            self.refuse(node, f"the global `{name}`", "state")

    def arguments(self, call: ast.Call) -> None:
        """Arguments of a reader: names of fields, a function for `via`, a table for `choice`."""
        for argument in call.args:
            self.argument(argument)
        for keyword in call.keywords:
            self.argument(keyword.value)

    def argument(self, node: ast.expr) -> None:
        match node:
            case ast.Constant(value=str()):
                pass
            case ast.Dict(keys=keys, values=values):
                for key in keys:
                    if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                        self.refuse(key or node, "a key that is not a text", "name")
                for value in values:
                    self.expression(value)
            case ast.Name(id=name) if isinstance(self.globals.get(name), FunctionType):
                pass
            case ast.Name(id=name) if _is_table(self.globals.get(name)):
                pass
            case ast.Name(id=name) if name not in self.names:
                self.refuse(node, f"the global `{name}`", "name")
            case _:
                self.refuse_kind(node)


def _is_table(value: object) -> bool:
    """A constant table for `choice`: words to terms."""
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and isinstance(term, Iri) for key, term in value.items()
    )


def _parse(function: Callable[..., Any]) -> tuple[ast.FunctionDef, int, int]:
    """The function's tree, its first line in the file, and how far it is indented."""
    lines, first = inspect.getsourcelines(function)
    source = "".join(lines)
    indent = len(lines[0]) - len(lines[0].lstrip())
    tree = ast.parse(textwrap.dedent(source))
    found = next(_functions(tree))
    return found, first or 1, indent


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _relative(path: str, root: str) -> str:
    return path.removeprefix(root.rstrip("/") + "/")
