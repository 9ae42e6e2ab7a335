"""Structured logs and metrics: one JSON line per invocation, ids only, and figures without names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from mentoring.settings import settings

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def logger(service: str) -> Logger:
    """Return the JSON logger of a service."""
    return Logger(service=service, level=settings().log_level, log_uncaught_exceptions=False)


def access_line(service: str, what: str, outcome: str, **ids: object) -> None:
    """Write the one line every invocation leaves: what was done, how it ended, which ids it was about."""
    logger(service).info(what, extra={"outcome": outcome, **ids})


def count(service: str, figures: Mapping[str, int]) -> None:
    """Write counts as a line that CloudWatch makes metrics of (EMF); nothing for zeros, so that nothing is charged."""
    _write(service, {name: value for name, value in figures.items() if value}, MetricUnit.Count)


def seconds(service: str, **figures: float) -> None:
    """Write durations in seconds as metrics, zeros too."""
    _write(service, figures, MetricUnit.Seconds)


def _write(service: str, figures: Mapping[str, float], unit: MetricUnit) -> None:
    if not figures:
        return
    metrics = Metrics(service=service)
    for name, value in figures.items():
        metrics.add_metric(name=name, unit=unit, value=value)
    metrics.flush_metrics()
