"""The HTTP edge on the deployed template, roles enforced: idempotency keys, conditions, problems, foreign origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.client import RunningStack

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def signed_in(stack: RunningStack) -> Iterator[httpx.Client]:
    """Given: somebody with an access token."""
    email = "krawedz@firma.example"
    request = stack.http.post("/v1/sessions/requests", json={"email": email, "locale": "en"}).json()["request_id"]
    stack.settle()
    (mail,) = stack.mails(to=email)
    body = {"request_id": request, "code": mail["subject"].rsplit(" ", 1)[1]}
    token = stack.http.post("/v1/sessions", json=body).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    with httpx.Client(base_url=stack.layout.public_url, headers=headers, timeout=30) as client:
        yield client


def test_given_an_idempotency_key_when_a_post_comes_twice_then_it_is_done_once(signed_in: httpx.Client) -> None:
    first, second = (
        signed_in.post("/v1/organizations", json={"name": "Firma"}, headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert len(signed_in.get("/v1/organizations").json()["items"]) == 1
    other = signed_in.post("/v1/organizations", json={"name": "Inna"}, headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.headers["content-type"]) == (422, PROBLEM)


def test_given_a_version_when_changed_then_if_match_is_needed_and_a_stale_one_is_told(signed_in: httpx.Client) -> None:
    read = signed_in.get("/v1/me")
    assert signed_in.patch("/v1/me", json={"name": "Ala"}).status_code == 428
    fresh = {"If-Match": read.headers["etag"]}
    assert signed_in.patch("/v1/me", json={"name": "Ala"}, headers=fresh).status_code == 200
    stale = signed_in.patch("/v1/me", json={"name": "Ola"}, headers=fresh)
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:tandem:problem:stale")


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "/v1/nothing", None, 404),
        ("GET", "/v1/programmes/none", None, 404),
        ("GET", "/v1/rooms/none", None, 404),
        ("POST", "/v1/organizations", b"{", 400),
        ("POST", "/v1/organizations", b"{}", 422),
    ],
)
def test_given_a_request_that_cannot_be_met_when_sent_then_a_problem_says_why(
    signed_in: httpx.Client, method: str, path: str, content: bytes | None, status: int
) -> None:
    answer = signed_in.request(method, path, content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert answer.json()["title"]
    if status == 422:
        assert answer.json()["errors"] == [{"pointer": "/name", "detail": "This is required."}]


def test_given_nobody_signed_in_when_asking_for_json_then_401_and_for_a_page_then_the_way_to_sign_in(
    stack: RunningStack,
) -> None:
    assert stack.http.get("/v1/me").status_code == 401
    page = stack.http.get("/home")
    assert (page.status_code, page.headers["location"]) == (303, "/session/refresh?next=%2Fhome")


def test_given_a_page_of_another_site_when_it_sends_a_form_then_refused(stack: RunningStack) -> None:
    answer = stack.http.post("/sign-in", data={"email": "a@firma.example"}, headers={"Origin": "https://zlo.example"})
    assert answer.status_code == 403
