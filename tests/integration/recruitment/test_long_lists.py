"""A thousand applications come in pieces that a phone can load."""

from __future__ import annotations

import pytest

from mentoring.tables.recruitment import Application, Counts
from recruitment import api
from tests.fakes.people import ORGANIZER, PROGRAMME, profile, world
from tests.fakes.rows import rows_of
from tests.integration.lambdas import Call, over, said

MANY, LARGEST = 1000, 60_000


@pytest.fixture
def call() -> Call:
    """Given: a thousand applications that wait."""
    memory, everybody = world(), []
    for nth in range(MANY):
        name = f"a{nth:04}"
        told = profile(
            first_name="Zygmunt", last_name=f"Wielonazwiskowy-{nth:04}", department="Logistyka i magazyny",
            topics=["negocjacje", "delegowanie", "wystąpienia publiczne"],
        )  # fmt: skip
        everybody.append(
            Application(
                *Application.key(PROGRAMME, name), application_id=name, programme_id=PROGRAMME, role="mentee",
                email=f"zygmunt.{nth:04}@firma.example", state="submitted", profile=told,
                submitted_at="2026-03-01T12:00:00Z",
            )
        )  # fmt: skip
    memory.put(*everybody, *rows_of(everybody))
    memory.put(Counts(*Counts.key(PROGRAMME, 0), programme_id=PROGRAMME, applications={"mentee/submitted": MANY}))
    return over(api.app, memory)


def test_given_a_thousand_applications_when_listed_then_in_pieces_with_the_filters_kept(call: Call) -> None:
    path = f"/organizer/programmes/{PROGRAMME}/applications"
    body = call("GET", path, ORGANIZER, state="submitted", role="mentee")["body"]
    assert len(body.encode()) <= LARGEST
    assert f"{MANY} of {MANY}" in body
    assert "?state=submitted&amp;role=mentee&amp;cursor=" in body
    answer = call("GET", f"/v1/programmes/{PROGRAMME}/applications", ORGANIZER)
    assert len(said(answer)["items"]) == 50
    assert said(answer)["next"]
