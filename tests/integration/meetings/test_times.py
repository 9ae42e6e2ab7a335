"""Times that suit both of a pair, on the page and in JSON: one button proposes one of them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from meetings import api
from mentoring import clock, links
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, STRANGER
from tests.integration.lambdas import keep, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

JSON, PAGE = f"/v1/meetings/pair/{PAIR}/times", f"/meetings/pair/{PAIR}/times"
PLACE = f"/v1/meetings/pair/{PAIR}"
WARSAW, NEW_YORK = ZoneInfo("Europe/Warsaw"), ZoneInfo("America/New_York")
call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def _pair(agreed: DynamoStore) -> None:
    """Given: a pair, a mentor free on afternoons in Warsaw, a mentee on mornings in New York."""
    week = {"mentor": ("Europe/Warsaw", 14, 19), "mentee": ("America/New_York", 8, 12)}
    for participant_id, (zone, begin, end) in week.items():
        one = agreed.get(Participant, *Participant.key(PROGRAMME, participant_id))
        assert one is not None
        slots = [{"weekday": weekday, "start": begin, "end": end} for weekday in range(5)]
        one.zone, one.profile = zone, {**one.profile, "availability": slots, "zone": zone}
        keep(agreed, one)


def times(who: str = MENTOR, **more: str) -> list[datetime]:
    return [clock.parse(one["starts_at"]) for one in said(call("GET", JSON, who, **more))["items"]]


def test_given_a_pair_across_the_ocean_when_it_asks_then_five_times_lie_inside_both_weeks() -> None:
    found = times()
    assert len(found) == 5
    assert len({one.astimezone(WARSAW).date() for one in found}) == 5
    for one in found:
        here, there = one.astimezone(WARSAW), one.astimezone(NEW_YORK)
        assert (14 <= here.hour < 18, 8 <= there.hour < 12, here.weekday() < 5) == (True, True, True)
    assert found == times(MENTOR)


def test_given_a_suggestion_when_shown_then_it_says_what_it_is_on_both_clocks() -> None:
    (first, *_) = said(call("GET", JSON, MENTOR))["items"]
    at = clock.parse(first["starts_at"])
    assert first["words"] == f"your {at.astimezone(WARSAW):%H:%M} = {at.astimezone(NEW_YORK):%H:%M} in New York"
    page = call("GET", PAGE, MENTOR, language="pl")["body"]
    assert f"U Ciebie {at.astimezone(WARSAW):%H:%M} = {at.astimezone(NEW_YORK):%H:%M} (Nowy Jork)" in page


def suggested(page: str) -> tuple[str, list[str]]:
    """Return the zone of the form of times on a page, and the times that can be ticked."""
    (zone,) = re.findall(r'name="zone" value="([^"]+)">', page)
    return zone, re.findall(r'name="suggested" value="([^"]+)"', page)


def test_given_suggestions_when_one_is_ticked_then_it_is_proposed_and_no_longer_suggested() -> None:
    before, page = times(), call("GET", PAGE, MENTOR, headers={"hx-request": "true"})["body"]
    assert "<html" not in page
    zone, shown = suggested(page)
    done = call("POST", f"/meetings/pair/{PAIR}", MENTOR, form={"zone": zone, "suggested": shown[0]})
    assert done["statusCode"] == 303
    (proposed,) = said(call("GET", PLACE, MENTOR))["items"]
    assert clock.parse(proposed["starts_at"]) == before[0]
    assert proposed["options"] == []
    assert before[0] not in times()


def test_given_suggestions_when_several_are_ticked_and_one_typed_then_they_are_one_proposal() -> None:
    before = times()
    zone, shown = suggested(call("GET", PAGE, MENTOR)["body"])
    own = before[0] + timedelta(hours=3)
    form = {"zone": zone, "suggested": shown[:2], "time_2": f"{own.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"}
    assert call("POST", f"/meetings/pair/{PAIR}", MENTOR, form=form)["statusCode"] == 303
    (proposed,) = said(call("GET", PLACE, MENTOR))["items"]
    assert [clock.parse(one) for one in proposed["options"]] == sorted([*before[:2], own])
    assert not set(times()) & {*before[:2]}


def test_given_one_time_that_cannot_be_when_proposed_with_others_then_its_field_says_so_and_nothing_is_lost() -> None:
    zone, shown = suggested(call("GET", PAGE, MENTOR)["body"])
    form = {"zone": zone, "suggested": shown[:2], "time_3": "2020-01-01T10:00", "agenda": "A plan"}
    refused = call("POST", f"/meetings/pair/{PAIR}", MENTOR, form=form)
    assert refused["statusCode"] == 422
    page = refused["body"]
    assert re.search(r'id="time_3-note"><strong class="why">Choose a time in the future', page)
    assert re.findall(r'name="suggested" value="([^"]+)" checked', page) == shown[:2]
    assert ('value="2020-01-01T10:00"' in page, "A plan" in page) == (True, True)
    assert said(call("GET", PLACE, MENTOR))["items"] == []


def test_given_a_meeting_ahead_when_asked_then_the_next_one_is_due_by_the_rhythm_after_it() -> None:
    planned = (clock.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    made = call("POST", PLACE, MENTOR, body={"starts_at": clock.iso(planned), "zone": "Europe/Warsaw"})
    assert made["statusCode"] == 201
    due = clock.parse(said(call("GET", JSON, MENTEE))["due"])
    assert due == planned + timedelta(days=21)
    assert all(abs((one - due).days) <= 10 for one in times(MENTEE))


def test_given_a_meeting_far_ahead_when_nothing_is_free_after_it_then_the_coming_weeks_are_suggested(
    agreed: DynamoStore,
) -> None:
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    last = clock.now() + timedelta(days=60)
    programme.dates = {"closing": last.date().isoformat()}
    keep(agreed, programme)
    far = (clock.now() + timedelta(days=300)).replace(minute=0, second=0, microsecond=0)
    made = call("POST", PLACE, MENTOR, body={"starts_at": clock.iso(far), "zone": "Europe/Warsaw"})
    assert made["statusCode"] == 201
    assert len(times()) == 5
    assert max(times()) < last
    page = call("GET", PAGE, MENTOR)["body"]
    assert ("As soon as both of you can." in page, "when your next meeting is due" in page) == (True, False)


def test_given_a_closing_day_when_asked_then_nothing_lies_after_it(agreed: DynamoStore) -> None:
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    last: date = (clock.now() + timedelta(days=4)).date()
    programme.dates = {"closing": last.isoformat()}
    keep(agreed, programme)
    assert times()
    assert all(one.astimezone(ZoneInfo(programme.zone)).date() <= last for one in times())


def test_given_two_who_are_never_free_together_when_asked_then_the_page_says_so(agreed: DynamoStore) -> None:
    one = agreed.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert one is not None
    one.profile = {**one.profile, "availability": [{"weekday": 6, "start": 3, "end": 4}]}
    keep(agreed, one)
    assert times() == []
    assert "We found no time in the coming weeks" in call("GET", PAGE, MENTOR)["body"]


def test_given_a_stranger_or_an_ended_process_when_asked_then_there_are_no_times(agreed: DynamoStore) -> None:
    assert call("GET", JSON, STRANGER)["statusCode"] == 404
    pair = agreed.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    keep(agreed, pair)
    assert call("GET", JSON, MENTOR)["statusCode"] == 409


def _answer_link(meeting_id: str) -> str:
    expires_at = clock.now() + timedelta(days=1)
    claims = {"pair_id": PAIR, "sequence": "0"}
    return "/meetings/answer/" + links.sign("meeting", meeting_id, expires_at=expires_at, person_id=MENTEE, **claims)


def _proposed_by_mentor() -> tuple[datetime, str]:
    """Given: the mentor proposes what is suggested first; return it, and the link of the mentee's mail."""
    first = times()[0]
    made = call("POST", PLACE, MENTOR, body={"starts_at": clock.iso(first), "zone": "Europe/Warsaw"})
    return first, _answer_link(said(made)["meeting_id"])


