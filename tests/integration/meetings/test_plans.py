"""Plans of meetings through the real handlers: JSON with its versions, pages, and the link of the mail."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from meetings import api
from mentoring import clock, links
from mentoring.tables.meetings import BusyDay
from tests.fakes.people import MENTEE, MENTOR, PAIR, STRANGER
from tests.integration.lambdas import keep, outbox, said, send

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.store.dynamo import DynamoStore

PLACE, PAGE = f"/v1/meetings/pair/{PAIR}", f"/meetings/pair/{PAIR}"
WARSAW = "Europe/Warsaw"
call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def _pair(agreed: DynamoStore) -> None:
    """Given: a pair."""


def first() -> datetime:
    return clock.now().replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=3)


def wish(**told: Any) -> dict[str, Any]:
    return {"starts_at": clock.iso(first()), "zone": WARSAW, "every": 2, "number": 4} | told


def proposed(**told: Any) -> dict[str, Any]:
    made = call("POST", f"{PLACE}/plans", MENTOR, body=wish(**told))
    assert made["statusCode"] == 201, made["body"]
    return said(made)


def answered(plan: dict[str, Any], who: str = MENTEE, tag: str = "", **body: object) -> Any:
    path = f"{PLACE}/plans/{plan['plan_id']}"
    tag = tag or call("GET", path, who)["multiValueHeaders"]["ETag"][0]
    return call("POST", f"{path}/answers", who, body=body, headers={"if-match": tag})


def link(plan: dict[str, Any], who: str = MENTEE) -> str:
    token = links.sign("plan", plan["plan_id"], person_id=who, expires_at=clock.now() + timedelta(days=9), pair_id=PAIR)
    return f"/meetings/plan/{token}"


def shown(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(WARSAW)):%Y-%m-%dT%H:%M}"


def states(plan: dict[str, Any]) -> list[str]:
    return [one["state"] for one in said(call("GET", f"{PLACE}/plans/{plan['plan_id']}", MENTOR))["meetings"]]


def test_given_a_plan_when_accepted_without_one_then_three_are_confirmed_and_the_word_arrives() -> None:
    plan = proposed(place="tu")
    third = plan["meetings"][2]["meeting_id"]
    done = said(answered(plan, answer="accept", without=[third], note="Urlop"))
    assert [one["state"] for one in done["meetings"]] == ["confirmed", "confirmed", "cancelled", "confirmed"]
    assert (done["state"], done["note"], done["note_by"]) == ("agreed", "Urlop", MENTEE)
    assert [len(outbox(one)) for one in ("PlanProposed", "PlanAgreed", "MeetingConfirmed", "MeetingCancelled")] == [
        1, 1, 3, 0,
    ]  # fmt: skip


def test_given_a_plan_when_its_version_is_old_or_missing_then_nothing_is_answered() -> None:
    plan = proposed()
    path = f"{PLACE}/plans/{plan['plan_id']}"
    tag = call("GET", path, MENTEE)["multiValueHeaders"]["ETag"][0]
    assert call("POST", f"{path}/answers", MENTEE, body={"answer": "accept"})["statusCode"] == 428
    assert answered(plan, MENTOR, answer="decline")["statusCode"] == 200
    assert answered(plan, MENTEE, tag, answer="accept")["statusCode"] == 412
    assert answered(plan, MENTEE, answer="accept")["statusCode"] == 409
    assert states(plan) == ["cancelled"] * 4


def test_given_a_plan_when_a_stranger_asks_then_there_is_none() -> None:
    plan = proposed()
    assert call("GET", f"{PLACE}/plans/{plan['plan_id']}", STRANGER)["statusCode"] == 404
    assert call("GET", f"{PLACE}/plans/none", MENTOR)["statusCode"] == 404
    assert call("POST", f"{PLACE}/plans", STRANGER, body=wish())["statusCode"] == 404


def test_given_dates_of_which_one_is_taken_when_looked_at_then_json_says_which_and_why(agreed: DynamoStore) -> None:
    second = first() + timedelta(days=14)
    offset = second.astimezone(ZoneInfo(WARSAW)).utcoffset() - first().astimezone(ZoneInfo(WARSAW)).utcoffset()  # type: ignore[operator]
    second -= offset
    taken = [clock.iso(second), clock.iso(second + timedelta(hours=1))]
    keep(agreed, BusyDay(*BusyDay.key(MENTEE, taken[0][:10]), person_id=MENTEE, taken={"other": taken}))
    query = {name: str(value) for name, value in wish().items()}
    found = said(call("GET", f"{PLACE}/plans/dates", MENTOR, **query))
    assert [(one["problem"], one["possible"]) for one in found["items"]][:2] == [("", True), ("partner_busy", False)]
    assert (found["every"], found["number"], found["zone"]) == (2, 4, WARSAW)
    refused = call("POST", f"{PLACE}/plans", MENTOR, body=wish())
    assert (refused["statusCode"], [one["pointer"] for one in said(refused)["errors"]]) == (422, ["/without"])
    assert len(proposed(without=[found["items"][1]["day"]])["meetings"]) == 3


def test_given_the_page_when_dates_are_shown_and_one_is_unticked_then_the_others_are_proposed_once() -> None:
    form = {"starts_at": shown(first()), "every": "2", "number": "4", "zone": WARSAW}
    assert "Plan several meetings" in call("GET", f"{PAGE}/plan", MENTOR)["body"]
    page = call("POST", f"{PAGE}/plan", MENTOR, form=form | {"do": "show"})
    assert page["statusCode"] == 200
    days = re.findall(r'name="dates" value="([^"]+)" checked', page["body"])
    key = re.findall(r'name="shown" value="([^"]+)"', page["body"])[0]
    assert len(days) == 4
    changed = call("POST", f"{PAGE}/plan", MENTOR, form=form | {"do": "propose", "shown": key, "number": "5"})
    assert "You changed the plan" in changed["body"]
    sent = form | {"do": "propose", "shown": key, "dates": days[:3]}
    for _ in range(2):
        assert call("POST", f"{PAGE}/plan", MENTOR, form=sent)["statusCode"] == 303
    assert len(outbox("PlanProposed")) == 1
    assert "3 meetings wait for one answer" in call("GET", PAGE, MENTEE)["body"]


def test_given_a_mail_when_its_link_is_opened_then_one_answer_is_given_without_signing_in() -> None:
    plan = proposed()
    place = link(plan)
    page = call("GET", place)["body"]
    ids = re.findall(r'name="meetings" value="([^"]+)" checked', page)
    assert len(ids) == 4
    none = call("POST", place, form={"answer": "accept", "sequence": "0"})
    assert (none["statusCode"], "Tick at least one meeting" in none["body"]) == (409, True)
    for _ in range(2):
        done = call("POST", place, form={"answer": "accept", "sequence": "0", "meetings": ids[1:], "note": "Urlop"})
        assert done["statusCode"] == 303
    assert states(plan) == ["cancelled", "confirmed", "confirmed", "confirmed"]
    assert len(outbox("PlanAgreed")) == 1
    late = call("POST", place, form={"answer": "decline", "sequence": "0"})
    assert (late["statusCode"], "already answered, moved or is over" in late["body"]) == (409, True)
    assert "This plan is agreed." in call("GET", place)["body"]


def test_given_a_word_that_is_too_long_when_a_plan_is_answered_then_its_field_says_so_and_the_answer_stands() -> None:
    plan = proposed()
    word = "Urlop i jeszcze raz urlop. " * 50
    here = f"{PAGE}/plans/{plan['plan_id']}"
    for who, path, action in ((MENTEE, here, f"{here}/answers"), ("", link(plan), link(plan))):
        ids = re.findall(r'name="meetings" value="([^"]+)" checked', call("GET", path, who)["body"])
        sent = {"answer": "accept", "sequence": "0", "meetings": ids[2:], "note": word}
        refused = call("POST", action, who, form=sent)
        assert refused["statusCode"] == 422
        assert "This is too long: at most 1000 characters." in refused["body"]
        assert ('id="written"' in refused["body"], word.strip() in refused["body"]) == (False, True)
        assert re.findall(r'name="meetings" value="([^"]+)" checked', refused["body"]) == ids[2:]
    own = call("POST", f"{here}/answers", MENTOR, form={"answer": "decline", "sequence": "0", "note": word})
    assert (own["statusCode"], "<details open>" in own["body"], word.strip() in own["body"]) == (422, True, True)
