"""The networking directory of a programme: who wants to be found, and who would like to meet whom."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring import ids
from mentoring.letters import plain
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import FoundBy, IntroductionState, Role

EVERYBODY = "all"
"""The list of those who see everybody: organizers, and who is mentor and mentee."""
LONGEST = 120
"""How many letters of a name a list is ordered by."""
SHORT = 12
"""Letters of the digest of a topic in a key."""


class DirectoryEntry(Item, discriminator="directory_entry"):
    """`DIRECTORY#<programme_id>` / `ENTRY#<person_id>`: what somebody lets others see of them, and whom.

    `card` is `{name, job, place, zone, languages, topics, about}`: an empty text or list is not shown; `languages` are
    codes (ISO 639-1), `zone` an IANA name. `at_gatherings`: they are named among those who come to a gathering.
    `entry_id` is what others know them by, for a person id can be guessed from an address. `lines` are the sort keys of
    their cards.
    """

    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    entry_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()  # as whom they are written to
    roles: ListAttribute[str] = ListAttribute(default=list)
    card: JSONAttribute = JSONAttribute(default=dict)
    found_by = EnumAttribute(FoundBy, default=FoundBy.BOTH)
    at_gatherings = BooleanAttribute(default=False)
    since = UnicodeAttribute()
    lines: ListAttribute[str] = ListAttribute(default=list)

    @staticmethod
    def key(programme_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DIRECTORY#{programme_id}", f"ENTRY#{person_id}"


class DirectoryCard(Item, discriminator="directory_card"):
    """`DIRECTORY#<programme_id>` / `CARD#<entry_id>`, and `FOUND#<whom>#<what>#<name>#<entry_id>` in each list.

    The same card in every list it is found in, so that a page of a list is one query: of mentors, mentees or all who
    look, by nothing, by a topic, by a language. Made and deleted with its entry, in one transaction.
    """

    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    entry_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()  # as whom they are written to
    roles: ListAttribute[str] = ListAttribute(default=list)
    card: JSONAttribute = JSONAttribute(default=dict)
    found_by = EnumAttribute(FoundBy)

    @staticmethod
    def key(programme_id: str, entry_id: str) -> tuple[str, str]:
        """Return pk and sk of the card under the id that others know."""
        return f"DIRECTORY#{programme_id}", f"CARD#{entry_id}"

    @staticmethod
    def at(programme_id: str, line: str) -> tuple[str, str]:
        """Return pk and sk of a card that an entry names."""
        return f"DIRECTORY#{programme_id}", line

    @staticmethod
    def found(programme_id: str, whom: str, topic: str = "", language: str = "") -> tuple[str, str]:
        """Return pk and the sk prefix of a list: of what a role, or everybody, sees, by a topic or else a language."""
        what = f"T{ids.derived('topic', topic)[:SHORT]}" if topic else f"L{language}" if language else "-"
        return f"DIRECTORY#{programme_id}", f"FOUND#{whom}#{what}#"

    @staticmethod
    def lines(entry: DirectoryEntry) -> list[str]:
        """Return the sort keys of all cards of an entry."""
        whom = [*(role for role in Role if entry.found_by.admits(role)), EVERYBODY]
        what = [{}, *({"topic": one} for one in entry.card["topics"])]
        what += [{"language": one} for one in entry.card["languages"]]
        name = f"{plain(entry.card['name'])[:LONGEST]}#{entry.entry_id}"
        found = [f"{DirectoryCard.found(entry.programme_id, one, **by)[1]}{name}" for one in whom for by in what]
        return [DirectoryCard.key(entry.programme_id, entry.entry_id)[1], *found]


class Introduction(Item, discriminator="introduction"):
    """`DIRECTORY#<programme_id>` / `ASKED#<asker>#<asked>` (person ids): somebody would like to meet somebody.

    Listed `DIRECTORY#<programme_id>#<asked>` / `<asked_at>#<introduction_id>` while it waits for an answer; due index
    kind INTRODUCTION at `until`, when it is forgotten: an unanswered one whole, of others the sentence. `turn` rises
    each time it is asked. A declined one stays, so that nobody is asked again who said no.
    """

    due_kind = "INTRODUCTION"
    introduction_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    asker_person_id = UnicodeAttribute()
    asker_id = UnicodeAttribute()  # participant id, and the next but one
    asked_person_id = UnicodeAttribute()
    asked_id = UnicodeAttribute()
    name = UnicodeAttribute()  # of who is asked, as on their card
    state = EnumAttribute(IntroductionState)
    sentence = UnicodeAttribute(default="")
    asked_at = UnicodeAttribute()
    until = UnicodeAttribute()
    met_at = TextOrNoneAttribute()
    turn = IntegerAttribute(default=0)

    @staticmethod
    def key(programme_id: str, asker_person_id: str, asked_person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DIRECTORY#{programme_id}", f"ASKED#{asker_person_id}#{asked_person_id}"

    @staticmethod
    def of(programme_id: str, asker_person_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of whom somebody asked to meet."""
        return f"DIRECTORY#{programme_id}", f"ASKED#{asker_person_id}#"

    @staticmethod
    def listed(programme_id: str, asked_person_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of those who wait for somebody's answer."""
        return f"DIRECTORY#{programme_id}#{asked_person_id}", ""

    def place(self) -> None:
        """Put it on the list of who is asked, or off it."""
        list_pk, _ = self.listed(self.programme_id, self.asked_person_id)
        waits = self.state == IntroductionState.ASKED
        self.list_pk, self.list_sk = (list_pk, f"{self.asked_at}#{self.introduction_id}") if waits else (None, None)
