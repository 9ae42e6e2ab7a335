"""Intervision through the real handlers: from proposed groups to the erasure of the case card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mentoring.tables.gatherings.circle import CaseCard
from tests.fakes.people import ORGANIZER, STRANGER
from tests.integration.gatherings.circles import (
    CASE,
    DESK,
    MINE,
    Time,
    arranged,
    call,
    card,
    mentors,
    post,
    roles,
    sent,
    tag,
)
from tests.integration.lambdas import published, said

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

IN_TWO_DAYS = timedelta(days=2)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Given: a clock that the test moves."""
    return Time(monkeypatch)


def group(store: DynamoStore, number: int = 5) -> tuple[str, list[str]]:
    """Given: one group of so many mentors; its id and their person ids."""
    people = mentors(store, number)
    (one,) = sent()
    return one["circle_id"], people


def test_given_a_group_of_five_when_they_meet_then_all_goes_from_proposal_to_erasure(
    store: DynamoStore, agreed: DynamoStore, time: Time
) -> None:
    circle, people = group(agreed)
    assert len([one for one in published("CircleTold") if one.data.news == "formed"]) == 6  # with the agreed mentor
    everybody = [
        *people,
        next(one for one in published("CircleTold") if one.data.person_id not in people).data.person_id,
    ]
    found = arranged(circle, everybody, IN_TWO_DAYS)
    assert (found["state"], found["confirmed"]) == ("arranged", False)
    has = roles(circle, people[0])
    presenter = has["presenter"]

    # unconfirmed: neither steps nor card
    other = next(one for one in everybody if one not in has.values())
    written = card(circle, presenter, case="Annie Kowalskiej nie idzie.")
    assert said(written)["found"] == (["Annie", "Kowalskiej"] if presenter != people[0] else [])
    written = card(circle, presenter)
    assert said(written)["shown"] is True
    assert call("GET", f"{MINE}/{circle}/card", other)["statusCode"] == 404
    assert call("GET", f"{MINE}/{circle}/steps", other)["statusCode"] == 404
    assert call("GET", f"{MINE}/{circle}/card", ORGANIZER)["statusCode"] == 404
    assert call("GET", f"{MINE}/{circle}", STRANGER)["statusCode"] == 404

    time.pass_(IN_TWO_DAYS - timedelta(minutes=10))
    for one in everybody:
        post(circle, "entries", one, {"confidential": True})
    assert said(call("GET", f"{MINE}/{circle}/card", other))["case"] == CASE["case"]
    steps = call("GET", f"{MINE}/{circle}/steps", has["moderator"])
    for do in ("start", "pause", "resume", *["next"] * 6, "end"):
        steps = call("POST", f"{MINE}/{circle}/steps", has["moderator"], body={"do": do}, headers=tag(steps))
        assert steps["statusCode"] == 200, (do, steps["body"])
        steps = call("GET", f"{MINE}/{circle}/steps", has["moderator"])
    assert said(steps)["state"] == "over"
    post(circle, "themes", other, {"theme": "motivation"})

    time.pass_(timedelta(hours=2))
    (row,) = said(call("GET", DESK, ORGANIZER))["groups"]
    (met,) = row["meetings"]
    assert (len(met["present"]), met["theme"], met["ahead"]) == (6, "motivation", False)
    assert len(published("GatheringAttended")) == 6
    time.pass_(timedelta(hours=24))
    (erased,) = published("CaseCardErased")
    item = agreed.get(CaseCard, *CaseCard.key(erased.data.card_id))
    assert item is not None
    assert (item.wrapped, item.case, item.question, item.why) == (None, None, None, "day_over")
    assert call("GET", f"{MINE}/{circle}/card", presenter)["statusCode"] == 404
