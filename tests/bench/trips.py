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
from mentoring import http, ids, runtime
from mentoring.store.keys import KmsKeys
from mentoring.tables.core import Item
from recruitment.use_cases import elsewhere
from tests.bench import walk
from tests.bench.reasons import WHY
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
ACTS = {one.__name__ for one in elsewhere.TOLD}
"""Events of which recruitment makes such items, if they name an organizer."""
KEYS = ("Decrypt", "GenerateDataKey")
"""What KMS is asked."""
READS = ("GetItem", "BatchGetItem", "Query", "TransactGetItems")
MOST_READS, MOST_READS_OF_A_CHANGE, MOST_WRITES = 2, 1, 1
"""Round trips of a page or a GET; those before a change, and the transactions of one."""
GOOD = range(200, 400)
ALWAYS = datetime.max.replace(tzinfo=UTC)  # instead of the instant of a look: the answer doesn't depend on it
EVERY_SO_MANY = 4
"""After so many scenes who was refused something asks for it again; after the last one, too."""
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
        """Routes that wrote down what an organizer did, or told recruitment, which does."""
        self.organized: set[str] = set()
        """Routes that changed something for somebody who may decide in a programme."""
        self._seen: dict[tuple[str, ...], tuple[datetime, int, frozenset[str]]] = {}
        self.asks_refused = True
        """Whether those who were refused something are asked again; two thirds of all requests would be theirs."""

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
        if AUDIT in calls.kinds or calls.told & ACTS:
            self.audited.add(route)
        if method != "GET" and http.context().organizing:
            self.organized.add(route)

    def open(self, route: Route, known: dict[str, str], person_id: str) -> None:
        """Let somebody look at something, unless all they read is as it was then; who is refused, is at any time."""
        path, tables = route.path(known), self.aws.tables
        who = (route.method, path, person_id)
        at, changes, partitions = self._seen.get(who, (None, 0, frozenset()))
        if at in {self.now, ALWAYS} and tables.are_as(changes, partitions):
            return
        if at == ALWAYS and not self.asks_refused:
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
            acted = scenes(season, theatre)
            for number, scene in enumerate(acted, start=1):
                scene()
                world.asks_refused = (len(acted) - number) % EVERY_SO_MANY == 0
                _look(world)
            world.asks_refused = True
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
