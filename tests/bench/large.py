"""A programme of 20 000 applications and 5 000 pairs: what each page reads, and what the background costs.

`PYTHONPATH=services:shared python -m tests.bench.large` writes docs/large-programmes.md. Reads and items are exact (one
read is one request to DynamoDB that gives at most 1 MB); seconds of CPU are of the machine it ran on.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from array import array
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.template import functions
from mentoring import access, clock, consumers, http
from mentoring.runtime import Ports, calls
from mentoring.settings import settings
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.pairing import Proposal, Round, Seats
from mentoring.tables.recruitment import Application, Counts, Organization, Participant
from mentoring.tables.reporting import WeeklyReport, Weeks
from mentoring.tables.surveys import Answer, Assignment
from pairing.matching.score_table import ScoreTable
from pairing.store import Results
from recruitment.use_cases import decision_jobs, exporting, import_jobs, jobs
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME, pair, profile, world
from tests.fakes.rows import rows_of
from tests.integration.lambdas import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mentoring.tables.core import Item
    from mentoring.tables.recruitment import Job

DOCUMENT = Path(__file__).parents[2] / "docs" / "large-programmes.md"
APPLICATIONS, PAIRS = 20_000, 5_000
READS, ITEMS = 5, 300
MEGABYTE = 1_000_000
HOME = f"/organizer/programmes/{PROGRAMME}"
ROUNDS = f"/pairing/{PROGRAMME}/rounds/round-2/mentees/a00001"
PAGES = (
    ("recruitment", "the board", HOME, {}),
    ("recruitment", "a change of the stage, beforehand", f"{HOME}/stage", {"to": "closing"}),
    ("recruitment", "applications", f"{HOME}/applications", {}),
    ("recruitment", "applications to decide", f"{HOME}/applications", {"state": "submitted"}),
    ("recruitment", "accepted mentors", f"{HOME}/applications", {"state": "accepted", "role": "mentor"}),
    ("recruitment", "on the waiting list (nobody is)", f"{HOME}/applications", {"state": "waitlisted"}),
    ("recruitment", "search for a last name", f"{HOME}/applications", {"q": "nazwisko123"}),
    ("recruitment", "search for an address", f"{HOME}/applications", {"q": "a00500@firma.example"}),
    ("recruitment", "one application", f"{HOME}/applications/a00500", {}),
    ("recruitment", "topics: demand and supply", f"{HOME}/topics", {}),
    ("recruitment", "import", f"{HOME}/import", {}),
    ("recruitment", "export", f"{HOME}/applications.csv", {}),
    ("recruitment", "settings", f"{HOME}/settings", {}),
    ("recruitment", "applications (JSON)", f"/v1/programmes/{PROGRAMME}/applications", {}),
    ("recruitment", "participants (JSON)", f"/v1/programmes/{PROGRAMME}/participants", {}),
    ("pairing", "the workbench", f"/pairing/{PROGRAMME}", {}),
    ("pairing", "another mentor for a mentee", ROUNDS, {}),
    (
        "pairing",
        "two rounds beside each other",
        f"/pairing/{PROGRAMME}/comparison",
        {"first": "round-1", "second": "round-2"},
    ),
    ("pairing", "a mentee's choice", f"/pairing/{PROGRAMME}/mentors", {}),
    ("pairing", "pausing or ending a pair", f"/pairing/{PROGRAMME}/pairs/pair-00001/close", {}),
    ("pairing", "a round (JSON)", f"/v1/pairing/{PROGRAMME}/rounds/round-2", {}),
    ("pairing", "proposals (JSON)", f"/v1/pairing/{PROGRAMME}/proposals", {}),
    ("pairing", "pairs (JSON)", "/v1/pairs", {"programme_id": PROGRAMME}),
    ("monitoring", "pairs and monitoring", f"/monitoring/{PROGRAMME}", {}),
    ("monitoring", "pairs to watch", f"/monitoring/{PROGRAMME}", {"colour": "amber"}),
    ("monitoring", "a programme at a glance", f"/monitoring/{PROGRAMME}/overview", {}),
    ("monitoring", "a programme at a glance (JSON)", f"/v1/monitoring/{PROGRAMME}/overview", {}),
    ("monitoring", "a pair", f"/monitoring/{PROGRAMME}/pairs/pair-00001", {}),
    ("monitoring", "watched pairs (JSON)", f"/v1/monitoring/{PROGRAMME}/pairs", {}),
    ("monitoring", "what needs the organizers", f"/monitoring/{PROGRAMME}/matters", {}),
    ("monitoring", "what needs the organizers (JSON)", f"/v1/monitoring/{PROGRAMME}/matters", {}),
    ("surveys", "results of surveys", f"/surveys/results/{PROGRAMME}", {}),
    ("surveys", "results of surveys (JSON)", f"/v1/surveys/{PROGRAMME}/results", {}),
    ("reporting", "reports", f"/reports/{PROGRAMME}", {}),
    ("reporting", "the list of a week", f"/reports/{PROGRAMME}/weekly/2026-W12", {}),
)
"""Service, page, path, query."""
CHOOSER = "a00001"
"""The mentee who opens their choice; everything else is an organizer's."""
EVERYBODY = "shows who is in the round, who left since and who still waits, so it reads everybody, seats and proposals"
OVER = {
    "the workbench": EVERYBODY,
    "another mentor for a mentee": EVERYBODY,
    "two rounds beside each other": EVERYBODY,
    "a round (JSON)": EVERYBODY,
    "a mentee's choice": "free places of the mentors listed follow from all proposals and seats",
    "a programme at a glance": "sorts and filters 500 pairs at a time, those that need somebody first",
    "results of surveys": "made of every answer, under the rules of who may see what (`surveys.disclosure`)",
    "results of surveys (JSON)": "as above",
}
"""Pages that read more than they should, and why."""


