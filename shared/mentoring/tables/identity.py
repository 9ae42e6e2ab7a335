"""Items written by identity: persons and their verified addresses."""

from __future__ import annotations

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from mentoring import ids
from mentoring.tables.core import Item


class Person(Item, discriminator="person"):
    """`PERSON#<person_id>` / `PERSON`. `form` is `f`, `m` or `n`; `locale` is `pl` or `en`; `zone` an IANA name.

    `own` names those of the four that the person set. The others come from the first sign-in, or are empty, and must
    not be used: read them with `says`, or `mentoring.people`.
    """

    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute(default="")
    form = UnicodeAttribute(default="n")
    locale = UnicodeAttribute(default="")
    zone = UnicodeAttribute(default="")
    own: ListAttribute[str] = ListAttribute(default=list)  # of name, form, locale, zone
    registered_at = UnicodeAttribute()

    def says(self, field: str) -> str:
        """Return what the person set, or an empty text."""
        said: str = getattr(self, field)
        return said if field in self.own else ""

    @staticmethod
    def key(person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PERSON#{person_id}", "PERSON"

    @staticmethod
    def listing(person_id: str) -> str:
        """Return the list of a person's belongings: memberships, applications, participations, pairs, surveys."""
        return f"PERSON#{person_id}"


class Address(Item, discriminator="address"):
    """`ADDRESS#<sha256>` / `ADDRESS`: the owner of an address, once verified."""

    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    verified_at = UnicodeAttribute()

    @staticmethod
    def key(email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ADDRESS#{ids.address_key(email)}", "ADDRESS"
