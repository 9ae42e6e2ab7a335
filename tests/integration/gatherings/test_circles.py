"""Intervision through the real handlers: from proposed groups to the erasure of the case card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gatherings import consumer
from mentoring import clock
from mentoring.aws import session
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.gatherings.circle import CaseCard
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, ORGANIZER, PROGRAMME, STRANGER, event
from tests.integration.gatherings.circles import (
    CASE,
    DESK,
    MINE,
    Time,
    arranged,
    call,
    card,
    mentors,
    post,
    propose,
    roles,
    sent,
    tag,
)
from tests.integration.lambdas import deliver, keep, published, said

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

IN_TWO_DAYS = timedelta(days=2)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Given: a clock that the test moves."""
    return Time(monkeypatch)


def group(store: DynamoStore, number: int = 5) -> tuple[str, list[str]]:
    """Given: one group of so many mentors; its id and their person ids."""
    people = mentors(store, number)
    (one,) = sent()
    return one["circle_id"], people


def test_given_a_group_of_five_when_they_meet_then_all_goes_from_proposal_to_erasure(
    agreed: DynamoStore, time: Time
) -> None:
    circle, people = group(agreed)
    assert len([one for one in published("CircleTold") if one.data.news == "formed"]) == 6  # with the agreed mentor
    everybody = [
        *people,
        next(one for one in published("CircleTold") if one.data.person_id not in people).data.person_id,
    ]
    found = arranged(circle, everybody, IN_TWO_DAYS)
    assert (found["state"], found["confirmed"]) == ("arranged", False)
    has = roles(circle, people[0])
    presenter = has["presenter"]

    # unconfirmed: neither steps nor card
    other = next(one for one in everybody if one not in has.values())
    written = card(circle, presenter, case="Annie Kowalskiej nie idzie.")
    assert said(written)["found"] == (["Annie", "Kowalskiej"] if presenter != people[0] else [])
    written = card(circle, presenter)
    assert said(written)["shown"] is True
    assert call("GET", f"{MINE}/{circle}/card", other)["statusCode"] == 404
    assert call("GET", f"{MINE}/{circle}/steps", other)["statusCode"] == 404
    assert call("GET", f"{MINE}/{circle}/card", ORGANIZER)["statusCode"] == 404
    assert call("GET", f"{MINE}/{circle}", STRANGER)["statusCode"] == 404

    time.pass_(IN_TWO_DAYS - timedelta(minutes=10))
    for one in everybody:
        post(circle, "entries", one, {"confidential": True})
    assert said(call("GET", f"{MINE}/{circle}/card", other))["case"] == CASE["case"]
    steps = call("GET", f"{MINE}/{circle}/steps", has["moderator"])
    for do in ("start", "pause", "resume", *["next"] * 6, "end"):
        steps = call("POST", f"{MINE}/{circle}/steps", has["moderator"], body={"do": do}, headers=tag(steps))
        assert steps["statusCode"] == 200, (do, steps["body"])
        steps = call("GET", f"{MINE}/{circle}/steps", has["moderator"])
    assert said(steps)["state"] == "over"
    post(circle, "themes", other, {"theme": "motivation"})

    time.pass_(timedelta(hours=2))
    (row,) = said(call("GET", DESK, ORGANIZER))["groups"]
    (met,) = row["meetings"]
    assert (len(met["present"]), met["theme"], met["ahead"]) == (6, "motivation", False)
    assert len(published("GatheringAttended")) == 6
    time.pass_(timedelta(hours=24))
    (erased,) = published("CaseCardErased")
    item = agreed.get(CaseCard, *CaseCard.key(erased.data.card_id))
    assert item is not None
    assert (item.wrapped, item.case, item.question, item.why) == (None, None, None, "day_over")
    assert call("GET", f"{MINE}/{circle}/card", presenter)["statusCode"] == 404


