"""`python -m tests.bench cold`: what a cold start takes of each function, and which memory follows from it.

Each measurement is a process of its own with what the build compiled, as on Lambda: CPU seconds of importing the handler, of the first
answer (a client made, a connection opened, DynamoDB asked), and of the tenth. The tables answer from moto, in this
process. The yardstick is `boto3.client("dynamodb")` in the same round. `cold.json` keeps what was counted; both
tables of docs/benchmarks.md are made of it, and so is `MemorySize` in template.yaml (tests/contract/test_memory.py).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSPreparedRequest
from moto.core.models import botocore_stubber

import tests.conftest  # noqa: F401 - the settings of tests, before anything reads them
from infra import build
from infra.season.costs import PRICES
from infra.template import ROOT, handlers
from mentoring import clock
from mentoring.store.keys import KmsKeys
from mentoring.tables.meetings import Meeting
from mentoring.tables.reporting import Document
from mentoring.tables.workspace import Contract
from tests.fakes.account import account
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, everybody
from tests.fakes.rooms import Room

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from mentoring.tables.core import Item

COUNTS = Path(__file__).with_name("cold.json")
RUNS = 9
SIZES = (256, 512, 1024, 1769)
WHOLE_CPU = 1769
"""MB at which a function has one CPU for itself (AWS Lambda Developer Guide, «Configure memory»)."""
WAIT_MS = 8
"""Milliseconds a function waits for one answer of DynamoDB; an assumption, Lambda and the tables being in one region."""
LONGEST_COLD_MS = 1_000
"""A person waits for an API: its cold start and first answer."""
ROOM = 1.5
"""Times the memory seen that a function gets at least."""

TARGETS = {
    "IdentityAuthorizer": 0.15, "NotificationsConsumer": 1.25, "NotificationsRoomConsumer": 1.25, "ReportingConsumer": 2.0, "PairingWorker": 1.25,
}  # fmt: skip
API_TARGET, RELAY_TARGET, CONSUMER_TARGET = 1.4, 0.8, 1.05

NEEDS = {
    "RecruitmentWorker": (1769, "a whole CPU: a file of 20 000 rows in one part"),
    "PairingWorker": (2048, "a round of 3 000 people: 0.7 GB, and more than one CPU"),
    "WorkspaceInbound": (1024, "a mail of 40 MB, read whole: 0.35 GB"),
    "MeetingsInbound": (1024, "a mail of 40 MB, read whole: 0.35 GB"),
    "ReportingConsumer": (1024, "a PDF: 0.4 s of CPU more to load, 0.1 s to draw"),
    "ReportingCertificatesApi": (1024, "a PDF: 0.4 s of CPU more to load, 0.1 s to draw"),
    "ReportingPairConsumer": (1024, "a PDF: 0.4 s of CPU more to load, 0.1 s to draw"),
}
"""What the counted start can't say, with the size it asks for."""

PAGES: dict[str, list[tuple[str, str]]] = {
    "IdentityApi": [("", "/sign-in")],
    "RecruitmentApi": [(ORGANIZER, f"/v1/programmes/{PROGRAMME}"), (ORGANIZER, "/organizer")],
    "PairingApi": [(MENTOR, f"/v1/pairs/{PAIR}"), (ORGANIZER, f"/pairing/{PROGRAMME}")],
    "WorkspaceApi": [(MENTOR, f"/v1/rooms/{PAIR}"), (MENTOR, f"/rooms/{PAIR}")],
    "WorkspaceDeskApi": [(ORGANIZER, f"/v1/rooms/status/{PAIR}")],
    "MeetingsApi": [(MENTOR, f"/v1/meetings/pair/{PAIR}"), (MENTOR, f"/meetings/pair/{PAIR}")],
    "MeetingsDeskApi": [(ORGANIZER, f"/v1/meetings/programmes/{PROGRAMME}/calendar")],
    "SurveysApi": [(MENTOR, "/v1/surveys"), (MENTOR, "/surveys")],
    "GatheringsApi": [(MENTOR, f"/v1/gatherings/{PROGRAMME}"), (MENTOR, f"/gatherings/{PROGRAMME}")],
    "GatheringsCircleApi": [(MENTOR, "/v1/circles"), (MENTOR, "/circles")],
    "MonitoringApi": [
        (ORGANIZER, f"/v1/monitoring/{PROGRAMME}/matters"),
        (ORGANIZER, f"/monitoring/{PROGRAMME}"),
    ],
    "NotificationsApi": [("", "/unsubscribe/none")],
    "ReportingApi": [(ORGANIZER, f"/reports/{PROGRAMME}")],
    "ReportingCertificatesApi": [(MENTOR, "/reports/certificates")],
    "ReportingPairApi": [(MENTOR, f"/reports/pair/{PAIR}")],
}
"""API → who asks for what: a JSON answer and a page, where it has both."""

