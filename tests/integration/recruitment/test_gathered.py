"""At which gatherings people were: on the organizers' pages of persons and pairs, in JSON and in the export."""

from __future__ import annotations

import base64
import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gatherings import api as gatherings
from gatherings import consumer
from mentoring import clock
from mentoring.tables.monitoring import Watch
from mentoring.tables.recruitment import Application, Participant
from mentoring.tables.vocabulary import GatheringState
from monitoring import api as monitoring
from recruitment import api as recruitment
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, profile
from tests.fakes.rows import rows_of
from tests.integration.gatherings.workshops import signed_up
from tests.integration.lambdas import deliver, keep, published, said, send
from tests.unit.gatherings.givens import gathering, item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

APPLICATIONS = f"/organizer/programmes/{PROGRAMME}/applications"


def titled(name: str) -> dict[str, Any]:
    return {"pl": {"title": name}, "en": {"title": f"EN {name}"}}


@pytest.fixture(autouse=True)
def _held(agreed: DynamoStore) -> None:
    """Given: a mentee was at one of two gatherings, and signed up to a third; the events came twice."""
    part = agreed.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert part is not None
    now, told = clock.now(), profile(first_name="Ewa", last_name="Lis")
    one = Application(
        *Application.key(PROGRAMME, "mentee"), application_id="mentee", programme_id=PROGRAMME, role="mentee",
        email="mentee@firma.example", profile=told, state="accepted", submitted_at=clock.iso(now),
        decided_at=clock.iso(now),
    )  # fmt: skip
    keep(
        agreed,
        one,
        *rows_of([one]),
        item("was", gathering(GatheringState.ENDED, starts_at=now - timedelta(days=3), texts=titled("Otwarcie"))),
        item("not", gathering(GatheringState.ENDED, starts_at=now - timedelta(days=2), texts=titled("Warsztat"))),
        item("next", gathering(starts_at=now + timedelta(days=2), texts=titled("Interwizja"))),
        signed_up(part, "next"),
        item("off", gathering(GatheringState.CANCELLED, starts_at=now + timedelta(days=3), texts=titled("Odwołane"))),
        signed_up(part, "off"),
    )  # fmt: skip
    for gathering_id, present in (("was", True), ("not", False)):
        body = {"participant_ids": ["mentee"], "present": present}
        marked = send(
            gatherings.handler, "POST", f"/v1/gatherings/{PROGRAMME}/{gathering_id}/attendance", ORGANIZER, body=body
        )
        assert marked["statusCode"] == 200, marked["body"]
    for _ in range(2):
        assert deliver(consumer.handler, *published("GatheringAttended"), *published("GatheringMissed")) == []


def test_given_somebody_when_an_organizer_looks_at_them_then_their_gatherings_are_there(agreed: DynamoStore) -> None:
    page = send(recruitment.handler, "GET", f"{APPLICATIONS}/mentee", ORGANIZER)["body"]
    for title, words in (("EN Otwarcie", "was there"), ("EN Warsztat", "missed it"), ("EN Interwizja", "signed up")):
        assert words in page[page.index(title) :][:200], title
    assert "EN Odwołane" not in page, "nobody comes to what was called off"
    assert "at 1 of 2" in send(recruitment.handler, "GET", APPLICATIONS, ORGANIZER)["body"]
    for who in (MENTEE, MENTOR, STRANGER):
        assert send(recruitment.handler, "GET", f"{APPLICATIONS}/mentee", who)["statusCode"] == 404


def test_given_participants_when_read_by_json_then_each_has_numbers_of_gatherings() -> None:
    items = said(send(recruitment.handler, "GET", f"/v1/programmes/{PROGRAMME}/participants", ORGANIZER))["items"]
    numbers = {one["participant_id"]: (one["attended"], one["missed"]) for one in items}
    assert numbers == {"mentee": (1, 1), "mentor": (0, 0)}


def test_given_the_list_when_exported_then_it_has_numbers_and_titles() -> None:
    answer = send(recruitment.handler, "GET", f"{APPLICATIONS}.csv", ORGANIZER, language="pl")
    content = base64.b64decode(answer["body"]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content), delimiter=";")
    told = {name: row[name] for name in row if "ydarzeni" in name}
    assert list(told.values()) == ["1", "1", "Otwarcie"]


def test_given_a_pair_when_an_organizer_looks_at_it_then_it_says_at_how_many_they_were(agreed: DynamoStore) -> None:
    watch = Watch(
        *Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, people=[MENTOR, MENTEE], zones=["Europe/Warsaw"] * 2,
        started_at="2026-03-02T12:00:00Z", participants=["mentor", "mentee"],
    )  # fmt: skip
    keep(agreed, watch)
    page = send(monitoring.handler, "GET", f"/monitoring/{PROGRAMME}", ORGANIZER)["body"]
    assert "Mentee: at 1 of 2 gatherings" in page
    assert "Mentor: at" not in page, "nothing is noted of them"
