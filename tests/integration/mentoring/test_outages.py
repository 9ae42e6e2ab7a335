"""What the foundation makes of an AWS that doesn't answer, and what API Gateway may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring.errors import Stale
from mentoring.store.passing import PASSING
from tests.fakes import context_at
from tests.faults.injector import Fault, watched
from tests.integration.lambdas import send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


@pytest.mark.parametrize("after", [False, True])
def test_given_a_commit_that_gets_no_answer_when_it_fails_then_it_is_a_failure_that_passes(
    store: DynamoStore,
    after: bool,
) -> None:
    uow = context_at(store=store).begin()
    uow.once("work#1")
    with watched(Fault(0, "TransactWriteItems", after=after, dies=False)), pytest.raises(PASSING) as failed:
        uow.commit()
    assert not isinstance(failed.value, Stale)
    assert (store.once("work#1") is not None) is after


@pytest.mark.usefixtures("aws")
def test_given_a_session_to_renew_when_a_page_is_opened_then_every_header_has_a_value() -> None:
    from recruitment.api import handler

    answer = send(handler, "GET", "/", headers={"cookie": "tandem_session=1"})
    assert answer["statusCode"] == 303
    assert [name for name, values in answer["multiValueHeaders"].items() if None in values] == []
