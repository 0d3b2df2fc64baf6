"""`diplold query`."""

import re
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

import click

from diplold.cli.asked import data_option, endpoint_of, opened, project_of, store_option
from diplold.cli.options import lang_option, project_option
from diplold.cli.output import columns, gone, language, style, writing
from diplold.query.results import BY_SUFFIX, FORMATS, PAGES

if TYPE_CHECKING:
    from diplold.asking import Asked
    from diplold.diagnostics import Diagnostic, Stop
    from diplold.project import Project
    from diplold.queries import NamedQuery
    from diplold.query.evaluation import Answer
    from diplold.query.results import Shown

_NAME = re.compile(r"[\w.-]+")
_ALIASES: Final = {"turtle": "ttl", "md": "markdown", "ntriples": "nt", "json-ld": "jsonld"}
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(slots=True)
class _Times:
    """How long each step took."""

    steps: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def step(self, name: str) -> None:
        now = time.perf_counter()
        self.steps[name] = now - self._last
        self._last = now

    def text(self) -> str:
        return ", ".join(f"{name} {seconds:.3f} s" for name, seconds in self.steps.items())


@dataclass(slots=True)
class _Question:
    """A query with what it is called in messages."""

    text: str
    path: str
    things: list[str] = field(default_factory=list)


@click.command("query")
@click.argument("query", required=False)
@click.option(
    "-f",
    "--file",
    "--query",
    type=click.Path(allow_dash=True),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "-p",
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value that a named query asks for; repeatable.",
)
@data_option
@store_option
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the dump.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds that an endpoint has for an answer.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=256 * 1024 * 1024,
    show_default=True,
    help="How long an endpoint's answer may be.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMATS, *_ALIASES)),
    metavar="FORMAT",
    help=f"{', '.join(FORMATS)} (default: table, or by --output's name).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, its format by its name.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Write this many rows at most.")
@click.option(
    "--labels",
    metavar="[LANG]",
    is_flag=False,
    flag_value="",
    help="Show labels, in this language, instead of IRIs.",
)
@click.option("--why", is_flag=True, help="Say for each row what it rests on, and where.")
@click.option("--explain", is_flag=True, help="Say what would be asked, and do not ask it.")
@click.option("--time", "timed", is_flag=True, help="Say how long it took.")
@click.option("-v", "--verbose", is_flag=True, help="Say which prefixes were declared for you.")
@project_option
@lang_option
def command(
    query: str | None,
    file: str | None,
    folder: Path,
    lang: str | None,
    **options: Any,  # noqa: ANN401 -- each by its option
) -> None:
    """Ask the dump, any RDF file, a store or an endpoint with SPARQL.

    QUERY is SPARQL, or the name of a query in queries/; - reads it from standard input. Without
    QUERY and -f the named queries are listed, with what they ask for. The project's prefixes and
    the well-known ones need no PREFIX line.
    """
    query = _labels_or_query(query, file, options)
    if query and file:
        raise click.UsageError("give QUERY or --file, not both")
    if query == "-":
        query, file = None, "-"
    named = not file and (query is None or _NAME.fullmatch(query) is not None)
    elsewhere = bool(options["data"] or options["store"] or options["endpoint"])
    here = project_of(folder, needed=named or not elsewhere)
    if named and query is None:
        _list(here, language(lang))
        return
    try:
        _Run(here, language(lang), options).ask(
            _question(query, file, here, options["given"], lang)
        )
    except BrokenPipeError:
        gone()


def _labels_or_query(query: str | None, file: object, options: dict[str, Any]) -> str | None:
    """`--labels QUERY` is the query: its value may be left out, which click cannot know."""
    labels = options["labels"]
    if labels and query is None and file is None and not _TAG.fullmatch(str(labels)):
        options["labels"] = ""
        return str(labels)
    if labels and not _TAG.fullmatch(labels):
        raise click.UsageError(f"--labels takes a language, as en or id, not '{labels}'")
    return query


