"""What the acts share: who plays, what has happened so far, and how lists and jobs are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from infra.season.people import Person, Stage, expect
from infra.season.planted import Planted

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.season.calendar_program import CalendarProgram
    from infra.season.people import Mail

    Say = Callable[[str], None]

ORGANIZER = "organizator@firma.example"
PLANNED = 3
INTERVAL = 14
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def iso(instant: datetime) -> str:
    """Return an instant as the API writes it."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class Pair:
    """A pair of the season."""

    pair_id: str
    mentor: Person
    mentee: Person
    score: int
    silent: bool = False
    names: tuple[str, str] = ("", "")
    held: int = 0
    outcome: str = ""
    by_calendar: bool = False
    """Whether the two answer invitations with their calendars."""
    by_plan: bool = False
    """Whether the two arrange their last meetings with one mail, as a plan."""

    @property
    def both(self) -> tuple[Person, Person]:
        """Return mentor and mentee."""
        return self.mentor, self.mentee


@dataclass(slots=True)
class Gathering:
    """A gathering, and what people did about it; `notes` are the mails of its invitations by address."""

    gathering_id: str
    starts_at: datetime
    minutes: int
    seat: str = "online"
    """The one way to attend."""
    invitations: dict[str, Mail] = field(default_factory=dict)
    coming: list[Person] = field(default_factory=list)
    """Who has a seat, in the order in which they got it."""
    waiting: list[Person] = field(default_factory=list)
    """Who is on the waiting list now, who has waited longest first."""
    signed_up: set[str] = field(default_factory=set)
    """The addresses of all who ever signed up."""
    present: list[Person] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        """Return when it ends."""
        return self.starts_at + self.minutes * MINUTE

    def path(self, season: Season) -> str:
        """Return the path of its JSON."""
        return f"/v1/gatherings/{season.programme_id}/{self.gathering_id}"


@dataclass(slots=True)
class Season:
    """The state of the season: its stack, the organizer, what has happened so far."""

    stage: Stage
    say: Say
    organizer: Person = field(init=False)
    programme_id: str = ""
    slug: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)
    unmatched: list[dict[str, str]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    surveys_answered: int = 0
    contracts_signed: int = 0
    nudges: int = 0
    matters: int = 0
    messages: int = 0
    messages_by_mail: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    """Notes by who sees them."""
    files: int = 0
    guide_id: str = ""
    """The guide that helps mentees now."""
    guides_read: int = 0
    announcements: int = 0
    announced_to: int = 0
    pleas_answered: int = 0
    calendars: dict[str, CalendarProgram] = field(default_factory=dict)
    """What people's calendars show, by address, after the mails in `calendar_mails`."""
    calendar_mails: set[str] = field(default_factory=set)
    calendar_replies: int = 0
    counter_proposals: int = 0
    plans: int = 0
    feeds_fetched: int = 0
    gatherings: list[Gathering] = field(default_factory=list)
    signed_up: int = 0
    """Sign-ups of all gatherings, those who waited or withdrew included."""
    waiting: int = 0
    """Sign-ups that found no seat free."""
    moved_up: int = 0
    """Sign-ups that got a seat from the waiting list."""
    attended: int = 0
    seated: list[dict[str, Any]] = field(default_factory=list)
    """Who sat in which breakout room: `round` (over the whole programme), `room`, `email`."""
    circles: int = 0
    """Groups of mentors that met."""
    circled: list[dict[str, Any]] = field(default_factory=list)
    """Who was what at the meeting of their group: `group`, `email`, `role`."""
    cards_erased: int = 0
    erased: Planted = field(default_factory=Planted)
    """Words that were erased: nobody at all may ever read them again."""
    planted: Planted = field(default_factory=Planted)
    """Words that stand in what is written in private: nobody else may ever read them."""
    plants: bool = True
    """Whether words are planted: not where people look at what was written."""

    def __post_init__(self) -> None:
        self.organizer = Person(self.stage, ORGANIZER)

    def close(self) -> None:
        """Close everybody's browser, and the controls of the stage."""
        self.stage.close()

    def person(self, email: str) -> Person:
        """Return the person with an address, always the same one."""
        return self.people.setdefault(email, Person(self.stage, email))

    def private(self, where: str, text: str) -> str:
        """Return a text for a private field, with the words planted there."""
        return f"{text} {self.planted.plant(where)}" if self.plants else text

    def erasable(self, where: str, text: str) -> str:
        """Return a text for a private field that is erased before the season ends, with the words planted there."""
        return f"{text} {self.erased.plant(where)}" if self.plants else text

    def private_part(self, where: str, otherwise: str) -> str:
        """Return what stands in a part of a private field that takes no spaces, such as an address."""
        return self.planted.plant(where) if self.plants else otherwise

    @property
    def now(self) -> datetime:
        """Return the stack's current instant."""
        return datetime.fromisoformat(self.stage.now())


def finished(season: Season, answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer; when it is a job, the job as it is once the worker is done."""
    if "job_id" not in answer:
        return answer
    season.stage.settle()
    job = season.organizer.get(f"/v1/programmes/{season.programme_id}/jobs/{answer['job_id']}")
    expect(job["state"] == "done", f"the job is {job['state']}: {job['problem']}")
    return job


def listed(person: Person, path: str) -> list[dict[str, Any]]:
    """Return all items of a list, page by page."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        mark = "&" if "?" in path else "?"
        page = person.get(f"{path}{mark}limit=200" + (f"&cursor={cursor}" if cursor else ""))
        items += page["items"]
        if not page["next"]:
            return items
        cursor = page["next"]
