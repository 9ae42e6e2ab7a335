"""Pairing through its real Lambda handlers over the tables and the bucket of the template."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, links
from mentoring.events.meetings import MeetingHeld
from mentoring.events.pairing import PairingRequested, PairingRoundSent
from mentoring.events.workspace import ContractProposed, ContractSigned, GoalAgreed, SummaryApproved
from mentoring.tables.meetings import Meeting
from mentoring.tables.recruitment import Participant
from pairing import api, consumer, schedule, worker
from pairing.domain import MENTEE, MENTOR
from tests.fakes import context_at
from tests.integration.lambdas import LAMBDA, deliver, keep, outbox, said, send
from tests.unit.pairing.givens import EVENINGS, event, member, participant, programme, speaks

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
PEOPLE = (
    participant("anna", MENTOR, topics=["negocjacje"], department="HR", languages=speaks("pl"), experience="15 lat"),
    participant("iga", MENTOR, topics=["delegowanie"], department="IT", languages=speaks("pl"), availability=EVENINGS),
    participant("jan", MENTEE, topics=["negocjacje"], department="IT", languages=speaks("pl"), goal="Chcę <rosnąć>"),
    participant("ewa", MENTEE, topics=["sen"], languages=speaks("en")),
)


@pytest.fixture
def season(store: DynamoStore) -> DynamoStore:
    """Given: a programme in matching with an owner (ola), a viewer (wit), two mentors and two mentees."""
    keep(store, programme(), member("ola", "owner"), member("wit", "viewer"), *(_new(one) for one in PEOPLE))
    return store


def _new(one: Any) -> Any:
    return type(one).from_raw_data(one.serialize())


def previewed() -> str:
    """Given: a round that was asked for and solved."""
    wanted = call("POST", "/v1/pairing/p/rounds", "ola", body={})
    assert wanted["statusCode"] == 202
    round_id = str(said(wanted)["round_id"])
    assert deliver(worker.handler, event(PairingRequested("p", round_id))) == []
    return round_id


def proposed() -> str:
    """Given: the proposal of a round that was sent."""
    round_id = previewed()
    assert call("POST", f"/v1/pairing/p/rounds/{round_id}/send", "ola", headers={"if-match": "*"})["statusCode"] == 202
    assert deliver(worker.handler, event(PairingRoundSent("p", round_id))) == []
    return str(said(call("GET", "/v1/pairing/p/proposals", "ola"))["items"][0]["proposal_id"])


def page_for(proposal_id: str, side: str, programme_id: str = "p") -> str:
    """Return the address a mail's link has."""
    token = links.sign(
        "proposal", proposal_id, expires_at=clock.now() + timedelta(days=9), programme_id=programme_id,
        participant_id=side,
    )  # fmt: skip
    return f"/proposals/answer/{token}"


def agreed() -> str:
    """Given: a pair."""
    proposal_id = proposed()
    for side in ("mentor-anna", "mentee-jan"):
        assert call("POST", page_for(proposal_id, side), form={"answer": "accept"})["statusCode"] == 303
    return str(said(call("GET", "/v1/pairs", "ola", programme_id="p"))["items"][0]["pair_id"])


@pytest.mark.usefixtures("season")
def test_given_people_when_a_round_is_asked_for_then_its_preview_has_names_reasons_and_causes() -> None:
    round_id = previewed()
    found = said(call("GET", f"/v1/pairing/p/rounds/{round_id}", "ola"))
    assert (found["state"], found["figures"]["matched"], found["figures"]["proved_optimal"]) == ("preview", 1, True)
    pair = found["pairs"][0]
    assert (pair["mentee_name"], pair["mentor_name"], pair["reserve_name"]) == ("Jan", "Anna", "Iga")
    assert pair["reasons"]["pl"][0] == "wspólne tematy: negocjacje"
    assert pair["score"] == sum(pair["parts"].values())
    alone = {one["name"]: one["cause"] for one in found["unmatched"]}
    assert alone == {"Ewa": "language", "Iga": "free"}
    assert len(outbox("PairingPreviewed")) == 1


