"""Rules of signing in: a request lives 15 minutes, works once, and ends after five wrong codes.

Mails to one mailbox, requests from one network, and wrong codes for one mailbox are each followed by a growing pause. A
mailbox's pause is never longer than its last mail is valid: whoever waits has a link that works.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, DomainError, Invalid, Paused, SignInRequired
from mentoring.limits import Limit
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUTE = timedelta(minutes=1)
REQUEST_LIFETIME = 15 * MINUTE
REQUEST_KEPT = timedelta(days=1)
"""How long after its life a request is kept, so that who comes late needn't type the address again."""
TRIES = 5
DIGITS = 6


class SignedOut(SignInRequired):
    """A form with words of its writer came from a browser that is no longer signed in; `path` leads to signing in."""

    code = "signed-out"
    message = N_("You are no longer signed in. Nothing was changed.")
    can_be_mended = False
    way = N_("Sign in")

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class SignInExpired(DomainError):
    """The request is too old, was used, or had too many wrong codes."""

    code = "sign-in-expired"
    status = 410
    message = N_("This sign-in link or code no longer works. Ask for a new one; it takes a moment.")


class WrongCode(DomainError):
    """The code is not the one in the mail."""

    code = "wrong-code"
    status = 422
    message = N_("That is not the code from the email.")


class NotSixDigits(Invalid):
    """The input can't be a code; it doesn't count as a try."""

    def __init__(self) -> None:
        super().__init__(fields={"/code": N_("Type the six digits from the email.")})


class SignInPaused(Paused):
    """Too many sign-in mails to this mailbox, or requests from this network; the same for unknown addresses."""

    code = "sign-in-paused"
    message = N_(
        "Many sign-in emails were asked for in a short time. Look into your inbox and the spam folder first: what came "
        "in the last 15 minutes still works. You can ask again in %(minutes)s min."
    )


class CodePaused(Paused):
    """Too many wrong codes for this mailbox."""

    code = "code-paused"
    message = N_(
        "Many wrong codes were typed for this address. Use the link in the email, or try again in %(minutes)s min."
    )


class RenewalPaused(Paused):
    """A new link was asked for too often, for one person or from one network."""

    code = "renewal-paused"
    message = N_(
        "A new link was asked for several times in a short time. Look into your inbox and the spam folder first; you "
        "can ask again in %(minutes)s min."
    )


RENEWALS_FOR_PERSON = Limit("link-for", 3, MINUTE, REQUEST_LIFETIME, 15 * MINUTE, RenewalPaused)
RENEWALS_FROM_SOURCE = Limit("link-from", 100, MINUTE / 10, 10 * MINUTE, MINUTE / 10, RenewalPaused)
MAILS_TO_ADDRESS = Limit("mail-to", 5, MINUTE, REQUEST_LIFETIME, 15 * MINUTE, SignInPaused)
MAILS_FROM_SOURCE = Limit("mail-from", 100, MINUTE / 10, 10 * MINUTE, MINUTE / 10, SignInPaused)
"""A whole company may use one address when its programme begins."""
WRONG_CODES = Limit("wrong-code", 10, MINUTE, 60 * MINUTE, 30 * MINUTE, CodePaused)


@dataclass(frozen=True)
class SignInRequest:
    """A request to sign in with an address; `mail` is the event that sends its mail."""

    email: str
    locale: str
    next: str
    expires_at: datetime
    attempts: int = 0
    used: bool = False
    mail: str = ""

    def check(self, now: datetime) -> None:
        """Raise `SignInExpired` if the request doesn't work any more."""
        if self.used or self.attempts >= TRIES or now >= self.expires_at:
            raise SignInExpired

    def try_code(self, given: str, right: Iterable[str], now: datetime) -> tuple[bool, SignInRequest]:
        """Return whether the code is right, and the request after this try."""
        self.check(now)
        good = any(hmac.compare_digest(given, one) for one in right)
        return good, self if good else replace(self, attempts=self.attempts + 1)


def digits(typed: str) -> str:
    """Return the six ASCII digits that were typed or pasted; raise `NotSixDigits` for anything else.

    Spaces, dashes, full stops and invisible characters between them are ignored, and digits of another script (such as
    full-width ones) are accepted.
    """
    kept = [one for one in typed if unicodedata.category(one)[0] not in "ZCP"]
    if len(kept) != DIGITS or not all(one.isdecimal() for one in kept):
        raise NotSixDigits
    return "".join(str(unicodedata.decimal(one)) for one in kept)
