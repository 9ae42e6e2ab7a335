"""Passkeys: made and used with an authenticator in software, and whatever a browser shouldn't send."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import use_cases
from identity.domain.passkeys import MOST, Party, PasskeyRefused, Sent, TooManyPasskeys
from identity.use_cases import passkeys
from mentoring import links
from mentoring.context import Principal
from mentoring.errors import NotFound
from mentoring.tables.identity import Passkey
from tests.fakes import MemoryStore, context_at
from tests.fakes.authenticator import PRESENT, Authenticator
from tests.fakes.context import NOON

ANNA, BO = "anna@firma.example", "bo@firma.example"


def _at(store: MemoryStore, seconds: float = 0) -> Any:
    return context_at(NOON + timedelta(seconds=seconds), store=store, service="identity")


def _signed_in(store: MemoryStore, email: str = ANNA) -> Any:
    request_id = use_cases.request_sign_in(_at(store), email, "en")
    session = use_cases.sign_in_by_link(
        _at(store), links.sign("sign_in", request_id, expires_at=NOON + timedelta(days=1))
    )
    principal = Principal(session.person_id, email, session.refresh_token.partition(".")[0])
    return replace(_at(store, 1), principal=principal)


def _device(**lies: Any) -> Authenticator:
    here = passkeys.party()
    return Authenticator(**({"origin": here.origin, "host": here.host} | lies))


def _made(who: Any, device: Authenticator, name: str = "my phone") -> Passkey:
    options = passkeys.to_make(who)
    return passkeys.make(who, name, device.make(options["challenge"], options["user"]["id"]))


def _asked(store: MemoryStore, seconds: float = 10) -> str:
    return str(passkeys.to_sign_in(_at(store, seconds))["challenge"])


def test_given_a_passkey_when_somebody_signs_in_with_it_then_they_are_the_person_who_made_it() -> None:
    store = MemoryStore()
    who, device = _signed_in(store), _device()
    made = _made(who, device)
    session = passkeys.sign_in(_at(store, 10), device.sign(_asked(store)), "Firefox/Windows")
    assert session.person_id == who.principal.person_id
    assert links.read("access", session.access_token, NOON).claims["email"] == ANNA
    kept = store.get(Passkey, *Passkey.key(session.person_id, made.passkey_id))
    assert kept is not None
    assert (kept.counted, kept.used_at) == (1, "2026-03-02T12:00:10Z")
    assert [one.name for one in store.events if one.name == "PasskeyAdded"]


def test_given_an_answer_when_sent_twice_or_late_or_for_the_other_purpose_then_it_is_refused() -> None:
    store = MemoryStore()
    who, device = _signed_in(store), _device()
    _made(who, device)
    signed = device.sign(_asked(store))
    passkeys.sign_in(_at(store, 10), signed, "")
    for credential, at in (
        (signed, 20),
        (device.sign(_asked(store)), 15 * 60 + 10),
        (device.sign(passkeys.to_make(who)["challenge"]), 10),
        (device.sign("bm90LW91cnM"), 10),
    ):
        with pytest.raises(PasskeyRefused):
            passkeys.sign_in(_at(store, at), credential, "")
    options = passkeys.to_make(who)
    twice = _device(credential_id=b"another").make(options["challenge"], options["user"]["id"])
    passkeys.make(who, "one", twice)
    with pytest.raises(PasskeyRefused):
        passkeys.make(who, "two", twice)


@pytest.mark.parametrize(
    "lie",
    [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}, {"flags": 0}],
    ids=["of another page", "of another host", "without finger or PIN", "with nobody there"],
)
def test_given_what_a_good_browser_never_sends_when_it_comes_then_it_is_refused(lie: dict[str, Any]) -> None:
    store = MemoryStore()
    who, device = _signed_in(store), _device()
    with pytest.raises(PasskeyRefused):
        _made(who, _device(**lie))
    _made(who, device)
    for name, value in lie.items():
        setattr(device, name, value)
    with pytest.raises(PasskeyRefused):
        passkeys.sign_in(_at(store, 10), device.sign(_asked(store)), "")


def test_given_a_copied_passkey_when_its_counter_does_not_rise_then_it_is_refused() -> None:
    store = MemoryStore()
    who, device = _signed_in(store), _device()
    _made(who, device)
    copy = replace(device)
    passkeys.sign_in(_at(store, 10), device.sign(_asked(store)), "")
    with pytest.raises(PasskeyRefused):
        passkeys.sign_in(_at(store, 20), copy.sign(_asked(store, 15)), "")
    passkeys.sign_in(_at(store, 30), device.sign(_asked(store, 25)), "")


def test_given_a_passkey_that_does_not_count_when_used_again_then_it_works() -> None:
    store = MemoryStore()
    who, device = _signed_in(store), _device(counts=False)
    _made(who, device)
    for at in (10, 20):
        assert passkeys.sign_in(_at(store, at), device.sign(_asked(store, at)), "").person_id == who.principal.person_id


def test_given_another_key_or_another_person_when_signed_then_it_is_refused() -> None:
    store = MemoryStore()
    anna, bo, device = _signed_in(store), _signed_in(store, BO), _device()
    _made(anna, device)
    other = _device()
    other.person_id = device.person_id
    with pytest.raises(PasskeyRefused):
        passkeys.sign_in(_at(store, 10), other.sign(_asked(store)), "")
    options = passkeys.to_make(bo)
    device.person_id = options["user"]["id"]
    with pytest.raises(PasskeyRefused):
        passkeys.sign_in(_at(store, 10), device.sign(_asked(store)), "")
    with pytest.raises(PasskeyRefused):
        passkeys.make(anna, "of Bo", _device().make(options["challenge"], options["user"]["id"]))


def test_given_a_removed_passkey_when_used_then_it_is_refused_and_another_may_not_remove_it() -> None:
    store = MemoryStore()
    who, device = _signed_in(store), _device()
    made = _made(who, device)
    with pytest.raises(NotFound):
        passkeys.remove(_signed_in(store, BO), made.passkey_id)
    passkeys.remove(who, made.passkey_id)
    assert passkeys.mine(who) == []
    with pytest.raises(PasskeyRefused):
        passkeys.sign_in(_at(store, 10), device.sign(_asked(store)), "")


def test_given_ten_passkeys_when_one_more_is_made_then_it_is_refused() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    for number in range(MOST):
        _made(who, _device(credential_id=bytes([number]) * 16))
    assert len(passkeys.to_make(who)["excludeCredentials"]) == MOST
    with pytest.raises(TooManyPasskeys):
        _made(who, _device())


@given(
    st.one_of(
        st.text(),
        st.recursive(
            st.none() | st.text() | st.integers(),
            lambda one: (
                st.lists(one)
                | st.dictionaries(st.sampled_from(["id", "response", "clientDataJSON", "userHandle", "challenge"]), one)
            ),
        ).map(str),
    )
)
def test_given_anything_when_read_then_it_is_refused_in_words(text: str) -> None:
    with pytest.raises(PasskeyRefused):
        Sent.read(text)


def test_given_a_host_without_a_name_when_asked_then_no_passkey_is_offered() -> None:
    names = ("tandem.example", "localhost", "x1.execute-api.eu-central-1.amazonaws.com")
    assert all(Party(one, "").has_name for one in names)
    assert not any(Party(one, "").has_name for one in ("127.0.0.1", "::1", ""))
