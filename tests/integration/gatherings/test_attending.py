"""Who is at a gathering, through the real handlers: the host's list, and the code on the screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from mentoring.tables.gatherings.attendance import Attendance
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, participant
from tests.integration.gatherings.workshops import HERE, JSON, call, held, signed_up, workshop
from tests.integration.lambdas import keep, published, said

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


@pytest.fixture(autouse=True)
def _held(agreed: DynamoStore) -> None:
    """Given: a workshop that began ten minutes ago, to which three signed up."""
    workshop(agreed, 3, present=0)


def code() -> str:
    return str(said(call("GET", f"{JSON}/check-in", ORGANIZER))["code"])


def attendees() -> dict[str, bool | None]:
    return {one["name"]: one["present"] for one in said(call("GET", f"{JSON}/attendance", ORGANIZER))["items"]}


def test_given_who_signed_up_when_the_host_taps_then_each_is_noted_and_heard_of_once() -> None:
    assert attendees() == {"Osoba00": None, "Osoba01": None, "Osoba02": None}
    for _ in range(2):
        assert call("POST", f"{HERE}/attendance", ORGANIZER, form={"present": "osoba00"})["statusCode"] == 303
    call("POST", f"{HERE}/attendance", ORGANIZER, form={"who": ["osoba01", "osoba02"], "bulk": "absent"})
    assert attendees() == {"Osoba00": True, "Osoba01": False, "Osoba02": False}
    assert [one.data.participant_id for one in published("GatheringAttended")] == ["osoba00"]
    assert len(published("GatheringMissed")) == 2
    page = call("GET", f"{HERE}/attendance", ORGANIZER, language="pl")["body"]
    assert "Na liście obecnych: 1 z 3 osób." in page


@pytest.mark.parametrize("who", ["nowa@firma.example", "  nowa ", "NOWA"])
def test_given_somebody_who_did_not_sign_up_when_added_by_address_or_name_then_they_are_present(
    agreed: DynamoStore, who: str
) -> None:
    keep(agreed, participant("nowa", "mentee"))
    assert call("POST", f"{HERE}/attendance/people", ORGANIZER, form={"who": who})["statusCode"] == 303
    assert attendees()["Nowa"] is True


def test_given_a_name_of_nobody_or_of_two_when_added_then_it_is_refused_in_words(agreed: DynamoStore) -> None:
    keep(agreed, participant("dwa", "mentee"), participant("osoba", "mentee"))
    twin = participant("blizniak", "mentee")
    twin.name = "Dwa"
    keep(agreed, twin)
    for who in ("Nikt Taki", "dwa", "ktos@gdzie.example"):
        answer = call("POST", f"{HERE}/attendance/people", ORGANIZER, form={"who": who})
        assert answer["statusCode"] == 422, who
        assert "Nobody who takes part" in answer["body"]


def test_given_the_code_when_somebody_scans_it_then_one_button_says_that_they_are_here() -> None:
    anonymous = call("GET", f"{HERE}/here/{code()}")
    assert anonymous["statusCode"] in (302, 303, 307)
    assert f"/here/{code()}" in unquote(anonymous["multiValueHeaders"]["Location"][0])
    page = call("GET", f"{HERE}/here/{code()}", MENTEE)["body"]
    assert page.count("<form") == 1
    assert f'value="{code()}"' in page
    for _ in range(2):
        assert call("POST", f"{HERE}/here", MENTEE, form={"code": code()})["statusCode"] == 303
    assert attendees()["Mentee"] is True
    assert len(published("GatheringAttended")) == 1


def test_given_the_code_when_typed_anywhere_then_it_leads_to_the_gathering() -> None:
    answer = call("POST", "/gatherings/here", MENTEE, form={"code": code().lower()})
    assert answer["multiValueHeaders"]["Location"] == [f"{HERE}/here/{code()}"]
    assert call("POST", "/gatherings/here", MENTEE, form={"code": "AAAAAA"})["statusCode"] == 422
    assert call("POST", "/gatherings/here", STRANGER, form={"code": code()})["statusCode"] == 422


def test_given_a_new_code_when_the_old_one_is_typed_then_it_is_refused() -> None:
    old = code()
    call("POST", f"{HERE}/check-in", ORGANIZER, form={"before": "30", "after": "120", "renew": "yes"})
    assert code() != old
    assert call("POST", f"{JSON}/here", MENTEE, body={"code": old})["statusCode"] == 422
    assert said(call("POST", f"{JSON}/here", MENTEE, body={"code": code()}))["present"] is True


def test_given_the_window_when_it_is_closed_then_the_right_code_does_not_help() -> None:
    call("POST", f"{JSON}/check-in", ORGANIZER, body={"before": 0, "after": 0})
    assert call("POST", f"{JSON}/here", MENTEE, body={"code": code()})["statusCode"] == 200
    assert call("POST", f"{JSON}/here", MENTEE, body={"code": code()})["statusCode"] == 200


@pytest.mark.parametrize(("minutes_ago", "status"), [(-29, 200), (-31, 409), (89, 200), (208, 200), (212, 409)])
def test_given_a_gathering_of_ninety_minutes_when_confirmed_then_only_from_half_an_hour_before_to_two_hours_after(
    agreed: DynamoStore, minutes_ago: int, status: int
) -> None:
    keep(agreed, held("w", minutes_ago))
    at = f"/v1/gatherings/{PROGRAMME}/w"
    known = said(call("GET", f"{at}/check-in", ORGANIZER))["code"]
    assert call("POST", f"{at}/here", MENTEE, body={"code": known})["statusCode"] == status


def test_given_those_whom_it_is_not_for_when_they_have_the_code_then_there_is_nothing(agreed: DynamoStore) -> None:
    keep(agreed, held("m", audience="mentors"))
    at = f"/v1/gatherings/{PROGRAMME}/m"
    known = said(call("GET", f"{at}/check-in", ORGANIZER))["code"]
    for who in (MENTEE, STRANGER):
        assert call("POST", f"{at}/here", who, body={"code": known})["statusCode"] == 404
    assert call("POST", f"{at}/here", MENTOR, body={"code": known})["statusCode"] == 200
    part = participant("mentee", "mentee", person_id=MENTEE)
    keep(agreed, signed_up(part, "m"))
    assert call("POST", f"{at}/here", MENTEE, body={"code": known})["statusCode"] == 200


def test_given_two_weeks_after_its_end_when_corrected_then_it_is_settled(agreed: DynamoStore) -> None:
    keep(agreed, held("o", 15 * 24 * 60))
    body = {"participant_ids": ["mentee"], "present": True}
    assert call("POST", f"/v1/gatherings/{PROGRAMME}/o/attendance", ORGANIZER, body=body)["statusCode"] == 409
    keep(agreed, held("r", 13 * 24 * 60))
    assert call("POST", f"/v1/gatherings/{PROGRAMME}/r/attendance", ORGANIZER, body=body)["statusCode"] == 200


def test_given_anybody_but_an_organizer_when_they_ask_for_the_list_or_the_code_then_there_is_nothing() -> None:
    for who in (MENTEE, STRANGER):
        for path in (f"{JSON}/attendance", f"{HERE}/attendance", f"{JSON}/check-in", f"{HERE}/check-in"):
            assert call("GET", path, who)["statusCode"] == 404


def test_given_what_somebody_attended_when_listed_as_theirs_then_it_is_there_only_while_present(
    agreed: DynamoStore,
) -> None:
    body = {"participant_ids": ["mentee"], "present": True}
    call("POST", f"{JSON}/attendance", ORGANIZER, body=body)
    assert len(agreed.listed(Attendance, *Attendance.listed(MENTEE, PROGRAMME))) == 1
    call("POST", f"{JSON}/attendance", ORGANIZER, body=body | {"present": False})
    assert agreed.listed(Attendance, *Attendance.listed(MENTEE)) == []


def test_given_the_screen_when_shown_then_its_picture_leads_to_the_same_page_without_styles() -> None:
    page = call("GET", f"{HERE}/check-in", ORGANIZER)["body"]
    assert "<svg" in page
    assert "style=" not in page
    assert code() in page


def test_given_the_day_before_when_the_list_is_opened_then_nobody_can_be_noted_yet(agreed: DynamoStore) -> None:
    keep(agreed, held("f", -int(timedelta(days=2).total_seconds() / 60)))
    page = call("GET", f"/gatherings/{PROGRAMME}/f/attendance", ORGANIZER)["body"]
    assert 'name="present"' not in page
