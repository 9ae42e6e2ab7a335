"""Every event: sent while it holds, and never once something later has made it untrue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring import clock
from mentoring.events import catalogue as events
from mentoring.tables.gatherings.onboarding import OnboardingProgress
from mentoring.tables.monitoring import Matter
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import StepKind, Worry
from mentoring.tables.workspace import Goal
from monitoring.domain import Rules
from notifications import recipes
from notifications.truth import monitoring
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.unit.notifications import (
    told_of_accounts,
    told_of_applicants,
    told_of_circles,
    told_of_gatherings,
    told_of_organizers,
    told_of_seasons,
)
from tests.unit.notifications.changes import (
    LATER,
    Case,
    all_of,
    application,
    asked,
    at_the_desk,
    contract,
    document,
    erasure,
    goal,
    gone,
    meeting,
    now,
    pair,
    participant,
    plan,
    planned,
    programme,
    proposal,
    read_up_to,
    seats,
    signed,
    summary,
    task,
)
from tests.unit.notifications.givens import PLANNED

LAST_PLANNED = clock.parse(PLANNED[-1])
IN_TEN_HOURS = clock.iso(NOON + timedelta(hours=10))
HALF_AN_HOUR = clock.iso(NOON + timedelta(minutes=30))
ENDED = pair(outcome="closed_early")
ASSIGNMENT = (Assignment, Assignment.key(PROGRAMME, "a"))
ONBOARDED, LEFT = OnboardingProgress.key(PROGRAMME, "mentee"), participant(withdrawn_at=LATER)


CASES = [
    *told_of_accounts.CASES,
    Case(
        events.ApplicationSubmitted("mentee", PROGRAMME, "mentee", "form"), 1,
        {state: application(state=state) for state in ("withdrawn", "accepted", "rejected", "needs_info")},
    ),
    Case(
        events.ApplicantAdded("mentee", PROGRAMME), 1,
        {"not them": application(answered="not_me"), "withdrawn": application(state="withdrawn")},
        world=application(notice="told"),
    ),
    Case(
        events.ApplicantDisowned("mentee", PROGRAMME), 1, {"another answer": application(answered="me")},
        world=application(answered="not_me"),
    ),
    *told_of_organizers.CASES,
    Case(
        events.ContactToConfirm(PROGRAMME), 1,
        {"confirmed": programme(reply_to="organizator@firma.example"), "none": programme(contact="")},
    ),
    *told_of_seasons.cases(Case),
    *told_of_applicants.CASES,
    Case(
        events.ApplicationAccepted("mentee", PROGRAMME, "mentee", MENTEE, "mentee"), 1,
        {
            "withdrawn": application(state="withdrawn"),
            "left": participant(withdrawn_at=LATER),
            "accepted again": application(decided_at=LATER),
        },
        world=application(state="accepted"),
    ),
    *(
        Case(
            events.ApplicationDecided("mentee", PROGRAMME, state), 1,
            {
                "accepted": application(state="accepted"),
                "withdrawn": application(state="withdrawn"),
                "sent again": application(state="submitted"),
                "decided so a second time": application(decided_at=LATER),
            },
            world=application(state=state),
        )
        for state in ("waitlisted", "rejected", "needs_info")
    ),
    *(
        Case(
            data, 2,
            {
                **{state: proposal(state=state) for state in ("agreed", "declined", "expired")},
                "programme closes": programme(stage="closing"),
            },
            fewer={"one said yes": (1, proposal(state="accepted_by_one", accepted_by=["mentor"]))},
        )
        for data in (
            events.PairProposed(PROGRAMME, "r", "n", "mentor", "mentee"),
            events.ProposalReminded(PROGRAMME, "n", ["mentor", "mentee"]),
        )
    ),
    Case(
        events.ProposalDeclined(PROGRAMME, "n", "mentee"), 2, {"agreed": proposal(state="agreed")},
        world=proposal(state="declined", declined_by="mentee"),
    ),
    Case(
        events.ProposalExpired(PROGRAMME, "n", "silence"), 1,
        {"agreed": proposal(state="agreed"), "for another reason": proposal(state="expired", why="left")},
        world=proposal(state="expired", why="silence"),
    ),
    Case(
        events.MenteeLeftUnmatched(PROGRAMME, "mentee", "language"), 1,
        {
            "paired": seats(1), "left": participant(withdrawn_at=LATER), "a proposal came": asked(),
            "programme closes": programme(stage="closing"),
        },
        world=seats(0),
    ),
    Case(
        events.MentorsSuggested(PROGRAMME, "r", "mentee", 5), 1,
        {"paired": seats(1), "left": participant(withdrawn_at=LATER), "programme closes": programme(stage="closed")},
    ),
    Case(events.PairAgreed(PROGRAMME, PAIR, "n", "mentor", "mentee", MENTOR, MENTEE), 2, {"ended": ENDED}),
    Case(
        events.ContractProposed(PROGRAMME, PAIR, 1, MENTEE), 1,
        {
            "signed by both": signed(MENTOR, MENTEE, state="signed"),
            "signed by who is asked": signed(MENTOR),
            "worked on again": contract(state="draft"),
            "proposed by the other": contract(proposed_by=MENTOR),
            "ended": ENDED,
        },
    ),
    Case(
        events.ContractSignedByOne(PROGRAMME, PAIR, 1, MENTOR), 1,
        {
            "signed by both": signed(MENTOR, MENTEE, state="signed"),
            "worked on again": contract(state="draft", signatures=[]),
            "signed anew by the other": signed(MENTEE),
            "ended": ENDED,
        },
        world=signed(MENTOR),
    ),
    Case(
        events.ContractSigned(PROGRAMME, PAIR, 1, "ab"), 2,
        {"another text": contract(sha256="cd"), "replaced": contract(state="amended"), "ended": ENDED},
        world=contract(state="signed", sha256="ab"),
    ),
    Case(
        events.ContractSignaturesVoided(PROGRAMME, PAIR, 1, MENTEE, [MENTOR]), 1,
        {"signed anew": signed(MENTOR), "ended": ENDED},
    ),
    Case(
        events.ContractSignaturesVoided(PROGRAMME, PAIR, 1, "", [MENTOR]), 2,
        {
            "worked on again": contract(state="draft", signatures=[]),
            "signed by both": signed(MENTOR, MENTEE, state="signed"),
            "ended": ENDED,
        },
    ),
    Case(
        events.GoalProposed(PROGRAMME, PAIR, "g", MENTEE), 1,
        {
            **{state: goal(state=state) for state in ("agreed", "dropped", "in_progress")}, "ended": ENDED,
            "withdrawn": gone(Goal.key(PAIR, "g")), "changed since": goal(version=2),
        },
    ),
    Case(
        events.GoalEndProposed(PROGRAMME, PAIR, "g", "partly", MENTEE), 1,
        {
            "concluded": goal(state="partly", end_state="partly", end_by=MENTEE),
            "another end": goal(state="agreed", end_state="achieved", end_by=MENTEE),
            "the other one proposes": goal(state="agreed", end_state="partly", end_by=MENTOR),
            "not yet": goal(state="agreed", end_state=None, end_by=None), "ended": ENDED,
        },
        world=goal(state="agreed", end_state="partly", end_by=MENTEE),
    ),
    Case(
        events.TaskAssigned(PROGRAMME, PAIR, "t", MENTOR), 1,
        {"done": task(state="done"), "made private": task(visibility="author"), "ended": ENDED},
    ),
    Case(
        events.RoomErasureAsked(PROGRAMME, PAIR, MENTEE), 1,
        {"dropped": erasure(asked_by="", until=None), "done": erasure(erased_at=LATER)},
        world=erasure(asked_by=MENTEE, until=LATER),
    ),
    Case(
        events.RoomErasureDropped(PROGRAMME, PAIR, MENTEE, MENTOR), 1,
        {"asked again": erasure(asked_by=MENTEE), "done": erasure(erased_at=LATER)}, world=erasure(asked_by=""),
    ),
    Case(
        events.RoomErased(PROGRAMME, PAIR, agreed=True), 2, {"never done": erasure(erased_at=None)},
        world=erasure(erased_at=LATER),
    ),
    Case(
        events.SummaryProposed(PROGRAMME, PAIR, MENTEE), 1,
        {
            "approved": summary("approved", MENTEE, MENTOR),
            "written anew by the other": summary("approved_by_one", MENTOR),
            "ended": ENDED,
        },
        world=summary("approved_by_one", MENTEE),
    ),
    Case(events.MessagesUnread(PROGRAMME, PAIR, MENTEE, 1, 4), 1, {"read meanwhile": read_up_to(4)}),
    Case(events.AnswerUnkept(PROGRAMME, PAIR, MENTEE, "closed"), 1, {}, late=timedelta(days=2)),
    Case(events.DeskMessagesUnread(PROGRAMME, MENTEE, 0, 2), 1, {"read meanwhile": at_the_desk(read={MENTEE: 2})}),
    Case(
        events.AnnouncementAddressed(PROGRAMME, "an", MENTEE, "mentee"), 1,
        {"left the programme": participant(withdrawn_at=LATER)}, late=timedelta(days=14),
    ),
    Case(
        events.DeskMessagesWait(PROGRAMME, MENTEE, 1), 1,
        {"answered": at_the_desk(state="answered"), "somebody looked": at_the_desk(read={"desk": 1})},
    ),
    *(
        Case(
            data, number,
            {
                **{state: meeting(state=state) for state in ("confirmed", "cancelled", "not_held", "held")},
                "moved": meeting(sequence=7),
            },
            world=meeting(sequence=1, starts_at=IN_TEN_HOURS), late=timedelta(hours=10),
        )
        for data, number in (
            (events.MeetingProposed(PROGRAMME, PAIR, "m", MENTOR, IN_TEN_HOURS, 1), 1),
            (events.MeetingRescheduled(PROGRAMME, PAIR, "m", MENTEE, IN_TEN_HOURS, 1), 2),
        )
    ),
    Case(
        events.MeetingDoubted(PROGRAMME, PAIR, "m", MENTEE, IN_TEN_HOURS, 1), 1,
        {
            "sure after all": meeting(unsure=[]),
            "moved": meeting(sequence=2),
        },
        world=meeting(sequence=1, starts_at=IN_TEN_HOURS, unsure=[MENTEE]), late=timedelta(hours=10),
    ),
    Case(
        events.MeetingPlaceChanged(PROGRAMME, PAIR, "m", MENTEE, 2), 2,
        {
            "moved": meeting(sequence=3, since=3, state="proposed"),
            "elsewhere once more": meeting(sequence=3), "called off": meeting(sequence=3, state="not_held"),
        },
        world=meeting(sequence=2, starts_at=IN_TEN_HOURS), late=timedelta(hours=11),
    ),
    Case(
        events.MeetingAnswerUnused(PROGRAMME, PAIR, "m", MENTEE, "moved"), 1, {}, late=timedelta(days=2, seconds=1),
    ),
    Case(
        events.PlanProposed(PROGRAMME, PAIR, "pl", MENTOR, 0), 1,
        {
            **{state: plan(state=state, since=1) for state in ("agreed", "called_off")},
            "each moved by itself": all_of(*(planned(number, together=False) for number in range(3))),
        },
        late=LAST_PLANNED - NOON,
    ),
    Case(
        events.PlanAgreed(PROGRAMME, PAIR, "pl", MENTEE, 1), 2,
        {"called off": plan(state="called_off", since=2), "agreed once more": plan(since=2)},
        world=plan(state="agreed", since=1), late=LAST_PLANNED - NOON,
    ),
    Case(
        events.PlanCalledOff(PROGRAMME, PAIR, "pl", MENTEE, 1, was_agreed=False, meeting_ids=["planned-0"]), 2,
        {"called off later": plan(since=2)},
        world=all_of(plan(state="called_off", since=1), ENDED),
    ),
    Case(
        events.PlanDoubted(PROGRAMME, PAIR, "pl", MENTEE, 0), 1,
        {"agreed": plan(state="agreed", since=1), "sure after all": all_of(*(planned(number, unsure=[]) for number in range(3)))},
        world=all_of(*(planned(number, unsure=[MENTEE]) for number in range(3))), late=LAST_PLANNED - NOON,
    ),
    Case(
        events.PlanAnswerUnused(PROGRAMME, PAIR, "pl", MENTEE, "over"), 1, {}, late=timedelta(days=2, seconds=1),
    ),
    Case(
        events.MeetingConfirmed(PROGRAMME, PAIR, "m", IN_TEN_HOURS, 1), 2,
        {
            "cancelled": meeting(state="not_held", sequence=2),
            "moved": meeting(state="proposed", sequence=2),
            "moved and confirmed": meeting(sequence=3),
        },
        world=meeting(state="confirmed", sequence=1, starts_at=IN_TEN_HOURS), late=timedelta(hours=10),
    ),
    Case(
        events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 2, was_confirmed=True), 2,
        {"said to have been held": meeting(state="held"), "cancelled later again": meeting(sequence=3)},
        world=all_of(meeting(state="not_held", sequence=2), ENDED),
    ),
    *(
        Case(
            events.MeetingReminderDue(PROGRAMME, PAIR, "m", before), 2,
            {
                "cancelled": meeting(state="not_held"),
                "moved, not agreed": meeting(state="proposed"),
                "moved away": meeting(starts_at=clock.iso(NOON + timedelta(days=3))),
            },
            world=meeting(state="confirmed", starts_at=at), late=late,
        )
        for before, at, late in (
            ("PT24H", IN_TEN_HOURS, timedelta(hours=9)),
            ("PT1H", HALF_AN_HOUR, timedelta(minutes=30)),
        )
    ),
    Case(
        events.MeetingEnded(PROGRAMME, PAIR, "m"), 2,
        {state: meeting(state=state) for state in ("held", "not_held")},
        world=meeting(state="to_confirm"),
    ),
    Case(
        events.MeetingContested(PROGRAMME, PAIR, "m", IN_TEN_HOURS, settled=False), 2,
        {"they agree": meeting(state="held", outcome={"said": "held", "by": [MENTEE, MENTOR], "at": IN_TEN_HOURS})},
        world=meeting(
            state="held",
            outcome={
                "said": "held", "by": [MENTEE], "at": IN_TEN_HOURS,
                "contested": {"by": MENTOR, "said": "technical", "at": IN_TEN_HOURS},
            },
        ),
        late=timedelta(hours=72),
    ),
    *told_of_gatherings.cases(Case),
    *told_of_circles.cases(Case),
    Case(
        events.SurveyAssigned(PROGRAMME, PAIR, "a", MENTEE, "start"), 1, {"answered": now(*ASSIGNMENT, state="answered")}
    ),
    Case(
        events.GatheringSurveyAssigned(PROGRAMME, "ga", "a", MENTEE, "mentee"), 1,
        {"answered": now(*ASSIGNMENT, state="answered"), "left": participant(withdrawn_at=LATER)},
    ),
    *(
        Case(
            events.PairWentInactive(PROGRAMME, PAIR, rule, 32, 1), 2,
            {
                "met": pair(last_held_at=LATER),
                "a meeting is agreed": meeting(state="confirmed", starts_at=IN_TEN_HOURS),
                "paused": pair(paused_until=clock.iso(NOON + timedelta(days=9))),
                "ended": ENDED,
            },
            late=timedelta(days=5, seconds=1),
        )
        for rule in ("silence", "first_meeting")
    ),
    Case(
        events.PairWentInactive(PROGRAMME, PAIR, "contract", 14, 1), 2,
        {"signed": pair(contract_signed_at=LATER), "ended": ENDED},
    ),
    Case(
        events.PairWentInactive(PROGRAMME, PAIR, "goal", 14, 1), 2,
        {"agreed": pair(goal_agreed_at=LATER), "ended": ENDED},
    ),
    Case(
        events.PairWentInactive(PROGRAMME, PAIR, "survey", 5, 1), 1,
        {"answered": now(*ASSIGNMENT, state="answered"), "ended": ENDED},
    ),
    Case(
        events.OnboardingOverdue(PROGRAMME, "mentee", MENTEE, 7, 1), 1,
        {"done": now(OnboardingProgress, ONBOARDED, left=0), "left": LEFT, "closed": programme(stage="closed")},
        late=timedelta(days=5, seconds=1),
    ),
    Case(
        events.MatterRaised(PROGRAMME, PAIR, PAIR, "", "help", "help", 0), 1,
        {
            "done": now(Matter, Matter.key(PROGRAMME, PAIR), state="done"),
            "put aside": now(Matter, Matter.key(PROGRAMME, PAIR), state="put_aside"),
            "settled": now(Matter, Matter.key(PROGRAMME, PAIR), reasons=[]),
        },
    ),
    Case(
        events.PairStageChanged(PROGRAMME, PAIR, "working", "closing"), 2,
        {"stage went on": pair(stage="completed"), "ended": ENDED},
        world=pair(stage="closing", due_pk="PAIR#1", due_at=LATER),
    ),
    Case(
        events.PairClosed(PROGRAMME, PAIR, "completed", "system"), 2, {"ended otherwise": ENDED},
        world=pair(outcome="completed"),
    ),
    Case(events.ReportPrepared(PROGRAMME, PAIR, "d", "pair"), 2, {"made anew": document("e")}, world=document("d")),
    Case(
        events.WeeklyReportPrepared(PROGRAMME, "w", "2026-W10"), 1, {"programme closed": programme(stage="closed")},
        late=timedelta(days=7, seconds=1),
    ),
]  # fmt: skip


def name(case: Case) -> str:
    """Return what a case is called."""
    return type(case.data).__name__


def mails(store: MemoryStore, data: events.EventData, after: timedelta = timedelta(0)) -> int:
    """Return how many mails an event of noon makes some time later."""
    context = context_at(NOON + after, store=store, service="notifications")
    return len(recipes.of(context, event(data, store)))


def test_given_every_recipe_when_compared_then_what_makes_it_untrue_is_known() -> None:
    assert set(recipes.TOLD) == {type(case.data) for case in CASES}, "add a case to `CASES` in test_truth.py"
    assert {name(case) for case in CASES if not case.untrue} == {
        "LinkRenewalAsked",
        "JobFinished",
        "AnswerUnkept",
        "MeetingAnswerUnused",
        "PlanAnswerUnused",
        "SessionCopied",
        "AddressesChanged",
    }, "only time makes these untrue"
    assert all(case.untrue or case.late for case in CASES)


def test_given_every_rule_that_reminds_when_compared_then_what_makes_its_nudge_untrue_is_known() -> None:
    of_pairs = {rule: steps for rule, steps in Rules().steps.items() if rule != Worry.ONBOARDING}
    nudged = {rule for rule, steps in of_pairs.items() if StepKind.NUDGE in {kind for _, kind in steps}}
    told = {case.data.rule for case in CASES if isinstance(case.data, events.PairWentInactive)}
    assert told == nudged, "add a case of each rule to `CASES` in test_truth.py"
    assert set(monitoring.LASTS) == nudged


@pytest.mark.parametrize("case", CASES, ids=name)
def test_given_an_event_that_holds_when_told_then_its_mails_are_sent(store: MemoryStore, case: Case) -> None:
    case.world(store)
    assert mails(store, case.data) == case.mails


@pytest.mark.parametrize(
    ("case", "later"),
    [(case, later) for case in CASES for later in case.untrue],
    ids=lambda one: name(one) if isinstance(one, Case) else one,
)
def test_given_something_that_came_later_when_an_event_is_told_then_nobody_reads_what_is_no_longer_true(
    store: MemoryStore, case: Case, later: str
) -> None:
    case.world(store)
    case.untrue[later](store)
    assert mails(store, case.data) == 0


@pytest.mark.parametrize("case", [case for case in CASES if case.late], ids=name)
def test_given_an_event_of_a_moment_when_it_comes_too_late_then_nobody_reads_it(store: MemoryStore, case: Case) -> None:
    case.world(store)
    assert case.late is not None
    assert mails(store, case.data, case.late - timedelta(seconds=2)) == case.mails
    assert mails(store, case.data, case.late) == 0


@pytest.mark.parametrize(
    ("case", "later"), [(case, later) for case in CASES for later in case.fewer],
    ids=lambda one: name(one) if isinstance(one, Case) else one,
)  # fmt: skip
def test_given_one_of_two_for_whom_it_is_settled_when_told_then_only_the_other_reads_it(
    store: MemoryStore, case: Case, later: str
) -> None:
    case.world(store)
    count, happens = case.fewer[later]
    happens(store)
    assert mails(store, case.data) == count
