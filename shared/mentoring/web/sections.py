"""The sections of a programme for those who organize it: what the navigation shows on each of their pages.

The pages needn't say where they are: a path tells the section, and the items that were read to authorize the request
tell who looks at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import N_
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.vocabulary import OrganizerRole

ID = "<programme_id>"


@dataclass(frozen=True)
class Section:
    """One entry: its title, where it leads, what else lies in it; `looks` says whether viewers may open it."""

    title: str
    path: str
    also: tuple[str, ...] = ()
    looks: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the beginnings of the paths of its pages."""
        return (self.path, *self.also)


@dataclass(frozen=True)
class Group:
    """Sections that belong together; a group with one section is that section."""

    title: str
    sections: tuple[Section, ...]


HOME = f"/organizer/programmes/{ID}"
GROUPS = (
    Group(N_("Board"), (Section(N_("Board"), HOME, looks=True),)),
    Group(
        N_("Matters"),
        (Section(N_("Matters"), f"/monitoring/{ID}/matters", (f"/monitoring/{ID}/put-aside",), looks=True),),
    ),
    Group(
        N_("People"),
        (
            Section(N_("Applications"), f"{HOME}/applications", (f"{HOME}/jobs",)),
            Section(N_("Topics"), f"{HOME}/topics"),
            Section(N_("Late applications"), f"{HOME}/late"),
            Section(N_("Import from a file"), f"{HOME}/import", (f"{HOME}/large-import",)),
            Section(N_("Onboarding"), f"/onboarding/{ID}/lists", (f"/onboarding/{ID}",), looks=True),
            Section(N_("People to meet"), f"/directory/{ID}", looks=True),
        ),
    ),
    Group(
        N_("Pairs"),
        (
            Section(N_("Pairs"), f"/monitoring/{ID}", (f"/pairing/{ID}/pairs",), looks=True),
            Section(N_("Pairing"), f"/pairing/{ID}"),
            Section(N_("At a glance"), f"/monitoring/{ID}/overview", looks=True),
        ),
    ),
    Group(
        N_("Gatherings"),
        (
            Section(N_("Gatherings"), f"/gatherings/{ID}", looks=True),
            Section(N_("Intervision"), f"/intervision/{ID}", looks=True),
            Section(N_("Calendar"), f"/meetings/programmes/{ID}/dates", (f"/meetings/programmes/{ID}",), looks=True),
        ),
    ),
    Group(
        N_("Messages"),
        (
            Section(N_("Inbox"), f"/inbox/{ID}"),
            Section(N_("Announcements"), f"/announcements/{ID}"),
            Section(N_("Guides"), f"/handbook/{ID}/guides", (f"/handbook/{ID}",), looks=True),
        ),
    ),
    Group(
        N_("Results"),
        (
            Section(N_("Survey results"), f"/surveys/results/{ID}", looks=True),
            Section(N_("Reports"), f"/reports/{ID}", looks=True),
        ),
    ),
    Group(
        N_("Settings"),
        (
            Section(N_("Settings"), f"{HOME}/settings"),
            Section(N_("Questions of the form"), f"{HOME}/form"),
            Section(N_("Rules of reminders"), f"/monitoring/{ID}/rules", looks=True),
            Section(N_("New edition"), f"{HOME}/edition"),
            Section(N_("What organizers did"), f"{HOME}/audit", looks=True),
        ),
    ),
)
"""In the order in which they are shown."""


@dataclass(frozen=True)
class Link:
    """A section of one programme for one reader; `current` is the one they are in."""

    title: str
    path: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    """What the navigation of a programme shows: groups with their links, as far as the reader may open them."""

    programme: Programme
    groups: list[tuple[str, list[Link]]]

    @property
    def current(self) -> str:
        """Return the title of the section the reader is in, empty if they may open none of its pages but this."""
        return next((link.title for _, links in self.groups for link in links if link.current), "")


def programme_of(path: str) -> str:
    """Return the id of the programme whose section a path may belong to, nothing if to none."""
    return next((found for one in _beginnings() if (found := _id_in(path, one))), "")


def navigation(context: Context, path: str) -> Navigation | None:
    """Return the navigation for a page, or None where the reader was not asked for as an organizer.

    Nothing is read for it.
    """
    programme_id = programme_of(path)
    found = access.known_organizer(context, programme_id) if programme_id else None
    if found is None:
        return None
    programme, role = found
    return Navigation(programme, shown(programme_id, role, path))


def shown(programme_id: str, role: OrganizerRole, path: str) -> list[tuple[str, list[Link]]]:
    """Return the groups that somebody in a role sees, each with its links; `path` is where they are."""
    here = _section_of(programme_id, path)
    may = [(one, [each for each in one.sections if each.looks or role in access.EDITORS]) for one in GROUPS]
    return [
        (one.title, [Link(each.title, _at(each.path, programme_id), each is here) for each in sections])
        for one, sections in may
        if sections
    ]


def _section_of(programme_id: str, path: str) -> Section:
    """Return the section whose path a page's begins with: of several the longest."""
    fitting = [
        (len(start), section)
        for group in GROUPS
        for section in group.sections
        for start in section.paths
        if f"{path}/".startswith(f"{_at(start, programme_id)}/")
    ]
    return max(fitting, key=lambda one: one[0])[1]


def _at(path: str, programme_id: str) -> str:
    return path.replace(ID, programme_id)


def _beginnings() -> list[str]:
    """Return what paths of sections begin with before the programme's id."""
    return list(
        dict.fromkeys(
            start.partition(ID)[0] for group in GROUPS for section in group.sections for start in section.paths
        )
    )


def _id_in(path: str, beginning: str) -> str:
    return path.removeprefix(beginning).partition("/")[0] if path.startswith(beginning) else ""
