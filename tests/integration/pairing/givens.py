"""What tests of a pair's own pages share: its handlers, its room, the pair as it is now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mentoring.tables.pairing import Pair
from pairing import api as pairing
from tests.fakes.people import PAIR
from tests.integration.lambdas import send
from workspace import api as workspace

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call, room = partial(send, pairing.handler), partial(send, workspace.handler)
ROOM = f"/rooms/{PAIR}"


def the_pair(store: DynamoStore) -> Pair:
    """Return the pair."""
    found = store.get(Pair, *Pair.key(PAIR))
    assert found is not None
    return found


def to_room(answer: dict[str, Any]) -> bool:
    """Return whether an answer leads back to the room."""
    return bool(answer["statusCode"] == 303 and answer["multiValueHeaders"]["Location"][0] == ROOM)
