"""What can go wrong, as types: a code for programs, a message for people, a status for HTTP.

Messages are English msgids marked with `N_`; the edge (JSON, page, mail) translates them and fills `%(name)s`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import timedelta


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a msgid for extraction and return it unchanged."""
    return message


class DomainError(Exception):
    """A refusal that people can understand.

    Attributes: `code` (kebab-case, stable), `status` (HTTP), `message` (msgid), `params` (values for the msgid),
    `fields` (JSON pointer → msgid, for input that can be corrected), `can_be_mended` (may another attempt help), `way`
    (msgid of a button that leads to what is missing, at `path`; mostly empty).
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    can_be_mended: ClassVar[bool] = True
    way: ClassVar[str] = ""
    path: str = ""
    message: str = N_("This can't be done now.")

    def __init__(self, *, fields: dict[str, str] | None = None, **params: object) -> None:
        super().__init__(self.code)
        self.params = params
        self.fields = fields or {}

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that the answer gets."""
        return {}


class NotFound(DomainError):
    """The thing doesn't exist, or isn't the user's: both look the same."""

    code = "not-found"
    status = 404
    message = N_("We can't find that, or it isn't shared with you.")


class Invalid(DomainError):
    """Input that breaks a rule; `fields` says where and why."""

    code = "invalid"
    status = 422
    message = N_("Some of what you entered needs a correction.")


class Conflict(DomainError):
    """The current state of the thing doesn't allow this."""

    code = "conflict"
    status = 409
    message = N_("This was already decided or has changed in the meantime.")


class Erased(Conflict):
    """What this needs was erased for good: for work that waits nothing is left to do."""

    can_be_mended = False


class Stale(DomainError):
    """Somebody has changed the thing since it was read (RFC 9110 §13, If-Match)."""

    code = "stale"
    status = 412
    message = N_("Somebody changed this in the meantime. Look at the new version and try again.")


class Overtaken(Stale):
    """The version to be changed is no longer current; deciding again would overwrite the newer one."""


class SignInRequired(DomainError):
    """The route needs a signed-in user."""

    code = "sign-in-required"
    status = 401
    message = N_("Sign in to see this page.")


class Paused(DomainError):
    """Too many requests in a short time (RFC 6585 §4); `wait` is how long the pause lasts."""

    code = "paused"
    status = 429
    message = N_("That was often in a short time. Try again in %(minutes)s min.")

    def __init__(self, wait: timedelta) -> None:
        super().__init__(minutes=math.ceil(wait.total_seconds() / 60))
        self.wait = wait

    @property
    def headers(self) -> dict[str, str]:
        """Return `Retry-After` in whole seconds (RFC 9110 §10.2.3)."""
        return {"Retry-After": str(math.ceil(self.wait.total_seconds()))}


class EarlierLost(Exception):
    """A transaction that a request took for written met a conflict: the request begins anew, no part of it alone."""


class AlreadyDone(Exception):
    """The unit of work was committed before (its `once` marker exists); nothing has been written now."""