class CountingStore(MemoryStore):
    """Counts requests and items read as DynamoDB would."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = self.read = 0

    def _note(self, items: Iterable[Any], *, whole: bool = False) -> None:
        found = list(items)
        size = sum(len(json.dumps(one.serialize())) for one in found) if whole else 0
        self.reads += 1 + size // MEGABYTE
        self.read += len(found)

    def get(self, kind: Any, pk: str, sk: str) -> Any:
        found = super().get(kind, pk, sk)
        self._note([found] if found else [])
        return found

    def get_many(self, kind: Any, keys: Any) -> list[Any]:
        found = super().get_many(kind, keys)
        self._note(found)
        return found

    def query(self, kind: Any, pk: str, prefix: str = "") -> list[Any]:
        found = super().query(kind, pk, prefix)
        self._note(found, whole=True)
        return found

    def listed(self, kind: Any, list_pk: str, prefix: str = "") -> list[Any]:
        found = super().listed(kind, list_pk, prefix)
        self._note(found, whole=True)
        return found

    def _page(self, *args: Any, **named: Any) -> Any:
        found = super()._page(*args, **named)
        self.reads += 1
        self.read += self.pages[-1]
        return found


def organization() -> Organization:
    """Return the organization of the programme."""
    return Organization(*Organization.key("org-1"), organization_id="org-1", name="Firma")


def programme(applications: int = APPLICATIONS, pairs: int = PAIRS) -> CountingStore:
    """Return a store with a programme, one application in a hundred to decide, the others accepted, and its pairs."""
    store = CountingStore()
    store.items = dict(world().items)
    store.put(organization())
    numbers: Counter[str] = Counter()
    everybody: list[Application] = []
    for one in range(applications):
        name, role = f"a{one:05}", "mentor" if one % 3 == 0 else "mentee"
        state = "submitted" if one % 100 == 0 else "accepted"
        told = profile(last_name=f"Nazwisko{one % 1000:03}", first_name=f"Osoba{one}", capacity=2)
        common = {"programme_id": PROGRAMME, "role": role, "email": f"{name}@firma.example", "profile": told}
        made = Application(
            *Application.key(PROGRAMME, name), application_id=name, state=state, submitted_at=clock.iso(NOON),
            counted=f"{role}/{state}", **common,
        )  # fmt: skip
        numbers[made.counted] += 1
        everybody.append(made)
        if state == "accepted":
            store.put(
                Participant(
                    *Participant.key(PROGRAMME, name), participant_id=name, person_id=name, name=name, form="n",
                    locale="pl", zone="Europe/Warsaw", accepted_at=clock.iso(NOON),
                    list_pk=f"PERSON#{name}", list_sk=f"PARTICIPANT#{PROGRAMME}#{role}", **common,
                )
            )  # fmt: skip
    store.put(*everybody, *rows_of(everybody))
    for one in range(pairs):
        store.put(*_process(one))
    weeks = [_week(f"2026-W{week}") for week in range(12, 40)]
    told = {one.week: {"made_at": one.made_at, "figures": one.figures} for one in weeks}
    store.put(*weeks, Weeks(*Weeks.key(PROGRAMME), programme_id=PROGRAMME, told=told))
    for number in (1, 2):
        store.put(_round(f"round-{number}", pairs))
    store.put(
        Seats(
            *Seats.key(PROGRAMME, CHOOSER), participant_id=CHOOSER, programme_id=PROGRAMME, capacity=1,
            suitable_key="suitable",
        )
    )  # fmt: skip
    store.put(Counts(*Counts.key(PROGRAMME, 0), programme_id=PROGRAMME, applications=dict(numbers)))
    return store


def _process(one: int) -> list[Item]:
    """Return a pair with its watch, matter, proposal, and the surveys of both."""
    name, mentor, mentee = f"pair-{one:05}", f"a{one * 3:05}", f"a{one * 3 + 1:05}"
    at = clock.iso(NOON)
    closed = one % 5 == 0
    made = pair(
        stage="completed" if closed else "working",
        outcome="completed" if closed else "",
        closed_at=at if closed else None,
        meetings_held=one % 9,
    )
    made.pair_id, made.mentor_id, made.mentee_id = name, mentor, mentee
    made.mentor_person_id, made.mentee_person_id = mentor, mentee
    made.pk, made.list_sk = f"PAIR#{name}", f"PAIR#{name}"
    colour = "grey" if closed else "red" if one % 20 == 1 else "amber" if one % 10 == 2 else "green"
    items: list[Item] = [
        made,
        Watch(
            *Watch.key(name), pair_id=name, programme_id=PROGRAMME, name=mentee, participants=[mentor, mentee],
            started_at=at, colour=colour, closed=closed,
        ),
        Proposal(
            *Proposal.key(PROGRAMME, f"proposal-{one:05}"), proposal_id=f"proposal-{one:05}", programme_id=PROGRAMME,
            round_id="round-0", mentor_id=mentor, mentee_id=mentee, score=9000, state="agreed", sent_at=at,
        ),
        *(_survey(name, one, role, who) for role, who in (("mentor", mentor), ("mentee", mentee))),
        *(_answer(one, role) for role in ("mentor", "mentee")),
    ]  # fmt: skip
    if one % 10 == 1:
        state = "open" if colour == "red" else "done"
        why = {"rule": "silence", "cause": "", "days": 50, "since": at, "raised_at": at}
        items.append(
            Matter(
                *Matter.key(PROGRAMME, name), about=name, programme_id=PROGRAMME, pair_id=name, urgency="silent",
                since=at, state=state, reasons=[why],
            )
        )  # fmt: skip
    return items


def _survey(name: str, one: int, role: str, who: str) -> Assignment:
    return Assignment(
        *Assignment.key(PROGRAMME, f"{one:05}-{role}"), assignment_id=f"{one:05}-{role}", programme_id=PROGRAMME,
        pair_id=name, person_id=who, participant_id=who, role=role, survey="start", state="answered",
        assigned_at=clock.iso(NOON),
    )  # fmt: skip


def _answer(one: int, role: str) -> Answer:
    return Answer(
        *Answer.key(PROGRAMME, "start", f"{one:05}-{role}"), assignment_id=f"{one:05}-{role}", programme_id=PROGRAMME,
        survey="start", role=role, answers={}, answered_at=clock.iso(NOON),
    )  # fmt: skip


def _week(week: str) -> WeeklyReport:
    why = [{"rule": "silence", "cause": "", "since": clock.iso(NOON)}]
    shown = [{"about": f"p{one}", "pair_id": f"p{one}", "reasons": why, "urgency": "silent"} for one in range(12)]
    figures = dict.fromkeys(("active", "green", "amber", "red", "meetings_held"), 1)
    return WeeklyReport(
        *WeeklyReport.key(PROGRAMME, week), report_id=week, programme_id=PROGRAMME, week=week, figures=figures,
        lines=shown, attachment_key=week, made_at=clock.iso(NOON),
    )  # fmt: skip


def _round(name: str, pairs: int) -> Round:
    figures = {"mentees": pairs, "mentors": pairs, "seats": pairs, "matched": pairs, "unmatched": 0, "worst": 1}
    return Round(
        *Round.key(PROGRAMME, name), round_id=name, programme_id=PROGRAMME, state="preview", mode="most_served",
        requested_by=ORGANIZER, requested_at=clock.iso(NOON), result_key="result",
        figures=figures | {"total": pairs, "proved_optimal": True, "blocking_pairs": 0},
    )  # fmt: skip


def _put_results(store: MemoryStore, pairs: int) -> None:
    """Put into the bucket the result both rounds have, and a mentee's choice."""
    results = Results(store.files)
    people = [(f"a{one * 3 + 1:05}", f"a{one * 3:05}") for one in range(pairs)]
    told = {"score": 9000, "parts": {}, "reasons": {"pl": ["x"], "en": ["x"]}, "reserve_id": None}
    results.put(
        "result",
        {
            "pairs": [{"mentee_id": mentee, "mentor_id": mentor} | told for mentee, mentor in people],
            "unmatched": [],
            "topics": [],
            "places": {mentor: 2 for _, mentor in people},
        },
    )
    mentees, mentors = (tuple(one) for one in zip(*people, strict=True))
    results.put_scores("result", ScoreTable(mentees, mentors, (), array("h", [9000]) * (len(mentees) * len(mentors))))
    listed = [{"mentor_id": one, "score": 9000, "reasons": {"pl": [], "en": []}} for one in mentors[:40]]
    results.put("suitable", {"round_id": "round-0", "mentors": listed})


