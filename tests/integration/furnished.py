"""Given: a running programme in which there is one of everything, so that every route finds what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gatherings import starter
from gatherings.store import circles
from mentoring import cases, clock, runtime
from mentoring.events.pairing import PairAgreed
from mentoring.tables.attributes import Opened
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.breakout import Breakout
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Matter
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, Job, Organization, Slug
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import CircleRole, Role
from mentoring.tables.workspace import (
    Announced,
    Announcement,
    AnnouncementPeople,
    Goal,
    Guide,
    GuideShelf,
    Note,
    NoteText,
    Summary,
    Takeaway,
    Task,
)
from tests.fakes import MemoryStore, context_at
from tests.fakes.onboarding import head, progress
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, event, profile
from tests.fakes.rooms import Room
from tests.integration.lambdas import deliver, keep
from tests.unit.gatherings import circle_givens as groups
from tests.unit.gatherings.givens import item as gathering_item
from workspace import consumer

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore
    from mentoring.tables.core import Item

STEP = starter.checklist(PROGRAMME, Role.MENTEE).steps[-1].step_id
"""A quiz of the starter list."""

GROUP = {MENTOR: "mentor", MENTEE: "mentee"}
CARD = circles.card_id(groups.circle(GROUP, "ci"), MENTEE)
"""What the mentee wrote for the meeting of their group."""

IDS = {
    "programme_id": PROGRAMME, "pair_id": PAIR, "organization_id": "org-1", "participant_id": "mentee", "goal_id": "g",
    "application_id": "a", "meeting_id": "m", "assignment_id": "s", "about": PAIR, "task_id": "t", "job_id": "j",
    "note_id": "n", "guide_id": "u", "slot": "1", "announcement_id": "an", "gathering_id": "ga",
    "step_id": STEP, "circle_id": "ci", "round_id": "r", "card_id": CARD,
}  # fmt: skip


def _gathering(at: str) -> list[Item]:
    """Return a gathering that is held now, with two people who are there, and rooms for them."""
    known = {"gathering_id": "ga", "programme_id": PROGRAMME}
    there = [
        Attendance(
            *Attendance.key("ga", person_id), person_id=person_id, participant_id=role, present=True, noted="host",
            by=ORGANIZER, at=at, **known,
        )
        for person_id, role in ((MENTOR, "mentor"), (MENTEE, "mentee"))
    ]  # fmt: skip
    seats = Breakout(
        *Breakout.key("ga"), people=[[MENTEE, "mentee"], [MENTOR, "mentor"]], rounds=[[[0, 1]]], size=2, minutes=10,
        odd="more", changed_at=at, **known,
    )  # fmt: skip
    return [gathering_item("ga"), *there, seats]


def _group() -> list[Item]:
    """Return proposed groups, and one that has a date: the mentor moderates, the mentee presents, both promised."""
    given = groups.arranged(GROUP, "ci", {MENTOR: CircleRole.MODERATOR, MENTEE: CircleRole.PRESENTER})
    given.starts_at = clock.iso(clock.now() + timedelta(minutes=10))
    given.confirmed = dict.fromkeys(GROUP, given.starts_at)
    people = [circles.member(given, one, part) for one, part in GROUP.items()]
    steps = circles.keep_steps(given, None, circles.steps(None), clock.now())
    card = circles.new_card(given, MENTEE)
    key = cases.new(context_at(keys=runtime.ports().keys), card)
    Opened(card, key).set(case="Ktoś się spóźnia.", tried="", question="Co robić?", found=[])
    card.written_at = card.shown_at = clock.iso(clock.now())
    card.set_due(clock.now() + timedelta(days=2))
    card.place()
    return [groups.round_of(GROUP), given, *people, steps, card]


def furnish(store: DynamoStore) -> None:
    """Put into a programme with an agreed pair what the pair and its organizers have to do with."""
    opened = event(PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), MemoryStore())
    assert deliver(consumer.handler, opened) == []
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.stage = "closing"
    at, later = clock.iso(clock.now()), clock.iso(clock.now() + timedelta(days=3))
    here = Room.there(context_at(store=store, keys=runtime.ports().keys), PAIR)
    mine = {"pair_id": PAIR, "programme_id": PROGRAMME}
    desk = Room.of_programme(context_at(store=store, keys=runtime.ports().keys), PROGRAMME)
    told = {"announcement_id": "an", "programme_id": PROGRAMME}
    mark = Announced(
        *Announced.key(PROGRAMME, "an", MENTEE), person_id=MENTEE, participant_id="mentee", sent_at=at, **told
    )
    mark.place()
    keep(
        store,
        pair,
        GatheringSeats(*GatheringSeats.key("ga"), gathering_id="ga", programme_id=PROGRAMME, most_online=1),
        Slug(*Slug.key("wiosna"), slug="wiosna", programme_id=PROGRAMME),
        Organization(*Organization.key("org-1"), organization_id="org-1", name="Firma", standing="established"),
        Application(
            *Application.key(PROGRAMME, "a"), application_id="a", programme_id=PROGRAMME, role="mentee",
            state="submitted", email="a@firma.example", submitted_at=at, profile=profile(),
        ),
        Job(
            *Job.key(PROGRAMME, "j"), job_id="j", programme_id=PROGRAMME, task="decide", state="done", by=ORGANIZER,
            created_at=at, updated_at=at, counts={"decided": 3, "passed_over": 0}, given={"decision": "accepted"},
        ),
        here.written(Goal(
            *Goal.key(PAIR, "g"), goal_id="g", start_level=1, target_level=9, state="agreed",
            proposed_by=MENTOR, agreed_at=at, **mine,
        ), title="Odwaga"),
        here.written(Goal(
            *Goal.key(PAIR, "d"), goal_id="d", start_level=1, target_level=9, state="draft", proposed_by=MENTEE, **mine,
        ), title="Spokój"),
        Meeting(
            *Meeting.key(PAIR, "h"), meeting_id="h", starts_at=at, minutes=60, zone="Europe/Warsaw", state="held",
            proposed_by=MENTOR, uid="h@tandem", **mine,
        ),
        here.written(Takeaway(
            *Takeaway.key(PAIR, "h", MENTEE), meeting_id="h", author=MENTEE, met_at=at, created_at=at, changed_at=at, **mine,
        ), text="Pytać"),
        here.written(Task(*Task.key(PAIR, "t"), task_id="t", author=MENTOR, created_at=at, **mine), text="Rozdział 3"),
        here.written(Summary(*Summary.key(PAIR), state="proposed", **mine), takeaways=["Spokój"]),
        here.written(Note(
            *Note.key(PAIR, "n"), note_id="n", author=MENTEE, number=1, visibility="pair", created_at=at, changed_at=at,
            changed_by=MENTEE, **mine,
        ), title="Pytania"),
        here.written(
            NoteText(*NoteText.key(PAIR, "n", 1), note_id="n", number=1, by=MENTEE, at=at), title="Pytania", text="Raz?"
        ),
        Meeting(
            *Meeting.key(PAIR, "m"), meeting_id="m", starts_at=later, minutes=60, zone="Europe/Warsaw", state="proposed",
            proposed_by=MENTOR, accepted_by=[MENTOR], uid="m@tandem", **mine,
        ),
        Assignment(
            *Assignment.key(PROGRAMME, "s"), assignment_id="s", person_id=MENTEE, participant_id="mentee", role="mentee",
            survey="start", assigned_at=at, list_pk=f"PERSON#{MENTEE}", list_sk="SURVEY#s", **mine,
        ),
        GuideShelf(
            *GuideShelf.key(PROGRAMME), programme_id=PROGRAMME,
            entries=[{"guide_id": "u", "audience": "both", "stage": "goals", "state": "published", "titles": {"pl": "Cel"}}],
        ),
        Guide(
            *Guide.key(PROGRAMME, "u"), guide_id="u", programme_id=PROGRAMME, audience="both", stage="goals",
            state="published", texts={"pl": {"title": "Cel", "text": "Jeden **dobry** cel."}},
        ),
        desk.written(Announcement(
            *Announcement.key(PROGRAMME, "an"), by=ORGANIZER, audience="mentees", segment="everybody", sent_at=at, total=1,
            position=1, told=1, state="sent", list_pk=Announcement.listing(PROGRAMME), list_sk="an", **told,
        ), texts={"pl": {"subject": "Warsztat", "text": "W **środę**."}}),
        head(), progress("mentor"), progress("mentee"),
        AnnouncementPeople(*AnnouncementPeople.key(PROGRAMME, "an", 0), people=["mentee"], **told),
        mark,
        *_gathering(at),
        *_group(),
        Matter(
            *Matter.key(PROGRAMME, PAIR), about=PAIR, urgency="other", since=at, **mine,
            reasons=[{"rule": "contract", "cause": "", "days": 9, "since": at, "raised_at": at}],
        ),
    )  # fmt: skip
