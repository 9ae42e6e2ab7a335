"""How often each route asks the tables: a whole season is played through the real handlers, and every call is counted.

`PYTHONPATH=services:shared python -m tests.bench.trips` writes docs/round-trips.md. Counted are requests that were
answered with success; of several of a route, the worst.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
import sys
from collections import defaultdict
from contextlib import redirect_stdout
from datetime import timedelta
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import tests.conftest  # noqa: F401 - the settings of tests, before anything reads them
from infra.season import acts
from mentoring.tables.core import Item
from tests.bench.walk import Walk
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

DOCUMENT = Path(__file__).parents[2] / "docs" / "round-trips.md"
READS = ("GetItem", "BatchGetItem", "Query", "TransactGetItems")
MOST_READS, MOST_READS_OF_A_CHANGE, MOST_WRITES = 2, 1, 1
"""Round trips of a page or a GET; those before a change, and the transactions of one."""
GOOD = range(200, 400)
COMBINATIONS = 3
"""So many different ids are tried in a route that is only looked at."""


class Trips(NamedTuple):
    """Round trips of a request: reads and transactions of the tables, calls to the bucket."""

    reads: int = 0
    writes: int = 0
    bucket: int = 0

    @classmethod
    def of(cls, operations: Iterable[str]) -> Trips:
        """Count."""
        known = list(operations)
        reads = sum(one in READS for one in known)
        writes = sum(one == "TransactWriteItems" for one in known)
        return cls(reads, writes, len(known) - reads - writes)

    def worst(self, other: Trips) -> Trips:
        """Return the larger number of each."""
        return Trips(*map(max, self, other))

    def is_over(self, method: str) -> bool:
        """Return whether a route of the method should take fewer."""
        most = MOST_READS if method == "GET" else MOST_READS_OF_A_CHANGE
        return self.reads > most or self.writes > MOST_WRITES


Table = dict[str, Trips]
"""«GET /home» → its round trips."""


class Counting(World):
    """A world that counts what each request to a route takes."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.counted: defaultdict[str, Trips] = defaultdict(Trips)

    def request(self, event: dict[str, Any], label: str) -> Work:
        """See `World.request`."""

        def run() -> tuple[bool, Any]:
            allowed = deployment.handler("IdentityAuthorizer")(event | {"methodArn": "arn/live/GET"}, LAMBDA)
            event["requestContext"]["authorizer"] = allowed["context"]
            function = deployment.api_of(event["path"])
            with watched() as calls:
                answer = deployment.handler(function)(event, LAMBDA)
            self.note(event["httpMethod"], function, event["path"], answer, calls.operations)
            return answer["statusCode"] < HTTPStatus.INTERNAL_SERVER_ERROR, answer

        return Work(label, run, timedelta(seconds=10), 3)

    def note(self, method: str, function: str, path: str, answer: Any, operations: Iterable[str]) -> None:
        """Count one request, unless it was refused or sent to sign in."""
        if answer["statusCode"] not in GOOD or "/session/refresh?" in str(answer["multiValueHeaders"]):
            return
        module = importlib.import_module(deployment.functions()[function]["Handler"].rpartition(".")[0])
        route = f"{method} {module.app.rule_of(path)}"
        self.counted[route] = self.counted[route].worst(Trips.of(operations))


def measured() -> Table:
    """Play the season; after each scene look at everything there is to be looked at."""
    with real_enough() as aws:
        world = Counting(aws, BEGINNING)
        with world.clock(), redirect_stdout(StringIO()):
            explorer = Explorer(world, lambda _: False)
            theatre = Theatre(explorer)
            season = acts.Season(theatre, lambda _: None)
            for scene in scenes(season, theatre):
                scene()
                _look(world, season)
            Walk(world, theatre).play()
    return dict(world.counted)


def _look(world: Counting, season: acts.Season) -> None:
    """Open every route that only shows something, with ids of what there is, as whoever takes part."""
    items = [Item.from_raw_data(dict(raw)) for table, raw in world.aws.tables.items() if table.endswith("core")]
    people = {one.person_id: one.email for one in items if type(one).__name__ == "Person"}
    for route in ROUTES:
        if route.method != "GET" or "token" in route.names:
            continue
        for ids in _ids(route, items):
            for person_id, email in people.items():
                _open(world, route, ids, person_id, email)


