"""Rounds: who may ask for one, what is listed and what sending one closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.errors import Invalid, NotFound, SignInRequired
from mentoring.events.pairing import PairingRequested, PairingRoundSent
from mentoring.tables.pairing import Round
from mentoring.weights import PARTS
from pairing import domain, use_cases
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.unit.pairing.givens import DAY, Kept, by, season, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.context import Context


def round_in(memory: MemoryStore, round_id: str, state: str, at: datetime = NOON, key: str = "") -> None:
    memory.put(
        Round(
            *Round.key("p", round_id), round_id=round_id, programme_id="p", state=state, mode="most_served",
            requested_by="ola", requested_at=clock.iso(at), result_key=key, figures={"matched": 1} if key else {},
        )
    )  # fmt: skip


def state_of(memory: MemoryStore, round_id: str) -> str:
    found = memory.get(Round, *Round.key("p", round_id))
    assert found is not None
    return str(found.state)


def test_given_matching_when_an_organizer_asks_then_a_round_is_requested_with_the_programmes_settings() -> None:
    memory = season(weights={"topics": 1}, pairing_mode="best_quality")
    wanted = use_cases.request_round(by("ola", memory), "p")
    assert (wanted.state, wanted.mode, wanted.weights) == ("requested", "best_quality", {"topics": 1})
    assert memory.events[0].data == PairingRequested("p", wanted.round_id)
    own = use_cases.request_round(by("ola", memory), "p", use_cases.Wish("most_served", {}))
    assert (own.mode, own.weights) == ("most_served", {})


@pytest.mark.parametrize(("wished", "kept"), [(None, (7000, True)), ((10, False), (10, False))])
def test_given_a_programmes_threshold_and_rule_when_a_round_is_asked_for_then_they_hold_unless_it_says_otherwise(
    wished: tuple[int, bool] | None, kept: tuple[int, bool]
) -> None:
    memory = season(threshold=7000, must_cross=True)
    threshold, must_cross = wished or (None, None)
    found = use_cases.request_round(by("ola", memory), "p", use_cases.Wish(threshold=threshold, must_cross=must_cross))
    assert (found.threshold, found.must_cross) == kept


def test_given_weights_that_rank_nothing_when_asked_then_refused_and_nothing_is_requested() -> None:
    memory = season()
    with pytest.raises(Invalid):
        use_cases.request_round(by("ola", memory), "p", use_cases.Wish(weights=dict.fromkeys(PARTS, 0.0)))
    assert memory.events == []


@pytest.mark.parametrize("stage", ["draft", "recruiting", "closing", "closed"])
def test_given_another_stage_when_a_round_is_asked_for_then_refused(stage: str) -> None:
    with pytest.raises(domain.NotTheStage):
        use_cases.request_round(by("ola", season(stage=stage)), "p")


ORGANIZERS_ONLY: list[Callable[[Context], Any]] = [
    lambda context: use_cases.request_round(context, "p"),
    lambda context: use_cases.rounds(context, "p"),
    lambda context: use_cases.read_round(context, "p", "r"),
    lambda context: use_cases.bench(context, "p"),
    lambda context: send(context, "p", "r"),
]


@pytest.mark.parametrize("use_case", ORGANIZERS_ONLY)
@pytest.mark.parametrize("who", ["anna", "jan", "wit", "stranger"])
def test_given_somebody_who_does_not_decide_when_rounds_are_asked_for_then_they_do_not_exist(
    use_case: Callable[[Context], Any], who: str
) -> None:
    memory = season()
    round_in(memory, "r", "preview")
    with pytest.raises(NotFound):
        use_case(by(who, memory))


@pytest.mark.parametrize("use_case", ORGANIZERS_ONLY)
def test_given_nobody_signed_in_when_rounds_are_asked_for_then_sign_in(use_case: Callable[[Context], Any]) -> None:
    with pytest.raises(SignInRequired):
        use_case(by("", season()))


def test_given_rounds_when_listed_then_the_newest_comes_first() -> None:
    memory = season()
    for number in range(3):
        round_in(memory, f"r{number}", "preview", NOON + number * DAY)
    assert [one.round_id for one in use_cases.rounds(by("ola", memory), "p")] == ["r2", "r1", "r0"]


def test_given_a_preview_when_read_then_its_result_with_names() -> None:
    memory = season()
    round_in(memory, "r", "preview", key="k")
    pair = {"score": 1, "mentee_id": "mentee-jan", "mentor_id": "mentor-anna"}
    Kept(memory).put("k", {"pairs": [pair], "unmatched": []})
    _, found = use_cases.read_round(by("ola", memory), "p", "r")
    assert found.pairs == [pair | {"locked": False, "by_hand": False}]
    assert {one: person.name for one, person in found.people.items()} == {"mentor-anna": "Anna", "mentee-jan": "Jan"}
    assert use_cases.bench(by("ola", memory), "p").pairs == found.pairs


def test_given_a_round_without_a_result_or_none_at_all_when_read_then_it_is_empty_or_unknown() -> None:
    memory = season()
    assert use_cases.bench(by("ola", memory), "p").round is None
    round_in(memory, "r", "requested")
    assert use_cases.read_round(by("ola", memory), "p", "r")[1].pairs == []
    assert use_cases.bench(by("ola", memory), "p").pairs == []
    for use_case in (send, lambda *args: use_cases.read_round(args[0], *args[1:])):
        with pytest.raises(NotFound):
            use_case(by("ola", memory), "p", "unknown")


def test_given_several_previews_when_one_is_sent_then_the_others_close_and_it_cannot_be_sent_again() -> None:
    memory = season()
    for name, state in (("a", "preview"), ("b", "preview"), ("c", "requested"), ("d", "failed")):
        round_in(memory, name, state)
    send(by("ola", memory), "p", "a")
    assert [state_of(memory, one) for one in "abcd"] == ["sent", "closed", "cancelled", "failed"]
    assert [one.data for one in memory.events] == [PairingRoundSent("p", "a")]
    for again in "abcd":
        with pytest.raises(domain.RoundNotReady):
            send(by("ola", memory), "p", again)
