"""What is an absolute IRI; apart from `terms`, because it is not always needed."""

import re
from functools import cache
from ipaddress import AddressValueError, IPv6Address
from typing import Final

# RFC 3987, section 2.2, as strict RDF parsers read it back.
_BEYOND_ASCII: Final = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U000e1000-\U000efffd" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(0x1, 0xE)
)
_PRIVATE: Final = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"


@cache
def _iri(*, ascii_only: bool) -> re.Pattern[str]:
    """The expression; most IRIs are ASCII, and the sets of the others take long to compile."""
    private = "" if ascii_only else _PRIVATE
    name = r"A-Za-z0-9._~!$&'()*+,;=%\-" + ("" if ascii_only else _BEYOND_ASCII)
    return re.compile(
        rf"""
        (?!.*%(?![0-9A-Fa-f]{{2}}))              # each % is followed by two digits
        [A-Za-z][A-Za-z0-9+.-]*: (?=.)           # a scheme, and more
        (?:
            //
            (?: [{name}:]* @ )?                  # a user
            (?: \[(?P<address>[^]%]*)\] | [{name}]* )  # a host
            (?: :[0-9]* )?                       # a port
            (?: /[{name}:@/]* )?
        |
            (?!//) [{name}:@/]*                  # or nothing but a path
        )
        (?: \?[{name}:@/?{private}]* )?
        (?: \#[{name}:@/?]* )?
        """,
        re.VERBOSE,
    )


_FUTURE_ADDRESS = re.compile(r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+")


def is_absolute(text: str) -> bool:
    """Whether a text is an absolute IRI that every RDF parser reads back."""
    match = _iri(ascii_only=text.isascii()).fullmatch(text)
    return match is not None and _is_address(match["address"])


def _is_address(text: str | None) -> bool:
    """Whether what stands between brackets in an IRI's host is an address; true for nothing."""
    if text is None or _FUTURE_ADDRESS.fullmatch(text):
        return True
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
