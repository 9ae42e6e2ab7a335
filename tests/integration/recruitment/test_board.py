"""The board of a programme: why each pair on it needs somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from markupsafe import escape

from mentoring import clock, worries
from mentoring.tables.monitoring import Matter
from mentoring.tables.vocabulary import MatterState, Worry
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_a_matter_of_any_rule_when_the_board_is_read_then_it_says_the_reason_that_monitoring_says(
    programme: str, store: DynamoStore
) -> None:
    at = clock.iso(clock.now() - timedelta(days=46, hours=1))
    for rule in filter(None, Worry):
        why = {"rule": rule, "cause": "", "days": 46, "since": at, "raised_at": at}
        matter = Matter(
            *Matter.key(programme, rule), about=rule, programme_id=programme, pair_id="p", urgency="other", since=at,
            reasons=[why],
        )  # fmt: skip
        keep(store, matter)
        page = ANNA.get(f"/organizer/programmes/{programme}").text
        assert f'/matters#{rule}">A pair</a>: {escape(worries.reason(rule, 46, "en"))}</li>' in page
        assert "1 matter needs you" in page
        matter.state = MatterState.DONE
        keep(store, matter)
