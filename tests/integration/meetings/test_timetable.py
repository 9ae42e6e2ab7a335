"""The timetable of a meeting on its page and in JSON: clock times for whoever has no JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from meetings import api
from mentoring import clock
from tests.fakes.people import MENTEE, MENTOR, PAIR, STRANGER
from tests.integration.lambdas import said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
PLACE = f"/v1/meetings/pair/{PAIR}"
WARSAW = ZoneInfo("Europe/Warsaw")
START = (clock.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def meeting_id(agreed: DynamoStore) -> str:
    """Given: a meeting of an hour with an agenda of the pair's own, on which both agreed."""
    body = {"starts_at": clock.iso(START), "zone": "Europe/Warsaw", "minutes": 60, "agenda": "10 min: Cel <b>\nPlan"}
    made = str(said(call("POST", PLACE, MENTOR, body=body))["meeting_id"])
    call("POST", f"{PLACE}/{made}/answers", MENTEE, body={"answer": "accept"})
    return made


def test_given_a_meeting_when_its_page_is_opened_then_each_part_says_from_when_to_when_and_the_last_is_the_closing(
    meeting_id: str,
) -> None:
    page = call("GET", f"/meetings/pair/{PAIR}/{meeting_id}", MENTEE)["body"]
    shown = re.findall(r'<span class="when">([^<]+)</span> <span>(.+?)</span></li>', page)
    times = [f"{START.astimezone(WARSAW) + timedelta(minutes=one):%H:%M}" for one in (0, 10, 55, 60)]
    names = ["Cel &lt;b&gt;", "Plan", '<a href="#closing">Takeaway, homework, next date</a>']
    assert shown == [(f"{times[one]}–{times[one + 1]}", name) for one, name in enumerate(names)]
    assert 'aria-live="polite"' in page
    assert re.search(r'<script src="/static/timer\.js\?v=\w+" defer></script>', page)
    assert not re.search(r"<script(?! src=)", page), "nothing inline"


def test_given_a_meeting_when_its_timetable_is_asked_for_as_json_then_the_pair_alone_gets_it(meeting_id: str) -> None:
    path = f"{PLACE}/{meeting_id}/timetable"
    parts = said(call("GET", path, MENTOR))["items"]
    assert [(one["name"], one["closing"]) for one in parts] == [("Cel <b>", False), ("Plan", False), ("", True)]
    assert (parts[0]["starts_at"], parts[-1]["ends_at"]) == (clock.iso(START), clock.iso(START + timedelta(hours=1)))
    assert call("GET", path, STRANGER)["statusCode"] == 404
    call("POST", f"{PLACE}/{meeting_id}/cancel", MENTOR)
    assert call("GET", path, MENTOR)["statusCode"] == 404
    assert "timer.js" not in call("GET", f"/meetings/pair/{PAIR}/{meeting_id}", MENTEE)["body"]
