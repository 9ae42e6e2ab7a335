"""Signing in by link and code, sessions that rotate, and who somebody is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from identity import authorizer, domain, use_cases
from mentoring import clock, ids, links
from mentoring.errors import NotFound, SignInRequired
from mentoring.events.catalogue import ApplicationAccepted
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import PROGRAMME, event, participant

EMAIL = "Anna.Nowak@firma.example"


def _at(store: MemoryStore, minutes: float = 0, person_id: str = "") -> Any:
    return context_at(NOON + timedelta(minutes=minutes), store=store, person_id=person_id, service="identity")


def _request(store: MemoryStore) -> str:
    return use_cases.request_sign_in(_at(store), EMAIL, "en", "/home")


def _token(request_id: str) -> str:
    return links.sign("sign_in", request_id, expires_at=NOON + timedelta(hours=1))


def test_given_a_link_when_used_then_a_person_is_there_with_a_verified_address_and_a_second_use_is_refused() -> None:
    store = MemoryStore()
    token = _token(_request(store))
    session = use_cases.sign_in_by_link(_at(store, 1), token)
    assert session.person_id == ids.derived("person", EMAIL.lower())
    assert session.next == "/home"
    assert [one.name for one in store.events] == ["SignInRequested", "PersonRegistered"]
    with pytest.raises(domain.SignInExpired):
        use_cases.sign_in_by_link(_at(store, 2), token)


def test_given_the_same_person_when_signing_in_again_then_nobody_new_is_made() -> None:
    store = MemoryStore()
    people = {use_cases.sign_in_by_link(_at(store, 1), _token(_request(store))).person_id for _ in range(2)}
    assert len(people) == 1
    assert [one.name for one in store.events].count("PersonRegistered") == 1


def test_given_a_code_when_typed_with_spaces_then_it_signs_in() -> None:
    store = MemoryStore()
    request_id = _request(store)
    code = links.code(request_id)
    assert use_cases.sign_in_by_code(_at(store), request_id, f"{code[:3]} {code[3:]}").access_token


def test_given_five_wrong_codes_when_the_right_one_comes_then_it_is_too_late() -> None:
    store = MemoryStore()
    request_id = _request(store)
    wrong = f"{(int(links.code(request_id)) + 1) % 1_000_000:06d}"
    for _ in range(domain.TRIES):
        with pytest.raises(domain.WrongCode):
            use_cases.sign_in_by_code(_at(store), request_id, wrong)
    for code in (links.code(request_id), wrong):
        with pytest.raises(domain.SignInExpired):
            use_cases.sign_in_by_code(_at(store), request_id, code)


@pytest.mark.parametrize("request_id", ["none", None])
def test_given_no_request_or_an_old_one_when_signing_in_then_it_has_expired(request_id: str | None) -> None:
    store = MemoryStore()
    wanted = request_id or _request(store)
    with pytest.raises(domain.SignInExpired):
        use_cases.sign_in_by_link(_at(store, 16), _token(wanted))
    with pytest.raises(domain.SignInExpired):
        use_cases.sign_in_by_code(_at(store, 16), wanted, "000000")


def test_given_a_refresh_token_when_used_then_it_rotates_and_its_reuse_ends_the_session() -> None:
    store = MemoryStore()
    first = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    second = use_cases.refresh(_at(store, 10), first.refresh_token)
    assert use_cases.refresh(_at(store, 10.2), first.refresh_token).access_token  # two tabs at once
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(store, 20), second.refresh_token)
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(store, 20), first.refresh_token)


@pytest.mark.parametrize("token", ["", "nonsense", "none.secret"])
def test_given_no_session_when_renewed_then_sign_in_is_required(token: str) -> None:
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(MemoryStore()), token)


def test_given_a_session_of_long_ago_when_renewed_then_sign_in_is_required() -> None:
    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(store, 60 * 24 * 31), session.refresh_token)


def test_given_a_session_when_signed_out_then_it_can_not_be_renewed() -> None:
    from dataclasses import replace

    from mentoring.context import Principal

    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    family = session.refresh_token.split(".")[0]
    context = replace(_at(store), principal=Principal(session.person_id, EMAIL, family))
    for _ in range(2):
        use_cases.sign_out(context)
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(store), session.refresh_token)


def test_given_a_person_when_they_change_themselves_then_it_is_kept() -> None:
    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    me = _at(store, person_id=session.person_id)
    use_cases.change_me(me, {"name": "Anna", "form": "f"})
    assert (use_cases.me(me).name, use_cases.me(me).locale) == ("Anna", "en")
    with pytest.raises(NotFound):
        use_cases.me(_at(store, person_id="nobody"))


def test_given_an_accepted_applicant_when_heard_of_twice_then_one_person_with_their_name() -> None:
    store = MemoryStore()
    one = participant("ola", "mentee")
    store.put(one)
    accepted = ApplicationAccepted("ola", PROGRAMME, "ola", one.person_id, "mentee")
    for _ in range(2):
        use_cases.meet_participant(_at(store), event(accepted, store))
    assert use_cases.me(_at(store, person_id=one.person_id)).name == "Ola"
    assert [each.name for each in store.events] == ["PersonRegistered"]
    with pytest.raises(NotFound):
        use_cases.meet_participant(_at(store), event(ApplicationAccepted("x", PROGRAMME, "x", "x", "mentee"), store))


ARN = "arn:aws:execute-api:eu-central-1:1:api/live/GET/home"


def _header(token: str, how: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if how == "bearer" else {"Cookie": f"a=b; tandem_access={token}"}


@pytest.mark.parametrize("how", ["bearer", "cookie"])
def test_given_an_access_token_when_authorized_then_the_person_is_named(how: str) -> None:
    token = links.sign("access", "anna", expires_at=clock.now() + timedelta(minutes=1), email=EMAIL)
    answer = authorizer.handler({"methodArn": ARN, "headers": _header(token, how)})
    assert answer["context"] == {"person_id": "anna", "email": EMAIL}
    assert answer["policyDocument"]["Statement"][0] == {
        "Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "arn:aws:execute-api:eu-central-1:1:api/live/*",
    }  # fmt: skip


@pytest.mark.parametrize("headers", [None, {}, {"Authorization": "Bearer x"}, {"Cookie": "tandem_access="}])
def test_given_anything_else_when_authorized_then_it_is_nobody(headers: dict[str, str] | None) -> None:
    old = links.sign("access", "anna", expires_at=clock.now() - timedelta(minutes=1))
    for given in (headers, _header(old, "bearer")):
        assert authorizer.handler({"methodArn": ARN, "headers": given})["context"] == {"person_id": ""}
