"""A request sent again gets the first answer again (IETF draft-ietf-httpapi-idempotency-key-header).

The answer is kept in the transaction of the effect itself: whatever crashes, either nothing was done and nothing is
kept, or both are (docs/decisions/0012-the-answer-lies-in-its-effect.md).
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, AlreadyDone, DomainError
from mentoring.http import current
from mentoring.i18n import LANGUAGE_COOKIE
from mentoring.store import retrying
from mentoring.store.held import HeldStore
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.store import Store

Answer = dict[str, Any]

KEPT = timedelta(days=1)
"""How long an answer is kept."""
HARMLESS = (current.FLASH, LANGUAGE_COOKIE)
"""Cookies of an answer that may be kept: what the next page says, and in which language."""
LARGEST = 200_000
"""Bytes of a compressed answer that is kept; an item of DynamoDB takes 400 KB."""


class KeyReused(DomainError):
    """The same key came with another body."""

    code = "idempotency-key-reused"
    status = 422
    message = N_("This Idempotency-Key was already used for a different request.")


def once(key: str, run: Callable[[], Answer]) -> Answer:
    """Return `run()`, or the answer the same person was given for the same key, method and path within a day.

    Nothing is kept of a request that changed nothing. Two at once: one of them is done, both get its answer.
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
        found = store.once(name)  # by another request with the key, or by this one and its word was lost
        if found is not None and found.expires_at > now.timestamp():
            return _again(found, asked)
        if found is None or not isinstance(error, AlreadyDone):
            raise
        found.expires_at = record.expires_at  # what was kept holds no more, and lies there still
        answer, settled = _run(store, run, found, asked)
    return answer if settled else _done(store, record, asked) or answer


@retrying
def _run(store: Store, run: Callable[[], Answer], record: OnceItem, asked: str) -> tuple[Answer, bool]:
    """Run the request on a store that holds its last transaction back, and write that one with the answer.

    Return the answer, and whether it is surely that of a request that was done just now. Nobody looks for a kept
    answer first: where there is one, the transaction fails. Before any but the last transaction it is looked for.
    """

    def check() -> None:
        before = store.once(record.pk)
        if before is not None and before.version != record.version:
            raise AlreadyDone

    held = HeldStore(store, check)
    current.write_through(held)
    answer = run()
    if answer["statusCode"] >= HTTPStatus.BAD_REQUEST or not held.holds:
        held.flush()
        return answer, False
    kept = _kept(answer)
    if kept is None:
        held.flush()
    else:
        record.data = kept | {"asked": asked}
        held.settle(record)
    return answer, True


def _kept(answer: Answer) -> dict[str, Any] | None:
    """Return what is kept of an answer; nothing of one that hands out a session, for a secret must not lie anywhere.

    What is too large is kept as the place where it can be read; without one, nothing is (only a report of an import is
    so large, and an import may be repeated: every row is taken once).
    """
    handed = answer["multiValueHeaders"].get("Set-Cookie", [])
    if any(one.partition("=")[0] not in HARMLESS for one in handed):
        return None
    body = zlib.compress((answer["body"] or "").encode())
    kept = {"status": answer["statusCode"], "headers": answer["multiValueHeaders"]}
    if len(body) <= LARGEST:
        return kept | {"body": base64.b64encode(body).decode()}
    return kept if "Location" in answer["multiValueHeaders"] else None


def _done(store: Store, record: OnceItem, asked: str) -> Answer | None:
    """Return the answer that is kept by now, if any."""
    found = store.once(record.pk)
    now = current.context().clock().timestamp()
    return _again(found, asked) if found is not None and found.expires_at > now else None


def _again(record: OnceItem, asked: str) -> Answer:
    kept = record.data
    if kept["asked"] != asked:
        raise KeyReused
    if "body" in kept:
        status, body = kept["status"], zlib.decompress(base64.b64decode(kept["body"])).decode()
    else:
        status, body = HTTPStatus.SEE_OTHER, ""
    headers = json.loads(json.dumps(kept["headers"]))
    return {"statusCode": int(status), "body": body, "isBase64Encoded": False, "multiValueHeaders": headers}
