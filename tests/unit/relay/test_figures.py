"""What the relay counts: events that went out, the five figures of a programme, and how long the oldest has waited."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock, observability
from mentoring.events.catalogue import EVENTS
from relay import overdue, publisher, stream
from relay.publisher import Waiting
from tests.fakes.context import NOON
from tests.unit.relay.test_publisher import FakeBus


def _metrics(text: str) -> dict[str, float]:
    """Return name → value of all metrics written as lines of EMF, and check the form CloudWatch reads."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        said = json.loads(line)
        if "_aws" not in said:
            continue
        (described,) = said["_aws"]["CloudWatchMetrics"]
        assert described["Namespace"] == "tandem"
        assert described["Dimensions"] == [["service"]]
        assert said["service"] == "relay"
        for metric in described["Metrics"]:
            (found[metric["Name"]],) = said[metric["Name"]]
    return found


def _item(number: int, kind: str, written_at: str = "2026-03-02T11:59:00Z") -> dict[str, Any]:
    texts = {"pk": f"t#{number}", "source": "mentoring.t", "detail_type": kind, "detail": "{}"}
    return {name: {"S": text} for name, text in (texts | {"written_at": written_at}).items()}


def _records(*kinds: str) -> dict[str, Any]:
    images = [_item(number, kind) for number, kind in enumerate(kinds)]
    return {"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images]}


def test_given_the_figures_of_a_programme_when_read_then_each_counts_a_known_event() -> None:
    assert set(publisher.FIGURES) <= set(EVENTS)
    assert set(publisher.FIGURES.values()) == {"Applications", "Pairs", "MeetingsHeld", "Nudges", "Answers"}


def test_given_events_that_go_out_when_published_then_they_are_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stream.take(FakeBus(), _records("ApplicationSubmitted", "ApplicationSubmitted", "PairAgreed", "TaskDone"))
    assert _metrics(capsys.readouterr().out) == {"Events": 4, "Applications": 2, "Pairs": 1}


def test_given_an_event_the_bus_refuses_when_published_then_only_what_went_out_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(publisher.NotPublished):
        stream.take(FakeBus({"t#0"}), _records("PairAgreed", "MeetingHeld"))
    assert _metrics(capsys.readouterr().out) == {"Events": 1, "MeetingsHeld": 1}


@pytest.mark.parametrize(
    ("waits", "age"), [((), 0), ((90,), 90), ((70, 400, 100), 400)], ids=["nothing", "one", "several"]
)
def test_given_a_bus_that_is_down_when_swept_then_the_age_of_the_oldest_is_told(
    capsys: pytest.CaptureFixture[str], waits: tuple[int, ...], age: int
) -> None:
    written = [clock.iso(NOON - timedelta(seconds=seconds)) for seconds in waits]
    found = [Waiting(f"t#{n}", "mentoring.t", "TaskDone", "{}", at) for n, at in enumerate(written)]
    refused = pytest.raises(publisher.NotPublished) if found else nullcontext()
    with refused:
        overdue.sweep(FakeBus({one.pk for one in found}), iter(found), NOON, lambda: True)
    assert _metrics(capsys.readouterr().out) == {"OutboxAge": age}


def test_given_nothing_to_count_when_told_then_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    observability.count("relay", {"Events": 0})
    assert capsys.readouterr().out == ""
