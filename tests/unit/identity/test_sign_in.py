"""Signing in by link and code, sessions that rotate, and who somebody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from identity import authorizer, domain, use_cases
from mentoring import clock, ids, links
from mentoring.context import Principal
from mentoring.errors import DomainError, NotFound, SignInRequired
from mentoring.events.recruitment import ApplicationAccepted
from mentoring.tables.core import ANY
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Member
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import PROGRAMME, event, participant

EMAIL = "Anna.Nowak@firma.example"


def _at(store: MemoryStore, minutes: float = 0, person_id: str = "") -> Any:
    return context_at(NOON + timedelta(minutes=minutes), store=store, person_id=person_id, service="identity")


def _request(store: MemoryStore) -> str:
    return use_cases.request_sign_in(_at(store), EMAIL, "en", "/home")


def _token(request_id: str) -> str:
    return links.sign("sign_in", request_id, expires_at=NOON + timedelta(days=1))


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


def test_given_somebody_who_becomes_an_organizer_when_their_session_is_renewed_then_it_says_so() -> None:
    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store, 1), _token(_request(store)))
    assert "organizes" not in links.read("access", session.access_token, NOON).claims
    member = Member(*Member.key("org-1", session.person_id), organization_id="org-1", person_id=session.person_id)
    member.list_pk, member.list_sk = Member.list_key(session.person_id, "org-1")
    store.put(member)
    renewed = use_cases.refresh(_at(store, 2), session.refresh_token)
    assert links.read("access", renewed.access_token, NOON).claims["organizes"]


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


@pytest.mark.parametrize("token", ["", "nonsense", "none.secret"])
def test_given_no_session_when_renewed_then_sign_in_is_required(token: str) -> None:
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(MemoryStore()), token)


def test_given_a_session_of_long_ago_when_renewed_then_sign_in_is_required() -> None:
    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(store, 60 * 24 * 31), session.refresh_token)


def _me(store: MemoryStore, session: use_cases.Session) -> Any:
    """Return a context as the authorizer makes it of the session's access token."""
    return replace(_at(store), principal=Principal(session.person_id, EMAIL, session.refresh_token.partition(".")[0]))


@pytest.mark.parametrize("by", ["access token", "refresh token"])
def test_given_a_session_when_signed_out_then_neither_is_it_renewed_nor_does_it_change_the_account(by: str) -> None:
    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    me = _me(store, session)
    for _ in range(2):
        use_cases.sign_out(*((me,) if by == "access token" else (_at(store), session.refresh_token)))
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(store), session.refresh_token)
    with pytest.raises(SignInRequired):
        use_cases.me(me)
    with pytest.raises(SignInRequired):
        use_cases.change_me(me, {"name": "Anna"}, ANY)


def test_given_only_the_name_of_a_session_when_signed_out_then_it_goes_on() -> None:
    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    use_cases.sign_out(_at(store), f"{session.refresh_token.partition('.')[0]}.made-up")
    assert use_cases.refresh(_at(store), session.refresh_token)


def test_given_a_session_of_somebody_else_when_named_then_it_is_nobodys() -> None:
    store = MemoryStore()
    session = use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    stranger = replace(
        _me(store, session), principal=Principal("stranger", EMAIL, _me(store, session).principal.session)
    )
    with pytest.raises(SignInRequired):
        use_cases.me(stranger)


def test_given_a_person_when_they_change_themselves_then_it_is_kept() -> None:
    store = MemoryStore()
    me = _me(store, use_cases.sign_in_by_link(_at(store), _token(_request(store))))
    use_cases.change_me(me, {"name": "Anna", "form": "f"}, ANY)
    mine = use_cases.me(me)
    assert (mine.says("name"), mine.says("form"), mine.says("zone"), mine.locale) == ("Anna", "f", "", "en")
    assert [one.name for one in store.events][-1] == "PersonChanged"


def test_given_an_account_an_import_made_when_its_person_signs_in_then_they_live_where_they_are() -> None:
    store = MemoryStore()
    store.put(participant("anna", "mentee"))
    person_id = ids.derived("person", EMAIL.lower())
    store.put(Person(*Person.key(person_id), person_id=person_id, email=EMAIL, registered_at=clock.iso(NOON)))
    mine = use_cases.me(_me(store, use_cases.sign_in_by_link(_at(store), _token(_request(store)))))
    assert (mine.locale, mine.zone, mine.says("locale")) == ("en", "Europe/Warsaw", "")


def test_given_accepted_applicants_when_heard_of_then_one_account_without_a_name_of_anybody_else() -> None:
    store = MemoryStore()
    one = participant("ola", "mentee")
    one.name, one.locale, one.zone = "Insulting Name", "en", "Asia/Tokyo"
    store.put(one)
    accepted = ApplicationAccepted("ola", PROGRAMME, "ola", one.person_id, "mentee")
    for _ in range(2):
        use_cases.meet_participant(_at(store), event(accepted, store))
    found = store.get(Person, *Person.key(one.person_id))
    assert found is not None
    assert (found.name, found.locale, found.zone, found.own) == ("", "", "", [])
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


