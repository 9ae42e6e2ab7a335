"""Who was at a gathering, and how people confirm it themselves."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from mentoring.tables.attributes import EnumAttribute, IntegerAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import Noted


class Attendance(Item, discriminator="attendance"):
    """`GATHERING#<gathering_id>` / `ATTENDED#<person_id>`: whether somebody was there, or is.

    Listed `PERSON#<person_id>` / `ATTENDED#<programme_id>#<gathering_id>` while they are noted as present. `noted` says
    how it is known, `by` is the person who said so.
    """

    gathering_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    present = BooleanAttribute()
    noted = EnumAttribute(Noted)
    by = UnicodeAttribute()
    at = UnicodeAttribute()

    @staticmethod
    def key(gathering_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERING#{gathering_id}", f"ATTENDED#{person_id}"

    @staticmethod
    def of(gathering_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a gathering's attendance."""
        return f"GATHERING#{gathering_id}", "ATTENDED#"

    @staticmethod
    def everything(gathering_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of all there is of a gathering beside its plan: sign-ups, attendance, rooms."""
        return f"GATHERING#{gathering_id}", ""

    @staticmethod
    def listed(person_id: str, programme_id: str = "") -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of what somebody attended, everywhere or in a programme."""
        return f"PERSON#{person_id}", f"ATTENDED#{programme_id}#" if programme_id else "ATTENDED#"

    def place(self) -> None:
        """Put it on the list of its person, or off it."""
        list_pk, prefix = self.listed(self.person_id, self.programme_id)
        self.list_pk, self.list_sk = (list_pk, f"{prefix}{self.gathering_id}") if self.present else (None, None)


class CheckIn(Item, discriminator="check_in"):
    """`GATHERING#<gathering_id>` / `CHECKIN`: when people may confirm that they are there; without it as by default.

    `before` and `after` are minutes around start and end. `turn` rises when the host wants another code.
    """

    gathering_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    before = IntegerAttribute()
    after = IntegerAttribute()
    turn = IntegerAttribute(default=0)

    @staticmethod
    def key(gathering_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERING#{gathering_id}", "CHECKIN"
