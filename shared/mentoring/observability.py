"""Structured logs and metrics: one JSON line per invocation, with ids but no names."""

from __future__ import annotations

import traceback
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Mapping


class Wordless(LambdaPowertoolsFormatter):
    """Formats an exception with its type and location but without its message, which may quote what somebody typed."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """Return the frames and types of an exception and its causes, the first cause first."""
        causes = list(_causes(ei[1]))
        return "\n".join("".join(_frames(one)) + type(one).__qualname__ for one in reversed(causes))

    def _extract_log_exception(self, log_record: logging.LogRecord) -> Any:
        exception, name, _ = super()._extract_log_exception(log_record)
        return exception, name, None  # a note may quote as well

    def _serialize_stacktrace(self, log_record: logging.LogRecord) -> Any:
        trace = super()._serialize_stacktrace(log_record)
        return {name: value for name, value in trace.items() if name != "value"} if trace is not None else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, then its cause, and so on; libraries that re-raise can make the chain a cycle."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(error: BaseException) -> list[str]:
    return traceback.format_tb(error.__traceback__)


@cache
def logger(service: str) -> Logger:
    """Return the JSON logger of a service."""
    return Logger(service=service, level="INFO", log_uncaught_exceptions=False, logger_formatter=Wordless())


def access_line(service: str, what: str, outcome: str, **ids: object) -> None:
    """Write the one line of each invocation: what was done, how it ended, which ids were involved."""
    logger(service).info(what, extra={"outcome": outcome, **ids})


def count(service: str, figures: Mapping[str, int]) -> None:
    """Write counts as a line that CloudWatch turns into metrics (EMF), without zeros: metrics cost money."""
    _write(service, {name: value for name, value in figures.items() if value}, MetricUnit.Count)


def seconds(service: str, **figures: float) -> None:
    """Write durations in seconds as metrics, zeros included."""
    _write(service, figures, MetricUnit.Seconds)


def _write(service: str, figures: Mapping[str, float], unit: MetricUnit) -> None:
    if not figures:
        return
    metrics = Metrics(service=service)
    for name, value in figures.items():
        metrics.add_metric(name=name, unit=unit, value=value)
    metrics.flush_metrics()
