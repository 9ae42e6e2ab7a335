"""What comes in, taken apart: JSON, forms with files, numbers."""

from __future__ import annotations

import base64
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import DomainError
from mentoring.http.incoming import DEEPEST, MalformedForm, MalformedJson, parts, safely
from mentoring.numbers import whole
from tests.fakes.nasty import JSON, MULTIPART, TEXTS, UNREADABLE, Body, texts, values

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


def event(body: Body) -> dict[str, object]:
    return {"path": "/v1/me", "multiValueHeaders": {}, **body.event()}


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda one: one.name)
def test_given_json_nobody_can_read_when_it_comes_in_then_it_is_refused_before_any_route(body: Body) -> None:
    with pytest.raises(DomainError) as refusal:
        safely(event(body), as_json=True)
    assert refusal.value.status in (400, 415)


@given(values)
def test_given_any_json_when_it_comes_in_then_it_is_refused_or_can_be_written_down(value: object) -> None:
    content = json.dumps(value).encode("utf-8", "surrogatepass")
    with contextlib.suppress(DomainError):
        json.loads(str(safely(event(Body("", JSON, content)), as_json=True)["body"])).__repr__().encode()


@pytest.mark.parametrize(("depth", "read"), [(DEEPEST - 1, True), (DEEPEST, False)])
def test_given_lists_in_lists_when_they_come_in_then_the_deepest_is_known(depth: int, read: bool) -> None:
    body = Body("", JSON, b"[" * depth + b"1" + b"]" * depth)
    if read:
        assert safely(event(body), as_json=True)["body"] == body.content.decode()
        return
    with pytest.raises(MalformedJson):
        safely(event(body), as_json=True)


@given(st.dictionaries(NAMES, st.tuples(st.none() | NAMES, st.binary(max_size=40)), max_size=4))
def test_given_fields_and_files_when_sent_as_a_browser_does_then_they_come_back_whole(
    fields: dict[str, tuple[str | None, bytes]],
) -> None:
    boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
    sent = b""
    for name, (file, content) in fields.items():
        extra = "" if file is None else f'; filename="{file}"'
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
        sent += head.encode() + content + b"\r\n"
    sent += f"--{boundary}--\r\n".encode()
    if fields:
        assert parts(f"{MULTIPART}; boundary={boundary}", sent) == fields


@given(st.sampled_from(["", "; boundary=", "; boundary=x", '; boundary="x y"']), st.binary(max_size=80))
def test_given_any_bytes_when_taken_for_a_form_then_they_are_read_or_refused(boundary: str, content: bytes) -> None:
    for sent in (content, b"--x" + content + b"\r\n--x--", b"--x\r\n" + content + b"\r\n\r\n\r\n--x--"):
        with contextlib.suppress(DomainError):
            parts(MULTIPART + boundary, sent)


def test_given_a_form_without_boundary_when_read_then_it_is_refused_in_words() -> None:
    with pytest.raises(MalformedForm):
        parts(MULTIPART, b"--x\r\n\r\n--x--")


def test_given_a_body_that_is_no_base64_when_it_comes_in_then_it_is_refused() -> None:
    raw = {"path": "/", "body": "%%%", "isBase64Encoded": True, "headers": {"content-type": MULTIPART}}
    with pytest.raises(DomainError):
        safely(raw, as_json=False)
    good = raw | {"body": base64.b64encode(b"\xff").decode()}
    assert safely(good, as_json=False) == good


@given(texts, st.integers(0, 10), st.integers(10, 10_000))
def test_given_any_text_when_read_as_a_number_then_only_ascii_digits_in_the_range_count(
    text: str, low: int, high: int
) -> None:
    number = whole(text, low, high)
    assert number is None or (low <= number <= high and text.isascii() and int(text) == number)


@pytest.mark.parametrize("text", TEXTS)
def test_given_a_text_that_only_looks_like_a_number_when_read_then_it_is_none(text: str) -> None:
    assert whole(text, 0, 200) is None


@given(st.integers(0, 200))
def test_given_a_number_when_read_then_it_is_itself(number: int) -> None:
    assert whole(str(number), 0, 200) == number
