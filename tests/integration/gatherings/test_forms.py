"""Forms of gatherings through the real handlers: photos, and what is refused."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from tests.fakes.people import ORGANIZER
from tests.integration.gatherings.workshops import HERE, JSON, call, held, people, workshop
from tests.integration.lambdas import keep, said

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_photos_when_answered_on_the_page_then_the_lists_of_the_host_and_their_csv_say_so(
    agreed: DynamoStore,
) -> None:
    parts = people(2)
    keep(agreed, held(minutes_ago=-60, photos=True), *parts)
    who, other = (one.person_id for one in parts)
    assert "radio" in call("GET", HERE, who)["body"]
    assert call("POST", f"{HERE}/sign-up", who, form={"answer": "come", "photos": "allowed"})["statusCode"] == 303
    assert call("POST", f"{JSON}/sign-up", other, body={})["statusCode"] == 200
    assert said(call("POST", f"{JSON}/sign-up/photos", other, body={"answer": "refused"}))["photos"] == "refused"
    assert call("POST", f"{HERE}/sign-up", who, form={"answer": "photos", "photos": "refused"})["statusCode"] == 303
    assert "zdjęcia: nie" in call("GET", f"{HERE}/attendance", ORGANIZER, language="pl")["body"]
    assert "Zdjęcia" in call("GET", f"{HERE}/people", ORGANIZER, language="pl")["body"]
    got = call("GET", f"{HERE}/people.csv", ORGANIZER)
    lines = base64.b64decode(got["body"]).decode("utf-8-sig").splitlines()
    assert lines[0] == "name,email,role,seat,sign_up,since,present,photos"
    assert [one.split(",")[-1] for one in lines[1:]] == ["refused", "refused"]
    assert call("GET", f"{HERE}/people.csv", who)["statusCode"] == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/attendance/people", {"who": ""}),
        ("/here", {"code": "WRONG"}),
        ("/check-in", {"before": "-1"}),
        ("/rooms", {"size": "x"}),
        ("/sign-up", {"seat": "in_person"}),
        ("/edit", {}),
    ],
)
def test_given_a_refused_form_when_the_language_is_switched_then_its_page_is_shown(
    agreed: DynamoStore, path: str, form: dict[str, str]
) -> None:
    parts = workshop(agreed, 1, present=0)
    who = parts[0].person_id if path in ("/here", "/sign-up") else ORGANIZER
    refused = call("POST", f"{HERE}{path}", who, form=form)
    assert refused["statusCode"] in (409, 422)
    other = re.search(r'href="([^"]*)[?&](?:amp;)?lang=pl', refused["body"])
    assert other is not None
    there = other[1] or f"{HERE}{path}"
    assert there.startswith(HERE)
    assert call("GET", there, who, lang="pl")["statusCode"] == 200
