"""Withdrawing from a mail without signing in, and taking that back as long as nothing has come of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import ids, links
from mentoring.errors import NotFound
from mentoring.tables.recruitment import Application
from recruitment import domain
from recruitment.use_cases import applications, deciding, withdrawing
from tests.unit.recruitment.givens import World, kept, profile

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def sent(where: World, role: str = "mentee") -> Application:
    return applications.keep_application(where.who("ada"), "wiosna", role, profile(role), submit=True)


def token_of(where: World, one: Application, email: str = "") -> str:
    claims = {"programme_id": where.programme_id, "address": ids.address_key(email or one.email)}
    return links.sign("withdraw", one.application_id, expires_at=NOW + timedelta(days=30), person_id="ada", **claims)


def decide(where: World, one: Application, decision: str) -> None:
    deciding.decide(where.who("anna"), where.programme_id, [one.application_id], decision, message="Napisz.")


@pytest.mark.parametrize("state", ["submitted", "needs_info", "waitlisted"])
def test_given_an_application_that_waits_when_withdrawn_and_taken_back_then_it_waits_as_before(state: str) -> None:
    where = World()
    one = sent(where)
    if state != "submitted":
        decide(where, one, state)
    token = token_of(where, one)

    assert withdrawing.look(where.who(""), token).may_withdraw
    for _ in range(2):
        withdrawing.withdraw(where.who(""), token)
    assert kept(where, one.application_id).state == "withdrawn"
    assert where.published.count("ApplicationWithdrawn") == 1
    assert withdrawing.look(where.who(""), token).may_undo
    for _ in range(2):
        withdrawing.undo(where.who(""), token)

    assert kept(where, one.application_id).state == state
    assert where.published.count("ApplicationSubmitted") == 2


def test_given_somebody_who_takes_part_when_they_leave_then_it_cannot_be_taken_back() -> None:
    where = World()
    one = sent(where)
    decide(where, one, "accepted")
    token = token_of(where, one)
    withdrawing.withdraw(where.who(""), token)

    assert not withdrawing.look(where.who(""), token).may_undo
    with pytest.raises(domain.NotWithdrawable):
        withdrawing.undo(where.who(""), token)


def test_given_a_rejected_application_when_its_link_is_opened_then_there_is_nothing_to_withdraw() -> None:
    where = World()
    one = sent(where)
    decide(where, one, "rejected")

    assert not withdrawing.look(where.who(""), token_of(where, one)).may_withdraw
    with pytest.raises(domain.NotWithdrawable):
        withdrawing.withdraw(where.who(""), token_of(where, one))


def test_given_a_withdrawal_when_the_form_is_begun_anew_then_the_old_state_does_not_come_back() -> None:
    where = World()
    one = sent(where)
    token = token_of(where, one)
    withdrawing.withdraw(where.who(""), token)
    applications.keep_application(where.who("ada"), "wiosna", "mentee", profile(), submit=False)

    assert not withdrawing.look(where.who(""), token).may_undo
    with pytest.raises(domain.NotWithdrawable):
        withdrawing.undo(where.who(""), token)


def test_given_a_link_to_another_address_when_opened_then_it_leads_nowhere() -> None:
    where = World()
    one = sent(where)

    with pytest.raises(NotFound):
        withdrawing.look(where.who(""), token_of(where, one, "inna@firma.example"))
