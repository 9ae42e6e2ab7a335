"""Onboarding: what organizers ask of mentors and mentees before they begin, and how far each person is."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from mentoring.letters import plain
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Counted, Counts, Item
from mentoring.tables.vocabulary import Arrival, Role

LONGEST = 200
"""How many letters of a name a list is ordered by."""
REMIND_AFTER = 7
"""Days until the first reminder, unless organizers say otherwise."""


class OnboardingCounts(Counts, discriminator="onboarding_counts"):
    """`ONBOARDING#<programme_id>` / `COUNTS#<shard>`: how many people haven't begun, have begun, and are through."""

    not_begun = IntegerAttribute(default=0)
    begun = IntegerAttribute(default=0)
    settled = IntegerAttribute(default=0)

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's counters."""
        return f"ONBOARDING#{programme_id}"


class Onboarding(Item, discriminator="onboarding"):
    """`ONBOARDING#<programme_id>` / `ONBOARDING`: since when people have the lists, and what holds for all of them.

    `comes_first`: nobody arranges a first meeting before they are through. `remind_after` are days.
    """

    programme_id = UnicodeAttribute()
    given_at = TextOrNoneAttribute()
    comes_first = BooleanAttribute(default=False)
    remind_after = IntegerAttribute(default=REMIND_AFTER)

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ONBOARDING#{programme_id}", "ONBOARDING"


class OnboardingList(Item, discriminator="onboarding_list"):
    """`ONBOARDING#<programme_id>` / `LIST#<role>`: the steps of a role in their order.

    `steps` are `{step_id, what, required, texts, link, about, questions, gone}`: `texts` maps a language to `{title,
    text}`, `about` is the id of a guide or a gathering; `questions` are `{texts, right}`, `texts` language →
    `{question, choices, why}`. A step that is `gone` is only shown to who has done it.
    """

    programme_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    steps: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(programme_id: str, role: Role) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ONBOARDING#{programme_id}", f"LIST#{role}"


class OnboardingProgress(Counted, discriminator="onboarding_progress"):
    """`ONBOARDING#<programme_id>` / `PERSON#<participant_id>`: how far somebody is. Counted by that.

    Listed `ONBOARDING#<programme_id>` / `<place of how far>#<role>#<name>#<participant_id>`, who hasn't begun first.
    `marks` maps a step's id to `{state, at, why, by}`: done, or waived by an organizer (a person id). Of what the list
    asked for when it last changed, `total` steps were shown, `done` of them done or waived, `left` of the required ones
    not; `following` is the next step: `{step_id, titles}`, `titles` by language.
    """

    counts = OnboardingCounts
    participant_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    name = UnicodeAttribute(default="")  # when they came in; orders the list
    begun_at = UnicodeAttribute()  # they were given the list
    marks: JSONAttribute = JSONAttribute(default=dict)
    arrival = EnumAttribute(Arrival, default=Arrival.NOT_BEGUN)
    total = IntegerAttribute(default=0)
    done = IntegerAttribute(default=0)
    left = IntegerAttribute(default=0)
    following: JSONAttribute = JSONAttribute(default=dict)

    @property
    def counts_as(self) -> str:
        """Return how far they are."""
        return str(self.arrival)

    @staticmethod
    def key(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ONBOARDING#{programme_id}", f"PERSON#{participant_id}"

    def place(self) -> None:
        """List them by how far they are, then by role and name."""
        self.list_pk, among = self.listed(self.programme_id, self.arrival)
        self.list_sk = f"{among}{self.role}#{plain(self.name)[:LONGEST]}#{self.participant_id}"

    @staticmethod
    def listed(programme_id: str, arrival: Arrival | None = None) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of a programme's people, all or those who are that far."""
        return f"ONBOARDING#{programme_id}", "" if arrival is None else f"{tuple(Arrival).index(arrival)}#"