CHILD = """
import sys, time
begun = time.process_time()
import importlib
module = importlib.import_module(sys.argv[1])
loaded = time.process_time()
modules = sorted(sys.modules)
import json, re
from types import SimpleNamespace
took, status = [], 0
for _ in range(10 if sys.argv[2] else 0):
    event, before = json.loads(sys.argv[2]), time.process_time()
    status = module.handler(event, SimpleNamespace(aws_request_id="r", function_name="f", memory_limit_in_mb=1,
        invoked_function_arn="a"))["statusCode"]
    took.append(time.process_time() - before)
sys.stderr.write("\\n" + json.dumps({"loaded": loaded - begun, "took": took, "status": status, "modules": modules,
    "mb": int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024}))
"""
YARDSTICK = """
import json, sys, time
begun = time.process_time()
import boto3
boto3.client("dynamodb", region_name="eu-central-1")
sys.stderr.write("\\n" + json.dumps({"loaded": time.process_time() - begun}))
"""


class Tables(BaseHTTPRequestHandler):
    """DynamoDB and KMS as a child sees them; counts what they are asked."""

    protocol_version = "HTTP/1.1"
    asked = 0

    def do_POST(self) -> None:
        """Let moto answer."""
        Tables.asked += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service = "kms" if self.headers["X-Amz-Target"].startswith("TrentService") else "dynamodb"
        url = f"https://{service}.eu-central-1.amazonaws.com/"
        request = AWSPreparedRequest("POST", url, dict(self.headers), body, stream_output=False)
        answer = botocore_stubber("before-send", request)
        self.send_response(answer.status_code)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def tables() -> Iterator[str]:
    """Yield the address of tables with a programme and a pair in it."""
    from mentoring.store.dynamo import DynamoStore
    from tests.integration.lambdas import keep

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tables)
    with account():
        keep(DynamoStore(), *everybody(), *_words())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _words() -> list[Item]:
    """Return what a pair wrote, and its key: a page of it takes what opens words."""
    room, now = Room(PAIR, KmsKeys()), clock.now()
    mine = {"pair_id": PAIR, "programme_id": PROGRAMME, "state": "proposed", "proposed_by": MENTEE}
    meeting = Meeting(
        *Meeting.key(PAIR, "m"), meeting_id="m", starts_at=clock.iso(now + timedelta(days=1)), minutes=60,
        zone="Europe/Warsaw", uid="m", **mine,
    )  # fmt: skip
    document = Document(
        *Document.key(PAIR, "pair"), document_id="d", pair_id=PAIR, programme_id=PROGRAMME, edition="pair",
        object_key="d", pages=3, sha256="d", made_at=clock.iso(now),
    )  # fmt: skip
    contract = Contract(*Contract.key(PAIR, 1), number=1, **mine)
    return [
        room.item,
        room.written(contract, own={"form": "online", "length": "60 min"}),
        room.written(meeting, agenda="Jak idzie?", place="u mnie"),
        document,
    ]


