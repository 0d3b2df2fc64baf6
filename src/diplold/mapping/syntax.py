"""Which Python a mapping may contain, and what it says.

A mapping is read once, without data, so `if`, arithmetic, `len` or `enumerate` would be decided
once, for all claims, and silently wrong. What is allowed is a short list: `yield` of a triple,
`yield from` a helper, `for` over parts, names that are set once. Everything else is an error
that names its place and what to write instead.
"""

import ast
import inspect
from types import FunctionType

from diplold.mapping.calls import Calls
from diplold.mapping.language import About, Claim, Field, Part
from diplold.mapping.names import BAD, Bad
from diplold.mapping.patterns import Pattern
from diplold.mapping.reading import Loop, Reading
from diplold.mapping.remedies import FORBIDDEN, said
from diplold.mapping.scripts import Function, Script
from diplold.terms import Iri, LexicalError, field_slug, slug

_REFERENCES = ("ref", "refs")


def read(function: FunctionType, node: Function, script: Script, reading: Reading) -> None:
    """Read a mapping function to patterns, and report what cannot be read safely."""
    reader = _Function(function, script, reading, ())
    if reader.plain(node) and reader.takes_one(node):
        reader.bind(node, [Claim()])
        reader.body(node)
    if reading.good:
        reader.referents()


