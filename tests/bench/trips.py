"""How often each route asks the tables: a whole season is played through the real handlers, and every call is counted.

`PYTHONPATH=services:shared python -m tests.bench.trips` writes docs/round-trips.md. Counted are requests that were
answered with success; of several of a route, the worst.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import uuid
from collections import Counter, defaultdict
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import StringIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import tests.conftest  # noqa: F401 - the settings of tests, before anything reads them
from infra.season import acts
from mentoring import ids, runtime
from mentoring.store.keys import KmsKeys
from mentoring.tables.core import Item
from tests.bench import walk
from tests.faults import deployment
from tests.faults.aws import real_enough
from tests.faults.explorer import Explorer
from tests.faults.injector import watched
from tests.faults.plot import scenes
from tests.faults.stage import Theatre
from tests.faults.world import BEGINNING, Work, World
from tests.integration.lambdas import LAMBDA
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.faults.injector import Calls

DOCUMENT = Path(__file__).parents[2] / "docs" / "round-trips.md"
AUDIT = "audit"
"""The kind of the items that say what an organizer did."""
KEYS = ("Decrypt", "GenerateDataKey")
"""What KMS is asked."""
READS = ("GetItem", "BatchGetItem", "Query", "TransactGetItems")
MOST_READS, MOST_READS_OF_A_CHANGE, MOST_WRITES = 2, 1, 1
"""Round trips of a page or a GET; those before a change, and the transactions of one."""
GOOD = range(200, 400)
ALWAYS = datetime.max.replace(tzinfo=UTC)  # instead of the instant of a look: the answer doesn't depend on it
COMBINATIONS = 3
"""So many different ids are tried in a route that is only looked at."""


class Trips(NamedTuple):
    """Round trips of a request: reads and transactions of the tables, calls to the bucket, keys asked for."""

    reads: int = 0
    writes: int = 0
    bucket: int = 0
    keys: int = 0

    @classmethod
    def of(cls, operations: Iterable[str]) -> Trips:
        """Count."""
        known = list(operations)
        reads = sum(one in READS for one in known)
        writes = sum(one == "TransactWriteItems" for one in known)
        keys = sum(one in KEYS for one in known)
        return cls(reads, writes, len(known) - reads - writes - keys, keys)

    def worst(self, other: Trips) -> Trips:
        """Return the larger number of each."""
        return Trips(*map(max, self, other))

    @property
    def is_over(self) -> bool:
        """Return whether a route should take fewer; one that writes nothing only looks."""
        return self.reads > (MOST_READS_OF_A_CHANGE if self.writes else MOST_READS) or self.writes > MOST_WRITES


Table = dict[str, Trips]
"""«GET /home» → its round trips."""


class Counting(World):
    """A world that counts what each request to a route takes."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.counted: defaultdict[str, Trips] = defaultdict(Trips)
        self.audited: set[str] = set()
        """Routes that wrote down what an organizer did."""
        self._seen: dict[tuple[str, ...], tuple[datetime, int, frozenset[str]]] = {}

    def request(self, event: dict[str, Any], label: str) -> Work:
        """See `World.request`."""

        def run() -> tuple[bool, Any]:
            allowed = deployment.handler("IdentityAuthorizer")(event | {"methodArn": "arn/live/GET"}, LAMBDA)
            event["requestContext"]["authorizer"] = allowed["context"]
            function = deployment.api_of(event["path"])
            _forget_keys()
            with watched() as calls:
                answer = deployment.handler(function)(event, LAMBDA)
            self.note(event["httpMethod"], function, event["path"], answer, calls)
            return answer["statusCode"] < HTTPStatus.INTERNAL_SERVER_ERROR, answer

        return Work(label, run, timedelta(seconds=10), 3)

    def note(self, method: str, function: str, path: str, answer: Any, calls: Calls) -> None:
        """Count one request, unless it was refused or sent to sign in (a form with 307; 303 comes after a change)."""
        lapsed = "/session/refresh?" in str(answer["multiValueHeaders"]) and (method, answer["statusCode"]) != (
            "POST",
            303,
        )
        if answer["statusCode"] not in GOOD or lapsed:
            return
        route = f"{method} {deployment.app_of(function).rule_of(path)}"
        self.counted[route] = self.counted[route].worst(Trips.of(calls.operations))
        if AUDIT in calls.kinds:
            self.audited.add(route)

    def open(self, route: Route, known: dict[str, str], person_id: str) -> None:
        """Let somebody look at something, unless all they read is as it was then; who is refused, is at any time."""
        path, tables = route.path(known), self.aws.tables
        who = (route.method, path, person_id)
        at, changes, partitions = self._seen.get(who, (None, 0, frozenset()))
        if at in {self.now, ALWAYS} and tables.are_as(changes, partitions):
            return
        changes = tables.changes
        tables.read.clear()
        query = {"programme_id": known["programme_id"]} if "programme_id" in known else None
        _forget_keys()
        with watched() as calls:
            answer = route.send(person_id, known, queryStringParameters=query)
        self.note(route.method, deployment.api_of(path), path, answer, calls)
        if not Trips.of(calls.operations).bucket:
            refused = answer["statusCode"] >= HTTPStatus.BAD_REQUEST
            self._seen[who] = (ALWAYS if refused else self.now, changes, frozenset(tables.read))


