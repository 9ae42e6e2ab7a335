"""Intervision groups of mentors and peer circles of mentees: proposed groups, a group with its meeting, case cards."""

from __future__ import annotations

from pynamodb.attributes import BinaryAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, SealedAttribute, TextOrNoneAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import BreakoutState, CaseEnd, CircleRoundState, CircleState, CircleTheme, Role


class CircleRound(Item, discriminator="circle_round"):
    """`CIRCLES#<programme_id>` / `ROUND#<round_id>`: groups as the optimizer proposed them and organizers moved people.

    `people` are `[person id, participant id]`, `groups` lists of positions in `people`; `alone` maps the person ids of
    those in no group to why (`rooms.intervision.Alone`, or `hand`). `minutes` is how long a meeting is booked,
    `answer_days` how long a group looks for a date, `pattern` a link with `{group}` for the group's number. `first` is
    the number of the first group: no two of a programme and role have the same.
    """

    programme_id = UnicodeAttribute()
    round_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    state = EnumAttribute(CircleRoundState, default=CircleRoundState.DRAFT)
    people: JSONAttribute = JSONAttribute(default=list)
    groups: JSONAttribute = JSONAttribute(default=list)
    alone: JSONAttribute = JSONAttribute(default=dict)
    size = IntegerAttribute()
    minutes = IntegerAttribute()
    answer_days = IntegerAttribute()
    pattern = UnicodeAttribute(default="")
    first = IntegerAttribute(default=1)
    seed = IntegerAttribute(default=0)
    by = UnicodeAttribute()  # person id
    made_at = UnicodeAttribute()
    sent_at = TextOrNoneAttribute()

    @staticmethod
    def key(programme_id: str, round_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"CIRCLES#{programme_id}", f"ROUND#{round_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's rounds of groups."""
        return f"CIRCLES#{programme_id}", "ROUND#"

    @staticmethod
    def everything(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of all there is of a programme's groups: rounds, and the groups themselves."""
        return f"CIRCLES#{programme_id}", ""


class Circle(Item, discriminator="circle"):
    """`CIRCLES#<programme_id>` / `CIRCLE#<circle_id>`: a group, its next meeting, and those that took place.

    Due index kind CIRCLE at what its poll does next. All in one item, so that of two who press at once the second one
    sees what the first one did; no word that somebody wrote is in it.
    `people` are `[person id, participant id]`. Of the poll: `options` are `{option_id, at, by, yes}`, `yes` person ids;
    `answered` are those who said of each option whether it suits. Of the meeting: `roles` maps a person id to a role,
    `passed` are those who passed on presenting, `away` those who can't come, `confirmed` maps a person id to the
    instant when they promised confidentiality, `present` are those who came. `past` are meetings that took place:
    `{gathering_id, starts_at, nth, people, present, roles, theme}`.
    """

    due_kind = "CIRCLE"
    programme_id = UnicodeAttribute()
    circle_id = UnicodeAttribute()
    round_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    number = IntegerAttribute()
    people: JSONAttribute = JSONAttribute(default=list)
    minutes = IntegerAttribute()
    answer_days = IntegerAttribute()
    link = UnicodeAttribute(default="")
    formed_at = UnicodeAttribute()
    state = EnumAttribute(CircleState, default=CircleState.POLLING)
    nth = IntegerAttribute(default=1)
    options: JSONAttribute = JSONAttribute(default=list)
    answered: ListAttribute[str] = ListAttribute(default=list)
    until = TextOrNoneAttribute()
    extended = IntegerAttribute(default=0)
    reminded = IntegerAttribute(default=0)
    gathering_id = UnicodeAttribute(default="")
    starts_at = TextOrNoneAttribute()
    roles: JSONAttribute = JSONAttribute(default=dict)
    passed: ListAttribute[str] = ListAttribute(default=list)
    away: ListAttribute[str] = ListAttribute(default=list)
    confirmed: JSONAttribute = JSONAttribute(default=dict)
    present: ListAttribute[str] = ListAttribute(default=list)
    theme = EnumAttribute(CircleTheme, default=CircleTheme.NONE)
    past: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(programme_id: str, circle_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"CIRCLES#{programme_id}", f"CIRCLE#{circle_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's groups."""
        return f"CIRCLES#{programme_id}", "CIRCLE#"


class CircleMember(Item, discriminator="circle_member"):
    """`CIRCLE#<circle_id>` / `MEMBER#<person_id>`: that somebody is in a group.

    Listed `PERSON#<person_id>` / `CIRCLE#<programme_id>#<circle_id>`.
    """

    programme_id = UnicodeAttribute()
    circle_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    number = IntegerAttribute()

    @staticmethod
    def key(circle_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"CIRCLE#{circle_id}", f"MEMBER#{person_id}"

    @staticmethod
    def listed(person_id: str, programme_id: str = "") -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of somebody's groups, everywhere or in a programme."""
        return f"PERSON#{person_id}", f"CIRCLE#{programme_id}#" if programme_id else "CIRCLE#"

    def place(self) -> None:
        """Put it on the list of its person."""
        self.list_pk, prefix = self.listed(self.person_id, self.programme_id)
        self.list_sk = f"{prefix}{self.circle_id}"


class CircleSteps(Item, discriminator="circle_steps"):
    """`CIRCLE#<circle_id>` / `STEPS`: the clock of the steps at a group's next meeting (`nth`), or the last one.

    An item of its own, so that who enters takes nothing from under the moderator's button. `minutes` are those of each
    step; `step` is the one that comes or runs, from 0; `ends_at` and `left` (seconds) as of a `Breakout`.
    """

    programme_id = UnicodeAttribute()
    circle_id = UnicodeAttribute()
    nth = IntegerAttribute()
    minutes: JSONAttribute = JSONAttribute(default=list)
    state = EnumAttribute(BreakoutState, default=BreakoutState.READY)
    step = IntegerAttribute(default=0)
    ends_at = TextOrNoneAttribute()
    left = IntegerAttribute(default=0)
    changed_at = UnicodeAttribute()

    @staticmethod
    def key(circle_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"CIRCLE#{circle_id}", "STEPS"


class CaseCard(Item, discriminator="case_card"):
    """`CASE#<card_id>` / `CARD`: what the presenter of a meeting wrote; due index kind CASES when it is to be erased.

    Sealed with a key of its own, which lies in it (`wrapped` by KMS): `case`, `tried`, `question`, and `found`, the
    names that were found in them. `shown_at`: since when the group may read it. `kept_at`: its author keeps it, for
    themselves alone. With `erased_at` words and key are gone: what is left is the proof, with `why`. Listed
    `PERSON#<author>` / `CASE#<card_id>` until then.
    """

    due_kind = "CASES"
    card_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    circle_id = UnicodeAttribute()
    nth = IntegerAttribute()
    author = UnicodeAttribute()  # person id
    wrapped = BinaryAttribute(legacy_encoding=False, null=True)
    case = SealedAttribute(str)
    tried = SealedAttribute(str)
    question = SealedAttribute(str)
    found = SealedAttribute(list[str])
    written_at = UnicodeAttribute()
    shown_at = TextOrNoneAttribute()
    kept_at = TextOrNoneAttribute()
    erased_at = TextOrNoneAttribute()
    why = EnumAttribute(CaseEnd, default=CaseEnd.NONE)

    @staticmethod
    def key(card_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"CASE#{card_id}", "CARD"

    @staticmethod
    def listed(person_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of the cards that somebody wrote, without those that are erased."""
        return f"PERSON#{person_id}", "CASE#"

    def place(self) -> None:
        """Put it on the list of its author, or off it."""
        list_pk, prefix = self.listed(self.author)
        self.list_pk, self.list_sk = (None, None) if self.erased_at else (list_pk, f"{prefix}{self.card_id}")
