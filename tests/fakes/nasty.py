"""Abusive input in one list, used by the tests of every route; hypothesis adds to it."""

from __future__ import annotations

import base64
import json
from typing import Any, NamedTuple

from hypothesis import strategies as st


class Body(NamedTuple):
    """A body as API Gateway passes it on: base64, because it treats every media type as binary."""

    name: str
    kind: str
    content: bytes

    def event(self) -> dict[str, Any]:
        """Return the part of the event with this body."""
        return {
            "headers": {"content-type": self.kind},
            "body": base64.b64encode(self.content).decode(),
            "isBase64Encoded": True,
        }


JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"

UNREADABLE = [
    Body("not UTF-8", JSON, b'{"name": "\xff\xfe"}'),
    Body("half a surrogate pair", JSON, b'{"name": "\\ud800", "answers": {"best": "\\udfff"}}'),
    Body("no JSON", JSON, b"{name: 1"),
    Body("deep lists", JSON, b"[" * 100_000),
    Body("deep objects, closed", JSON, b'{"answers":' * 400 + b"1" + b"}" * 400),
    Body("a number of 5 000 digits", JSON, b'{"planned_meetings": ' + b"9" * 5_000 + b"}"),
    Body("a number too large for a float", JSON, b'{"threshold": 1e999}'),
    Body("no number", JSON, b'{"weights": {"topics": NaN}}'),
    Body("another media type", "text/xml", b"<name/>"),
]
"""Bodies that a JSON route refuses without parsing, with 400 or 415."""

BODIES = [
    *UNREADABLE,
    Body("nothing", JSON, b""),
    Body("null", JSON, b"null"),
    Body("a list", JSON, b"[1, 2]"),
    Body("a text", JSON, b'"text"'),
    Body("form bytes that aren't UTF-8", FORM, b"name=\xff\xfe&code=%ff%fe"),
    Body("form with 5 000 digits", FORM, b"&".join(b"%s=%s" % (one, b"9" * 5_000) for one in (b"version", b"fit"))),
    Body("multipart without a boundary", MULTIPART, b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na'),
    Body("multipart without an end", f"{MULTIPART}; boundary=x", b'--x\r\nContent-Disposition: form-data; name="f"'),
    Body(
        "multipart with a charset there isn't",
        f"{MULTIPART}; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\nContent-Type: text/plain; charset=x\r\n\r\n\xff\r\n--x--',
    ),
]
"""Bodies of any kind; a route may accept them, but must never fail."""

TEXTS = ["", "\x00", "٣", "²", "１２", "9" * 5_000, "-1", "1e999", "nan", "\u202e", "a" * 3_000, "%", "{}", "<", "'"]
TEXTS += ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-02-30", "24:00"]
"""Texts that look like numbers, dates or markup but aren't, or are at the limits of what is possible."""

VALUES: list[Any] = [*TEXTS, None, True, -1, 10**30, 1.5, [], {}, ["x"] * 3, {"x": {}}]
"""Values for any field of a JSON body."""

texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=40))
"""Text for a path, a query or a form."""

values = st.recursive(
    st.one_of(st.sampled_from(VALUES), st.integers(), st.floats(), st.text(max_size=40)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
"""Any JSON value."""


def encoded(value: Any) -> bytes:
    """Return JSON as bytes; what isn't Unicode stays escaped."""
    return json.dumps(value).encode()
