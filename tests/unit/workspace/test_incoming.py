"""Mail somebody answered with: taken from a person of the thread, at an address of theirs, and from nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import clock, ids
from mentoring.incoming import Automatic
from mentoring.replies import Thread
from mentoring.tables.identity import Address
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import ReplyAddress
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from workspace.use_cases import incoming
from workspace.use_cases.incoming import Accepted, Refused, Why

ANNA = "anna@firma.example"
SENT = f"From: Anna <{ANNA}>\r\nTo: <t@reply.tandem.example>\r\n"


def _store(raw: str, person_id: str = "anna", *, verified: bool = True) -> MemoryStore:
    store = MemoryStore()
    store.files.put("inbound/m1", raw.encode(), "message/rfc822")
    store.put(
        ReplyAddress(
            *ReplyAddress.key("r1"), reply_id="r1", thread_kind=ThreadKind.PAIR, thread_id="pair-1", person_id=person_id
        )
    )
    if verified:
        store.put(Address(*Address.key(ANNA), person_id="anna", email=ANNA, verified_at=clock.iso(NOON)))
    return store


def _read(store: MemoryStore, mail_id: str = "m1", reply_id: str = "r1") -> Any:
    return incoming.read(context_at(store=store, service="workspace"), mail_id, reply_id)


def test_given_an_answer_of_a_person_of_the_thread_when_read_then_its_new_words_are_accepted() -> None:
    found = _read(_store(f"{SENT}\r\nPasuje.\r\n\r\nW dniu 2.03.2026 o 12:00, Tandem pisze:\r\n> Wtorek?\r\n"))
    assert isinstance(found, Accepted)
    assert (found.text, found.thread, found.person_id) == ("Pasuje.", Thread(ThreadKind.PAIR, "pair-1"), "anna")


def test_given_a_person_who_never_signed_in_when_they_answer_from_the_address_we_wrote_to_then_it_is_accepted() -> None:
    store = _store(f"{SENT}\r\nPasuje.", ids.derived("person", ANNA), verified=False)
    assert isinstance(_read(store), Accepted)


def test_given_the_partner_or_a_stranger_when_they_write_to_this_address_then_it_is_refused() -> None:
    assert _read(_store(f"{SENT}\r\nHi", "jan")) == Refused(Why.SENDER)
    assert _read(_store("From: eve@firma.example\r\n\r\nHi")) == Refused(Why.SENDER)
    assert _read(_store("\r\nHi")) == Refused(Why.SENDER)


def test_given_an_account_that_holds_the_address_now_when_the_derived_person_is_another_then_it_is_refused() -> None:
    assert _read(_store(f"{SENT}\r\nHi", ids.derived("person", ANNA))) == Refused(Why.SENDER)


def test_given_a_vacation_message_of_the_right_person_when_read_then_it_changes_nothing() -> None:
    found = _read(_store(f"{SENT}Auto-Submitted: auto-replied\r\n\r\nJestem na urlopie."))
    assert found == Refused(Why.MACHINE, Automatic.ANSWER)


def test_given_nothing_in_a_mail_when_read_then_its_sender_may_be_told() -> None:
    assert _read(_store(f"{SENT}\r\n  \r\n")) == Refused(
        Why.EMPTY, person_id="anna", thread=Thread(ThreadKind.PAIR, "pair-1")
    )


@pytest.mark.parametrize(("mail_id", "reply_id", "why"), [("m2", "r1", Why.GONE), ("m1", "r2", Why.ADDRESS)])
def test_given_a_mail_or_an_address_that_is_not_there_when_read_then_it_is_refused(
    mail_id: str, reply_id: str, why: Why
) -> None:
    assert _read(_store(f"{SENT}\r\nHi"), mail_id, reply_id) == Refused(why)


def test_given_an_outcome_when_logged_then_no_word_and_no_address_of_it_is() -> None:
    for raw in ("Poufne", " "):
        outcome = _read(_store(f"{SENT}\r\n{raw}"))
        assert not any(word in f"{incoming.told(outcome)}{outcome!r}" for word in ("Poufne", "anna@"))
