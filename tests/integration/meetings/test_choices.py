"""Several times in one proposal, through the real handlers: JSON, pages, and links of mails without signing in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from meetings import api, domain
from mentoring import clock, links
from mentoring.tables.meetings import BusyDay, Meeting
from mentoring.tables.recruitment import Participant
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME
from tests.integration.lambdas import keep, outbox, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

PLACE, PAGE = f"/v1/meetings/pair/{PAIR}", f"/meetings/pair/{PAIR}"
call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def _pair(agreed: DynamoStore) -> None:
    """Given: a pair."""


def in_days(*days: float) -> list[str]:
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    return [clock.iso(start + timedelta(days=one)) for one in days]


def offered(*starts: str, who: str = MENTOR) -> dict[str, Any]:
    body = {"starts_at": starts[0], "more": starts[1:], "zone": "Europe/Warsaw"}
    made = call("POST", PLACE, who, body=body)
    assert made["statusCode"] == 201, made["body"]
    return said(made)


def answered(meeting_id: str, who: str = MENTEE, **body: object) -> Any:
    return call("POST", f"{PLACE}/{meeting_id}/answers", who, body=body)


def link(one: dict[str, Any], who: str = MENTEE) -> str:
    claims = {"pair_id": PAIR, "sequence": str(one["sequence"])}
    expires_at = clock.now() + timedelta(days=9)
    return (
        f"/meetings/answer/{links.sign('meeting', one['meeting_id'], person_id=who, expires_at=expires_at, **claims)}"
    )


def meetings(who: str = MENTOR) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said(call("GET", PLACE, who))["items"]
    return found


def busy(store: DynamoStore, who: str, starts_at: str) -> None:
    """Given: somebody is in another meeting at an instant."""
    until = clock.iso(clock.parse(starts_at) + timedelta(hours=1))
    key = BusyDay.key(who, starts_at[:10])
    keep(store, BusyDay(*key, person_id=who, taken={"other": [starts_at, until]}))


def test_given_three_times_when_one_is_accepted_then_it_is_the_meeting_and_the_others_are_free() -> None:
    times = in_days(4, 3, 5)
    one = offered(*times)
    assert (one["options"], one["starts_at"], one["state"]) == (sorted(times), min(times), "proposed")
    undecided = answered(one["meeting_id"], answer="accept")
    assert (undecided["statusCode"], said(undecided)["type"].endswith(domain.WhichTime.code)) == (409, True)
    done = said(answered(one["meeting_id"], answer="accept", starts_at=times[0], sequence=0))
    assert (done["state"], done["starts_at"], done["options"], done["sequence"]) == ("confirmed", times[0], [], 1)
    assert offered(times[1])["state"] == "proposed"


@pytest.mark.parametrize("many", [5, 6])
def test_given_times_when_there_are_more_than_five_then_they_are_refused(many: int) -> None:
    first, *more = in_days(*range(2, 2 + many))
    made = call("POST", PLACE, MENTOR, body={"starts_at": first, "more": more, "zone": "Europe/Warsaw"})
    assert made["statusCode"] == (201 if many == domain.MOST_AT_ONCE else 422)


def test_given_several_times_when_one_cannot_be_then_it_is_named_and_nothing_is_proposed() -> None:
    good, also, past = in_days(3, 4, -1)
    made = call("POST", PLACE, MENTOR, body={"starts_at": good, "more": [also, past], "zone": "Europe/Warsaw"})
    assert (made["statusCode"], [one["pointer"] for one in said(made)["errors"]]) == (422, ["/more/1"])
    assert meetings() == []
    offered(good, also)
    again = call("POST", PLACE, MENTEE, body={"starts_at": in_days(9)[0], "more": [also], "zone": "Europe/Warsaw"})
    assert [one["pointer"] for one in said(again)["errors"]] == ["/more/0"], "an open choice takes all of its times"


def test_given_several_times_when_they_are_proposed_twice_then_that_is_one_proposal() -> None:
    times = in_days(3, 4)
    assert offered(*times)["meeting_id"] == offered(*reversed(times))["meeting_id"]
    assert len(outbox("MeetingProposed")) == 1


def test_given_several_times_when_others_are_proposed_instead_then_the_first_ones_answer_nothing_any_more() -> None:
    times, others = in_days(3, 4), in_days(6, 7)
    one = offered(*times)
    body = {"answer": "counter", "starts_at": others[0], "more": [others[1]], "sequence": 0}
    moved = said(call("POST", f"{PLACE}/{one['meeting_id']}/answers", MENTEE, body=body))
    assert (moved["options"], moved["proposed_by"], moved["sequence"]) == (others, MENTEE, 1)
    older = link(one)
    assert "waits for an answer" in call("GET", older)["body"]
    assert answered(one["meeting_id"], MENTOR, answer="accept", starts_at=times[0])["statusCode"] == 409
    assert answered(one["meeting_id"], MENTOR, answer="accept", starts_at=others[1])["statusCode"] == 200


def test_given_the_mail_of_several_times_when_its_button_is_pressed_then_one_more_press_confirms_it() -> None:
    times = in_days(3, 4, 5)
    answer = link(offered(*times))
    page = call("GET", answer, at=times[1])["body"]
    assert re.findall(r'name="at" value="([^"]+)"', page) == times
    assert page.count("autofocus") == 1
    assert [one["state"] for one in meetings()] == ["proposed"], "a scanner that follows the link changes nothing"
    for _ in range(2):
        assert call("POST", answer, form={"answer": "accept", "at": times[1]})["statusCode"] == 303
    assert [(one["state"], one["starts_at"]) for one in meetings()] == [("confirmed", times[1])]
    assert call("POST", answer, form={"answer": "accept", "at": times[2]})["statusCode"] == 409


def test_given_the_mail_of_several_times_when_others_are_typed_then_they_are_proposed_and_mistakes_keep_them() -> None:
    answer = link(offered(*in_days(3, 4)))
    zone = ZoneInfo("Europe/Warsaw")
    first, second = (f"{clock.parse(one).astimezone(zone):%Y-%m-%dT%H:%M}" for one in in_days(6, 7))
    form = {"answer": "counter", "zone": "Europe/Warsaw", "starts_at": first, "time_2": "2020-01-01T10:00"}
    refused = call("POST", answer, form=form)
    assert (refused["statusCode"], f'value="{first}"' in refused["body"]) == (422, True)
    assert 'id="time_2-note"><strong class="why">' in refused["body"]
    assert call("POST", answer, form=form | {"time_2": second})["statusCode"] == 303
    (one,) = meetings()
    assert (one["options"], one["proposed_by"]) == (in_days(6, 7), MENTEE)


def test_given_several_times_when_none_suits_then_all_are_declined_in_one_press() -> None:
    answer = link(offered(*in_days(3, 4)))
    assert "None of these" in call("GET", answer)["body"]
    assert call("POST", answer, form={"answer": "decline"})["statusCode"] == 303
    assert [one["state"] for one in meetings()] == ["cancelled"]


def test_given_ones_own_other_meeting_when_times_are_shown_then_it_is_said_at_that_time_and_refused(
    agreed: DynamoStore,
) -> None:
    times = in_days(3, 4)
    one = offered(*times)
    busy(agreed, MENTEE, times[0])
    assert [found["clashes"] for found in meetings(MENTEE)] == [[times[0]]]
    assert [found["clashes"] for found in meetings(MENTOR)] == [[]], "whether the partner is busy is theirs to say"
    for page in (call("GET", PAGE, MENTEE)["body"], call("GET", link(one))["body"]):
        assert page.count("You have another meeting then.") == 1
    refused = call("POST", link(one), form={"answer": "accept", "at": times[0]})
    assert (refused["statusCode"], "You already have a meeting at this time" in refused["body"]) == (409, True)
    assert 'name="at"' in refused["body"], "the other times are still there"
    form = {"answer": "accept", "at": times[0], "sequence": "0"}
    page = call("POST", f"{PAGE}/{one['meeting_id']}/answers", MENTEE, form=form)
    assert (page["statusCode"], "You already have a meeting at this time" in page["body"]) == (409, True)
    assert [found["state"] for found in meetings()] == ["proposed"]


def test_given_a_partner_across_the_ocean_when_times_are_shown_then_both_clocks_stand_at_each(
    agreed: DynamoStore,
) -> None:
    mentor = agreed.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert mentor is not None
    mentor.zone = "America/New_York"
    keep(agreed, mentor)
    times = in_days(3, 4)
    one = offered(*times)
    for page in (call("GET", PAGE, MENTEE)["body"], call("GET", link(one))["body"]):
        for at in (clock.parse(time) for time in times):
            here, there = (at.astimezone(ZoneInfo(zone)) for zone in ("Europe/Warsaw", "America/New_York"))
            assert f"your {here:%H:%M} = {there:%H:%M}" in page


def test_given_a_choice_when_other_times_are_wanted_instead_then_the_page_of_suggestions_answers_it() -> None:
    one = offered(*in_days(3, 4))
    page = call("GET", f"{PAGE}/times", MENTEE, instead=one["meeting_id"])["body"]
    (action,) = re.findall(r'<form method="post" action="([^"]+)" class="stack">', page)
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert call("POST", action, MENTEE, form=form | {"starts_at": "2020-01-01T10:00"})["statusCode"] == 422
    ticked = re.findall(r'name="suggested" value="([^"]+)"', page)[:2]
    assert call("POST", action, MENTEE, form=form | {"suggested": ticked})["statusCode"] == 303
    (moved,) = meetings()
    assert (len(moved["options"]), moved["proposed_by"], moved["sequence"]) == (2, MENTEE, 1)


def test_given_a_meeting_saved_before_there_were_several_times_when_read_then_it_has_none(agreed: DynamoStore) -> None:
    one = offered(*in_days(3))
    item = agreed.get(Meeting, *Meeting.key(PAIR, one["meeting_id"]))
    assert item is not None
    raw = item.to_dynamodb_dict() if hasattr(item, "to_dynamodb_dict") else item.serialize()
    assert (raw.get("options", {"L": []}), item.is_choice, item.last_start) == ({"L": []}, False, one["starts_at"])
    assert answered(one["meeting_id"], answer="accept")["statusCode"] == 200
    assert datetime.fromisoformat(meetings()[0]["starts_at"]) == clock.parse(one["starts_at"])
