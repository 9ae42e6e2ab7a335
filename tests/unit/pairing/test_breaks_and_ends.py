"""A break and an early end are made of the pair as it was seen; what is true already is told to nobody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.errors import Overtaken
from pairing import domain, use_cases
from tests.fakes.context import NOON
from tests.unit.pairing.givens import DAY, agreed, by, pair_in, published, season

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.tables.pairing import Pair

UNTIL = NOON + 20 * DAY


@pytest.mark.parametrize(
    "deed",
    [
        lambda context, pair_id, tag: use_cases.pause(context, pair_id, UNTIL, tag),
        lambda context, pair_id, tag: use_cases.close_early(context, pair_id, "cisza", tag),
    ],
)
def test_given_a_pair_that_has_changed_since_when_it_shall_rest_or_end_then_it_is_said_and_nothing_happens(
    deed: Callable[..., Pair],
) -> None:
    memory = season()
    pair = agreed(memory)
    ola = partial(by, "ola", memory)
    use_cases.pause(ola(), pair.pair_id, NOON + DAY)
    before = len(published(memory))
    with pytest.raises(Overtaken):
        deed(ola(), pair.pair_id, pair.tag)
    assert (published(memory)[before:], pair_in(memory, pair.pair_id).outcome) == ([], "")
    assert deed(ola(), pair.pair_id, pair_in(memory, pair.pair_id).tag).pair_id == pair.pair_id


def test_given_a_process_that_ended_meanwhile_when_somebody_pauses_what_they_saw_then_it_is_their_version_that_is_old() -> (
    None
):
    memory = season()
    pair = agreed(memory)
    use_cases.close_early(by("jan", memory), pair.pair_id, "")
    with pytest.raises(Overtaken):
        use_cases.pause(by("ola", memory), pair.pair_id, UNTIL, pair.tag)
    with pytest.raises(domain.PairEnded):
        use_cases.pause(by("ola", memory), pair.pair_id, UNTIL)


def test_given_a_break_that_is_over_when_somebody_lets_the_process_go_on_then_it_does_already_and_nobody_is_told() -> (
    None
):
    memory = season()
    pair_id = agreed(memory).pair_id
    use_cases.pause(by("jan", memory), pair_id, NOON + DAY)
    before = len(published(memory))
    later = NOON + 2 * DAY
    went_on = use_cases.pause(by("jan", memory, later), pair_id, None)
    assert (went_on.paused_until, published(memory)[before:]) == (clock.iso(NOON + DAY), [])
    use_cases.pause(by("jan", memory, later), pair_id, UNTIL)
    use_cases.pause(by("jan", memory, later), pair_id, None)
    assert published(memory)[before:] == ["PairPaused"] * 2
