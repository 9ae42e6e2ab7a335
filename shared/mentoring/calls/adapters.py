"""The implementations of `Calls`; only the composition root knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.calls import Call, Calls


class KeptCalls:
    """The room that a pair has anyway, with whatever service."""

    def link(self, call: Call) -> str:
        """See `Calls.link`."""
        return call.kept


class PatternCalls:
    """A room at a service that opens one for whoever comes to its address, such as Jitsi Meet."""

    def link(self, call: Call) -> str:
        """See `Calls.link`."""
        from mentoring.calls import patterns  # noqa: PLC0415 - few requests make a link

        return patterns.filled(call) if call.pattern and call.secret else ""


@dataclass(frozen=True)
class FirstOf:
    """Several, in the order in which they are asked."""

    several: tuple[Calls, ...]

    def link(self, call: Call) -> str:
        """Return what the first one says that can say it."""
        return next((link for one in self.several if (link := one.link(call))), "")