def count(runs: int = RUNS, wanted: Container[str] = ()) -> dict[str, Any]:
    """Return what each function took: medians of CPU seconds, and of ratios to the yardstick of the same round.

    `wanted` are the functions that are measured, all when it is empty; the others stay as they were counted before.
    """
    known = json.loads(COUNTS.read_text("utf-8")) if wanted else {}
    modules = {name: one for name, one in handlers().items() if not wanted or name in wanted}
    rounds: list[dict[str, Any]] = []
    artefacts = build.build(ROOT / "build" / "bench" / "artefacts", build.LOCAL)
    layer = artefacts["MentoringLayer"].with_suffix("") / "python"
    paths = {name: os.pathsep.join(map(str, [artefacts[name].with_suffix(""), layer])) for name in modules}
    with tables() as address:
        for number in range(-1, runs):  # the first one writes byte-code
            rounds.append(_round(address, modules, paths))
            print(f"round {number + 1} of {runs}", file=sys.stderr, flush=True)
    rounds = rounds[1:]
    now = {name: _middle([(one["yardstick"], one[name]) for one in rounds]) for name in modules}
    return {
        "yardstick_ms": known.get("yardstick_ms") or _median([one["yardstick"] for one in rounds]),
        "functions": {name: now.get(name) or known["functions"][name] for name in handlers()},
    }


def _round(address: str, modules: dict[str, str], paths: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"yardstick": _run(["-c", YARDSTICK], address, "")["loaded"]}
    for name, module in modules.items():
        found[name] = _run(["-c", CHILD, module, ""], address, paths[name]) | {"answers": {}}
        for who, path in PAGES.get(name, []):
            before = Tables.asked
            asked = json.dumps(_request(who, path))
            answered = _run(["-c", CHILD, module, asked], address, paths[name])
            assert answered["status"] == 200 or "none" in path, (path, answered["status"])
            found[name]["answers"][path] = answered | {"asked": (Tables.asked - before) / 10}
    return found


def _run(arguments: list[str], address: str, path: str) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "PYTHONPATH": path,
        "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "bench" / "byte-code"),
        "AWS_ENDPOINT_URL_DYNAMODB": address, "AWS_ENDPOINT_URL_KMS": address, "AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_EC2_METADATA_DISABLED": "true",
        "SIGNING_KEY": "a-key-for-the-bench-0123456789-0123456789", "PUBLIC_URL": "https://tandem.firma.example",
        "BUCKET": "documents", "POWERTOOLS_SERVICE_NAME": "bench", "POWERTOOLS_METRICS_NAMESPACE": "tandem",
        "ROOM_KEY": os.environ["ROOM_KEY"],
    }  # fmt: skip
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return result


def _request(who: str, path: str) -> dict[str, Any]:
    return {
        "httpMethod": "GET", "path": path, "resource": path, "headers": {"accept-language": "pl"},
        "multiValueHeaders": {}, "queryStringParameters": None, "multiValueQueryStringParameters": None, "body": None,
        "isBase64Encoded": False,
        "requestContext": {
            "requestId": "r", "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"person_id": who, "email": f"{who}@firma.example", "session": ""} if who else {},
        },
    }  # fmt: skip


def _middle(rounds: list[tuple[float, dict[str, Any]]]) -> dict[str, Any]:
    last = rounds[-1][1]
    packages = {name.partition(".")[0] for name in last["modules"]}
    return {
        "ratio": round(statistics.median(one["loaded"] / yardstick for yardstick, one in rounds), 2),
        "import_ms": _median([one["loaded"] for _, one in rounds]),
        "mb": round(
            max([one["mb"] for _, one in rounds] + [a["mb"] for _, one in rounds for a in one["answers"].values()])
        ),
        "modules": len(last["modules"]),
        "beyond_python": len(beyond_python(last["modules"])),
        "heavy": sorted(packages & HEAVY),
        "answers": {
            path: {
                "ratio": round(
                    statistics.median(
                        (one["answers"][path]["loaded"] + one["answers"][path]["took"][0]) / yardstick
                        for yardstick, one in rounds
                    ),
                    2,
                ),
                "first_ms": _median([one["answers"][path]["took"][0] for _, one in rounds]),
                "next_ms": _median([statistics.median(one["answers"][path]["took"][1:]) for _, one in rounds]),
                "asked": last["answers"][path]["asked"],
            }
            for path in last["answers"]
        },
    }


def beyond_python(modules: Iterable[str]) -> list[str]:
    """Return the modules that don't come with Python, whose own differ from version to version."""
    return [name for name in modules if name.partition(".")[0] not in sys.stdlib_module_names]


HEAVY = {"babel", "boto3", "botocore", "cryptography", "icalendar", "jinja2", "numpy", "pydantic", "pynamodb", "pypdf",
         "reportlab", "scipy", "xhtml2pdf", "aws_lambda_powertools", "asyncio"}  # fmt: skip


