"""Who was at a gathering, and how people confirm it themselves."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

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


class GatheringRecord(Item, discriminator="gathering_record"):
    """`GATHERINGS#<programme_id>` / `RECORD#<participant_id>`: where somebody was, and what they missed.

    `noted` maps a gathering's id to `{present, sequence}`: what the event with the highest sequence said of them. Kept
    of events, so that pages of organizers read one item for each person.
    """

    programme_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    noted: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERINGS#{programme_id}", f"RECORD#{participant_id}"

    def note(self, gathering_id: str, *, present: bool, sequence: int) -> bool:
        """Keep what an event says; return whether it is news: not what was heard, or heard later, before."""
        known = self.noted.get(gathering_id)
        if known is not None and known["sequence"] >= sequence:
            return False
        self.noted = self.noted | {gathering_id: {"present": present, "sequence": sequence}}
        return True

    @property
    def attended(self) -> list[str]:
        """Return the ids of the gatherings they were at."""
        return [one for one, told in self.noted.items() if told["present"]]

    @property
    def missed(self) -> list[str]:
        """Return the ids of the gatherings they were noted as absent at."""
        return [one for one, told in self.noted.items() if not told["present"]]
