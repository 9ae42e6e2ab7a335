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
from mentoring.tables.recruitment import Participant
from tests.fakes import MemoryStore
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.integration.lambdas import deliver, keep, said, send
from workspace import api, consumer

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


ROOM = f"/v1/rooms/{PAIR}"
STATUS = f"/v1/rooms/status/{PAIR}"


GOAL = {"title": "Prowadzę zespół", "start_level": 3, "target_level": 8}


OTHER_MENTOR, OTHER_MENTEE, LEFT = "jan", "ola", "iga"


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
    return re.findall(r"<details[^>]* open><summary>([^<]*)</summary>", page)


def others(agreed: DynamoStore) -> None:
    """Given: others who take part in the programme, and somebody who left it."""
    one = agreed.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert one is not None
    told = {name: getattr(one, name) for name in ("form", "locale", "zone", "profile", "accepted_at")}
    for who, role, left in (
        (OTHER_MENTOR, "mentor", None),
        (OTHER_MENTEE, "mentee", None),
        (LEFT, "mentor", "2026-03-01T00:00:00Z"),
    ):
        item = Participant(
            *Participant.key(PROGRAMME, who), participant_id=who, programme_id=PROGRAMME, person_id=who, role=role,
            email=f"{who}@firma.example", name=who, withdrawn_at=left, **told,
        )  # fmt: skip
        item.list_pk, item.list_sk = Participant.list_key(who, PROGRAMME, item.role)
        keep(agreed, item)
    for member, role in ((MENTOR, "mentor"), (MENTEE, "mentee")):
        item = agreed.get(Participant, *Participant.key(PROGRAMME, role))
        assert item is not None
        item.list_pk, item.list_sk = Participant.list_key(member, PROGRAMME, item.role)
        keep(agreed, item)
