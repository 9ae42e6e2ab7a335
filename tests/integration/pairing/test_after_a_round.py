"""What happens after a round is sent, through the real Lambda handlers over the tables and the bucket of the template."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from infra.season.forms import forms
from mentoring import clock, i18n
from mentoring.events.pairing import PairingRequested, PairingRoundSent
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.recruitment import Participant
from pairing import consumer, schedule, worker
from pairing.domain import MENTEE, MENTOR
from tests.integration.lambdas import LAMBDA, coming, deliver, keep, published, said
from tests.integration.pairing.test_handlers import call, page_for
from tests.unit.pairing.givens import event, member, participant, programme

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

PEOPLE = (
    participant("anna", MENTOR, topics=["negocjacje"], department="HR", experience="15 lat", capacity=2),
    participant("iga", MENTOR, topics=["delegowanie"], capacity=1),
    participant("zoe", MENTOR, topics=["sen"], capacity=1),
    participant("jan", MENTEE, topics=["negocjacje"], goal="Chcę rosnąć"),
    participant("ewa", MENTEE, topics=["negocjacje", "delegowanie"]),
)
HANDLERS = {"RematchRequested": worker.handler, "PairAgreed": consumer.handler}


@pytest.fixture
def season(store: DynamoStore) -> DynamoStore:
    """Given: a running programme with an owner (ola), three mentors and two mentees."""
    people = [type(one).from_raw_data(one.serialize()) for one in PEOPLE]
    keep(store, programme(stage="running"), member("ola", "owner"), *people)
    return store


def settle(heard: set[str] | None = None) -> None:
    """Deliver, twice, what pairing tells itself, until nothing new comes; `heard` is what was delivered before."""
    heard = set() if heard is None else heard
    while new := [one for kind in HANDLERS for one in published(kind) if one.meta.id not in heard]:
        for one in new:
            heard.add(one.meta.id)
            assert deliver(HANDLERS[one.name], one, one) == []


def proposals(who: str = "ola") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said(call("GET", "/v1/pairing/p/proposals", who))["items"]
    return found


def previewed(**wish: str) -> str:
    """Given: the preview of a round; return its id."""
    round_id = str(said(call("POST", "/v1/pairing/p/rounds", "ola", body={"mode": "most_served"} | wish))["round_id"])
    assert deliver(worker.handler, event(PairingRequested("p", round_id))) == []
    return round_id


def mates(round_id: str) -> dict[str, str]:
    shown = said(call("GET", f"/v1/pairing/p/rounds/{round_id}", "ola"))
    return {one["mentee_id"]: one["mentor_id"] for one in shown["pairs"]}


def proposed() -> dict[str, str]:
    """Given: a round that was sent; return mentee → proposal id."""
    return sent(previewed())


def sent(round_id: str) -> dict[str, str]:
    """Send a preview; return mentee → proposal id."""
    assert call("POST", f"/v1/pairing/p/rounds/{round_id}/send", "ola", headers={"if-match": "*"})["statusCode"] == 202
    assert deliver(worker.handler, event(PairingRoundSent("p", round_id))) == []
    return {one["mentee_id"]: one["proposal_id"] for one in proposals()}


def answer(who: str, proposal_id: str, said_: str = "accept", **more: str) -> dict[str, Any]:
    return call("POST", f"/v1/pairing/p/proposals/{proposal_id}/answers", who, body={"answer": said_, **more})


def agreed(mentee: str) -> tuple[str, str]:
    """Given: a pair of a mentee; return its id and the mentor's."""
    (one,) = [each for each in proposals() if each["mentee_id"] == f"mentee-{mentee}" and each["state"] == "sent"]
    for who in (one["mentor_id"].removeprefix("mentor-"), mentee):
        assert answer(who, one["proposal_id"])["statusCode"] == 200
    pairs = said(call("GET", "/v1/pairs", "ola", programme_id="p"))["items"]
    return next(each["pair_id"] for each in pairs if each["mentee_id"] == one["mentee_id"]), one["mentor_id"]


