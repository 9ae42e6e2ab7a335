"""A break from the room: either of the two begins it and ends it, signed in; it exists for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import PairOutcome
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, STRANGER
from tests.integration.lambdas import keep, outbox
from tests.integration.pairing.givens import ROOM, call, room, the_pair, to_room

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

BREAK = f"/pairing/pair/{PAIR}/break"


def day(ahead: int) -> str:
    return day_in(clock.now() + timedelta(days=ahead), "Europe/Warsaw")


def test_given_a_room_when_one_of_the_two_needs_a_break_then_it_begins_there_and_the_other_one_ends_it(
    agreed: DynamoStore,
) -> None:
    assert f'<a href="{BREAK}">Take a break</a>' in room("GET", ROOM, MENTEE)["body"]
    assert "Start the break" in call("GET", BREAK, MENTEE)["body"]
    for _ in range(2):
        assert to_room(call("POST", BREAK, MENTEE, form={"until": day(30)}))
    assert day_in(clock.parse(str(the_pair(agreed).paused_until)), "Europe/Warsaw") == day(30)
    assert len(outbox("PairPaused")) == 1
    assert f'<a href="{BREAK}">Go on now</a>' in room("GET", ROOM, MENTOR)["body"]
    assert "We go on now" in call("GET", BREAK, MENTOR)["body"]
    assert to_room(call("POST", BREAK, MENTOR, form={}))
    assert the_pair(agreed).paused_until is None


@pytest.mark.parametrize("until", ["", day(-1), day(800), "soon"])
def test_given_a_day_that_cannot_be_when_sent_from_the_room_then_it_is_said_beside_it_and_stays_typed(
    agreed: DynamoStore, until: str
) -> None:
    answer = call("POST", BREAK, MENTEE, form={"until": until})
    assert (answer["statusCode"], the_pair(agreed).paused_until) == (422, None)
    assert 'href="#until"' in answer["body"]
    assert f'value="{until}"' in answer["body"]


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_anybody_else_when_they_ask_for_the_break_of_a_pair_then_there_is_none(
    agreed: DynamoStore, who: str
) -> None:
    answers = [call("GET", BREAK, who), call("POST", BREAK, who, form={"until": day(30)})]
    assert {one["statusCode"] for one in answers} <= ({404} if who else {303, 307})
    assert the_pair(agreed).paused_until is None


def test_given_a_process_that_has_ended_when_a_break_is_asked_for_then_it_is_said_and_the_room_offers_none(
    agreed: DynamoStore,
) -> None:
    pair = the_pair(agreed)
    pair.outcome = PairOutcome.CLOSED_EARLY
    keep(agreed, pair)
    assert "Your process has ended" in call("GET", BREAK, MENTEE)["body"]
    assert to_room(call("POST", BREAK, MENTEE, form={"until": day(30)}))
    assert BREAK not in room("GET", ROOM, MENTEE)["body"]
