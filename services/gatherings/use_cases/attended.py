"""A gathering as whoever holds it has it before them: who signed up, who is there, who they are, and the rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import attendance, gatherings
from gatherings.use_cases.holding import holder
from mentoring import access, people
from mentoring.errors import NotFound
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import Attendance, CheckIn
from mentoring.tables.gatherings.breakout import Breakout
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import PhotoConsent, SignUpState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gatherings.domain.attendance import Window
    from gatherings.domain.gathering import Gathering as Told
    from mentoring.context import Context
    from mentoring.tables.gatherings.gathering import Gathering
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class Row:
    """Somebody of a gathering: as who they take part, whether they signed up, and what is noted of them."""

    part: Participant
    signed_up: SignUp | None = None
    noted: Attendance | None = None

    @property
    def person_id(self) -> str:
        """Return their person id."""
        return self.part.person_id

    @property
    def present(self) -> bool:
        """Return whether they are noted as present."""
        return self.noted is not None and self.noted.present

    @property
    def photos(self) -> PhotoConsent:
        """Return whether photos may show them; who didn't sign up hasn't been asked."""
        return self.signed_up.photos if self.signed_up is not None else PhotoConsent.UNANSWERED

    @property
    def absent(self) -> bool:
        """Return whether they are noted as absent."""
        return self.noted is not None and not self.noted.present


@dataclass(frozen=True)
class Hosted:
    """A gathering before whoever holds it; `rows` by name, `organizes` unless that is its host."""

    programme: Programme
    gathering: Gathering
    told: Told
    rows: list[Row]
    check_in: CheckIn | None
    breakout: Breakout | None
    organizes: bool = True

    @property
    def present(self) -> list[Row]:
        """Return those who are there."""
        return [one for one in self.rows if one.present]

    @property
    def window(self) -> Window:
        """Return when people can confirm that they are there."""
        return attendance.window(self.told, self.check_in)

    @property
    def code(self) -> str:
        """Return the code that they confirm it with."""
        return attendance.codes(self.gathering.gathering_id, self.check_in)[0]

    def row(self, person_id: str) -> Row | None:
        """Return somebody."""
        return next((one for one in self.rows if one.person_id == person_id), None)


def hosted(context: Context, programme_id: str, gathering_id: str) -> Hosted:
    """Return a gathering to whoever may hold it; two round trips, up to fifty people; raises `NotFound`."""
    access.person(context)
    found = context.store.query(Item, *Attendance.everything(gathering_id))
    signed_up = {one.person_id: one for one in found if isinstance(one, SignUp)}
    noted = {one.person_id: one for one in found if isinstance(one, Attendance)}
    rooms = next((one for one in found if isinstance(one, Breakout)), None)
    who = {one.person_id: one.participant_id for one in signed_up.values()}
    who |= {one.person_id: one.participant_id for one in noted.values()}
    who |= {str(person_id): str(participant_id) for person_id, participant_id in (rooms.people if rooms else ())}
    keys = [Participant.key(programme_id, one) for one in who.values()]
    accounts = [Person.key(one) for one in who]
    programme = holder(context, programme_id, gathering_id, [*keys, *accounts])
    item = gatherings.load(context, programme_id, gathering_id)
    if item is None:
        raise NotFound
    return Hosted(
        programme,
        item,
        gatherings.read(item),
        by_name(
            Row(one, signed_up.get(one.person_id), noted.get(one.person_id))
            for one in people.known(context, keys)
            if _belongs(one, signed_up, noted, rooms)
        ),
        next((one for one in found if isinstance(one, CheckIn)), None),
        rooms,
        organizes=access.decides(context, programme),
    )


def _belongs(
    one: Participant, signed_up: dict[str, SignUp], noted: dict[str, Attendance], rooms: Breakout | None
) -> bool:
    """Return whether somebody is on the list: who cancelled and didn't come isn't."""
    stands = one.person_id in signed_up and signed_up[one.person_id].state != SignUpState.CANCELLED
    seated = rooms is not None and any(person_id == one.person_id for person_id, _ in rooms.people)
    return stands or one.person_id in noted or seated


def by_name(rows: Iterable[Row]) -> list[Row]:
    """Return people in the order of their names."""
    return sorted(rows, key=lambda one: (one.part.name.casefold(), one.part.participant_id))