def _median(seconds: list[float]) -> float:
    """Return the median in milliseconds."""
    return round(statistics.median(seconds) * 1000, 1)


def target(name: str) -> float:
    """Return the ratio a function's import should not exceed."""
    kinds = (("Relay", RELAY_TARGET), ("Api", API_TARGET))
    by_kind = next((value for word, value in kinds if name.startswith(word) or name.endswith(word)), CONSUMER_TARGET)
    return TARGETS.get(name, by_kind)


def starts(counts: dict[str, Any]) -> str:
    """Return the table of cold starts."""
    lines = [
        f'`boto3.client("dynamodb")`: {counts["yardstick_ms"]:.0f} ms of CPU.',
        "",
        "| function | handler | import | target | import and first answer | tenth answer, ms | modules | large packages |",
        "|---|---|---:|---:|---|---|---:|---|",
    ]
    for name, row in counts["functions"].items():
        first = "; ".join(f"{one['ratio']:.2f} `{path}`" for path, one in row["answers"].items())
        later = "; ".join(f"{one['next_ms']:.0f}" for one in row["answers"].values())
        missed = "" if row["ratio"] <= target(name) else " **missed**"
        lines.append(
            f"| {name} | `{handlers()[name]}` | {row['ratio']:.2f}{missed} | {target(name):.2f} | {first} | {later} | "
            f"{row['modules']} | {', '.join(row['heavy'])} |"
        )
    return "\n".join(lines) + "\n"


def cold_ms(row: dict[str, Any], size: int) -> float:
    """Return the milliseconds from nothing to the first answer at a size: CPU at its part, and waiting."""
    slowest = max(row["answers"].values(), key=lambda one: one["first_ms"], default={"first_ms": 0, "asked": 0})
    return (row["import_ms"] + slowest["first_ms"]) * max(1, WHOLE_CPU / size) + slowest["asked"] * WAIT_MS


def warm_ms(row: dict[str, Any], size: int) -> float:
    """Return the milliseconds of a later answer."""
    slowest = max(row["answers"].values(), key=lambda one: one["next_ms"], default={"next_ms": 0, "asked": 0})
    return slowest["next_ms"] * max(1, WHOLE_CPU / size) + slowest["asked"] * WAIT_MS


def size_of(name: str, row: dict[str, Any]) -> tuple[int, str]:
    """Return the megabytes of a function and why: what it is known to need, or the least that is enough."""
    if name in NEEDS:
        return NEEDS[name]
    waited_for = name.endswith("Api")
    enough = [
        size for size in SIZES if size >= row["mb"] * ROOM and (not waited_for or cold_ms(row, size) <= LONGEST_COLD_MS)
    ]
    reason = "the least with a cold start within a second" if waited_for else "the least that holds it: nobody waits"
    return (min(enough), reason) if enough else (SIZES[-1], "no size is enough")


def memory(counts: dict[str, Any]) -> str:
    """Return the table of sizes: milliseconds × price."""
    price = PRICES["Lambda, GB-second (x86)"]

    def cell(row: dict[str, Any], size: int) -> str:
        started = f"{cold_ms(row, size):.0f}"
        if not row["answers"]:
            return started
        dollars = warm_ms(row, size) / 1000 * size / 1024 * price * 1e6
        return f"{started} · {warm_ms(row, size):.0f} · {dollars:.2f}"

    lines = [
        f"| function | MB seen | {' | '.join(f'{size} MB' for size in SIZES)} | chosen | why |",
        f"|---|---:|{'---|' * len(SIZES)}---:|---|",
    ]
    for name, row in counts["functions"].items():
        chosen, why = size_of(name, row)
        cells = " | ".join(cell(row, size) for size in SIZES)
        lines.append(f"| {name} | {row['mb']} | {cells} | {chosen} | {why} |")
    return "\n".join(lines) + "\n"


def main(wanted: Container[str] = ()) -> None:
    """Measure, and keep what was counted."""
    COUNTS.write_text(json.dumps(count(int(os.environ.get("RUNS", RUNS)), wanted), indent=1) + "\n", "utf-8")
