"""Onboarding at home: how far somebody is, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.onboarding import head, progress
from tests.fakes.people import MENTEE, MENTOR, PROGRAMME
from tests.integration.lambdas import keep
from tests.integration.workspace.givens import call

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_onboarding_to_do_when_home_is_opened_then_it_says_how_far_and_what_is_next(agreed: DynamoStore) -> None:
    keep(agreed, head(), progress("mentee"), progress("mentor", left=0, following={}))
    home = call("GET", "/home", MENTEE)["body"]
    assert "Onboarding: 3 of 7" in home
    assert "Next: Confidence." in home
    assert f'href="/onboarding/{PROGRAMME}"' in home
    assert "Wdrożenie: 3 z 7" in call("GET", "/home", MENTEE, language="pl")["body"]
    ready = call("GET", "/home", MENTOR)["body"]
    assert "Onboarding: 3 of 7" not in ready
    assert f'href="/onboarding/{PROGRAMME}"' in ready, "it can be read again"
