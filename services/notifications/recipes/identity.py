"""Signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, ids, links
from mentoring.events.identity import SignInRequested
from mentoring.tables.once import OnceItem
from notifications.mail import Mail, Recipient
from notifications.recipes.base import tells
from notifications.truth import identity as holds

if TYPE_CHECKING:
    from mentoring.context import Context


def sign_in(context: Context, data: SignInRequested) -> list[Mail]:
    """The link and the code, to the address that was typed."""
    request = context.store.once(OnceItem.sign_in(data.request_id))
    if request is None:
        return []
    email = request.data["email"]
    token = links.sign("sign_in", data.request_id, expires_at=clock.parse(request.data["expires_at"]))
    to = Recipient(ids.address_key(email), email, locale=request.data["locale"])
    return [Mail("sign_in", to, links.url("/sign-in/answer", token), values={"code": links.code(data.request_id)})]


TOLD = (tells(SignInRequested, holds.sign_in_waits, sign_in),)