def _forget_keys() -> None:
    keys = runtime.ports().keys
    assert isinstance(keys, KmsKeys)
    keys.forget()


def played() -> Counting:
    """Play the season; after each scene look at everything there is to be looked at.

    Our ids are numbered, for ties are broken by them; how many libraries take depends on what ran before.
    """
    numbers = count()
    with real_enough() as aws, patch.object(ids, "new", lambda: uuid.uuid5(uuid.NAMESPACE_OID, str(next(numbers))).hex):
        world = Counting(aws, BEGINNING)
        with world.clock(), redirect_stdout(StringIO()):
            explorer = Explorer(world, lambda _: False)
            theatre = Theatre(explorer)
            season = acts.Season(theatre, lambda _: None)
            for scene in scenes(season, theatre):
                scene()
                _look(world)
            walk.Walk(world, theatre).play()
    return world


def _look(world: Counting) -> None:
    """Open every route that only shows something, with ids of what there is, as whoever takes part."""
    items = [Item.from_raw_data(dict(raw)) for table, raw in world.aws.tables.items() if table.endswith("core")]
    people = [one.person_id for one in items if type(one).__name__ == "Person"]
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for route in ROUTES:
        if route.method != "GET" or "token" in route.names:
            continue
        names = tuple(route.names)
        if names not in found:
            found[names] = list(_ids(route, items))
        for known in found[names]:
            for person_id in people:
                world.open(route, known, person_id)


def _ids(route: Route, items: list[Item]) -> Iterator[dict[str, str]]:
    """Yield values of a route's variables that stand together on an item."""
    names = [one for one in route.names if one != "role"] or ["programme_id"]
    seen: dict[str, dict[str, str]] = {}
    for one in reversed(items):
        values = {name: getattr(one, name, None) for name in names}
        if all(isinstance(value, str) and value for value in values.values()):
            seen.setdefault(json.dumps(values), {"role": "mentee"} | {k: str(v) for k, v in values.items()})
    yield from list(seen.values())[:COMBINATIONS]


def rows(found: Table) -> list[str]:
    """Return the rows of the table."""
    return [
        f"| {route} | {trips.reads} | {trips.writes or ''} | {trips.bucket or ''} | {trips.keys or ''} | {_why(route, trips)} |"
        for route, trips in sorted(found.items(), key=lambda one: (one[0].split(" ")[1], one[0]))
    ]


def _why(route: str, trips: Trips) -> str:
    if not trips.is_over:
        return ""
    return next((why for pattern, why in WHY.items() if re.match(pattern, route)), UNSAID)


UNSAID = "not brought down yet"
MOST_ALIKE = 10
"""So many routes may give the same reason: a meeting is proposed, answered, moved and noted by page, JSON and link."""


def unsaid(found: Table) -> list[str]:
    """Return what is wrong with the reasons: a route over the limit without one, one that many give, one for nothing."""
    over = [route for route, trips in sorted(found.items()) if trips.is_over]
    without = [f"{route} says no reason" for route in over if _why(route, found[route]) == UNSAID]
    used = Counter(pattern for pattern in WHY for route in over if re.match(pattern, route))
    shared = [f"{pattern} is the reason of {number} routes" for pattern, number in used.items() if number > MOST_ALIKE]
    return without + shared + [f"{pattern} is no route's reason" for pattern in WHY if pattern not in used]


ROW = re.compile(r"^\| ((?:GET|POST|PUT|PATCH|DELETE) \S+) \| (\d+) \| (\d*) \| (\d*) \| (\d*) \|", re.MULTILINE)


def committed() -> Table:
    """Return what the document allows."""
    found = ROW.findall(DOCUMENT.read_text("utf-8"))
    return {route: Trips(*(int(one or 0) for one in numbers)) for route, *numbers in found}


