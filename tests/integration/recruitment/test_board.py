"""The board of a programme: why each pair on it needs somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from mentoring import worries
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.vocabulary import AlertState, Worry
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_an_alert_of_any_rule_when_the_board_is_read_then_it_says_the_reason_that_monitoring_says(
    programme: str, store: DynamoStore
) -> None:
    days, started = 46, "2026-03-01T00:00:00Z"
    common = {"programme_id": programme, "pair_id": "p"}
    keep(store, Watch(*Watch.key("p"), **common, started_at=started))
    for rule in filter(None, Worry):
        alert = Alert(*Alert.key(programme, rule), alert_id=rule, **common, rule=rule, days=days, raised_at=started)
        keep(store, alert)
        assert (
            f": {escape(worries.reason(rule, days, 'en'))}</li>" in ANNA.get(f"/organizer/programmes/{programme}").text
        )
        alert.state = AlertState.HANDLED
        keep(store, alert)
