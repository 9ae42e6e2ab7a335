"""Where the engine does not do what AWS does, and can only be taught from inside: it says yes where AWS says no.

Each patch is of one private name, says what AWS documents, and has a canary in tests/e2e/stack/test_canaries.py that
shows the engine untaught and taught. Checks are made of roles, so they hold with `AUTH=true`, which this stack runs
with.
"""

from __future__ import annotations

import json
from contextlib import suppress
from email.utils import parseaddr
from functools import lru_cache
from queue import Empty
from typing import Any

SEND = "/v2/email/outbound-emails"
AT_ONCE = 2
FIRST_LINE, NEXT_LINE = 0.05, 0.001
"""Seconds until what a function logs has come, and the rest of it."""
READS = ("s3:GetObject", "s3:GetObjectVersion")


def apply() -> None:
    """Apply every patch; once, before the engine answers its first request."""
    _mail_from_an_identity()
    _raw_mail()
    _missing_objects()
    _queues_that_let_events_in()
    _two_at_once()
    _mails_unread()
    _callers_by_key()
    _keys_told_what_for()
    _policies_parsed_once()
    _logs_waited_for()


def _mail_from_an_identity() -> None:
    """`_ses_v2_resource_arn`: a mail is checked against the sender's identity; the engine checks the resource `*`."""
    from ministack.core import iam_actions  # noqa: PLC0415 - only the engine's process has it

    original = iam_actions._ses_v2_resource_arn  # noqa: SLF001 - see above

    def resource(method: str, path: str, body: bytes, region: str, account_id: str) -> Any:
        if _sends(method, path):
            return f"arn:aws:ses:{region}:{account_id}:identity/{sender_domain(body)}"
        return original(method, path, body, region, account_id)

    iam_actions._ses_v2_resource_arn = resource  # noqa: SLF001 - see above


def _raw_mail() -> None:
    """`extract_iam_action`, `_enforce_ses_v2`: raw mail is authorized as such, and on its configuration set too.

    Service Authorization Reference, SES v2: SendEmail with `Content.Raw` needs `ses:SendRawEmail`.
    """
    from ministack import app  # noqa: PLC0415 - only the engine's process has it
    from ministack.core import iam_actions  # noqa: PLC0415
    from ministack.core.responses import get_account_id  # noqa: PLC0415

    action_of, enforce = iam_actions.extract_iam_action, app._enforce_ses_v2  # noqa: SLF001 - see above

    def action(service: str, method: str, path: str, headers: Any, body: bytes, query_params: Any) -> Any:
        if service == "ses" and _sends(method, path) and "Raw" in json.loads(body).get("Content", {}):
            return "ses:SendRawEmail"
        return action_of(service, method, path, headers, body, query_params)

    def enforced(method: str, path: str, headers: Any, body: bytes, query_params: Any, request_id: str) -> Any:
        denied = enforce(method, path, headers, body, query_params, request_id)
        named = json.loads(body).get("ConfigurationSetName") if _sends(method, path) else None
        if denied or not named:
            return denied
        region = app.extract_region(headers, query_params)
        resource = f"arn:aws:ses:{region}:{get_account_id()}:configuration-set/{named}"
        return app._enforce_data_plane(  # noqa: SLF001 - see above
            "sesv2",
            action("ses", method, path, headers, body, query_params),
            headers,
            query_params,
            request_id,
            resource_arn=resource,
            named_resource=resource,
        )

    iam_actions.extract_iam_action = action
    app._enforce_ses_v2 = enforced  # noqa: SLF001 - see above


def _missing_objects() -> None:
    """`enforce`: reading a missing object needs ListBucket; without it the answer is 403, not 404 (S3, GetObject)."""
    from ministack.core import iam_evaluator  # noqa: PLC0415 - only the engine's process has it
    from ministack.services import s3  # noqa: PLC0415

    original = iam_evaluator.enforce

    def enforce(
        access_key_id: str, iam_action: str, service: str, region: str, resource_arn: str = "*", **more: Any
    ) -> Any:
        denied = original(access_key_id, iam_action, service, region, resource_arn=resource_arn, **more)
        if denied or iam_action not in READS:
            return denied
        bucket, _, key = resource_arn.removeprefix("arn:aws:s3:::").partition("/")
        if key in (s3._buckets.get(bucket) or {"objects": ()})["objects"]:  # noqa: SLF001 - see above
            return None
        return original(
            access_key_id,
            "s3:ListBucket",
            service,
            region,
            resource_arn=f"arn:aws:s3:::{bucket}",
            service_context={"s3:prefix": key},
        )

    iam_evaluator.enforce = enforce


