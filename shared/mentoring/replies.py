"""Addresses under which people answer mails: one for each person of a thread, told apart by a token nobody can guess.

`<token>@InboundDomain`: 26 letters of base32 (RFC 4648), lower case, for programs may fold case: 130 bits. A token is
made of thread and person with the signing key, so nobody has to keep it; kept is its hash (`ReplyAddress`), by which
mail that arrives finds its thread again. Without `InboundDomain` there are no such addresses. Where they are made and
what becomes of a new signing key: docs/decisions/0023-mail-that-arrives.md.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from mentoring import links
from mentoring.settings import settings
from mentoring.tables.workspace import ReplyAddress
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.vocabulary import ThreadKind

LETTERS = 26
TOKEN = re.compile(rf"[a-z2-7]{{{LETTERS}}}")


@dataclass(frozen=True)
class Thread:
    """What a mail belongs to: the thread of a pair (`thread_id` is its pair id), or that of a person with the desk."""

    kind: ThreadKind
    thread_id: str


def tokens(thread: Thread, person_id: str) -> tuple[str, ...]:
    """Return the tokens of a person in a thread: one for each key that counts, that of the signing key first."""
    made = links.keyed_by_each("reply", thread.kind, thread.thread_id, person_id)
    return tuple(_letters(one) for one in made)


def reply_id(token: str) -> str:
    """Return the hash under which a token is kept: the SHA-256 in hex of its lower-case letters."""
    return hashlib.sha256(token.lower().encode()).hexdigest()


def token_of(address: str, domain: str) -> str:
    """Return the token in an address of the domain, in lower case; an empty text where it has none."""
    local, _, at = address.strip().strip("<>").lower().rpartition("@")
    token = local.partition("+")[0]
    return token if domain and at == domain.lower() and TOKEN.fullmatch(token) else ""


def keep(context: Context, uow: UnitOfWork, thread: Thread, *people: str) -> None:
    """Let mails be answered: keep the addresses of people in a thread, unless they are kept already.

    For who opens a thread or writes into it, in the same transaction; only workspace may write such items.
    """
    if not settings().inbound_domain:
        return
    kept = {one.reply_id for one in context.store.get_many(ReplyAddress, keys(thread, *people))}
    for person_id in people:
        found = reply_id(tokens(thread, person_id)[0])
        if found not in kept:
            uow.save(
                ReplyAddress(
                    *ReplyAddress.key(found),
                    reply_id=found,
                    thread_kind=thread.kind,
                    thread_id=thread.thread_id,
                    person_id=person_id,
                )
            )


def keys(thread: Thread, *people: str) -> list[tuple[str, str]]:
    """Return the keys that `keep` reads for these people, so that they are read together with other items."""
    if not settings().inbound_domain:
        return []
    return [ReplyAddress.key(reply_id(tokens(thread, one)[0])) for one in people]


def address(context: Context, thread: Thread, person_id: str) -> str:
    """Return where a person answers into a thread: an address that is kept, or an empty text where none is."""
    domain = settings().inbound_domain
    if not domain:
        return ""
    for token in tokens(thread, person_id):
        if context.store.get(ReplyAddress, *ReplyAddress.key(reply_id(token))) is not None:
            return f"{token}@{domain}"
    return ""


def _letters(keyed: str) -> str:
    digest = base64.urlsafe_b64decode(f"{keyed}=")
    return base64.b32encode(digest).decode("ascii").lower()[:LETTERS]
