"""What mails show to people who never confirmed their address: our fixed texts, facts, and links to us.

Anybody can enter a stranger's address. So until somebody has signed in with an address or answered from it, no text
that another person typed is sent to it: such values are blank, and one line says where to read them. Names stay,
because without them nobody knows what the mail is about; links, addresses and telephone numbers are removed from them.
A value that isn't listed here is blank for strangers, so a new one can't be forgotten.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import lures
from mentoring.people import confirmed_since
from mentoring.tables.core import Item
from mentoring.tables.identity import Address
from mentoring.tables.recruitment import Disowned

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail

NAMES = frozenset({"earlier", "other", "mentor", "mentee", "organizer", "organization"})
"""Values that are names of people and organizations."""
FACTS = frozenset(
    {
        "agreed", "ahead", "answers", "before", "browser", "cause", "choices", "choose", "clocks", "code", "counted",
        "date", "doer",
        "due_on", "end", "figures", "last",
        "leave", "left", "left_out", "made_at", "moved", "only", "origin", "other_form", "outcome", "owned",
        "photos", "planned", "privacy", "purpose", "role", "rule", "rules", "seat", "sha256", "side", "since",
        "sign_up_until", "starts_at", "state", "survey", "system", "task", "todo",
        "until", "usual", "venue", "why", "words",
    }
)  # fmt: skip
"""Values that are codes, instants, days, digests, our own fixed texts or our own links."""


def look_up(context: Context, mails: list[Mail]) -> None:
    """Read what is asked of the recipients of mails in one go, for a store that remembers it."""
    keys = [Address.key(one.to.email) for one in mails]
    keys += [Disowned.key(one.organization, one.to.email) for one in mails if one.organization]
    if keys:
        context.store.get_many(Item, keys)


def fit(context: Context, mail: Mail) -> Mail:
    """Return a mail as its recipient may read it: unchanged if somebody has confirmed the address.

    People who confirmed it before they were imported did so for another organization, and count as strangers until they
    answer.
    """
    if confirmed_since(context.store.get(Address, *Address.key(mail.to.email)), mail.silent_since):
        return mail
    values = {name: _shown(name, value) for name, value in mail.values.items()}
    less = any(values[name] != value for name, value in mail.values.items() if name not in NAMES)
    return replace(
        mail,
        to=replace(mail.to, name=lures.tidy(mail.to.name)),
        programme=lures.tidy(mail.programme),
        stranger=True,
        answers_to=lures.tidy(mail.answers_to),
        introduces=lures.tidy(mail.introduces),
        host=lures.tidy(mail.host),
        values=values,
        calendar=b"",
        attachments=(),
        withheld=less or bool(mail.calendar),
    )


def unwanted(context: Context, mail: Mail) -> bool:
    """Return whether the recipient told the organization «that's not me»."""
    if not mail.organization:
        return False
    return context.store.get(Disowned, *Disowned.key(mail.organization, mail.to.email)) is not None


def _shown(name: str, value: Any) -> Any:
    if name in FACTS or value is None or isinstance(value, int | float):
        return value
    return lures.tidy(value) if name in NAMES else _blank(value)


def _blank(value: Any) -> Any:
    """Return a value without its texts; a table keeps its keys, because templates access them."""
    if isinstance(value, dict):
        return {name: _blank(one) for name, one in value.items()}
    return [] if isinstance(value, list) else ""
