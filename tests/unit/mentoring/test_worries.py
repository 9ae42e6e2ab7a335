"""Every rule of monitoring has a text."""

from __future__ import annotations

import pytest

from mentoring import worries
from mentoring.tables.vocabulary import Worry


@pytest.mark.parametrize(
    ("rule", "days", "said"),
    [
        ("silence", 1, "no meeting for 1 day and nothing planned"),
        ("silence", 46, "no meeting for 46 days and nothing planned"),
        ("first_meeting", 14, "no first meeting arranged for 14 days"),
        ("contract", 22, "contract not signed 22 days after the first meeting"),
        ("goal", 3, "three meetings held and no goal agreed"),
        ("help", 0, "one of them asked for help"),
        ("closed", 0, "the process is closed"),
        ("over", 0, "the programme is closed"),
    ],
)
def test_given_a_rule_when_said_then_it_is_a_reason_in_words(rule: str, days: int, said: str) -> None:
    assert worries.reason(rule, days, "en") == said


@pytest.mark.parametrize("rule", [one for one in Worry if one])
def test_given_any_rule_when_said_then_it_has_words(rule: Worry) -> None:
    assert worries.reason(rule, 3, "en")
