"""What leaves under a path: every local address gets it, nothing else does."""

from __future__ import annotations

import pytest

from mentoring.http.front import outward
from mentoring.settings import Settings


def _answer(body: str = "", kind: str = "text/html; charset=utf-8", **headers: list[str]) -> dict[str, object]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "statusCode": 200,
        "body": body,
        "isBase64Encoded": False,
        "multiValueHeaders": {"Content-Type": [kind], **named},
    }


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ('<a href="/home">', '<a href="/live/home">'),
        ('<form method="post" action="/rooms/1/goals">', '<form method="post" action="/live/rooms/1/goals">'),
        ('<div hx-get="/meetings/pair/1">', '<div hx-get="/live/meetings/pair/1">'),
        ('<link href="/static/tandem.css"><script src="/static/a.js">', '<link href="/live/static/tandem.css"><script src="/live/static/a.js">'),
        ('<a href="/">', '<a href="/live/">'),
        ('<a href="https://teams.example/x">', '<a href="https://teams.example/x">'),
        ('<a href="//evil.example/">', '<a href="//evil.example/">'),
        ('<a href="?page=2"> <a href="#goals">', '<a href="?page=2"> <a href="#goals">'),
        ("<p>a &quot; href=&#34;/x&#34;</p>", "<p>a &quot; href=&#34;/x&#34;</p>"),
    ],
)  # fmt: skip
def test_given_a_page_when_it_leaves_under_a_path_then_its_local_addresses_have_it(given: str, seen: str) -> None:
    assert outward(_answer(given), "/live")["body"] == seen


def test_given_redirects_and_cookies_when_they_leave_under_a_path_then_they_stay_below_it() -> None:
    answer = _answer(
        Location=["/home"], HX_Redirect=["/sign-in?next=%2Fhome"],
        Set_Cookie=["a=1; Path=/; HttpOnly", "b=2; HttpOnly; path=/session; Secure"],
    )  # fmt: skip
    headers = outward(answer, "/live")["multiValueHeaders"]
    assert headers["Location"] == ["/live/home"]
    assert headers["HX-Redirect"] == ["/live/sign-in?next=%2Fhome"]
    assert headers["Set-Cookie"] == ["a=1; Path=/live; HttpOnly", "b=2; HttpOnly; path=/live/session; Secure"]


def test_given_an_absolute_location_when_it_leaves_under_a_path_then_it_stays() -> None:
    answer = _answer(Location=["https://bucket.example/file"])
    assert outward(answer, "/live")["multiValueHeaders"]["Location"] == ["https://bucket.example/file"]


def test_given_json_or_a_file_when_it_leaves_under_a_path_then_it_is_untouched() -> None:
    text = '{"note":" href=\\"/home\\""}'
    assert outward(_answer(text, "application/json"), "/live")["body"] == text
    file = _answer(' href="/x"') | {"isBase64Encoded": True}
    assert outward(file, "/live")["body"] == ' href="/x"'


def test_given_the_root_of_a_domain_when_an_answer_leaves_then_it_is_the_very_same() -> None:
    answer = _answer('<a href="/home">', Location=["/home"])
    assert outward(answer, "") is answer


@pytest.mark.parametrize(
    ("url", "origin", "prefix"),
    [
        ("https://mentoring.example.org", "https://mentoring.example.org", ""),
        ("https://abc.execute-api.eu-central-1.amazonaws.com/live", "https://abc.execute-api.eu-central-1.amazonaws.com", "/live"),
        ("http://127.0.0.1:8080/a/b", "http://127.0.0.1:8080", "/a/b"),
    ],
)  # fmt: skip
def test_given_a_public_address_when_read_then_it_has_an_origin_and_a_path(url: str, origin: str, prefix: str) -> None:
    fields: dict[str, str] = dict.fromkeys(Settings.__dataclass_fields__, "") | {"public_url": url}
    settings = Settings(**fields)  # type: ignore[arg-type]
    assert (settings.origin, settings.prefix) == (origin, prefix)
