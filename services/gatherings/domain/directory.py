"""What people let others see of them in the directory, field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import lures
from mentoring.errors import N_, Conflict, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

LINE, SENTENCE = 120, 300
"""Longest line and sentence, in characters."""
MOST_TOPICS = MOST_LANGUAGES = 5
"""So that a change of a card fits into one transaction: it is kept in every list it is found in."""
TYPED = ("name", "job", "place", "about")
"""What people write themselves."""
REACHED_OTHERWISE = N_(
    "Leave out addresses, links and phone numbers: whoever would like to meet you asks with “Introduce us”, and you "
    "decide."
)


class DirectoryClosed(Conflict):
    """The programme is over."""

    code = "directory-closed"
    message = N_("This programme is over: nobody can be introduced any more.")


@dataclass(frozen=True)
class Card:
    """What somebody shows of them: an empty text, or nothing listed, isn't shown.

    `languages` are codes (ISO 639-1), `zone` an IANA name, `topics` of the programme's list.
    """

    name: str
    job: str = ""
    place: str = ""
    zone: str = ""
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    about: str = ""

    def checked(self, topics: Collection[str]) -> Card:
        """Return it tidied up; `topics` are those that can be chosen. Raises `Invalid` for what can't be shown."""
        said = {name: getattr(self, name).strip() for name in TYPED}
        wrong = {f"/{name}": REACHED_OTHERWISE for name, text in said.items() if lures.has_lure(text)}
        most = {"about": SENTENCE}
        long = N_("This text is too long.")
        wrong |= {f"/{name}": long for name, text in said.items() if len(text) > most.get(name, LINE)}
        if not said["name"]:
            wrong["/name"] = N_("This is required.")
        if len(self.topics) > MOST_TOPICS:
            wrong["/topics"] = N_("Choose at most five topics.")
        if not set(self.topics) <= set(topics):
            wrong["/topics"] = N_("Choose topics of this programme.")
        if len(self.languages) > MOST_LANGUAGES:
            wrong["/languages"] = N_("Name at most five languages.")
        if wrong:
            raise Invalid(fields=wrong)
        return replace(self, **said, languages=_once(self.languages), topics=_once(self.topics))


def _once(several: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(several))
