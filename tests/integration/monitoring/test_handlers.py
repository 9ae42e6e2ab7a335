"""Monitoring through its real Lambda handlers over the tables of the template."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, links
from mentoring.events.meetings import MeetingHeld
from mentoring.events.workspace import ContractSigned
from mentoring.tables.monitoring import Matter
from monitoring import api, consumer, schedule
from tests.integration import lambdas
from tests.integration.lambdas import LAMBDA, keep, outbox, said, send
from tests.unit.monitoring.givens import AGREED, event, member, pair, programme

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
deliver = partial(lambdas.deliver, consumer.handler)
NOON = (clock.now() + timedelta(hours=13)).replace(hour=12, minute=0, second=0, microsecond=0)
"""The next noon, an hour or more ahead: at night nobody is nudged, and these tests may take some minutes."""
LONG_AGO = clock.now() - timedelta(days=50, hours=6)


@pytest.fixture
def season(store: DynamoStore) -> DynamoStore:
    """Given: a running programme with an owner (ola), a viewer (wit) and one pair."""
    keep(store, programme(), member("ola", "owner"), member("wit", "viewer"), pair())
    return store


@pytest.fixture
def silent(season: DynamoStore) -> DynamoStore:
    """Given: that pair signed and met fifty days ago, and nothing since."""
    held = MeetingHeld("p", "1", "m", clock.iso(LONG_AGO), 1, presumed=False)
    assert deliver(event(AGREED, LONG_AGO), event(ContractSigned("p", "1", 1, "hash")), event(held)) == []
    return season


@pytest.mark.usefixtures("silent")
def test_given_events_when_delivered_twice_then_the_watch_follows_once() -> None:
    held = event(MeetingHeld("p", "1", "n", clock.iso(LONG_AGO), 2, presumed=False), event_id="e2")
    assert deliver(held) == deliver(held) == []
    assert said(call("GET", "/v1/monitoring/p/pairs", "ola"))["items"][0]["meetings_held"] == 2


@pytest.mark.usefixtures("silent")
def test_given_a_batch_with_an_unknown_pair_when_delivered_then_only_that_record_fails() -> None:
    lost = event(ContractSigned("p", "lost", 1, "hash"))
    assert deliver(lost, event(ContractSigned("p", "1", 2, "hash"))) == [{"itemIdentifier": "0"}]


@pytest.mark.usefixtures("silent")
def test_given_a_silent_pair_when_the_schedule_runs_twice_then_it_acts_once() -> None:
    runs = [schedule.handler({"time": clock.iso(NOON)}, LAMBDA) for _ in range(2)]
    nobody = {"newcomers": 0, "reminded": 0, "returned": 0}
    assert runs == [
        {"due": 1, "nudged": 1, "alerted": 1, "suggested": 0, "advanced": 0} | nobody,
        {"due": 0, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 0} | nobody,
    ]
    assert (len(outbox("PairWentInactive")), len(outbox("MatterRaised"))) == (1, 1)


@pytest.mark.usefixtures("silent")
def test_given_a_red_pair_when_asked_for_then_colour_reason_and_facts() -> None:
    found = said(call("GET", "/v1/monitoring/p/pairs", "wit"))
    assert found["next"] is None
    assert found["items"][0] | {"pair_id": "1"} == {
        "pair_id": "1", "mentor_name": "Anna", "mentee_name": "Jan", "stage": "active", "colour": "red",
        "rule": "silence",
        "days": 50, "reason": "no meeting for 50 days and nothing planned", "meetings_held": 1, "meetings_planned": 0,
        "last_held_at": clock.iso(LONG_AGO), "next_meeting_at": None, "contract_signed": True, "goal_agreed": False,
        "open_surveys": 0, "meetings_contested": 0, "agreed_interval_days": 0, "agreed_meetings": 0,
    }  # fmt: skip


@pytest.mark.usefixtures("silent")
def test_given_a_matter_when_dealt_with_in_json_then_it_keeps_its_version_and_is_off_the_list_once_done() -> None:
    schedule.handler({"time": clock.iso(NOON)}, LAMBDA)
    listed = said(call("GET", "/v1/monitoring/p/matters", "ola"))
    [one] = listed["items"]
    assert (listed["number"], one["about"], one["urgency"], one["state"]) == (1, "1", "silent", "open")
    assert one["reasons"] == ["no meeting for 50 days and nothing planned"]
    path = "/v1/monitoring/p/matters/1"
    tag = call("GET", path, "ola")["multiValueHeaders"]["ETag"][0]
    assert said(call("POST", f"{path}/taken", "ola", headers={"if-match": tag}))["taken_by"] == "ola"
    assert call("POST", f"{path}/done", "ola", headers={"if-match": tag})["statusCode"] == 412
    assert said(call("POST", f"{path}/given-back", "ola"))["taken_by"] == ""
    later = said(call("POST", f"{path}/later", "ola", body={"until": str((NOON + timedelta(days=9)).date())}))
    assert (later["state"], said(call("GET", "/v1/monitoring/p/matters", "ola"))["number"]) == ("put_aside", 0)
    assert said(call("POST", f"{path}/done", "ola"))["state"] == "done"


@pytest.mark.usefixtures("silent")
def test_given_a_matter_on_the_page_when_dealt_with_then_back_to_the_list_and_an_old_page_changes_nothing(
    store: DynamoStore,
) -> None:
    schedule.handler({"time": clock.iso(NOON)}, LAMBDA)

    def sent(do: str, version: str, **more: str) -> dict[str, Any]:
        return call("POST", "/monitoring/p/matters/1", "ola", form={"do": do, "version": version} | more)

    def matter() -> Matter:
        found = store.get(Matter, *Matter.key("p", "1"))
        assert found is not None
        return found

    first = matter().tag
    taken = sent("take", first)
    assert (taken["statusCode"], taken["multiValueHeaders"]["Location"]) == (303, ["/monitoring/p/matters#1"])
    assert "you look after it" in call("GET", "/monitoring/p/matters", "ola")["body"]
    old = sent("done", first)
    assert (old["statusCode"], "Somebody changed this" in old["body"], matter().state) == (412, True, "open")
    assert sent("remind", matter().tag)["statusCode"] == 409, "the scan has reminded them today"
    assert sent("later", matter().tag)["statusCode"] == 422
    assert sent("give_back", matter().tag)["statusCode"] == 303
    assert sent("done", matter().tag)["statusCode"] == 303
    assert "Nothing needs you." in call("GET", "/monitoring/p/matters", "ola")["body"]


@pytest.mark.usefixtures("silent")
def test_given_a_red_pair_when_reminded_then_once_and_the_second_is_a_conflict() -> None:
    first, second = (call("POST", "/v1/monitoring/p/pairs/1/nudge", "ola") for _ in range(2))
    assert (first["statusCode"], said(first)["colour"]) == (200, "red")
    assert (second["statusCode"], said(second)["type"].rpartition(":")[2].rpartition("/")[2]) == (409, "nudged-lately")
    assert call("POST", "/monitoring/p/pairs/1/nudge", "ola")["statusCode"] == 409


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(("who", "status"), [("", 401), ("anna", 404), ("obca", 404), ("wit", 200), ("ola", 200)])
def test_given_anybody_when_asking_for_pairs_and_matters_then_only_organizers_get_them(who: str, status: int) -> None:
    for path in ("/v1/monitoring/p/pairs", "/v1/monitoring/p/matters"):
        assert call("GET", path, who)["statusCode"] == status


@pytest.mark.usefixtures("silent")
def test_given_a_board_when_seen_by_owner_and_viewer_then_only_the_owner_decides() -> None:
    assert "Remind them" in call("GET", "/monitoring/p", "ola")["body"]
    schedule.handler({"time": clock.iso(NOON)}, LAMBDA)
    for path in ("/monitoring/p", "/monitoring/p/matters"):
        owner, viewer = (call("GET", path, who)["body"] for who in ("ola", "wit"))
        assert "no meeting for 50 days" in owner
        assert "1 matter needs you" in owner
        assert "Remind them" not in owner
        assert "no meeting for 50 days" in viewer
        assert "<form" not in viewer


@pytest.mark.usefixtures("silent")
def test_given_a_filter_when_the_board_is_opened_then_only_that_colour_is_listed() -> None:
    assert "<table" in call("GET", "/monitoring/p", "ola", colour="red")["body"]
    green = call("GET", "/monitoring/p", "ola", colour="green")["body"]
    assert "<table" not in green
    assert "No pair has this colour now." in green


@pytest.mark.usefixtures("season")
def test_given_a_pair_on_track_when_the_board_is_opened_then_it_says_why_and_what_can_be_done() -> None:
    held = MeetingHeld("p", "1", "m", clock.iso(clock.now()), 1, presumed=False)
    assert deliver(event(AGREED), event(ContractSigned("p", "1", 1, "hash")), event(held)) == []
    owner, viewer = (call("GET", "/monitoring/p", who)["body"] for who in ("ola", "wit"))
    assert "they met not long ago" in owner
    assert "they met not long ago" in viewer
    assert "end or match again" in owner
    assert "end or match again" not in viewer


@pytest.mark.usefixtures("season")
def test_given_no_pairs_when_the_board_is_opened_then_it_says_what_will_be_here() -> None:
    assert "No pairs yet." in call("GET", "/monitoring/p", "ola")["body"]


def _token(rule: str = "silence", person_id: str = "jan") -> str:
    return links.sign("nudge", "1", expires_at=clock.now() + timedelta(days=1), person_id=person_id, rule=rule)


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("wish", ["help", "pause", "end"])
def test_given_a_nudge_when_answered_signed_out_then_get_shows_and_post_tells_the_organizers(wish: str) -> None:
    path = f"/monitoring/answer/{_token()}"
    shown = call("GET", path)
    assert (shown["statusCode"], outbox("HelpRequested")) == (200, [])
    assert "You and Anna" in shown["body"]
    assert "You and Jan" in call("GET", f"/monitoring/answer/{_token(person_id='anna')}")["body"]
    for _ in range(2):
        assert "The organizers know" in call("POST", path, form={"wish": wish})["body"]
    assert len(outbox("HelpRequested")) == 1
    raised = json.loads(outbox("MatterRaised")[0].detail)
    assert (raised["data"]["about"], raised["data"]["rule"], raised["meta"]["aggregate_id"]) == ("1", wish, "1")


@pytest.mark.usefixtures("silent")
def test_given_a_nudge_about_a_survey_when_opened_then_the_survey_is_the_first_answer() -> None:
    assert 'href="/surveys"' in call("GET", f"/monitoring/answer/{_token('survey')}")["body"]


@pytest.mark.usefixtures("silent")
def test_given_a_wish_we_do_not_know_when_sent_then_it_is_refused_and_nothing_happens() -> None:
    assert call("POST", f"/monitoring/answer/{_token()}", form={"wish": "money"})["statusCode"] == 422
    assert outbox("HelpRequested") == []


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("purpose", ["proposal", ""])
def test_given_a_token_for_something_else_when_used_then_it_is_no_link(purpose: str) -> None:
    token = links.sign(purpose, "1", expires_at=clock.now() + timedelta(days=1), person_id="jan") if purpose else "x"
    for method in ("GET", "POST"):
        assert call(method, f"/monitoring/answer/{token}")["statusCode"] == 404


@pytest.mark.usefixtures("silent")
def test_given_a_link_for_a_stranger_when_used_then_the_pair_is_not_theirs() -> None:
    assert call("GET", f"/monitoring/answer/{_token(person_id='obca')}")["statusCode"] == 404


@pytest.mark.usefixtures("silent")
def test_given_a_red_pair_when_reminded_from_the_page_then_back_to_the_board() -> None:
    sent = call("POST", "/monitoring/p/pairs/1/nudge", "ola")
    assert (sent["statusCode"], sent["multiValueHeaders"]["Location"]) == (303, ["/monitoring/p"])
    assert len(outbox("PairWentInactive")) == 1
