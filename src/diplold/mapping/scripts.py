"""Mapping scripts as people see them: the tree of a script, and where things stand in it."""

import ast
import importlib.util
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic
from diplold.unreadable import not_utf8, unreadable

_CODING: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=]")
_KIND: Final = re.compile(r"""\bmapping\(\s*["']([^"'\n]+)["']""")

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Script:
    """One script that Python can parse."""

    def __init__(self, path: str, text: str, tree: ast.Module) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.tree = tree

    def at(self, line: int, offset: int) -> Location:
        """The place of a line and an offset in it, which Python counts in bytes of UTF-8."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        before = text.encode(errors="surrogatepass")[: max(offset, 0)]
        return Location(self.path, max(line, 1), len(before.decode(errors="replace")) + 1)

    def place(self, node: ast.AST) -> Location:
        """The place where a node begins."""
        return self.at(getattr(node, "lineno", 1), getattr(node, "col_offset", 0))

    def start(self, line: int) -> Location:
        """The place of the first sign of a line."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Location(self.path, line, len(text) - len(text.lstrip()) + 1)

    def functions(self) -> Iterator[Function]:
        """Every function that is written in the script."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def defined(self, code: CodeType) -> Function | None:
        """The function that a code object was made of."""
        for node in self.functions():
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            if node.name == code.co_name and first == code.co_firstlineno:
                return node
        return None

    def decorated(self, line: int) -> tuple[Function, ast.expr] | None:
        """The function with a decorator on a line, and that decorator."""
        for node in self.functions():
            for decorator in node.decorator_list:
                if decorator.lineno <= line <= (decorator.end_lineno or line):
                    return node, decorator
        return None

    def table(self, name: str) -> ast.Dict | None:
        """The literal that a name of the script is set to, if it is a table."""
        for node in self.tree.body:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=found)], value=ast.Dict() as value)
                    | ast.AnnAssign(target=ast.Name(id=found), value=ast.Dict() as value)
                ) if found == name:
                    return value
        return None


class Scripts:
    """The scripts of a project, by the path of their file."""

    def __init__(self, files: Sequence[Path], root: Path, report: Report) -> None:
        self.root = root
        self.report = report
        self.kinds: dict[str, set[str]] = {}
        """The kinds that a script names, whether or not it can be loaded."""

        self.modules: dict[str, ModuleType] = {}
        self._scripts: dict[str, Script | None] = {str(file): self._read(file) for file in files}

    def get(self, file: str) -> Script | None:
        """The script of a file, which may also be one outside of the mappings' folder."""
        if file not in self._scripts:
            self._scripts[file] = self._helper(Path(file))
        return self._scripts[file]

    def broken(self, file: str | None) -> bool:
        """Whether a script could not be parsed, which was reported."""
        return file in self._scripts and self._scripts[file] is None

    def _helper(self, file: Path) -> Script | None:
        try:
            text = importlib.util.decode_source(file.read_bytes())
            return Script(self._path(file), text, _parse(text))
        except (OSError, SyntaxError, ValueError):
            return None

    def _read(self, file: Path) -> Script | None:
        path = self._path(file)
        try:
            raw = file.read_bytes()
        except OSError as error:
            self.report.add(unreadable(error, path))
            return None
        try:
            text = _decode(raw)
        except UnicodeDecodeError as error:
            self.report.add(not_utf8(error, path))
            return None
        except (SyntaxError, LookupError) as error:
            self.report.add(diagnostic("M001", Location(path, 1, 1), reason=reason_of(error)))
            return None
        self.kinds[str(file)] = set(_KIND.findall(text))
        try:
            return Script(path, text, _parse(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            where = _of_syntax_error(path, text, error)
            self.report.add(diagnostic("M001", where, reason=reason_of(error)))
            return None

    def _path(self, file: Path) -> str:
        return (
            file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else str(file)
        )

    def place(self, error: BaseException, file: Path) -> Location:
        """Where in the scripts an error arose: the innermost line of theirs that it came from."""
        if isinstance(error, SyntaxError) and (script := self._scripts.get(error.filename or "")):
            return script.at(error.lineno or 1, (error.offset or 1) - 1)
        where = Location(self._path(file), 1, 1)
        trace = error.__traceback__
        while trace:
            script = self._scripts.get(trace.tb_frame.f_code.co_filename)
            if script:
                where = script.at(trace.tb_lineno, _offset(trace))
            trace = trace.tb_next
        return where

    def table(self, value: object) -> tuple[Script, ast.Dict] | None:
        """The literal that a constant table was made of, and its script."""
        for file, module in self.modules.items():
            for name, found in vars(module).items():
                script = self._scripts.get(file) if found is value else None
                literal = script.table(name) if script else None
                if script and literal:
                    return script, literal
        return None


def reason_of(error: BaseException) -> str:
    """What an exception says, in one line that can be written."""
    try:
        said = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # noqa: BLE001 -- a script may raise what cannot even be shown
        said = ""
    if not isinstance(error, SyntaxError) or not said:
        said = f"{type(error).__name__}: {said}"
    line = " ".join(said.split()).removesuffix(":")
    return line.encode(errors="backslashreplace").decode()


def _parse(text: str) -> ast.Module:
    """The tree of a script; what Python warns of, it says when the script is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _decode(raw: bytes) -> str:
    if any(_CODING.match(line) for line in raw.split(b"\n", 2)[:2]):
        return importlib.util.decode_source(raw)
    text = raw.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _of_syntax_error(path: str, text: str, error: BaseException) -> Location:
    """The place of what cannot be parsed; the parser, given text, counts code points."""
    if "\0" in text:
        before = text[: text.index("\0")]
        return Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    lines = text.split("\n")
    line = min(max(getattr(error, "lineno", None) or 1, 1), len(lines))
    column = max(getattr(error, "offset", None) or 1, 1)
    return Location(path, line, min(column, len(lines[line - 1]) + 1))


def _offset(trace: TracebackType) -> int:
    """Where in its line the instruction stands that a traceback names, in bytes."""
    positions = list(trace.tb_frame.f_code.co_positions())
    offset = positions[trace.tb_lasti // 2][2] if trace.tb_lasti >= 0 else 0
    return offset or 0
