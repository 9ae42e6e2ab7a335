"""The first argument of every use case: where it reads and writes, the time, who is asking, and why it runs."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from mentoring import clock as clocks
from mentoring.errors import AlreadyDone
from mentoring.store.remembering import RememberingStore
from mentoring.store.unit_of_work import UnitOfWork
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.calls import Calls
    from mentoring.clock import Clock
    from mentoring.files import Files
    from mentoring.sealing import Keys
    from mentoring.store.port import Store
    from mentoring.store.unit_of_work import Organizer
    from mentoring.workload import Work


@dataclass(frozen=True)
class Principal:
    """Who is asking: a person signed in with one of their addresses, or nobody (`person_id` empty).

    `organizes` says whether they organized anything when their session was renewed, for what they are shown; what they
    may do says `access` alone.
    """

    person_id: str = ""
    email: str = ""
    session: str = ""
    organizes: bool = False

    @property
    def anonymous(self) -> bool:
        """Return whether nobody is signed in."""
        return not self.person_id


ANONYMOUS = Principal()


@dataclass
class Marker:
    """The key in `once` for the current work (a consumer's inbox marker), and whether it has been written."""

    key: str
    written: bool = False


@dataclass(frozen=True, kw_only=True)
class Context:
    """Handed to use cases as their first argument; `locale` and `zone` are the reader's.

    `source` is the network a request came from (`mentoring.limits.network`), nothing where there is none. It is
    personal data: it goes into no log, no item and no event.

    `work` says where work that takes several deliveries stands; see `mentoring.workload`.

    `organizing` are the people and programmes for which `access.organizer` found that they may decide there: events
    say who it was.
    """

    store: Store
    files: Files
    keys: Keys
    calls: Calls
    clock: Clock
    service: str
    correlation_id: str
    causation_id: str | None = None
    principal: Principal = ANONYMOUS
    locale: str = "pl"
    zone: str = "Europe/Warsaw"
    source: str = ""
    marker: Marker | None = field(default=None)
    work: Work | None = None
    organizing: set[tuple[str, str]] = field(default_factory=set)

    def organizer(self, programme_id: str | None) -> str | None:
        """Return the user's id if they act as an organizer of a programme, None for anybody else."""
        person_id = self.principal.person_id
        return person_id if (person_id, programme_id) in self.organizing else None

    def begin(self) -> UnitOfWork:
        """Start the last (or only) unit of work; in a consumer it carries the inbox marker."""
        if self.marker is None or self.marker.written:
            return self.step()
        uow = _Marking(self.marker, self.store, self.clock, organizer=self.organizer, **self._trace())
        uow.once(self.marker.key)
        return uow

    def step(self) -> UnitOfWork:
        """Start a repeatable unit of work without the marker, for all but the last one of a consumer."""
        return UnitOfWork(self.store, self.clock, organizer=self.organizer, **self._trace())

    def remembering(self) -> Context:
        """Return the same context for one transaction that reads nothing twice; within a request it does so anyway."""
        if isinstance(self.store, RememberingStore):
            return self
        return replace(self, store=RememberingStore(self.store))

    def at_one_moment(self) -> Context:
        """Return the same context with a clock that stands, for one act on many people in several transactions.

        Its events say the same instant, by which the audit knows them for one.
        """
        return replace(self, clock=clocks.fixed(self.clock()))

    def acting_as(self, person_id: str) -> Context:
        """Return the same context for the person in whose name a signed link acts."""
        return replace(self, principal=Principal(person_id))

    def _trace(self) -> dict[str, str]:
        trace = {"service": self.service, "correlation_id": self.correlation_id}
        return trace | ({"causation_id": self.causation_id} if self.causation_id else {})


class _Marking(UnitOfWork):
    """A unit of work that records on its marker that it was committed."""

    def __init__(self, marker: Marker, store: Store, clock: Clock, *, organizer: Organizer, **trace: str) -> None:
        super().__init__(store, clock, organizer=organizer, **trace)
        self._marker = marker

    def commit(self) -> None:
        try:
            super().commit()
        except AlreadyDone:
            self._marker.written = True
            raise
        self._marker.written = True
