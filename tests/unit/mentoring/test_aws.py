"""What every request to AWS has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring import aws
from mentoring.store import bucket, dynamo
from notifications import sender
from relay import publisher

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "made",
    [lambda: dynamo.connection().client, bucket._s3, sender.connect, lambda: publisher.client("events")],
    ids=["tables", "files", "mails", "events"],
)
def test_given_a_client_when_made_then_of_the_one_session_and_its_name_is_not_put_together_for_each_request(
    made: Callable[[], Any],
) -> None:
    client = made()
    assert client.meta.config.user_agent == aws.NAME
    assert client._loader is aws.session().get_component("data_loader")