def version(page: dict[str, Any]) -> dict[str, str]:
    """Return the version of the pair that the forms of a page carry."""
    (found,) = {form.values["version"] for form in forms(page["body"]) if "version" in form.values}
    return {"version": found}


def opened() -> None:
    """Given: an organizer opened the choice."""
    round_id = str(said(call("POST", "/v1/pairing/p/rounds", "ola", body={"mode": "self_matching"}))["round_id"])
    one = event(PairingRequested("p", round_id))
    assert deliver(worker.handler, one, one) == []


@pytest.mark.usefixtures("season")
def test_given_a_no_when_heard_then_the_reserve_is_proposed_once_and_its_page_says_it_is_the_next() -> None:
    first = proposed()["mentee-jan"]
    assert answer("jan", first, "decline", reason="za daleko")["statusCode"] == 200
    settle()
    (reserve,) = [one for one in proposals("jan") if one["origin"] == "reserve"]
    assert reserve["state"] == "sent"
    assert "za daleko" not in json.dumps(proposals("jan"))
    page = call("GET", page_for(reserve["proposal_id"], "mentee-jan"))["body"]
    assert "next suggestion for you" in page
    assert "następna propozycja" in call("GET", page_for(reserve["proposal_id"], "mentee-jan"), language="pl")["body"]
    assert "next suggestion" not in call("GET", page_for(reserve["proposal_id"], reserve["mentor_id"]))["body"]


@pytest.mark.usefixtures("season")
def test_given_silence_when_the_schedule_runs_then_reserves_follow_until_nobody_is_left() -> None:
    proposed()
    heard: set[str] = set()
    for days in range(4, 60, 4):
        schedule.handler({"time": clock.iso(clock.now() + timedelta(days=days))}, LAMBDA)
        settle(heard)
    assert {one["state"] for one in proposals()} == {"expired"}
    assert len({(one["mentee_id"], one["mentor_id"]) for one in proposals()}) == len(proposals()) == 6
    assert {one.data.mentee_id for one in published("MenteeLeftUnmatched")} == {"mentee-jan", "mentee-ewa"}  # type: ignore[attr-defined]


@pytest.mark.usefixtures("season")
def test_given_a_round_with_a_lock_when_its_mentee_gets_a_no_then_the_next_suggestion_follows_all_the_same() -> None:
    first = previewed()
    locked = mates(first)["mentee-jan"]
    lock = {"action": "lock", "mentee_id": "mentee-jan"}
    edited = call("POST", f"/v1/pairing/p/rounds/{first}/edits", "ola", body=lock, headers={"if-match": "*"})
    assert edited["statusCode"] == 200
    second = previewed(based_on=first)
    for mentee, proposal_id in sent(second).items():
        assert answer(mentee.removeprefix("mentee-"), proposal_id, "decline")["statusCode"] == 200
    settle()
    reserves = {one["mentee_id"]: one["mentor_id"] for one in proposals() if one["origin"] == "reserve"}
    assert set(reserves) == {"mentee-jan", "mentee-ewa"}
    assert reserves["mentee-jan"] != locked


def test_given_a_mentor_who_leaves_a_preview_when_it_is_sent_then_their_mentee_is_matched_again(
    season: DynamoStore,
) -> None:
    round_id = previewed()
    gone = mates(round_id)["mentee-jan"]
    leaving = season.get(Participant, *Participant.key("p", gone))
    assert leaving is not None
    leaving.withdrawn_at = clock.iso(clock.now())
    keep(season, leaving)
    assert "mentee-jan" not in sent(round_id)
    settle()
    (reserve,) = [one for one in proposals() if one["mentee_id"] == "mentee-jan"]
    assert (reserve["origin"], reserve["mentor_id"] != gone) == ("reserve", True)


