"""Temporary faults, for which work is left to the queue to be delivered again."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from mentoring.errors import Stale

PASSING = (Stale, OSError, BotoCoreError, ClientError, PynamoDBException)
"""Errors that may not occur again: a conflict, or a service that didn't answer."""
