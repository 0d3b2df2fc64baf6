"""The words of reconciliation, the same whichever version of the protocol is spoken.

What goes between the server and the process that knows the names is JSON, hence the `TypedDict`s.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, NotRequired, Protocol, Self, TypedDict

from diplold.diagnostics import Text

WIKIDATA: Final = "http://www.wikidata.org/entity/"
URIS: Final = "http://www.ietf.org/rfc/rfc3986"
"""The space of identifiers that are IRIs themselves."""

LIMIT: Final = 10
"""Candidates of a query that names no limit."""

MOST: Final = 100
"""Candidates that any query gets."""

Strict = Literal["any", "all", "should"]
Quantifier = Literal["any", "all", "none"]


class Malformed(Exception):
    """What a client asks is not of the protocol: a status and a sentence in every language."""

    def __init__(self, message: Text, status: int = 400) -> None:
        super().__init__(message["en"])
        self.message = message
        self.status = status


class Type(TypedDict):
    """A kind of entity."""

    id: str
    name: str


class Feature(TypedDict):
    """One reason for the score: what it added to the log-odds."""

    id: str
    name: str
    value: float


class Found(TypedDict):
    """A candidate."""

    id: str
    name: str
    description: str
    types: list[Type]
    score: float
    """Between 0 and 100."""

    match: bool
    features: list[Feature]
    matched: NotRequired[str]
    """The name by which it was found."""


def identified(entity: "Entity") -> Found:
    """The candidate of a query that names the entity itself."""
    return Found(
        id=entity["id"],
        name=entity["name"],
        description=entity["description"],
        types=entity["types"],
        score=100.0,
        match=True,
        features=[Feature(id="identifier", name="the identifier itself", value=1.0)],
    )


Value = dict[str, Any]
"""A value of a property: `str` with `lang`, `int`, `float`, `date`, or an entity's `id`, `name`."""


class Entity(TypedDict):
    """All that is known of one entity."""

    id: str
    name: str
    description: str
    types: list[Type]
    values: dict[str, list[Value]]


class Property(TypedDict):
    """A property that may be compared and fetched."""

    id: str
    name: str
    service: NotRequired[str]
    """The service whose identifiers the values are, where it is not this one."""


@dataclass(frozen=True, slots=True)
class Given:
    """A property with the values that a query gives; a value is a text or an identifier."""

    property: str
    values: tuple[str, ...]
    required: bool = False
    quantifier: Quantifier = "any"


@dataclass(frozen=True, slots=True)
class Query:
    """One name to reconcile, or, without a name, the properties by which to find something."""

    name: str = ""
    types: tuple[str, ...] = ()
    strict: Strict = "any"
    limit: int = LIMIT
    lang: str = ""
    identifier: str = ""
    """The entity that is asked for by its identifier."""

    given: tuple[Given, ...] = field(default=())

    def plain(self) -> dict[str, Any]:
        """The query as JSON can hold it."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """The query that `plain` made."""
        given = tuple(Given(**{**each, "values": tuple(each["values"])}) for each in plain["given"])
        return cls(**{**plain, "types": tuple(plain["types"]), "given": given})


class Names(Protocol):
    """What can be reconciled against: items of a gazetteer, or things of some data."""

    def match(self, query: Query, lang: str) -> list[Found]:
        """Candidates, best first; more than one may say `match`. `lang` is that of the reader."""
        ...

    def suggest(self, prefix: str, kind: str, limit: int, lang: str) -> list[Found]:
        """Entities that have a name with this beginning."""
        ...

    def entity(self, identifier: str, lang: str) -> Entity | None:
        """An entity, None where it is not known here."""
        ...

    def types(self, lang: str) -> list[Type]:
        """The types, those of most entities first."""
        ...

    def properties(self, kind: str, lang: str) -> list[Property]:
        """The properties that entities of a type have; of any, where it is ""."""
        ...


def clean(text: str) -> str:
    """A text that can be stored and shown: no NUL, no half of a surrogate pair."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