def test_given_a_mentor_of_two_when_they_leave_then_both_mentees_are_proposed_somebody_else(
    season: DynamoStore,
) -> None:
    proposed()
    before = {mentee: agreed(mentee) for mentee in ("jan", "ewa")}
    assert {mentor for _, mentor in before.values()} == {"mentor-anna"}
    anna = season.get(Participant, *Participant.key("p", "mentor-anna"))
    assert anna is not None
    anna.withdrawn_at = clock.iso(clock.now())
    keep(season, anna)
    left = event(ApplicationWithdrawn("mentor-anna", "p"))
    assert deliver(consumer.handler, left, left) == []
    settle()
    pairs = [said(call("GET", f"/v1/pairs/{pair_id}", "ola")) for pair_id, _ in before.values()]
    assert {one["stage"] for one in pairs} == {"closed_early"}
    reserves = {one["mentee_id"]: one["mentor_id"] for one in proposals() if one["origin"] == "reserve"}
    assert reserves == {"mentee-ewa": "mentor-iga", "mentee-jan": "mentor-zoe"}
    assert len(published("RematchRequested")) == 1


@pytest.mark.usefixtures("season")
def test_given_a_pair_that_needs_a_break_when_an_organizer_pauses_it_then_it_rests_until_it_goes_on() -> None:
    proposed()
    pair_id, _ = agreed("jan")
    page = f"/pairing/p/pairs/{pair_id}"
    seen = version(call("GET", f"{page}/close", "ola"))
    for until in ("2020-01-01", "jutro", ""):
        refused = call("POST", f"{page}/pause", "ola", form={"until": until} | seen)
        assert (refused["statusCode"], f'value="{until}"' in refused["body"]) == (422, True)
    for who in ("wit", "jan", "stranger"):
        assert call("POST", f"{page}/pause", who, form={"until": coming(0)} | seen)["statusCode"] == 404
    assert call("POST", f"{page}/pause", "ola", form={"until": coming(0)} | seen)["statusCode"] == 303
    assert said(call("GET", f"/v1/pairs/{pair_id}", "jan"))["paused_until"][:10] == coming(0)
    rests = call("GET", f"{page}/close", "ola")
    assert ("rests until" in rests["body"], f'value="{coming(0)}"' in rests["body"]) == (True, True)
    stale = call("POST", f"{page}/pause", "ola", form={"until": coming(9)} | seen)
    assert (stale["statusCode"], f'value="{coming(9)}"' in stale["body"]) == (412, True)
    saved = i18n.format_date(date.fromisoformat(coming(0)), "en")
    assert f"Meanwhile somebody saved:</strong> {saved}" in stale["body"]
    assert call("POST", f"{page}/pause", "ola", form=seen)["statusCode"] == 412
    assert call("POST", f"{page}/pause", "ola", form=version(rests))["statusCode"] == 303
    assert said(call("GET", f"/v1/pairs/{pair_id}", "jan"))["paused_until"] is None
    assert "" in [one.data.until for one in published("PairPaused")]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("form", [True, False])
def test_given_a_failing_pair_when_an_organizer_unwinds_it_then_the_mentee_is_matched_again(form: bool) -> None:
    proposed()
    pair_id, mentor = agreed("jan")
    page = f"/pairing/p/pairs/{pair_id}/close"
    for who in ("jan", "stranger"):
        assert call("POST", f"/v1/pairs/{pair_id}/close", who, body={"rematch": True})["statusCode"] == 404
        assert call("GET", page, who)["statusCode"] == 404
        assert call("POST", page, who, form={})["statusCode"] == 404
    assert call("GET", f"/pairing/q/pairs/{pair_id}/close", "ola")["statusCode"] == 404
    shown = call("GET", page, "ola")
    assert "Look for another mentor" in shown["body"]
    seen = version(shown)
    long = call("POST", page, "ola", form={"reason": "n" * 2001, "rematch": "yes"} | seen)
    assert (long["statusCode"], "n" * 2001 in long["body"], 'value="yes" checked' in long["body"]) == (422, True, True)
    if form:
        done = call("POST", page, "ola", form={"reason": "nie zaiskrzyło", "rematch": "yes"} | seen)
        assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, ["/monitoring/p"])
    else:
        body = {"reason": "nie zaiskrzyło", "rematch": True}
        assert call("POST", f"/v1/pairs/{pair_id}/close", "ola", body=body)["statusCode"] == 200
    settle()
    (reserve,) = [one for one in proposals("jan") if one["origin"] == "reserve"]
    assert reserve["mentor_id"] != mentor
    over = call("GET", page, "ola")
    assert (over["statusCode"], "nie zaiskrzyło" in over["body"], "<form" in over["body"].split("<h1>")[1]) == (
        200, True, False,
    )  # fmt: skip
    late = call("POST", page, "ola", form={"reason": "dla porządku"} | seen)
    assert (late["statusCode"], "nie zaiskrzyło" in late["body"], "dla porządku" in late["body"]) == (412, True, True)


