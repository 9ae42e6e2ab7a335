"""A programme of a thousand pairs: every list comes in pieces, and the figures are of the whole."""

from __future__ import annotations

import gzip
import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from mentoring import clock
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.pairing import Pair
from monitoring import api
from monitoring.pages import board, desk, overview
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME, world
from tests.integration.lambdas import Call, over, said

if TYPE_CHECKING:
    from mentoring.tables.core import Item
    from tests.fakes import MemoryStore

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
    watch = Watch(
        *Watch.key(name), pair_id=name, programme_id=PROGRAMME, people=[], zones=[], started_at=at, colour="red"
    )
    matter = Matter(
        *Matter.key(PROGRAMME, name), about=name, programme_id=PROGRAMME, pair_id=name, urgency="silent", since=at,
        reasons=[{"rule": "silence", "cause": "", "days": 50, "since": at, "raised_at": at}],
    )  # fmt: skip
    return [pair, watch, matter]


@pytest.fixture
def call() -> Call:
    """Given: a thousand pairs, in memory, for the tables of the other tests would take minutes."""
    memory = world()
    for nth in range(MANY):
        memory.put(*_pair(nth))
    return over(api.app, memory)


def _next(body: str, name: str) -> dict[str, str]:
    """Return the query of the link that leads on in a list."""
    found = re.search(rf'href="\?([^"]*\b{name}=[^"&]*)" rel="next"', body)
    return dict(parse_qsl(html.unescape(found[1]))) if found else {}


def test_given_a_thousand_pairs_when_the_lists_are_opened_then_in_pieces_and_nothing_is_missing(call: Call) -> None:
    seen: list[list[str]] = []
    asked: dict[str, str] = {"colour": "red"}
    while asked:
        body = call("GET", f"/monitoring/{PROGRAMME}", ORGANIZER, **asked)["body"]
        assert len(body.encode()) <= LARGEST
        seen.append(re.findall(r"Zygmunt Wielonazwiskowy \d{4}(?=</strong><br>)", body))
        assert f"({MANY})" in body
        assert f"{MANY} matters need you" in body
        asked = _next(body, "cursor")
        assert not asked or asked["colour"] == "red"
    assert {len(page) for page in seen[:-1]} == {board.PAIRS}
    assert len({one for page in seen for one in page}) == MANY


def test_given_a_thousand_matters_when_the_list_is_opened_then_in_pieces_and_nothing_is_missing(call: Call) -> None:
    seen: list[list[str]] = []
    asked: dict[str, str] | None = {}
    while asked is not None:
        body = call("GET", f"/monitoring/{PROGRAMME}/matters", ORGANIZER, **asked)["body"]
        assert len(body.encode()) <= LARGEST
        assert f"{MANY} matters need you" in body
        seen.append(re.findall(r'<li id="(p\d{4})">', body))
        asked = _next(body, "cursor") or None
    assert {len(page) for page in seen[:-1]} == {desk.MATTERS}
    assert len({one for page in seen for one in page}) == MANY


def test_given_a_thousand_pairs_when_seen_at_a_glance_then_each_has_its_line_on_pages_a_slow_line_can_carry(
    call: Call,
) -> None:
    seen: list[list[str]] = []
    asked: dict[str, str] = {"sort": "name", "page": "1"}
    while asked:
        body = call("GET", f"/monitoring/{PROGRAMME}/overview", ORGANIZER, **asked)["body"]
        assert len(gzip.compress(body.encode())) <= LARGEST / 3  # as API Gateway sends it
        seen.append(re.findall(r"Zygmunt Wielonazwiskowy \d{4}(?=</a>)", body))
        links = [dict(parse_qsl(html.unescape(one))) for one in re.findall(r'href="\?([^"#]*)#pairs"', body)]
        nearer = [one for one in links if one.get("page") == str(int(asked["page"]) + 1)]
        further = [one | {"page": "1"} for one in links if one.get("part", asked.get("part")) != asked.get("part")]
        asked = next(iter([*nearer, *further]), {})
    assert max(len(page) for page in seen) == overview.SHOWN
    assert len({one for page in seen for one in page}) == MANY


def test_given_polish_when_the_list_is_read_then_a_meeting_and_a_page_are_the_next_each_in_its_gender(
    call: Call,
) -> None:
    body = call("GET", f"/monitoring/{PROGRAMME}", ORGANIZER, language="pl")["body"]

    assert "<th>Następne</th>" in body
    assert "Następna →" in body


@pytest.mark.parametrize("kind", ["pairs", "matters"])
def test_given_a_thousand_pairs_when_read_as_json_then_a_cursor_leads_on(call: Call, kind: str) -> None:
    path = f"/v1/monitoring/{PROGRAMME}/{kind}"
    answer = call("GET", path, ORGANIZER)
    assert len(answer["body"].encode()) <= LARGEST
    following = said(call("GET", path, ORGANIZER, cursor=said(answer)["next"]))
    ids = [{one["pair_id"] for one in page["items"]} for page in (said(answer), following)]
    assert len(ids[0]) == len(ids[1]) == 50
    assert not ids[0] & ids[1]


def test_given_a_matter_on_a_later_page_when_done_then_the_same_page_follows(call: Call) -> None:
    following = _next(call("GET", f"/monitoring/{PROGRAMME}/matters", ORGANIZER)["body"], "cursor")
    form = {"do": "done", "version": "1", "then": "p0001"}
    done = call("POST", f"/monitoring/{PROGRAMME}/matters/p0000", ORGANIZER, form=form, **following)
    assert (done["statusCode"], str(done).count("#p0001")) == (303, 1)
    assert f"/monitoring/{PROGRAMME}/matters?cursor=" in str(done)


class Asked:
    """A store that notes what it is asked for."""

    def __init__(self, beneath: MemoryStore) -> None:
        self._beneath = beneath
        self.reads: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name in ("get", "get_many", "query", "page", "listed", "listed_page", "ranked_page", "due_page", "together"):
            self.reads.append(name)
        return getattr(self._beneath, name)


@pytest.mark.parametrize("path", ["/monitoring/{}/matters", "/v1/monitoring/{}/matters"])
def test_given_many_matters_when_the_list_is_read_then_in_two_round_trips_whatever_their_number(path: str) -> None:
    memory = world()
    for nth in range(100):
        memory.put(*_pair(nth))
    asked = Asked(memory)
    call = over(api.app, asked)  # type: ignore[arg-type] - whatever isn't noted is passed on
    for _ in range(2):  # the first request learns of which organization the programme is
        asked.reads.clear()
        assert call("GET", path.format(PROGRAMME), ORGANIZER)["statusCode"] == 200
    assert sorted(asked.reads) == ["get_many", "listed_page"]