def _read(page: str) -> list[datetime]:
    """Return the suggestions of a page, in its order."""
    zone, shown = suggested(page)
    return [datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(zone)) for one in shown]


def test_given_a_proposal_when_its_mail_is_opened_signed_out_then_other_times_are_suggested_best_first_on_both_clocks() -> (
    None
):
    best, link = _proposed_by_mentor()
    page = call("GET", link)["body"]
    found = _read(page)
    assert 1 < len(found) <= 5
    assert best not in found
    assert abs(found[0] - best) < timedelta(days=5), "another time for this meeting, not one for the next"
    assert page.index('name="suggested"') < page.index('name="starts_at"')
    there = found[0].astimezone(WARSAW)
    assert f"your {found[0].astimezone(NEW_YORK):%H:%M} = {there:%H:%M} in Warsaw" in page


def test_given_suggestions_behind_a_mails_link_when_one_is_ticked_then_it_is_the_new_proposal() -> None:
    _, link = _proposed_by_mentor()
    page = call("GET", link)["body"]
    (zone, shown), wanted = suggested(page), _read(page)[1]
    sent = call("POST", link, form={"answer": "counter", "zone": zone, "suggested": shown[1]})
    assert sent["statusCode"] == 303
    (one,) = said(call("GET", PLACE, MENTEE))["items"]
    assert (clock.parse(one["starts_at"]), one["proposed_by"]) == (wanted, MENTEE)
    assert 'name="suggested"' not in call("GET", link)["body"], "it waits for the other one now"


def test_given_suggestions_behind_a_mails_link_when_one_of_the_times_is_wrong_then_what_was_ticked_stays() -> None:
    _, link = _proposed_by_mentor()
    zone, shown = suggested(call("GET", link)["body"])
    form = {"answer": "counter", "zone": zone, "suggested": shown[:2], "starts_at": "2020-01-01T10:00"}
    refused = call("POST", link, form=form)
    assert refused["statusCode"] == 422
    assert re.findall(r'name="suggested" value="([^"]+)" checked', refused["body"]) == shown[:2]
    assert 'value="2020-01-01T10:00"' in refused["body"]


def test_given_a_meeting_when_other_times_for_it_are_suggested_in_the_room_then_they_are_for_this_one() -> None:
    best, link = _proposed_by_mentor()
    meeting_id = said(call("GET", PLACE, MENTOR))["items"][0]["meeting_id"]
    instead = _read(call("GET", PAGE, MENTEE, instead=meeting_id)["body"])
    assert instead == _read(call("GET", link)["body"])
    assert instead == times(MENTEE, instead=meeting_id)
    following = _read(call("GET", PAGE, MENTEE)["body"])
    assert min(following) > best + timedelta(days=5)