def pages(store: CountingStore, pairs: int = PAIRS) -> list[tuple[str, int, int]]:
    """Return (page, reads, items) of every page, in a process that has seen the programme before."""
    _put_results(store, pairs)
    store.files.put("2026-W12", b"", "text/csv")
    handlers = {
        service: http.handler(
            importlib.import_module(f"{service}.api").app, lambda: Ports(store, store.files, store.keys, calls())
        )
        for service in dict.fromkeys(one[0] for one in PAGES)
    }
    access.organizer(context_at(store=store, person_id=ORGANIZER), PROGRAMME)
    found = []
    for service, name, path, query in PAGES:
        store.reads = store.read = 0
        who = CHOOSER if name == "a mentee's choice" else ORGANIZER
        answer = send(handlers[service], "GET", path, who, **query)
        if answer["statusCode"] != 200:
            raise AssertionError((name, answer["statusCode"], answer["body"][:300]))
        found.append((name, store.reads, store.read))
    return found


def table(found: list[tuple[str, int, int]]) -> str:
    """Return the pages as a table."""
    rows = (f"| {name} | {reads} | {items} |" for name, reads, items in found)
    return "\n".join(["| page | reads | items |", "|---|---|---|", *rows])


def committed() -> str:
    """Return the table of pages in the document."""
    match = re.search(r"\| page \| reads \| items \|\n(?:\|.*\n)+", DOCUMENT.read_text("utf-8"))
    return match[0].rstrip("\n") if match else ""


