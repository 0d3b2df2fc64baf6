"""Linking names in other people's data to Wikidata: candidates, and a confidence in each."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from diplold.linking.model import Mention, Outcome

__all__ = ["link"]


def link(
    names: Iterable[str | Mapping[str, str | None] | Mention | None],
    *,
    lang: str | None = "",
    type: str | None = "",  # noqa: A002 -- the word of the model
    gazetteers: str | Path | Iterable[str | Path] | None = (),
    project: str | Path | None = None,
    cache: str | Path | None = None,
) -> list[Outcome]:
    """Say of each name which item of Wikidata it means, in order.

    A name is a text, or a mapping with `name` and, where known, `lang`, `type`, `country` (a
    QID), `date` and `office`; `lang` and `type` hold for those that say none themselves. None
    says nothing, and a name that is None or empty is none. `gazetteers` are tables or indexes
    besides states and territories, one or several, `project` a folder whose linked things are
    known too. Indexes are kept in the folder `cache`, `~/.cache/diplold` unless another is named.
    What a call opened stays open for the next, as long as its files are as they were; the three
    used last.

    Raises `TypeError` or `ValueError` for what cannot be meant, which say what was given and of
    which name, as `names[3]`; `Stop` where a file cannot be used.

    >>> link(["Tiongkok"], lang="id", type="state")[0].qid
    'Q148'
    """
    from diplold.gazetteer.model import type_of
    from diplold.linking import asked, held, opening

    mentions = asked.mentions(names, lang, type)
    files = asked.paths(gazetteers, "gazetteers")
    given = held.Given(
        files,
        type_of(type or "") if files else "",  # nothing else is of a type that nobody says
        Path(project) if project is not None else None,
        Path(cache) if cache is not None else opening.user_cache(),
    )
    with held.linker(given) as linker:
        asked.check_types(mentions, linker.types())
        return linker.match(mentions)