class _Function(Calls):
    """Reads the statements of one function: a mapping, or a helper that it calls."""

    def __init__(
        self,
        function: FunctionType,
        script: Script,
        reading: Reading,
        callers: tuple[FunctionType, ...],
    ) -> None:
        super().__init__(function, script, reading)
        self.callers = (*callers, function)
        self.loops: list[str] = []
        """The names of the parts whose loops a line lies in, in this function."""

    def plain(self, node: Function) -> bool:
        """Whether a function takes claims and nothing else."""
        takes = node.args
        named = [*takes.kwonlyargs, *filter(None, (takes.vararg, takes.kwarg))]
        for extra in named:
            what = said("the parameter `{name}`", "parameter `{name}`", name=extra.arg)
            self.refuse(extra, what, "parameter")
        for value in takes.defaults:
            what = said("a default value", "nilai bawaan")
            self.refuse(value, what, "parameter")
        return not named and not takes.defaults

    def bind(self, node: Function, claims: list[Claim]) -> None:
        """Let each parameter stand for a claim."""
        for parameter, claim in zip(_parameters(node), claims, strict=True):
            self.names.set(parameter.arg, claim, self.script.place(parameter))

    def takes_one(self, node: Function) -> bool:
        """Whether a mapping has one parameter, the claim."""
        parameters = _parameters(node)
        if not parameters:
            problem = said("there is no claim to read", "tidak ada klaim untuk dibaca")
            self.malformed(node, problem)
        of_a_method = [one for one in parameters if one.arg in ("self", "cls")]
        for extra in of_a_method or parameters[1:]:
            name = extra.arg
            problem = said("it does not take `{name}`", "tidak menerima `{name}`", name=name)
            self.malformed(extra, problem)
        return len(parameters) == 1 and not of_a_method

    def body(self, node: Function) -> None:
        """Read every statement."""
        for statement in node.body:
            self.statement(statement)

    # --- statements ----------------------------------------------------------------------

    def statement(self, node: ast.stmt) -> None:
        """What may stand in a line of its own."""
        match node:
            case ast.Pass() | ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.Expr(value=ast.Yield(value=ast.Tuple(elts=[one, two, three]))):
                self.triple(node, [one, two, three])
            case ast.Expr(value=ast.Yield()):
                what = said(
                    "a `yield` of other than three terms", "`yield` yang tidak berisi tiga istilah"
                )
                self.refuse(node, what, "yield")
            case ast.Expr(value=ast.YieldFrom(value=call)):
                self.helper(call)
            case ast.Expr(value=value):
                self.no_effect(value)
            case ast.Assign(targets=[ast.Name() as name], value=value):
                self.assign(name, self.term(value))
            case ast.AnnAssign(target=ast.Name() as name, value=ast.expr() as value):
                self.assign(name, self.term(value))
            case ast.Assign() | ast.AnnAssign():
                self.names.skipped = True
                self.refuse(node, said("this assignment", "penugasan ini"), "assign")
            case ast.For():
                self.loop(node)
            case _:
                self.forbidden(node)

    def no_effect(self, node: ast.expr) -> None:
        """An expression that is no `yield`."""
        if type(node) in FORBIDDEN:
            self.forbidden(node)
        else:
            what = said("a line that yields nothing", "baris yang tidak menghasilkan apa pun")
            self.refuse(node, what, "yield")

    def assign(self, name: ast.Name, value: object) -> None:
        """A name that stands for a value from here to the end of the loop, or the function."""
        first = self.names.first(name.id)
        if first:
            what = said("a second `{name}`", "`{name}` kedua", name=name.id)
            self.refuse(name, what, "once", first=first)
        self.names.set(name.id, value, self.script.place(name))

    # --- triples -------------------------------------------------------------------------

    def triple(self, node: ast.Expr, nodes: list[ast.expr]) -> None:
        """A pattern: the claim's own values and addresses, and terms."""
        subject, predicate, value = (self.term(one) for one in nodes)
        if isinstance(subject, Field):
            text = said(
                "the subject is `claim.about`, `part.about` or a term",
                "subjek adalah `claim.about`, `part.about` atau sebuah istilah",
            )
            subject = self.malformed(nodes[0], text)
        if isinstance(predicate, About | Field):
            text = said("the predicate is a term", "predikat adalah sebuah istilah")
            predicate = self.malformed(nodes[1], text)
        if (
            isinstance(subject, About | Iri)
            and isinstance(predicate, Iri)
            and isinstance(value, About | Field | Iri)
        ):
            pattern = Pattern(subject, predicate, value, self.script.place(node))
            if self.belongs(pattern, nodes[2], node):
                self.reading.patterns.append(pattern)

    def belongs(self, pattern: Pattern, node: ast.expr, whole: ast.Expr) -> bool:
        """Whether subject and object lie in one another, and in the loop around them."""
        scopes = [t.scope for t in (pattern.subject, pattern.object) if not isinstance(t, Iri)]
        if len(scopes) > 1 and not (scopes[0].encloses(scopes[1]) or scopes[1].encloses(scopes[0])):
            text = said(
                "subject and object belong to two different lists of parts",
                "subjek dan objek milik dua daftar bagian yang berbeda",
            )
            self.malformed(node, text)
            return False
        if self.loops and self.reading.open[-1].scope not in scopes:
            self.not_of_the_part(whole)
            return False
        return True

    def not_of_the_part(self, node: ast.AST) -> None:
        """Report what stands in a loop and would be said even where there is no part."""
        text = said(
            "this says nothing about `{part}`, so it belongs before the loop",
            "ini tidak menyebut `{part}`, jadi tempatnya sebelum pengulangan",
            part=self.loops[-1],
        )
        self.malformed(node, text)

    def helper(self, node: ast.expr) -> None:
        """`yield from names(claim)`: the patterns of another function."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            self.refuse(node, said("`yield from` of this", "`yield from` dari ini"), "helper")
            return
        target = self.name(node.func)
        if isinstance(target, Bad):
            return
        script = defined = None
        if isinstance(target, FunctionType) and inspect.isgeneratorfunction(target):
            script = self.reading.scripts.get(target.__code__.co_filename)
            defined = script.defined(target.__code__) if script else None
        if not isinstance(target, FunctionType) or script is None or defined is None:
            what = said("`yield from {name}()`", "`yield from {name}()`", name=node.func.id)
            self.refuse(node, what, "helper")
        elif target in self.callers:
            what = said("the recursion of `{name}`", "rekursi `{name}`", name=target.__name__)
            self.refuse(node, what, "helper")
        elif defined.decorator_list or target.__closure__:
            what = said("the decorated `{name}`", "`{name}` yang berdekorator", name=node.func.id)
            self.refuse(node, what, "helper")
        else:
            self.follow(node, _Function(target, script, self.reading, self.callers), defined)

    def follow(self, node: ast.Call, helper: "_Function", defined: Function) -> None:
        """Read a helper with the claims that it is called with."""
        given = [self.value(one) if isinstance(one, ast.Name) else None for one in node.args]
        claims = [one for one in given if isinstance(one, Claim)]
        if any(isinstance(one, Bad) for one in given):
            return
        fits = len(claims) == len(given) and not node.keywords
        if fits and not helper.plain(defined):
            return
        if not fits or not claims or len(claims) != len(_parameters(defined)):
            what = said("a helper with other arguments", "pembantu dengan argumen lain")
            self.refuse(node, what, "helper")
        elif self.loops and all(
            claim.about.scope != self.reading.open[-1].scope for claim in claims
        ):
            self.not_of_the_part(node)
        else:
            helper.bind(defined, claims)
            helper.body(defined)

    # --- loops ---------------------------------------------------------------------------

    def loop(self, node: ast.For) -> None:
        """`for part in claim.each("participation", by="who")`."""
        found = self.parts(node.iter)
        self.names.open()
        if isinstance(node.target, ast.Name):
            self.assign(node.target, found[0] if found else BAD)
            name = node.target.id
        else:
            self.names.skipped = True
            name = ""
            if found:
                what = said("this loop variable", "variabel pengulangan ini")
                self.refuse(node.target, what, "loop")
        if node.orelse:
            self.refuse(node, said("`else` of a `for`", "`else` pada `for`"), "condition")
        if found:
            self.reading.open.append(found[1])
            self.loops.append(name)
        for inner in node.body:
            self.statement(inner)
        if found:
            self.reading.open.pop()
            self.loops.pop()
        self.names.close()

    def parts(self, node: ast.expr) -> tuple[Part, Loop] | None:
        """The parts that a loop is over, or None where that was reported."""
        if not isinstance(node, ast.Call) or not (
            isinstance(node.func, ast.Attribute) and node.func.attr == "each"
        ):
            value = self.value(node)
            if not isinstance(value, Bad):
                what = said("a loop over this", "pengulangan atas ini")
                self.refuse(node, what, "loop")
            return None
        claim = self.value(node.func.value)
        if not isinstance(claim, Claim):
            if not isinstance(claim, Bad):
                self.called(node)
            return None
        nodes = self.bound(node, "each")
        given = self.given(nodes)
        if not given or not self.readable("each", claim.about.scope, nodes["field"], given):
            return None
        part = next(iter(claim.each(**given)))
        loop = Loop(part.about.scope, self.script.place(nodes["field"]))
        return (part, loop) if self.told_apart(loop, nodes) else None

    def told_apart(self, loop: Loop, nodes: dict[str, ast.expr]) -> bool:
        """Whether the parts of a loop have one address each, and differ from those around it."""
        scope = loop.scope
        try:
            end = slug(field_slug(scope.field))
        except LexicalError:
            text = said(
                "`{name}` cannot name parts",
                "`{name}` tidak dapat menamai bagian",
                name=scope.field,
            )
            self.misread(nodes["field"], "each", text, "address")
            return False
        assert scope.outer is not None
        before = self.reading.loops.setdefault((scope.outer, end), loop)
        if before.scope.field != scope.field:
            text = said(
                "the parts of `{one}` and `{two}` have the same addresses",
                "bagian dari `{one}` dan `{two}` beralamat sama",
                one=before.scope.field,
                two=scope.field,
            )
            self.misread(nodes["field"], "each", text, "address", before.location)
            return False
        if before.scope.by != scope.by:
            text = said(
                "the parts of `{field}` are told apart in two ways",
                "bagian dari `{field}` dibedakan dengan dua cara",
                field=scope.field,
            )
            self.misread(nodes.get("by", nodes["field"]), "each", text, "by", before.location)
            return False
        for outer in self.reading.open:
            if outer.scope == scope:
                text = said(
                    "`{field}` is looped over already",
                    "`{field}` sudah diulangi",
                    field=scope.field,
                )
                self.misread(nodes["field"], "each", text, "nested", outer.location)
                return False
        return True

    def referents(self) -> None:
        """Report parts that are told apart by a field which is not read as a reference."""
        read = {p.object for p in self.reading.patterns if isinstance(p.object, Field)}
        found = {(field.scope, field.name) for field in read if field.kind in _REFERENCES}
        for loop in self.reading.loops.values():
            by = loop.scope.by
            if by and by != "key" and (loop.scope, by) not in found:
                text = said(
                    "`{by}` tells the parts apart, but is not read as a reference",
                    "`{by}` membedakan bagian, tetapi tidak dibaca sebagai rujukan",
                    by=by,
                )
                self.misread(loop.location, "each", text, "referent")


def _parameters(node: Function) -> list[ast.arg]:
    """The parameters that are given by their position."""
    return node.args.posonlyargs + node.args.args
