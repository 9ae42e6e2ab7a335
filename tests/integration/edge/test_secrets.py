"""Words are planted in every private field of a room, and looked for wherever nobody but the pair may find them.

The season is played through the real handlers, everything that follows included. Each search is shown to find what is
there: a control of its own, or the words where the pair reads them.
"""

from __future__ import annotations

import base64
import contextlib
import importlib
import io
import logging
import pkgutil
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from moto.backends import get_backend

from infra.season import acts
from infra.season.planted import Planted, text_of_pdf, texts_of_mail, values_of
from mentoring import tables
from mentoring.clauses import CLAUSES
from mentoring.observability import logger
from mentoring.settings import Settings, settings
from mentoring.store import keys as adapter
from mentoring.tables.attributes import SealedAttribute
from mentoring.tables.core import Item
from mentoring.tables.gatherings.circle import CaseCard
from mentoring.tables.meetings import Meeting, PairCall, Plan
from mentoring.tables.workspace import (
    Announcement,
    Contract,
    Goal,
    Material,
    Message,
    Note,
    NoteText,
    SharedItem,
    Summary,
    Takeaway,
    Task,
    ThreadHead,
)
from tests.bench.trips import _ids
from tests.contract.test_keys import USERS
from tests.faults.aws import ACCOUNT, real_enough
from tests.faults.deployment import api_of
from tests.faults.explorer import Explorer
from tests.faults.plot import scenes
from tests.faults.stage import Theatre
from tests.faults.world import BEGINNING, World
from tests.integration.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.season.people import Person
    from tests.faults.aws import Aws

PROGRAMME = "Wiosna z mentorem"
"""What organizers wrote and everybody may read: a control."""
OPEN_ROOMS = USERS["RoomKey"]["Opens"]
FIELDS = {
    ThreadHead: "message", Contract: "own", Goal: "goal", Task: "task", Summary: "summary", Takeaway: "takeaway",
    Meeting: "meeting", Plan: "plan", Message: "message", Note: "note", NoteText: "note", Material: "material", SharedItem: "shared",
    PairCall: "call",
}  # fmt: skip
"""Item with sealed words → under which name they are planted here."""
OF_ORGANIZERS = {Announcement}
"""What organizers wrote for participants: sealed, and no secret of a pair."""
OF_GROUPS = {CaseCard}
"""What somebody of an intervision group wrote: planted by `tests/integration/gatherings/test_circles.py`."""
OF_OTHERS = {SharedItem: {"name"}, ThreadHead: {"latest"}, Contract: {"salt"}, PairCall: {"secret"}}
"""Sealed fields that hold nothing of their own: a name, the beginning of a line, a random word."""


@dataclass
class Played:
    """What is left of the season, by where it was looked for, and what was planted in which field."""

    aws: Aws
    planted: Planted = field(default_factory=Planted)
    of_all: set[str] = field(default_factory=set)
    """Fields in which every pair writes the same words."""
    pair_id: str = ""
    logs: str = ""
    organizers: list[str] = field(default_factory=list)
    """Whatever organizers were answered."""
    pair: list[str] = field(default_factory=list)
    """Whatever the two of the pair were answered."""
    served: set[str] = field(default_factory=set)
    """Routes at which a function that opens rooms had something for an organizer."""
    reports: dict[str, bytes] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def found_in(self, *texts: str | bytes) -> set[str]:
        """Return the fields whose words are in the texts."""
        return self.planted.found_in(texts)

    def own_in(self, *texts: str | bytes) -> set[str]:
        """Return the same without what the pair showed to everybody in the programme."""
        return {where for where in self.found_in(*texts) if not where.startswith("shared.")}


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    """Given: a season in which a pair wrote something everywhere, and what can be found afterwards."""
    written = io.StringIO()
    handlers = [logger(one).registered_handler for one in {each.service for each in ROUTES} | {"relay"}]
    before = [one.stream for one in handlers]  # type: ignore[attr-defined]
    with real_enough() as aws:
        world = World(aws, BEGINNING)
        with world.clock(), redirect_stdout(written):
            for one in handlers:
                one.stream = written  # type: ignore[attr-defined]
            logging.disable(logging.NOTSET)
            found = Played(aws)
            theatre = Theatre(Explorer(world, lambda _: False))
            season = acts.Season(theatre, lambda _: None)
            found.planted = season.planted
            for scene in scenes(season, theatre)[:4]:
                scene()
            acts.meet(season, 0, acts.first_meeting(season.now))
            found.of_all |= season.planted.words.keys()
            _write(found, season)
            before_the_end = set(season.planted.words)
            _end(found, season)
            found.of_all |= season.planted.words.keys() - before_the_end
            _look(found)
        for one, stream in zip(handlers, before, strict=True):
            one.stream = stream  # type: ignore[attr-defined]
        found.logs = written.getvalue()
        yield found


