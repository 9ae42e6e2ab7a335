"""A feed in a real CalDAV server (Radicale): taken in, asked for by time, read back, replaced by a newer one."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from icalendar import Calendar

from mentoring import calendar
from mentoring.calendar import Entry, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 20.0
AT = datetime(2026, 3, 28, 15, tzinfo=UTC)  # the day before Warsaw's clocks go forward
QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="%s" end="%s"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


def entry(number: int, starts_at: datetime, status: Status = Status.CONFIRMED, sequence: int = 0) -> Entry:
    return Entry(
        uid=f"{number}@tandem",
        sequence=sequence,
        status=status,
        starts_at=starts_at,
        minutes=60,
        summary="Mentoring: Zażółć Gęślą i Ada; z przecinkiem, i średnikiem",
        place="https://spotkania.example/pokój?a=1&b=2",
        description="Wideorozmowa: https://spotkania.example/pokój\n\nWszystko o tym spotkaniu: https://t.example/x",
        organizer=None,
        attendees=(),
        stamp=AT - timedelta(days=9),
        link="https://t.example/x",
        locale="pl",
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run Radicale on this machine only, over an empty folder."""
    folder: Path = tmp_path_factory.mktemp("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "--config": "", "--server-hosts": f"127.0.0.1:{port}", "--auth-type": "none", "--rights-type": "owner_only",
        "--storage-filesystem-folder": str(folder),
    }  # fmt: skip
    command = [sys.executable, "-m", "radicale", *(part for pair in options.items() for part in pair)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as running:
        try:
            _wait(port, running)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(PATIENCE)


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("Radicale doesn't answer")


def asked(server: str, method: str, content: bytes | str = b"", **headers: str) -> httpx.Response:
    return httpx.request(
        method, f"{server}/anna/tandem/", auth=("anna", "x"), content=content, headers=headers, timeout=PATIENCE
    )


def taken(server: str, *entries: Entry) -> None:
    content = calendar.feed(entries, "Spotkania mentoringowe")
    answer = asked(server, "PUT", content, **{"content-type": "text/calendar; charset=utf-8"})
    assert answer.status_code == 201, answer.text


def read(server: str) -> dict[str, tuple[datetime, str, str, str]]:
    found = Calendar.from_ical(asked(server, "GET").text)
    return {
        str(one["uid"]): (one["dtstart"].dt, str(one["status"]), str(one["summary"]), str(one["location"]))
        for one in found.walk("VEVENT")
    }


def test_given_a_feed_when_a_caldav_server_takes_it_in_then_it_reads_back_as_it_was(server: str) -> None:
    entries = [entry(1, AT), entry(2, AT + timedelta(days=1), Status.TENTATIVE)]
    taken(server, *entries)
    assert read(server) == {one.uid: (one.starts_at, one.status.value, one.summary, one.place) for one in entries}
    name = asked(server, "PROPFIND", depth="0").text
    assert "Spotkania mentoringowe" in name


def test_given_a_range_of_time_when_the_server_is_asked_then_it_finds_what_lies_in_it(server: str) -> None:
    taken(server, entry(1, AT), entry(2, AT + timedelta(days=1)))
    night = QUERY % ("20260328T140000Z", "20260328T170000Z")
    answer = asked(server, "REPORT", night, depth="1", **{"content-type": "application/xml"})
    assert answer.status_code == 207
    assert ("1@tandem" in answer.text, "2@tandem" in answer.text) == (True, False)


def test_given_a_newer_feed_when_taken_in_then_moved_meetings_move_and_cancelled_ones_are_gone(server: str) -> None:
    taken(server, entry(1, AT), entry(2, AT + timedelta(days=1)))
    later = entry(1, AT + timedelta(days=7), sequence=2)
    taken(server, later)
    assert {uid: at for uid, (at, *_) in read(server).items()} == {"1@tandem": later.starts_at}