@pytest.mark.usefixtures("season")
def test_given_a_round_when_its_events_come_twice_then_there_is_one_preview_and_one_proposal() -> None:
    round_id = previewed()
    asked, sent = event(PairingRequested("p", round_id)), event(PairingRoundSent("p", round_id))
    assert deliver(worker.handler, asked, asked) == []
    call("POST", f"/v1/pairing/p/rounds/{round_id}/send", "ola", headers={"if-match": "*"})
    assert deliver(worker.handler, sent, sent, event(PairingRoundSent("p", round_id))) == []
    assert (len(outbox("PairingPreviewed")), len(outbox("PairProposed"))) == (1, 1)
    again = call("POST", f"/v1/pairing/p/rounds/{round_id}/send", "ola", headers={"if-match": "*"})
    assert (again["statusCode"], said(again)["type"]) == (409, "urn:tandem:problem:round-not-ready")


@pytest.mark.usefixtures("season")
def test_given_a_record_about_nothing_when_delivered_then_that_record_alone_fails() -> None:
    round_id = str(said(call("POST", "/v1/pairing/p/rounds", "ola", body={}))["round_id"])
    lost, real = event(PairingRequested("p", "x")), event(PairingRequested("p", round_id))
    assert deliver(worker.handler, lost, real) == [{"itemIdentifier": "0"}]
    assert deliver(consumer.handler, event(GoalAgreed("p", "x", "g"))) == [{"itemIdentifier": "0"}]


WRONG = [
    ({"mode": "luck"}, 422, "/mode"),
    ({"weights": {"topics": -1}}, 422, "/weights/topics"),
    ({"weights": {"luck": 1}}, 422, "/weights/luck/[key]"),
    ({"weights": dict.fromkeys(("topics", "experience", "time", "crossing", "style", "choices"), 0)}, 422, None),
]


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize(("body", "status", "pointer"), WRONG)
def test_given_a_wrong_wish_when_a_round_is_asked_for_then_the_problem_says_where(
    body: Any, status: int, pointer: str | None
) -> None:
    answer = call("POST", "/v1/pairing/p/rounds", "ola", body=body)
    assert answer["statusCode"] == status
    assert [one["pointer"] for one in said(answer).get("errors", [])] == ([pointer] if pointer else [])


@pytest.mark.usefixtures("season")
def test_given_the_link_of_a_mail_when_opened_then_who_and_why_and_opening_does_nothing() -> None:
    path = page_for(proposed(), "mentor-anna")
    for language, heading, reason in (
        ("en", "We propose: you and Jan", "topics in common: negocjacje"),
        ("pl", "Proponujemy parę: Ty i Jan", "wspólne tematy: negocjacje"),
    ):
        page = call("GET", path, language=language)
        assert page["statusCode"] == 200
        assert heading in page["body"]
        assert reason in page["body"]
        assert "Chcę &lt;rosnąć&gt;" in page["body"]
    assert said(call("GET", "/v1/pairing/p/proposals", "ola"))["items"][0]["state"] == "sent"


@pytest.mark.usefixtures("season")
def test_given_both_links_when_both_say_yes_then_a_pair_and_the_page_tells_it() -> None:
    proposal_id = proposed()
    mentor, mentee = page_for(proposal_id, "mentor-anna"), page_for(proposal_id, "mentee-jan")
    answer = call("POST", mentor, form={"answer": "accept"})
    assert (answer["statusCode"], answer["multiValueHeaders"]["Location"]) == (303, [mentor])
    assert "You said yes" in call("GET", mentor)["body"]
    call("POST", mentee, form={"answer": "accept"})
    assert "You are a pair" in call("GET", mentee)["body"]
    pair = said(call("GET", "/v1/pairs", "wit", programme_id="p"))["items"][0]
    assert (pair["mentor_name"], pair["mentee_name"], pair["stage"]) == ("Anna", "Jan", "active")
    assert len(outbox("PairAgreed")) == 1
    late = call("POST", mentor, form={"answer": "decline"})
    assert late["statusCode"] == 409
    assert "already been answered" in late["body"]


