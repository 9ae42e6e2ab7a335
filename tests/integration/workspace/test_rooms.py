"""Rooms and homes through the handler: what each of the two sees, and nobody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mentoring.tables.meetings import Meeting, PairCalendar
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import PairOutcome, PairStage
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, participant
from tests.integration.lambdas import keep, said
from tests.integration.workspace.givens import GOAL, ROOM, STATUS, call, closing, contract, opened, summary

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_a_mistake_in_one_form_of_the_room_when_sent_then_only_that_form_is_open_and_marked(
    agreed: DynamoStore,
) -> None:
    goal_id, draft_id = (said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL))["goal_id"] for _ in range(2))
    call("POST", f"{ROOM}/goals/{goal_id}/agreement", MENTOR, headers={"if-match": "*"})
    task_id = said(call("POST", f"{ROOM}/tasks", MENTEE, body={"text": "Zadanie", "visibility": "pair"}))["task_id"]
    closing(agreed)
    summary(MENTEE, "Odwaga")
    day = {"due_on": "jutro"}
    late = {"state": "dropped", "evidence": "Opinia"}
    for path, form, words, field in (
        ("goals", {"title": "Odwaga", **day}, "Write a goal", "goal-due_on"),
        (f"goals/{draft_id}", {"title": "Odwaga", **day}, "Change it", f"change-{draft_id}-due_on"),
        ("tasks", {"text": "Inne zadanie", **day}, "Add homework", "task-due_on"),
        (f"tasks/{task_id}", {"text": "Inne zadanie", **day}, "Change or delete it", f"change-{task_id}-due_on"),
        ("summary", {"helped": "Pytania"}, "Change the joint summary", "summary-takeaways"),
        (f"goals/{goal_id}/level", {"current_level": "11"}, "Where are you now?", f"level-{goal_id}-current_level"),
        (f"goals/{goal_id}/due", day, "Set a date", f"due-{goal_id}-due_on"),
        (f"goals/{goal_id}/conclusion", {"evidence": "Opinia"}, "Conclude this goal", f"conclusion-{goal_id}-state"),
        (
            f"goals/{goal_id}/conclusion",
            dict(reversed(late.items())) | {"version": "2"},
            "Conclude this goal",
            f"conclusion-{goal_id}-reason",
        ),
    ):
        page = call("POST", f"/rooms/{PAIR}/{path}", MENTEE, form=form)
        assert page["statusCode"] == 422
        assert opened(page["body"]) == [words]
        wrong = re.findall(r'<a href="#([^"]*)">', page["body"])
        assert field in wrong
        ids = re.findall(r' id="([^"]*)"', page["body"])
        assert len(ids) == len(set(ids))
        assert set(wrong) <= set(ids)
        assert page["body"].count('class="field wrong"') == len(wrong)
        kept = next(iter(form.values()))
        assert page["body"].count(f'value="{kept}"') + page["body"].count(f">{kept}</textarea>") == 1


@pytest.mark.parametrize(
    "part", ["", "/messages", "/tasks", "/goals", "/notes", "/materials", "/takeaways", "/contract"]
)
def test_given_a_programme_with_a_colour_when_a_part_of_the_room_is_opened_then_it_has_that_colour(
    agreed: DynamoStore, part: str
) -> None:
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.accent = "plum"
    keep(agreed, programme)
    assert 'data-accent="plum"' in call("GET", f"/rooms/{PAIR}{part}", MENTEE)["body"]


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_anybody_else_when_they_ask_then_no_room_exists(who: str) -> None:
    reads = [ROOM, f"{ROOM}/contract", f"{ROOM}/contract/versions", f"/rooms/{PAIR}", f"/rooms/{PAIR}/contract"]
    answers = {call("GET", path, who)["statusCode"] for path in reads}
    answers |= {call("POST", f"{ROOM}/{path}", who, body={})["statusCode"] for path in ("contract/proposal",)}
    assert answers <= ({404} if who else {401, 303})


def test_given_an_organizer_when_they_ask_for_the_state_then_dates_only() -> None:
    state = said(call("GET", STATUS, ORGANIZER))
    assert "own" not in str(state)
    assert call("GET", STATUS, STRANGER)["statusCode"] == 404


def test_given_somebodys_home_when_opened_then_the_next_thing_to_do_comes_first() -> None:
    page = call("GET", "/home", MENTEE, language="pl")["body"]
    assert f"/rooms/{PAIR}/contract" in page
    assert call("GET", "/home")["statusCode"] == 303


def test_given_somebody_who_takes_part_when_home_is_opened_then_it_leads_to_their_application(
    agreed: DynamoStore,
) -> None:
    link = '<a href="/programmes/wiosna/apply/{}">{}</a>'
    home = call("GET", "/home", MENTOR)["body"]
    assert link.format("mentor", "My application") in home
    assert "apply/mentee" not in home
    mentee = agreed.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert mentee is not None
    mentee.withdrawn_at = "2026-03-01T00:00:00Z"
    keep(agreed, mentee, participant("mentor-too", "mentee", person_id=MENTOR))
    for language, as_mentor, as_mentee in (
        ("en", "My application as a mentor", "My application as a mentee"),
        ("pl", "Moje zgłoszenie w roli Mentora/Mentorki", "Moje zgłoszenie w roli Mentee"),
    ):
        home = call("GET", "/home", MENTOR, language=language)["body"]
        assert link.format("mentor", as_mentor) in home
        assert link.format("mentee", as_mentee) in home
    assert "apply/" not in call("GET", "/home", MENTEE)["body"], "who left has no page to change"


ADDRESSES = ("mentor@firma.example", "mentee@firma.example")


def abroad(store: DynamoStore) -> None:
    """Given: the mentee moved to New York."""
    mentee = store.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert mentee is not None
    mentee.zone, mentee.profile = "America/New_York", mentee.profile | {"city": "Nowy Jork"}
    mentee.save()


def test_given_a_pair_when_its_room_and_home_are_opened_then_each_knows_how_and_when_to_reach_the_other(
    agreed: DynamoStore,
) -> None:
    abroad(agreed)
    for path in (f"/rooms/{PAIR}", "/home"):
        page = call("GET", path, MENTOR, language="en")["body"]
        assert "mentee@firma.example" in page
        assert re.search(r">([A-Z][a-z]+, )?\d\d:\d\d in New York, [56] hours behind you<", page)
        assert "mentor@firma.example" in call("GET", path, MENTEE)["body"]
    partner = said(call("GET", ROOM, MENTOR))["partner"]
    assert partner == {
        "name": "Mentee", "email": "mentee@firma.example", "phone": "", "prefers": "", "city": "Nowy Jork",
        "zone": "America/New_York",
    }  # fmt: skip


def test_given_two_in_one_zone_when_the_room_is_opened_then_one_time_is_said_for_both() -> None:
    assert ", the same time as yours" in call("GET", f"/rooms/{PAIR}", MENTOR, language="en")["body"]


@pytest.mark.parametrize("outcome", ["completed", "closed_early"])
def test_given_a_process_that_ended_when_its_members_look_then_the_name_stays_and_the_contact_is_gone(
    agreed: DynamoStore, outcome: str
) -> None:
    closing(agreed, stage=outcome, outcome=outcome)
    for who, other in ((MENTOR, "Mentee"), (MENTEE, "Mentor")):
        for path in (f"/rooms/{PAIR}", "/home"):
            page = call("GET", path, who)["body"]
            assert other in page or path == "/home"
            assert not any(one in page for one in ADDRESSES)
        assert said(call("GET", ROOM, who))["partner"] is None


@pytest.mark.parametrize("who", [ORGANIZER, STRANGER, ""])
def test_given_a_pair_when_anybody_else_asks_then_nobodys_contact_is_told(who: str) -> None:
    for path in (f"/rooms/{PAIR}", ROOM, STATUS, "/home", f"/rooms/{PAIR}/contract"):
        assert not any(one in call("GET", path, who)["body"] for one in ADDRESSES)


def test_given_a_process_that_ended_early_when_its_room_is_opened_then_it_says_so_and_asks_for_nothing(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    closing(agreed, stage="closed_early", outcome="closed_early", closed_at="2026-03-02T12:00:00Z")
    page = call("GET", f"/rooms/{PAIR}", MENTEE)["body"]
    assert "closed early" in page
    assert "2 March 2026" in page
    assert "0 of 8 planned meetings held" in page
    for untrue in ("Completed", "waits for", "never written", "Plan a meeting", "/reports/pair"):
        assert untrue not in page


def test_given_an_ended_process_when_its_room_is_read_then_homework_left_undone_is_told_and_no_meeting_promised(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/tasks", MENTEE, body={"text": "Rozdział 3", "visibility": "pair"})
    closing(agreed, stage="completed", outcome="completed")
    assert "1 left undone" in call("GET", f"/rooms/{PAIR}", MENTOR)["body"]
    page = call("GET", f"/rooms/{PAIR}/tasks", MENTOR)["body"]
    assert "Rozdział 3" in page
    assert "your next meeting" not in page


def a_meeting(meeting_id: str, starts_at: str, state: str) -> Meeting:
    return Meeting(
        *Meeting.key(PAIR, meeting_id), meeting_id=meeting_id, pair_id=PAIR, programme_id=PROGRAMME, minutes=60,
        starts_at=starts_at, zone="Europe/Warsaw", state=state, proposed_by=MENTOR, uid=meeting_id,
    )  # fmt: skip


def _steps(who: str = MENTEE) -> list[tuple[str, str, str]]:
    room = said(call("GET", ROOM, who))
    return [(one["step"], one["by"], one["title"]) for one in room["past"] + room["ahead"]]


def test_given_a_process_when_its_room_is_opened_then_it_tells_who_did_what_and_when(agreed: DynamoStore) -> None:
    assert _steps() == [("agreed", "", "")]
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    call("POST", f"{ROOM}/contract/signatures", MENTEE, body={"sha256": contract()["sha256"]})
    assert _steps()[-1] == ("contract_signed_by_one", MENTEE, "")
    call("POST", f"{ROOM}/contract/signatures", MENTOR, body={"sha256": contract()["sha256"]})
    goal_id = said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL))["goal_id"]
    assert [step for step, _, _ in _steps()][-1] == "contract_signed"
    call("POST", f"{ROOM}/goals/{goal_id}/agreement", MENTOR, headers={"if-match": "*"})
    assert _steps()[-1] == ("goal_agreed", "", GOAL["title"])
    calendar = PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known={})
    for day, state in ((1, "held"), (2, "not_held")):
        calendar.note(a_meeting(f"m{day}", f"2026-01-0{day}T12:00:00Z", state))
    calendar.note(a_meeting("ahead", "2036-01-01T12:00:00Z", "confirmed"))
    keep(agreed, calendar)
    told = _steps()
    assert [step for step, _, _ in told[:2]] == ["meeting_held", "meeting_missed"]
    assert told[-1][0] == "meeting_planned"
    page = call("GET", f"/rooms/{PAIR}", MENTOR, language="en")["body"]
    for line in (
        "You became a pair",
        "Contract signed",
        f"Goal agreed: {GOAL['title']}",
        "A meeting didn't take place",
    ):
        assert line in page[page.index('id="timeline"') :]
    assert "1 January 2036" in page[page.index("Ahead of you") :]


@pytest.mark.parametrize("ended", ["", "2026-03-01T12:00:00Z"])
def test_given_a_meeting_ahead_that_was_called_off_when_told_then_it_does_not_stand_there_as_one_that_was_missed(
    agreed: DynamoStore, ended: str
) -> None:
    calendar = PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known={})
    for state in ("confirmed", "not_held"):
        calendar.note(a_meeting("off", "2036-01-01T12:00:00Z", state))
    if ended:
        calendar.note(a_meeting("late", "2036-01-02T12:00:00Z", "confirmed"))
        pair = agreed.get(Pair, *Pair.key(PAIR))
        assert pair is not None
        pair.outcome, pair.stage, pair.closed_at = PairOutcome.CLOSED_EARLY, PairStage.CLOSED_EARLY, ended
        keep(agreed, pair)
    keep(agreed, calendar)
    room = said(call("GET", ROOM, MENTEE))
    assert room["ahead"] == []
    assert "meeting_missed" not in [one["step"] for one in room["past"]]


def test_given_a_meeting_that_was_missed_and_is_corrected_when_told_then_it_stands_there_once() -> None:
    calendar = PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known={})
    for state in ("confirmed", "not_held", "held"):
        calendar.note(a_meeting("m", "2026-01-01T12:00:00Z", state))
    assert (list(calendar.known), calendar.missed) == (["m"], {})


def test_given_a_new_pair_when_the_room_is_opened_then_one_button_leads_to_the_contract_and_it_comes_first() -> None:
    page = call("GET", f"/rooms/{PAIR}", MENTEE, language="en")["body"]
    assert page.count('class="button primary"') == 1
    assert page.index("Agree on your contract with Mentor") < page.index('class="parts"')
    parts = re.findall(r'<li><a href="([^"]+)">', page[page.index('class="parts"') :])
    assert parts[0] == f"/rooms/{PAIR}/contract"
    call("POST", f"{ROOM}/contract/proposal", MENTOR)
    for who in (MENTOR, MENTEE):
        call("POST", f"{ROOM}/contract/signatures", who, body={"sha256": contract()["sha256"]})
    page = call("GET", f"/rooms/{PAIR}", MENTEE, language="en")["body"]
    parts = re.findall(r'<li><a href="([^"]+)">', page[page.index('class="parts"') :])
    assert (parts[0], f"/rooms/{PAIR}/contract" in parts[1:]) == (f"/rooms/{PAIR}/messages", True)
    assert said(call("GET", ROOM, MENTEE))["next"] == {
        "kind": "write_goal", "path": f"/rooms/{PAIR}/goals", "at": "", "number": 1
    }  # fmt: skip
