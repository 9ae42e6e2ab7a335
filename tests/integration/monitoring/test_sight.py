"""The page of a pair and the view of a whole programme, over their real handler."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from mentoring import clock
from mentoring.events.meetings import MeetingHeld
from mentoring.events.surveys import SurveyAnswered
from mentoring.events.workspace import ContractSigned
from mentoring.tables.vocabulary import Worry
from monitoring import api
from monitoring.use_cases import requests
from tests.fakes import MemoryStore, context_at
from tests.integration.lambdas import Call, over, said
from tests.unit.monitoring.givens import event, pair, season, take

HERE = "/monitoring/p/pairs/1"
LONG_AGO = clock.now() - timedelta(days=40)


@pytest.fixture
def call() -> Call:
    """Given: a pair that signed and met forty days ago, and nothing since; and one of another programme."""
    return over(api.app, _silent())


def _silent() -> MemoryStore:
    elsewhere = pair("9")
    elsewhere.programme_id = "q"
    given = season(pair(), elsewhere)
    held = MeetingHeld("p", "1", "m", clock.iso(LONG_AGO), 1, presumed=False)
    take(given, event(ContractSigned("p", "1", 1, "hash")), event(held), at=LONG_AGO)
    return given


@pytest.mark.parametrize(("who", "status"), [("", 401), ("anna", 404), ("obca", 404), ("wit", 200), ("ola", 200)])
def test_given_anybody_when_asking_for_a_pair_then_only_organizers_of_its_programme_see_it(
    call: Call, who: str, status: int
) -> None:
    assert call("GET", f"/v1{HERE}", who)["statusCode"] == status
    assert call("GET", HERE, who)["statusCode"] == (303 if status == 401 else status)
    assert call("GET", "/v1/monitoring/p/pairs/9", who)["statusCode"] == (401 if not who else 404)


def test_given_a_silent_pair_when_its_owner_reminds_it_then_once_and_its_page_says_so(call: Call) -> None:
    assert "Remind them" in call("GET", HERE, "ola")["body"]
    done = call("POST", HERE, "ola", form={})
    assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, [HERE])
    after = call("GET", HERE, "ola")["body"]
    assert "Remind them" not in after
    assert "Both were reminded by email" in after
    assert "a short while ago" in after
    assert said(call("GET", f"/v1{HERE}", "ola"))["moments"][-1]["what"] == "nudged"


def test_given_a_pair_that_may_not_be_a_good_one_when_seen_then_it_says_that_no_reminder_helps() -> None:
    yesterday = clock.now() - timedelta(days=1)
    given = season(pair())
    held = MeetingHeld("p", "1", "m", clock.iso(yesterday), 1, presumed=False)
    said_so = SurveyAnswered("p", "1", "a", "pair_fit", low=True)
    take(given, event(ContractSigned("p", "1", 1, "hash")), event(held), event(said_so, yesterday), at=yesterday)
    shown = over(api.app, given)("GET", HERE, "ola")["body"]
    assert "help here: this pair needs somebody to talk to" in shown
    assert "a short while ago" not in shown


def press(call: Call, do: str, who: str = "ola", **more: str) -> str:
    """When somebody presses a button about the pair's matter on its page; return the page then."""
    version = re.search(r'name="version" value="([^"]*)"', call("GET", HERE, "ola")["body"])
    assert version is not None
    done = call("POST", HERE, who, form={"do": do, "version": version[1]} | more)
    assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, [HERE])
    return str(call("GET", HERE, who)["body"])


def _asking() -> MemoryStore:
    """Given: the pair asks for help."""
    given = _silent()
    requests.ask(context_at(clock.now(), store=given, person_id="jan"), "1", Worry.HELP)
    return given


def test_given_a_pair_that_needs_somebody_when_dealt_with_on_its_page_then_there_and_the_page_follows() -> None:
    call = over(api.app, _asking())
    assert "you look after it" in press(call, "take")
    assert "you look after it" not in press(call, "give_back")
    later = clock.now() + timedelta(days=9)
    assert "put aside until" in press(call, "later", until=later.date().isoformat())
    assert "Needs you" not in press(call, "done")


def test_given_what_can_not_be_done_when_it_is_sent_from_the_pair_s_page_then_it_says_why() -> None:
    call = over(api.app, _asking())
    said = [call("POST", HERE, "ola", form={"do": "later", "version": "1", "until": day}) for day in ("", "2001-01-01")]
    assert {one["statusCode"] for one in said} == {422}
    assert all("Choose a day in the future." in one["body"] for one in said)
    assert 'name="until" value="2001-01-01"' in said[1]["body"], "what was typed stays"
    assert call("POST", HERE, "ola", form={"do": "done", "version": "9"})["statusCode"] == 412
    assert call("POST", HERE, "wit", form={"do": "done", "version": "1"})["statusCode"] == 404


def test_given_a_pair_that_may_not_be_a_good_one_when_looked_at_then_a_reminder_is_not_the_first_thing() -> None:
    given = _silent()
    take(given, event(SurveyAnswered("p", "1", "a", "pair_fit", low=True)))
    kinds = [
        re.findall(r'class="button (\w+)"[^>]*>Remind them', over(api.app, one)("GET", HERE, "ola")["body"])
        for one in (_silent(), given)
    ]
    assert kinds == [["primary"], ["quiet"]]


def test_given_a_viewer_when_looking_at_a_pair_then_they_see_it_and_can_do_nothing(call: Call) -> None:
    page = call("GET", HERE, "wit")["body"]
    assert "Jan – Anna" in page
    for forbidden in ("<form", "/inbox/", "/close", "/applications/"):
        assert forbidden not in page
    assert call("POST", HERE, "wit", form={})["statusCode"] == 404


@pytest.mark.parametrize(("who", "status"), [("", 401), ("anna", 404), ("obca", 404), ("wit", 200), ("ola", 200)])
def test_given_anybody_when_asking_for_the_whole_programme_then_only_organizers_see_it(
    call: Call, who: str, status: int
) -> None:
    assert call("GET", "/v1/monitoring/p/overview", who)["statusCode"] == status
    assert call("GET", "/monitoring/p/overview", who)["statusCode"] == (303 if status == 401 else status)


def test_given_a_programme_when_seen_as_a_whole_then_page_and_json_have_the_same_numbers(call: Call) -> None:
    page, json = (
        call("GET", "/monitoring/p/overview", "wit")["body"],
        said(call("GET", "/v1/monitoring/p/overview", "wit")),
    )
    assert {one["come"]: one["number"] for one in json["steps"]} | {"paired": 0} == {
        "applied": 0, "accepted": 0, "paired": 0, "signed": 1, "goal_agreed": 0, "halfway": 0, "completed": 0,
    }  # fmt: skip
    assert f'href="{HERE}"' in page
    assert 'aria-label="held: ' in page
    assert "Only the present is known so far." in page


def test_given_nobody_yet_when_the_programme_is_seen_as_a_whole_then_the_page_says_what_it_will_show() -> None:
    empty = season()
    empty.items = {key: one for key, one in empty.items.items() if not key[0].startswith(("PAIR#", "PAIRING#"))}
    page = over(api.app, empty)("GET", "/monitoring/p/overview", "ola")["body"]
    assert "Nobody has applied yet." in page
    assert "<svg" not in page


def test_given_a_query_nobody_can_mean_when_the_programme_is_seen_then_it_is_as_if_it_were_not_there(
    call: Call,
) -> None:
    page = call("GET", "/monitoring/p/overview", "ola", sort="x", lacking="y", colour="z", page="q", q="jAN")["body"]
    assert f'href="{HERE}"' in page