@pytest.mark.usefixtures("season")
def test_given_a_proposal_when_looked_at_before_both_agreed_then_no_contact_is_told_but_what_will_be() -> None:
    proposal_id = proposed()
    for who, person, other in (("mentor-anna", "anna", "jan@"), ("mentee-jan", "jan", "anna@")):
        page = call("GET", page_for(proposal_id, who))["body"]
        assert "only when both of you have said yes" in page
        told = (page, call("GET", "/v1/pairing/p/proposals", person)["body"], call("GET", "/v1/pairs", person)["body"])
        assert not any(other in one for one in told)


@pytest.mark.parametrize(
    ("form", "role"),
    [("f", "jako Twoja Mentorka"), ("m", "jako Twój Mentor"), ("n", "Rola tej osoby: Mentor lub Mentorka")],
)
def test_given_a_mentors_form_when_a_mentee_reads_the_proposal_then_their_role_has_it(
    season: DynamoStore, form: str, role: str
) -> None:
    anna = season.get(Participant, *Participant.key("p", "mentor-anna"))
    assert anna is not None
    anna.form = form
    keep(season, anna)
    assert role in call("GET", page_for(proposed(), "mentee-jan"), language="pl")["body"]


@pytest.mark.usefixtures("season")
def test_given_a_link_when_somebody_says_no_then_only_the_organizers_see_why() -> None:
    proposal_id = proposed()
    path = page_for(proposal_id, "mentee-jan")
    assert call("POST", path, form={"answer": "decline", "reason": "za daleko"})["statusCode"] == 303
    assert "This proposal is over" in call("GET", path)["body"]
    assert "za daleko" not in call("GET", page_for(proposal_id, "mentor-anna"))["body"]
    assert "za daleko" not in json.dumps(said(call("GET", "/v1/pairing/p/proposals", "anna")))
    assert "za daleko" in call("GET", "/pairing/p", "ola")["body"]


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize(
    ("form", "status"), [({"answer": "perhaps"}, 422), ({}, 422), ({"answer": "decline", "reason": "x" * 2001}, 422)]
)
def test_given_an_answer_that_is_none_when_sent_then_nothing_happens(form: dict[str, str], status: int) -> None:
    proposal_id = proposed()
    assert call("POST", page_for(proposal_id, "mentee-jan"), form=form)["statusCode"] == status
    assert said(call("GET", "/v1/pairing/p/proposals", "ola"))["items"][0]["state"] == "sent"


@pytest.mark.usefixtures("season")
def test_given_a_no_whose_reason_is_too_long_when_sent_then_the_reason_stays_beside_the_buttons() -> None:
    reason = "Pierwsze słowo" + " i jeszcze jedno" * 400
    page = call("POST", page_for(proposed(), "mentee-jan"), form={"answer": "decline", "reason": reason})
    assert (page["statusCode"], reason in page["body"]) == (422, True)
    assert "<details open>" in page["body"]
    assert 'id="written"' not in page["body"]


@pytest.mark.usefixtures("season")
def test_given_a_token_for_another_thing_when_used_then_it_opens_nothing() -> None:
    proposal_id = proposed()
    later = clock.now() + timedelta(days=1)
    other = links.sign("meeting", proposal_id, expires_at=later, programme_id="p", participant_id="mentee-jan")
    expired = links.sign(
        "proposal",
        proposal_id,
        expires_at=clock.now() - timedelta(days=1),
        programme_id="p",
        participant_id="mentee-jan",
    )
    for token, status in ((other, 404), ("nonsense", 404), (expired, 410)):
        assert call("GET", f"/proposals/answer/{token}")["statusCode"] == status
        assert call("POST", f"/proposals/answer/{token}", form={"answer": "accept"})["statusCode"] == status
    stranger = page_for(proposal_id, "mentee-ewa")
    assert call("GET", stranger)["statusCode"] == 404
    assert call("POST", stranger, form={"answer": "accept"})["statusCode"] == 404


