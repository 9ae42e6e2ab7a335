"""Rules for e-mail addresses, wherever one is typed, imported or compared. Pure.

An address is stored as people read it, `jan@łódź.pl`, and sent as mail programs read it, `jan@xn--d-uga0v4h.pl`:
domains by IDNA 2008 after the mapping of UTS 46 (`faß.example` is not `fass.example`). The part before the @ is a
dot-atom of ASCII (RFC 5321 §4.1.2, RFC 5322 §3.2.3): other letters need SMTPUTF8 (RFC 6531), which Amazon SES doesn't
support, so `ola.żak@` is refused while its owner can still correct it. Upper and lower case are the same mailbox, as
mail services treat them.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from mentoring.errors import N_
from mentoring.letters import bare, visible

LOCAL, DOMAIN, WHOLE, LABEL = 64, 253, 254, 63
"""Most characters before the @, after it, of both together, of a part between dots (RFC 5321 §4.5.3.1, RFC 1035)."""
NO_MAIL = ("invalid", "localhost", "local", "test", "onion", "arpa")
"""Top-level domains where nobody has a mailbox (RFC 6761, RFC 7686)."""
CURLY = "\u2018\u2019\u02bc\u2032"
"""Characters that word processors put in place of an apostrophe; U+00B4 is read as U+2019."""
PLAIN = "@!$'*+"
"""Characters that stay as they are in a `mailto:` besides letters, digits and `-._~`; others are percent-encoded."""
OF_ONE = 10
"""Addresses of one person."""
MOST = 1_000
"""Longer texts are not examined: room for `Name <address>` and to spare."""

_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
_ATOMS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


class AddressRefused(ValueError):
    """A text that isn't an address mail can be sent to: `code` for programs, `message` (msgid) for people."""

    code = "email"
    message = N_("This isn't a complete email address, such as name@company.example.")

    def __init__(self) -> None:
        super().__init__(self.message)


class SeveralAddresses(AddressRefused):
    """More than one @."""

    code = "email-several"
    message = N_("Write one email address here, with one @.")


class SpaceInside(AddressRefused):
    """White space that isn't at the ends."""

    code = "email-space"
    message = N_("There is a space inside this email address.")


class CurlyApostrophe(AddressRefused):
    """A typographic apostrophe before the @."""

    code = "email-apostrophe"
    message = N_("Email can't be delivered to this address: its apostrophe is a curly one. Type the straight one (').")


class ForeignLetters(AddressRefused):
    """Letters beyond ASCII before the @."""

    code = "email-letters"
    message = N_(
        "Email can't be delivered to letters such as ą or é before the @. "
        "Give the address exactly as it is in your email program, or another one."
    )


class LocalWrong(AddressRefused):
    """The part before the @ is invalid."""

    code = "email-local"
    message = N_("What stands before the @ can't be right: look for a dot too many or a missing letter.")


class DomainWrong(AddressRefused):
    """The part after the @ is not a domain that can have mailboxes."""

    code = "email-domain"
    message = N_("What stands after the @ isn't the name of an email service, such as company.example.")


class TooLong(AddressRefused):
    """Longer than e-mail allows."""

    code = "email-long"
    message = N_("This email address is too long.")


REFUSALS: tuple[type[AddressRefused], ...] = (
    AddressRefused,
    SeveralAddresses,
    SpaceInside,
    CurlyApostrophe,
    ForeignLetters,
    LocalWrong,
    DomainWrong,
    TooLong,
)


def clean(text: str) -> str:
    """Return the address in a text somebody typed or copied, in the form that is stored: lower case, domain in Unicode.

    `Name <a@b>`, `<a@b>`, `mailto:a@b?subject=…` and a comma, semicolon or full stop at the end are cleaned. Raises
    `AddressRefused`. Cleaning a clean address changes nothing.
    """
    local, domain = _parts(_taken(text))
    punycode = _punycode(domain)
    if len(local) > LOCAL or len(local) + len(punycode) >= WHOLE:
        raise TooLong
    return f"{_local(local)}@{_shown(punycode)}"


def wire(address: str) -> str:
    """Return a stored address as headers and envelopes carry it: ASCII, its domain in punycode (RFC 5891).

    Addresses stored before this rule that can't be converted are returned unchanged: no mail can be sent to them.
    """
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{_punycode(domain)}"
    except AddressRefused:
        return address


def host(domain: str) -> str:
    """Return the domain of a server in ASCII and lower case; raises `DomainWrong`."""
    return _punycode(domain)


def mailto(address: str) -> str:
    """Return the `mailto:` link for an address (RFC 6068)."""
    return f"mailto:{quote(wire(address), safe=PLAIN)}"


def compared(address: str) -> str:
    """Return the form under which an address is compared and keyed.

    What `clean` refuses only loses upper case and invisible characters, for addresses stored before this rule.
    """
    try:
        return clean(address)
    except AddressRefused:
        return bare(unicodedata.normalize("NFKC", address)).strip().lower()


def _taken(text: str) -> str:
    """Return the part of a text that should be an address: without invisible characters, display name and `mailto:`."""
    if len(text) > MOST:
        raise TooLong
    taken = visible(unicodedata.normalize("NFKC", visible(text.replace("\u00b4", "\u2019")))).strip().rstrip(",;. \t\n")
    named = _NAMED.fullmatch(taken)
    taken = (named[1] if named else taken).strip()
    if _MAILTO.match(taken):
        taken = visible(unquote(_MAILTO.sub("", taken, count=1).partition("?")[0])).strip()
    return taken


def _parts(taken: str) -> tuple[str, str]:
    local, _, domain = taken.partition("@")
    if not local or not domain:
        raise AddressRefused
    if "@" in domain:
        raise SeveralAddresses
    if taken.split() != [taken]:
        raise SpaceInside
    return bare(local).lower(), domain


def _local(local: str) -> str:
    if any(letter in local for letter in CURLY):
        raise CurlyApostrophe
    if not local.isascii():
        raise ForeignLetters
    if not _ATOMS.fullmatch(local):
        raise LocalWrong
    return local


def _punycode(domain: str) -> str:
    """Return a domain in ASCII; raises `DomainWrong`."""
    lowered = domain.lower()
    found = lowered if lowered.isascii() and not _encoded(lowered) else _idna(domain)
    labels = found.split(".")
    right = len(labels) > 1 and all(len(label) <= LABEL and _LABEL.fullmatch(label) for label in labels)
    if not right or labels[-1].isdecimal() or labels[-1] in NO_MAIL or len(found) > DOMAIN:
        raise DomainWrong
    return found


def _shown(punycode: str) -> str:
    """Return a domain as people read it."""
    if not _encoded(punycode):
        return punycode
    import idna  # noqa: PLC0415 - see `_idna`

    return idna.decode(punycode)


def _encoded(domain: str) -> bool:
    return any(label.startswith("xn--") for label in domain.split("."))


def _idna(domain: str) -> str:
    import idna  # noqa: PLC0415 - 5 ms, only domains beyond ASCII pay

    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise DomainWrong from error