def beyond(found: Table, allowed: Table) -> list[str]:
    """Return what takes more than it is allowed to, in words."""
    new = [f"{route} has no row" for route in sorted(found.keys() - allowed.keys())]
    more = [
        f"{route}: {trips}, allowed {allowed[route]}"
        for route, trips in sorted(found.items())
        if route in allowed and trips.worst(allowed[route]) != allowed[route]
    ]
    return new + more


def uncounted(found: Table) -> set[str]:
    """Return the routes that nobody opened."""
    return {f"{one.method} {one.rule}" for one in ROUTES} - found.keys()


WHY = {
    r"POST (/v1)?/rooms/<pair_id>/contract/amendment$": (
        "a new version begins with the programme's clauses as they are now, and which programme it is, pair or contract say"
    ),
    r"GET /monitoring/<programme_id>$": (
        "who asks, the numbers, and who the pairs are fill one batch of 98 keys, so the mailboxes of these 48 people are "
        "another one"
    ),
    r"GET (/v1)?/monitoring/<programme_id>/pairs/<pair_id>$": (
        "the pair names the two, what is noted of them names the gatherings they attended, and their addresses the "
        "mailboxes"
    ),
    r"POST (/v1)?/monitoring/<programme_id>/((pairs/<pair_id>|onboarding/<participant_id>)/nudge|pairs/<pair_id>)$": (
        "when each person was last reminded, in any of their pairs, is kept under their own ids, which the watch names"
    ),
    r"GET /home$": (
        "the list of what is mine names programmes, pairs and rooms; where pairs are still formed, my proposals are "
        "listed under the participant, because a corrected address makes the participant another person's; then "
        "come these proposals and the partners whom pairs name; for a mentee without a pair, monitoring's matters "
        "say whether any mentor is left"
    ),
    r"GET /desk/<programme_id>$": "as in a pair's conversation: that lines were read is noted when they are shown",
    r"POST (/v1/desk/<programme_id>/messages|/desk/<programme_id>|(/v1)?/onboarding/<programme_id>/steps/\S+)$": (
        "only somebody's own list says that they take part, and as what"
    ),
    r"GET (/v1)?/desk/<programme_id>/announcements$": (
        "of somebody to whom nothing was announced, only their own list says that they take part"
    ),
    r"GET /announcements/<programme_id>$": (
        "the list names the announcements, and these who sent them, whose names of today are shown"
    ),
    r"POST /v1/announcements/<programme_id>/preview$|POST /announcements/<programme_id>/new$": (
        "who is in the segment is a list of its own (pairs, surveys or participants), which names the participants, and "
        "these their accounts, whose languages of today decide"
    ),
    r"POST (/v1)?/announcements/<programme_id>$": "who is in the segment is asked once more: it may have changed",
    r"GET (/v1)?/gatherings/<programme_id>$": (
        "as what somebody takes part is one list, what is planned another, the seats a third"
    ),
    r"GET (/v1)?/gatherings/<programme_id>/<gathering_id>/people$": "sign-ups name participants, and these their accounts",
    r"GET /gatherings/<programme_id>/copies$": "each programme of the organization has a list of its own",
    r"GET /gatherings/answer/<token>$": "the link names a person, whose own list says as what they take part",
    r"POST (/v1)?/gatherings/(answer/<token>|<programme_id>/<gathering_id>/sign-up(/\w+)?)$": (
        "whether a gathering is for somebody depends on a list of theirs"
    ),
    r"GET (/v1)?/inbox/<programme_id>$": (
        "the threads of the inbox name the participants, and these their accounts, whose names of today are shown"
    ),
    r"GET (/v1)?/inbox/<programme_id>/<participant_id>(/messages)?$": (
        "the thread lies under the person, whom the participant names, and says which lines are the newest; the page "
        "also names the organizers who can take care of it, a list of theirs"
    ),
    r"POST (/v1)?/inbox/<programme_id>/<participant_id>(/messages|/assignment|/settled)?$": (
        "the thread lies under the person, whom the participant names, for an address may become another person's"
    ),
    r"POST (/v1)?/rooms/<pair_id>/messages$": (
        "under which addresses the two answer is kept under a hash of their person ids, which the pair names"
    ),
    r"GET /rooms/<pair_id>/messages$": (
        "the head of the conversation says which lines are the newest; that they were read is noted when they are shown"
    ),
    r"GET /organizer$": (
        "somebody's organizations are a list, and the programmes of each another: two reads, and one for each of them"
    ),
    r"GET /organizer/programmes/<programme_id>$": (
        "matters and changes of stage are two lists, and the names of the pairs stand where the matters say"
    ),
    r"POST (/organizer/programmes/<programme_id>/applications|/v1/programmes/<programme_id>/decisions)$": (
        "«everybody who waits» is named by the rows of the list; whose accounts their addresses are says who becomes a "
        "participant"
    ),
    r"GET /organizer/programmes/<programme_id>/applications/<application_id>$": (
        "mailbox and confirmed address are named by the application; whether somebody who hasn't confirmed it is in a "
        "pair is a list of theirs; at which gatherings they were besides"
    ),
    r"(POST /organizer|PUT /v1)/programmes/<programme_id>/applications/<application_id>/address$": (
        "only an address that nobody confirmed may be corrected, and the old one stands in the application"
    ),
    r"POST (/organizer/programmes/<programme_id>/contact|/v1/programmes/<programme_id>/contact-requests)$": (
        "when the contact address was last asked lies under that address, which stands in the programme"
    ),
    r"(POST /v1/programmes/<programme_id>/imports|(GET|POST) /organizer/programmes/<programme_id>/import/<job_id>)$": (
        "hours in a file are in the programme's zone, which is read before it; what was chosen for its titles, and who "
        "is in it, only the file tells; where nothing is new, the answer that was kept for the key is looked for"
    ),
    r"GET /v1/programmes/<programme_id>/stage$": (
        "processes that would end are named: the watches are a list, pairs and summaries stand where it says"
    ),
    r"POST /programmes/answer/<token>$": (
        "a no withdraws whatever was applied for with the address, in each role, and the address stands in the "
        "application that the link names"
    ),
    r"POST /programmes/contact/<token>$": (
        "a confirmed address counts for all programmes of the organization that give it, and these are a list"
    ),
    r"GET (/pairing/<programme_id>|/v1/pairing/<programme_id>/rounds/<round_id>)$": (
        "rounds, proposals, seats and participants are four lists, and the workbench shows who of all is left "
        "(large-programmes.md)"
    ),
    r"GET /pairing/<programme_id>/rounds/<round_id>/mentees/<mentee_id>$": (
        "stands beside the workbench: who could be moved follows from the same four lists (large-programmes.md)"
    ),
    r"GET (/v1)?/pairing/<programme_id>/comparison$": (
        "rounds have their number among all rounds, and people of both are shown by name: two lists"
    ),
    r"GET (/v1)?/pairing/<programme_id>/mentors$": (
        "as which mentee somebody takes part is a list of theirs; it leads to their own mentors, these to their seats; "
        "places that are left follow from the open proposals of all"
    ),
    r"POST /pairing/<programme_id>/mentors/<mentor_id>$|POST /v1/pairing/<programme_id>/requests$": (
        "as which mentee somebody asks is a list of theirs; their seats are read before the proposals they are counted "
        "against, so that two requests at once can't both be the third"
    ),
    r"GET /v1/pairing/<programme_id>/proposals$": (
        "to organizers two; who is none may be a participant, which is a list of theirs, and what was proposed to them "
        "another one"
    ),
    r"POST (/v1)?/pairing/<programme_id>/rounds/<round_id>/send$": (
        "all other rounds end with the one that is sent, and they are a list"
    ),
    r"POST (/proposals/answer/<token>|/v1/pairing/<programme_id>/proposals/<proposal_id>/answers)$": (
        "both sides and their seats are named by the proposal; with two yeses whatever else is open for the mentee is "
        "over, which is a list, and the pair bears the names of both accounts"
    ),
    r"POST (/pairing/<programme_id>/pairs/<pair_id>/close|/v1/pairs/<pair_id>/close)$": (
        "only the pair says whose places become free, and which programme's organizers may end it"
    ),
    r"(PUT /v1|POST )/rooms/<pair_id>/notes/<note_id>$|DELETE /v1/rooms/<pair_id>/notes/<note_id>$": (
        "a note that others of the programme see has a copy there, which the note names and the programme's key opens"
    ),
    r"POST (/v1)?/rooms/<pair_id>/materials/<material_id>/(widening|withdrawal|deletion)$|DELETE /v1/.*/materials/<material_id>$": (
        "as for a note: what others of the programme see lies there, and the programme stands on the pair"
    ),
    r"POST (/v1)?/rooms/<pair_id>/notes/<note_id>/(widening|withdrawal|deletion)$": (
        "the copy for others of the programme lies there, under its key: the programme stands on the pair, and the text "
        "that is copied on the note"
    ),
    r"GET (/v1)?/rooms/<pair_id>/search$": (
        "words are sealed, so all that somebody may see is read: the room, the texts of notes and the conversation are "
        "a list each, and who asks stands on the pair"
    ),
    r"GET (/v1)?/shared/<programme_id>$": (
        "as what somebody takes part is a list of theirs, what is shared a list of the programme; its key and name are "
        "read beside them"
    ),
    r"POST ((/v1)?/meetings/pair/<pair_id>|/meetings/outcome/<token>/after)$": (
        "the days that show whether either person has another meeting then lie under their person ids, and the "
        "programme says how long a meeting takes; only the pair names all three"
    ),
    r"POST (/v1)?/guides/<programme_id>/<guide_id>/reading$": (
        "as what somebody takes part, and so which guides are for them, is a list of theirs"
    ),
    r"POST (/v1)?/handbook/<programme_id>/guides/publication$": (
        "which guides are drafts stands on the shelf, and their texts in each of them"
    ),
    r"GET /calendar/<file>$": (
        "a program has only the secret: it names a person, whose pairs are a list, whose calendars tell whether anything "
        "has changed; only then the meetings are read"
    ),
    r"GET /calendar/programmes/<file>$": (
        "a program has only the secret: it names an organizer and a programme, whose meetings are listed by month; only "
        "then the pairs are read"
    ),
    **walk.WHY,
    r"(POST|DELETE) /v1/meetings/.*calendar$|POST /meetings/.*calendar(/revocation)?$": (
        "the address that stops working is named by the one that is read first"
    ),
    r"GET ((/v1)?/meetings/pair/<pair_id>/times|/meetings/outcome/<token>)$": (
        "the programme, whose rhythm says which days matter, and the two are named by the pair; only then the days on "
        "which they are in other meetings can be read"
    ),
    r"GET (/meetings/answer/<token>|(/v1)?/meetings/pair/<pair_id>)$": (
        "where the partner is and on which days the reader is in other meetings follows from the pair and its meetings"
    ),
    r"POST (/meetings/pair/<pair_id>/past|/v1/meetings/pair/<pair_id>/log)$": (
        "a past meeting is noted on both people's days, so that nobody was in two meetings at once; the days lie "
        "under their person ids, which the pair names"
    ),
    r"POST (/meetings/answer/<token>|(/v1)?/meetings/pair/<pair_id>/<meeting_id>/(answers|reschedule))$": (
        "a yes takes up time on both people's days, and a new time frees it: the meeting says which days, the pair "
        "says whose, and both are read first"
    ),
    r"POST /v1/meetings/pair/<pair_id>/<meeting_id>/cancel$": (
        "what was confirmed gives its time back on the days of both: when it is stands in the meeting, who they are in "
        "the pair"
    ),
    r"POST (/meetings/outcome/<token>|(/v1)?/meetings/pair/<pair_id>/<meeting_id>/outcome)$": (
        "to say that a meeting was not held gives its time back on the days of both, which meeting and pair name; that "
        "it was held takes one read"
    ),
}
"""Routes that take more than they should, by what they fit first, and why."""


