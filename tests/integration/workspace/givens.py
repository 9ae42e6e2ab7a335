"""Texts of a room, and the tokens and fields its pages ask for."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, links
from mentoring.events.pairing import PairAgreed
from mentoring.tables.pairing import Pair
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.integration.lambdas import deliver, said, send
from workspace import api, consumer

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


ROOM = f"/v1/rooms/{PAIR}"
STATUS = f"/v1/rooms/status/{PAIR}"


GOAL = {"title": "Prowadzę zespół", "start_level": 3, "target_level": 8}


call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def room(agreed: DynamoStore) -> None:
    """Given: the room of a pair, opened by the event that made it, which came twice."""
    opened = event(PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), MemoryStore())
    assert deliver(consumer.handler, opened, opened) == []


def contract(who: str = MENTOR) -> Any:
    return said(call("GET", f"{ROOM}/contract", who))


def summary(who: str, *takeaways: str) -> Any:
    """Given: somebody wrote the joint summary, whatever it was before."""
    body = {"takeaways": list(takeaways)}
    first = call("GET", f"{ROOM}/summary", who)["statusCode"] == 404
    headers = {"if-none-match": "*"} if first else {"if-match": "*"}
    return call("PUT", f"{ROOM}/summary", who, body=body, headers=headers)


def token(purpose: str, subject: str, who: str, **claims: str) -> str:
    return links.sign(purpose, subject, person_id=who, expires_at=clock.now() + timedelta(days=1), **claims)


def hidden(page: str, name: str) -> str:
    """Return the value of a page's hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page)
    assert found is not None
    return found.group(1)


def closing(store: DynamoStore, **changes: Any) -> None:
    """Given: the pair is in closing."""
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    for name, value in ({"stage": "closing"} | changes).items():
        setattr(pair, name, value)
    pair.save()


def opened(page: str) -> list[str]:
    """Return the words of the parts of a page that are unfolded."""
    return re.findall(r"<details open><summary>([^<]*)</summary>", page)
