"""A repeated request gets the first answer again (IETF draft-ietf-httpapi-idempotency-key-header).

The answer is written in the transaction of the effect itself: whatever crashes, either nothing was done and no answer
is stored, or both are (docs/decisions/0012-the-answer-lies-in-its-effect.md).
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from mentoring import rooms
from mentoring.errors import N_, AlreadyDone, DomainError, EarlierLost, Stale
from mentoring.http import current
from mentoring.i18n import LANGUAGE_COOKIE, MAILED_COOKIE
from mentoring.sealing import NotingKeys, Sealed, Whose
from mentoring.store import retrying
from mentoring.store.held import HeldStore
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.sealing import Key
    from mentoring.store import Store

Answer = dict[str, Any]

KEPT = timedelta(days=1)
"""How long an answer is stored."""
HARMLESS = (current.FLASH, LANGUAGE_COOKIE, MAILED_COOKIE)
"""Cookies that may be stored with an answer: the next page's message, and the language."""
ANSWER = "answer"
"""What an answer is sealed as."""
LARGEST = 200_000
"""Largest compressed answer that is stored, in bytes; an item of DynamoDB has at most 400 KB."""


def _case_key(context: Context, card_id: str) -> Key:
    from mentoring import cases  # noqa: PLC0415 - one function alone opens cases

    return cases.key(context, card_id)


KEYS = {Whose.ROOM: rooms.key, Whose.PROGRAMME: rooms.programme_key, Whose.CASE: _case_key}
"""What returns the key of a room, a programme or a case."""


class KeyReused(DomainError):
    """The same key came with another body."""

    code = "idempotency-key-reused"
    status = 422
    message = N_("This Idempotency-Key was already used for a different request.")


def once(key: str, run: Callable[[], Answer]) -> Answer:
    """Return `run()`, or the answer this person got for the same key, method and path within a day.

    Nothing is stored for a request that changed nothing. Of two requests at once, one is carried out and both get its
    answer.
    """
    context, request = current.context(), current.request()
    store, now = current.tables(), context.clock()
    scope = f"{context.principal.person_id}\x1f{request.http_method}\x1f{request.path}\x1f{key}"
    name = OnceItem.answer(context.service, hashlib.sha256(scope.encode()).hexdigest())
    asked = hashlib.sha256((request.body or "").encode()).hexdigest()
    record = OnceItem(name, expires_at=int((now + KEPT).timestamp()))
    try:
        answer, settled = _run(store, run, record, asked)
    except Exception as error:
        found = store.once(name)  # by another request with the key, or by this one, whose confirmation was lost
        if found is not None and found.expires_at > now.timestamp():
            return _again(found, asked)
        if found is None or not isinstance(error, AlreadyDone):
            raise
        found.expires_at = record.expires_at  # the stored answer has expired but is still there
        answer, settled = _run(store, run, found, asked)
    return answer if settled else _done(store, record, asked) or answer


@retrying
def _run(store: Store, run: Callable[[], Answer], record: OnceItem, asked: str) -> tuple[Answer, bool]:
    """Run the request on a store that holds its last transaction back, and write that together with the answer.

    Return the answer, and whether it certainly belongs to this run. A stored answer isn't looked for first: if there is
    one, the transaction fails. Before any transaction but the last it is looked for.
    """

    def check() -> None:
        before = store.once(record.pk)
        if before is not None and before.version != record.version:
            raise AlreadyDone

    held = HeldStore(store, check)
    current.write_through(held)
    try:
        answer = run()
    except EarlierLost as error:
        raise Stale from error  # all of it begins anew
    if answer["statusCode"] >= HTTPStatus.BAD_REQUEST or not held.holds:
        held.flush()
        return answer, False
    kept = _kept(answer)
    if kept is None:
        held.flush()
    else:
        record.data = _private(record.pk, kept | {"asked": asked})
        held.settle(record)
    return answer, True


def _kept(answer: Answer) -> dict[str, Any] | None:
    """Return what is stored of an answer; nothing of one with a session, because secrets must not be stored.

    An answer that is too large is stored as the URL where it can be read; without one, nothing is stored (only the
    report of an import is that large, and an import may be repeated: every row is taken once).
    """
    handed = answer["multiValueHeaders"].get("Set-Cookie", [])
    if any(one.partition("=")[0] not in HARMLESS for one in handed):
        return None
    body = zlib.compress((answer["body"] or "").encode())
    kept = {"status": answer["statusCode"], "headers": answer["multiValueHeaders"]}
    if len(body) <= LARGEST:
        return kept | {"body": base64.b64encode(body).decode()}
    return kept if "Location" in answer["multiValueHeaders"] else None


def _private(place: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Return what is stored of an answer that may hold words: sealed with the key that the request used for them.

    Where it used several, with a room's or a case's, which fewer people share.
    """
    context = current.context()
    used = context.keys.used if isinstance(context.keys, NotingKeys) else {}
    if not used:
        return kept
    whose, owner = min(used, key=lambda one: (one[0] == Whose.PROGRAMME, one))
    sealed = used[whose, owner].seal(kept, place, ANSWER)
    return {"whose": whose, "owner": owner, "sealed": base64.b64encode(sealed.blob).decode()}


def _opened(record: OnceItem) -> dict[str, Any]:
    """Return what is stored of an answer, as it was before it was sealed, if it was."""
    kept: dict[str, Any] = dict(record.data)
    if "sealed" not in kept:
        return kept
    sealed = Sealed[dict[str, Any]](base64.b64decode(kept["sealed"]))
    return KEYS[Whose(kept["whose"])](current.context(), kept["owner"]).open(sealed, record.pk, ANSWER)


def _done(store: Store, record: OnceItem, asked: str) -> Answer | None:
    """Return the stored answer, or None."""
    found = store.once(record.pk)
    now = current.context().clock().timestamp()
    return _again(found, asked) if found is not None and found.expires_at > now else None


def _again(record: OnceItem, asked: str) -> Answer:
    kept = _opened(record)
    if kept["asked"] != asked:
        raise KeyReused
    if "body" in kept:
        status, body = kept["status"], zlib.decompress(base64.b64decode(kept["body"])).decode()
    else:
        status, body = HTTPStatus.SEE_OTHER, ""
    headers = json.loads(json.dumps(kept["headers"]))
    return {"statusCode": int(status), "body": body, "isBase64Encoded": False, "multiValueHeaders": headers}