@pytest.mark.usefixtures("season")
def test_given_json_when_both_sides_answer_then_the_same_happens() -> None:
    path = f"/v1/pairing/p/proposals/{proposed()}/answers"
    assert said(call("POST", path, "anna", body={"answer": "accept"}))["state"] == "accepted_by_one"
    assert call("POST", path, "ola", body={"answer": "accept"})["statusCode"] == 404
    assert call("POST", path, body={"answer": "accept"})["statusCode"] == 401
    declined = call("POST", path, "jan", body={"answer": "decline", "reason": "za daleko"})
    assert said(declined)["state"] == "declined"
    assert "reason" not in said(declined)
    assert call("POST", path, "anna", body={"answer": "decline"})["statusCode"] == 409


@pytest.mark.usefixtures("season")
def test_given_an_open_proposal_when_the_schedule_runs_then_reminded_and_expired_once_each() -> None:
    proposed()
    runs = [
        schedule.handler({"time": clock.iso(clock.now() + timedelta(days=days))}, LAMBDA) for days in (1, 4, 4, 8, 8)
    ]
    assert [(one["reminded"], one["expired"]) for one in runs] == [(0, 0), (1, 0), (0, 0), (0, 1), (0, 0)]
    assert (len(outbox("ProposalReminded")), len(outbox("ProposalExpired"))) == (1, 1)
    assert "expired" in call("GET", "/pairing/p", "ola")["body"]


def test_given_a_pair_when_its_season_passes_then_its_stage_follows_the_facts(season: DynamoStore) -> None:
    pair_id = agreed()
    uow = context_at(store=season).begin()
    uow.save(
        Meeting(
            *Meeting.key(pair_id, "m"), meeting_id="m", pair_id=pair_id, programme_id="p",
            starts_at="2026-03-09T16:00:00Z", minutes=60, zone="Europe/Warsaw", state="held", proposed_by="anna",
            uid="m",
        )
    )  # fmt: skip
    uow.commit()
    stages = []
    for data in (
        ContractProposed("p", pair_id, 1, "anna"),
        ContractSigned("p", pair_id, 1, "hash"),
        GoalAgreed("p", pair_id, "g"),
        MeetingHeld("p", pair_id, "m", "2026-03-09T16:00:00Z", 1, presumed=False),
        SummaryApproved("p", pair_id),
    ):
        one = event(data)
        assert deliver(consumer.handler, one, one) == []
        stages.append(said(call("GET", f"/v1/pairs/{pair_id}", "anna"))["stage"])
    assert stages == ["contracting", "goals", "working", "working", "completed"]
    found = call("GET", f"/v1/pairs/{pair_id}", "jan")
    assert (said(found)["meetings_held"], said(found)["last_held_at"]) == (1, "2026-03-09T16:00:00Z")
    assert found["multiValueHeaders"]["ETag"]
    assert (len(outbox("PairStageChanged")), len(outbox("PairClosed"))) == (4, 1)


@pytest.mark.usefixtures("season")
def test_given_a_pair_when_paused_resumed_and_closed_then_each_answer_shows_it() -> None:
    path = f"/v1/pairs/{agreed()}"
    until = clock.iso(clock.now() + timedelta(days=10))
    assert said(call("POST", f"{path}/pause", "anna", body={"until": until}))["paused_until"] == until
    assert said(call("POST", f"{path}/resume", "ola"))["paused_until"] is None
    past = call("POST", f"{path}/pause", "anna", body={"until": "2020-01-01T00:00:00Z"})
    assert (past["statusCode"], said(past)["errors"][0]["pointer"]) == (422, "/until")
    assert call("POST", f"{path}/pause", "anna", body={"until": "2030-01-01T00:00:00"})["statusCode"] == 422
    assert said(call("POST", f"{path}/close", "jan", body={"reason": "zmiana pracy"}))["stage"] == "closed_early"
    assert call("POST", f"{path}/close", "jan", body={})["statusCode"] == 409
    assert "zmiana" not in "".join(str(one.detail) for one in outbox("PairClosed"))


ROUTES = [
    ("POST", "/v1/pairing/p/rounds"),
    ("GET", "/v1/pairing/p/rounds/{round}"),
    ("POST", "/v1/pairing/p/rounds/{round}/send"),
    ("GET", "/v1/pairing/p/proposals"),
    ("GET", "/v1/pairs"),
    ("GET", "/v1/pairs/{pair}"),
    ("POST", "/v1/pairs/{pair}/resume"),
    ("POST", "/v1/pairs/{pair}/close"),
]