def test_given_a_moderator_who_promised_days_before_when_they_start_the_steps_then_they_were_there(
    agreed: DynamoStore, time: Time
) -> None:
    circle, people = group(agreed)
    others = {one.data.person_id for one in published("CircleTold")} - set(people)
    arranged(circle, [*people, *others], IN_TWO_DAYS)
    moderator = roles(circle, people[0])["moderator"]
    post(circle, "entries", moderator, {"confidential": True})
    time.pass_(IN_TWO_DAYS - timedelta(minutes=10))
    steps = call("GET", f"{MINE}/{circle}/steps", moderator)
    for do in ("start", "pause"):
        steps = call("POST", f"{MINE}/{circle}/steps", moderator, body={"do": do}, headers=tag(steps))
        assert steps["statusCode"] == 200, steps["body"]
        steps = call("GET", f"{MINE}/{circle}/steps", moderator)
    assert [one.data.person_id for one in published("GatheringAttended")] == [moderator]


# Organizers -----------------------------------------------------------------------------------------------------------


def test_given_mentors_when_groups_are_proposed_then_no_shared_mentee_or_manager_is_together_and_it_is_said_in_words(
    agreed: DynamoStore,
) -> None:
    people = mentors(agreed, 11)
    shared = [
        Pair(
            *Pair.key(f"x{one}"), pair_id=f"x{one}", programme_id=PROGRAMME, organization_id="org-1",
            mentor_id=f"mentor{one}", mentee_id="mentee", mentor_person_id=people[one], mentee_person_id=MENTEE,
            score=1, agreed_at=clock.iso(clock.now()), mentor_name="a", mentee_name="b",
            list_pk=f"PROGRAMME#{PROGRAMME}", list_sk=f"PAIR#x{one}",
        )
        for one in (0, 1)
    ]  # fmt: skip
    keep(agreed, *shared)
    made = said(propose())
    groups = [{one["person_id"] for one in each["people"]} for each in made["groups"]]
    assert sum(map(len, groups)) == 12
    assert all(4 <= len(one) <= 6 for one in groups)
    assert not any({people[0], people[1]} <= one for one in groups)
    assert made["together"] == []
    page = call("GET", f"/intervision/{PROGRAMME}/rounds/{made['round_id']}", ORGANIZER, language="pl")
    assert "W żadnej grupie nie ma dwóch osób z jednego działu" in page["body"]


def test_given_a_pattern_that_is_chosen_but_not_typed_when_groups_are_proposed_then_it_is_asked_for(
    agreed: DynamoStore,
) -> None:
    mentors(agreed, 8)
    answer = call("POST", f"/intervision/{PROGRAMME}/rounds", ORGANIZER, form={"role": "mentor", "links": "pattern"})
    assert answer["statusCode"] == 422
    assert "#pattern" in answer["body"]


def test_given_proposed_groups_when_somebody_is_moved_by_hand_then_its_cost_is_said_first_and_two_never_win(
    agreed: DynamoStore,
) -> None:
    mentors(agreed, 11)
    made = propose()
    here = f"{DESK}/rounds/{said(made)['round_id']}"
    first, second = (each["people"][0]["person_id"] for each in said(made)["groups"][:2])
    wish = {"person_id": first, "group": 2, "swap_with": second}
    told = said(call("POST", f"{here}/moves/preview", ORGANIZER, body=wish))
    assert said(call("GET", here, ORGANIZER))["cost"] == said(made)["cost"]
    page = f"/intervision/{PROGRAMME}/rounds/{said(made)['round_id']}"
    for group in ("2", "0"):
        shown = call("GET", page, ORGANIZER, person=first, group=group)
        assert (shown["statusCode"], 'id="tried"' in shown["body"]) == (200, True)
    done = call("POST", f"{here}/moves", ORGANIZER, body=wish, headers=tag(made))
    assert said(done)["cost"] == said(made)["cost"] + told["delta"]
    assert call("POST", f"{here}/moves", ORGANIZER, body=wish, headers=tag(made))["statusCode"] == 412


