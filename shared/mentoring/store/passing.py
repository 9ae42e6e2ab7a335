"""Faults that pass: whoever meets one leaves the work to the queue, which brings it again."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from mentoring.errors import Stale

PASSING = (Stale, OSError, BotoCoreError, ClientError, PynamoDBException)
"""What may go better next time: a clash, or a service that didn't answer."""
