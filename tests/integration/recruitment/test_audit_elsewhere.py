"""An act in another service, from its page to the page of what organizers did."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Member
from pairing import api as pairing
from recruitment import api, worker
from tests.fakes.people import MENTOR, ORGANIZER, PAIR, PROGRAMME
from tests.integration.lambdas import coming, deliver, keep, published, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

AUDIT = f"/organizer/programmes/{PROGRAMME}/audit"
SENTENCE = {
    "pl": "<strong>Ina Wilk</strong> zmieniła przerwę w procesie pary: do ",
    "en": "changed the pause of a pair: to ",
}
call = partial(send, api.handler)


@pytest.fixture
def organized(agreed: DynamoStore) -> DynamoStore:
    """Given: a pair, an organizer with an account, and a viewer."""
    who = Person(*Person.key(ORGANIZER), person_id=ORGANIZER, email="o@firma.example", name="Ina Wilk", form="f")
    who.registered_at, who.own = "2026-01-01T00:00:00Z", ["name", "form"]
    keep(agreed, who, Member(*Member.key("org-1", "widz"), organization_id="org-1", person_id="widz", role="viewer"))
    return agreed


def pause(who: str) -> None:
    """When: somebody pauses the pair, and recruitment hears of it, twice."""
    answer = send(pairing.handler, "POST", f"/v1/pairs/{PAIR}/pause", who, body={"until": f"{coming(1)}T00:00:00Z"})
    assert answer["statusCode"] == 200, answer["body"]
    events = published("PairPaused")
    assert deliver(worker.handler, *events, *events) == []


@pytest.mark.usefixtures("organized")
def test_given_a_pair_when_an_organizer_pauses_it_then_the_audit_says_so_in_a_sentence_and_viewers_see_no_names() -> (
    None
):
    pause(ORGANIZER)
    for language, sentence in SENTENCE.items():
        whole, part = (call("GET", AUDIT, who, language=language)["body"] for who in (ORGANIZER, "widz"))
        assert [sentence in whole, sentence in part] == [True, True]
        assert [" &amp; " in one[one.index(sentence) :] for one in (whole, part)] == [True, False]
        assert [PAIR in one for one in (whole, part)] == [True, False], "the page of the pair says who they are"
    (for_viewers,) = said(call("GET", f"/v1/programmes/{PROGRAMME}/audit", "widz"))["items"]
    assert PAIR not in str(for_viewers)
    (one,) = said(call("GET", f"/v1/programmes/{PROGRAMME}/audit", ORGANIZER))["items"]
    assert (one["act"], one["by"], one["about"]) == ("pair_paused", ORGANIZER, [PAIR])


@pytest.mark.usefixtures("organized")
def test_given_a_pair_when_one_of_the_two_pauses_it_then_the_audit_says_nothing() -> None:
    pause(MENTOR)
    assert said(call("GET", f"/v1/programmes/{PROGRAMME}/audit", ORGANIZER))["items"] == []
