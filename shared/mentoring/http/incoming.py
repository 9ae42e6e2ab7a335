"""Reads requests safely, in one place: bytes become text, and JSON is checked before anything uses it.

What can't be read is refused here with 400. The routes behind get text that can be encoded, numbers that can be
calculated with, and JSON of a reasonable depth.
"""

from __future__ import annotations

import base64
import json
import math
import re
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEPEST = 32
"""Nesting depth of a body; the deepest body of the product has five levels."""
LONGEST_NUMBER = 40
"""Digits of a number; DynamoDB keeps 38, and Python refuses thousands (CVE-2020-10735)."""

JSON, MULTIPART = "application/json", "multipart/form-data"
_PARAMETER = r';\s*{name}=(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))'


class MalformedText(DomainError):
    """Part of the request isn't UTF-8 text (RFC 3629)."""

    code = "malformed-text"
    status = 400
    message = N_("The request holds characters that can't be read. Send text as UTF-8.")


class MalformedJson(DomainError):
    """The body isn't JSON (RFC 8259), or is abusive: nested too deeply, numbers of a hundred digits."""

    code = "malformed-json"
    status = 400
    message = N_("The body of the request is not valid JSON.")


class UnknownMedia(DomainError):
    """The body's media type isn't JSON (RFC 9110 §15.5.16)."""

    code = "unknown-media"
    status = 415
    message = N_("Send JSON, with Content-Type: application/json.")


class MalformedForm(DomainError):
    """The body of a form with files can't be parsed (RFC 7578)."""

    code = "malformed-form"
    status = 400
    message = N_("What the form sent can't be read. Open the page again and repeat it there.")


def safely(raw: Mapping[str, Any], *, as_json: bool) -> dict[str, Any]:
    """Return API Gateway's event with its body as text, except that of a form with files.

    Raises `MalformedText`; with `as_json` also `MalformedJson` and `UnknownMedia`.
    """
    event = dict(raw)
    for text in _texts(event):
        _check_text(text)
    kind = _header(event, "content-type").strip().lower()
    content = _content(event)
    if as_json and kind.partition(";")[0].strip() not in ("", JSON):
        if content:
            raise UnknownMedia
        event["headers"] = {name: one for name, one in event["headers"].items() if name.lower() != "content-type"}
    if not content or kind.startswith(MULTIPART):
        return event
    try:
        event["body"], event["isBase64Encoded"] = content.decode(), False
    except UnicodeDecodeError as error:
        raise MalformedText from error
    if as_json:
        check_json(event["body"])
    return event


def parts(kind: str, content: bytes) -> dict[str, tuple[str | None, bytes]]:
    """Return the fields of a `multipart/form-data` body (RFC 7578): name → file name (None for a text), content.

    Raises `MalformedForm` without a boundary, an end, or a name.
    """
    boundary = _parameter(f";{kind.partition(';')[2]}", "boundary")
    if not boundary:
        raise MalformedForm
    pieces = (b"\r\n" + content).split(b"\r\n--" + boundary.encode())
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):  # noqa: PLR2004 - before the first boundary, after the last
        raise MalformedForm
    return dict(_part(piece) for piece in pieces[1:-1])


def _part(piece: bytes) -> tuple[str, tuple[str | None, bytes]]:
    head, found, content = piece.partition(b"\r\n\r\n")
    try:
        lines = head.decode().split("\r\n")
    except UnicodeDecodeError as error:
        raise MalformedText from error
    told = next((line for line in lines if line.lower().startswith("content-disposition:")), "")
    name = _parameter(told, "name")
    if not found or name is None:
        raise MalformedForm
    return name, (_parameter(told, "filename"), content)


def _parameter(line: str, name: str) -> str | None:
    found = re.search(_PARAMETER.format(name=name), line, re.IGNORECASE)
    if found is None:
        return None
    quoted, bare = found.groups()
    return bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def _content(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    try:
        return base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except ValueError as error:  # not base64, or half of a surrogate pair
        raise MalformedText from error


def _header(event: Mapping[str, Any], wanted: str) -> str:
    return next((str(value) for name, value in (event.get("headers") or {}).items() if name.lower() == wanted), "")


def _texts(event: Mapping[str, Any]) -> Iterator[str]:
    """Yield all text of a request from outside, except the body."""
    yield event.get("path") or ""
    for name in ("headers", "queryStringParameters"):
        for key, value in (event.get(name) or {}).items():
            yield key
            yield value or ""
    for name in ("multiValueHeaders", "multiValueQueryStringParameters"):
        for key, values in (event.get(name) or {}).items():
            yield key
            yield from values or []


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MalformedText from error


def check_json(text: str) -> Any:
    """Return what a JSON text says; raises `MalformedJson` if it isn't JSON, or abusive."""
    try:
        content = json.loads(text, parse_int=_short, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        raise MalformedJson from error
    level, deep = [content], 0
    while level:
        deep += 1
        if deep > DEEPEST:
            raise MalformedJson
        level = [inner for outer in level for inner in _inside(outer)]
    return content


def _inside(value: Any) -> list[Any]:
    """Return the members of a list or an object; check the text of anything else."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, str):
        _check_text(value)
    return value if isinstance(value, list) else []


def _short(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("too many digits")
    return int(digits)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("no number")
    return number
