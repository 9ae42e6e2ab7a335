"""Somebody's sessions: what they see of them, ending one, ending all, and too many."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from identity import domain, use_cases
from identity.domain import devices
from mentoring import links
from mentoring.context import Principal
from mentoring.errors import NotFound, SignInRequired
from mentoring.tables.identity import Person, SessionList
from mentoring.tables.once import OnceItem
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.racing import RacingStore, race

ANNA, BO = "anna@firma.example", "bo@firma.example"
AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox/Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0":
        "Edge/Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1":
        "Safari/iPhone",
    "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36":
        "Samsung Internet/Android",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36": "Chrome/Linux",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15":
        "Safari/macOS",
    "curl/8.7.1": "/",
    "": "/",
}  # fmt: skip
"""User agents as browsers send them → what is kept of them."""


def _at(store: MemoryStore, seconds: float = 0) -> Any:
    return context_at(NOON + timedelta(seconds=seconds), store=store, service="identity")


def _signed_in(store: MemoryStore, email: str = ANNA, seconds: float = 0, device: str = "") -> use_cases.Session:
    request_id = use_cases.request_sign_in(_at(store, seconds), email, "en", "/home", key=f"{email}{seconds}{device}")
    token = links.sign("sign_in", request_id, expires_at=NOON + timedelta(days=9))
    return use_cases.sign_in_by_link(_at(store, seconds), token, device)


def _in(store: MemoryStore, session: use_cases.Session, seconds: float = 60) -> Any:
    """Return the context of somebody in a session."""
    family_id = session.refresh_token.partition(".")[0]
    return replace(_at(store, seconds), principal=Principal(session.person_id, ANNA, family_id))


def _works(store: MemoryStore, session: use_cases.Session, seconds: float = 120) -> bool:
    try:
        use_cases.refresh(_at(store, seconds), session.refresh_token)
    except SignInRequired:
        return False
    return True


@pytest.mark.parametrize(("user_agent", "device"), AGENTS.items())
def test_given_a_user_agent_when_kept_then_only_browser_and_system_are(user_agent: str, device: str) -> None:
    assert devices.of(user_agent) == device
    assert devices.parts(device) == tuple(device.split("/"))


def test_given_three_sessions_when_listed_then_this_one_comes_first_and_the_others_by_use() -> None:
    store = MemoryStore()
    phone, laptop, old = (_signed_in(store, seconds=at, device=f"{at}/x") for at in (0, 10, 20))
    use_cases.refresh(_at(store, 400), old.refresh_token)
    listed = use_cases.mine(_in(store, laptop, 500))
    assert [one.device for one in listed] == ["10/x", "20/x", "0/x"]
    assert [one.this for one in listed] == [True, False, False]
    assert (listed[1].began_at, listed[1].used_at) == ("2026-03-02T12:00:20Z", "2026-03-02T12:06:40Z")
    assert _works(store, phone)


def test_given_two_people_when_one_ends_a_session_of_the_other_then_it_is_as_if_it_did_not_exist() -> None:
    store = MemoryStore()
    mine, theirs = _signed_in(store), _signed_in(store, BO)
    with pytest.raises(NotFound):
        use_cases.end(_in(store, mine), theirs.refresh_token.partition(".")[0])
    with pytest.raises(NotFound):
        use_cases.end(_in(store, mine), "no-such-session")
    assert _works(store, theirs)


def test_given_a_session_when_ended_from_another_then_it_can_not_be_renewed_and_is_not_listed() -> None:
    store = MemoryStore()
    mine, lost = _signed_in(store), _signed_in(store, seconds=5)
    use_cases.end(_in(store, mine), lost.refresh_token.partition(".")[0])
    assert not _works(store, lost)
    assert _works(store, mine)
    assert len(use_cases.mine(_in(store, mine))) == 1


@pytest.mark.parametrize("but_this", [True, False])
def test_given_sessions_when_all_are_ended_then_only_the_one_that_shall_stay_goes_on(*, but_this: bool) -> None:
    store = MemoryStore()
    mine, others = _signed_in(store), [_signed_in(store, seconds=at) for at in (1, 2, 3)]
    theirs = _signed_in(store, BO)
    use_cases.end_all(_in(store, mine), but_this=but_this)
    assert not any(_works(store, one) for one in others)
    assert _works(store, mine) == but_this
    assert _works(store, theirs)


def test_given_an_ended_session_when_its_access_token_still_lives_then_the_account_refuses_it() -> None:
    store = MemoryStore()
    mine, lost = _signed_in(store), _signed_in(store, seconds=5)
    use_cases.end_all(_in(store, mine), but_this=True)
    for refused in (use_cases.me, use_cases.mine, use_cases.account):
        with pytest.raises(SignInRequired):
            refused(_in(store, lost))


def test_given_more_sessions_than_fit_when_one_more_begins_then_the_one_used_longest_ago_ends() -> None:
    store = MemoryStore()
    begun = [_signed_in(store, seconds=at * 1000) for at in range(domain.MOST_SESSIONS)]
    use_cases.refresh(_at(store, 30_000), begun[0].refresh_token)
    one_more = _signed_in(store, seconds=31_000)
    assert not _works(store, begun[1], 31_001)
    assert all(_works(store, one, 31_002) for one in (*begun[2:], one_more))
    assert len(use_cases.mine(_in(store, one_more, 31_003))) == domain.MOST_SESSIONS


def _of_earlier_version(store: MemoryStore) -> use_cases.Session:
    """Given: a session that was begun before there was a list."""
    session = _signed_in(store)
    item = store.once(OnceItem.session(session.refresh_token.partition(".")[0]))
    assert item is not None
    del item.data["began_at"], item.data["device"]
    store.put(item)
    del store.items[SessionList.key(session.person_id)]
    return session


def test_given_a_session_of_an_earlier_version_when_renewed_then_it_is_listed_and_can_be_ended() -> None:
    store = MemoryStore()
    old = _of_earlier_version(store)
    assert _works(store, old)
    mine = _signed_in(store, seconds=200)
    assert len(use_cases.mine(_in(store, mine, 300))) == 2
    use_cases.end_all(_in(store, mine, 300), but_this=True)
    assert not _works(store, old, 150)


def test_given_all_sessions_ended_when_one_of_an_earlier_version_comes_then_it_does_not_go_on() -> None:
    store = MemoryStore()
    old = _of_earlier_version(store)
    mine = _signed_in(store, seconds=200)
    use_cases.end_all(_in(store, mine, 300), but_this=True)
    assert not _works(store, old, 400)
    assert _works(store, mine, 400)


def test_given_a_session_that_was_copied_when_it_ends_then_its_person_is_told_of_the_device() -> None:
    store = MemoryStore()
    first = _signed_in(store, device="Firefox/Windows")
    second = use_cases.refresh(_at(store, 400), first.refresh_token)
    use_cases.refresh(_at(store, 800), second.refresh_token)
    assert not _works(store, first, 900)
    assert not _works(store, first, 901)
    told = [one.data for one in store.events if one.name == "SessionCopied"]
    assert [(one.person_id, one.device) for one in told] == [(first.person_id, "Firefox/Windows")]
    assert store.get(Person, *Person.key(first.person_id)) is not None


def test_given_two_tabs_when_both_renew_at_the_same_moment_then_both_go_on() -> None:
    store, answers = RacingStore(), list[str]()
    first = _signed_in(store).refresh_token
    ends = race(store, [lambda: answers.append(use_cases.refresh(_at(store, 400), first).refresh_token)] * 2)
    assert ends == ["done"] * 2
    for later, one in enumerate(answers):
        assert use_cases.refresh(_at(store, 800 + later), one)
    assert not [one for one in store.events if one.name == "SessionCopied"]


def test_given_a_sign_in_while_all_others_are_ended_then_it_is_ended_too_or_listed() -> None:
    store, begun = RacingStore(), list[use_cases.Session]()
    mine = _signed_in(store)
    sign_in, end = (
        (lambda: begun.append(_signed_in(store, seconds=50))),
        lambda: use_cases.end_all(_in(store, mine), but_this=True),
    )
    assert race(store, [end, sign_in]) == ["done"] * 2
    listed = {one.session_id for one in use_cases.mine(_in(store, mine))}
    assert (begun[0].refresh_token.partition(".")[0] in listed) == _works(store, begun[0])