@pytest.mark.parametrize("written", ["{a}-{b}", "{a} {b}", "{a}\u2013{b}", " {a}\u00a0{b}. ", "{a}\u200b{b}", "{wide}"])
def test_given_a_code_as_people_type_or_paste_it_when_it_comes_then_it_signs_in(written: str) -> None:
    store = MemoryStore()
    request_id = _request(store)
    code = links.code(request_id)
    wide = "".join(chr(0xFF10 + int(digit)) for digit in code)
    typed = written.format(a=code[:3], b=code[3:], wide=wide)
    assert use_cases.sign_in_by_code(_at(store), request_id, typed).access_token


@pytest.mark.parametrize("written", ["", "12345", "1234567", "12345a", "żółtko"])
def test_given_what_is_no_code_when_typed_then_it_says_so_and_no_try_is_lost(written: str) -> None:
    store = MemoryStore()
    request_id = _request(store)
    for _ in range(domain.TRIES + 1):
        with pytest.raises(domain.NotSixDigits):
            use_cases.sign_in_by_code(_at(store), request_id, written)
    assert use_cases.sign_in_by_code(_at(store), request_id, links.code(request_id)).access_token


class Crowd(MemoryStore):
    """Lets everybody read before anybody writes: a commit first runs all who still wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Any] = []

    def commit(self, changes: Any) -> None:
        if self.waiting:
            self.waiting.pop()()
        super().commit(changes)


def _outcomes(crowd: Crowd, asks: list[Any]) -> list[str]:
    """Return how each of these ended when all of them ran at once."""
    outcomes: list[str] = []

    def tried(ask: Any) -> Any:
        def run() -> None:
            try:
                ask()
            except DomainError as error:
                outcomes.append(error.code)
            else:
                outcomes.append("done")

        return run

    first, *rest = [tried(ask) for ask in asks]
    crowd.waiting = rest
    first()
    while crowd.waiting:
        crowd.waiting.pop()()
    return outcomes


def test_given_fifty_requests_for_one_address_at_once_when_counted_then_no_more_mails_than_allowed() -> None:
    store = Crowd()
    asks = [partial(use_cases.request_sign_in, _at(store), f"anna+{n}@firma.example", "en") for n in range(50)]
    outcomes = _outcomes(store, asks)
    assert len(store.events) == outcomes.count("done") == domain.MAILS_TO_ADDRESS.free
    assert outcomes.count("sign-in-paused") == 50 - domain.MAILS_TO_ADDRESS.free


def test_given_many_addresses_from_one_network_when_counted_then_no_more_mails_than_allowed() -> None:
    store = MemoryStore()
    here = replace(_at(store), source="203.0.113.7")
    elsewhere = replace(_at(store), source="203.0.113.8")
    for number in range(domain.MAILS_FROM_SOURCE.free):
        use_cases.request_sign_in(here, f"p{number}@firma.example", "en")
    with pytest.raises(domain.SignInPaused):
        use_cases.request_sign_in(here, "new@firma.example", "en")
    assert use_cases.request_sign_in(elsewhere, "new@firma.example", "en")
    assert "203.0.113" not in str(store.markers) + str(store.outbox)


def test_given_a_known_and_an_unknown_address_when_paused_then_the_answer_is_the_same() -> None:
    store = MemoryStore()
    use_cases.sign_in_by_link(_at(store), _token(_request(store)))
    told = []
    for email in (EMAIL, "nobody@firma.example"):
        store.markers.clear()
        for _ in range(domain.MAILS_TO_ADDRESS.free):
            use_cases.request_sign_in(_at(store), email, "en")
        with pytest.raises(domain.SignInPaused) as refused:
            use_cases.request_sign_in(_at(store), email, "en")
        told.append((refused.value.message, refused.value.params, refused.value.headers))
    assert told[0] == told[1]


def test_given_wrong_codes_over_many_requests_of_an_address_when_typed_then_even_the_right_one_has_to_wait() -> None:
    store = MemoryStore()
    requests = [_request(store) for _ in range(domain.WRONG_CODES.free // (domain.TRIES - 1) + 1)]
    tries = [one for one in requests for _ in range(domain.TRIES - 1)][: domain.WRONG_CODES.free]
    for request_id in tries:
        wrong = f"{(int(links.code(request_id)) + 1) % 1_000_000:06d}"
        with pytest.raises(domain.WrongCode):
            use_cases.sign_in_by_code(_at(store), request_id, wrong)
    with pytest.raises(domain.CodePaused):
        use_cases.sign_in_by_code(_at(store), requests[-1], links.code(requests[-1]))
    assert use_cases.sign_in_by_link(_at(store), _token(requests[-1]))


def test_given_fifty_wrong_codes_at_once_when_counted_then_no_more_tries_than_allowed() -> None:
    store = Crowd()
    request_id = _request(store)
    wrong = f"{(int(links.code(request_id)) + 1) % 1_000_000:06d}"
    outcomes = _outcomes(store, [partial(use_cases.sign_in_by_code, _at(store), request_id, wrong)] * 50)
    assert outcomes.count("wrong-code") == domain.TRIES
    assert outcomes.count("sign-in-expired") == 50 - domain.TRIES
