"""The one botocore session of a process: what it read of its packages' data serves every client."""

from __future__ import annotations

from functools import cache

from botocore.config import Config
from botocore.session import Session, get_session

NAME = "tandem"
"""The User-Agent of our requests. Left to itself botocore puts a longer one together anew for each request, which is an
eighth of the CPU that a request takes here."""


@cache
def session() -> Session:
    """Return the session: one of its own costs a client six times as much, boto3's would be a third more to load."""
    made = get_session()
    made.set_default_client_config(Config(user_agent=NAME))
    return made
