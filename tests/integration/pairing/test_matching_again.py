"""After one of the two ended the process, organizers read why and decide whether the mentee is matched again."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.store.dynamo import DynamoStore
from mentoring.tables.pairing import Pair, PairCounts, Proposal, Seats
from mentoring.tables.recruitment import Member, Participant, Programme
from mentoring.tables.vocabulary import PairOutcome, ProgrammeStage
from pairing.store import side
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER
from tests.integration.lambdas import keep, outbox, published, said
from tests.integration.pairing.givens import call, the_pair

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = f"/pairing/{PROGRAMME}/pairs/{PAIR}"
JSON = f"/v1/pairs/{PAIR}/rematch"


@pytest.fixture
def ended(agreed: DynamoStore) -> DynamoStore:
    """Given: a pair whose mentee has ended the process."""
    assert call("POST", f"/pairing/pair/{PAIR}/end", MENTEE, form={"reason": "Zmiana pracy."})["statusCode"] == 303
    return agreed


def stage(store: DynamoStore, stage: ProgrammeStage) -> None:
    programme = store.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.stage = stage
    keep(store, programme)


@pytest.mark.parametrize("way", ["page", "json"])
def test_given_an_ended_process_when_an_organizer_asks_for_another_mentor_then_once_however_often_it_is_pressed(
    ended: DynamoStore, way: str
) -> None:
    page = html.unescape(call("GET", f"{HERE}/close", ORGANIZER)["body"])
    assert ("Zmiana pracy." in page, f'action="{HERE}/rematch"' in page) == (True, True)
    tag = the_pair(ended).tag
    if way == "page":
        done = call("POST", f"{HERE}/rematch", ORGANIZER, form={"version": tag})
        assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, [f"/monitoring/{PROGRAMME}"])
    else:
        assert call("POST", JSON, ORGANIZER, headers={"if-match": tag})["statusCode"] == 200
        assert call("POST", JSON, ORGANIZER)["statusCode"] == 200
    (told,) = [one.data for one in published("RematchRequested")]
    assert (told.pair_id, told.mentee_ids) == (PAIR, [the_pair(ended).mentee_id])
    assert the_pair(ended).rematch
    assert PairCounts.total(ended.get_many(PairCounts, PairCounts.keys(PROGRAMME)))["undone"] == 1
    page = html.unescape(call("GET", f"{HERE}/close", ORGANIZER)["body"])
    assert f'action="{HERE}/rematch"' not in page
    again = call("POST", f"{HERE}/rematch", ORGANIZER, form={"version": tag})
    assert (again["statusCode"], len(outbox("RematchRequested"))) == (303, 1), (
        "it is as they wish, from an old page too"
    )


def test_given_a_process_that_goes_on_or_a_programme_that_closes_when_asked_then_it_is_refused_in_words(
    agreed: DynamoStore,
) -> None:
    assert call("POST", JSON, ORGANIZER)["statusCode"] == 409
    one = the_pair(agreed)
    one.outcome, one.closed_at = PairOutcome.CLOSED_EARLY, clock.iso(clock.now())
    keep(agreed, one)
    stage(agreed, ProgrammeStage.CLOSING)
    refused = call("POST", f"{HERE}/rematch", ORGANIZER, form={"version": the_pair(agreed).tag})
    assert (refused["statusCode"], "while pairs are still formed" in refused["body"]) == (409, True)
    assert f'action="{HERE}/rematch"' not in call("GET", f"{HERE}/close", ORGANIZER)["body"]
    assert outbox("RematchRequested") == []


def withdrawn(store: DynamoStore, pair: Pair) -> None:
    one = store.get(Participant, *Participant.key(PROGRAMME, pair.mentee_id))
    assert one is not None
    one.withdrawn_at = clock.iso(clock.now())
    keep(store, one)


def paired(store: DynamoStore, pair: Pair) -> None:
    who = {"participant_id": pair.mentee_id, "programme_id": PROGRAMME}
    keep(store, Seats(*Seats.key(PROGRAMME, pair.mentee_id), **who, capacity=1, taken=1))


def proposed(store: DynamoStore, pair: Pair) -> None:
    one = Proposal(
        *Proposal.key(PROGRAMME, "next"), proposal_id="next", programme_id=PROGRAMME, round_id="r", mentor_id="other",
        mentee_id=pair.mentee_id, score=1, reasons={}, state="sent", sent_at=clock.iso(clock.now()),
    )  # fmt: skip
    keep(store, one, side(one, pair.mentee_id))


@pytest.mark.parametrize("happened", [withdrawn, paired, proposed])
def test_given_a_mentee_who_left_or_is_provided_for_when_asked_then_nobody_claims_to_look_for_somebody(
    ended: DynamoStore, happened: Callable[[DynamoStore, Pair], None]
) -> None:
    happened(ended, the_pair(ended))
    page = html.unescape(call("GET", f"{HERE}/close", ORGANIZER)["body"])
    assert (f'action="{HERE}/rematch"' in page, "Nobody is looked for" in page) == (False, True)
    refused = call("POST", f"{HERE}/rematch", ORGANIZER, form={"version": the_pair(ended).tag})
    assert (refused["statusCode"], "Nobody is looked for" in refused["body"]) == (409, True)
    assert call("POST", JSON, ORGANIZER)["statusCode"] == 409
    assert (the_pair(ended).rematch, outbox("RematchRequested")) == (False, [])


@pytest.mark.parametrize("who", [MENTEE, MENTOR, STRANGER, "viewer", ""])
def test_given_anybody_who_may_not_decide_when_they_ask_then_nothing_is_there(ended: DynamoStore, who: str) -> None:
    viewer = Member(*Member.key("org-1", "viewer"), organization_id="org-1", person_id="viewer", role="viewer")
    keep(ended, viewer)
    assert call("POST", JSON, who)["statusCode"] == (404 if who else 401)
    assert not the_pair(ended).rematch
    assert said(call("GET", f"/v1/pairs/{PAIR}", ORGANIZER))["closed_at"]
