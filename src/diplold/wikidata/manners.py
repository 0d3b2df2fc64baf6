"""How Wikidata is to be asked: who asks, where, how much, how often. Nothing here asks.

Sources: mediawiki.org, *API:Etiquette*, *Manual:Maxlag parameter*, *Wikimedia APIs/Access policy*;
*Wikidata Query Service/User Manual*, Query limits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlencode, urlsplit

import diplold
from diplold.diagnostics import Stop

MAXLAG: Final = 5
"""Seconds; what Wikimedia recommends, and the least that is waited when they are exceeded."""

_CONTACT: Final = re.compile(
    r"(?:mailto:)?[!-?A-~]+@(?!example\.)(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
    r"|https?://(?!example\.)(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[:/?#][!-~]*)?"
)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the questions go."""

    api: str = "https://www.wikidata.org/w/api.php"
    sparql: str = "https://query.wikidata.org/sparql"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often; times in seconds."""

    seconds: float = 90
    """One answer, from the question to its last byte; a query may take Wikidata 60."""

    most: int = 64 << 20
    """Bytes of one answer, unpacked."""

    tries: int = 5
    longest_wait: float = 300
    back_off: float = 5
    """The first wait where Wikidata names none; each further one is twice as long."""

    max_age: timedelta = timedelta(days=7)
    """How old a kept answer may be; with `offline` any will do."""


def check_contact(contact: str) -> None:
    """Stop (exit code 2) where nobody can be written to: Wikimedia blocks who does not say."""
    if not contact:
        raise Stop(2, "E402")
    if not _CONTACT.fullmatch(contact):
        raise Stop(2, "E403", contact=contact)


def user_agent(contact: str) -> str:
    """Who asks, in the form that Wikimedia prefers."""
    import requests

    ours = f"diplold/{diplold.__version__} (https://w3id.org/diplold/; {contact or 'offline'})"
    return f"{ours} python-requests/{requests.__version__}"


def retry_after(text: str, now: datetime) -> float | None:
    """The seconds to wait that a header `Retry-After` names, as a number or as a date."""
    text = text.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def key_of(endpoint: str, asked: Mapping[str, str]) -> str:
    """What was asked, for the cache: the same whatever is asked together with it."""
    return f"{endpoint}?{urlencode(sorted(asked.items()))}"


def search_of(name: str, language: str, limit: int) -> dict[str, str]:
    """The question that searches a name."""
    return {
        "action": "wbsearchentities",
        "search": name,
        "language": language,
        "uselang": language,
        "type": "item",
        "limit": str(limit),
    }


def check_address(url: str) -> None:
    """Stop (exit code 2) at an address that is not https, nor of this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or not _is_here(parts.hostname or ""):
        raise Stop(2, "E404", url=url)


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
