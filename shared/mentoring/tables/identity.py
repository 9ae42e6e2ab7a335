"""Items written by identity: persons and their verified addresses."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from mentoring import ids
from mentoring.tables.core import Item


class Person(Item, discriminator="person"):
    """`PERSON#<person_id>` / `PERSON`. `form` is `f`, `m` or `n`; `locale` is `pl` or `en`; `zone` an IANA name."""

    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute(default="")
    form = UnicodeAttribute(default="n")
    locale = UnicodeAttribute(default="pl")
    zone = UnicodeAttribute(default="Europe/Warsaw")
    registered_at = UnicodeAttribute()

    @staticmethod
    def key(person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PERSON#{person_id}", "PERSON"


class Address(Item, discriminator="address"):
    """`ADDRESS#<sha256>` / `ADDRESS`: whose address it is, once verified."""

    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    verified_at = UnicodeAttribute()

    @staticmethod
    def key(email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ADDRESS#{ids.address_key(email)}", "ADDRESS"