def _keyed(who: Person, number: str) -> Person:
    """Let what somebody sends next carry a key, so that its answer is kept."""
    who.browser.headers["Idempotency-Key"] = f"key-{number}"
    return who


def _write(found: Played, season: acts.Season) -> None:
    """Write into every private field of the first pair's room."""
    pair, say = season.pairs[0], found.planted.plant
    found.pair_id, room = pair.pair_id, f"/v1/rooms/{pair.pair_id}"
    contract = f"{room}/contract"
    _keyed(pair.mentor, "amend").post(f"{contract}/amendment")
    own = {name: say(f"own.{name}") for name in CLAUSES}
    _keyed(pair.mentor, "own").put(contract, {"own": own}, pair.mentor.etag(contract))
    text = {"sha256": _keyed(pair.mentor, "propose").post(f"{contract}/proposal")["sha256"]}
    for who in pair.both:
        _keyed(who, "sign").post(f"{contract}/signatures", text)
    goal = {name: say(f"goal.{name}") for name in ("title", "why", "measure")} | {"steps": [say("goal.steps")]}
    made = _keyed(pair.mentee, "goal").post(f"{room}/goals", goal | {"start_level": 1, "target_level": 9})
    here = f"{room}/goals/{made['goal_id']}"
    _keyed(pair.mentor, "agree").post(f"{here}/agreement", {}, pair.mentor.etag(here))
    rating = {"current_level": 5, "word": say("goal.ratings")}
    _keyed(pair.mentee, "rate").patch(here, rating, pair.mentee.etag(here))
    end = {"state": "partly", "reason": say("goal.reason"), "evidence": say("goal.evidence"), "current_level": 7}
    _keyed(pair.mentee, "end").post(f"{here}/conclusion", end, pair.mentee.etag(here))
    _keyed(pair.mentor, "yes").post(f"{here}/conclusion/answer", {"answer": "yes"}, pair.mentor.etag(here))
    (held,) = [one for one in pair.mentee.get(f"/v1/meetings/pair/{pair.pair_id}")["items"] if one["state"] == "held"]
    for who, seen in ((pair.mentee, "author"), (pair.mentor, "pair")):
        noted = {"text": say(f"takeaway.text {seen}"), "visibility": seen}
        _keyed(who, f"noted-{seen}").put(f"{room}/takeaways/{held['meeting_id']}", noted, first=True)
    for seen in ("author", "pair"):
        task = {"text": say(f"task.{seen}"), "visibility": seen}
        _keyed(pair.mentee, f"task-{seen}").post(f"{room}/tasks", task)
    _keyed(pair.mentee, "line").post(f"{room}/messages", {"text": say("message.text")})
    for seen in ("author", "pair"):
        note = {"title": say(f"note.title {seen}"), "text": say(f"note.text {seen}"), "visibility": seen}
        _keyed(pair.mentee, f"note-{seen}").post(f"{room}/notes", note)
        link = {"title": say(f"material.title {seen}"), "url": f"https://firma.example/{say(f'material.url {seen}')}"}
        _keyed(pair.mentee, f"link-{seen}").post(f"{room}/materials", link | {"visibility": seen})
    note = {"title": say("shared.title"), "text": say("shared.text"), "visibility": "pair"}
    kept = f"{room}/notes/{_keyed(pair.mentee, 'note').post(f'{room}/notes', note)['note_id']}"
    wider = {"visibility": "programme"}
    _keyed(pair.mentee, "widen").post(f"{kept}/widening", wider, pair.mentee.etag(kept))
    wish = {"starts_at": acts.iso(season.now + timedelta(days=5)), "zone": "Europe/Warsaw"}
    call = f"/v1/meetings/pair/{pair.pair_id}/call"
    kept = {"link": f"https://spotkania.firma.example/{say('call.link')}"}
    _keyed(pair.mentor, "call").put(call, kept, pair.mentor.etag(call))
    there = {"starts_at": acts.iso(season.now + timedelta(days=6))}
    _keyed(pair.mentor, "meet there").post(f"/v1/meetings/pair/{pair.pair_id}", wish | there)
    words = {"place": say("meeting.place"), "agenda": say("meeting.agenda")}
    meeting = _keyed(pair.mentor, "meet").post(f"/v1/meetings/pair/{pair.pair_id}", wish | words)
    answers = f"/v1/meetings/pair/{pair.pair_id}/{meeting['meeting_id']}/answers"
    _keyed(pair.mentee, "yes").post(answers, {"answer": "accept"})
    plans = f"/v1/meetings/pair/{pair.pair_id}/plans"
    wish |= {"starts_at": acts.iso(season.now + timedelta(days=9)), "number": 2}
    plan = f"{plans}/{_keyed(pair.mentor, 'plan').post(plans, wish)['plan_id']}"
    answer = {"answer": "decline", "note": say("plan.note")}
    _keyed(pair.mentee, "no").post(f"{plan}/answers", answer, pair.mentee.etag(plan))
    acts.advance(season, season.now + timedelta(days=4, hours=20))  # the reminder has agenda and homework


