"""Several organizers do something with the same pairs at once, as JSON: one does it, the others hear of each why not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from monitoring import api as monitoring
from pairing import api as pairing
from tests.fakes.people import ORGANIZER, PAIR, PROGRAMME
from tests.fakes.racing_handlers import race
from tests.integration.furnished import furnish
from tests.integration.lambdas import coming, outbox, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

WRITERS = 6
PAIRS, MATTERS = f"/v1/pairing/{PROGRAMME}/pairs", f"/v1/monitoring/{PROGRAMME}/matters"
call, desk = partial(send, pairing.handler, who=ORGANIZER), partial(send, monitoring.handler, who=ORGANIZER)


@pytest.fixture(autouse=True)
def _world(agreed: DynamoStore) -> None:
    furnish(agreed)


@pytest.mark.parametrize(
    ("wish", "event"),
    [
        (lambda n: {"do": "pause", "until": f"{coming(n)}T12:00:00Z"}, "PairPaused"),
        (lambda n: {"do": "end", "reason": f"R{n}"}, "PairClosed"),
    ],
)
def test_given_pairs_that_several_looked_at_when_all_send_their_wish_then_it_is_done_once_and_the_others_read_why_not(
    monkeypatch: pytest.MonkeyPatch, wish: Any, event: str
) -> None:
    seen = said(call("POST", f"{PAIRS}/preview", body={"pairs": [PAIR]}))["pairs"]
    pairs = [{"pair_id": one["pair_id"], "tag": one["tag"]} for one in seen]
    requests = [partial(call, "POST", PAIRS, body=wish(number) | {"pairs": pairs}) for number in range(WRITERS)]
    answers = [said(one) for one in race(monkeypatch, pairing.app, requests)]
    assert sorted(one["done"] for one in answers) == [*[0] * (WRITERS - 1), 1]
    assert len(outbox(event)) == 1
    why = {one["results"][0]["problem"]["status"] for one in answers if not one["done"]}
    assert why <= {409, 412}


def test_given_matters_that_several_looked_at_when_all_send_the_same_tag_then_one_does_and_the_others_look_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish = {"do": "take", "abouts": [PAIR]}
    tag = said(desk("POST", f"{MATTERS}/preview", body=wish))["tag"]
    requests = [partial(desk, "POST", MATTERS, body=wish | {"tag": tag}) for _ in range(WRITERS)]
    answers = race(monkeypatch, monitoring.app, requests)
    assert {one["statusCode"] for one in answers} <= {200, 409, 412}
    assert [one["statusCode"] for one in answers].count(200) == 1
