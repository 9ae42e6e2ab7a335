"""Home of somebody who only organizes: what waits for them in each programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring.tables.recruitment import Counts, Member, Programme
from tests.fakes.people import MENTEE, ORGANIZER, PROGRAMME
from tests.integration.lambdas import keep
from tests.integration.workspace.givens import call

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

BOARD = f'<a href="/organizer/programmes/{PROGRAMME}">'


@pytest.fixture(autouse=True)
def programme(agreed: DynamoStore) -> Programme:
    """Given: a programme that its organizer finds in lists."""
    one = agreed.get(Programme, *Programme.key(PROGRAMME))
    member = agreed.get(Member, *Member.key("org-1", ORGANIZER))
    assert one is not None
    assert member is not None
    one.list_pk, one.list_sk = Programme.list_key("org-1", PROGRAMME)
    member.list_pk, member.list_sk = Member.list_key(ORGANIZER, "org-1")
    keep(agreed, one, member)
    return one


def test_given_somebody_who_only_organizes_when_home_is_opened_then_it_says_what_waits_in_each_programme(
    agreed: DynamoStore,
) -> None:
    quiet = call("GET", "/home", ORGANIZER)["body"]
    assert (BOARD in quiet, "Nothing needs you." in quiet) == (True, True)
    keep(agreed, Counts(*Counts.key(PROGRAMME, 0), programme_id=PROGRAMME, applications={"mentee/submitted/": 3}))
    page = call("GET", "/home", ORGANIZER)["body"]
    assert f'<a href="/monitoring/{PROGRAMME}/matters">1 matter needs you</a>' in page
    assert "Nothing needs you." not in page
    assert BOARD not in call("GET", "/home", MENTEE)["body"]


def test_given_a_viewer_when_home_is_opened_then_it_says_what_waits_for_the_organizers(agreed: DynamoStore) -> None:
    viewer = Member(*Member.key("org-1", "widz"), organization_id="org-1", person_id="widz", role="viewer")
    viewer.list_pk, viewer.list_sk = Member.list_key("widz", "org-1")
    keep(agreed, viewer)
    assert "Nothing waits for the organizers." in call("GET", "/home", "widz")["body"]
    keep(agreed, Counts(*Counts.key(PROGRAMME, 0), programme_id=PROGRAMME, applications={"mentee/submitted/": 3}))
    page = call("GET", "/home", "widz")["body"]
    assert f'<a href="/monitoring/{PROGRAMME}/matters">1 matter waits for the organizers</a>' in page


def test_given_a_programme_that_is_over_when_its_organizer_opens_home_then_it_isnt_among_them(
    agreed: DynamoStore, programme: Programme
) -> None:
    programme.stage = "closed"
    keep(agreed, programme)
    page = call("GET", "/home", ORGANIZER)["body"]
    assert (BOARD in page, "Your programmes" in page) == (False, True)
