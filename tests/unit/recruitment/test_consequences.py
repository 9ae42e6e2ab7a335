"""A change of stage that ends, mails or closes something shows how much, and asks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import matters
from mentoring.errors import NotFound
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Watch
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.workspace import Summary
from recruitment import domain
from recruitment.consequences import Consequences, Standing
from recruitment.use_cases import deciding, stages
from tests.unit.recruitment.givens import World

PAIRS = {"active": 1, "working": 2, "closing": 1, "completed": 3, "closed_early": 1}


def standing(stage: str, **values: Any) -> Standing:
    applications = {"submitted": 3, "needs_info": 1, "waitlisted": 4, "accepted": 5, "rejected": 1}
    numbers = {"applications": applications, "alone": 1, "pairs": PAIRS, "met": 2, "proposals": 2} | values
    return Standing(stage, **numbers)


@pytest.mark.parametrize(
    ("stage", "to", "counts", "mails", "ending"),
    [
        ("draft", "recruiting", {}, {}, 0),
        ("recruiting", "matching", {"waiting": 8}, {}, 0),
        ("matching", "running", {}, {}, 0),
        (
            "running",
            "closing",
            {"closing": 2, "unmet": 2, "proposals": 2, "alone": 1},
            {"summary_due": 4, "ending": 4},
            4,
        ),
        (
            "closing",
            "closed",
            {"writes_on": 2, "ends": 2, "undecided": 8, "alone": 1},
            {"pair_closed": 4},
            4,
        ),
        ("closing", "running", {"goes_on": 1}, {}, 0),
        ("matching", "recruiting", {"proposals": 2}, {}, 0),
        ("recruiting", "draft", {"hidden": 14}, {}, 0),
        ("running", "matching", {}, {}, 0),
    ],
)
def test_given_a_change_when_looked_at_then_it_says_what_ends_and_how_many_mails_go_out(
    stage: str, to: str, counts: dict[str, int], mails: dict[str, int], ending: int
) -> None:
    found = standing(stage).move(to)
    assert (dict(found.counts), dict(found.mails), found.ending) == (counts, mails, ending)
    assert found.asks == bool(counts or mails)
    assert found.back == (domain.STAGES.index(to) < domain.STAGES.index(stage))


@pytest.mark.parametrize("rematch", [False, True])
def test_given_a_mentee_whose_pair_ended_when_counted_then_waits_only_who_is_matched_again_as_on_the_list(
    *, rematch: bool
) -> None:
    world = _paired()
    pair = world.store.get(Pair, *Pair.key("1"))
    assert pair is not None
    pair.stage, pair.outcome, pair.rematch = "closed_early", "closed_early", rematch
    world.store.put(pair)
    found = stages.preview_move(world.who("anna"), world.programme_id, "closing").found
    read = world.store.get_many(Item, matters.keys(world.programme_id))
    assert dict(found.counts)["alone"] == matters.unpaired(read) == 1 + rematch


def test_given_nothing_that_would_end_when_looked_at_then_nobody_is_asked() -> None:
    for stage, to in (
        ("running", "closing"),
        ("closing", "closed"),
        ("recruiting", "matching"),
        ("closing", "running"),
    ):
        now = standing(stage, applications={"accepted": 3}, alone=0, pairs={"completed": 3}, met=0, proposals=0)
        assert not now.move(to).asks


@given(st.integers(0, 5), st.integers(0, 5))
def test_given_two_states_of_things_when_looked_at_then_a_yes_to_one_is_none_to_the_other(one: int, other: int) -> None:
    def of(proposals: int) -> Consequences:
        return standing("running", proposals=proposals).move("closing")

    assert (of(one).tag == of(other).tag) == (one == other)


def _begun(world: World, name: str, mentor: str, mentee: str, colour: str = "green") -> None:
    """Given: a process that goes on and is watched."""
    at = "2026-03-02T12:00:00Z"
    world.store.put(
        Pair(
            *Pair.key(name), pair_id=name, programme_id=world.programme_id, organization_id=world.organization_id,
            mentor_id=mentor, mentee_id=mentee, mentor_person_id="a", mentee_person_id="j", mentor_name="Anna",
            mentee_name="Jan", score=1, agreed_at=at, stage="working", meetings_held=2,
            list_pk=f"PROGRAMME#{world.programme_id}", list_sk=f"PAIR#{name}",
        ),
        Watch(*Watch.key(name), pair_id=name, programme_id=world.programme_id, started_at=at, colour=colour),
    )  # fmt: skip


def _paired() -> World:
    """Given: a running programme with a pair, a person without one and an open proposal."""
    world = World("recruiting")
    ids = world.take("Mentor:anna.nowak", "Mentee:jan.nowak", "Mentee:ewa.nowak")
    deciding.decide(world.who("anna"), world.programme_id, ids, "accepted")
    world.to("running")
    mentor, mentee, alone = ids
    _begun(world, "1", mentor, mentee)
    assert alone
    return world


def test_given_a_pair_when_closing_without_a_yes_then_nothing_moves_and_with_it_the_programme_does() -> None:
    world = _paired()
    anna = world.who("anna")
    with pytest.raises(domain.Unconfirmed):
        stages.move_programme(anna, world.programme_id, "closing")
    assert world.programme.stage == "running"
    found = stages.preview_move(anna, world.programme_id, "closing").found
    assert dict(found.counts) == {"closing": 1, "alone": 1}
    assert stages.move_programme(anna, world.programme_id, "closing", expected=found.tag).stage == "closing"
    assert stages.move_programme(anna, world.programme_id, "closing").stage == "closing", "a second click is harmless"


def test_given_numbers_that_changed_while_somebody_looked_when_they_say_yes_then_it_is_asked_again() -> None:
    world = _paired()
    anna = world.who("anna")
    seen = stages.preview_move(anna, world.programme_id, "closing").found.tag
    proposal = Proposal(
        *Proposal.key(world.programme_id, "x"), proposal_id="x", programme_id=world.programme_id, round_id="r",
        mentor_id="m", mentee_id="e", score=1, state="sent", sent_at="2026-03-02T12:00:00Z",
    )  # fmt: skip
    world.store.put(proposal)
    with pytest.raises(domain.ChangedMeanwhile):
        stages.move_programme(anna, world.programme_id, "closing", expected=seen)
    again = stages.preview_move(anna, world.programme_id, "closing").found
    assert dict(again.counts) == {"closing": 1, "proposals": 1, "alone": 1}
    assert stages.move_programme(anna, world.programme_id, "closing", expected=again.tag).stage == "closing"


def test_given_a_closing_programme_when_closed_then_who_comes_to_the_end_is_named_with_their_summary() -> None:
    world = _paired()
    world.to("closing")
    world.store.put(Summary(*Summary.key("1"), pair_id="1", programme_id=world.programme_id, state="proposed"))
    preview = stages.preview_move(world.who("anna"), world.programme_id, "closed")
    assert [(one.name, one.held, one.summary) for one in preview.first] == [("Jan – Anna", 2, "proposed")]
    assert (dict(preview.found.counts)["writes_on"], dict(preview.found.mails)) == (1, {})


def test_given_more_processes_than_are_named_when_closed_then_the_others_are_counted_and_those_in_need_come_first() -> (
    None
):
    world = _paired()
    for number in range(2, 42):
        _begun(world, str(number), f"mentor-{number}", f"mentee-{number}", "red" if number == 41 else "green")
    world.store.pages.clear()
    preview = stages.preview_move(world.who("anna"), world.programme_id, "closing")
    assert (preview.found.ending, len(preview.first), preview.first[0].pair_id) == (41, 20, "41")
    assert world.store.pages == [20]


@pytest.mark.parametrize("who", ["widz", "obcy"])
def test_given_somebody_who_may_not_decide_when_they_look_at_a_change_then_there_is_none(who: str) -> None:
    world = _paired()
    with pytest.raises(NotFound):
        stages.preview_move(world.who(who), world.programme_id, "closing")


def test_given_a_change_that_cannot_be_when_looked_at_then_it_is_refused() -> None:
    world = World("recruiting")
    for to in ("closed", "nowhere", ""):
        with pytest.raises(domain.StageRefused):
            stages.preview_move(world.who("anna"), world.programme_id, to)
