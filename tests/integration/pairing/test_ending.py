"""Ending early from the room: either of the two, signed in, after reading what it means; it exists for nobody else."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import PairOutcome, PairStage
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER
from tests.integration.lambdas import keep, outbox
from tests.integration.pairing.givens import ROOM, call, room, the_pair, to_room

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

END = f"/pairing/pair/{PAIR}/end"


def test_given_a_room_when_one_of_the_two_ends_the_process_then_after_reading_and_once_and_the_other_one_sees_it(
    agreed: DynamoStore,
) -> None:
    assert f'<a href="{END}">End the process early</a>' in room("GET", ROOM, MENTEE)["body"]
    page = html.unescape(call("GET", END, MENTEE)["body"])
    told = ("both get an email about it", "can't be taken back", "never see your reason", f'action="{END}"')
    assert [one for one in told if one not in page] == []
    assert f'href="/pairing/pair/{PAIR}/break"' in page, "a break may be enough"
    assert f'href="/desk/{PROGRAMME}"' in page, "the organizers can be asked first"
    assert the_pair(agreed).outcome == PairOutcome.NONE, "to look at it ends nothing"
    for _ in range(2):
        assert to_room(call("POST", END, MENTEE, form={"reason": "Zmiana pracy."}))
    pair = the_pair(agreed)
    assert (pair.outcome, pair.closed_by, pair.close_reason) == (PairOutcome.CLOSED_EARLY, MENTEE, "Zmiana pracy.")
    assert len(outbox("PairClosed")) == 1
    seen = [call("GET", END, MENTOR)["body"], room("GET", ROOM, MENTOR)["body"]]
    assert "Your process has ended" in seen[0]
    assert not [one for one in seen if "Zmiana pracy" in one or f'action="{END}"' in one]
    assert END not in seen[1]


def test_given_no_reason_when_sent_then_it_ends_all_the_same_and_a_long_one_stays_typed(agreed: DynamoStore) -> None:
    long = call("POST", END, MENTOR, form={"reason": "n" * 2001})
    assert (long["statusCode"], "n" * 2001 in long["body"], the_pair(agreed).outcome) == (422, True, "")
    assert to_room(call("POST", END, MENTOR, form={"reason": ""}))
    assert the_pair(agreed).closed_by == MENTOR


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_anybody_else_when_they_ask_for_the_end_of_a_pair_then_there_is_none(
    agreed: DynamoStore, who: str
) -> None:
    answers = [call("GET", END, who), call("POST", END, who, form={"reason": "x"})]
    assert {one["statusCode"] for one in answers} <= ({404} if who else {303, 307})
    assert the_pair(agreed).outcome == PairOutcome.NONE


def test_given_a_process_at_its_closing_when_one_wants_to_end_it_then_the_summary_is_named_as_the_usual_way(
    agreed: DynamoStore,
) -> None:
    closing = f'href="{ROOM}/closing"'
    assert closing not in call("GET", END, MENTEE)["body"]
    pair = the_pair(agreed)
    pair.stage = PairStage.CLOSING
    keep(agreed, pair)
    assert closing in call("GET", END, MENTEE)["body"]


@pytest.mark.parametrize("place", ["end", "break"])
def test_given_a_programme_in_its_colour_when_one_of_the_two_looks_then_the_page_has_it_and_is_in_their_language(
    agreed: DynamoStore, place: str
) -> None:
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.accent = "plum"
    keep(agreed, programme)
    page = call("GET", f"/pairing/pair/{PAIR}/{place}", MENTEE, language="pl")["body"]
    assert ('data-accent="plum"' in page, '<html lang="pl"' in page) == (True, True)