def _open(world: Counting, route: Route, ids: dict[str, str], person_id: str, email: str) -> None:
    query = {"programme_id": ids["programme_id"]} if "programme_id" in ids else None
    with watched() as calls:
        answer = route.send(person_id, ids, queryStringParameters=query)
    path = route.path(ids)
    world.note(route.method, deployment.api_of(path), path, answer, calls.operations)


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
        f"| {route} | {trips.reads} | {trips.writes or ''} | {trips.bucket or ''} | {_why(route, trips)} |"
        for route, trips in sorted(found.items(), key=lambda one: (one[0].split(" ")[1], one[0]))
    ]


def _why(route: str, trips: Trips) -> str:
    if not trips.is_over(route.split(" ", maxsplit=1)[0]):
        return ""
    return next((why for pattern, why in WHY.items() if re.match(pattern, route)), "not brought down yet")


ROW = re.compile(r"^\| ((?:GET|POST|PUT|PATCH|DELETE) \S+) \| (\d+) \| (\d*) \| (\d*) \|", re.MULTILINE)


def committed() -> Table:
    """Return what the document allows."""
    found = ROW.findall(DOCUMENT.read_text("utf-8"))
    return {route: Trips(*(int(one or 0) for one in numbers)) for route, *numbers in found}


def not_played() -> set[str]:
    """Return the routes that the document says the season doesn't play."""
    return set(re.findall(r"^- (\S+ \S+)$", DOCUMENT.read_text("utf-8"), re.MULTILINE))


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
    """Return the routes that the season doesn't play."""
    return {f"{one.method} {one.rule}" for one in ROUTES} - found.keys()


LISTS = "lists that lie in different places, each a query of its own"
WALKS = "what is read next is named by what was read before"
COUNTS = "what something is counted on is read first, then the list that is counted"
EVERYBODY = "needs everybody in the programme, their seats and proposals (large-programmes.md)"
WHY = {
    r"GET /monitoring/<programme_id>$": (
        "pairs and open alerts are two lists with a cursor each; who asks, the numbers, and whom both lists are about "
        "fill one batch of 96 keys, so the mailboxes of these 50 people are another one"
    ),
    r"POST (/v1)?/monitoring/<programme_id>/pairs/<pair_id>/nudge$": (
        "when each of the two was last nudged, by any of their pairs, lies under their own ids, which the watch names"
    ),
    r"GET /home$": (
        "the list of what is mine names programmes, pairs and rooms; of each programme that forms pairs, which proposals "
        "are mine lies under the participant, for a corrected address makes it another person's; then these proposals, "
        "and the partners whom pairs name; then, for a mentee without any, the alerts of monitoring: is nobody left?"
    ),
    r"GET (/organizer|/v1/organizations)$": LISTS,
    r"GET (/organizer/programmes/\S+|/v1/programmes/\S+|/session)$": LISTS,
    r"POST (/v1)?/meetings/\S+$": (
        "nobody is in two meetings at once, whichever the pairs: that is counted on the days of both, which lie under "
        "person ids that only the pair names"
    ),
    r"\w+ (/v1)?/pairing/\S+": EVERYBODY,
    r"GET /programmes/\S+$": WALKS,
    r"\w+ (/proposals/\S+|/programmes/\S+|/v1/pairs/\S+)$": WALKS,
    r"POST (/sign-in|/sign-in/\S+|/v1/sessions\S*|/session\S*)$": WALKS,
}
"""Routes that take more than they should, by what they fit first, and why."""


def main() -> int:
    """Write the document."""
    logging.disable(logging.CRITICAL)
    found = measured()
    over = sum(trips.is_over(route.split(" ")[0]) for route, trips in found.items())
    lines = "\n".join(rows(found))
    missing = "\n".join(f"- {one}" for one in sorted(uncounted(found)))
    DOCUMENT.write_text(
        f"""# Round trips

Generated by `PYTHONPATH=services:shared python -m tests.bench.trips`: a season is played through the real handlers.
A route that takes more than its row fails `tests/integration/edge/test_round_trips.py`.

A request that only looks takes {MOST_READS} reads of the tables at most, one that changes something
{MOST_READS_OF_A_CHANGE} read and {MOST_WRITES} transaction. A read is one call (a batch, or one page of a query);
calls to the bucket stand apart. The figures are of a process that has seen the programme before; its first request for
one takes a read more (`mentoring.access`). {over} of {len(found)} routes take more:

| route | reads | transactions | bucket | more, because |
|---|---|---|---|---|
{lines}

Not in the season:

{missing}
""",
        "utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
