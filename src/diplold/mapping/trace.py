"""Loading mapping scripts and tracing their functions to patterns."""

import importlib.util
import inspect
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.mapping.language import (
    About,
    Claim,
    Field,
    MappingFunction,
    Object,
    Scope,
    Subject,
    collecting,
)
from diplold.mapping.syntax import check
from diplold.ontology import Ontology, undefined
from diplold.terms import Iri

_PACKAGE: Final = "diplold_project_mappings"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One traced `yield`: subject, predicate, object, and the line of the mapping."""

    subject: Subject
    predicate: Iri
    object: Object
    location: Location

    @property
    def scope(self) -> Scope:
        """The innermost scope that the pattern reads: it gives one triple for each such part."""
        scopes = [t.scope for t in (self.subject, self.object) if isinstance(t, About | Field)]
        return max(scopes, key=lambda scope: scope.depth, default=Scope())


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping function becomes: the patterns of one kind."""

    kind: str
    patterns: tuple[Pattern, ...]
    scopes: tuple[Scope, ...]
    location: Location

    def fields(self, scope: Scope) -> frozenset[str]:
        """The names of the fields that are read in a scope."""
        terms = (term for p in self.patterns for term in (p.subject, p.object))
        read = {t.name for t in terms if isinstance(t, Field) and t.scope == scope}
        inner = {s.field for s in self.scopes if s.outer == scope}
        return frozenset(read | inner)


def load(files: Sequence[Path], root: Path, report: Report) -> dict[str, Mapping]:
    """Import the mapping scripts and trace every function; by kind."""
    mappings: dict[str, Mapping] = {}
    package = _package(files[0].parent) if files else None
    try:
        for file in files:
            for kind, function in _functions(file, root, report):
                _add(kind, function, root, mappings, report)
    finally:
        if package:
            for name in [n for n in sys.modules if n.partition(".")[0] == _PACKAGE]:
                del sys.modules[name]
    return mappings


def _package(folder: Path) -> ModuleType:
    """A package for the scripts, so that `from .common import ...` works between them."""
    package = ModuleType(_PACKAGE)
    package.__path__ = [str(folder)]
    sys.modules[_PACKAGE] = package
    return package


def _functions(file: Path, root: Path, report: Report) -> Iterator[tuple[str, MappingFunction]]:
    """The mapping functions that one script declares."""
    name = f"{_PACKAGE}.{file.stem}"
    path = file.relative_to(root).as_posix()
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        report.add(diagnostic("M001", Location(path), reason="not a Python file"))
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with collecting() as registry:
        try:
            spec.loader.exec_module(module)
        except SyntaxError as error:
            where = Location(path, error.lineno or 1, error.offset or 1)
            report.add(diagnostic("M001", where, reason=error.msg))
        except Exception as error:  # noqa: BLE001 -- a script may raise anything
            where = Location(path, _line_of(error, file), 1)
            reason = f"{type(error).__name__}: {error}"
            report.add(diagnostic("M001", where, reason=reason))
    for kind, function in registry.functions:
        if inspect.getsourcefile(function) == str(file):
            yield kind, function


def _line_of(error: BaseException, file: Path) -> int:
    """The last line of the script that the error passed through."""
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == str(file):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _add(
    kind: str,
    function: MappingFunction,
    root: Path,
    mappings: dict[str, Mapping],
    report: Report,
) -> None:
    code = function.__code__
    path = Path(code.co_filename).relative_to(root).as_posix()
    where = Location(path, code.co_firstlineno, 1)
    if not inspect.isgeneratorfunction(function):
        problem = {"en": "there is no `yield`", "id": "tidak ada `yield`"}
        report.add(diagnostic("M006", where, problem=problem))
    elif kind in mappings:
        first = note("first", mappings[kind].location)
        report.add(diagnostic("M005", where, notes=[first], kind=kind))
    elif check(function, str(root), report):
        traced = _trace(kind, function, path, where, report)
        if traced:
            mappings[kind] = traced


def _trace(
    kind: str, function: MappingFunction, path: str, where: Location, report: Report
) -> Mapping | None:
    """Run the function once and take the patterns that it yields."""
    patterns: list[Pattern] = []
    try:
        generator = function(Claim())
        for subject, predicate, value in generator:
            line = _yielding_line(generator)
            patterns.append(Pattern(subject, predicate, value, Location(path, line, 1)))
    except Exception as error:  # noqa: BLE001 -- a wrong call raises anything
        at = Location(path, _line_of(error, Path(function.__code__.co_filename)), 1)
        report.add(diagnostic("M001", at, reason=f"{type(error).__name__}: {error}"))
        return None
    good = [_well_formed(pattern, report) for pattern in patterns]
    if not all(good):
        return None
    return Mapping(kind, tuple(patterns), _scopes(patterns), where)


def _yielding_line(generator: object) -> int:
    """The line of the mapping function itself that is yielding, also through a helper."""
    frame = getattr(generator, "gi_frame", None)
    return frame.f_lineno if frame else 1


def _well_formed(pattern: Pattern, report: Report) -> bool:
    """Whether a pattern is a triple whose terms belong together; reports where it is not."""
    subject, predicate, value = pattern.subject, pattern.predicate, pattern.object
    problem = None
    if not isinstance(subject, About | Iri):
        problem = {
            "en": "the subject is `claim.about`, `part.about` or a term",
            "id": "subjek adalah `claim.about`, `part.about` atau sebuah istilah",
        }
    elif not isinstance(predicate, Iri):
        problem = {"en": "the predicate is a term", "id": "predikat adalah sebuah istilah"}
    elif not isinstance(value, About | Field | Iri):
        problem = {
            "en": "the object is read from the claim, or a term",
            "id": "objek dibaca dari klaim, atau sebuah istilah",
        }
    elif (
        isinstance(subject, About)
        and isinstance(value, About | Field)
        and not (subject.scope.encloses(value.scope) or value.scope.encloses(subject.scope))
    ):
        problem = {
            "en": "subject and object belong to two different lists of parts",
            "id": "subjek dan objek milik dua daftar bagian yang berbeda",
        }
    if problem:
        report.add(diagnostic("M006", pattern.location, problem=problem))
    return problem is None


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
        for pattern in mapping.patterns:
            used = [pattern.predicate]
            used += [t for t in (pattern.subject, pattern.object) if isinstance(t, Iri)]
            if isinstance(pattern.object, Field):
                used += [term for _, term in pattern.object.choices]
            for term in used:
                if vocabulary.lacks(term):
                    report.add(undefined(term, pattern.location, vocabulary))