def _question(
    query: str | None,
    file: str | None,
    here: "Project | None",
    given: tuple[str, ...],
    lang: str | None,
) -> _Question:
    values = _values(given)
    if file or (query and not _NAME.fullmatch(query)):
        if values:
            raise click.UsageError("--param goes with a named query")
        called = file if file and file != "-" else "query"
        return _Question(_read(file) if file else query or "", called)
    assert here
    assert query
    found = _named(here, query)
    text = found.bound(values, here.names.things, lang)
    return _Question(text, str(here.queries[query]), found.things(values))


def _read(file: str) -> str:
    """The text of a file, or of standard input for `-`."""
    from diplold.diagnostics import Stop

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Stop(3, "E202", path=file, reason=f"not UTF-8: {error.reason}") from error
    except OSError as error:
        raise Stop(3, "E202", path=file, reason=error.strerror or str(error)) from error


class _Run:
    """One question, from opening the data to the last line."""

    def __init__(self, here: "Project | None", lang: str, options: dict[str, Any]) -> None:
        self.here = here
        self.lang = lang
        self.options = options
        self.times = _Times()
        self.form = _form(options["form"], options["output"])
        if options["labels"] is not None and self.form not in PAGES:
            raise _stop("E241", form=self.form)
        if options["why"] and self.form not in ("table", "json"):
            raise _stop("E243", form=self.form)

    def ask(self, question: _Question) -> None:
        from diplold.diagnostics import Stop
        from diplold.query.evaluation import missing_things

        options = self.options
        endpoint = endpoint_of(options["endpoint"], options["timeout"], options["max_bytes"])
        asked = opened(self.here, options["data"], options["store"], endpoint)
        self.times.step("read")
        if question.things and asked.held and asked.things:
            missing_things(asked.held.store, question.things, asked.things)
        if options["verbose"]:
            for name, iri in asked.for_you(question.text).items():
                click.echo(f"PREFIX {name}: <{iri}>", err=True)
        try:
            self.answered(asked, question)
        except Stop as stop:
            self.flawed(stop, question)
        if options["timed"]:
            click.echo(self.times.text(), err=True)

    def flawed(self, stop: "Stop", question: _Question) -> NoReturn:
        """Say at its place what is wrong with a query; other stops go on."""
        from diplold.query.flaws import Flaw

        if not isinstance(stop, Flaw):
            raise stop
        self.tell([stop.diagnostic(question.path)], question, stop.text)
        sys.exit(2)

    def answered(self, asked: "Asked", question: _Question) -> None:
        if self.options["explain"]:
            self.explained(asked, question)
            return
        shown = self.shown(asked)
        if self.options["why"]:
            self.why(asked, question, shown)
        else:
            self.written(asked.ask(question.text), shown)
        if shown.more:
            click.echo(_MORE[self.lang].format(rows=shown.rows), err=True)
        self.unknown(asked, question, shown)

    def written(self, answer: "Answer", shown: "Shown") -> None:
        from diplold.query.results import write

        with _output(self.options["output"]) as stream:
            write(answer, self.form, stream, shown)
        self.times.step("ask and write")

    def unknown(self, asked: "Asked", question: _Question, shown: "Shown") -> None:
        """Warn of terms that there are not, and say why there is no answer."""
        if asked.held is None:
            return
        from diplold.query.terms_used import undefined

        found = list(
            undefined(
                question.text, asked.prefixes, asked.held.store, asked.namespaces, question.path
            )
        )
        if shown.rows == 0 and self.options["limit"] != 0:
            from diplold.query.emptiness import empty

            held = asked.held
            why = empty(held.store, question.text, asked.prefixes, question.path, union=held.union)
            found += [why] if why else []
        self.tell(found, question)

    def tell(self, found: "list[Diagnostic]", question: _Question, text: str | None = None) -> None:
        from diplold.diagnostics import Report
        from diplold.diagnostics.render import text_lines

        texts = {question.path: text or question.text}
        for line in text_lines(Report(found), Path(), self.lang, style, texts):
            click.echo(line, err=True)

    def shown(self, asked: "Asked") -> "Shown":
        from diplold.query.names import labeller
        from diplold.query.results import Shown

        labels = self.options["labels"]
        label = None
        if labels is not None:
            label = labeller(asked.needs_data("--labels").store, labels or self.lang)
        room = 0 if self.options["output"] else columns()
        return Shown(asked.shown, room, label, self.options["limit"])

    def explained(self, asked: "Asked", question: _Question) -> None:
        from diplold.query.explain import explain

        for line in explain(asked.held, question.text, asked.prefixes, self.lang):
            click.echo(line)

    def why(self, asked: "Asked", question: _Question, shown: "Shown") -> None:
        from diplold import written
        from diplold.query.proof import Proofs
        from diplold.query.why import why
        from diplold.query.why_text import as_json, as_text

        held = asked.needs_data("--why")
        proofs = Proofs(held.store, written.locator(asked.project))
        found = why(held, question.text, asked.prefixes, proofs, shown.limit)
        with _output(self.options["output"]) as stream:
            lines = as_json(found) if self.form == "json" else as_text(found, shown, self.lang)
            for line in lines:
                stream.write(f"{line}\n".encode("utf-8", "replace"))
        shown.rows, shown.more = len(found.rows), found.more
        self.times.step("ask, explain and write")


