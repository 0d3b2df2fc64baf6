"""`diplold wikidata`: what is asked of Wikidata, and only when somebody wants it."""

import sys
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import click

from diplold.cli import wikidata_claims, wikidata_names
from diplold.cli.options import format_option, lang_option, project_option
from diplold.cli.output import language, show
from diplold.cli.progress import Progress
from diplold.cli.wikidata_asking import Asking, asked, asking_options


class _Group(click.Group):
    """Knows what was meant where a name is misspelt."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        close = get_close_matches(args[0], self.commands, n=1)
        if args[0] not in self.commands and close and not args[0].startswith("-"):
            hint = f"No such command '{args[0]}'. Did you mean '{close[0]}'?"
            raise click.UsageError(hint, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            rows = [(name, found.get_short_help_str(200)) for name, found in self.commands.items()]
            formatter.write_dl(sorted(rows))


@click.group("wikidata", cls=_Group)
def command() -> None:
    """Ask Wikidata: verify links, look names up, compare claims.

    Wikidata is asked only here; check and build never use the network. It is told who asks: write
    a mail or web address as `contact` below [tool.diplold.wikidata] in pyproject.toml. What it
    answers is kept in .diplold/wikidata/ with its date; --offline uses only that.
    """


@command.command("verify")
@format_option
@asking_options
@project_option
@lang_option
def verify(form: str, asking: Asking, folder: Path, lang: str | None) -> None:
    """Say whether every linked item is there and bears one of our names.

    Items that are gone, that were merged, and that share no label or alias with the thing they
    are linked to, in any language, are reported at the line of the link. Case, accents and
    punctuation do not count.

    Ends with 0 where all links hold, 1 where one does not.
    """
    from diplold import project
    from diplold.diagnostics.render import summary
    from diplold.wikidata.verify import verify as verified

    here, lang, now = project.find(folder), language(lang), datetime.now(tz=UTC)
    with Progress() as say, asked(here, asking, say, lang) as client:
        found = verified(here, client, say, now)
    show(found.report, here.root, form, lang)
    click.echo(summary(found.report, lang, links=found.links, items=found.items), err=True)
    sys.exit(1 if found.report.failed else 0)


for _command in (*wikidata_names.COMMANDS, *wikidata_claims.COMMANDS):
    command.add_command(_command)
