"""Items written by surveys. Answers lie apart from assignments: who reads the list never touches a rating."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from mentoring.tables.core import Item


class Assignment(Item, discriminator="assignment"):
    """`SURVEYS#<programme_id>` / `ASSIGNMENT#<id>`; listed `PERSON#<person_id>` / `SURVEY#<id>`."""

    assignment_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    role = UnicodeAttribute()
    partner_name = UnicodeAttribute(default="")
    survey = UnicodeAttribute()  # name of the template in surveys.domain
    state = UnicodeAttribute(default="open")  # open | answered | lapsed (the process ended first)
    assigned_at = UnicodeAttribute()
    answered_at = UnicodeAttribute(null=True)

    @staticmethod
    def key(programme_id: str, assignment_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SURVEYS#{programme_id}", f"ASSIGNMENT#{assignment_id}"


class Waiting(Item, discriminator="waiting_survey"):
    """`SURVEYS#<programme_id>` / `WAITING#<pair_id>#<survey>`: a pair to be asked once its programme has begun."""

    due_kind = "SURVEY"
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    survey = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, pair_id: str, survey: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SURVEYS#{programme_id}", f"WAITING#{pair_id}#{survey}"


class Answer(Item, discriminator="answer"):
    """`SURVEYS#<programme_id>` / `ANSWER#<survey>#<assignment_id>`; `answers` maps a question's name to its value."""

    assignment_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    survey = UnicodeAttribute()
    role = UnicodeAttribute()
    answers: JSONAttribute = JSONAttribute()
    answered_at = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, survey: str, assignment_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SURVEYS#{programme_id}", f"ANSWER#{survey}#{assignment_id}"
