"""Why groups are as they are, and what a move by hand would change, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.rooms.intervision import Wishes
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import Role

if TYPE_CHECKING:
    from gatherings.rooms.intervision import Group
    from gatherings.use_cases.circle.proposing import Moved, Proposed
    from mentoring.context import Context

NOTED = {
    "department": N_("two of one department"),
    "met": N_("two who were in a group before"),
    "experience": N_("two of one level"),
    "location": N_("two of one city"),
}
"""What isn't perfect in a group."""
WORSE = {
    "department": N_("More people of one department would be together."),
    "slots": N_("It would be harder to find a time that suits all."),
    "met": N_("More people would be together who were in a group before."),
    "experience": N_("More people of one level would be together."),
    "location": N_("More people of one city would be together."),
}
BETTER = {
    "department": N_("Fewer people of one department would be together."),
    "slots": N_("It would be easier to find a time that suits all."),
    "met": N_("Fewer people would be together who were in a group before."),
    "experience": N_("Fewer people of one level would be together."),
    "location": N_("Fewer people of one city would be together."),
}
TOGETHER = {
    "managers": N_("%(one)s and %(other)s are together: one is the other's line manager."),
    "apart": N_("%(one)s and %(other)s are together, though one of them asked not to be."),
}
SHARED = {
    Role.MENTOR: N_("%(one)s and %(other)s are together: they have, or had, the same mentee."),
    Role.MENTEE: N_("%(one)s and %(other)s are together: they have, or had, the same mentor."),
}
ALONE = {
    "few": N_("there are too few people for a group"),
    "odd": N_("so many can't be split into groups of four to six; they were in more groups than others"),
    "apart": N_("they can't be with others who are left"),
    "hand": N_("taken out by hand"),
    "grouped": N_("in a group that goes on"),
    "later": N_("came after the groups were proposed"),
}


def times(group: Group, reason: str) -> int:
    """Return how often something isn't perfect in a group."""
    price: int = getattr(Wishes(), reason)
    return group.points[reason] // price


def noted(group: Group) -> list[tuple[str, int]]:
    """Return what isn't perfect in a group, as msgids with how often it is so."""
    return [(text, times(group, reason)) for reason, text in NOTED.items() if group.points[reason]]


def summary(context: Context, found: Proposed) -> list[str]:
    """Return what all groups bring, in sentences."""
    words = translations(context.service, context.locale)
    groups = [one for one in found.groups if one.ids]
    told = words.ngettext("%(num)s group, %(people)s people.", "%(num)s groups, %(people)s people.", len(groups))
    said = [told % {"num": len(groups), "people": sum(len(one.ids) for one in groups)}]
    same = sum(times(one, "department") for one in groups)
    if same:
        text = words.ngettext(
            "%(num)s pair of people in one group is from one department.",
            "%(num)s pairs of people in one group are from one department.",
            same,
        )
        said.append(text % {"num": same})
    else:
        said.append(words.gettext("In no group are two people of one department."))
    again = sum(times(one, "met") for one in groups)
    if again:
        text = words.ngettext(
            "%(num)s pair of people was in a group together before.",
            "%(num)s pairs of people were in a group together before.",
            again,
        )
        said.append(text % {"num": again})
    else:
        said.append(words.gettext("Nobody is with somebody from an earlier group."))
    if not found.broken:
        said.append(
            words.gettext("Nobody is with another mentor of their mentee, nor with a line manager of theirs.")
            if found.item.role == Role.MENTOR
            else words.gettext("Nobody is with another mentee of their mentor, nor with a line manager of theirs.")
        )
    hard = sum(bool(one.points["slots"]) for one in groups)
    if hard:
        text = words.ngettext(
            "In %(num)s group it may be hard to find a time that suits all.",
            "In %(num)s groups it may be hard to find a time that suits all.",
            hard,
        )
        said.append(text % {"num": hard})
    return said


def together(context: Context, found: Proposed) -> list[str]:
    """Return who is in one group and must not be, in sentences."""
    words = translations(context.service, context.locale)
    texts = TOGETHER | {"shared": SHARED[found.item.role]}
    return [
        words.gettext(texts[why]) % {"one": found.name(pair[0]), "other": found.name(pair[1])}
        for why, pair in found.broken
    ]


def change(moved: Moved) -> tuple[list[str], list[str]]:
    """Return what gets worse with a move, and what gets better, as msgids."""
    worse = [text for reason, text in WORSE.items() if moved.points(reason) > 0]
    better = [text for reason, text in BETTER.items() if moved.points(reason) < 0]
    return worse, better
