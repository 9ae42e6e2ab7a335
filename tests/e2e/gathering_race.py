"""Given and then of a race for the seats of a gathering: a hundred sign up at the same moment, over HTTP."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import httpx

from gatherings.domain.gathering import Gathering as Told
from mentoring import ids, links
from mentoring.tables.core import Item
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import GatheringSeats, Queued, SignUp
from mentoring.tables.vocabulary import GatheringState, SignUpState
from tests.unit.gatherings.givens import item, plan
from tests.unit.pairing.givens import participant, programme

if TYPE_CHECKING:
    import pytest

    from tests.e2e.client import RunningStack

LATER = timedelta(days=4000)


@dataclass
class Race:
    """A gathering with few seats on a running stack, and many who want one."""

    stack: RunningStack
    number: int
    free: int
    programme_id: str

    def begin(self) -> None:
        """Write what only a test may write: people who never applied, and a gathering nobody planned."""
        told = Told(plan(starts_at=self.stack.now + LATER, seats_online=self.free), GatheringState.ANNOUNCED)
        made = item(self.programme_id, told)
        made.pk, made.sk = Gathering.key(self.programme_id, self.programme_id)
        made.programme_id = self.programme_id
        seats = GatheringSeats(
            *GatheringSeats.key(self.programme_id), programme_id=self.programme_id, gathering_id=self.programme_id,
            most_online=self.free, most_in_person=0,
        )  # fmt: skip
        items: list[Item] = [programme(self.programme_id, stage="running"), made, seats]
        items += [self._person(number) for number in range(self.number)]
        table, client = self.stack.physical["CoreTable"], self.stack.aws("dynamodb")
        for start in range(0, len(items), 25):
            raws = [dict(one.serialize()) | {"version": {"N": "1"}} for one in items[start : start + 25]]
            client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": one}} for one in raws]})

    def _person(self, number: int) -> Item:
        one = participant(f"e{number}", "mentee", self.programme_id, first_name=f"e{number}")
        one.person_id = f"{self.programme_id}-e{number}"
        one.email = f"{one.person_id}@firma.example"
        one.list_pk = f"PERSON#{one.person_id}"
        return one

    def all_at_once(self, patch: pytest.MonkeyPatch) -> list[httpx.Response]:
        """Let all sign up at the same moment."""
        secret = self.stack.aws("secretsmanager").get_secret_value(SecretId=self.stack.physical["SigningKey"])
        patch.setattr(links, "settings", lambda: SimpleNamespace(signing_key=secret["SecretString"], accepted_key=""))
        start, later = threading.Barrier(self.number), self.stack.now + LATER

        def sign_up(one: int) -> httpx.Response:
            token = links.sign("access", f"{self.programme_id}-e{one}", expires_at=later)
            headers = {"Authorization": f"Bearer {token}"}
            with httpx.Client(base_url=self.stack.layout.public_url, headers=headers, timeout=180) as client:
                start.wait()
                return client.post(f"/v1/gatherings/{self.programme_id}/{self.programme_id}/sign-up", json={})

        with ThreadPoolExecutor(self.number) as pool:
            return list(pool.map(sign_up, range(self.number)))

    def items(self) -> list[Item]:
        """Return everything of the gathering's own partition."""
        pages = self.stack.aws("dynamodb").get_paginator("query").paginate(
            TableName=self.stack.physical["CoreTable"], ConsistentRead=True, KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"GATHERING#{self.programme_id}"}},
        )  # fmt: skip
        return [Item.from_raw_data(raw) for page in pages for raw in page["Items"]]


def run(stack: RunningStack, number: int, free: int, patch: pytest.MonkeyPatch) -> None:
    """As many have a seat as there are, everybody else waits in a list, and nobody gets a fault."""
    race = Race(stack, number, free, f"gathering-{number}-{ids.new()[:6]}")
    race.begin()
    answers = race.all_at_once(patch)
    assert {one.status_code for one in answers} == {200}, [one.text for one in answers if one.status_code != 200][:3]
    states = [one.json()["state"] for one in answers]
    assert (states.count("going"), states.count("waiting")) == (free, number - free)
    stack.settle(180)
    items = race.items()
    (seats,) = [one for one in items if isinstance(one, GatheringSeats)]
    assert (seats.taken_online, seats.waiting_online) == (free, number - free)
    signed_up = [one.state for one in items if isinstance(one, SignUp)]
    assert (signed_up.count(SignUpState.GOING), signed_up.count(SignUpState.WAITING)) == (free, number - free)
    assert len([one for one in items if isinstance(one, Queued)]) == number - free