@pytest.mark.usefixtures("season")
def test_given_strangers_when_they_ask_then_nothing_exists_and_nobody_signed_in_is_asked_to() -> None:
    pair_id = agreed()
    round_id = str(said(call("POST", "/v1/pairing/p/rounds", "ola", body={}))["round_id"])
    for method, path in ROUTES:
        for known in ({"round": round_id, "pair": pair_id}, {"round": "x", "pair": "x"}):
            there = path.format(**known)
            body: dict[str, str] | None = {} if method == "POST" else None
            query = {"programme_id": "p"} if path == "/v1/pairs" else {}
            assert (
                call(method, there, "stranger", body=body, headers={"if-match": "*"}, **query)["statusCode"] == 404
            ), there
            assert call(method, there, body=body, **query)["statusCode"] == 401, there
    for path in ("/v1/pairing/p/proposals/x/answers", "/v1/pairing/q/proposals/x/answers"):
        assert call("POST", path, "stranger", body={"answer": "accept"})["statusCode"] == 404


@pytest.mark.usefixtures("season")
def test_given_the_workbench_when_the_round_goes_on_then_it_shows_each_step() -> None:
    assert "No round yet" in call("GET", "/pairing/p", "ola")["body"]
    assert call("POST", "/pairing/p/rounds", "ola", form={})["statusCode"] == 303
    waiting = call("GET", "/pairing/p", "ola")["body"]
    assert "waiting to be calculated" in waiting
    assert "It starts in a moment." in waiting
    assert "Stop the calculation" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    requested = json.loads(outbox("PairingRequested")[0].detail)["data"]
    assert deliver(worker.handler, event(PairingRequested("p", requested["round_id"]))) == []
    preview = call("GET", "/pairing/p", "ola")["body"]
    for text in ("Send 1 proposal", "topics in common: negocjacje", "Without a pair", "Ewa", "Proved"):
        assert text in preview
    assert "hx-trigger" not in preview
    assert "Wyślij 1 propozycję" in call("GET", "/pairing/p", "ola", language="pl")["body"]
    (version,) = re.findall(r'name="version" value="(\d+)"', preview)
    sent = call("POST", f"/pairing/p/rounds/{requested['round_id']}/send", "ola", form={"version": version})
    assert sent["statusCode"] == 303
    assert call("POST", f"/pairing/p/rounds/{requested['round_id']}/send", "ola", form={"version": version}) == sent
    assert len(outbox("PairingRoundSent")) == 1
    assert deliver(worker.handler, event(PairingRoundSent("p", requested["round_id"]))) == []
    assert "waiting for both" in call("GET", "/pairing/p", "ola")["body"]


def test_given_a_round_that_failed_or_a_programme_that_closed_when_the_workbench_is_open_then_it_says_why(
    season: DynamoStore,
) -> None:
    keep(season, participant("zoe", MENTOR, zone="Nowhere/At_All"))
    previewed()
    assert "be read" in call("GET", "/pairing/p", "ola")["body"]
    shut = season.get(type(programme()), "PROGRAMME#p", "PROGRAMME")
    assert shut is not None
    shut.stage = "closing"
    keep(season, shut)
    assert "Pairs are formed in the stages" in call("GET", "/pairing/p", "ola")["body"]


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("who", ["anna", "wit", "stranger"])
def test_given_somebody_else_when_the_workbench_is_opened_then_it_does_not_exist(who: str) -> None:
    assert call("GET", "/pairing/p", who)["statusCode"] == 404


@pytest.mark.usefixtures("season")
def test_given_nobody_signed_in_when_the_workbench_is_opened_then_to_the_sign_in() -> None:
    answer = call("GET", "/pairing/p")
    where = answer["multiValueHeaders"]["Location"]
    assert (answer["statusCode"], where) == (303, ["/session/refresh?next=%2Fpairing%2Fp"])
