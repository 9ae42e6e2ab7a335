"""What reporting's tests are given: the process of a pair, as facts and as items."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.context import Marker
from mentoring.events import Event, Meta
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Member, Participant, Programme
from mentoring.tables.workspace import Contract, Goal, Summary, Takeaway, Task
from reporting.domain import GoalLine, Levels, MeetingLine, ProcessReport
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.files import MemoryFiles as Files
from tests.fakes.rooms import Room

if TYPE_CHECKING:
    from mentoring.sealing import Keys

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PANGRAM = "Zażółć gęślą jaźń. ZAŻÓŁĆ GĘŚLĄ JAŹŃ."
SECRET = "SEKRET-TYLKO-MOJ"
ENDED = NOON + timedelta(days=190)


def report(**values: Any) -> ProcessReport:
    """Given: the report of a process in the pair's edition."""
    outcomes = [
        "held",
        "held",
        "cancelled_early",
        "held",
        "no_show_mentor",
        "technical",
        "cancelled_late",
        "no_show_mentee",
    ]
    given: dict[str, Any] = {
        "edition": "pair", "programme": "Mentoring Wiosna 2026", "organization": "Fundacja Źródło", "accent": "forest",
        "mentor": "Łucja Święcicka", "mentee": "Grażyna Brzęczyk", "agreed_at": NOON, "closed_at": ENDED,
        "outcome": "completed", "zone": "Europe/Warsaw", "contract_signed_at": NOON + timedelta(days=3),
        "contract_hash": "0123456789abcdef" * 4, "contract_number": 2, "clauses": ("Rozmowy są poufne.",),
        "own_clauses": (("form", "Online."), ("limits", ""), ("unknown", PANGRAM)),
        "goals": (
            GoalLine("achieved", "Prowadzę zebranie", Levels(3, 8, 8), "Trzy zebrania."),
            GoalLine("dropped", PANGRAM, Levels(5, 7, 2), "", "Nowa praca.", None, ((NOON, 4), (NOON, 2))),
        ),
        "meetings": tuple(
            MeetingLine(NOON + timedelta(days=20 * number), 60, outcome, presumed=number == 3)
            for number, outcome in enumerate(outcomes)
        ),
        "takeaways": (PANGRAM,), "helped": "Szczere pytania.", "hindered": "Strefy czasowe.",
        "next_steps": ("Rozmowa o roli.",), "thanks": "Dziękuję!",
    }  # fmt: skip
    return ProcessReport(**given | values)


def facts_only(whole: ProcessReport) -> ProcessReport:
    """Return the organizers' edition of a report: nothing the pair wrote or rated."""
    return replace(
        whole,
        edition="organizer",
        own_clauses=(),
        goals=tuple(GoalLine(one.state, proposed=one.proposed) for one in whole.goals),
        noted=(),
        takeaways=(),
        helped="",
        hindered="",
        next_steps=(),
        thanks="",
    )


def programme(**values: Any) -> Programme:
    given = {"programme_id": "p", "organization_id": "o", "slug": "s", "name": "Wiosna", "stage": "running"}
    return Programme(*Programme.key("p"), organization_name="Fundacja", **given | values)


def member(person_id: str, role: str) -> Member:
    return Member(*Member.key("o", person_id), organization_id="o", person_id=person_id, role=role)


def pair(pair_id: str = "1", **values: Any) -> Pair:
    given = {"mentor_name": "Anna", "mentee_name": "Jan", "stage": "working", "agreed_at": clock.iso(NOON)} | values
    one = Pair(
        *Pair.key(pair_id), pair_id=pair_id, programme_id="p", organization_id="o", mentor_id="m", mentee_id="e",
        mentor_person_id="anna", mentee_person_id="jan", score=1, **given,
    )  # fmt: skip
    one.list_pk, one.list_sk = "PROGRAMME#p", f"PAIR#{pair_id}"
    return one


def closed(pair_id: str = "1", outcome: str = "completed", **values: Any) -> Pair:
    return pair(pair_id, **{"outcome": outcome, "stage": outcome, "closed_at": clock.iso(ENDED)} | values)


def watch(pair_id: str = "1", colour: str = "green", **values: Any) -> Watch:
    given = {"programme_id": "p"} | values
    return Watch(*Watch.key(pair_id), pair_id=pair_id, started_at=clock.iso(NOON), colour=colour, **given)


def matter(pair_id: str = "1", *rules: str, state: str = "open", urgency: str = "help") -> Matter:
    one = Matter(
        *Matter.key("p", pair_id), about=pair_id, programme_id="p", pair_id=pair_id, urgency=urgency, state=state,
        since=clock.iso(NOON), reasons=[_why(rule) for rule in rules],
    )  # fmt: skip
    one.place()
    return one


def _why(rule: str) -> dict[str, Any]:
    at = clock.iso(NOON)
    return {"rule": rule, "cause": "", "days": 0, "since": at, "raised_at": at}


