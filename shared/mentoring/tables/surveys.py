"""Items written by surveys. Answers are stored apart from assignments: reading the list never reads a rating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Counted, Counts, Item, Tally
from mentoring.tables.vocabulary import AssignmentState, Role, SurveyName

if TYPE_CHECKING:
    from collections.abc import Mapping


class AssignmentCounts(Counts, discriminator="assignment_counts"):
    """`SURVEYS#<programme_id>` / `COUNTS#<shard>`: how many people were asked to answer each survey, and `answered`."""

    start = IntegerAttribute(default=0)
    pair_fit = IntegerAttribute(default=0)
    end = IntegerAttribute(default=0)
    early_end = IntegerAttribute(default=0)
    gathering = IntegerAttribute(default=0)
    answered = IntegerAttribute(default=0)  # of those about pairs

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's counters."""
        return f"SURVEYS#{programme_id}"

    @staticmethod
    def of_pairs(total: Mapping[str, int]) -> int:
        """Return how many people were asked about their pair, from the sums of the counters."""
        return sum(number for name, number in total.items() if name not in (SurveyName.GATHERING, "answered"))


class Assignment(Counted, discriminator="assignment"):
    """`SURVEYS#<programme_id>` / `ASSIGNMENT#<id>`; listed `PERSON#<person_id>` / `SURVEY#<id>`. Counted by survey.

    One that is answered and about a pair is counted as that, too. It is about a pair, or about a gathering: then
    `titles` are what that is called, by language.
    """

    counts = AssignmentCounts
    assignment_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute(default="")
    gathering_id = UnicodeAttribute(default="")
    titles: JSONAttribute = JSONAttribute(default=dict)
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    partner_name = UnicodeAttribute(default="")
    survey = EnumAttribute(SurveyName)  # name of the template in surveys.domain
    state = EnumAttribute(AssignmentState, default=AssignmentState.OPEN)
    assigned_at = UnicodeAttribute()
    answered_at = TextOrNoneAttribute()

    @property
    def counts_as(self) -> str:
        """Return the survey, and that it was answered, if it is about a pair."""
        done = self.state == AssignmentState.ANSWERED and not self.gathering_id
        return f"{self.survey} answered" if done else str(self.survey)

    @staticmethod
    def key(programme_id: str, assignment_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SURVEYS#{programme_id}", f"ASSIGNMENT#{assignment_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's assignments."""
        return f"SURVEYS#{programme_id}", "ASSIGNMENT#"

    @staticmethod
    def list_key(person_id: str, assignment_id: str) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return f"PERSON#{person_id}", f"SURVEY#{assignment_id}"

    @staticmethod
    def listed(person_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of what somebody is asked."""
        return f"PERSON#{person_id}", "SURVEY#"


class Waiting(Item, discriminator="waiting_survey"):
    """`SURVEYS#<programme_id>` / `WAITING#<pair_id>#<survey>`: a pair to ask once its programme has begun."""

    due_kind = "SURVEY"
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    survey = EnumAttribute(SurveyName)

    @staticmethod
    def key(programme_id: str, pair_id: str, survey: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SURVEYS#{programme_id}", f"WAITING#{pair_id}#{survey}"


class GatheringAsked(Tally, discriminator="gathering_asked"):
    """`SURVEYS#<programme_id>` / `GATHERING#<gathering_id>`: how many people were asked after a gathering."""

    asked = IntegerAttribute(default=0)

    @property
    def gathering_id(self) -> str:
        """Return the id of the gathering, from its key: only numbers are added to it."""
        return self.sk.partition("#")[2]

    @staticmethod
    def key(programme_id: str, gathering_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SURVEYS#{programme_id}", f"GATHERING#{gathering_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of all gatherings of a programme after which people were asked."""
        return f"SURVEYS#{programme_id}", "GATHERING#"

    @classmethod
    def sum(cls, programme_id: str, gathering_id: str) -> GatheringAsked:
        """Return what transactions add to."""
        key = cls.key(programme_id, gathering_id)
        return cls(*key, programme_id=programme_id, version=0)


class Answer(Item, discriminator="answer"):
    """`SURVEYS#<programme_id>` / `ANSWER#<survey>#<gathering_id>#<assignment_id>`; about a pair without the gathering.

    `answers` maps a question's name to its value.
    """

    assignment_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    gathering_id = UnicodeAttribute(default="")
    survey = EnumAttribute(SurveyName)
    role = EnumAttribute(Role)
    answers: JSONAttribute = JSONAttribute()
    answered_at = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, survey: str, assignment_id: str, gathering_id: str = "") -> tuple[str, str]:
        """Return pk and sk."""
        pk, prefix = Answer.of(programme_id, survey, gathering_id)
        return pk, f"{prefix}{assignment_id}"

    @staticmethod
    def of(programme_id: str, survey: str = "", gathering_id: str = "") -> tuple[str, str]:
        """Return pk and the sk prefix of the answers to a programme's surveys, to one of them, or after a gathering."""
        return f"SURVEYS#{programme_id}", "".join(f"{one}#" for one in ("ANSWER", survey, gathering_id) if one)