def _end(found: Played, season: acts.Season) -> None:
    """Close the programme; the summary of every pair has planted words."""
    say = found.planted.plant
    real = type(season.pairs[0].mentee).put

    def put(who: Person, path: str, body: dict[str, Any], *more: Any, **named: Any) -> dict[str, Any]:
        if path.endswith("/summary"):
            lists = {name: [say(f"summary.{name}")] for name in ("takeaways", "next_steps")}
            body = lists | {name: say(f"summary.{name}") for name in ("helped", "hindered", "thanks")}
        return real(_keyed(who, f"end-{path}"), path, body, *more, **named)

    with patch.object(type(season.pairs[0].mentee), "put", put):
        acts.close(season)
    for who in {one for pair in season.pairs for one in pair.both}:
        who.browser.headers.pop("Idempotency-Key", None)
    found.reports = acts.report(season)
    acts.weekly(season)
    found.people = {who.person_id: role for role, who in zip(("mentor", "mentee"), season.pairs[0].both, strict=True)}
    found.people[season.organizer.person_id] = "organizer"


def _look(found: Played) -> None:
    """Open everything there is to be looked at: as the pair, and as an organizer, whose functions have no key."""
    items = [Item.from_raw_data(dict(raw)) for table, raw in found.aws.tables.items() if table.endswith("core")]
    without = Settings(**vars(settings()) | {"room_key": "", "desk_key": ""})
    for route in (one for one in ROUTES if one.method == "GET" and "token" not in one.names):
        for ids in _ids(route, items):
            query = {"programme_id": ids["programme_id"]} if "programme_id" in ids else None
            for person_id, role in found.people.items():
                keys = (
                    patch.object(adapter, "settings", lambda: without)
                    if role == "organizer"
                    else contextlib.nullcontext()
                )
                with keys:
                    answer = route.send(person_id, ids, queryStringParameters=query)
                assert answer["statusCode"] < 500, (route, role)
                body = answer["body"] or ""
                text = base64.b64decode(body).decode("utf-8", "replace") if answer["isBase64Encoded"] else body
                if role == "organizer" and answer["statusCode"] == 200 and api_of(route.path(ids)) in OPEN_ROOMS:
                    found.served.add(route.rule)
                (found.organizers if role == "organizer" else found.pair).append(text)


def _objects() -> dict[str, bytes]:
    bucket = get_backend("s3")[ACCOUNT]["aws"].buckets[settings().bucket]
    return {name: one.value for name, one in bucket.keys.items()}


def _mails(found: Played) -> Iterator[tuple[str, str]]:
    """Yield the address and all that can be read of each mail."""
    for sent in found.aws.mails:
        texts = (one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in texts_of_mail(sent.raw))
        yield sent.to, " ".join(texts)


