"""The pair's room: contract, goals, tasks, summary."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.clauses import FIXED_CLAUSES, Answer
from mentoring.errors import Invalid, NotFound, Overtaken
from mentoring.events.pairing import PairAgreed
from mentoring.events.workspace import ContractSignaturesVoided
from mentoring.tables.core import ANY, NOT_WRITTEN
from mentoring.tables.vocabulary import ContractState, GoalState
from mentoring.tables.workspace import Goal, RoomHead
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event, world
from workspace import domain, store
from workspace.use_cases import contracts, goals, homes, rooms, summaries, takeaways, tasks
from workspace.use_cases.goals import Conclusion


def _as(person_id: str, store: MemoryStore) -> Any:
    return context_at(store=store, person_id=person_id, service="workspace")


@pytest.fixture
def room() -> MemoryStore:
    """Given: a pair with its room."""
    store = world()
    agreed = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    contracts.open_room(_as("", store), event(agreed, store))
    store.outbox.clear()
    return store


def _names(store: MemoryStore) -> list[str]:
    return [one.name for one in store.events]


def _signed(room: MemoryStore) -> None:
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    seen = _contract(room).hash
    for person_id in (MENTOR, MENTEE):
        contracts.sign_contract(_as(person_id, room), PAIR, seen)


def _contract(room: MemoryStore) -> domain.Contract:
    item = rooms.room(_as(MENTOR, room), PAIR)[1].contract
    assert item is not None
    return store.read(item)


def _tag(room: MemoryStore) -> str:
    item = rooms.room(_as(MENTOR, room), PAIR)[1].contract
    assert item is not None
    return item.tag


def _states(room: MemoryStore) -> list[str]:
    return [one.state for one in rooms.room(_as(MENTOR, room), PAIR)[1].contracts]


def _in_force(room: MemoryStore) -> int:
    found = rooms.room(_as(MENTOR, room), PAIR)[1].in_force
    assert found is not None
    return int(found.number)


def _edit(room: MemoryStore, own: dict[str, str], who: str = MENTOR) -> None:
    contracts.edit_contract(_as(who, room), PAIR, _said(own), ANY)


def _said(own: dict[str, str]) -> dict[str, Answer]:
    return {name: Answer(text=text) for name, text in own.items()}


def test_given_a_new_pair_when_its_room_opens_then_the_contract_is_a_prefilled_draft(room: MemoryStore) -> None:
    contract = _contract(room)
    assert contract.state == "draft"
    assert len(contract.fixed) == len(FIXED_CLAUSES)
    assert {"frequency", "length", "number"} <= set(contract.own)


def test_given_a_draft_when_both_sign_the_text_they_saw_then_it_is_signed_with_its_hash(room: MemoryStore) -> None:
    _signed(room)
    assert _contract(room).state == "signed"
    assert _names(room) == ["ContractProposed", "ContractSignedByOne", "ContractSigned"]


def test_given_a_signature_when_the_text_is_edited_then_it_is_void(room: MemoryStore) -> None:
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    contracts.sign_contract(_as(MENTOR, room), PAIR, _contract(room).hash)
    _edit(room, {"camera": "nie"}, MENTEE)
    assert (_contract(room).state, _contract(room).signatures) == ("draft", ())
    (voided,) = [one.data for one in room.events if one.name == "ContractSignaturesVoided"]
    assert isinstance(voided, ContractSignaturesVoided)
    assert (voided.by, voided.signed_by, voided.contract_version) == (MENTEE, [MENTOR], 1)


def test_given_a_signature_when_another_text_is_proposed_at_once_then_both_are_told_in_one_transaction(
    room: MemoryStore,
) -> None:
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    contracts.sign_contract(_as(MENTOR, room), PAIR, _contract(room).hash)
    commits = room.commits
    contracts.edit_contract(_as(MENTEE, room), PAIR, _said({"camera": "nie"}), ANY, propose=True)
    assert (room.commits, _names(room)[-2:]) == (commits + 1, ["ContractSignaturesVoided", "ContractProposed"])
    contract = _contract(room)
    assert (contract.state, contract.signatures, dict(contract.own)) == ("proposed", (), _said({"camera": "nie"}))


def test_given_a_text_nobody_signed_when_edited_then_no_signature_is_told_void(room: MemoryStore) -> None:
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    _edit(room, {"camera": "nie"})
    assert _names(room) == ["ContractProposed"]


def test_given_an_amendment_with_a_signature_when_dropped_then_the_signature_is_told_void(room: MemoryStore) -> None:
    _signed(room)
    contracts.amend_contract(_as(MENTOR, room), PAIR)
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    contracts.sign_contract(_as(MENTOR, room), PAIR, _contract(room).hash)
    contracts.drop_amendment(_as(MENTEE, room), PAIR, ANY)
    assert _names(room)[-1] == "ContractSignaturesVoided"


def test_given_an_edit_while_reading_when_signing_then_the_change_is_told(room: MemoryStore) -> None:
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    with pytest.raises(domain.TextChanged):
        contracts.sign_contract(_as(MENTEE, room), PAIR, "another hash")


def test_given_a_signature_when_given_again_then_nothing_changes(room: MemoryStore) -> None:
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    for _ in range(2):
        contracts.sign_contract(_as(MENTOR, room), PAIR, _contract(room).hash)
    assert len(_contract(room).signatures) == 1


def test_given_a_signed_contract_when_edited_then_refused_and_when_amended_then_a_new_draft(room: MemoryStore) -> None:
    _signed(room)
    with pytest.raises(domain.NotEditable):
        _edit(room, {})
    assert int(contracts.amend_contract(_as(MENTOR, room), PAIR).number) == 2
    assert _states(room) == ["signed", "draft"]


def test_given_an_amendment_when_both_sign_it_then_it_replaces_the_signed_version(room: MemoryStore) -> None:
    _signed(room)
    contracts.amend_contract(_as(MENTOR, room), PAIR)
    _edit(room, {"camera": "nie"})
    assert _in_force(room) == 1
    _signed(room)
    assert (_states(room), _in_force(room)) == (["amended", "signed"], 2)


def test_given_an_amendment_when_dropped_then_the_signed_version_stays_and_can_be_amended_again(
    room: MemoryStore,
) -> None:
    _signed(room)
    for who in (MENTOR, MENTEE):
        contracts.amend_contract(_as(MENTOR, room), PAIR)
        read = _tag(room)
        _edit(room, {"camera": "nie"})
        with pytest.raises(Overtaken):
            contracts.drop_amendment(_as(who, room), PAIR, read)
        assert int(contracts.drop_amendment(_as(who, room), PAIR, ANY).number) == 1
        assert _states(room) == ["signed"]


def test_given_an_amendment_that_was_dropped_when_another_one_is_open_then_none_of_its_versions_is_taken_for_this(
    room: MemoryStore,
) -> None:
    _signed(room)
    read = [_tag(room)]
    for _ in range(2):
        contracts.amend_contract(_as(MENTOR, room), PAIR)
        read.append(_tag(room))
        _edit(room, {"camera": "nie"})
        read.append(_tag(room))
        contracts.drop_amendment(_as(MENTEE, room), PAIR, ANY)
    contracts.amend_contract(_as(MENTOR, room), PAIR)
    assert len({*read, _tag(room)}) == len(read) + 1


def test_given_no_amendment_when_dropped_then_refused(room: MemoryStore) -> None:
    for _ in range(2):
        with pytest.raises(domain.NoAmendment):
            contracts.drop_amendment(_as(MENTOR, room), PAIR, ANY)
        if _states(room) == ["draft"]:
            _signed(room)


def test_given_an_amendment_of_former_times_when_dropped_then_the_first_version_is_signed_again(
    room: MemoryStore,
) -> None:
    _signed(room)
    contracts.amend_contract(_as(MENTOR, room), PAIR)
    former = rooms.room(_as(MENTOR, room), PAIR)[1].contracts[0]
    former.set(state=ContractState.AMENDED)
    room.put(former.item)
    assert _in_force(room) == 1
    contracts.drop_amendment(_as(MENTOR, room), PAIR, ANY)
    assert _states(room) == ["signed"]


def test_given_a_draft_when_amended_or_proposed_twice_or_signed_then_refused(room: MemoryStore) -> None:
    with pytest.raises(domain.AmendmentOpen):
        contracts.amend_contract(_as(MENTOR, room), PAIR)
    with pytest.raises(domain.NotProposed):
        contracts.sign_contract(_as(MENTOR, room), PAIR, _contract(room).hash)
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    with pytest.raises(domain.NotProposed):
        contracts.propose_contract(_as(MENTOR, room), PAIR)


@pytest.mark.parametrize("own", [{"unknown": "x"}, {"camera": "x" * 5000}])
def test_given_clauses_we_do_not_know_or_too_long_when_edited_then_the_field_is_named(
    room: MemoryStore, own: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        _edit(room, own)
    (where,) = refused.value.fields
    assert where in ("/own/unknown", "/own/camera/text")


@pytest.mark.parametrize("person_id", [STRANGER, ORGANIZER])
def test_given_somebody_else_when_looking_into_the_room_then_there_is_none(room: MemoryStore, person_id: str) -> None:
    for look in (rooms.room, contracts.propose_contract):
        with pytest.raises(NotFound):
            look(_as(person_id, room), PAIR)
    with pytest.raises(NotFound):
        summaries.approve_summary(_as(person_id, room), PAIR, "")


def test_given_an_organizer_when_asking_for_the_status_then_it_is_there_and_a_stranger_gets_none(
    room: MemoryStore,
) -> None:
    pair, found = rooms.status(_as(ORGANIZER, room), PAIR)
    assert (pair.pair_id, found.contract is not None) == (PAIR, True)
    for person_id, pair_id in ((STRANGER, PAIR), (ORGANIZER, "none")):
        with pytest.raises(NotFound):
            rooms.status(_as(person_id, room), pair_id)


GOAL = {"title": "Cel", "start_level": 3, "target_level": 8}


def _conclude(room: MemoryStore, goal_id: str, end: Conclusion) -> None:
    """Given: the mentee proposed to conclude a goal, and the mentor consented."""
    goals.propose_end(_as(MENTEE, room), PAIR, goal_id, end, ANY)
    goals.confirm_end(_as(MENTOR, room), PAIR, goal_id, ANY)


def test_given_a_goal_when_the_other_one_agrees_then_it_is_agreed_once(room: MemoryStore) -> None:
    goal = goals.propose_goal(_as(MENTEE, room), PAIR, GOAL)
    with pytest.raises(domain.NotYours):
        goals.agree_goal(_as(MENTEE, room), PAIR, goal.goal_id, goal.tag)
    agreed = goals.agree_goal(_as(MENTOR, room), PAIR, goal.goal_id, goal.tag)
    assert agreed.state == "agreed"
    assert goals.agree_goal(_as(MENTOR, room), PAIR, goal.goal_id, agreed.tag).state == "agreed"
    with pytest.raises(Overtaken):
        goals.agree_goal(_as(MENTOR, room), PAIR, goal.goal_id, "another")
    assert _names(room) == ["GoalProposed", "GoalAgreed"]


def test_given_three_goals_when_a_fourth_is_written_then_refused_until_one_is_concluded(room: MemoryStore) -> None:
    three = [goals.propose_goal(_as(MENTEE, room), PAIR, GOAL) for _ in range(3)]
    with pytest.raises(domain.TooManyGoals):
        goals.propose_goal(_as(MENTEE, room), PAIR, GOAL)
    goals.agree_goal(_as(MENTOR, room), PAIR, three[0].goal_id, ANY)
    _conclude(room, three[0].goal_id, Conclusion(GoalState.DROPPED, "Zmiana planów"))
    goals.propose_goal(_as(MENTEE, room), PAIR, GOAL)
    mentor = _as(MENTOR, room)
    for change in (
        lambda: goals.propose_end(mentor, PAIR, three[0].goal_id, Conclusion(GoalState.ACHIEVED), ANY),
        lambda: goals.rate_goal(mentor, PAIR, three[0].goal_id, 5, ANY),
        lambda: goals.move_due(mentor, PAIR, three[0].goal_id, "2026-05-01", ANY),
        lambda: goals.refuse_end(mentor, PAIR, three[0].goal_id, ANY),
        lambda: domain.Goal(GoalState.DROPPED, MENTEE).agree(MENTOR),
    ):
        with pytest.raises(domain.GoalEnded):
            change()


@pytest.mark.parametrize("who", [MENTOR, MENTEE])
def test_given_three_drafts_when_either_withdraws_one_then_another_fits_and_nobody_agrees_on_the_old_one(
    room: MemoryStore, who: str
) -> None:
    three = [goals.propose_goal(_as(MENTEE, room), PAIR, GOAL) for _ in range(3)]
    goals.withdraw_goal(_as(who, room), PAIR, three[0].goal_id)
    left = {one.goal_id for one in rooms.room(_as(MENTEE, room), PAIR)[1].goals}
    assert left == {one.goal_id for one in three[1:]}
    goals.propose_goal(_as(MENTEE, room), PAIR, GOAL)
    for change in (
        lambda: goals.agree_goal(_as(MENTOR, room), PAIR, three[0].goal_id, ANY),
        lambda: goals.withdraw_goal(_as(who, room), PAIR, three[0].goal_id),
    ):
        with pytest.raises(NotFound):
            change()


def test_given_goals_of_before_they_were_counted_when_more_are_written_then_they_count_as_well(
    room: MemoryStore,
) -> None:
    for number in range(domain.MOST_GOALS - 1):
        goals.propose_goal(_as(MENTOR, room), PAIR, {"title": f"Cel {number}", "start_level": 1, "target_level": 9})
    del room.items[RoomHead.key(PAIR)]
    first = room.query(Goal, *Goal.of(PAIR))[0]
    goals.agree_goal(_as(MENTEE, room), PAIR, first.goal_id, ANY)
    told = {"title": "Cel", "start_level": 1, "target_level": 9}
    goals.propose_goal(_as(MENTEE, room), PAIR, told)
    with pytest.raises(domain.TooManyGoals):
        goals.propose_goal(_as(MENTEE, room), PAIR, told)
    _conclude(room, first.goal_id, Conclusion(GoalState.ACHIEVED))
    goals.propose_goal(_as(MENTEE, room), PAIR, told)


def test_given_a_contract_changed_often_when_changed_again_then_it_is_the_newest_version(room: MemoryStore) -> None:
    for number in range(1, 7):
        _signed(room)
        assert contracts.amend_contract(_as(MENTOR, room), PAIR).number == number + 1
        _edit(room, {"camera": f"{number}"})
    assert (_states(room), _in_force(room)) == (["amended"] * 5 + ["signed", "draft"], 6)
    assert contracts.drop_amendment(_as(MENTEE, room), PAIR, ANY).number == 6


def test_given_a_private_task_when_the_partner_looks_then_it_is_not_there(room: MemoryStore) -> None:
    private = tasks.add_task(_as(MENTOR, room), PAIR, "moje", None, "author")
    common = tasks.add_task(_as(MENTOR, room), PAIR, "nasze", "2026-04-01", "pair")
    assert [one.text for one in rooms.room(_as(MENTEE, room), PAIR)[1].tasks] == ["nasze"]
    with pytest.raises(NotFound):
        tasks.finish_task(_as(MENTEE, room), PAIR, private.task_id)
    for _ in range(2):
        assert tasks.finish_task(_as(MENTEE, room), PAIR, common.task_id).state == "done"
    assert _names(room).count("TaskDone") == 1


def _closing(room: MemoryStore, outcome: str = "") -> None:
    from mentoring.tables.pairing import Pair

    pair = room.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.stage, pair.outcome = "closing", outcome
    room.put(pair)


def test_given_a_working_pair_when_it_writes_its_summary_then_it_is_too_early(room: MemoryStore) -> None:
    with pytest.raises(domain.TooEarly):
        summaries.propose_summary(_as(MENTEE, room), PAIR, {"takeaways": ["a"]}, NOT_WRITTEN)
    with pytest.raises(NotFound):
        summaries.approve_summary(_as(MENTEE, room), PAIR, "")


def test_given_a_closing_pair_when_both_approve_then_the_summary_is_approved_once(room: MemoryStore) -> None:
    _closing(room)
    seen = store.hash_of(summaries.propose_summary(_as(MENTEE, room), PAIR, {"takeaways": ["a"]}, NOT_WRITTEN))
    assert summaries.approve_summary(_as(MENTEE, room), PAIR, seen).state == "approved_by_one"
    for _ in range(2):
        assert summaries.approve_summary(_as(MENTOR, room), PAIR, seen).state == "approved"
    assert _names(room) == ["SummaryProposed", "SummaryApproved"]
    with pytest.raises(domain.TooEarly):
        summaries.propose_summary(_as(MENTEE, room), PAIR, {"takeaways": ["b"]}, ANY)


def test_given_a_summary_written_again_meanwhile_when_the_old_one_is_approved_then_it_is_refused_at_once(
    room: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _closing(room)
    seen = store.hash_of(summaries.propose_summary(_as(MENTEE, room), PAIR, {"takeaways": ["a"]}, NOT_WRITTEN))
    summaries.propose_summary(_as(MENTEE, room), PAIR, {"takeaways": ["b"]}, ANY)
    pauses: list[float] = []
    monkeypatch.setattr("mentoring.store.retry.sleep", pauses.append)
    with pytest.raises(domain.TextChanged):
        summaries.approve_summary(_as(MENTOR, room), PAIR, seen)
    assert pauses == []


def test_given_two_summaries_when_any_part_differs_then_so_do_their_hashes() -> None:
    parts: dict[str, Any] = {"takeaways": ["a"], "helped": "", "hindered": "", "next_steps": [], "thanks": ""}
    others = [parts | {name: ["b"] if isinstance(parts[name], list) else "b"} for name in domain.SUMMARY_PARTS]
    assert len({domain.summary_hash(one) for one in [parts, *others]}) == 1 + len(others)


def test_given_an_ended_process_when_anything_is_written_in_its_room_then_it_is_refused(room: MemoryStore) -> None:
    contracts.propose_contract(_as(MENTOR, room), PAIR)
    seen = _contract(room).hash
    goal = goals.propose_goal(_as(MENTEE, room), PAIR, GOAL)
    task = tasks.add_task(_as(MENTEE, room), PAIR, "nasze", None, "pair")
    _closing(room)
    summary = summaries.propose_summary(_as(MENTEE, room), PAIR, {"takeaways": ["a"]}, NOT_WRITTEN)
    _closing(room, outcome="closed_early")
    mentor = _as(MENTOR, room)
    before = _names(room)
    for change in (
        lambda: _edit(room, {}),
        lambda: contracts.propose_contract(mentor, PAIR),
        lambda: contracts.sign_contract(mentor, PAIR, seen),
        lambda: contracts.amend_contract(mentor, PAIR),
        lambda: contracts.drop_amendment(mentor, PAIR, seen),
        lambda: goals.propose_goal(mentor, PAIR, GOAL),
        lambda: goals.agree_goal(mentor, PAIR, goal.goal_id, ANY),
        lambda: goals.change_goal(mentor, PAIR, goal.goal_id, GOAL, ANY),
        lambda: goals.rate_goal(mentor, PAIR, goal.goal_id, 5, ANY),
        lambda: goals.move_due(mentor, PAIR, goal.goal_id, None, ANY),
        lambda: goals.propose_end(mentor, PAIR, goal.goal_id, Conclusion(GoalState.PARTLY), ANY),
        lambda: goals.answer_end(mentor, PAIR, goal.goal_id, "yes", ANY),
        lambda: goals.withdraw_goal(mentor, PAIR, goal.goal_id),
        lambda: tasks.add_task(mentor, PAIR, "x", None, "pair"),
        lambda: tasks.finish_task(mentor, PAIR, task.task_id),
        lambda: tasks.reopen_task(mentor, PAIR, task.task_id),
        lambda: tasks.change_task(mentor, PAIR, task.task_id, tasks.Written("x", None, "pair"), ANY),
        lambda: tasks.delete_task(mentor, PAIR, task.task_id, ANY),
        lambda: takeaways.note(mentor, PAIR, "m", "x", "author", NOT_WRITTEN),
        lambda: takeaways.delete(mentor, PAIR, "m", ANY),
        lambda: summaries.propose_summary(mentor, PAIR, {"takeaways": ["b"]}, ANY),
        lambda: summaries.approve_summary(mentor, PAIR, store.hash_of(summary)),
    ):
        with pytest.raises(domain.ProcessEnded):
            change()
    assert _names(room) == before


def test_given_a_summary_that_ended_the_process_when_approved_again_then_nothing_changes(room: MemoryStore) -> None:
    _closing(room)
    seen = store.hash_of(summaries.propose_summary(_as(MENTEE, room), PAIR, {"takeaways": ["a"]}, NOT_WRITTEN))
    summaries.approve_summary(_as(MENTOR, room), PAIR, seen)
    _closing(room, outcome="completed")
    assert summaries.approve_summary(_as(MENTOR, room), PAIR, seen).state == "approved"


def test_given_somebody_s_things_when_home_is_opened_then_they_are_there(room: MemoryStore) -> None:
    home = homes.home(_as(MENTOR, room))
    assert [(pair.pair_id, member.role) for pair, member in home.pairs] == [(PAIR, "mentor")]
    assert [one.kind for one in home.things] == ["complete_contract"]
    assert homes.home(_as(STRANGER, room)).pairs == []