_MORE: Final = {
    "en": "there is more: only the first {rows:,} are written (--limit)",
    "id": "masih ada lagi: hanya {rows:,} pertama yang ditulis (--limit)",
}


def _stop(code: str, **arguments: str) -> Exception:
    from diplold.diagnostics import Stop

    return Stop(2, code, **arguments)


def _form(form: str | None, output: Path | None) -> str:
    """The format that is named, else that of the file's name, else the table."""
    if form:
        return _ALIASES.get(form, form)
    if output is None:
        return "table"
    found = BY_SUFFIX.get(output.suffix.lower())
    if found is None:
        known = ", ".join(BY_SUFFIX)
        raise click.UsageError(f"--output ends in one of {known}, or name a --format")
    return found


def _output(output: Path | None) -> AbstractContextManager[IO[bytes]]:
    """Standard output, or a file that is put in its place when it is whole."""
    return writing(None) if output is None else _Whole(output)


class _Whole(AbstractContextManager[IO[bytes]]):
    """A file beside its place, put there at the end, removed where something fails."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.temporary = path.with_name(f".{path.name}.new")

    def __enter__(self) -> IO[bytes]:
        from diplold.atomic import unwritable

        try:
            self.stream = self.temporary.open("wb")
        except OSError as error:
            raise unwritable(self.path, error) from error
        return self.stream

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        from diplold.atomic import unwritable

        try:
            self.stream.close()
            if kind is None:
                self.temporary.replace(self.path)
        except OSError as problem:
            raise unwritable(self.path, problem) from problem
        finally:
            self.temporary.unlink(missing_ok=True)


def _values(given: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise click.UsageError(f"--param is NAME=VALUE, not '{text}'")
        if name in values:
            raise click.UsageError(f"--param {name} is given twice")
        values[name] = value
    return values


def _named(here: "Project", name: str) -> "NamedQuery":
    from diplold.queries import read_named

    return read_named(name, here.queries)


def _list(here: "Project | None", lang: str) -> None:
    assert here
    rows = []
    for name in sorted(here.queries):
        query = _named(here, name)
        asked = ", ".join(f"{p.name}={p.default or '...'}" for p in query.parameters)
        summary = query.summary.get(lang) or query.summary.get("en") or ""
        rows.append((name, f"{summary} ({asked})" if asked else summary))
    if not rows:
        click.echo("no named queries: put NAME.rq files into queries/", err=True)
        return
    formatter = click.HelpFormatter(width=80)
    formatter.write_dl(rows)
    click.echo(formatter.getvalue().rstrip("\n"))
