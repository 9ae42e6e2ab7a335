"""Where somebody is signed in, through the real handler: the page and the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.identity.test_handlers import call, cookies, session, signed_in
from tests.integration.lambdas import said

pytestmark = pytest.mark.usefixtures("store")


def _renewed(tokens: dict[str, Any]) -> dict[str, Any]:
    return call("POST", "/v1/sessions/refresh", body={"refresh_token": tokens["refresh_token"]})


def test_given_two_sessions_when_one_is_ended_by_the_api_then_it_is_over_and_the_other_goes_on() -> None:
    mine, lost = session(), session()
    listed = said(signed_in(mine)("GET", "/v1/sessions"))["items"]
    assert [one["this"] for one in listed] == [True, False]
    path = f"/v1/sessions/{listed[1]['session_id']}"
    assert signed_in(mine)("DELETE", path)["statusCode"] == 204
    assert signed_in(mine)("DELETE", path)["statusCode"] == 404
    assert _renewed(lost)["statusCode"] == 401
    assert _renewed(mine)["statusCode"] == 201


def test_given_the_page_when_signed_out_everywhere_then_no_session_and_no_cookie_is_left() -> None:
    mine, other = session(), session()
    assert (
        "Sign out everywhere else"
        in signed_in(mine)("GET", "/session/devices", headers={"Accept-Language": "en"})["body"]
    )
    assert signed_in(mine)("POST", "/session/devices/end-all", form={"which": "others"})["statusCode"] == 303
    assert _renewed(other)["statusCode"] == 401
    done = signed_in(mine)("POST", "/session/devices/end-all", form={"which": "all"})
    assert done["multiValueHeaders"]["Location"] == ["/"]
    assert all(
        one["max-age"] == "0"
        for one in cookies(done).values()
        if one.key.startswith("tandem_") and one.key != "tandem_flash"
    )
    assert _renewed(mine)["statusCode"] == 401


def test_given_a_session_when_the_list_is_asked_for_by_another_then_it_is_not_theirs() -> None:
    theirs = session()["refresh_token"].partition(".")[0]
    assert call("DELETE", f"/v1/sessions/{theirs}", who="somebody-else")["statusCode"] in (401, 404)