def _crowd(number: int) -> bytes:
    head = "Rola;Imię;Nazwisko;E-mail;Tematy;Liczba mentees;Języki;Dostępność;Cel;Zgoda na regulamin;Zgoda RODO\n"
    row = "Mentee;Osoba{0};Nazwisko{0};o{0}@firma.example;negocjacje, delegowanie;;polski C2, angielski B2;pn 16:00-18:00;Chcę spokojniej prowadzić spotkania.;tak;tak\n"
    return (head + "".join(row.format(one) for one in range(number))).encode()


def background(task: str, store: MemoryStore, begin: Callable[[], Job]) -> str:
    """Do a job over the worker's own inbox, a part a delivery as its share of time allows; return its row."""
    job, inbox, taken, parts = begin(), consumers.INBOXES["recruitment"], len(store.outbox) - 1, []
    memory = functions()["RecruitmentWorker"]["MemorySize"]
    while True:
        waiting = [one for one in store.events[taken:] if one.name in consumers.CONSUMED["recruitment"]]
        taken = len(store.outbox)
        if not waiting:
            break
        for event in waiting:
            begun = time.process_time()
            inbox.take(Ports(store, store.files, store.keys, calls()), clock.fixed(NOON), event)
            parts.append(time.process_time() - begun)
    done = jobs.reload(context_at(store=store), job)
    if done.state != "done":
        raise AssertionError(done.problem)
    seconds = [one * 1769 / memory for one in parts]
    return f"| {task} | {int(done.position)} | {len(parts)} | {seconds[0]:.1f} | {max(seconds[1:] or [0]):.1f} | {sum(seconds):.0f} |"


