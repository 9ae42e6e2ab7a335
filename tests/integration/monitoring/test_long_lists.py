"""A programme of a thousand pairs: every list comes in pieces, and the figures are of the whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mentoring import clock, web
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.pairing import Pair
from monitoring import api
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME, world
from tests.integration.lambdas import Call, over, said

if TYPE_CHECKING:
    from mentoring.tables.core import Item

MANY, LARGEST = 1000, 60_000


def _pair(nth: int) -> list[Item]:
    name = f"p{nth:04}"
    at = clock.iso(NOON)
    pair = Pair(
        *Pair.key(name), pair_id=name, programme_id=PROGRAMME, organization_id="org-1", mentor_id=f"m{nth}",
        mentee_id=f"e{nth}", mentor_person_id=f"mp{nth}", mentee_person_id=f"ep{nth}", score=1, agreed_at=at,
        mentor_name=f"Maria Bardzo-Długonazwiskowa {nth:04}", mentee_name=f"Zygmunt Wielonazwiskowy {nth:04}",
    )  # fmt: skip
    pair.list_pk, pair.list_sk = f"PROGRAMME#{PROGRAMME}", f"PAIR#{name}"
    watch = Watch(*Watch.key(name), pair_id=name, programme_id=PROGRAMME, people=[], zones=[], started_at=at)
    watch.list_pk, watch.list_sk = f"PROGRAMME#{PROGRAMME}", f"WATCH#{name}"
    alert = Alert(
        *Alert.key(PROGRAMME, f"a{nth:04}"), alert_id=f"a{nth:04}", programme_id=PROGRAMME, pair_id=name,
        rule="silence", days=50, raised_at=at,
    )  # fmt: skip
    return [pair, watch, alert]


@pytest.fixture
def call() -> Call:
    """Given: a thousand pairs, in memory, for the tables of the other tests would take minutes."""
    memory = world()
    for nth in range(MANY):
        memory.put(*_pair(nth))
    return over(api.app, memory)


def test_given_a_thousand_pairs_when_the_lists_are_opened_then_in_pieces_and_nothing_is_missing(call: Call) -> None:
    seen: list[set[str]] = []
    for page in (1, 2, MANY // web.paging.SIZE, MANY):
        asked = {"page": str(page), "colour": "red", "alerts": "2"}
        body = call("GET", f"/monitoring/{PROGRAMME}", ORGANIZER, **asked)["body"]
        assert len(body.encode()) <= LARGEST
        seen.append(set(re.findall(r"Zygmunt Wielonazwiskowy \d{4}(?=</strong><br>)", body)))
        assert len(seen[-1]) == web.paging.SIZE
        assert f"({MANY})" in body
        assert f"{MANY} matters need you" in body
        assert ('rel="next"' in body, 'rel="prev"' in body) == (True, True)  # of the alerts there are more
        if page == 1:
            assert "?page=2&amp;colour=red&amp;alerts=2" in body
    first, second, last, beyond = seen
    assert not first & second
    assert not second & last
    assert last == beyond


def test_given_polish_when_the_list_is_read_then_a_meeting_and_a_page_are_the_next_each_in_its_gender(
    call: Call,
) -> None:
    body = call("GET", f"/monitoring/{PROGRAMME}", ORGANIZER, language="pl")["body"]

    assert "<th>Następne</th>" in body
    assert "Następna →" in body


@pytest.mark.parametrize("kind", ["pairs", "alerts"])
def test_given_a_thousand_pairs_when_read_as_json_then_a_cursor_leads_on(kind: str) -> None:
    path = f"/v1/monitoring/{PROGRAMME}/{kind}"
    answer = call("GET", path, ORGANIZER)
    assert len(answer["body"].encode()) <= LARGEST
    following = said(call("GET", path, ORGANIZER, cursor=said(answer)["next"]))
    ids = [{one.get("alert_id") or one["pair_id"] for one in page["items"]} for page in (said(answer), following)]
    assert len(ids[0]) == len(ids[1]) == 50
    assert not ids[0] & ids[1]


def test_given_a_matter_ticked_off_on_a_later_page_when_done_then_the_same_page_follows(call: Call) -> None:
    asked = {"page": "3", "colour": "red", "alerts": "2"}
    done = call("POST", f"/monitoring/{PROGRAMME}/alerts/a0000", ORGANIZER, form={"x": ""}, **asked)
    assert done["statusCode"] == 303
    assert (done.get("headers") or {}).get("Location", str(done)).find(
        f"/monitoring/{PROGRAMME}?colour=red&page=3&alerts=2"
    ) >= 0
