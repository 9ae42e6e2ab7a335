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


def test_given_a_programme_that_is_over_when_its_organizer_opens_home_then_it_isnt_among_them(
    agreed: DynamoStore, programme: Programme
) -> None:
    programme.stage = "closed"
    keep(agreed, programme)
    page = call("GET", "/home", ORGANIZER)["body"]
    assert (BOARD in page, "Your programmes" in page) == (False, True)
