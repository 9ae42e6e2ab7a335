"""Two signing keys: while one takes over from the other, nothing that was signed stops working, and later it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from identity import authorizer, domain, use_cases
from mentoring import links
from mentoring.settings import settings
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

    Keys = Callable[[str, str], None]

OLD, NEW = "old-key-0123456789", "new-key-0123456789"


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Given: a deployment with this key that signs and this one that is accepted too."""

    def deployed(signing: str, accepted: str) -> None:
        kept = replace(settings(), signing_key=signing, accepted_key=accepted)
        monkeypatch.setattr(links, "settings", lambda: kept)

    return deployed


def _at(store: MemoryStore, seconds: float = 0) -> Any:
    return context_at(NOON + timedelta(seconds=seconds), store=store, service="identity")


STEPS = [(OLD, OLD), (OLD, NEW), (NEW, OLD), (NEW, NEW)]
"""The deployments of one rotation: as it was, the new one accepted, the new one signs, the old one retired."""


@pytest.mark.parametrize("step", range(len(STEPS) - 1))
def test_given_two_deployments_in_a_row_when_functions_have_one_or_the_other_then_each_reads_what_the_other_signed(
    keys: Keys, step: int
) -> None:
    for writer, reader in ((step, step + 1), (step + 1, step)):
        keys(*STEPS[writer])
        token = links.sign("proposal", "1", expires_at=NOON + timedelta(days=1))
        keys(*STEPS[reader])
        assert links.read("proposal", token, NOON).subject == "1"


def test_given_a_key_that_was_retired_when_its_links_come_then_they_are_invalid(keys: Keys) -> None:
    keys(OLD, OLD)
    token = links.sign("proposal", "1", expires_at=NOON + timedelta(days=1))
    keys(NEW, NEW)
    with pytest.raises(links.LinkInvalid):
        links.read("proposal", token, NOON)


def test_given_a_new_key_when_the_authorizer_meets_a_token_of_the_old_one_then_it_still_names_the_person(
    keys: Keys,
) -> None:
    keys(OLD, OLD)
    far = NOON + timedelta(days=36500)  # the authorizer's clock is the machine's
    token = links.sign("access", "anna", expires_at=far, email="anna@firma.example")
    keys(NEW, OLD)
    event = {"methodArn": "arn:aws:execute-api:r:1:api/live/GET/home", "headers": {"Authorization": f"Bearer {token}"}}
    assert authorizer.handler(event)["principalId"] == "anna"


def test_given_a_code_from_a_mail_when_the_key_changes_before_it_is_typed_then_it_signs_in(keys: Keys) -> None:
    store = MemoryStore()
    keys(OLD, OLD)
    request_id = use_cases.request_sign_in(_at(store), "anna@firma.example", "en", "/home")
    code = links.code(request_id)
    keys(NEW, OLD)
    assert use_cases.sign_in_by_code(_at(store), request_id, code).access_token


def test_given_a_renewal_whose_answer_was_lost_when_the_key_changed_between_then_the_session_goes_on(
    keys: Keys,
) -> None:
    store = MemoryStore()
    keys(OLD, OLD)
    request_id = use_cases.request_sign_in(_at(store), "anna@firma.example", "en", "/home")
    token = links.sign("sign_in", request_id, expires_at=NOON + timedelta(hours=1))
    first = use_cases.sign_in_by_link(_at(store), token).refresh_token
    lost = use_cases.refresh(_at(store, 600), first).refresh_token
    keys(NEW, OLD)
    again = use_cases.refresh(_at(store, 600 + domain.GRACE.total_seconds() / 2), first).refresh_token
    assert again.rpartition(".")[0] == lost.rpartition(".")[0]  # the seal is of the new key
    assert use_cases.refresh(_at(store, 900), again).refresh_token
