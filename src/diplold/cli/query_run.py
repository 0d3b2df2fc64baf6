"""One question of `diplold query`, from opening the data to the last line that is printed."""

import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NoReturn

import click

from diplold.cli.asked import endpoint_of, opened
from diplold.cli.output import columns, style, writing
from diplold.cli.query_options import Options
from diplold.query.tables import PAGES

if TYPE_CHECKING:
    from diplold.asking import Asked
    from diplold.diagnostics import Diagnostic, Stop
    from diplold.project import Project
    from diplold.query.evaluation import Answer
    from diplold.query.tables import Shown


@dataclass(slots=True)
class Question:
    """A query with what it is called in messages."""

    text: str
    path: str
    things: list[str] = field(default_factory=list)
    """The things among the values that it was given."""


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


class Run:
    """Asks one question and writes the answer; `lang` is that of messages.

    Raises `Stop` (exit code 2) for a format that cannot hold what the options ask for.
    """

    def __init__(self, here: "Project | None", lang: str, options: Options) -> None:
        self.here = here
        self.lang = lang
        self.options = options
        self.times = _Times()
        self.form = _form(options)

    def ask(self, question: Question) -> None:
        """Ask, and print the answer and all that there is to say of it."""
        from diplold.diagnostics import Stop

        asked = self._opened(question)
        if self.options.verbose:
            for name, iri in asked.for_you(question.text).items():
                click.echo(f"PREFIX {name}: <{iri}>", err=True)
        try:
            if self.options.explain:
                self._explained(asked, question)
            else:
                self._answered(asked, question)
        except Stop as stop:
            self._flawed(stop, question)
        if self.options.timed:
            click.echo(self.times.text(), err=True)

    def _opened(self, question: Question) -> "Asked":
        """The data; raises `Stop` where the question names a thing that is not in it."""
        from diplold.query.evaluation import missing_things

        options = self.options
        endpoint = endpoint_of(options.endpoint, options.timeout, options.max_bytes)
        asked = opened(self.here, options.data, options.store, endpoint)
        self.times.step("read")
        if question.things and asked.held and asked.things:
            missing_things(asked.held.store, question.things, asked.things)
        return asked

    def _flawed(self, stop: "Stop", question: Question) -> NoReturn:
        """Say at its place what is wrong with a query; other stops go on."""
        from diplold.query.flaws import Flaw

        if not isinstance(stop, Flaw):
            raise stop
        self._tell([stop.diagnostic(question.path)], question.path, stop.text)
        sys.exit(2)

    def _explained(self, asked: "Asked", question: Question) -> None:
        from diplold.query.explain import explain

        for line in explain(asked.held, question.text, asked.prefixes, self.lang):
            click.echo(line)

    def _answered(self, asked: "Asked", question: Question) -> None:
        shown = self._shown(asked)
        if self.options.why:
            self._why(asked, question, shown)
        else:
            self._written(asked.ask(question.text), shown)
        if shown.more:
            click.echo(_MORE[self.lang].format(rows=shown.rows), err=True)
        self._doubtful(asked, question, shown)

    def _shown(self, asked: "Asked") -> "Shown":
        from diplold.query.names import labeller
        from diplold.query.tables import Shown

        labels = self.options.labels
        label = None
        if labels is not None:
            label = labeller(asked.needs_data("--labels").store, labels or self.lang)
        room = 0 if self.options.output else columns()
        return Shown(asked.shown, room, label, self.options.limit)

    def _written(self, answer: "Answer", shown: "Shown") -> None:
        from diplold.query.results import write

        with _output(self.options.output) as stream:
            write(answer, self.form, stream, shown)
        self.times.step("ask and write")

    def _why(self, asked: "Asked", question: Question, shown: "Shown") -> None:
        from diplold import written
        from diplold.query.proof import Proofs
        from diplold.query.why import why
        from diplold.query.why_text import as_json, as_text

        held = asked.needs_data("--why")
        proofs = Proofs(held.store, written.locator(asked.project))
        found = why(held, question.text, asked.prefixes, proofs, shown.limit)
        with _output(self.options.output) as stream:
            lines = as_json(found) if self.form == "json" else as_text(found, shown, self.lang)
            for line in lines:
                stream.write(f"{line}\n".encode("utf-8", "replace"))
        shown.rows, shown.more = len(found.rows), found.more
        self.times.step("ask, explain and write")

    def _doubtful(self, asked: "Asked", question: Question, shown: "Shown") -> None:
        """Warn of terms that there are not, and say why there is no answer."""
        if asked.held is None:
            return
        from diplold.query.terms_used import undefined

        held, text, prefixes, path = asked.held, question.text, asked.prefixes, question.path
        found = list(undefined(text, prefixes, held.store, asked.namespaces, path))
        if shown.rows == 0 and self.options.limit != 0:
            from diplold.query.emptiness import empty

            why = empty(held.store, text, prefixes, path, union=held.union)
            found += [why] if why else []
        self._tell(found, path, text)

    def _tell(self, found: "list[Diagnostic]", path: str, text: str) -> None:
        """Print findings about a query, each with the line that it is about."""
        from diplold.diagnostics import Report
        from diplold.diagnostics.render import text_lines

        for line in text_lines(Report(found), Path(), self.lang, style, {path: text}):
            click.echo(line, err=True)


_MORE: Final = {
    "en": "there is more: only the first {rows:,} are written (--limit)",
    "id": "masih ada lagi: hanya {rows:,} pertama yang ditulis (--limit)",
}


def _form(options: Options) -> str:
    """The format of the answer, where it can hold what the options ask for."""
    from diplold.diagnostics import Stop

    form = options.chosen_format()
    if options.labels is not None and form not in PAGES:
        raise Stop(2, "E241", form=form)
    if options.why and form not in ("table", "json"):
        raise Stop(2, "E243", form=form)
    return form


def _output(output: Path | None) -> AbstractContextManager[IO[bytes]]:
    """Standard output, or a file that is put in its place when it is whole."""
    from diplold import atomic

    return writing(None) if output is None else atomic.whole(output)
