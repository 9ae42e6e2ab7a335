"""The worker: what a round is calculated from, and the proposals a sent one makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound, Overtaken, Stale
from mentoring.events.pairing import PairingPreviewed, PairingRequested, PairingRoundSent, PairProposed
from mentoring.tables.core import ANY
from mentoring.tables.pairing import Proposal, ProposalSide, Round, Seats
from mentoring.tables.recruitment import Programme
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.matching import explain
from pairing.use_cases import attempts, inputs, proposing, solving
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import Kept, consumer_at, event, participant, season, send

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Participant


def crowd(mentors: int, mentees: int, capacity: int = 1) -> list[Participant]:
    return [
        *(participant(f"m{number:02}", MENTOR, capacity=capacity) for number in range(mentors)),
        *(participant(f"e{number:02}", MENTEE) for number in range(mentees)),
    ]


def request(memory: MemoryStore, **wish: Any) -> Round:
    return use_cases.request_round(
        context_at(store=memory, person_id="ola", service="pairing"), "p", use_cases.Wish(**wish)
    )


def deliver(memory: MemoryStore, data: Any, event_id: str = "") -> str:
    one = event(data, event_id=event_id)
    function = solving.solve if isinstance(data, PairingRequested) else proposing.propose
    return consume(consumer_at(memory, one, name="pairing-worker"), function, one)


def solved(memory: MemoryStore, **wish: Any) -> Round:
    """Given: a round with its preview."""
    round_id = str(request(memory, **wish).round_id)
    deliver(memory, PairingRequested("p", round_id))
    return read(memory, round_id)


def sent(memory: MemoryStore) -> str:
    """Given: a round that was sent."""
    round_id = str(solved(memory).round_id)
    send(context_at(store=memory, person_id="ola", service="pairing"), "p", round_id)
    return round_id


def read(memory: MemoryStore, round_id: str) -> Round:
    found = memory.get(Round, *Round.key("p", round_id))
    assert found is not None
    return found


def proposals(memory: MemoryStore) -> list[Proposal]:
    return memory.query(Proposal, "PAIRING#p", "PROPOSAL#")


def test_given_a_requested_round_when_solved_twice_then_one_preview_with_its_figures() -> None:
    memory = season(*crowd(3, 2))
    round_id = str(request(memory).round_id)
    asked = PairingRequested("p", round_id)
    assert [deliver(memory, asked, "one"), deliver(memory, asked, "one"), deliver(memory, asked, "two")] == [
        "done",
        "done before",
        "done",
    ]
    found = read(memory, round_id)
    assert (found.state, found.figures["matched"], found.figures["proved_optimal"]) == ("preview", 2, True)
    assert Kept(memory).kept[f"rounds/p/{round_id}.json"]["input_hash"] == found.input_hash
    previews = [one.data for one in memory.events if isinstance(one.data, PairingPreviewed)]
    assert previews == [PairingPreviewed("p", round_id, 2, 0)]


def test_given_the_same_people_when_solved_again_then_the_result_is_the_same() -> None:
    memory = season(*crowd(3, 3))
    first, second = solved(memory), solved(memory)
    assert Kept(memory).kept[str(first.result_key)] == Kept(memory).kept[str(second.result_key)]


def test_given_a_profile_that_cannot_be_read_when_solved_then_the_round_failed_with_a_reason() -> None:
    memory = season(participant("anna", MENTOR, zone="Nowhere/At_All"), participant("jan", MENTEE))
    found = solved(memory)
    assert (found.state, found.problem, Kept(memory).kept) == ("failed", attempts.UNREADABLE, {})
    assert [one.name for one in memory.events] == ["PairingRequested"]


def test_given_a_programme_with_and_without_dates_when_asked_then_the_season_is_its_own_or_nine_months() -> None:
    memory = season(dates={"kick_off": "2026-04-01", "closing": "2026-11-30"})
    programme, wanted = memory.get(Programme, *Programme.key("p")), request(memory)
    assert programme is not None
    given = inputs.input_of(context_at(store=memory), programme, wanted)
    assert (given.start, given.end) == (date(2026, 4, 1), date(2026, 11, 30))
    programme.dates = {}
    given = inputs.input_of(context_at(store=memory), programme, wanted)
    assert (given.start, given.end) == (NOON.date(), NOON.date() + timedelta(days=270))


def input_now(memory: MemoryStore) -> Any:
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    return inputs.input_of(context_at(store=memory), programme, request(memory))


def test_given_open_and_agreed_proposals_when_asked_again_then_only_the_places_left_count() -> None:
    memory = season(*crowd(1, 3, capacity=3))
    deliver(memory, PairingRoundSent("p", sent(memory)))
    assert (len(input_now(memory).mentees), input_now(memory).mentors[0].capacity) == (0, 0)
    first, second, third = proposals(memory)
    nobody = context_at(store=memory, service="pairing")
    for side in (first.mentor_id, first.mentee_id):
        use_cases.accept(nobody, "p", first.proposal_id, side)
    use_cases.decline(nobody, "p", second.proposal_id, second.mentee_id)
    given = input_now(memory)
    assert [one.id for one in given.mentees] == [second.mentee_id]
    assert given.mentors[0].capacity == 1
    assert set(given.forbidden) == {(one.mentee_id, one.mentor_id) for one in (first, second, third)}


def test_given_a_declined_proposal_when_paired_again_then_somebody_else_is_proposed() -> None:
    memory = season(*crowd(2, 1))
    deliver(memory, PairingRoundSent("p", sent(memory)))
    (first,) = proposals(memory)
    use_cases.decline(context_at(store=memory, service="pairing"), "p", first.proposal_id, first.mentor_id)
    deliver(memory, PairingRoundSent("p", sent(memory)))
    assert len({one.mentor_id for one in proposals(memory)}) == 2
    (second,) = [one for one in proposals(memory) if one.state == "sent"]
    use_cases.decline(context_at(store=memory, service="pairing"), "p", second.proposal_id, "mentee-e00")
    assert solved(memory).figures["matched"] == 0


def test_given_a_sent_round_of_many_when_delivered_again_after_a_crash_then_each_proposal_is_there_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = season(*crowd(45, 45))
    asked = PairingRoundSent("p", sent(memory))
    commit = memory.commit

    def dies_after_the_first(changes: Any) -> None:
        if proposals(memory):
            raise TimeoutError
        commit(changes)

    monkeypatch.setattr(memory, "commit", dies_after_the_first)
    with pytest.raises(TimeoutError):
        deliver(memory, asked, "one")
    assert len(proposals(memory)) == proposing.TOGETHER
    monkeypatch.setattr(memory, "commit", commit)
    assert [deliver(memory, asked, "one"), deliver(memory, asked, "one"), deliver(memory, asked, "two")] == [
        "done",
        "done before",
        "done",
    ]
    assert len(proposals(memory)) == len(memory.query(ProposalSide, "PAIRING#p", "SIDE#mentee-")) == 45
    assert sum(isinstance(one.data, PairProposed) for one in memory.events) == 45
    assert len(memory.due_page(Proposal, NOON + timedelta(days=3)).items) == 45


def test_given_places_that_went_since_the_preview_when_sent_then_those_pairs_are_left_out() -> None:
    memory = season(*crowd(2, 2))
    round_id = sent(memory)
    memory.put(Seats(*Seats.key("p", "mentor-m00"), participant_id="mentor-m00", programme_id="p", capacity=1, taken=1))
    deliver(memory, PairingRoundSent("p", round_id))
    assert [one.mentor_id for one in proposals(memory)] == ["mentor-m01"]


def test_given_a_participant_who_left_since_the_preview_when_sent_then_nobody_is_proposed_to_them() -> None:
    memory = season(*crowd(1, 1))
    round_id = sent(memory)
    del memory.items["PROGRAMME#p", "PARTICIPANT#mentee-e00"]
    deliver(memory, PairingRoundSent("p", round_id))
    assert proposals(memory) == []


def test_given_a_round_that_is_unknown_or_has_no_result_when_delivered_then_it_fails_and_is_seen() -> None:
    memory = season()
    requested = str(request(memory).round_id)
    for data in (PairingRequested("p", "x"), PairingRoundSent("p", "x"), PairingRoundSent("p", requested)):
        with pytest.raises(NotFound):
            deliver(memory, data)
    del memory.items[Programme.key("p")]
    with pytest.raises(NotFound):
        deliver(memory, PairingRequested("p", requested))


def test_given_a_proposal_when_made_then_it_is_due_on_day_3_and_carries_the_reasons() -> None:
    memory = season(*crowd(1, 1))
    deliver(memory, PairingRoundSent("p", sent(memory)))
    (one,) = proposals(memory)
    assert (one.state, one.due_at, set(one.reasons)) == ("sent", clock.iso(NOON + timedelta(days=3)), {"pl", "en"})


# Progress, cancelling, crashes ---------------------------------------------------------------------------------------


def test_given_a_round_when_it_is_solved_then_each_step_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, seen = season(*crowd(3, 2)), []
    solve = explain.pair_up

    def watched(given: Any, progress: Any) -> Any:
        def told(step: str, percent: int) -> None:
            progress(step, percent)
            now = read(memory, round_id)
            seen.append((now.state, now.step, int(now.percent)))

        return solve(given, told)

    monkeypatch.setattr(explain, "pair_up", watched)
    round_id = str(request(memory).round_id)
    deliver(memory, PairingRequested("p", round_id))
    assert seen == [("solving", "scores", 0), ("solving", "assignment", 20), ("solving", "reasons", 80)]
    found = read(memory, round_id)
    assert (found.state, found.step, int(found.percent), found.solving_until) == ("preview", "", 100, None)
    assert Kept(memory).scores(str(found.result_key)).mentees


def cancelling(memory: MemoryStore, round_id: str, at: str) -> Any:
    """Return a solver during whose step the organizer cancels."""
    solve = explain.pair_up

    def cancelled(given: Any, progress: Any) -> Any:
        def told(step: str, percent: int) -> None:
            if step == at:
                use_cases.cancel_round(context_at(store=memory, person_id="ola", service="pairing"), "p", round_id)
            progress(step, percent)

        return solve(given, told)

    return cancelled


@pytest.mark.parametrize("step", ["scores", "assignment", "reasons"])
def test_given_a_running_round_when_cancelled_then_it_stays_so_and_the_worker_stops(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    memory = season(*crowd(3, 2))
    round_id = str(request(memory).round_id)
    monkeypatch.setattr(explain, "pair_up", cancelling(memory, round_id, step))
    assert deliver(memory, PairingRequested("p", round_id)) == "done"
    assert (read(memory, round_id).state, Kept(memory).kept) == ("cancelled", {})
    assert [one.name for one in memory.events] == ["PairingRequested", "PairingCancelled"]


def test_given_a_round_cancelled_while_its_result_was_kept_when_the_worker_ends_then_it_stays_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = season(*crowd(3, 2))
    round_id, put = str(request(memory).round_id), memory.files.put

    def late(*file: Any) -> None:
        put(*file)
        use_cases.cancel_round(context_at(store=memory, person_id="ola", service="pairing"), "p", round_id)

    monkeypatch.setattr(memory.files, "put", late)
    deliver(memory, PairingRequested("p", round_id))
    assert read(memory, round_id).state == "cancelled"


def test_given_a_preview_when_cancelled_then_refused_and_again_when_cancelled_twice_then_nothing_happens() -> None:
    memory = season(*crowd(3, 2))
    ola = context_at(store=memory, person_id="ola", service="pairing")
    with pytest.raises(domain.NotRunning):
        use_cases.cancel_round(ola, "p", str(solved(memory).round_id))
    wanted = str(request(memory).round_id)
    use_cases.cancel_round(ola, "p", wanted)
    use_cases.cancel_round(ola, "p", wanted)
    assert [one.name for one in memory.events].count("PairingCancelled") == 1
    with pytest.raises(NotFound):
        use_cases.cancel_round(ola, "p", "unknown")


class Crash(BaseException):
    """The machine is gone: nothing can be said any more."""


def test_given_a_crash_after_the_result_was_kept_when_delivered_again_then_it_isnt_solved_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = season(*crowd(3, 2))
    round_id = str(request(memory).round_id)

    put = memory.files.put

    def crash(*_: Any) -> None:
        raise Crash

    def put_and_crash(key: str, content: bytes, kind: str) -> None:
        put(key, content, kind)
        if key.endswith(".json"):
            raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(memory.files, "put", put_and_crash)
        with pytest.raises(Crash):
            deliver(memory, PairingRequested("p", round_id), "one")
    assert read(memory, round_id).state == "solving"
    monkeypatch.setattr(explain, "pair_up", crash)
    with pytest.raises(solving.StillSolving):
        deliver(memory, PairingRequested("p", round_id), "one")
    later = event(PairingRequested("p", round_id), event_id="one")
    context = consumer_at(memory, later, NOON + timedelta(minutes=7), name="pairing-worker")
    assert consume(context, solving.solve, later) == "done"
    assert read(memory, round_id).state == "preview"
    assert [one.name for one in memory.events] == ["PairingRequested", "PairingPreviewed"]


def test_given_a_kept_result_of_other_people_when_delivered_again_then_it_is_solved_for_those_here_now() -> None:
    memory = season(*crowd(3, 2))
    round_id = str(request(memory).round_id)
    Kept(memory).put(f"rounds/p/{round_id}.json", {"input_hash": "another", "pairs": []})
    deliver(memory, PairingRequested("p", round_id))
    assert read(memory, round_id).figures["matched"] == 2


# What can't succeed --------------------------------------------------------------------------------------------------


def _raises(error: BaseException) -> Any:
    def function(*_: Any, **__: Any) -> None:
        raise error

    return function


@pytest.mark.parametrize(
    "dates",
    [
        {"kick_off": "2026-03-01", "closing": "9999-12-31"},
        {"kick_off": "9999-01-01"},
        {"kick_off": "9999-01-01", "closing": "9999-12-31"},
        {"kick_off": "0001-01-01"},
        {"kick_off": "2026-03-01", "closing": "2036-03-05"},
    ],
)
def test_given_dates_nobody_can_calculate_with_when_solved_then_the_round_failed_and_says_so(
    dates: dict[str, str],
) -> None:
    memory = season(*crowd(1, 1), dates=dates)
    found = solved(memory)
    assert (found.state, found.problem, Kept(memory).kept) == ("failed", attempts.DATES, {})


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (MemoryError(), attempts.TOO_LARGE),
        (ValueError("x"), attempts.UNREADABLE),
        (KeyError("x"), attempts.UNREADABLE),
        (OverflowError("x"), attempts.DATES),
        (RuntimeError("x"), attempts.UNEXPECTED),
        (TypeError("x"), attempts.UNEXPECTED),
    ],
)
def test_given_a_calculation_that_can_not_succeed_when_solved_then_it_is_let_go_at_once_and_can_be_started_again(
    monkeypatch: pytest.MonkeyPatch, error: Exception, problem: str
) -> None:
    memory = season(*crowd(2, 2))
    with monkeypatch.context() as patch:
        patch.setattr(explain, "pair_up", _raises(error))
        found = solved(memory)
    assert (found.state, found.problem, found.solving_until) == ("failed", problem, None)
    assert solved(memory).state == "preview"


def test_given_more_people_than_the_machine_holds_when_solved_then_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST_CELLS", 3)
    assert solved(season(*crowd(2, 2))).problem == attempts.TOO_LARGE


def test_given_a_calculation_that_takes_too_long_when_a_step_ends_then_it_is_stopped() -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)
    one = event(PairingRequested("p", round_id))
    context = consumer_at(memory, one, name="pairing-worker")
    ticks = (NOON + nth * timedelta(minutes=1) for nth in range(1000))
    assert consume(replace(context, clock=lambda: next(ticks)), solving.solve, one) == "done"
    assert read(memory, round_id).problem == attempts.TOO_LONG


@pytest.mark.parametrize("error", [TimeoutError(), ClientError({}, "GetItem"), Stale()])
def test_given_a_part_that_does_not_answer_when_delivered_again_then_it_is_tried_a_few_times_only(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)
    monkeypatch.setattr(explain, "pair_up", _raises(error))
    for _ in range(attempts.TRIES - 1):
        with pytest.raises(type(error)):
            deliver(memory, PairingRequested("p", round_id), "one")
        assert read(memory, round_id).state == "requested"
    assert deliver(memory, PairingRequested("p", round_id), "one") == "done"
    assert (read(memory, round_id).state, read(memory, round_id).problem) == ("failed", attempts.UNREACHABLE)


def test_given_a_machine_that_dies_each_time_when_delivered_again_then_the_worker_gives_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)
    monkeypatch.setattr(explain, "pair_up", _raises(Crash()))
    for _ in range(attempts.TRIES):
        with pytest.raises(Crash):
            deliver(memory, PairingRequested("p", round_id), "one")
    assert deliver(memory, PairingRequested("p", round_id), "one") == "done"
    assert (read(memory, round_id).state, read(memory, round_id).problem) == ("failed", attempts.GAVE_UP)


def test_given_a_result_that_is_gone_when_sent_then_the_round_says_so_and_nothing_is_proposed() -> None:
    memory = season(*crowd(2, 2))
    round_id = sent(memory)
    memory.files.kept.clear()
    assert deliver(memory, PairingRoundSent("p", round_id)) == "done"
    found = read(memory, round_id)
    assert (found.state, found.problem, proposals(memory)) == ("failed", attempts.GONE, [])
    assert deliver(memory, PairingRoundSent("p", round_id), "again") == "done"


def test_given_a_round_cancelled_while_it_fails_when_the_worker_ends_then_it_stays_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = season(*crowd(2, 2))
    round_id = str(request(memory).round_id)

    def cancelled(*_: Any) -> None:
        use_cases.cancel_round(context_at(store=memory, person_id="ola", service="pairing"), "p", round_id)
        raise RuntimeError

    monkeypatch.setattr(explain, "pair_up", cancelled)
    assert deliver(memory, PairingRequested("p", round_id)) == "done"
    assert read(memory, round_id).state == "cancelled"


# Rounds built on previews --------------------------------------------------------------------------------------------


def ola(memory: MemoryStore) -> Any:
    return context_at(store=memory, person_id="ola", service="pairing")


def pairs_of(memory: MemoryStore, found: Round) -> dict[str, str]:
    return {one["mentee_id"]: one["mentor_id"] for one in Kept(memory).kept[str(found.result_key)]["pairs"]}


def click(memory: MemoryStore, found: Round, *wanted: str) -> use_cases.Effect:
    """Edit a preview as it is now."""
    return edit(memory, found, ANY, *wanted)


def edit(memory: MemoryStore, found: Round, expected: str, *wanted: str, dry_run: bool = False) -> use_cases.Effect:
    """Edit a version of a preview."""
    which = ("p", str(found.round_id))
    return use_cases.edit_round(ola(memory), which, use_cases.Wanted(*wanted), expected, dry_run=dry_run)


def test_given_an_edited_preview_when_solved_again_then_locks_moves_and_bans_are_kept() -> None:
    memory = season(*crowd(4, 4))
    first = solved(memory)
    before = pairs_of(memory, first)
    one, two, three, _ = sorted(before)
    click(memory, first, "swap", one, two)
    click(memory, first, "forbid", three)
    second = solved(memory, based_on=str(first.round_id))
    after = pairs_of(memory, second)
    assert (after[one], after[two]) == (before[two], before[one])
    assert after[three] != before[three]
    assert (second.based_on, second.locked) == (first.round_id, sorted([[one, before[two]], [two, before[one]]]))
    third = solved(memory, based_on=str(second.round_id))
    assert (third.locked, third.forbidden) == (second.locked, [[three, before[three]]])


def test_given_a_rule_against_pairs_in_a_department_when_solved_then_nobody_is_paired_within_theirs() -> None:
    people = [participant(one, role, department="IT") for one, role in (("anna", MENTOR), ("jan", MENTEE))]
    for must_cross, matched in ((False, 1), (True, 0)):
        assert solved(season(*people), must_cross=must_cross).figures["matched"] == matched


def test_given_a_programme_without_junior_mentors_when_solved_then_its_own_words_for_levels_decide() -> None:
    people = [participant("ola", MENTEE, position="dyrektorka"), participant("jan", MENTOR, position="partner")]
    for level, matched in ((5, 1), (3, 0)):
        memory = season(*people, no_juniors=True, levels={"partner*": level})
        assert solved(memory).figures["matched"] == matched


def test_given_locks_of_an_earlier_round_when_taken_back_then_the_next_one_is_free_again() -> None:
    memory = season(*crowd(4, 4))
    first = solved(memory)
    before = pairs_of(memory, first)
    one, two, three, _ = sorted(before)
    click(memory, first, "swap", one, two)
    click(memory, first, "forbid", three)
    second = solved(memory, based_on=str(first.round_id))
    shown = {pair["mentee_id"]: pair for pair in use_cases.bench(ola(memory), "p", str(second.round_id)).pairs}
    assert (shown[one]["locked"], shown[one]["by_hand"], shown[three]["locked"]) == (True, False, False)
    for mentee in (one, two):
        click(memory, second, "unlock", mentee)
    click(memory, second, "allow", three, before[three])
    third = solved(memory, based_on=str(second.round_id))
    assert (third.locked, third.forbidden, pairs_of(memory, third)) == ([], [], before)


def test_given_an_edit_when_only_tried_then_its_effect_is_told_and_nothing_is_kept() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    one, two = sorted(pairs_of(memory, found))[:2]
    tried = edit(memory, found, ANY, "swap", one, two, dry_run=True)
    assert read(memory, str(found.round_id)).edits == {}
    done = click(memory, found, "swap", one, two)
    assert (tried.before, tried.after) == (done.before, done.after)
    assert tried.before["total"] >= tried.after["total"]
    assert [one.name for one in memory.events][-1] == "PairingPreviewEdited"


def test_given_two_organizers_when_both_edit_what_they_saw_then_the_second_is_stale() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    one, two = sorted(pairs_of(memory, found))[:2]
    seen = read(memory, str(found.round_id)).tag
    edit(memory, found, seen, "lock", one)
    with pytest.raises(Overtaken):
        edit(memory, found, seen, "lock", two)


def test_given_an_edited_preview_when_sent_then_the_edited_pairs_are_proposed_with_reasons() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    before = pairs_of(memory, found)
    one, two, three = sorted(before)
    click(memory, found, "swap", one, two)
    click(memory, found, "forbid", three)
    send(ola(memory), "p", str(found.round_id))
    deliver(memory, PairingRoundSent("p", str(found.round_id)))
    made = {str(one.mentee_id): one for one in proposals(memory)}
    assert {mentee: one.mentor_id for mentee, one in made.items()} == {one: before[two], two: before[one]}
    assert all(one.reasons["pl"] and one.score for one in made.values())


def test_given_a_sent_round_when_edited_or_built_upon_then_refused() -> None:
    memory = season(*crowd(3, 3))
    round_id = sent(memory)
    with pytest.raises(domain.NotAPreview):
        use_cases.editable(ola(memory), "p", round_id)
    with pytest.raises(domain.NotAPreview):
        request(memory, based_on=round_id)


def test_given_a_lock_nobody_can_keep_when_solved_then_the_round_failed_and_says_so() -> None:
    memory = season(*crowd(3, 3))
    wanted = request(memory)
    wanted.locked = [["mentee-nobody", "mentor-nobody"]]
    memory.put(wanted)
    deliver(memory, PairingRequested("p", str(wanted.round_id)))
    found = read(memory, str(wanted.round_id))
    assert (found.state, found.problem, found.result_key) == ("failed", attempts.LOCK_REFUSED, "")


def test_given_a_preview_when_other_weights_are_tried_then_both_can_be_compared_and_the_programme_stays() -> None:
    memory = season(*crowd(4, 4))
    first = solved(memory)
    second = solved(memory, based_on=str(first.round_id), weights={"topics": 0, "crossing": 100}, threshold=10)
    found = use_cases.compare_rounds(ola(memory), "p", str(first.round_id), str(second.round_id))
    assert found.comparison.first == {name: first.figures[name] for name in ("matched", "worst", "total")}
    assert found.comparison.second == {name: second.figures[name] for name in ("matched", "worst", "total")}
    assert (second.weights["crossing"], int(second.threshold), found.programme.weights) == (100, 10, {})
    with pytest.raises(NotFound):
        use_cases.compare_rounds(ola(memory), "p", str(first.round_id), "unknown")


def test_given_a_mentee_when_others_are_looked_for_then_choices_with_their_effect() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    mentee = min(pairs_of(memory, found))
    shown = use_cases.alternatives(ola(memory), "p", str(found.round_id), mentee)
    assert shown.pair is not None
    assert (shown.mentee.participant_id, len(shown.choices)) == (mentee, 2)
    with pytest.raises(NotFound):
        use_cases.alternatives(ola(memory), "p", str(found.round_id), "nobody")
