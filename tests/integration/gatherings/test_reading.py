"""Who sees the gatherings of a programme, through the real handlers over the tables of the template."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from gatherings import api, schedule
from mentoring import clock
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.vocabulary import GatheringState
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, participant
from tests.integration.gatherings.workshops import there
from tests.integration.lambdas import LAMBDA, keep, published, said, send
from tests.unit.gatherings.givens import IN_TEN_DAYS, gathering, item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
HERE, JSON = f"/gatherings/{PROGRAMME}", f"/v1/gatherings/{PROGRAMME}"


@pytest.fixture(autouse=True)
def _planned(agreed: DynamoStore) -> None:
    """Given: an opening that is announced, and a draft."""
    keep(agreed, item("g"), item("d", gathering(GatheringState.DRAFT, texts={"pl": {"title": "Szkic"}})))


def test_given_a_draft_when_participants_look_then_only_organizers_see_it() -> None:
    assert [one["title"] for one in said(call("GET", JSON, MENTEE))["items"]] == ["Opening"]
    organizer = said(call("GET", JSON, ORGANIZER))["items"]
    assert {(one["title"], one["language"]) for one in organizer} == {("Opening", "en"), ("Szkic", "pl")}
    assert "Szkic" not in call("GET", HERE, MENTEE)["body"]
    assert "Szkic" in call("GET", HERE, ORGANIZER)["body"]


def test_given_who_takes_part_when_they_read_the_gatherings_then_a_link_leads_to_their_groups() -> None:
    pages = {who: call("GET", HERE, who)["body"] for who in (MENTEE, ORGANIZER)}
    assert {who: 'href="/circles"' in page for who, page in pages.items()} == {MENTEE: True, ORGANIZER: False}


def test_given_the_meeting_of_a_group_when_it_has_no_link_then_its_page_says_that_the_group_adds_it(
    agreed: DynamoStore,
) -> None:
    met = item("c", gathering(link=""))
    met.circle_id = "group"
    keep(agreed, met)
    words = "Anybody in the group can add the link, on the page of the group."
    assert words in call("GET", f"{HERE}/c", ORGANIZER)["body"]
    assert words not in call("GET", f"{HERE}/g", ORGANIZER)["body"]


def test_given_a_cancelled_gathering_when_read_then_nobody_is_told_of_a_sign_up_that_is_none(
    agreed: DynamoStore,
) -> None:
    keep(agreed, item("off", gathering(GatheringState.CANCELLED)))
    pages = {name: call("GET", f"{HERE}/{name}", MENTEE)["body"] for name in ("g", "off")}
    assert {name: 'id="coming"' in page for name, page in pages.items()} == {"g": True, "off": False}


def test_given_somebody_outside_when_they_ask_then_there_is_nothing() -> None:
    for path in (HERE, JSON):
        assert call("GET", path, STRANGER)["statusCode"] == 404


def test_given_a_gathering_whose_time_is_over_when_looked_for_then_it_ends_once(agreed: DynamoStore) -> None:
    over = {"time": clock.iso(IN_TEN_DAYS + timedelta(minutes=90))}
    assert schedule.handler({"time": clock.iso(IN_TEN_DAYS)}, LAMBDA)["gone"] == 0
    assert [schedule.handler(over, LAMBDA)["gone"] for _ in range(2)] == [1, 0]
    found = agreed.get(Gathering, *Gathering.key(PROGRAMME, "g"))
    assert found is not None
    assert (found.state, found.due_at) == (GatheringState.ENDED, None)
    assert len(published("GatheringEnded")) == 1


def test_given_a_host_who_was_there_when_it_is_over_then_the_page_leads_to_their_certificate(
    agreed: DynamoStore,
) -> None:
    host = participant("mentor", "mentor", person_id=MENTOR)
    keep(agreed, item("over", gathering(GatheringState.ENDED, host="mentor")), there(host, "over"))
    page = call("GET", f"{HERE}/over", MENTOR)["body"]
    assert "certificate.pdf" in page
    assert "certificate.pdf" not in call("GET", f"{HERE}/over", MENTEE)["body"]
