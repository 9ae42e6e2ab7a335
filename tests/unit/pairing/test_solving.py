"""Solving a round: one preview with its figures, progress, and a result kept through a crash."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentoring.consumers import consume
from mentoring.errors import NotFound
from mentoring.events.pairing import PairingPreviewed, PairingRequested
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.matching import explain
from pairing.use_cases import attempts, solving
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import (
    Crash,
    Kept,
    consumer_at,
    crowd,
    deliver,
    event,
    participant,
    read,
    request,
    season,
    solved,
)


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


def test_given_a_round_when_it_is_solved_then_each_step_was_seen() -> None:
    memory, seen = season(*crowd(3, 2)), []
    solve = explain.pair_up

    def watched(given: Any, progress: Any) -> Any:
        def told(step: str, percent: int) -> None:
            progress(step, percent)
            now = read(memory, round_id)
            seen.append((now.state, now.step, int(now.percent)))

        return solve(given, told)

    round_id = str(request(memory).round_id)
    deliver(memory, PairingRequested("p", round_id), pair_up=watched)
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
def test_given_a_running_round_when_cancelled_then_it_stays_so_and_the_worker_stops(step: str) -> None:
    memory = season(*crowd(3, 2))
    round_id = str(request(memory).round_id)
    assert deliver(memory, PairingRequested("p", round_id), pair_up=cancelling(memory, round_id, step)) == "done"
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
    with pytest.raises(solving.StillSolving):
        deliver(memory, PairingRequested("p", round_id), "one", pair_up=crash)
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


def test_given_a_lock_nobody_can_keep_when_solved_then_the_round_failed_and_says_so() -> None:
    memory = season(*crowd(3, 3))
    wanted = request(memory)
    wanted.locked = [["mentee-nobody", "mentor-nobody"]]
    memory.put(wanted)
    deliver(memory, PairingRequested("p", str(wanted.round_id)))
    found = read(memory, str(wanted.round_id))
    assert (found.state, found.problem, found.result_key) == ("failed", attempts.LOCK_REFUSED, "")