def _queues_that_let_events_in() -> None:
    """`_dispatch_to_sqs`: a rule reaches a queue only when its policy lets it (EventBridge, resource policies)."""
    from ministack.core.responses import get_account_id  # noqa: PLC0415 - only the engine's process has it
    from ministack.services import eventbridge, sqs  # noqa: PLC0415

    original = eventbridge._dispatch_to_sqs  # noqa: SLF001 - see above

    def dispatch(spec: Any, payload: str, sqs_parameters: Any = None) -> None:
        if sqs.queue_policy_allows(str(spec), "events.amazonaws.com", "", get_account_id()):
            original(spec, payload, sqs_parameters)
        else:
            eventbridge.logger.error("the policy of queue %s lets no event in", spec.resource)

    eventbridge._dispatch_to_sqs = dispatch  # noqa: SLF001 - see above


def _two_at_once() -> None:
    """`_sqs_esm_concurrency`: two environments at most work on a queue at once, whatever the template lets work.

    On AWS each has a core of its own; here each is one more interpreter to start on the same few cores.
    """
    from ministack.services import lambda_svc  # noqa: PLC0415 - only the engine's process has it

    allowed = lambda_svc._sqs_esm_concurrency  # noqa: SLF001 - see above

    def at_once(*asked: Any) -> int:
        return min(AT_ONCE, int(allowed(*asked)))

    lambda_svc._sqs_esm_concurrency = at_once  # noqa: SLF001 - see above


def _policies_parsed_once() -> None:
    """`parse_policy_document`: a policy's text is parsed once, not with each request of who holds it."""
    from ministack.core import iam_evaluator  # noqa: PLC0415 - only the engine's process has it

    original = iam_evaluator.parse_policy_document
    of_text = lru_cache(maxsize=512)(original)

    def parsed(document: Any) -> Any:
        return of_text(document) if isinstance(document, str) else original(document)

    iam_evaluator.parse_policy_document = parsed


def _logs_waited_for() -> None:
    """`Worker._drain_stderr_bounded`: what a function logged is waited for, not looked for every millisecond.

    A handler has written all of it when it answers, so what comes after the first line comes with it; the engine looks
    for more for five milliseconds, with each of the two functions that a page takes.
    """
    from ministack.core.lambda_runtime import Worker  # noqa: PLC0415 - only the engine's process has it

    def drain(worker: Any) -> str:
        lines = []
        with suppress(Empty):
            lines.append(worker._stderr_queue.get(timeout=FIRST_LINE))  # noqa: SLF001 - see above
            while True:
                lines.append(worker._stderr_queue.get(timeout=NEXT_LINE))  # noqa: SLF001
        return "\n".join(lines)

    Worker._drain_stderr_bounded = drain  # noqa: SLF001 - see above


def _mails_unread() -> None:
    """`ses_v2._parse_raw_mime`: the engine reads each mail for a listing nobody asks for; the gate keeps it whole."""
    from ministack.services import ses_v2  # noqa: PLC0415 - only the engine's process has it

    nothing = {"From": "", "To": "", "Subject": "", "ContentType": "message/rfc822", "BodyParts": []}
    ses_v2._parse_raw_mime = lambda _raw: dict(nothing)  # noqa: SLF001 - see above


def _callers_by_key() -> None:
    """`request_caller_arn`: who asks is known by the key alone; the engine reads all policies too, for nothing."""
    from ministack.core import iam_evaluator  # noqa: PLC0415 - only the engine's process has it
    from ministack.core.responses import get_account_id  # noqa: PLC0415
    from ministack.core.router import extract_access_key_id  # noqa: PLC0415

    original = iam_evaluator.request_caller_arn

    def caller(headers: Any, query_params: Any = None) -> str:
        key = extract_access_key_id(headers or {}, query_params or {})
        known = iam_evaluator.resolve_credential(key, get_account_id()) if key else None
        arn = getattr(known, "principal_arn", "")
        return str(arn or original(headers, query_params))

    iam_evaluator.request_caller_arn = caller


def _keys_told_what_for() -> None:
    """`request_tag_context`: conditions of a key's policy see what KMS is told; to the engine they are always absent.

    KMS Developer Guide, «Condition keys for AWS KMS»: `kms:EncryptionContext:<key>`, `kms:EncryptionContextKeys`.
    """
    from ministack.core import iam_actions  # noqa: PLC0415 - only the engine's process has it

    original = iam_actions.request_tag_context

    def context(service: str, iam_action: str, body: bytes, params: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = original(service, iam_action, body, params)
        told = json.loads(body or b"{}").get("EncryptionContext") if service == "kms" else None
        if told:
            found |= {f"kms:EncryptionContext:{key}": value for key, value in told.items()}
            found["kms:EncryptionContextKeys"] = list(told)
        return found

    iam_actions.request_tag_context = context


def _sends(method: str, path: str) -> bool:
    return method == "POST" and path.rstrip("/") == SEND


def sender_domain(body: bytes) -> str:
    """Return the domain a SendEmail request sends from, which is the identity it needs."""
    _, address = parseaddr(json.loads(body).get("FromEmailAddress", ""))
    return address.rpartition("@")[2]