@pytest.mark.usefixtures("season")
def test_given_an_open_choice_when_a_mentee_asks_then_the_mentor_answers_from_the_mail() -> None:
    assert "You can't choose yet" in call("GET", "/pairing/p/mentors", "jan")["body"]
    opened()
    found = said(call("GET", "/v1/pairing/p/mentors", "jan"))
    assert (found["opened"], found["left"]) == (True, 3)
    assert [(one["name"], one["free"]) for one in found["items"]] == [("Anna", 2), ("Iga", 1), ("Zoe", 1)]
    assert found["items"][0]["reasons"]["pl"] == ["wspólne tematy: negocjacje"]
    page = call("GET", "/pairing/p/mentors", "jan")["body"]
    for shown in ("Anna", "topics in common: negocjacje", "2 free places", "You can ask 3 more mentors now", "15 lat"):
        assert shown in page
    assert "@firma.example" not in page + json.dumps(found)

    asked = call("POST", "/v1/pairing/p/requests", "jan", body={"mentor_id": "mentor-anna"})
    assert (asked["statusCode"], said(asked)["origin"], said(asked)["state"]) == (201, "request", "accepted_by_one")
    assert call("POST", "/pairing/p/mentors/mentor-iga", "jan", form={})["statusCode"] == 303
    assert call("POST", "/pairing/p/mentors/mentor-zoe", "jan", form={})["statusCode"] == 303
    assert "You are waiting for three answers" in call("GET", "/pairing/p/mentors", "jan")["body"]

    link = page_for(said(asked)["proposal_id"], "mentor-anna")
    assert "Jan asks you to be their mentor" in call("GET", link)["body"]
    assert "Jan prosi Cię o mentoring" in call("GET", link, language="pl")["body"]
    assert call("POST", link, form={"answer": "accept"})["statusCode"] == 303
    settle()
    assert sorted(one["state"] for one in proposals("jan")) == ["agreed", "expired", "expired"]
    assert "You have found your mentor" in call("GET", "/pairing/p/mentors", "jan")["body"]
    again = call("POST", "/v1/pairing/p/requests", "jan", body={"mentor_id": "mentor-iga"})
    assert (again["statusCode"], said(again)["title"]) == (409, "You already have a mentor in this programme.")


@pytest.mark.usefixtures("season")
def test_given_a_request_that_is_declined_when_looked_at_then_it_is_free_again_and_nobody_is_proposed() -> None:
    opened()
    asked = said(call("POST", "/v1/pairing/p/requests", "jan", body={"mentor_id": "mentor-anna"}))
    assert answer("anna", asked["proposal_id"], "decline", reason="brak czasu")["statusCode"] == 200
    settle()
    assert said(call("GET", "/v1/pairing/p/mentors", "jan"))["left"] == 3
    assert len(proposals()) == 1
    link = page_for(asked["proposal_id"], "mentee-jan")
    assert "You can ask somebody else right away" in call("GET", link)["body"]
    assert "brak czasu" not in call("GET", link)["body"] + call("GET", "/pairing/p/mentors", "jan")["body"]


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("who", ["anna", "ola", "stranger", ""])
def test_given_who_is_no_mentee_when_mentors_are_asked_for_then_there_are_none(who: str) -> None:
    opened()
    expected = 404 if who else 401
    assert call("GET", "/v1/pairing/p/mentors", who)["statusCode"] == expected
    body = {"mentor_id": "mentor-anna"}
    assert call("POST", "/v1/pairing/p/requests", who, body=body)["statusCode"] == expected
    assert call("GET", "/pairing/p/mentors", who)["statusCode"] == (404 if who else 303)