def test_given_every_private_field_when_the_pair_writes_then_none_was_left_out(played: Played) -> None:
    named = pkgutil.walk_packages(tables.__path__, f"{tables.__name__}.")
    modules = [importlib.import_module(one.name) for one in named]
    kinds = {
        one for module in modules for one in vars(module).values() if isinstance(one, type) and issubclass(one, Item)
    }
    private = {
        one: {name for name, kind in one.get_attributes().items() if isinstance(kind, SealedAttribute)} for one in kinds
    }
    planted = {one.partition(" ")[0] for one in played.planted.words}
    assert {one for one, names in private.items() if names} - OF_ORGANIZERS - OF_GROUPS == FIELDS.keys()
    for kind, where in FIELDS.items():
        if kind in (Contract, Task):  # a field of many clauses, or seen by one or both
            assert any(one.startswith(f"{where}.") for one in planted)
        else:
            assert {f"{where}.{name}" for name in private[kind] - OF_OTHERS.get(kind, set())} <= planted, kind


def test_given_planted_words_when_the_pair_looks_then_it_reads_them_all(played: Played) -> None:
    pdf = text_of_pdf(played.reports[f"{played.pair_id}.pdf"])
    assert played.found_in(*played.pair) == played.planted.words.keys()
    assert played.found_in(pdf) >= {"goal.title", "goal.evidence", "own.form", "summary.thanks"}


def test_given_planted_words_when_every_table_is_read_then_they_are_in_none(played: Played) -> None:
    values = [value for _, raw in played.aws.tables.items() for value in values_of(raw)]
    kept = [raw for _, raw in played.aws.tables.items() if raw["pk"]["S"].startswith("idempotency#workspace#")]
    assert any(PROGRAMME in str(value) for value in values)
    assert len(kept) > 9
    assert played.found_in(*values) == set()


def test_given_planted_words_when_the_bucket_is_read_then_they_are_in_no_file(played: Played) -> None:
    files = _objects()
    texts = {name: text_of_pdf(one) for name, one in files.items() if one.startswith(b"%PDF")}
    assert any(PROGRAMME in one for one in texts.values())
    assert [name for name in files if f"/{played.pair_id}/pair-" in name]
    assert not [name for name in texts if "/pair-" in name]
    assert played.found_in(*files.values(), *texts.values()) == set()


def test_given_planted_words_when_events_are_read_then_they_are_in_none(played: Played) -> None:
    details = [entry["Detail"] for entry in played.aws.taken]
    assert any(played.pair_id in one for one in details)
    assert played.found_in(*details) == set()


def test_given_planted_words_when_the_logs_are_read_then_they_are_in_no_line(played: Played) -> None:
    assert len(played.logs.splitlines()) > 100
    assert any(person_id in played.logs for person_id in played.people)
    assert played.found_in(played.logs) == set()


def test_given_planted_words_when_mails_are_read_then_only_the_pair_got_them(played: Played) -> None:
    mine = {one.email for one in _participants(played)}
    own = [text for to, text in _mails(played) if to in mine]
    organizers = [text for to, text in _mails(played) if to == acts.ORGANIZER]
    others = [text for to, text in _mails(played) if to not in (*mine, acts.ORGANIZER)]
    assert any(PROGRAMME in one for one in organizers)
    assert "goal.title" in played.found_in(*others)  # their own
    assert played.found_in(*own) >= {
        "goal.title", "goal.reason", "goal.evidence", "task.pair", "meeting.place", "meeting.agenda", "call.link",
    }  # fmt: skip
    author = next(one.email for one in _participants(played) if played.people[one.person_id] == "mentee")
    partner = [text for to, text in _mails(played) if to in mine and to != author]
    assert "task.pair" in played.found_in(*partner)
    assert not {"task.author", "takeaway.text author"} & played.found_in(*partner)
    assert played.own_in(*organizers) == set()
    assert played.own_in(*others) <= played.of_all


def _participants(played: Played) -> list[Any]:
    raws = (raw for table, raw in played.aws.tables.items() if table.endswith("core"))
    items: list[Any] = [Item.from_raw_data(dict(raw)) for raw in raws if raw["kind"]["S"] == "participant"]
    return [one for one in items if played.people.get(one.person_id) in ("mentor", "mentee")]


def test_given_planted_words_when_organizers_look_everywhere_then_they_read_none_and_no_key_was_needed(
    played: Played,
) -> None:
    assert any(played.pair_id in one for one in played.organizers)
    assert any(PROGRAMME in one for one in played.organizers)
    assert played.own_in(*played.organizers) == set()


def test_given_an_organizer_when_they_ask_a_function_that_opens_rooms_then_it_has_only_their_own_home(
    played: Played,
) -> None:
    """What organizers see of rooms comes from functions without the key."""
    assert played.served == {"/home", "/meetings/calendar", "/v1/meetings/calendar"}
