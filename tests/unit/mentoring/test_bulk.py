"""Work that grows: 10 000 of everything, in parts of bounded size, over a bus as bad as it may be."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

import meetings.consumer
import monitoring.consumer
import pairing.consumer
import surveys.consumer
import workspace.consumer
from mentoring import clock, ids, work
from mentoring.batches import batched
from mentoring.events.meetings import MeetingsWorkContinued
from mentoring.events.monitoring import MonitoringWorkContinued
from mentoring.events.notifications import MailboxLost
from mentoring.events.pairing import PairAgreed, PairClosed, PairingWorkContinued
from mentoring.events.recruitment import ApplicationWithdrawn, ClausesChanged, ProgrammeStageChanged, RulesChanged
from mentoring.events.surveys import SurveysWorkContinued
from mentoring.events.workspace import AnnouncementSent, WorkspaceWorkContinued
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.pairing import Pair, PairMember, Proposal, ProposalSide, Seats
from mentoring.tables.recruitment import Programme
from mentoring.tables.surveys import Waiting
from mentoring.tables.workspace import (
    PEOPLE_TOGETHER,
    Announced,
    Announcement,
    AnnouncementPeople,
    Contract,
    ThreadHead,
)
from tests.bulk import MANY
from tests.fakes import MemoryStore
from tests.fakes.bus import Bus, assert_bounded, cutting, run
from tests.fakes.context import NOON
from tests.fakes.people import PAIR, PROGRAMME, pair, participant, programme, world

pytestmark = pytest.mark.bulk

SOME = 1_000
DAILY = 3_650
"""Meetings of a pair that met every day for ten years: its calendar is one item, which could hold no 10 000 ids."""
assert meetings.consumer.handler
assert workspace.consumer.handler
assert monitoring.consumer.handler
assert pairing.consumer.handler
assert surveys.consumer.handler


def pairs(number: int, **changes: Any) -> MemoryStore:
    """Given: a programme with so many pairs."""
    store = MemoryStore()
    store.put(programme(**changes))
    for one in range(number):
        made = pair()
        made.pair_id = f"pair-{one:05}"
        made.pk, made.list_sk = f"PAIR#{made.pair_id}", f"PAIR#{made.pair_id}"
        store.put(made)
    return store


def move(store: MemoryStore, to: str) -> int:
    """Given: the programme came to a stage; return the version with which it did."""
    found = store.get(Programme, *Programme.key(PROGRAMME))
    assert found is not None
    found.stage, found.stage_version = to, int(found.version) + 1
    store.put(found)
    return int(found.version)


def names(store: MemoryStore) -> Counter[str]:
    return Counter(one.name for one in store.events)


def in_store(store: MemoryStore, kind: type[Any]) -> list[Any]:
    return [store._read(raw) for raw in store.items.values() if store._is(raw, kind)]


# A programme's stage -------------------------------------------------------------------------------------------------


def test_given_many_pairs_when_the_programme_closes_then_each_is_asked_once_in_bounded_parts() -> None:
    store = pairs(MANY)
    bus = Bus(store, "pairing")
    bus.publish(ProgrammeStageChanged(PROGRAMME, "running", "closing"), sequence=move(store, "closing"))
    bus.run()
    told = names(store)
    assert (told["PairStageChanged"], bus.dead) == (MANY, [])
    assert told["PairingWorkContinued"] == bus.delivered - 1 == MANY // 510
    assert_bounded(store)
    assert sum(store.pages) == MANY  # every pair is listed once: what a part reads grows with the part alone


@pytest.mark.parametrize("seed", range(4))
def test_given_four_changes_of_stage_in_a_row_when_their_parts_come_in_any_order_then_the_last_one_stands(
    seed: int,
) -> None:
    store = pairs(SOME)
    bus = Bus(store, "pairing", seed=seed, twice=bool(seed % 2), cut=cutting(store, 7))
    stages = ["running", "closing", "running", "closing", "running"]
    for before, after in pairwise(stages):
        bus.publish(ProgrammeStageChanged(PROGRAMME, before, after), sequence=move(store, after))
    bus.run()
    assert bus.dead == []
    assert {(one.stage, one.closing_at) for one in in_store(store, Pair)} == {("active", None)}


@pytest.mark.parametrize("seed", range(3))
def test_given_a_stage_that_changes_while_pairs_follow_then_they_end_as_the_last_one_says(seed: int) -> None:
    store = pairs(SOME)
    stages = iter(["running", "closing", "closed"])
    bus = Bus(store, "pairing", seed=seed, twice=bool(seed % 2))
    bus.publish(ProgrammeStageChanged(PROGRAMME, "running", "closing"), sequence=move(store, "closing"))
    whole = store.commit

    def commit(changes: Any) -> None:
        if store.commits % 11 == seed and (to := next(stages, "")):  # in the middle of a part, before it writes
            bus.publish(ProgrammeStageChanged(PROGRAMME, "any", to), sequence=move(store, to))
        whole(changes)

    store.commit = commit  # type: ignore[method-assign]
    bus.run()
    assert bus.dead == []
    assert next(stages, "") == ""
    assert {one.stage for one in in_store(store, Pair)} == {"closed_early"}
    assert names(store)["PairClosed"] == SOME


def test_given_an_older_change_of_stage_when_a_newer_one_was_made_then_it_reads_no_pair() -> None:
    store = pairs(SOME)
    bus = Bus(store, "pairing")
    bus.publish(ProgrammeStageChanged(PROGRAMME, "running", "closing"), sequence=move(store, "closing"))
    move(store, "running")
    bus.run()
    assert (bus.delivered, store.pages, bus.dead) == (1, [], [])


def test_given_many_pairs_in_closing_when_their_time_is_over_then_each_ends_once() -> None:
    store = pairs(0, stage="closing", planned_meetings=3)
    for one in range(MANY):
        made = pair(closing_at=clock.iso(NOON), stage="closing")
        made.pair_id = f"pair-{one:05}"
        made.pk = f"PAIR#{made.pair_id}"
        made.set_due(NOON + timedelta(days=30))
        store.put(made)
    now = NOON + timedelta(days=31)
    run(store, "pairing", PairingWorkContinued, "overdue", now)
    assert names(store)["PairClosed"] == MANY
    assert_bounded(store)


# Somebody leaves, a mentor's last place goes -------------------------------------------------------------------------


def asked(number: int, *, taken: int = 1) -> MemoryStore:
    """Given: a mentor with two places and so many open requests."""
    store = MemoryStore()
    store.put(programme(stage="running"), participant("mentor", "mentor", capacity=2))
    seats = Seats(*Seats.key(PROGRAMME, "mentor"), participant_id="mentor", programme_id=PROGRAMME, capacity=2)
    seats.taken = taken
    store.put(seats)
    for one in range(number):
        proposal_id = f"proposal-{one:05}"
        made = Proposal(
            *Proposal.key(PROGRAMME, proposal_id), proposal_id=proposal_id, programme_id=PROGRAMME, round_id="r",
            origin="round", mentor_id="mentor", mentee_id=f"mentee-{one:05}", score=1, state="sent",
            sent_at=clock.iso(NOON),
        )  # fmt: skip
        side = ProposalSide(
            *ProposalSide.key(PROGRAMME, "mentor", proposal_id), participant_id="mentor", proposal_id=proposal_id,
            programme_id=PROGRAMME,
        )  # fmt: skip
        store.put(made, side)
    return store


@pytest.mark.parametrize(("number", "bad"), [(MANY, {}), (SOME, {"twice": True, "seed": 3})])
def test_given_a_mentor_with_many_proposals_when_they_leave_then_all_end_and_every_mentee_is_matched_again(
    number: int, bad: dict[str, Any]
) -> None:
    store = asked(number)
    gone = participant("mentor", "mentor", capacity=2)
    gone.withdrawn_at = clock.iso(NOON)
    store.put(gone)
    bus = Bus(store, "pairing", cut=cutting(store, 50), **bad)
    bus.publish(ApplicationWithdrawn("mentor", PROGRAMME))
    bus.run()
    rematches = [one.data for one in store.events if one.name == "RematchRequested"]
    mentees = [mentee for one in rematches for mentee in one.mentee_ids]
    assert (bus.dead, len(mentees), len(set(mentees))) == ([], number, number)
    assert len({one.rematch_id for one in rematches}) == len(rematches)
    assert {one.state for one in in_store(store, Proposal)} == {"expired"}
    assert names(store)["ProposalExpired"] == number
    assert_bounded(store)


def test_given_many_open_requests_when_the_last_place_goes_then_all_of_them_hear_it_once() -> None:
    store = asked(MANY, taken=2)
    store.put(pair())  # the one that took the last place
    bus = Bus(store, "pairing", cut=cutting(store, 50))
    bus.publish(PairAgreed(PROGRAMME, PAIR, "proposal-x", "mentor", "mentee-x", "m", "n"))
    bus.run()
    assert (bus.dead, names(store)["ProposalExpired"]) == ([], MANY)
    assert_bounded(store)


def test_given_many_proposals_when_they_are_due_then_each_is_reminded_once() -> None:
    store = asked(MANY)
    for one in in_store(store, Proposal):
        one.set_due(NOON + timedelta(days=3))
        store.put(one)
    bus = run(store, "pairing", PairingWorkContinued, "proposals", NOON + timedelta(days=3, hours=1))
    assert names(store)["ProposalReminded"] == MANY
    assert bus.delivered >= MANY // 600
    assert_bounded(store)


# Meetings ------------------------------------------------------------------------------------------------------------


def with_meetings(number: int, state: str = "confirmed") -> MemoryStore:
    """Given: a pair with so many meetings ahead."""
    store = world()
    for one in range(number):
        meeting = Meeting(
            *Meeting.key(PAIR, f"{one:032}"), meeting_id=f"{one:032}", pair_id=PAIR, programme_id=PROGRAMME,
            starts_at=clock.iso(NOON + timedelta(days=9)), minutes=60, zone="Europe/Warsaw", state=state,
            proposed_by="mentor-person", accepted_by=["mentor-person", "mentee-person"], uid=f"{one}@tandem",
        )  # fmt: skip
        store.put(meeting)
    return store


@pytest.mark.parametrize(("number", "twice"), [(50, True), (SOME, True), (DAILY, False)])
def test_given_many_open_meetings_when_the_process_ends_then_each_is_cancelled_once(number: int, twice: bool) -> None:
    store = with_meetings(number)
    bus = Bus(store, "meetings", twice=twice, seed=1, cut=cutting(store, 5))
    bus.publish(PairClosed(PROGRAMME, PAIR, "completed", "system"))
    bus.run()
    told = names(store)
    assert (bus.dead, told["MeetingCancelled"], told["MeetingNotHeld"]) == ([], number, number)
    assert {one.state for one in in_store(store, Meeting)} == {"not_held"}
    assert_bounded(store)


def test_given_many_meetings_tomorrow_when_it_is_time_then_each_pair_is_reminded_once() -> None:
    store = with_meetings(MANY)
    now = NOON + timedelta(days=8)
    for one in in_store(store, Meeting):
        one.set_due(now)
        store.put(one)
    run(store, "meetings", MeetingsWorkContinued, "meetings", now, seed=2)
    assert names(store)["MeetingReminderDue"] == MANY
    assert_bounded(store)


# Conversations -------------------------------------------------------------------------------------------------------


def test_given_many_conversations_when_their_mails_are_due_then_each_is_asked_for_once() -> None:
    store = MemoryStore()
    for number in range(MANY):
        head = ThreadHead(
            *ThreadHead.key(f"{number:05}"), thread_id=f"{number:05}", thread_kind="pair", programme_id=PROGRAMME, last=3,
            readers={
                "mentor": {"read": 3, "unread": 0, "mailed": 0, "due": ""},
                "mentee": {"read": 0, "unread": 3, "mailed": 0, "due": clock.iso(NOON)},
            },
        )  # fmt: skip
        head.set_due(NOON)
        store.put(head)
    run(store, "workspace", WorkspaceWorkContinued, "tell_unread", NOON + timedelta(minutes=5), seed=3)
    assert names(store)["MessagesUnread"] == MANY
    assert not any(one.due_at for one in in_store(store, ThreadHead))
    assert_bounded(store)


# Announcements -------------------------------------------------------------------------------------------------------


def announced(number: int) -> MemoryStore:
    """Given: an announcement for so many people, which was sent."""
    store = MemoryStore()
    ids = [f"p{one:05}" for one in range(number)]
    store.put(
        programme(),
        *(participant(one, "mentee") for one in ids),
        Announcement(
            *Announcement.key(PROGRAMME, "a"), announcement_id="a", programme_id=PROGRAMME, by="organizer",
            audience="both", segment="everybody", sent_at=clock.iso(NOON), total=number,
        ),
        *(
            AnnouncementPeople(
                *AnnouncementPeople.key(PROGRAMME, "a", part), programme_id=PROGRAMME, announcement_id="a",
                people=list(some),
            )
            for part, some in enumerate(batched(ids, PEOPLE_TOGETHER))
        ),
    )  # fmt: skip
    return store


@pytest.mark.parametrize(("number", "twice", "every"), [(MANY, False, 0), (SOME, True, 0), (SOME, True, 4)])
def test_given_many_readers_when_an_announcement_is_handed_on_then_each_has_it_once_whatever_comes_twice_or_is_killed(
    number: int, twice: bool, every: int
) -> None:
    store = announced(number)
    bus = Bus(store, "workspace", seed=5, twice=twice, **({"cut": cutting(store, every)} if every else {}))
    bus.publish(AnnouncementSent(PROGRAMME, "a"))
    bus.run()
    assert bus.dead == []
    told = Counter(one.data.person_id for one in store.events if one.name == "AnnouncementAddressed")
    assert len(told) == len(in_store(store, Announced)) == number
    assert set(told.values()) == {1}
    (item,) = in_store(store, Announcement)
    assert (item.state, item.position, item.told) == ("sent", number, number)


# Contracts -----------------------------------------------------------------------------------------------------------


def test_given_many_proposed_contracts_when_the_clauses_change_then_each_pair_is_told_once() -> None:
    store = pairs(MANY, fixed=[{"pl": "Nowa.", "en": "New."}], fixed_version=1)
    for number in range(MANY):
        store.put(
            Contract(
                *Contract.key(f"pair-{number:05}", 1), pair_id=f"pair-{number:05}", programme_id=PROGRAMME, number=1,
                state="proposed", clauses=[{"pl": "Stara."}], edition=2,
            )
        )  # fmt: skip
    bus = Bus(store, "workspace", twice=True, seed=4, cut=cutting(store, 5))
    bus.publish(ClausesChanged(PROGRAMME, 1))
    bus.run()
    assert (bus.dead, names(store)["ContractSignaturesVoided"]) == ([], MANY)
    assert {one.fixed_version for one in in_store(store, Contract)} == {1}

    assert_bounded(store)


# The scan ------------------------------------------------------------------------------------------------------------


def watches(number: int) -> MemoryStore:
    """Given: so many pairs that never arranged a first meeting."""
    store = MemoryStore()
    store.put(programme())
    for one in range(number):
        watch = Watch(
            *Watch.key(f"{one:05}"), pair_id=f"{one:05}", programme_id=PROGRAMME, started_at=clock.iso(NOON),
            people=[f"mentor-{one}", f"mentee-{one}"], zones=["Europe/Warsaw"] * 2,
        )  # fmt: skip
        watch.set_due(NOON)
        store.put(watch)
    return store


def test_given_many_silent_pairs_when_scanned_then_each_is_nudged_once_and_no_fault_holds_up_the_rest() -> None:
    store = watches(MANY)
    broken = store.get(Watch, *Watch.key("00007"))
    assert broken is not None
    broken.started_at = "not an instant"
    store.put(broken)
    now = NOON + timedelta(days=8)
    with pytest.raises(ExceptionGroup, match="00007"):
        run(store, "monitoring", MonitoringWorkContinued, "scan", now)
    bus = Bus(store, "monitoring", now=now, seed=4)
    bus.run()
    assert (bus.dead, names(store)["PairWentInactive"]) == ([], MANY - 1)
    assert_bounded(store)


def test_given_many_pairs_when_the_rules_change_then_each_is_judged_again_and_what_is_due_is_left_to_the_scan() -> None:
    store = watches(work.MOST + 60)
    store.put(programme(rules={"first_meeting_nudge": 3}))
    for one in in_store(store, Watch):
        one.set_due(NOON + timedelta(days=7))
        store.put(one)
    bus = Bus(store, "monitoring", twice=True, seed=4, cut=cutting(store, 2), now=NOON + timedelta(days=1))
    bus.publish(RulesChanged(PROGRAMME))
    bus.run()
    assert (bus.dead, names(store)["PairWentInactive"]) == ([], 0)
    assert {one.due_at for one in in_store(store, Watch)} == {clock.iso(NOON + timedelta(days=3))}
    assert_bounded(store)


# Matters -------------------------------------------------------------------------------------------------------------


def test_given_many_matters_put_aside_when_their_day_comes_then_each_is_back_once_in_bounded_parts() -> None:
    store, at = MemoryStore(), clock.iso(NOON)
    store.put(programme())
    for one in range(MANY):
        matter = Matter(
            *Matter.key(PROGRAMME, f"{one:05}"), about=f"{one:05}", programme_id=PROGRAMME, pair_id=f"{one:05}",
            urgency="silent", state="put_aside", since=at, later_until=at,
            reasons=[{"rule": "silence", "cause": "", "days": 46, "since": at, "raised_at": at}],
        )  # fmt: skip
        matter.set_due(NOON)
        store.put(matter)
    now = NOON + timedelta(hours=1)
    run(store, "monitoring", MonitoringWorkContinued, "matters", now)
    bus = Bus(store, "monitoring", now=now, seed=4)
    bus.run()
    assert (bus.dead, names(store)["MatterRaised"]) == ([], 0)
    assert Counter((one.state, one.due_pk) for one in in_store(store, Matter)) == {("open", None): MANY}
    assert_bounded(store)


def test_given_somebody_in_many_pairs_when_mail_comes_back_then_each_is_one_matter_whatever_comes_twice_or_is_killed() -> (
    None
):
    store, many = watches(work.MOST + 60), work.MOST + 60
    somebody = participant("nikt", "mentor")
    store.put(somebody)
    for one in range(many):
        mine = PairMember(
            *PairMember.key(f"{one:05}", "somebody"), pair_id=f"{one:05}", programme_id=PROGRAMME, role="mentor",
            person_id="somebody", participant_id=somebody.participant_id, partner_name="Jan",
        )  # fmt: skip
        mine.list_pk, mine.list_sk = PairMember.list_key("somebody", mine.pair_id)
        store.put(mine)
    bus = Bus(store, "monitoring", twice=True, seed=4, cut=cutting(store, 2), now=NOON)
    bus.publish(MailboxLost(ids.address_key(somebody.email), "somebody"))
    bus.run()
    assert (bus.dead, names(store)["MatterRaised"]) == ([], many)
    assert_bounded(store)


# Surveys that wait for the kick-off ----------------------------------------------------------------------------------


def test_given_many_pairs_that_wait_when_the_programme_begins_then_each_is_asked_once_in_bounded_parts() -> None:
    store = pairs(MANY, dates={"kick_off": (NOON + timedelta(days=1)).date().isoformat()})
    for one in in_store(store, Pair):
        waiting = Waiting(*Waiting.key(PROGRAMME, one.pair_id, "start"))
        waiting.programme_id, waiting.pair_id, waiting.survey = PROGRAMME, one.pair_id, "start"
        waiting.set_due(NOON)
        store.put(waiting)
    now = NOON + timedelta(days=2)
    run(store, "surveys", SurveysWorkContinued, "waiting", now)
    assert names(store)["SurveyAssigned"] == 2 * MANY
    assert in_store(store, Waiting) == []
    assert_bounded(store)
