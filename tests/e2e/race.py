"""Given and then of a race for one seat: a mentor with one place said yes to many, who say yes at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx

from mentoring import clock, ids, links
from mentoring.tables.core import Item
from mentoring.tables.pairing import Proposal, Seats
from mentoring.tables.vocabulary import ProposalState
from pairing import store
from tests.unit.pairing.givens import participant, programme

if TYPE_CHECKING:
    import pytest

    from tests.e2e.client import RunningStack

KIND = {"pl": "Ostatnie miejsce u tej osoby mentorskiej jest właśnie zajęte.", "en": "last place has just been taken"}


@dataclass
class Race:
    """A programme on a running stack; its `number` mentees each have a reserve with one place."""

    stack: RunningStack
    number: int
    programme_id: str

    def begin(self) -> None:
        """Write what only a test may write: proposals beyond the mentor's capacity, accepted by the mentor."""
        now = self.stack.now
        items: list[Item] = [programme(self.programme_id, stage="running"), self._person("star", "mentor")]
        for one in range(self.number):
            items += [self._person(f"m{one}", "mentor"), self._person(f"e{one}", "mentee")]
            proposal = Proposal(
                *Proposal.key(self.programme_id, f"x{one}"), proposal_id=f"x{one}", programme_id=self.programme_id,
                round_id="r", mentor_id="mentor-star", mentee_id=f"mentee-e{one}", reserve_id=f"mentor-m{one}",
                score=7000, reasons={"pl": ["a"], "en": ["b"]}, state=ProposalState.BY_ONE, accepted_by=["mentor-star"],
                sent_at=clock.iso(now),
            )  # fmt: skip
            proposal.set_due(now + timedelta(days=400))
            items += [proposal, *(store.side(proposal, side) for side in (proposal.mentor_id, proposal.mentee_id))]
        table, client = self.stack.physical["CoreTable"], self.stack.aws("dynamodb")
        for start in range(0, len(items), 25):
            puts = [{"PutRequest": {"Item": self._raw(one)}} for one in items[start : start + 25]]
            client.batch_write_item(RequestItems={table: puts})

    def _person(self, name: str, role: str) -> Item:
        one = participant(name, role, self.programme_id, first_name=name)
        one.person_id = f"{self.programme_id}-{name}"
        one.email = f"{one.person_id}@firma.example"
        one.list_pk = f"PERSON#{one.person_id}"
        return one

    @staticmethod
    def _raw(one: Item) -> dict[str, Any]:
        return dict(one.serialize()) | {"version": {"N": "1"}}

    def all_at_once(self, patch: pytest.MonkeyPatch) -> list[tuple[str, httpx.Response]]:
        """Let all mentees accept at the same moment; return their languages and the answers."""
        secret = self.stack.aws("secretsmanager").get_secret_value(SecretId=self.stack.physical["SigningKey"])
        patch.setattr(links, "settings", lambda: SimpleNamespace(signing_key=secret["SecretString"], accepted_key=""))
        later = self.stack.now + timedelta(days=4000)
        start = threading.Barrier(self.number)

        def accept(one: int) -> tuple[str, httpx.Response]:
            locale = ("pl", "en")[one % 2]
            token = links.sign("access", f"{self.programme_id}-e{one}", expires_at=later)
            headers = {"Authorization": f"Bearer {token}", "Accept-Language": locale}
            with httpx.Client(base_url=self.stack.layout.public_url, headers=headers, timeout=180) as client:
                start.wait()
                path = f"/v1/pairing/{self.programme_id}/proposals/x{one}/answers"
                return locale, client.post(path, json={"answer": "accept"})

        with ThreadPoolExecutor(self.number) as pool:
            return list(pool.map(accept, range(self.number)))

    def items(self) -> list[Item]:
        """Return everything pairing wrote for the programme."""
        pages = self.stack.aws("dynamodb").get_paginator("query").paginate(
            TableName=self.stack.physical["CoreTable"], ConsistentRead=True, KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"PAIRING#{self.programme_id}"}},
        )  # fmt: skip
        return [Item.from_raw_data(raw) for page in pages for raw in page["Items"]]


def run(stack: RunningStack, number: int, patch: pytest.MonkeyPatch) -> None:
    """One pair, everybody else told kindly and offered their reserve, never a fault, never a seat too many."""
    race = Race(stack, number, f"race-{number}-{ids.new()[:6]}")
    race.begin()
    answers = race.all_at_once(patch)
    agreed = [answer for _, answer in answers if answer.status_code == 200]
    assert [answer.json()["state"] for answer in agreed] == ["agreed"], [answer.status_code for _, answer in answers]
    for locale, answer in answers:
        if answer not in agreed:
            assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
            assert answer.json()["type"] == "urn:tandem:problem:seat-taken"
            assert KIND[locale] in answer.json()["title"]
    stack.settle(180)
    items = race.items()
    (star,) = [one for one in items if isinstance(one, Seats) and one.participant_id == "mentor-star"]
    assert (int(star.taken), int(star.capacity)) == (1, 1)
    proposals = [one for one in items if isinstance(one, Proposal)]
    late = [one for one in proposals if one.origin == "round" and one.state != "agreed"]
    assert {(one.state, one.why) for one in late} == {("expired", "full")}
    reserves = [(one.mentee_id, one.mentor_id, one.state) for one in proposals if one.origin == "reserve"]
    assert sorted(reserves) == sorted((one.mentee_id, one.reserve_id, "sent") for one in late)
    assert len(late) == number - 1
    pairs = stack.aws("dynamodb").query(
        TableName=stack.physical["CoreTable"], IndexName="by_list", KeyConditionExpression="list_pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"PROGRAMME#{race.programme_id}"}},
    )["Items"]  # fmt: skip
    assert len([one for one in pairs if one["kind"]["S"] == "pair"]) == 1
    mailed = {mail["to"] for mail in stack.mails(kind="proposal")}
    assert {f"{race.programme_id}-{one.mentee_id.removeprefix('mentee-')}@firma.example" for one in late} <= mailed
