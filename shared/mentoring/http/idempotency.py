"""`Idempotency-Key` on POST: the first answer is given again (IETF draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)

from mentoring.errors import N_, Conflict, DomainError
from mentoring.settings import settings
from mentoring.store.dynamo import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

KEPT = 24 * 3600
"""Seconds for which an answer is kept."""


class KeyReused(DomainError):
    """The same key came with another body."""

    code = "idempotency-key-reused"
    status = 422
    message = N_("This Idempotency-Key was already used for a different request.")


@cache
def _layer() -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(
        table_name=settings().once_table, key_attr="pk", expiry_attr="expires_at", boto3_client=connection().client
    )


def once(service: str, key: str, person_id: str, event: APIGatewayProxyEvent, run: Callable[[], Any]) -> Any:
    """Return `run()`, or the answer it gave to the same key, person and path within a day."""
    scope = hashlib.sha256(f"{person_id}\x1f{event.http_method}\x1f{event.path}\x1f{key}".encode()).hexdigest()

    @idempotent_function(  # type: ignore[untyped-decorator]
        data_keyword_argument="call",
        persistence_store=_layer(),
        key_prefix=f"idempotency#{service}",
        config=IdempotencyConfig(
            event_key_jmespath="scope", payload_validation_jmespath="body", expires_after_seconds=KEPT
        ),
    )
    def answer(*, call: dict[str, str]) -> Any:  # noqa: ARG001 - powertools reads it
        return run()

    try:
        return answer(call={"scope": scope, "body": event.body or ""})
    except IdempotencyValidationError as error:
        raise KeyReused from error
    except IdempotencyAlreadyInProgressError as error:
        raise Conflict from error