def room(keys: Keys | None = None) -> list[Any]:
    """Given: what the pair did and wrote, with a private task that must never leave the room."""
    mentee = Participant(
        *Participant.key("p", "e"), participant_id="e", programme_id="p", person_id="jan", role="mentee", email="j@x",
        name="Jan", form="m", locale="pl", zone="Europe/Warsaw", profile={}, accepted_at="",
    )  # fmt: skip
    here = Room("1", keys)
    signed = here.written(Contract(
        *Contract.key("1", 1), pair_id="1", programme_id="p", number=1, state="amended", fixed=["Poufność."],
        signed_at=clock.iso(NOON), sha256="ab" * 32,
    ), own={"form": "Online.", "frequency": {"number": 14}})  # fmt: skip
    draft = here.written(
        Contract(*Contract.key("1", 2), pair_id="1", programme_id="p", number=2, state="draft"), own={"form": SECRET}
    )
    goals = [
        _goal(here, "g", "achieved", "Cel pary"),
        _goal(here, "h", "partly", "Drugi", 5),
        _goal(here, "i", "draft", "Trzeci"),
        _goal(here, "j", "achieved", "Czwarty", 9),
        _goal(here, "k", "dropped", "Wycofany"),
        _goal(here, "m", "agreed", "Piąty", end_state="partly", end_by="jan"),
    ]
    goals[-1] = here.written(
        goals[-1], evidence="Dwie osoby.", ratings=[{"level": 5, "by": "jan", "at": clock.iso(NOON), "word": "x"}]
    )
    goals[2] = here.written(goals[2], reason="Cofnięte")
    noted = [
        here.written(
            Takeaway(
                *Takeaway.key("1", "a", author), meeting_id="a", pair_id="1", programme_id="p", author=author,
                visibility=seen, met_at=clock.iso(NOON), created_at=clock.iso(NOON), changed_at=clock.iso(NOON),
            ),
            text=text,
        )
        for author, seen, text in ((closed().mentee_person_id, "pair", "Pytać."), (closed().mentor_person_id, "author", SECRET))
    ]  # fmt: skip
    task = here.written(Task(        *Task.key("1", "t"), task_id="t", pair_id="1", programme_id="p", author="jan", visibility="author",
        created_at=clock.iso(NOON),
    ), text=SECRET)  # fmt: skip
    summary = here.written(
        Summary(*Summary.key("1"), pair_id="1", programme_id="p", state="approved"),
        takeaways=["Mówię wolniej."],
        helped="Pytania.",
        hindered="Czas.",
        next_steps=["Rozmowa."],
        thanks="Dzięki.",
    )
    return [mentee, here.item, signed, draft, *goals, *noted, task, summary, *meetings(here)]


def _goal(here: Room, goal_id: str, state: str, title: str, current_level: int | None = None, **more: Any) -> Goal:
    goal = Goal(
        *Goal.key("1", goal_id), goal_id=goal_id, pair_id="1", programme_id="p", state=state,
        proposed_by="jan", start_level=3, target_level=8, current_level=current_level, **more,
    )  # fmt: skip
    return here.written(goal, title=title)


def meetings(here: Room) -> list[Meeting]:
    def one(meeting_id: str, days: int, state: str, **values: Any) -> Meeting:
        meeting = Meeting(
            *Meeting.key("1", meeting_id), meeting_id=meeting_id, pair_id="1", programme_id="p", minutes=60,
            starts_at=clock.iso(NOON + timedelta(days=days)), zone="Europe/Warsaw", state=state,
            proposed_by="jan", uid=meeting_id, **values,
        )  # fmt: skip
        return here.written(meeting, agenda=SECRET)

    return [
        one("b", 30, "held", presumed=True),
        one("a", 10, "held"),
        one("c", 40, "not_held", not_held_reason="technical"),
        one("d", 50, "proposed"),
    ]


def season(*items: Any) -> MemoryStore:
    """Given: a running programme with its owner (ola) and viewer (wit), and these items."""
    store = MemoryStore()
    store.put(programme(), member("ola", "owner"), member("wit", "viewer"), *items)
    return store


def event(data: Any, event_id: str = "e1") -> Event:
    meta = Meta(
        id=event_id, version=1, occurred_at=NOON, aggregate=data.aggregate, aggregate_id="a", sequence=1,
        programme_id="p", correlation_id="c", causation_id=None,
    )  # fmt: skip
    return Event(meta, data)


def consumer_at(store: Any, one: Event, name: str = "reporting", **values: Any) -> Any:
    """Return the context in which a consumer takes an event."""
    return context_at(ENDED, store=store, service="reporting", marker=Marker(f"inbox#{name}#{one.meta.id}"), **values)


class MemoryFiles(Files):
    """Files of reports."""

    def put(self, key: str, content: bytes, kind: str) -> None:
        assert kind in ("application/pdf", XLSX, "application/octet-stream")
        super().put(key, content, kind)
