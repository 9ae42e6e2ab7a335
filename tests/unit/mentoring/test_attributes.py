"""What typed attributes store, and what they read."""

from __future__ import annotations

import pytest

from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair, Round
from mentoring.tables.vocabulary import MeetingOutcome, PairingMode, PairOutcome, PairStage, RoundState


def _round(**given: object) -> Round:
    return Round(*Round.key("p1", "r1"), round_id="r1", programme_id="p1", requested_by="", requested_at="", **given)


def test_given_a_word_when_it_is_stored_then_it_lies_there_as_its_value() -> None:
    raw = _round(state=RoundState.PREVIEW, mode=PairingMode.BEST_QUALITY).serialize()
    assert (raw["state"], raw["mode"]) == ({"S": "preview"}, {"S": "best_quality"})


def test_given_an_item_stored_as_text_when_it_is_read_then_it_says_words_and_whole_numbers() -> None:
    raw = _round(state="sent", mode="most_served", threshold=6000).serialize() | {"percent": {"N": "40.0"}}
    found = Round.from_raw_data(raw)
    assert (found.state is RoundState.SENT, found.mode is PairingMode.MOST_SERVED) == (True, True)
    assert (found.threshold, found.percent, type(found.percent)) == (6000, 40, int)


def test_given_text_that_is_no_word_when_it_is_set_or_read_then_it_is_refused() -> None:
    with pytest.raises(ValueError, match="settled"):
        _round(state="settled", mode=PairingMode.MOST_SERVED)
    raw = _round(state=RoundState.SENT, mode=PairingMode.MOST_SERVED).serialize() | {"state": {"S": "settled"}}
    with pytest.raises(ValueError, match="settled"):
        Round.from_raw_data(raw)


def test_given_nothing_said_yet_when_an_item_is_read_then_defaults_and_none_stand_for_it() -> None:
    pair = Pair(*Pair.key("x"))
    assert (pair.stage, pair.outcome, bool(pair.outcome)) == (PairStage.ACTIVE, PairOutcome.NONE, False)
    assert (pair.closed_at, Meeting(*Meeting.key("x", "m")).not_held_reason) == (None, None)
    assert pair.is_new


def test_given_a_reason_when_it_is_stored_and_read_then_it_is_the_word() -> None:
    meeting = Meeting(*Meeting.key("x", "m"), not_held_reason="technical")
    assert meeting.not_held_reason is MeetingOutcome.TECHNICAL
