"""Items written by identity: persons, their verified addresses, and which sessions and passkeys they have."""

from __future__ import annotations

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from mentoring import ids
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import Reached


class Person(Item, discriminator="person"):
    """`PERSON#<person_id>` / `PERSON`. `form` is `f`, `m` or `n`; `locale` is `pl` or `en`; `zone` an IANA name.

    `own` names those of the four that the person set. The others come from the first sign-in, or are empty, and must
    not be used: read them with `says`, or `mentoring.people`. So do `phone`, `prefers` (`Reached`) and
    `contact_email`, one of the person's verified addresses: how a partner reaches them. `email` is the main address,
    where mail goes; `others` are the person's other verified addresses.
    """

    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute(default="")
    form = UnicodeAttribute(default="n")
    locale = UnicodeAttribute(default="")
    zone = UnicodeAttribute(default="")
    phone = UnicodeAttribute(default="")
    prefers = EnumAttribute(Reached, default=Reached.ANY)
    contact_email = UnicodeAttribute(default="")
    others: ListAttribute[str] = ListAttribute(default=list)
    own: ListAttribute[str] = ListAttribute(default=list)  # of name, form, locale, zone, phone, prefers, contact_email
    registered_at = UnicodeAttribute()

    def says(self, field: str) -> str:
        """Return what the person set, or an empty text."""
        said: str = getattr(self, field)
        return said if field in self.own else ""

    @property
    def called(self) -> str:
        """Return the name the person set, or the address."""
        return self.says("name") or self.email

    @staticmethod
    def key(person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PERSON#{person_id}", "PERSON"

    @staticmethod
    def listing(person_id: str) -> str:
        """Return the list of a person's belongings: memberships, applications, participations, pairs, surveys."""
        return f"PERSON#{person_id}"


class Address(Item, discriminator="address"):
    """`ADDRESS#<sha256>` / `ADDRESS`: the owner of an address, once verified; listed with what is the person's.

    An address that was given up belongs to nobody yet: `email` and `verified_at` are empty, and `person_id` is that of
    the new person whom its next owner will be, because its mailbox may be given to somebody else.
    """

    person_id = UnicodeAttribute()
    email = UnicodeAttribute()
    verified_at = UnicodeAttribute()

    @staticmethod
    def key(email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return Address.key_of(ids.address_key(email))

    @staticmethod
    def key_of(address_key: str) -> tuple[str, str]:
        """Return pk and sk of the address with this `ids.address_key`."""
        return f"ADDRESS#{address_key}", "ADDRESS"

    @classmethod
    def verified(cls, person_id: str, email: str, at: str) -> Address:
        """Return an address that somebody showed to be theirs at an instant, to be saved."""
        one = cls(*cls.key(email))
        one.verify(person_id, email, at)
        return one

    @property
    def is_verified(self) -> bool:
        """Return whether the address is somebody's; not so once it was given up."""
        return bool(self.verified_at)

    def verify(self, person_id: str, email: str, at: str) -> None:
        """Make it the address of a person who showed at an instant that they read it."""
        self.person_id, self.email, self.verified_at = person_id, email, at
        self.list_pk, self.list_sk = f"PERSON#{person_id}", f"ADDRESS#{ids.address_key(email)}"

    def release(self, next_person_id: str) -> None:
        """Make it nobody's, and of whom it will be if somebody shows that they read it."""
        self.person_id, self.email, self.verified_at = next_person_id, "", ""
        self.list_pk, self.list_sk = None, None

    @staticmethod
    def listed(person_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of somebody's addresses."""
        return f"PERSON#{person_id}", "ADDRESS#"


class SessionList(Item, discriminator="session_list"):
    """`PERSON#<person_id>` / `SESSIONS`: the ids of the person's sessions, which lie in `once`; some may have ended.

    `all_ended_at` is when the person last ended all of them: one of before isn't taken into the list again.
    """

    families: ListAttribute[str] = ListAttribute(default=list)
    all_ended_at = UnicodeAttribute(default="")

    @staticmethod
    def key(person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PERSON#{person_id}", "SESSIONS"


class Passkey(Item, discriminator="passkey"):
    """`PERSON#<person_id>` / `PASSKEY#<passkey_id>`: with what somebody signs in without a mail.

    `credential_id` is the authenticator's name for it, `kept` its public key (attested credential data, Web
    Authentication §6.5.1), both as base64url; `counted` is how often it has signed, as it says itself; most say 0.
    """

    passkey_id = UnicodeAttribute()
    credential_id = UnicodeAttribute()
    name = UnicodeAttribute()
    kept = UnicodeAttribute()
    counted = IntegerAttribute(default=0)
    made_at = UnicodeAttribute()
    used_at = UnicodeAttribute(default="")

    @staticmethod
    def key(person_id: str, passkey_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PERSON#{person_id}", f"PASSKEY#{passkey_id}"

    @staticmethod
    def of(person_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a person's passkeys."""
        return f"PERSON#{person_id}", "PASSKEY#"