def main() -> int:
    """Write the document."""
    logging.disable(logging.CRITICAL)
    found = dict(played().counted)
    over = sum(trips.is_over for trips in found.values())
    lines = "\n".join(rows(found))
    wrong = [*(f"{one} was not counted" for one in sorted(uncounted(found))), *unsaid(found)]
    DOCUMENT.write_text(
        f"""# Round trips

Generated by `PYTHONPATH=services:shared python -m tests.bench.trips`: a season is played through the real handlers,
and what it leaves out (`tests/bench/walk.py`). A route that takes more than its row fails
`tests/integration/edge/test_round_trips.py`.

A request that only looks takes {MOST_READS} reads of the tables at most, one that changes something
{MOST_READS_OF_A_CHANGE} read and {MOST_WRITES} transaction. A read is one call (a batch, or one page of a query);
calls to the bucket stand apart, and so do those to KMS: a process asks for the key of a room once in five minutes,
and is taken here for one that knows none. The figures are of a process that has seen the programme before; its first
request for one takes a read or two more (`mentoring.access`). The organizations are vouched for: of one that is still
new, what changes its programmes or mails strangers counts first who has confirmed (`organizations.refresh`). {over} of {len(found)}
routes take more:

| route | reads | transactions | bucket | keys | more, because |
|---|---|---|---|---|---|
{lines}
""",
        "utf-8",
    )
    print(*wrong, sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
