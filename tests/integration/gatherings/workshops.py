"""Given: a workshop that is held now, with people who signed up and are there."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from gatherings import api
from mentoring import clock, ids
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.vocabulary import Noted, Seat, SignUpState
from tests.fakes.people import ORGANIZER, PROGRAMME, participant
from tests.integration.lambdas import keep, said, send
from tests.unit.gatherings.givens import gathering, item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore
    from mentoring.tables.gatherings.gathering import Gathering
    from mentoring.tables.recruitment import Participant

call = partial(send, api.handler)
HERE, JSON = f"/gatherings/{PROGRAMME}/g", f"/v1/gatherings/{PROGRAMME}/g"


def held(gathering_id: str = "g", minutes_ago: int = 10, **changes: Any) -> Gathering:
    """Return a gathering that began so many minutes ago."""
    starts_at = clock.now() - timedelta(minutes=minutes_ago)
    return item(gathering_id, gathering(starts_at=starts_at, **changes))


def people(number: int, **told: Any) -> list[Participant]:
    """Return so many participants of several departments."""
    return [
        participant(f"osoba{one:02}", "mentor" if one % 3 == 0 else "mentee", department=f"D{one % 5}", **told)
        for one in range(number)
    ]


def signed_up(part: Participant, gathering_id: str = "g", state: SignUpState = SignUpState.GOING) -> SignUp:
    """Return the sign-up of somebody."""
    made = SignUp(
        *SignUp.key(gathering_id, part.person_id), gathering_id=gathering_id, programme_id=PROGRAMME,
        person_id=part.person_id, participant_id=part.participant_id, seat=Seat.ONLINE, state=state,
        at=clock.iso(clock.now()),
    )  # fmt: skip
    made.place()
    return made


def there(part: Participant, gathering_id: str = "g", *, present: bool = True) -> Attendance:
    """Return that somebody is there."""
    made = Attendance(
        *Attendance.key(gathering_id, part.person_id), gathering_id=gathering_id, programme_id=PROGRAMME,
        person_id=part.person_id, participant_id=part.participant_id, present=present, noted=Noted.HOST, by=ORGANIZER,
        at=clock.iso(clock.now()),
    )  # fmt: skip
    made.place()
    return made


def workshop(store: DynamoStore, number: int, *, present: int | None = None) -> list[Participant]:
    """Given: a workshop with so many people who signed up, of whom so many are there."""
    found = people(number)
    items = [held(), *found, *map(signed_up, found), *map(there, found[: number if present is None else present])]
    for first in range(0, len(items), 90):
        keep(store, *items[first : first + 90])
    return found


def seat(size: int = 4, rounds: int = 2, **wish: Any) -> dict[str, Any]:
    """When: the host makes rooms."""
    body = {"size": size, "rounds": rounds, "minutes": 10} | wish
    found: dict[str, Any] = said(call("PUT", f"{JSON}/rooms", ORGANIZER, body=body, headers={"if-none-match": "*"}))
    return found


def press(do: str, **more: Any) -> dict[str, Any]:
    """When: the host presses a button of the clock."""
    tag = call("GET", f"{JSON}/rooms", ORGANIZER)["multiValueHeaders"]["ETag"][0]
    body = {"do": do} | more
    return call("POST", f"{JSON}/rooms/clock", ORGANIZER, body=body, headers={"if-match": tag})


def person(name: str) -> str:
    """Return the person id of a participant by name."""
    return ids.derived("person", f"{name}@firma.example")
