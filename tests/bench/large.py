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
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.template import functions
from mentoring import clock, consumers, http
from mentoring.runtime import Ports
from mentoring.settings import settings
from mentoring.tables.recruitment import Application, Counts, Organization, Participant
from recruitment import api, counting
from recruitment.use_cases import decision_jobs, exporting, import_jobs, jobs
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME, pair, profile, world
from tests.integration.lambdas import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mentoring.tables.recruitment import Job

DOCUMENT = Path(__file__).parents[2] / "docs" / "large-programmes.md"
APPLICATIONS, PAIRS = 20_000, 5_000
READS, ITEMS = 5, 300
MEGABYTE = 1_000_000
HOME = f"/organizer/programmes/{PROGRAMME}"
PAGES = (
    ("the board", HOME, {}),
    ("applications", f"{HOME}/applications", {}),
    ("applications to decide", f"{HOME}/applications", {"state": "submitted"}),
    ("accepted mentors", f"{HOME}/applications", {"state": "accepted", "role": "mentor"}),
    ("on the waiting list (nobody is)", f"{HOME}/applications", {"state": "waitlisted"}),
    ("search for a last name", f"{HOME}/applications", {"q": "nazwisko123"}),
    ("search for an address", f"{HOME}/applications", {"q": "a00500@firma.example"}),
    ("one application", f"{HOME}/applications/a00500", {}),
    ("import", f"{HOME}/import", {}),
    ("export", f"{HOME}/applications.csv", {}),
    ("settings", f"{HOME}/settings", {}),
    ("applications (JSON)", f"/v1/programmes/{PROGRAMME}/applications", {}),
    ("participants (JSON)", f"/v1/programmes/{PROGRAMME}/participants", {}),
)
OVER = {
    "the board": "pairs, unlike applications, aren't counted as they change",
    "one application": "whether the address may be corrected is looked up piece by piece",
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
    """Return a store with a programme, one application in a hundred to decide, the others accepted."""
    store = CountingStore()
    store.items = dict(world().items)
    store.put(organization())
    numbers: Counter[str] = Counter()
    for one in range(applications):
        name, role = f"a{one:05}", "mentor" if one % 3 == 0 else "mentee"
        state = "submitted" if one % 100 == 0 else "accepted"
        told = profile(last_name=f"Nazwisko{one % 1000:03}", first_name=f"Osoba{one}")
        common = {"programme_id": PROGRAMME, "role": role, "email": f"{name}@firma.example", "profile": told}
        made = Application(
            *Application.key(PROGRAMME, name), application_id=name, state=state, submitted_at=clock.iso(NOON),
            counted=f"{role}/{state}", **common,
        )  # fmt: skip
        made.due_pk, made.due_at = counting.rank(made)
        numbers[made.counted] += 1
        store.put(made)
        if state == "accepted":
            store.put(
                Participant(
                    *Participant.key(PROGRAMME, name), participant_id=name, person_id=name, name=name, form="n",
                    locale="pl", zone="Europe/Warsaw", accepted_at=clock.iso(NOON), **common,
                )
            )  # fmt: skip
    for one in range(pairs):
        made_pair = pair()
        made_pair.pair_id = f"pair-{one:05}"
        made_pair.pk, made_pair.list_sk = f"PAIR#{made_pair.pair_id}", f"PAIR#{made_pair.pair_id}"
        store.put(made_pair)
    store.put(Counts(*Counts.key(PROGRAMME, 0), programme_id=PROGRAMME, applications=dict(numbers)))
    return store


def pages(store: CountingStore) -> list[tuple[str, int, int]]:
    """Return (page, reads, items) of every page."""
    handler = http.handler(api.app, lambda: Ports(store, store.files))
    found = []
    for name, path, query in PAGES:
        store.reads = store.read = 0
        answer = send(handler, "GET", path, ORGANIZER, **query)
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
            inbox.take(Ports(store, store.files), clock.fixed(NOON), event)
            parts.append(time.process_time() - begun)
    done = jobs.reload(context_at(store=store), job)
    if done.state != "done":
        raise AssertionError(done.problem)
    seconds = [one * 1769 / memory for one in parts]
    return f"| {task} | {int(done.position)} | {len(parts)} | {seconds[0]:.1f} | {max(seconds[1:] or [0]):.1f} | {sum(seconds):.0f} |"


def jobs_table() -> str:
    """Import, decide and export as many as a programme of this size has."""
    store = world(stage="recruiting")
    store.put(organization())
    who = context_at(store=store, person_id=ORGANIZER, service="recruitment")
    nothing = decision_jobs.Words("", "")
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

Generated by `PYTHONPATH=services:shared python -m tests.bench.large`; a test keeps the first table true.

## Pages at {APPLICATIONS} applications and {PAIRS} pairs
A read is a request to DynamoDB (1 MB at most); at most {READS} reads and {ITEMS} items a page. Over it:
{"; ".join(f"{page} ({why})" for page, why in OVER.items())}.

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
