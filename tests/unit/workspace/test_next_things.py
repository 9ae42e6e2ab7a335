"""Home tells each person the truth in every state: a table of all of them, and what the store says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock, ids, links
from mentoring.events.pairing import PairAgreed
from mentoring.i18n import LOCALES, translations
from mentoring.store.remembering import RememberingStore
from mentoring.tables.core import ANY, NOT_WRITTEN
from mentoring.tables.meetings import Meeting, PairCalendar
from mentoring.tables.monitoring import Matter
from mentoring.tables.pairing import Pair, PairMember, Proposal, Seats
from mentoring.tables.recruitment import Application, Member
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import GoalState
from mentoring.tables.workspace import RoomHead
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import (
    MENTEE,
    MENTOR,
    ORGANIZER,
    PAIR,
    PROGRAMME,
    event,
    pair,
    participant,
    profile,
    programme,
    world,
)
from workspace import texts
from workspace.next_things import GOING_ON, ORDER, TO_DO, Kind, Next, Place, Process, next_things
from workspace.seen import Steps
from workspace.use_cases import contracts, goals, homes, rooms, takeaways

HERE = Place(PROGRAMME, "Wiosna", "wiosna", "matching", "mentee")
IN = replace(HERE, accepted=True)
PROCESS = Process("pair-1", "Anna", "working", contract="signed", goal="agreed")
RUNS = replace(IN, stage="running")


def _applied(state: str, stage: str = "recruiting") -> Place:
    return replace(HERE, application=state, stage=stage)


def _with(**changes: Any) -> Place:
    return replace(RUNS, processes=(replace(PROCESS, **changes),))


STATES: list[tuple[str, Place, Kind]] = [
    ("a draft while applications are open", replace(_applied("draft"), may_apply=True), Kind.SEND_APPLICATION),
    ("a draft when they are closed", _applied("draft", "matching"), Kind.NOT_SENT),
    ("a draft after the last day for applications", _applied("draft"), Kind.NOT_SENT),
    ("sent", _applied("submitted"), Kind.WAIT_DECISION),
    ("sent, undecided while pairs are made", _applied("submitted", "running"), Kind.WAIT_DECISION),
    ("sent, undecided at the end", _applied("submitted", "closed"), Kind.UNDECIDED),
    ("to be completed", _applied("needs_info", "matching"), Kind.COMPLETE_APPLICATION),
    ("never completed", _applied("needs_info", "closing"), Kind.UNDECIDED),
    ("on the waiting list", _applied("waitlisted", "matching"), Kind.WAITLISTED),
    ("on the waiting list at the end", _applied("waitlisted", "closed"), Kind.UNDECIDED),
    ("rejected", _applied("rejected"), Kind.REJECTED),
    ("withdrawn", _applied("withdrawn"), Kind.WITHDRAWN),
    ("left the programme", replace(HERE, application=""), Kind.WITHDRAWN),
    ("accepted a moment ago", _applied("accepted"), Kind.WAIT_PAIRING),
    ("in, before pairs are made", replace(IN, stage="recruiting"), Kind.WAIT_PAIRING),
    ("in, back in draft", replace(IN, stage="draft"), Kind.WAIT_PAIRING),
    ("in, pairs are made", IN, Kind.WAIT_PAIR),
    ("a mentor, pairs are made", replace(IN, role="mentor"), Kind.WAIT_PAIR),
    ("in, the programme runs", RUNS, Kind.WAIT_PAIR),
    ("asked", replace(IN, asked=1, waiting=1), Kind.ANSWER_PROPOSAL),
    ("asked, but the programme ends", replace(IN, asked=1, stage="closing"), Kind.NO_PAIR),
    ("said yes, the other side answers", replace(IN, waiting=1), Kind.WAIT_PARTNER),
    ("nobody left to suggest", replace(IN, unmatched=True), Kind.UNMATCHED),
    ("chooses, not opened", replace(IN, chooses=True), Kind.WAIT_CHOICE),
    ("chooses", replace(IN, chooses=True, choice_open=True), Kind.CHOOSE_MENTOR),
    ("chooses, three asked", replace(IN, chooses=True, choice_open=True, waiting=3), Kind.CHOOSE_MENTOR),
    ("a mentor where mentees choose", replace(IN, role="mentor", chooses=True), Kind.WAIT_PAIR),
    ("no pair at the end", replace(IN, stage="closing"), Kind.NO_PAIR),
    ("no pair, the programme is closed", replace(IN, stage="closed"), Kind.NO_PAIR),
    ("a pair, no room yet", _with(contract="", stage="active"), Kind.COMPLETE_CONTRACT),
    ("a pair, its contract is a draft", _with(contract="draft", stage="active"), Kind.COMPLETE_CONTRACT),
    ("the partner proposed the contract", _with(contract="proposed", stage="contracting"), Kind.SIGN_CONTRACT),
    ("signed, the partner hasn't", _with(contract="mine_signed", goal="none"), Kind.WAIT_SIGNATURE),
    ("signed, the partner hasn't, they meet", _with(contract="mine_signed", meeting="confirmed"), Kind.PREPARE_MEETING),
    ("a change of the signed contract to be signed", _with(contract="proposed"), Kind.SIGN_CONTRACT),
    ("no goal", _with(goal="none", stage="goals"), Kind.WRITE_GOAL),
    ("the partner's goal", _with(goal="theirs", stage="goals"), Kind.AGREE_GOAL),
    ("one's own goal", _with(goal="mine", stage="goals"), Kind.WAIT_GOAL),
    ("the partner would conclude a goal", _with(goal="agreed", ends_asked=1), Kind.CONCLUDE_GOAL),
    ("the date of a goal has passed", _with(goal="agreed", overdue=2, meeting="confirmed"), Kind.LOOK_AT_GOAL),
    ("a meeting was just held", _with(to_note="m", meeting="confirmed"), Kind.NOTE_TAKEAWAY),
    ("working, nothing planned", _with(), Kind.PLAN_MEETING),
    ("working, a time to answer", _with(meeting="asked"), Kind.ANSWER_MEETING),
    ("working, several times to choose from", _with(meeting="offered"), Kind.CHOOSE_TIME),
    ("working, a time proposed", _with(meeting="proposed"), Kind.WAIT_MEETING_ANSWER),
    ("working, a meeting ahead", _with(meeting="confirmed"), Kind.PREPARE_MEETING),
    ("a meeting is over", _with(meeting="ended", stage="closing"), Kind.TELL_OUTCOME),
    ("closing, never met", _with(stage="closing", met=False), Kind.MAY_STILL_MEET),
    ("rests", _with(paused_until="2026-05-01T12:00:00Z"), Kind.RESTS),
    ("closing, nothing written", _with(stage="closing"), Kind.WRITE_SUMMARY),
    ("closing, the partner wrote", _with(stage="closing", summary="theirs"), Kind.APPROVE_SUMMARY),
    ("closing, I wrote", _with(stage="closing", summary="mine"), Kind.WAIT_APPROVAL),
    ("completed while the programme runs", _with(stage="completed", outcome="completed"), Kind.COMPLETED),
    (
        "completed where mentees choose",
        replace(_with(outcome="completed"), chooses=True, choice_open=True),
        Kind.COMPLETED,
    ),
    ("ended early", _with(outcome="closed_early"), Kind.ENDED_EARLY),
    ("ended early, matched again", _with(outcome="closed_early", rematch=True), Kind.WAIT_PAIR),
    (
        "ended early, chooses again",
        replace(_with(outcome="closed_early"), chooses=True, choice_open=True),
        Kind.CHOOSE_MENTOR,
    ),
    (
        "completed, the programme is closed",
        replace(_with(outcome="completed"), stage="closed"),
        Kind.COMPLETED,
    ),
    (
        "ended early, was to be matched again, the programme closes",
        replace(_with(outcome="closed_early", rematch=True), stage="closing"),
        Kind.ENDED,
    ),
]


def test_given_onboarding_to_do_when_home_is_opened_then_it_comes_before_what_one_waits_for() -> None:
    steps, waits = next_things([replace(IN, stage="recruiting", steps=Steps(3, 7, "Poufność"))])
    assert (steps.kind, steps.done, steps.number, steps.subject) == (Kind.TAKE_STEPS, 3, 7, "Poufność")
    assert steps.path == f"/onboarding/{PROGRAMME}"
    assert waits.kind == Kind.WAIT_PAIRING
    (asked, _) = next_things([replace(_with(meeting="asked"), steps=Steps(3, 7, "Poufność"))])
    assert asked.kind == Kind.ANSWER_MEETING, "a partner's question is more urgent"


@pytest.mark.parametrize("place", [IN, RUNS, _applied("submitted"), _with()], ids=["in", "alone", "sent", "paired"])
def test_given_a_text_to_agree_to_again_when_home_is_opened_then_it_leads_to_it_beside_the_rest(place: Place) -> None:
    asked = next_things([replace(place, consents=True)])

    assert Next(Kind.AGREE_AGAIN, "Wiosna", "mentee", path="/programmes/wiosna/apply/mentee") in asked
    assert [one for one in asked if one.kind != Kind.AGREE_AGAIN] == next_things([place])


@pytest.mark.parametrize(("place", "kind"), [state[1:] for state in STATES], ids=[state[0] for state in STATES])
def test_given_somebody_in_any_state_when_home_is_opened_then_it_says_that_one_true_thing(
    place: Place, kind: Kind
) -> None:
    assert [one.kind for one in next_things([place])] == [kind]


def test_given_all_states_when_counted_then_every_kind_of_next_thing_is_among_them() -> None:
    written = {Kind.READ_MESSAGES, Kind.READ_DESK, Kind.READ_ANNOUNCEMENT}
    beside = {
        Kind.ANSWER_SURVEY,
        Kind.ANSWER_SEAT,
        Kind.ORGANIZE,
        Kind.FIND,
        Kind.TAKE_STEPS,
        Kind.AGREE_AGAIN,
        *written,
    }
    assert {kind for _, _, kind in STATES} | beside == set(Kind)


def test_given_unread_lines_when_home_is_opened_then_they_come_after_what_the_pair_has_to_decide() -> None:
    found = next_things([_with(meeting="ended", unread=2)])
    assert [(one.kind, one.number) for one in found] == [(Kind.TELL_OUTCOME, 1), (Kind.READ_MESSAGES, 2)]
    assert [one.kind for one in next_things([_with(unread=1)])] == [Kind.READ_MESSAGES, Kind.PLAN_MEETING]
    assert [one.kind for one in next_things([replace(IN, desk=1)])] == [Kind.READ_DESK, Kind.WAIT_PAIR]


def test_given_announcements_that_were_not_opened_when_home_is_opened_then_one_is_named_and_several_are_listed() -> (
    None
):
    one = next_things([replace(IN, announced=("a",), subject="Warsztat")])[0]
    assert (one.kind, one.number, one.subject) == (Kind.READ_ANNOUNCEMENT, 1, "Warsztat")
    assert one.path.endswith("/announcements/a")
    several = next_things([replace(IN, announced=("a", "b"))])[0]
    assert (several.number, several.path.endswith("/announcements")) == (2, True)


def test_given_somebody_who_left_when_the_organizers_write_then_home_shows_it() -> None:
    left = replace(IN, accepted=False, desk=1, announced=("a",))
    kinds = [one.kind for one in next_things([left])]
    assert kinds[:2] == [Kind.READ_DESK, Kind.READ_ANNOUNCEMENT]


def test_given_nobody_in_particular_when_home_is_opened_then_it_helps_them_find_a_programme() -> None:
    assert [one.kind for one in next_things([])] == [Kind.FIND]
    assert [one.kind for one in next_things([], organizes=True)] == [Kind.ORGANIZE]


def test_given_several_places_when_home_is_opened_then_what_presses_most_comes_first_and_nothing_is_hidden() -> None:
    finished = replace(_with(outcome="completed"), programme="Jesień")
    mentor = replace(
        RUNS,
        role="mentor",
        processes=(
            PROCESS,
            replace(PROCESS, pair_id="pair-2", contract="proposed"),
            replace(PROCESS, outcome="completed"),
        ),
        asked=1,
    )
    kinds = [one.kind for one in next_things([finished, mentor, _applied("submitted")], surveys=2, organizes=True)]
    assert kinds == [
        Kind.ANSWER_PROPOSAL,
        Kind.SIGN_CONTRACT,
        Kind.ANSWER_SURVEY,
        Kind.PLAN_MEETING,
        Kind.WAIT_DECISION,
        Kind.ORGANIZE,
        Kind.COMPLETED,
    ]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", list(Kind))
def test_given_any_next_thing_when_said_then_it_has_words_in_both_languages(kind: Kind, locale: str) -> None:
    said, catalogue = texts.NEXT[kind], translations("workspace", locale)
    values = {"name": "Anna", "programme": "Wiosna", "when": "jutro", "subject": "Warsztat", "done": 3, "number": 7}
    for msgid in (one for one in said if one and one != "%(when)s"):
        assert catalogue.gettext(msgid) % values
        assert (catalogue.gettext(msgid) != msgid) == (locale == "pl")
    looks = {Kind.ORGANIZE, Kind.RESTS, Kind.WAIT_DECISION, Kind.WAITLISTED}
    waits = kind not in TO_DO and kind in GOING_ON - looks
    assert not (waits and said.button), "who waits has no button to press, but to look at what they sent"


def test_given_the_kinds_when_put_in_order_then_what_is_over_never_hides_what_is_to_be_done() -> None:
    assert [one for one in ORDER if one in TO_DO] == list(ORDER[: len(TO_DO)])
    assert next_things([_with(outcome="completed"), _with()])[0].kind == Kind.PLAN_MEETING


# What the store says of them -----------------------------------------------------------------------------------------


def _home(store: MemoryStore, who: str = MENTEE) -> list[Next]:
    return homes.home(context_at(store=store, person_id=who, service="workspace")).things


def _change(store: MemoryStore, item: Any, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(item, name, value)
    store.put(item)


def _pair(store: MemoryStore) -> Pair:
    found = store.get(Pair, *Pair.key(PAIR))
    assert found is not None
    return found


def test_given_a_pair_when_home_is_opened_then_facts_of_its_room_and_meetings_decide() -> None:
    store = world()
    assert _home(store)[0].kind == Kind.COMPLETE_CONTRACT
    starts_at = clock.iso(NOON.replace(day=4))
    meeting = Meeting(
        *Meeting.key(PAIR, "m"), meeting_id="m", pair_id=PAIR, programme_id=PROGRAMME, starts_at=starts_at, minutes=60,
        zone="Europe/Warsaw", state="proposed", proposed_by=MENTOR, uid="m",
    )  # fmt: skip
    calendar = PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known={})
    calendar.note(meeting)
    store.put(meeting, calendar)
    assert [(one.kind, one.at) for one in _home(store)] == [(Kind.ANSWER_MEETING, starts_at)]
    assert _home(store, MENTOR)[0].kind == Kind.COMPLETE_CONTRACT
    _change(store, _pair(store), paused_until="2026-05-01T12:00:00Z")
    assert _home(store)[0].kind == Kind.RESTS
    _change(store, _pair(store), outcome="completed", stage="completed")
    assert [one.kind for one in _home(store)] == [Kind.COMPLETED]
    assert [one.kind for one in _home(store, MENTOR)] == [Kind.COMPLETED]
    store.put(
        Member(
            *Member.key("org-1", ORGANIZER), organization_id="org-1", person_id=ORGANIZER, role="owner",
            list_pk=f"PERSON#{ORGANIZER}", list_sk="MEMBER#org-1",
        )
    )  # fmt: skip
    assert [one.kind for one in _home(store, ORGANIZER)] == [Kind.ORGANIZE]


def test_given_a_room_and_a_calendar_of_before_they_noted_anything_when_home_is_opened_then_nothing_is_missing() -> (
    None
):
    store = world()
    context = context_at(store=store, person_id=MENTOR, service="workspace")
    agreed = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    contracts.open_room(context, event(agreed, store))
    contracts.propose_contract(context, PAIR)
    text = contracts.text_of(rooms.room(context, PAIR)[1].contracts[0])
    for who in (MENTOR, MENTEE):
        contracts.sign_contract(context.acting_as(who), PAIR, text.hash)
    goals.propose_goal(context, PAIR, {"title": "Cel", "start_level": 1, "target_level": 9})
    head = store.get(RoomHead, *RoomHead.key(PAIR))
    assert head is not None
    _change(store, head, goals=None)
    assert _home(store)[0].kind == Kind.AGREE_GOAL
    meeting = Meeting(
        *Meeting.key(PAIR, "m"), meeting_id="m", pair_id=PAIR, programme_id=PROGRAMME, minutes=60, zone="Europe/Warsaw",
        starts_at=clock.iso(NOON.replace(day=4)), state="proposed", proposed_by=MENTOR, uid="m",
    )  # fmt: skip
    store.put(meeting, PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR))
    assert _home(store)[0].kind == Kind.ANSWER_MEETING


def test_given_goals_and_a_meeting_just_held_when_home_is_opened_then_it_asks_about_each_until_it_is_said() -> None:
    store = world()
    mentor = context_at(store=store, person_id=MENTOR, service="workspace")
    mentee = mentor.acting_as(MENTEE)
    agreed = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    contracts.open_room(mentor, event(agreed, store))
    contracts.propose_contract(mentor, PAIR)
    text = contracts.text_of(rooms.room(mentor, PAIR)[1].contracts[0])
    for context in (mentor, mentee):
        contracts.sign_contract(context, PAIR, text.hash)
    told = {"title": "Cel", "start_level": 1, "target_level": 9, "due_on": "2026-02-20"}
    goal_id = goals.propose_goal(mentor, PAIR, told).goal_id
    goals.agree_goal(mentee, PAIR, goal_id, ANY)
    meeting = Meeting(
        *Meeting.key(PAIR, "m"), meeting_id="m", pair_id=PAIR, programme_id=PROGRAMME, minutes=60, zone="Europe/Warsaw",
        starts_at=clock.iso(NOON - timedelta(days=1)), state="held", proposed_by=MENTOR, uid="m",
    )  # fmt: skip
    calendar = PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known={})
    calendar.note(meeting)
    store.put(meeting, calendar)
    assert [_home(store, who)[0].kind for who in (MENTOR, MENTEE)] == [Kind.LOOK_AT_GOAL] * 2
    goals.propose_end(mentor, PAIR, goal_id, goals.Conclusion(GoalState.ACHIEVED), ANY)
    assert [_home(store, who)[0].kind for who in (MENTOR, MENTEE)] == [Kind.NOTE_TAKEAWAY, Kind.CONCLUDE_GOAL]
    goals.answer_end(mentee, PAIR, goal_id, "yes", ANY)
    takeaways.note(mentor, PAIR, "m", "Pytać", "author", NOT_WRITTEN)
    assert [_home(store, who)[0].kind for who in (MENTOR, MENTEE)] == [Kind.PLAN_MEETING, Kind.NOTE_TAKEAWAY]
    _change(store, calendar, known={"m": calendar.known["m"] | {"starts_at": clock.iso(NOON - timedelta(days=4))}})
    assert _home(store, MENTEE)[0].kind == Kind.PLAN_MEETING


@pytest.mark.parametrize(("about", "days", "asked"), [("g", 29, True), ("g", 31, False), ("", 300, True)])
def test_given_a_survey_that_waits_when_home_is_opened_then_one_of_a_gathering_is_asked_for_a_while(
    about: str, days: int, *, asked: bool
) -> None:
    store = world()
    made = Assignment(
        *Assignment.key(PROGRAMME, "a"), assignment_id="a", programme_id=PROGRAMME, gathering_id=about,
        person_id=MENTEE, participant_id="mentee", role="mentee", survey="gathering" if about else "start",
        assigned_at=clock.iso(NOON - timedelta(days=days)),
    )  # fmt: skip
    made.list_pk, made.list_sk = Assignment.list_key(MENTEE, "a")
    store.put(made)
    assert (Kind.ANSWER_SURVEY in [one.kind for one in _home(store)]) is asked


def test_given_a_mentor_of_more_pairs_than_one_round_trip_holds_when_home_is_opened_then_all_of_them_are_there() -> (
    None
):
    store = world()
    for number in range(30):
        made, member = pair(), store.get(PairMember, *PairMember.key(PAIR, MENTOR))
        assert member is not None
        made.pair_id = member.pair_id = f"other-{number:02}"
        (made.pk, made.sk), (member.pk, member.sk) = Pair.key(made.pair_id), PairMember.key(made.pair_id, MENTOR)
        member.list_pk, member.list_sk = PairMember.list_key(MENTOR, made.pair_id)
        store.put(made, member)
    context = context_at(store=RememberingStore(store), person_id=MENTOR, service="workspace")
    found = homes.home(context)
    assert (len(found.pairs), [one.kind for one in found.things]) == (31, [Kind.COMPLETE_CONTRACT] * 31)


def _alone(**changes: Any) -> MemoryStore:
    """Given: a mentee without a pair."""
    store = MemoryStore()
    one = participant("ola", "mentee", person_id="ola")
    store.put(programme(**{"stage": "matching"} | changes), one)
    return store


def test_given_a_mentee_nobody_is_left_for_when_home_is_opened_then_it_doesnt_promise_a_proposal() -> None:
    store = _alone()
    assert _home(store, "ola")[0].kind == Kind.WAIT_PAIR
    matter = Matter(
        *Matter.key(PROGRAMME, "ola"), about="ola", urgency="stuck", programme_id=PROGRAMME, participant_id="ola",
        since=clock.iso(NOON),
    )  # fmt: skip
    store.put(matter)
    assert _home(store, "ola")[0].kind == Kind.UNMATCHED
    _change(store, matter, state="done")
    assert _home(store, "ola")[0].kind == Kind.WAIT_PAIR


def test_given_a_choice_when_home_is_opened_then_it_is_offered_once_it_is_open() -> None:
    store = _alone(pairing_mode="self_matching")
    assert _home(store, "ola")[0].kind == Kind.WAIT_CHOICE
    store.put(
        Seats(*Seats.key(PROGRAMME, "ola"), participant_id="ola", programme_id=PROGRAMME, capacity=1, suitable_key="k")
    )
    assert _home(store, "ola")[0].kind == Kind.CHOOSE_MENTOR


def test_given_a_proposal_when_home_is_opened_then_each_side_hears_whose_turn_it_is() -> None:
    from mentoring.tables.pairing import ProposalSide

    store = _alone()
    proposal = Proposal(
        *Proposal.key(PROGRAMME, "x"), proposal_id="x", programme_id=PROGRAMME, round_id="r", mentor_id="m",
        mentee_id="ola", score=1, state="sent", sent_at=clock.iso(NOON),
    )  # fmt: skip
    side = ProposalSide(
        *ProposalSide.key(PROGRAMME, "ola", "x"), participant_id="ola", proposal_id="x", programme_id=PROGRAMME
    )
    store.put(proposal, side)
    first = _home(store, "ola")[0]
    assert first.kind == Kind.ANSWER_PROPOSAL
    link = links.read("proposal", first.path.removeprefix("/proposals/answer/"), NOON)
    assert (link.subject, link.person_id, link.claims["participant_id"]) == ("x", "ola", "ola")
    assert texts.NEXT[first.kind].button, "whoever is signed in needs no mail"
    _change(store, proposal, state="accepted_by_one", accepted_by=["ola"])
    assert _home(store, "ola")[0].kind == Kind.WAIT_PARTNER
    _change(store, proposal, state="declined")
    assert _home(store, "ola")[0].kind == Kind.WAIT_PAIR


@pytest.mark.parametrize(("state", "kind"), [("submitted", Kind.WAIT_DECISION), ("rejected", Kind.REJECTED)])
def test_given_an_application_when_home_is_opened_then_it_says_where_it_stands(state: str, kind: Kind) -> None:
    store = MemoryStore()
    application = Application(
        *Application.key(PROGRAMME, ids.new()), application_id="a", programme_id=PROGRAMME, role="mentor", email="o@x",
        state=state, profile=profile(), list_pk="PERSON#ola", list_sk=f"APPLICATION#{PROGRAMME}#mentor",
    )  # fmt: skip
    store.put(programme(stage="recruiting"), application)
    (one,) = _home(store, "ola")
    assert (one.kind, one.path) == (kind, "/programmes/wiosna/apply/mentor")


@pytest.mark.parametrize(("last", "kind"), [("2026-03-02", Kind.SEND_APPLICATION), ("2026-03-01", Kind.NOT_SENT)])
def test_given_a_draft_when_the_last_day_for_applications_is_over_then_home_doesnt_ask_to_send_it(
    last: str, kind: Kind
) -> None:
    store = MemoryStore()
    draft = Application(
        *Application.key(PROGRAMME, ids.new()), application_id="a", programme_id=PROGRAMME, role="mentor", email="o@x",
        state="draft", profile=profile(), list_pk="PERSON#ola", list_sk=f"APPLICATION#{PROGRAMME}#mentor",
    )  # fmt: skip
    store.put(programme(stage="recruiting", dates={"recruitment_closes": last}), draft)
    assert [one.kind for one in _home(store, "ola")] == [kind]
