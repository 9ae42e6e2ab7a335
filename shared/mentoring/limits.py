"""Rate limits with a growing pause: pure counting, and the names by which people are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from mentoring import addresses
from mentoring.errors import Paused
from mentoring.values import dataclass

START = datetime.fromtimestamp(0, tz=UTC)


@dataclass(frozen=True)
class Limit:
    """`free` times are allowed at once; then comes a pause of `first`, which doubles up to `longest`.

    One is forgotten after each `forgotten` of time. `refusal` asks people to wait.
    """

    name: str
    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta
    refusal: type[Paused] = Paused


@dataclass(frozen=True)
class Count:
    """How many are remembered (fractions fade with time), since when, and until when the pause lasts."""

    level: float = 0.0
    at: datetime = START
    until: datetime = START

    def wait(self, now: datetime) -> timedelta:
        """Return how much longer the pause lasts."""
        return max(self.until - now, timedelta(0))

    def with_one_more(self, limit: Limit, now: datetime) -> Count:
        """Return the count with one more at this instant."""
        forgotten = max(now - self.at, timedelta(0)) / limit.forgotten
        level = max(self.level - forgotten, 0.0) + 1
        over = round(level) - limit.free
        pause = min(limit.first * 2 ** min(over, 32), limit.longest) if over >= 0 else timedelta(0)
        return Count(level, now, now + pause)


def mailbox(email: str) -> str:
    """Return one name for all sub-addresses of a mailbox (`anna+1@…`, RFC 5233)."""
    local, _, domain = addresses.compared(email).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def network(address: str) -> str:
    """Return the network a request comes from: an IPv4 address, or the /64 of an IPv6 address (one subscriber).

    Returns an empty text for anything that isn't an address.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
