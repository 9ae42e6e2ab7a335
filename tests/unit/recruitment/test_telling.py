"""People who wait for their first mail: told some each morning, in order, nobody twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mentoring import clock
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import Standing
from recruitment.use_cases import (
    claims,
    telling,
)
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.recruitment.strangers import DAILY, TOTAL, added, founded, import_, mallory, organization, token


def _hourly(store: MemoryStore, first: float, last: float) -> list[tuple[str, int]]:
    """When: the schedule runs every hour from one day to another; return when it sent how many."""
    sent: list[tuple[str, int]] = []
    for hour in range(int(first * 24), int(last * 24)):
        context = context_at(NOON + timedelta(hours=hour), store=store, service="recruitment")
        if told := telling.send_due(context)["told"]:
            sent.append((clock.iso(context.clock()), told))
    return sent


def test_given_people_who_wait_when_days_pass_then_mails_go_out_by_themselves_each_morning_up_to_the_limit_in_all(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)

    sent = _hourly(store, 0, 9)

    assert [told for _, told in sent] == [TOTAL - DAILY]
    assert sent[0][0] == clock.iso((NOON + timedelta(days=1)).replace(hour=7))
    assert added(store) == TOTAL


def test_given_one_who_confirms_when_days_pass_then_everybody_is_told_some_a_day_and_nobody_twice(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)
    claims.answer(mallory(store), token(programme, "m0"), me=True)

    sent = _hourly(store, 0, 14)

    assert [told for _, told in sent] == [DAILY] * 9
    assert added(store) == 200
    assert _hourly(store, 14, 16) == []
    assert organization(store, programme).due_at is None


def test_given_five_who_confirm_when_the_next_hour_comes_then_all_the_others_are_told(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    for number in range(5):
        claims.answer(mallory(store), token(programme, f"m{number}"), me=True)

    assert [told for _, told in _hourly(store, 0, 3)] == [80]


def test_given_the_operator_vouches_when_nobody_acts_then_the_others_are_told_the_next_morning(
    store: MemoryStore, installation: Any
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    email = "mallory@zlo.example"
    store.put(Person(*Person.key("mallory"), person_id="mallory", email=email, registered_at=clock.iso(NOON)))
    installation(founders=email)

    assert [told for _, told in _hourly(store, 0, 3)] == [80]


def test_given_an_established_organization_with_very_many_when_a_run_comes_then_it_sends_some_and_the_next_goes_on(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 1_000)
    one = organization(store, programme)
    one.standing = Standing.ESTABLISHED
    store.put(one)

    sent = _hourly(store, 0, 30)

    assert [told for _, told in sent] == [450, 450, 80]
    assert max(store.sizes) <= 100


def test_given_a_programme_that_is_over_when_a_run_comes_then_nobody_of_it_is_told_any_more(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    kept_ = store.get(Programme, *Programme.key(programme.programme_id))
    assert kept_ is not None
    kept_.stage = "closed"
    store.put(kept_)

    assert _hourly(store, 0, 3) == []
    assert organization(store, programme).due_at is None


def test_given_people_who_wait_when_the_organizer_looks_then_the_page_says_when_they_are_told(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    assert telling.quota(mallory(store), programme).again is None
    import_(store, programme, 0, 200)
    assert telling.quota(mallory(store), programme).again == (NOON + timedelta(days=1)).replace(hour=7)
