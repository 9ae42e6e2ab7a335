"""Tables ↔ domain of identity."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from identity.domain import Family, SignInRequest
from mentoring import clock
from mentoring.tables.identity import Person
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from mentoring.context import Context


def load_request(context: Context, request_id: str) -> tuple[OnceItem, SignInRequest] | None:
    """Return a sign-in request with its item."""
    item = context.store.once(OnceItem.sign_in(request_id))
    return None if item is None else (item, SignInRequest(**_read(item.data)))


def load_family(context: Context, family_id: str) -> tuple[OnceItem, Family] | None:
    """Return a session with its item."""
    item = context.store.once(OnceItem.session(family_id))
    return None if item is None else (item, Family(**_read(item.data)))


def keep(item: OnceItem, value: SignInRequest | Family) -> OnceItem:
    """Put a request or session into its item."""
    item.data = {
        name: clock.iso(field) if isinstance(field, datetime) else field for name, field in asdict(value).items()
    }
    item.expires_at = int(value.expires_at.timestamp())
    return item


def person(context: Context, person_id: str) -> Person | None:
    """Return a person."""
    return context.store.get(Person, *Person.key(person_id))


def _read(data: dict[str, Any]) -> dict[str, Any]:
    return {name: clock.parse(value) if name.endswith("_at") else value for name, value in data.items()}
