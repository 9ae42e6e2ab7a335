"""Recognizes requests that are sent again.

Programs send an `Idempotency-Key`. Every form of a page has a key of its own, so a second click, a lost answer or a
page restored by the browser changes nothing: the same key with the same content is the same request. With other content
it is a new request, because people may correct a form and send it again.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from typing import TYPE_CHECKING

from mentoring.http.current import is_json, request

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

FORM_KEY = "form_key"
"""Name of the hidden field with a form's key."""
_SENT = re.compile(rf"""(?:(?:^|&){FORM_KEY}=|name="{FORM_KEY}"\r\n\r\n)([A-Za-z0-9_-]{{8,64}})""")
_FORMS = re.compile(r'<form\b(?![^>]*\baction="https?:)[^>]*\bmethod="post"[^>]*>')


def keyed(html: str) -> str:
    """Add a key to each form of a page that changes something here; S3 refuses forms with a field it doesn't know."""
    field = f'<input type="hidden" name="{FORM_KEY}" value="{secrets.token_urlsafe(12)}">'
    return _FORMS.sub(lambda found: found[0] + field, html)


def request_key() -> str:
    """Return `key_of` the current request."""
    return key_of(request())


def key_of(event: APIGatewayProxyEvent) -> str:
    """Return the key that identifies a request, empty if it has none: then it is always a new one."""
    if is_json(event.path):
        return event.headers.get("idempotency-key") or ""
    body = event.body or ""
    text = base64.b64decode(body).decode("latin-1") if event.is_base64_encoded else body
    sent = _SENT.search(text) if FORM_KEY in text else None
    return f"{sent[1]}{hashlib.sha256(body.encode()).hexdigest()}" if sent else ""
