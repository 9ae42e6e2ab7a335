"""Structured logs: one JSON line per invocation, ids only."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger

from mentoring.settings import settings


@cache
def logger(service: str) -> Logger:
    """Return the JSON logger of a service."""
    return Logger(service=service, level=settings().log_level, log_uncaught_exceptions=False)


def access_line(service: str, what: str, outcome: str, **ids: object) -> None:
    """Write the one line every invocation leaves: what was done, how it ended, which ids it was about."""
    logger(service).info(what, extra={"outcome": outcome, **ids})