def jobs_table() -> str:
    """Import, decide and export as many as a programme of this size has."""
    importlib.import_module("recruitment.worker")  # fills its inbox
    store = world(stage="recruiting")
    store.put(organization())
    who = context_at(store=store, person_id=ORGANIZER, service="recruitment")
    nothing = decision_jobs.Remarks("", "")
    rows = [
        background("import", store, lambda: import_jobs.begin(who, PROGRAMME, _crowd(APPLICATIONS))),
        background("accept all", store, lambda: decision_jobs.decide(who, PROGRAMME, None, "accepted", nothing)),  # type: ignore[arg-type, return-value]
        background("export", store, lambda: exporting.begin(who, PROGRAMME)),
    ]
    head = "| job | applications | parts | first part, s | longest later part, s | in all, s |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def main() -> int:
    """Write the document."""
    importlib.import_module("tests.conftest")  # its environment
    settings.cache_clear()
    found = pages(programme())
    timeout = functions()["RecruitmentWorker"]["Timeout"]
    DOCUMENT.write_text(
        f"""# Large programmes

Generated by `PYTHONPATH=services:shared python -m tests.bench.large`; a test holds its pages to the limits.

## Pages at {APPLICATIONS} applications and {PAIRS} pairs
A read is a request to DynamoDB (1 MB at most); at most {READS} reads and {ITEMS} items a page, in a process that has
seen the programme before (its first request for one takes a read more). Over it:

{chr(10).join(f"- {page}: {why}" for page, why in OVER.items())}

{table(found)}

## Work in the background at {APPLICATIONS} applications
Seconds of a function with the worker's memory: seconds of CPU × 1 769 ÷ MemorySize, without waiting for DynamoDB and S3.
A part may take {timeout} s, and stops by itself before; killed parts begin behind what is done (`tests/unit/recruitment/test_import_jobs.py`).

{jobs_table()}
""",
        "utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