def test_given_groups_that_met_when_new_ones_are_proposed_then_people_meet_others(
    agreed: DynamoStore, time: Time
) -> None:
    mentors(agreed, 24)
    before = [set(one["names"]) for one in sent()]
    time.pass_(timedelta(days=1))
    made = said(propose(again=True))
    after = [{one["name"] for one in each["people"]} for each in made["groups"]]
    again = sum(len(one & other) * (len(one & other) - 1) // 2 for one in before for other in after)
    assert len(before) == len(after) == 5
    assert again <= 2


def test_given_who_does_not_organize_when_they_ask_for_groups_then_there_are_none(agreed: DynamoStore) -> None:
    people = mentors(agreed)
    made = propose()
    here = f"/rounds/{said(made)['round_id']}"
    for who in (people[0], STRANGER):
        assert call("GET", DESK, who)["statusCode"] == 404
        assert call("GET", f"/intervision/{PROGRAMME}{here}", who)["statusCode"] == 404
        assert call("POST", f"{DESK}{here}/sending", who, headers=tag(made))["statusCode"] == 404
        assert call("POST", f"{DESK}/rounds", who, body={"role": "mentor"})["statusCode"] == 404


def test_given_a_draft_when_it_is_deleted_or_sent_then_it_is_gone_or_stays(agreed: DynamoStore) -> None:
    mentors(agreed)
    first, second = propose(), propose()
    here = f"{DESK}/rounds/"
    assert call("DELETE", here + said(first)["round_id"], ORGANIZER, headers=tag(first))["statusCode"] == 204
    assert call("GET", here + said(first)["round_id"], ORGANIZER)["statusCode"] == 404
    sending = call("POST", f"{here}{said(second)['round_id']}/sending", ORGANIZER, headers=tag(second))
    assert said(sending)["state"] == "sent"
    last = call("GET", here + said(second)["round_id"], ORGANIZER)
    assert call("DELETE", here + said(second)["round_id"], ORGANIZER, headers=tag(last))["statusCode"] == 409


def test_given_too_few_people_when_groups_are_proposed_then_it_is_said_why(agreed: DynamoStore) -> None:
    mentors(agreed, 1)
    answer = propose()
    assert (answer["statusCode"], said(answer)["type"].rpartition(":")[2]) == (409, "too-few-for-groups")


# The group ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def five(agreed: DynamoStore) -> tuple[str, list[str]]:
    """Given: a group of five mentees, a peer circle; its id and their person ids."""
    people = mentors(agreed, 4, "mentee")
    (one,) = sent("mentee")
    return one["circle_id"], [*people, MENTEE]


def test_given_a_group_when_strangers_organizers_or_nobody_ask_then_it_does_not_exist(
    five: tuple[str, list[str]],
) -> None:
    circle, people = five
    assert said(call("GET", f"{MINE}/{circle}", people[0]))["role"] == "mentee"
    for who in (ORGANIZER, STRANGER):
        for method, path, body in (
            ("GET", "", None), ("GET", "/steps", None), ("GET", "/card", None), ("POST", "/answers", {"yes": []}),
            ("POST", "/entries", {"confidential": True}), ("POST", "/roles/passing", None),
            ("POST", "/links", {"link": ""}), ("POST", "/polls", None),
        ):  # fmt: skip
            answer = call(method, f"{MINE}/{circle}{path}", who, body=body)
            assert answer["statusCode"] == 404, (method, path)
        assert call("GET", f"/circles/{PROGRAMME}/{circle}", who)["statusCode"] == 404
        assert call("GET", f"/circles/{PROGRAMME}/{circle}/now", who)["statusCode"] == 404
    assert call("GET", f"{MINE}/{circle}")["statusCode"] == 401
    assert call("GET", f"{MINE}/{circle}", people[0], language="pl")["statusCode"] == 200


def test_given_nobody_who_answers_when_days_pass_then_they_are_asked_twice_more_and_told_that_there_is_no_date(
    five: tuple[str, list[str]], time: Time
) -> None:
    circle, people = five
    time.pass_(timedelta(days=4, hours=1))
    news = lambda: [one.data.news for one in published("CircleTold")]  # noqa: E731
    assert news().count("to_answer") == 5
    for _ in range(8):
        time.pass_(timedelta(days=2))
    assert said(call("GET", f"{MINE}/{circle}", people[0]))["state"] == "no_date"
    assert news().count("no_date") == 5
    post(circle, "polls", people[0])
    assert said(call("GET", f"{MINE}/{circle}", people[0]))["nth"] == 2


def test_given_a_time_that_suits_three_when_the_days_are_over_then_it_is_the_date(
    five: tuple[str, list[str]], time: Time
) -> None:
    circle, people = five
    post(circle, "answers", people[0], {"times": [clock.iso(clock.now() + timedelta(days=8))]})
    for one in people[1:3]:
        (option,) = said(call("GET", f"{MINE}/{circle}", one))["times"]
        post(circle, "answers", one, {"yes": [option["option_id"]]})
    time.pass_(timedelta(days=5, minutes=1))
    found = said(call("GET", f"{MINE}/{circle}", people[4]))
    assert found["state"] == "arranged"
    gathering = said(call("GET", f"/v1/gatherings/{PROGRAMME}/{found['gathering_id']}", people[4], language="pl"))
    assert (gathering["title"], gathering["sign_up"]["state"]) == ("Krąg wsparcia, grupa 1", "going")
    answer = call("POST", f"{MINE}/{circle}/answers", people[4], body={"yes": []})
    assert (answer["statusCode"], said(answer)["type"].rpartition(":")[2]) == (409, "poll-over")


def test_given_a_presenter_who_passes_on_when_somebody_else_presents_then_what_was_written_is_erased(
    agreed: DynamoStore, five: tuple[str, list[str]]
) -> None:
    circle, people = five
    arranged(circle, people, IN_TWO_DAYS)
    first = roles(circle, people[0])["presenter"]
    written = said(card(circle, first))
    post(circle, "roles/passing", first)
    second = roles(circle, people[0])["presenter"]
    assert second != first
    item = agreed.get(CaseCard, *CaseCard.key(written["card_id"]))
    assert item is not None
    assert (item.wrapped, item.case, item.why) == (None, None, "passed_on")
    assert [one.data.person_id for one in published("CircleTold") if one.data.news == "role"] == [second]
    assert card(circle, first)["statusCode"] == 409
    assert card(circle, second)["statusCode"] == 200


def test_given_a_moderator_who_cancels_on_the_page_of_the_gathering_when_known_then_somebody_else_moderates(
    five: tuple[str, list[str]], time: Time
) -> None:
    circle, people = five
    found = arranged(circle, people, IN_TWO_DAYS)
    has = roles(circle, people[0])["moderator"]
    away = call("POST", f"/v1/gatherings/{PROGRAMME}/{found['gathering_id']}/sign-up/cancellation", has)
    assert away["statusCode"] == 200, away["body"]
    time.run()
    assert roles(circle, people[0])["moderator"] not in ("", has)


def test_given_a_gathering_that_organizers_move_or_cancel_when_known_then_the_group_and_its_card_follow(
    agreed: DynamoStore, five: tuple[str, list[str]], time: Time
) -> None:
    circle, people = five
    found = arranged(circle, people, IN_TWO_DAYS)
    presenter = roles(circle, people[0])["presenter"]
    written = said(card(circle, presenter))
    plan = f"/v1/gatherings/{PROGRAMME}/{found['gathering_id']}/plan"
    told = call("GET", plan, ORGANIZER)
    names = ("what", "venue", "minutes", "zone", "texts", "place", "link", "audience", "chosen")
    wish = {name: said(told)[name] for name in names} | {"starts_at": clock.iso(clock.now() + timedelta(days=3))}
    moved = call("PUT", plan, ORGANIZER, body=wish, headers=tag(told))
    assert moved["statusCode"] == 200, moved["body"]
    time.run()
    assert said(call("GET", f"{MINE}/{circle}", people[0]))["starts_at"] == wish["starts_at"]
    item = agreed.get(CaseCard, *CaseCard.key(written["card_id"]))
    assert item is not None
    assert item.due_at == clock.iso(clock.now() + timedelta(days=4, minutes=90))
    here = f"/v1/gatherings/{PROGRAMME}/{found['gathering_id']}/cancellation"
    call("POST", here, ORGANIZER, body={"why": "choroba"}, headers=tag(moved))
    time.run()
    assert said(call("GET", f"{MINE}/{circle}", people[0]))["state"] == "called_off"
    time.pass_(timedelta(hours=25))
    assert [one.data.why for one in published("CaseCardErased")] == ["day_over"]


def test_given_a_card_that_its_author_keeps_when_the_meeting_is_over_then_it_is_theirs_alone_and_stays(
    agreed: DynamoStore, five: tuple[str, list[str]], time: Time
) -> None:
    circle, people = five
    arranged(circle, people, IN_TWO_DAYS)
    has = roles(circle, people[0])
    other = next(one for one in people if one not in has.values())
    written = said(card(circle, has["presenter"]))
    keep_it = f"/v1/circles/cards/{written['card_id']}/keeping"
    assert call("POST", keep_it, has["presenter"])["statusCode"] == 409
    time.pass_(IN_TWO_DAYS)
    post(circle, "entries", other, {"confidential": True})
    assert call("GET", f"{MINE}/{circle}/card", other)["statusCode"] == 200
    time.pass_(timedelta(hours=2))
    assert call("POST", keep_it, other)["statusCode"] == 404
    assert call("POST", keep_it, has["presenter"])["statusCode"] == 200
    assert call("GET", f"{MINE}/{circle}/card", other)["statusCode"] == 404
    time.pass_(timedelta(days=9))
    (mine,) = said(call("GET", "/v1/circles/cards", has["presenter"]))["items"]
    assert (mine["case"], mine["kept"]) == (CASE["case"], True)
    assert said(call("GET", "/v1/circles/cards", other))["items"] == []
    call("POST", f"/v1/circles/cards/{written['card_id']}/erasure", has["presenter"])
    assert [one.data.why for one in published("CaseCardErased")] == ["by_author"]


def test_given_a_name_on_the_card_when_it_is_saved_then_nobody_reads_it_until_its_author_decides(
    agreed: DynamoStore, five: tuple[str, list[str]], time: Time
) -> None:
    circle, people = five
    arranged(circle, people, timedelta(hours=3))
    has = roles(circle, people[0])
    other = next(one for one in people if one not in has.values())
    time.pass_(timedelta(hours=3))
    for one in (has["presenter"], other):
        post(circle, "entries", one, {"confidential": True})
    written = said(card(circle, has["presenter"], case="Z Mentorem jest trudno."))
    assert (written["found"], written["shown"]) == (["Mentorem"], False)
    assert call("GET", f"{MINE}/{circle}/card", other)["statusCode"] == 404
    page = call("GET", f"/circles/{PROGRAMME}/{circle}", has["presenter"], language="pl")["body"]
    assert "Znaleziono: Mentorem" in page
    written = said(card(circle, has["presenter"], case="Z Mentorem jest trudno.", anyway=True))
    assert written["shown"] is True
    shown = said(call("GET", f"{MINE}/{circle}/card", other))
    assert (shown["case"], shown["found"], shown["mine"]) == ("Z Mentorem jest trudno.", [], False)


def test_given_who_leaves_the_programme_when_known_then_their_group_goes_on_without_them(
    agreed: DynamoStore, five: tuple[str, list[str]]
) -> None:
    circle, people = five
    arranged(circle, people, IN_TWO_DAYS)
    gone = roles(circle, people[0])["presenter"]
    written = said(card(circle, gone))
    (part,) = agreed.listed(Participant, *Participant.listed(gone, PROGRAMME))
    part.withdrawn_at = clock.iso(clock.now())
    keep(agreed, part)
    left = event(ApplicationWithdrawn(part.participant_id, PROGRAMME), MemoryStore())
    assert deliver(consumer.handler, left, left) == []
    others = [one for one in people if one != gone]
    found = said(call("GET", f"{MINE}/{circle}", others[0]))
    assert {one["person_id"] for one in found["people"]} == set(others)
    assert roles(circle, others[0])["presenter"] in others
    assert call("GET", f"{MINE}/{circle}", gone)["statusCode"] == 404
    item = agreed.get(CaseCard, *CaseCard.key(written["card_id"]))
    assert item is not None
    assert item.erased_at


def test_given_who_has_not_promised_when_they_open_the_page_then_neither_steps_nor_card_are_in_it(
    five: tuple[str, list[str]], time: Time
) -> None:
    circle, people = five
    arranged(circle, people, timedelta(hours=3))
    has = roles(circle, people[0])
    other = next(one for one in people if one not in has.values())
    card(circle, has["presenter"])
    time.pass_(timedelta(hours=3))
    here = f"/circles/{PROGRAMME}/{circle}"
    assert call("GET", f"{here}/now", other)["statusCode"] == 404
    page = call("GET", here, other)["body"]
    assert CASE["case"] not in page
    assert "Clarifying questions" not in page
    refused = call("POST", f"{here}/entries", other, form={})
    assert refused["statusCode"] == 422
    assert call("POST", f"{here}/entries", other, form={"confidential": "yes"})["statusCode"] == 303
    page = call("GET", here, other)["body"]
    assert CASE["case"] in page
    assert "Clarifying questions" in page
    now = call("GET", f"{here}/now", other)
    etag = now["multiValueHeaders"]["ETag"][0]
    assert call("GET", f"{here}/now", other, headers={"if-none-match": etag})["statusCode"] == 304


def test_given_words_on_a_card_when_everything_is_read_then_they_are_nowhere_but_with_the_group(
    agreed: DynamoStore, five: tuple[str, list[str]], time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    circle, people = five
    arranged(circle, people, timedelta(hours=3))
    presenter = roles(circle, people[0])["presenter"]
    words = {
        "case": "Zagadkowa sprawa Mentorki",
        "tried": "Wszystkiego próbowano",
        "question": "Pytanie bez odpowiedzi",
    }
    tagged = {"if-none-match": "*", "idempotency-key": "k"}
    for _ in range(2):
        answer = call("PUT", f"{MINE}/{circle}/card", presenter, body=words, headers=tagged)
        assert said(answer)["case"] == words["case"]
    time.pass_(timedelta(hours=2, minutes=55))
    everything = [str(one) for one in _tables()]
    assert any("Anna Kowalska" in one for one in everything)
    for word in (*words.values(), "Zagadkowa", "Mentorki"):
        assert not [one for one in everything if word in one]
        assert word not in caplog.text
    for path in (DESK, f"/intervision/{PROGRAMME}", f"/v1/gatherings/{PROGRAMME}", f"/gatherings/{PROGRAMME}"):
        assert words["case"] not in call("GET", path, ORGANIZER)["body"]


def _tables() -> list[Any]:
    """Return every item of every table, as it lies there."""
    client = session().create_client("dynamodb", region_name="eu-central-1")
    found = []
    for name in client.list_tables()["TableNames"]:
        found += client.scan(TableName=name)["Items"]
    return found


def test_given_people_in_two_zones_when_they_look_for_a_date_then_each_sees_both_clocks(agreed: DynamoStore) -> None:
    people = mentors(agreed, 4, "mentee")
    (far,) = agreed.listed(Participant, *Participant.listed(people[0], PROGRAMME))
    far.zone = "America/New_York"
    keep(agreed, far)
    (one,) = sent("mentee")
    circle = one["circle_id"]
    here = f"/circles/{PROGRAMME}/{circle}"
    at = (clock.now() + timedelta(days=20)).replace(hour=14, minute=0, second=0, microsecond=0)
    post(circle, "answers", people[1], {"times": [clock.iso(at)]})
    page = call("GET", here, people[1])["body"]
    assert "in New York" in page
    skipped = call("POST", f"{here}/answers", people[1], form={"time_1": "2027-03-28T02:30", "zone": "Europe/Warsaw"})
    assert skipped["statusCode"] == 422
