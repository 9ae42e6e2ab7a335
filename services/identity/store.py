"""Tables ↔ domain of identity."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from identity.domain import REQUEST_KEPT, Family, SignInRequest
from identity.domain.addresses import Wish
from mentoring import clock
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context


def load_request(context: Context, request_id: str) -> tuple[OnceItem, SignInRequest] | None:
    """Return a sign-in request with its item."""
    item = context.store.once(OnceItem.sign_in(request_id))
    return None if item is None else (item, SignInRequest(**_read(item.data)))


def family(item: OnceItem | None) -> Family | None:
    """Return the session in an item."""
    return None if item is None else Family(**_read(item.data))


def families(context: Context, person_id: str, family_ids: Iterable[str]) -> dict[str, tuple[OnceItem, Family]]:
    """Return id → item and session, for those of a person that can still be renewed; one round trip."""
    places = {one: OnceItem.session(one) for one in family_ids}
    read = context.store.together([], places.values()).once if places else {}
    found = {one: (read[place], Family(**_read(read[place].data))) for one, place in places.items() if place in read}
    now = context.clock()
    return {one: kept for one, kept in found.items() if kept[1].is_open(person_id, now)}


def keep(item: OnceItem, value: SignInRequest | Family) -> OnceItem:
    """Put a request or session into its item."""
    item.data = {
        name: clock.iso(field) if isinstance(field, datetime) else field for name, field in asdict(value).items()
    }
    kept = REQUEST_KEPT if isinstance(value, SignInRequest) else timedelta(0)
    item.expires_at = int((value.expires_at + kept).timestamp())
    return item


def keep_wish(item: OnceItem, value: Wish) -> OnceItem:
    """Put somebody's wish to add an address into its item."""
    item.data = asdict(value) | {"expires_at": clock.iso(value.expires_at)}
    item.expires_at = int(value.expires_at.timestamp())
    return item


def wish(item: OnceItem) -> Wish:
    """Return the wish in an item."""
    return Wish(**_read(item.data))


def news(item: OnceItem, told: dict[str, Any], until: datetime) -> OnceItem:
    """Put into an item whom to tell of a change of addresses."""
    item.data, item.expires_at = told, int(until.timestamp())
    return item


def _read(data: dict[str, Any]) -> dict[str, Any]:
    return {name: clock.parse(value) if value and name.endswith("_at") else value for name, value in data.items()}
