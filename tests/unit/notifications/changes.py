"""Changes that happen between an event and its mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from mentoring import clock
from mentoring.events import catalogue as events
from mentoring.tables.meetings import Meeting, Plan
from mentoring.tables.once import OnceItem
from mentoring.tables.pairing import Pair, Proposal, ProposalSide, Round, Seats
from mentoring.tables.recruitment import Application, Participant, Programme
from mentoring.tables.reporting import Document
from mentoring.tables.workspace import Contract, DeskThread, Erasure, Goal, Summary, Task, ThreadHead
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, PAIR, PROGRAMME
from tests.unit.notifications.givens import change

Change = Callable[[MemoryStore], None]


LATER = clock.iso(NOON + timedelta(hours=1))


def now(kind: Any, key: tuple[str, str], **values: Any) -> Change:
    """By now an item is so."""
    return lambda store: change(store, kind, key, **values)


def application(**values: Any) -> Change:
    """By now the mentee's application is so."""
    return now(Application, Application.key(PROGRAMME, "mentee"), **values)


def participant(who: str = "mentee", **values: Any) -> Change:
    """By now a participant is so."""
    return now(Participant, Participant.key(PROGRAMME, who), **values)


def proposal(**values: Any) -> Change:
    """By now the proposal is so."""
    return now(Proposal, Proposal.key(PROGRAMME, "n"), **values)


def programme(**values: Any) -> Change:
    """By now the programme is so."""
    return now(Programme, Programme.key(PROGRAMME), **values)


def pair(**values: Any) -> Change:
    """By now the pair is so."""
    return now(Pair, Pair.key(PAIR), **values)


def contract(**values: Any) -> Change:
    """By now the contract is so."""
    return now(Contract, Contract.key(PAIR, 1), **values)


def meeting(**values: Any) -> Change:
    """By now the meeting is so."""
    return now(Meeting, Meeting.key(PAIR, "m"), **values)


def plan(**values: Any) -> Change:
    """By now the plan is so."""
    return now(Plan, Plan.key(PAIR, "pl"), **values)


def planned(number: int, **values: Any) -> Change:
    """By now a meeting of the plan is so."""
    return now(Meeting, Meeting.key(PAIR, f"planned-{number}"), **values)


def signed(*people: str, state: str = "signed_by_one") -> Change:
    """By now these have signed."""
    return contract(state=state, signatures=[{"person_id": one, "at": LATER, "sha256": "x"} for one in people])


def goal(**values: Any) -> Change:
    """By now the goal is so."""
    return now(Goal, Goal.key(PAIR, "g"), **values)


def read_up_to(number: int) -> Change:
    """By now the mentee has read up to a line of the conversation."""
    told = {"read": number, "unread": 0, "mailed": 1, "due": ""}
    return now(ThreadHead, ThreadHead.key(PAIR), readers={MENTEE: told})


def at_the_desk(read: dict[str, int] | None = None, **values: Any) -> Change:
    """By now the mentee's thread with the organizers is so, and these have read up to a line."""
    told = {who: {"read": number, "unread": 0, "mailed": 0, "due": ""} for who, number in (read or {}).items()}
    changed = {"readers": told} if read else {}
    return now(DeskThread, DeskThread.key(PROGRAMME, MENTEE), **changed, **values)


def task(**values: Any) -> Change:
    """By now the homework is so."""
    return now(Task, Task.key(PAIR, "t"), **values)


def gone(key: tuple[str, str]) -> Change:
    """By now an item is deleted."""
    return lambda store: store.items.pop(key)


def there(*items: Any) -> Change:
    """By now these exist."""
    return lambda store: store.put(*items)


def all_of(*changes: Change) -> Change:
    """By now all this has happened."""

    def happen(store: MemoryStore) -> None:
        for one in changes:
            one(store)

    return happen


def summary(state: str, *approved_by: str) -> Change:
    """By now the summary is so."""

    def happen(store: MemoryStore) -> None:
        found = store.get(Summary, *Summary.key(PAIR)) or Summary(
            *Summary.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, state=state
        )
        found.state, found.approved_by = state, list(approved_by)
        store.put(found)

    return happen


def erasure(**changes: Any) -> Change:
    """By now the wish to erase is so."""

    def happen(store: MemoryStore) -> None:
        found = store.get(Erasure, *Erasure.key(PAIR)) or Erasure(
            *Erasure.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME
        )
        for name, value in changes.items():
            setattr(found, name, value)
        store.put(found)

    return happen


def seats(taken: int) -> Change:
    """By now the mentee has so many mentors."""
    return there(
        Seats(*Seats.key(PROGRAMME, "mentee"), participant_id="mentee", programme_id=PROGRAMME, capacity=1, taken=taken)
    )


def pairing_round(state: str) -> Change:
    item = Round(
        *Round.key(PROGRAMME, "r"), round_id="r", programme_id=PROGRAMME, state=state, mode="most_served",
        requested_by="", requested_at=LATER,
    )  # fmt: skip
    return there(item)


def asked() -> Change:
    """By now a proposal waits for the mentee."""
    side = ProposalSide(
        *ProposalSide.key(PROGRAMME, "mentee", "n"), participant_id="mentee", proposal_id="n", programme_id=PROGRAMME
    )
    return there(side)


def document(document_id: str) -> Change:
    """By now this report is the last one."""
    return there(
        Document(
            *Document.key(PAIR, "pair"), document_id=document_id, pair_id=PAIR, programme_id=PROGRAMME, edition="pair",
            object_key="k", pages=1, sha256="x", made_at=LATER,
        )
    )  # fmt: skip


def address_used(store: MemoryStore) -> None:
    """By now the link to add an address was used."""
    item = store.once(OnceItem.address("w"))
    assert item is not None
    item.data = item.data | {"used": True}
    store.put(item)


def used(store: MemoryStore) -> None:
    """By now somebody has signed in with it."""
    item = OnceItem("signin#r", data={"email": "ola@firma.example", "locale": "pl", "expires_at": LATER, "used": True})
    item.expires_at = 1
    store.put(item)


def nothing(_: MemoryStore) -> None:
    """Nothing has happened."""


@dataclass
class Case:
    """An event, the world in which it holds (so many mails), and what makes it untrue, each alone."""

    data: events.EventData
    mails: int
    untrue: dict[str, Change]
    world: Change = nothing
    late: timedelta | None = None
    fewer: dict[str, tuple[int, Change]] = field(default_factory=dict)
