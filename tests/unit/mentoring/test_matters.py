"""Steps of a programme among what needs its organizers: counted from its numbers, nobody told of twice."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import matters
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Matter
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.recruitment import Counts
from mentoring.tables.workspace import DeskThread
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.unit.monitoring.givens import pair, programme

SINCE = "2026-03-01T00:00:00Z"


def desk(*items: Item, accepted: int = 0, **values: Any) -> list[tuple[str, int]]:
    """Return the steps of a programme with so many accepted mentees and these items, and their numbers."""
    store = MemoryStore()
    store.put(Counts(*Counts.key("p", 1), programme_id="p", applications={"mentee/accepted": accepted}), *items)
    read = store.get_many(Item, matters.keys("p"))
    return [(str(one.kind), one.number) for one in matters.desk(programme(**values), read, NOON).steps]


def thread(who: str, state: str = "open") -> DeskThread:
    told = {"programme_id": "p", "person_id": who, "participant_id": who, "changed_at": SINCE, "waits_since": SINCE}
    return DeskThread(*DeskThread.key("p", who), state=state, **told)


def alone(who: str, state: str = "open") -> Matter:
    return Matter(
        *Matter.key("p", who),
        about=who,
        programme_id="p",
        participant_id=who,
        urgency="stuck",
        since=SINCE,
        state=state,
    )


def proposed(mentee: str) -> Proposal:
    return Proposal(
        *Proposal.key("p", mentee), proposal_id=mentee, programme_id="p", round_id="r", mentor_id="m", mentee_id=mentee,
        score=1, reasons={}, state="sent", sent_at=SINCE,
    )  # fmt: skip


def ended(nth: str, **values: Any) -> Pair:
    return pair(nth, stage="closed_early", outcome="closed_early", **values)


def test_given_messages_without_an_answer_when_listed_then_one_step_says_of_how_many_people() -> None:
    assert desk(thread("jan"), thread("ewa"), thread("iga", "answered")) == [("messages", 2)]
    step = matters.Step(matters.ProgrammeStep.MESSAGES, 2)
    assert (step.said("en"), step.place("p")) == ("2 people wrote to you and wait for an answer", "/inbox/p")
    assert "2 osoby napisały do Ciebie i czekają" in step.said("pl")


@pytest.mark.parametrize(
    ("items", "number"),
    [
        ([], 3),
        ([alone("e2")], 2),
        ([alone("e2", "put_aside"), alone("e3")], 1),
        ([alone("e2", "done")], 3),
        ([proposed("e2")], 2),
        ([ended("2")], 2),  # two who ended their pair and want no other
        ([ended("2", rematch=True)], 3),  # looked for again
        ([ended("2", rematch=True), alone("e2")], 2),
        ([ended("2", left_by="e2")], 3),  # left: not among the accepted any more
        ([pair("2"), pair("3"), pair("4"), pair("5")], 0),
    ],
)
def test_given_mentees_whom_no_round_has_seen_when_listed_then_they_are_counted_and_nobody_twice(
    items: list[Item], number: int
) -> None:
    found = dict(desk(pair(), *items, accepted=4))
    assert found.get("unpaired", 0) == number


@pytest.mark.parametrize(
    "values", [{"stage": "recruiting"}, {"stage": "closing"}, {"stage": "closed"}, {"type": "ongoing"}]
)
def test_given_a_programme_that_forms_no_pairs_by_hand_now_when_listed_then_nobody_is_missing(
    values: dict[str, Any],
) -> None:
    assert ("unpaired", 3) not in desk(pair(), accepted=4, **values)
    assert desk(accepted=4) == [], "before the first pairs the season's next step says so"
