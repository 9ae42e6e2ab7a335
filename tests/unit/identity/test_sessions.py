"""Sessions over time: tabs that renew at once, answers that get lost or come late, and thieves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from identity import domain, use_cases
from mentoring import links
from mentoring.errors import SignInRequired
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

EMAIL = "anna@firma.example"
ANSWERED = 29.0
"""Seconds after which API Gateway gives up."""


def _at(store: MemoryStore, seconds: float = 0) -> Any:
    return context_at(NOON + timedelta(seconds=seconds), store=store, service="identity")


def _signed_in(store: MemoryStore) -> str:
    request_id = use_cases.request_sign_in(_at(store), EMAIL, "en", "/home")
    token = links.sign("sign_in", request_id, expires_at=NOON + timedelta(hours=1))
    return use_cases.sign_in_by_link(_at(store), token).refresh_token


def _renew(store: MemoryStore, token: str, seconds: float) -> str:
    return use_cases.refresh(_at(store, seconds), token).refresh_token


def test_given_three_tabs_that_renew_one_token_at_once_when_answered_then_every_answer_goes_on_working() -> None:
    store = MemoryStore()
    first = _signed_in(store)
    answers = [_renew(store, first, 600 + tab) for tab in range(3)]
    for later, answer in enumerate(answers):
        assert _renew(store, answer, 930 + later)


def _parts(token: str) -> tuple[str, str, str]:
    family, person, secret = token.split(".")[:3]
    return family, person, secret


def _ended(store: MemoryStore) -> int:
    """Return of how many copied sessions somebody was told."""
    return sum(one.name == "SessionCopied" for one in store.events)


def _successor(token: str) -> str:
    family, _, secret = _parts(token)
    return links.keyed("refresh", family, secret)


def test_given_a_token_of_an_earlier_version_when_renewed_then_the_session_goes_on() -> None:
    store = MemoryStore()
    family, person, secret = _parts(_signed_in(store))
    renewed = _renew(store, f"{family}.{secret}", 600)
    assert _parts(renewed)[:2] == (family, person)
    assert _renew(store, renewed, 930)


def test_given_a_token_that_names_somebody_else_when_renewed_then_the_session_stays_its_own() -> None:
    store = MemoryStore()
    family, person, secret = _parts(_signed_in(store))
    session = use_cases.refresh(_at(store, 600), f"{family}.somebody-else.{secret}")
    assert (session.person_id, _parts(session.refresh_token)[1]) == (person, person)


def test_given_a_renewal_when_it_is_kept_then_no_token_lies_there_in_the_clear() -> None:
    store = MemoryStore()
    first = _signed_in(store)
    second = _renew(store, first, 600)
    for token in (first, second):
        assert _parts(token)[2] not in str(store.markers)


def test_given_an_invented_secret_when_renewed_with_it_then_the_session_goes_on() -> None:
    store = MemoryStore()
    first = _signed_in(store)
    family, person, _ = _parts(first)
    for invented in (f"{family}.{person}.x", f"{family}.{person}.x.y", f"{family}.x", family, ""):
        with pytest.raises(SignInRequired):
            _renew(store, invented, 600)
    assert _renew(store, first, 601)


def test_given_a_token_whose_successor_was_used_when_it_comes_again_then_the_family_ends() -> None:
    store = MemoryStore()
    first = _signed_in(store)
    second = _renew(store, first, 600)
    third = _renew(store, second, 605)
    for token in (first, third):
        with pytest.raises(SignInRequired):
            _renew(store, token, 610)


def test_given_a_token_that_was_replaced_long_ago_when_it_comes_again_then_the_family_ends() -> None:
    store = MemoryStore()
    first = _signed_in(store)
    second = _renew(store, first, 600)
    for token in (first, second):
        with pytest.raises(SignInRequired):
            _renew(store, token, 600 + domain.GRACE.total_seconds() + 1)


class Browser(RuleBasedStateMachine):
    """Tabs of one browser share its cookies; requests and answers may overtake each other or be lost.

    A tab renews only when the access token has run out, and an answer is back when API Gateway would have given
    up: both are facts of the product.
    """

    @initialize()
    def sign_in(self) -> None:
        self.store = MemoryStore()
        self.now = 0.0
        self.jar = _signed_in(self.store)
        self.access_until = domain.ACCESS_LIFETIME.total_seconds()
        self.sent: list[tuple[float, str]] = []
        self.answers: list[tuple[float, str]] = []
        self.spent: set[str] = set()
        self.ended = False

    def _oldest(self) -> float:
        return min([at for at, _ in (*self.sent, *self.answers)], default=self.now)

    @rule(seconds=st.floats(0, 400))
    def time_goes_by(self, seconds: float) -> None:
        longest = self._oldest() + ANSWERED - self.now
        self.now += max(min(seconds, longest), 0) if self.sent or self.answers else seconds

    @precondition(lambda self: self.now >= self.access_until and not self.ended)
    @rule()
    def a_tab_asks(self) -> None:
        self.sent.append((self.now, self.jar))

    @precondition(lambda self: self.sent and not self.ended)
    @rule(which=st.integers(0, 50))
    def a_request_arrives(self, which: int) -> None:
        at, token = self.sent.pop(which % len(self.sent))
        answer = _renew(self.store, token, self.now)  # an honest tab is never signed out
        if answer != token:
            self.spent.add(token)
        self.answers.append((at, answer))

    @precondition(lambda self: self.answers)
    @rule(which=st.integers(0, 50))
    def an_answer_comes_back(self, which: int) -> None:
        _, self.jar = self.answers.pop(which % len(self.answers))
        self.access_until = self.now + domain.ACCESS_LIFETIME.total_seconds()

    @rule(secret=st.text("abc", max_size=5), sealed=st.booleans())
    def somebody_who_knows_the_id_invents_a_token(self, secret: str, *, sealed: bool) -> None:
        family, person, _ = _parts(self.jar)
        with pytest.raises(SignInRequired):
            _renew(self.store, f"{family}.{person}.{secret}" + (".seal" if sealed else ""), self.now)

    @precondition(lambda self: not self.ended and self._twice_replaced())
    @rule(which=st.integers(0, 50))
    def a_thief_comes_with_a_token_that_was_spent(self, which: int) -> None:
        before = self._twice_replaced()
        with pytest.raises(SignInRequired):
            _renew(self.store, before[which % len(before)], self.now)
        self.ended = True

    def _twice_replaced(self) -> list[str]:
        """Return the tokens whose successors were spent as well: no tab that goes by the rules still has them."""
        used = {_parts(one)[2] for one in self.spent}
        return sorted(one for one in self.spent if _successor(one) in used)

    @invariant()
    def a_person_is_told_once_and_only_of_a_theft(self) -> None:
        if hasattr(self, "store"):
            assert _ended(self.store) == self.ended

    @invariant()
    def what_was_ended_stays_ended(self) -> None:
        if getattr(self, "ended", False):
            with pytest.raises(SignInRequired):
                _renew(self.store, self.jar, self.now)


TestBrowser = Browser.TestCase
