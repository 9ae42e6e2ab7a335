"""Given: a programme with mentors, their groups, and a group that has a date; time is moved by the test."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from gatherings import api, consumer, schedule
from mentoring import clock
from tests.fakes.people import ORGANIZER, PROGRAMME, participant
from tests.integration.lambdas import LAMBDA, deliver, keep, published, said, send

if TYPE_CHECKING:
    from datetime import timedelta

    import pytest

    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
DESK, MINE = f"/v1/intervision/{PROGRAMME}", f"/v1/circles/{PROGRAMME}"
NAMES = ("Anna Kowalska", "Marek Zieliński", "Ewa Wilk", "Piotr Mróz", "Katarzyna Lis")
CASE = {"case": "Ktoś nie przychodzi na spotkania.", "tried": "Przypominam.", "question": "Co zrobić?"}


class Time:
    """The clock of all functions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = clock.now()
        monkeypatch.setattr(clock, "now", lambda: self.at)

    def pass_(self, by: timedelta) -> None:
        """When so much time passes, and what is due is done; then all events are delivered."""
        self.at += by
        self.run()

    def run(self) -> dict[str, Any]:
        """When the schedule runs."""
        found: dict[str, Any] = schedule.handler({"time": clock.iso(self.at)}, LAMBDA)
        settle()
        return found


def settle() -> None:
    """When all events that groups and gatherings follow are delivered, as often as it takes, each twice."""
    done: set[str] = set()
    kinds = ("CirclesSent", "SeatsChanged", "GatheringMoved", "GatheringCancelled", "GatheringEnded")
    for _ in range(4):
        fresh = [one for kind in kinds for one in published(kind) if one.meta.id not in done]
        for one in fresh:
            assert deliver(consumer.handler, one, one) == []
            done.add(one.meta.id)


def mentors(store: DynamoStore, number: int = 5, role: str = "mentor", **told: Any) -> list[str]:
    """Given: so many mentors, of as many departments; return their person ids."""
    found = [participant(f"{role}{one}", role, department=f"D{one}", **told) for one in range(number)]
    for one, part in enumerate(found):
        part.name = NAMES[one % len(NAMES)] if number <= len(NAMES) else f"{NAMES[one % len(NAMES)]} {one}"
    keep(store, *found)
    return [one.person_id for one in found]


def tag(answer: dict[str, Any]) -> dict[str, str]:
    """Return the header that says which version a change is based on."""
    return {"if-match": answer["multiValueHeaders"]["ETag"][0]}


def propose(role: str = "mentor", **wish: Any) -> dict[str, Any]:
    """When: an organizer has groups proposed."""
    return call("POST", f"{DESK}/rounds", ORGANIZER, body={"role": role, **wish})


def sent(role: str = "mentor", **wish: Any) -> list[dict[str, Any]]:
    """When: they send them; return the groups as organizers see them."""
    made = propose(role, **wish)
    assert made["statusCode"] == 201, made["body"]
    done = call("POST", f"{DESK}/rounds/{said(made)['round_id']}/sending", ORGANIZER, headers=tag(made))
    assert done["statusCode"] == 200, done["body"]
    settle()
    found: list[dict[str, Any]] = said(call("GET", DESK, ORGANIZER))["groups"]
    return found


def post(circle: str, path: str, who: str, body: Any = None, **more: Any) -> dict[str, Any]:
    """When: somebody of a group does something."""
    answer = call("POST", f"{MINE}/{circle}/{path}", who, body=body, **more)
    assert answer["statusCode"] == 200, answer["body"]
    found: dict[str, Any] = said(answer)
    return found


def arranged(circle: str, people: list[str], ahead: timedelta) -> dict[str, Any]:
    """When: the first proposes a time and all others agree."""
    at = clock.iso(clock.now() + ahead)
    post(circle, "answers", people[0], {"times": [at]})
    for one in people[1:]:
        times = said(call("GET", f"{MINE}/{circle}", one))["times"]
        found = post(circle, "answers", one, {"yes": [each["option_id"] for each in times]})
    return found


def roles(circle: str, who: str) -> dict[str, str]:
    """Return role → person id, of the roles that one person has."""
    found = said(call("GET", f"{MINE}/{circle}", who))["people"]
    return {one["role"]: one["person_id"] for one in found if one["role"] != "consultant"}


def card(circle: str, who: str, **words: Any) -> dict[str, Any]:
    """When: somebody writes a case card."""
    before = call("GET", f"{MINE}/{circle}/card", who)
    headers = tag(before) if before["statusCode"] == 200 else {"if-none-match": "*"}
    return call("PUT", f"{MINE}/{circle}/card", who, body=CASE | words, headers=headers)
