"""Linking names in other people's data to Wikidata: candidates, and a confidence in each."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from diplold.linking.model import Mention, Outcome

__all__ = ["link"]


def link(
    names: Iterable[str | Mapping[str, str] | Mention],
    *,
    lang: str = "",
    type: str = "",  # noqa: A002 -- the word of the model
    gazetteers: Iterable[str | Path] = (),
    project: str | Path | None = None,
    cache: str | Path | None = None,
) -> list[Outcome]:
    """Say of each name which item of Wikidata it means, in order.

    A name is a text, or a mapping with `name` and, where known, `lang`, `type`, `country` (a
    QID), `date` and `office`. `gazetteers` are tables or indexes besides states and territories,
    `project` a folder whose linked things are known too. Indexes are kept in the folder `cache`,
    `~/.cache/diplold` unless another is named. What a call opened stays open for the next, as
    long as its files are as they were; the three used last. Raises `Stop` where a file cannot be
    used.

    >>> link(["Tiongkok"], lang="id", type="state")[0].qid
    'Q148'
    """
    from diplold.linking import held, opening

    mentions = [_mention(name, lang, type) for name in names]
    files = tuple(Path(file) for file in gazetteers)
    given = held.Given(
        files,
        type if files else "",  # nothing else is of a type that nobody says
        Path(project) if project is not None else None,
        Path(cache) if cache is not None else opening.user_cache(),
    )
    with held.linker(given) as linker:
        return linker.match(mentions)


def _mention(name: str | Mapping[str, str] | Mention, lang: str, kind: str) -> Mention:
    if isinstance(name, Mention):
        return name
    given = {"name": name} if isinstance(name, str) else dict(name)
    return Mention(**{"lang": lang, "type": kind, **given})
