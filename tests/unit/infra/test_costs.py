"""What a season costs: the arithmetic of the page."""

from __future__ import annotations

from typing import Any

import pytest

from infra.season import costs

COUNTS: dict[str, Any] = {
    "participants": 10, "mails": 100, "mail_bytes": 0, "events": 100, "deliveries": 100, "requests": 100,
    "invocations": 200, "gb_seconds": 20.0, "log_bytes": 1000, "read_units": 100, "write_units": 100, "s3_requests": 1,
    "figures": {"Pairs": 5, "Answers": 50},
}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "minutes"),
    [("rate(1 minute)", 1), ("rate(5 minutes)", 5), ("cron(5 * * * ? *)", 60), ("cron(0 6 ? * MON *)", 10_080)],
)
def test_given_a_schedule_when_read_then_its_runs_are_known(expression: str, minutes: int) -> None:
    assert costs.between(expression) == minutes


def test_given_a_schedule_of_another_kind_when_read_then_it_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="how often"):
        costs.between("at(2026-03-01T12:00:00)")


def test_given_ten_times_the_people_when_counted_then_mails_cost_ten_times_as_much() -> None:
    few, many = (costs.season(COUNTS, number)["Mails"][0] for number in (10, 100))
    assert (few, many) == (100, 1000)


def test_given_few_events_when_charged_by_the_hour_then_a_metric_costs_only_the_hours_it_is_written() -> None:
    (written, _), (full, _) = (
        costs.season(COUNTS, number)["Metrics of our own, in the hours they are written"] for number in (10, 1_000_000)
    )
    assert written == pytest.approx((100 + 5 + 50) / 730)
    assert full == 3 * costs.MONTHS


def test_given_what_runs_anyway_when_priced_then_it_is_the_sum_of_its_rows() -> None:
    assert costs.cost({"a": (2, "SES, mail"), "b": (1, "Secrets Manager, secret, month")}) == pytest.approx(0.4002)
