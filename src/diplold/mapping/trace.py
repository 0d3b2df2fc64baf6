"""Loading mapping scripts, and reading their functions to patterns."""

import importlib.util
import inspect
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.mapping.language import About, Declaration, Field, Registry, Scope, collecting
from diplold.mapping.patterns import Mapping, Mappings, Pattern
from diplold.mapping.reading import Reading
from diplold.mapping.remedies import REMEDIES, code, said
from diplold.mapping.scripts import Function, Script, Scripts, reason_of
from diplold.mapping.syntax import read
from diplold.ontology import Ontology, undefined
from diplold.terms import LexicalError, slug

__all__ = ["Mapping", "Mappings", "Pattern", "load", "undefined_terms"]

_PACKAGE: Final = "diplold_project_mappings"


def load(files: Sequence[Path], root: Path, report: Report) -> Mappings:
    """Import the mapping scripts and read every function that they declare; by kind."""
    mappings = Mappings()
    scripts = Scripts(files, root, report)
    with collecting() as registry, _package(files), _interruptible() as pressed:
        for file in files:
            error = _imported(file, scripts)
            if isinstance(error, KeyboardInterrupt) and pressed:
                raise error
            if error:
                _not_loaded(error, file, scripts, report)
            if error or scripts.broken(str(file)):
                mappings.failed |= scripts.kinds.get(str(file), set())
    _Declared(registry, scripts, mappings, report).read(files)
    return mappings


# --- scripts ----------------------------------------------------------------------------------


@contextmanager
def _package(files: Sequence[Path]) -> Iterator[None]:
    """A package for the scripts, so that `from .common import ...` works between them."""
    package = ModuleType(_PACKAGE)
    package.__path__ = [str(files[0].parent)] if files else []
    sys.modules[_PACKAGE] = package
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
            del sys.modules[name]


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """While it is open, Ctrl-C is noted, so that it differs from what a script raises."""
    pressed: list[int] = []

    def handler(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        signal.default_int_handler(number, frame)

    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield pressed
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _imported(file: Path, scripts: Scripts) -> BaseException | None:
    """Import one script, unless another has done so; gives what it raised."""
    name = f"{_PACKAGE}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if scripts.broken(str(file)) or spec is None or spec.loader is None:
        return None
    module = sys.modules.get(name)
    if module is None:
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            with redirect_stdout(sys.stderr):  # stdout is data
                spec.loader.exec_module(module)
        except BaseException as error:  # noqa: BLE001 -- a script may raise anything, SystemExit too
            return error
    scripts.modules[str(file)] = module
    return None


def _not_loaded(error: BaseException, file: Path, scripts: Scripts, report: Report) -> None:
    """Report what a script raised, at the line of the script that did it."""
    if isinstance(error, SyntaxError) and scripts.broken(error.filename):
        return  # Another script, which is reported where it is wrong.
    where = scripts.place(error, file)
    reason = reason_of(error).replace(f"{_PACKAGE}.", ".").replace(f"{scripts.root}/", "")
    report.add(diagnostic("M001", where, reason=reason))


# --- functions --------------------------------------------------------------------------------


class _Declared:
    """The functions that scripts declare as mappings."""

    def __init__(
        self, registry: Registry, scripts: Scripts, mappings: Mappings, report: Report
    ) -> None:
        self.declared = registry.declared
        self.scripts = scripts
        self.mappings = mappings
        self.report = report
        self.first: dict[str, Location] = {}
        self.lines = {(declared.file, declared.line) for declared in self.declared}

    def read(self, files: Sequence[Path]) -> None:
        """Read them in the order of the files; a script that failed may have run twice."""
        order = {str(file): number for number, file in enumerate(files)}
        found = {(order.get(d.file, -1), d.line, str(d.kind)): d for d in self.declared}
        for key in sorted(found):
            declared = found[key]
            script = self.scripts.get(declared.file)
            if script:
                self.one(declared, script)

    def one(self, declared: Declaration, script: Script) -> None:
        """Read one function and add its mapping, or report why there is none."""
        kind = self.kind(declared, script)
        if not kind:
            return
        where = script.start(declared.line)
        if kind in self.first:
            first = note("first", self.first[kind])
            self.report.add(diagnostic("M005", where, notes=[first], kind=kind))
            return
        self.first[kind] = where
        mapping = self.mapping(kind, declared, script)
        if mapping:
            self.mappings[kind] = mapping
        else:
            self.mappings.failed.add(kind)

    def kind(self, declared: Declaration, script: Script) -> str:
        """The kind that is declared, or "" where it is none."""
        found = script.decorated(declared.line)
        where = script.start(declared.line)
        try:
            if isinstance(declared.kind, str):
                return slug(declared.kind)
            what = said("`@mapping` names no kind", "`@mapping` tidak menyebut jenis")
        except LexicalError:
            shown = code(str(declared.kind))["en"]
            what = said("{text} is not a kind", "{text} bukan jenis", text=shown)
        if found:
            self.mappings.failed.add(found[0].name)
        self.report.add(diagnostic("M008", where, problem=what))
        return ""

    def mapping(self, kind: str, declared: Declaration, script: Script) -> Mapping | None:
        """The mapping that a function is."""
        where = script.start(declared.line)
        function = declared.function
        found = script.decorated(declared.line)
        node = found[0] if found else None
        if isinstance(function, FunctionType) and node is None:
            script = self.scripts.get(function.__code__.co_filename) or script
            node = script.defined(function.__code__)
        if node and not self.bare(node, script):
            return None
        if not isinstance(function, FunctionType) or node is None:
            problem = said("this is no function with a `def`", "ini bukan fungsi dengan `def`")
        elif not inspect.isgeneratorfunction(function):
            problem = said("there is no `yield`", "tidak ada `yield`")
        else:
            return self.patterns(kind, function, node, script, where)
        self.report.add(diagnostic("M006", where, problem=problem))
        return None

    def patterns(
        self, kind: str, function: FunctionType, node: Function, script: Script, where: Location
    ) -> Mapping | None:
        """What the body of a function says."""
        reading = Reading(self.scripts, self.report)
        read(function, node, script, reading)
        if not reading.good:
            return None
        patterns = tuple(reading.patterns)
        return Mapping(kind, patterns, _scopes(patterns), where, tuple(reading.terms))

    def bare(self, node: Function, script: Script) -> bool:
        """Whether a function has no decorators but `@mapping`."""
        file = str(self.scripts.root / script.path)
        good = True
        for decorator in node.decorator_list:
            lines = range(decorator.lineno, (decorator.end_lineno or decorator.lineno) + 1)
            if not any((file, line) in self.lines for line in lines):
                good = False
                what = said("another decorator", "dekorator lain")
                where = script.place(decorator)
                help_ = REMEDIES["decorator"]
                self.report.add(diagnostic("M002", where, what=what, remedy=help_))
        return good


def _scopes(patterns: Sequence[Pattern]) -> tuple[Scope, ...]:
    """Every scope that is used and those around it, outer ones first."""
    found: set[Scope] = {Scope()}
    for pattern in patterns:
        for term in (pattern.subject, pattern.object):
            scope = term.scope if isinstance(term, About | Field) else None
            while scope is not None:
                found.add(scope)
                scope = scope.outer
    return tuple(sorted(found, key=lambda s: (s.depth, s.field)))


def undefined_terms(mappings: dict[str, Mapping], vocabulary: Ontology, report: Report) -> None:
    """Report terms of the project's namespace that a mapping uses and the ontology lacks."""
    for mapping in mappings.values():
        for term, where in mapping.terms:
            if vocabulary.lacks(term):
                report.add(undefined(term, where, vocabulary))
