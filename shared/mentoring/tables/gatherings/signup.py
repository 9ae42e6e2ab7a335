"""Who comes to a gathering: sign-ups, the waiting list, and how many seats are taken."""

from __future__ import annotations

from typing import ClassVar

from pynamodb.attributes import UnicodeAttribute

from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, IntegerOrNoneAttribute, TextOrNoneAttribute
from mentoring.tables.core import Item, Tally
from mentoring.tables.vocabulary import PhotoConsent, Seat, SignUpState


class GatheringSeats(Tally, discriminator="gathering_seats"):
    """`GATHERING#<gathering_id>` / `SEATS`: how many seats of each kind are taken, and how many people wait for one.

    Seats that are kept for somebody who was asked count as taken. `most_…` is the capacity, none where as many as come
    may. Made when the gathering is announced. Sign-ups add to it without reading; who changes a capacity saves it.
    """

    most: ClassVar[dict[str, str]] = {"taken_online": "most_online", "taken_in_person": "most_in_person"}
    gathering_id = UnicodeAttribute()
    taken_online = IntegerAttribute(default=0)
    taken_in_person = IntegerAttribute(default=0)
    waiting_online = IntegerAttribute(default=0)
    waiting_in_person = IntegerAttribute(default=0)
    most_online = IntegerOrNoneAttribute()
    most_in_person = IntegerOrNoneAttribute()

    @staticmethod
    def key(gathering_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERING#{gathering_id}", "SEATS"

    @classmethod
    def sum(cls, programme_id: str, gathering_id: str) -> GatheringSeats:
        """Return what transactions add to."""
        return cls(*cls.key(gathering_id), programme_id=programme_id, gathering_id=gathering_id, version=0)

    def taken(self, seat: Seat) -> int:
        """Return how many seats are taken."""
        return int(getattr(self, f"taken_{seat}"))

    def waiting(self, seat: Seat) -> int:
        """Return how many people wait for a seat."""
        return int(getattr(self, f"waiting_{seat}"))

    def capacity(self, seat: Seat) -> int | None:
        """Return how many seats there are; None for as many as come."""
        found: int | None = getattr(self, f"most_{seat}")
        return found


class SignUp(Item, discriminator="sign_up"):
    """`GATHERING#<gathering_id>` / `SIGNUP#<person_id>`: whether somebody comes, and how.

    Listed `PERSON#<person_id>` / `SIGNUP#<programme_id>#<gathering_id>` unless it is cancelled. Due index kind SIGNUP
    at `offered_until`, while a seat is kept for them. `waits` is the sort key of their place on the waiting list.
    `round` rises with every cancellation and change of the seat: calendars take what is new only if its sequence is
    higher. `photos`: whether photos may show them, if that is asked.
    """

    due_kind = "SIGNUP"
    gathering_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    seat = EnumAttribute(Seat)
    state = EnumAttribute(SignUpState)
    at = UnicodeAttribute()
    offered_until = TextOrNoneAttribute()
    waits = UnicodeAttribute(default="")
    round = IntegerAttribute(default=0)
    photos = EnumAttribute(PhotoConsent, default=PhotoConsent.UNANSWERED)

    @staticmethod
    def key(gathering_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERING#{gathering_id}", f"SIGNUP#{person_id}"

    @staticmethod
    def of(gathering_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a gathering's sign-ups."""
        return f"GATHERING#{gathering_id}", "SIGNUP#"

    @staticmethod
    def listed(person_id: str, programme_id: str = "") -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of somebody's sign-ups, all or those in a programme."""
        return f"PERSON#{person_id}", f"SIGNUP#{programme_id}#" if programme_id else "SIGNUP#"

    def place(self) -> None:
        """Put it on the list of its person, or off it."""
        stands = self.state != SignUpState.CANCELLED
        list_pk, prefix = self.listed(self.person_id, self.programme_id)
        self.list_pk, self.list_sk = (list_pk, f"{prefix}{self.gathering_id}") if stands else (None, None)


class Queued(Item, discriminator="queued"):
    """`GATHERING#<gathering_id>` / `QUEUE#<milliseconds since 1970, 15 digits>#<person_id>`: a place on a waiting list.

    There are places for all kinds of seats in one list, who has waited longest first.
    """

    gathering_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    seat = EnumAttribute(Seat)

    @staticmethod
    def key(gathering_id: str, milliseconds: int, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERING#{gathering_id}", f"QUEUE#{milliseconds:015d}#{person_id}"

    @staticmethod
    def at(gathering_id: str, waits: str) -> tuple[str, str]:
        """Return pk and sk of the place that a sign-up names."""
        return f"GATHERING#{gathering_id}", waits

    @staticmethod
    def of(gathering_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a waiting list."""
        return f"GATHERING#{gathering_id}", "QUEUE#"
