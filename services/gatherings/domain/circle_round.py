"""Proposed groups: moved by hand, and sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST, MOST_TOGETHER = 4, 6
"""How many are in a group (§2.3); by hand also one less, for somebody may leave."""
FEWEST = 3
MOST = 300
"""People for whom groups are made in one request."""
PLACE = "{group}"
"""Where a pattern of links has the group's number."""


class NobodyNewForGroups(Conflict):
    """Not enough people for one group, as those who are in one are left out."""

    code = "nobody-new-for-groups"
    message = N_(
        "Too few people are in no group yet. Say that people may be in two groups, or wait until these groups have met."
    )


class TooFewForGroups(Conflict):
    """Not enough people for one group."""

    code = "too-few-for-groups"
    message = N_("Groups have four to six people, who may not all be together; there are too few for one.")


class TooManyForGroups(Conflict):
    """More than one request can group."""

    code = "too-many-for-groups"
    message = N_("Groups can be made for at most %(most)s people.")


class GroupLinkWrong(Invalid):
    """A pattern of links is none."""

    code = "group-link-wrong"
    message = N_("A link begins with https://, and has {group} where the number of the group belongs.")


class NoSuchMove(Invalid):
    """Nobody can be moved like that."""

    code = "no-such-move"
    message = N_("There is no such person or group, or they are in it already.")


class AlreadySent(Conflict):
    """People know their groups."""

    code = "groups-already-sent"
    message = N_("These groups were sent; people know them. Propose new ones for the next time.")


class GroupTooSmall(Conflict):
    """A group in which nobody could help anybody."""

    code = "group-too-small"
    message = N_("A group needs at least three people. Move somebody to it, or everybody out of it.")


@dataclass(frozen=True)
class Hand:
    """A move by hand: into which group, from 0, -1 for none; and who takes the place, or nobody."""

    person_id: str
    group: int
    swap_with: str = ""


@dataclass(frozen=True)
class Grouping:
    """Groups of person ids; `alone` maps those in none to why."""

    groups: tuple[tuple[str, ...], ...]
    alone: Mapping[str, str]

    def of(self, person_id: str) -> int:
        """Return somebody's group, from 0; -1 for none."""
        return next((number for number, some in enumerate(self.groups) if person_id in some), -1)

    def move(self, hand: Hand, why: str) -> Grouping:
        """Return it after a move; `why` is noted for who is in no group then. Raises `NoSuchMove`."""
        here = self.of(hand.person_id)
        if not -1 <= hand.group < len(self.groups) or hand.group == here:
            raise NoSuchMove(fields={"/group": NoSuchMove.message})
        if hand.swap_with and (hand.group < 0 or hand.swap_with not in self.groups[hand.group]):
            raise NoSuchMove(fields={"/swap_with": NoSuchMove.message})
        after = [set(some) - {hand.person_id, hand.swap_with} for some in self.groups]
        alone = {one: its for one, its in self.alone.items() if one not in (hand.person_id, hand.swap_with)}
        for one, to in ((hand.person_id, hand.group), (hand.swap_with, here)):
            if one and to >= 0:
                after[to].add(one)
            elif one:
                alone[one] = why
        return replace(self, groups=tuple(tuple(sorted(some)) for some in after), alone=alone)

    def checked(self) -> Grouping:
        """Return it without empty groups, to be sent; raises `GroupTooSmall`."""
        if any(0 < len(some) < FEWEST for some in self.groups) or not any(self.groups):
            raise GroupTooSmall
        return replace(self, groups=tuple(some for some in self.groups if some))
