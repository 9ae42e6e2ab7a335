"""«Add to my calendar»: the file behind a mail's link, and the component on every page that names a meeting ahead."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
import vobject
from icalendar import Calendar

from meetings import api
from mentoring import clock, links, runtime
from mentoring.events import catalogue as events
from mentoring.tables.meetings import Meeting
from mentoring.tables.recruitment import Participant
from notifications import recipes
from tests.fakes import context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME
from tests.integration.lambdas import keep, said, send
from workspace import api as rooms

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
PLACE = f"/v1/meetings/pair/{PAIR}"


@pytest.fixture
def meeting_id(agreed: DynamoStore) -> str:
    """Given: a meeting both agreed on, moved once before; the mentee lives in New York."""
    body = {
        "starts_at": clock.iso(_ahead(3)), "zone": "Europe/Warsaw", "place": "https://spotkania.example/pokoj",
        "agenda": "Prywatny temat",
    }  # fmt: skip
    made = said(call("POST", PLACE, MENTOR, body=body))["meeting_id"]
    call("POST", f"{PLACE}/{made}/reschedule", MENTOR, body={"starts_at": clock.iso(_ahead(4))})
    assert call("POST", f"{PLACE}/{made}/answers", MENTEE, body={"answer": "accept"})["statusCode"] == 200
    mentee = agreed.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert mentee is not None
    mentee.zone = "America/New_York"
    keep(agreed, mentee)
    return str(made)


def _ahead(days: int) -> datetime:
    return (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def _link(meeting_id: str, purpose: str = "entry", locale: str = "pl", pair_id: str = PAIR) -> str:
    expires_at = clock.now() + timedelta(days=1)
    claims = {"pair_id": pair_id, "locale": locale, "sequence": "0"}
    return "/meetings/entry/" + links.sign(purpose, meeting_id, expires_at=expires_at, person_id=MENTEE, **claims)


def test_given_a_mails_link_when_followed_signed_out_then_both_parsers_read_the_meeting_as_it_was_invited_to(
    agreed: DynamoStore, meeting_id: str
) -> None:
    answer = call("GET", _link(meeting_id))
    assert answer["statusCode"] == 200
    assert answer["multiValueHeaders"]["Content-Type"] == ["text/calendar; charset=utf-8"]
    content = base64.b64decode(answer["body"])
    (ours,) = Calendar.from_ical(content).walk("VEVENT")
    other = vobject.readOne(content.decode()).vevent
    context = replace(context_at(store=agreed), keys=runtime.ports().keys)
    (invited, _) = recipes.made(context, events.MeetingConfirmed(PROGRAMME, PAIR, meeting_id, clock.iso(_ahead(4)), 2))
    (theirs,) = Calendar.from_ical(invited.calendar).walk("VEVENT")
    assert theirs["sequence"] == 2
    for name in ("uid", "sequence", "status", "location", "summary", "dtstart", "dtend"):
        assert ours[name] == theirs[name]
        value = getattr(other, name).value
        assert value == (ours[name].dt if name.startswith("dt") else str(ours[name]))
    assert ours["summary"].startswith("Mentoring: ")
    assert "Prywatny" not in content.decode()


def test_given_one_meeting_of_a_plan_when_its_file_is_fetched_then_it_is_that_one_of_the_plan_as_it_was_invited_to(
    agreed: DynamoStore, meeting_id: str
) -> None:
    meeting = agreed.get(Meeting, *Meeting.key(PAIR, meeting_id))
    assert meeting is not None
    meeting.plan_id, meeting.planned_at = "plan-1", clock.iso(_ahead(3))
    keep(agreed, meeting)
    (one,) = Calendar.from_ical(base64.b64decode(call("GET", _link(meeting_id))["body"])).walk("VEVENT")
    assert (str(one["uid"]), one["sequence"], one["recurrence-id"].dt) == ("plan-1@tandem", 2, _ahead(3))


def test_given_a_link_for_something_else_or_a_meeting_without_a_time_when_followed_then_there_is_no_file(
    agreed: DynamoStore, meeting_id: str
) -> None:
    for foreign in (
        _link(meeting_id, "meeting"),
        _link(meeting_id, "outcome"),
        _link("other"),
        _link(meeting_id, pair_id="other"),
    ):
        assert call("GET", foreign)["statusCode"] == 404
    token = _link(meeting_id).rpartition("/")[2]
    for place in ("answer", "outcome"):
        assert call("GET", f"/meetings/{place}/{token}")["statusCode"] == 404
    call("POST", f"{PLACE}/{meeting_id}/cancel", MENTOR)
    assert call("GET", _link(meeting_id))["statusCode"] == 404
    meeting = agreed.get(Meeting, *Meeting.key(PAIR, meeting_id))
    assert meeting is not None
    assert meeting.called_off


PAGES = {
    "meetings": (api.handler, f"/meetings/pair/{PAIR}"),
    "meeting": (api.handler, f"/meetings/pair/{PAIR}/%s"),
    "home": (rooms.handler, "/home"),
    "room": (rooms.handler, f"/rooms/{PAIR}"),
}


@pytest.mark.parametrize("name", PAGES)
def test_given_a_meeting_ahead_when_a_page_names_it_then_it_can_be_added_there_once(meeting_id: str, name: str) -> None:
    handler, path = PAGES[name]
    body = send(handler, "GET", path % meeting_id if "%" in path else path, MENTEE)["body"]
    found = [html.unescape(one) for one in re.findall(r'href="([^"]+)"', body)]
    (google,) = [dict(parse_qsl(urlsplit(one).query)) for one in found if "calendar.google.com" in one]
    (outlook,) = [dict(parse_qsl(urlsplit(one).query)) for one in found if "outlook.office.com" in one]
    begin = _ahead(4)
    assert google["dates"].startswith(f"{begin:%Y%m%dT%H%M%SZ}/")
    assert outlook["startdt"] == f"{begin:%Y-%m-%dT%H:%M:%SZ}"
    assert google["details"] == outlook["body"] == links.url(f"/meetings/pair/{PAIR}/{meeting_id}")
    assert "Prywatny" not in str([google, outlook])
    assert f"/meetings/pair/{PAIR}/{meeting_id}/meeting.ics" in found


@pytest.mark.parametrize("name", PAGES)
def test_given_a_meeting_that_is_called_off_when_looked_at_then_no_page_adds_it(meeting_id: str, name: str) -> None:
    call("POST", f"{PLACE}/{meeting_id}/cancel", MENTOR)
    handler, path = PAGES[name]
    assert "calendar.google.com" not in send(handler, "GET", path % meeting_id if "%" in path else path, MENTEE)["body"]


def test_given_two_zones_when_the_meetings_page_is_opened_then_it_says_both_clocks(meeting_id: str) -> None:
    page = f"/meetings/pair/{PAIR}/{meeting_id}"
    shown = {
        zone: call("GET", page, MENTOR, headers={"cookie": f"tandem_zone={zone}"})["body"]
        for zone in ("Europe/Warsaw", "America/New_York")
    }
    assert {zone: "in New York" in body for zone, body in shown.items()} == {
        "Europe/Warsaw": True, "America/New_York": False,
    }  # fmt: skip
