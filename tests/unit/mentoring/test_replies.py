"""Addresses under which people answer: whose they are, how long they hold, and that none are made without a domain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mentoring import links, replies, settings
from mentoring.replies import Thread
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import ReplyAddress
from tests.fakes import MemoryStore, context_at

if TYPE_CHECKING:
    from collections.abc import Callable

DOMAIN = "reply.tandem.example"
ROOM = Thread(ThreadKind.PAIR, "pair-1")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Given: settings as they are, but for these."""

    def change(**values: str) -> None:
        changed = replace(settings.settings(), **values)
        monkeypatch.setattr(replies, "settings", lambda: changed)
        monkeypatch.setattr(links, "settings", lambda: changed)

    return change


def _opened(store: MemoryStore, person_id: str = "anna") -> str:
    context = context_at(store=store)
    uow = context.begin()
    replies.keep(context, uow, ROOM, person_id)
    uow.commit()
    return replies.address(context, ROOM, person_id)


def test_given_a_domain_when_a_thread_is_opened_then_each_has_an_address_of_their_own_and_only_hashes_are_kept(
    given: Callable[..., None],
) -> None:
    given(inbound_domain=DOMAIN)
    store = MemoryStore()
    first, second = _opened(store), _opened(store, "jan")
    assert first != second
    token = replies.token_of(first, DOMAIN)
    kept = store.get(ReplyAddress, *ReplyAddress.key(replies.reply_id(token)))
    assert kept is not None
    assert (kept.thread_kind, kept.thread_id, kept.person_id) == (ThreadKind.PAIR, "pair-1", "anna")
    assert token not in str(store.items)


def test_given_an_address_when_a_program_folds_or_tags_it_then_it_is_the_same(given: Callable[..., None]) -> None:
    given(inbound_domain=DOMAIN)
    address = _opened(MemoryStore())
    token = replies.token_of(address, DOMAIN)
    assert len(token) == replies.LETTERS
    assert replies.token_of(address.upper(), DOMAIN) == token
    assert replies.token_of(f"<{token}+x@{DOMAIN}>", DOMAIN) == token


def test_given_an_open_thread_when_it_is_opened_again_then_nothing_is_written(given: Callable[..., None]) -> None:
    given(inbound_domain=DOMAIN)
    store = MemoryStore()
    _opened(store)
    before = dict(store.items)
    _opened(store)
    assert store.items == before


def test_given_no_domain_when_a_thread_is_opened_then_there_is_no_address(given: Callable[..., None]) -> None:
    given(inbound_domain="")
    store = MemoryStore()
    assert _opened(store) == ""
    assert not store.items


def test_given_a_new_signing_key_when_answered_then_the_old_address_holds_and_the_next_opening_makes_a_new_one(
    given: Callable[..., None],
) -> None:
    given(inbound_domain=DOMAIN, signing_key="old")
    store = MemoryStore()
    old = _opened(store)
    given(inbound_domain=DOMAIN, signing_key="new", accepted_key="old")
    assert replies.address(context_at(store=store), ROOM, "anna") == old
    new = _opened(store)
    assert new != old
    for one in (old, new):
        assert store.get(ReplyAddress, *ReplyAddress.key(replies.reply_id(replies.token_of(one, DOMAIN)))) is not None
    given(inbound_domain=DOMAIN, signing_key="new", accepted_key="new")
    assert replies.address(context_at(store=store), ROOM, "anna") == new
