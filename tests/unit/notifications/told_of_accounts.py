"""Events of accounts: signing in, links, addresses, sessions and passkeys, and what makes their mails untrue."""

from __future__ import annotations

from datetime import timedelta

from mentoring.events import catalogue as events
from mentoring.tables.identity import Passkey
from tests.fakes.people import MENTEE, ORGANIZER, PAIR
from tests.unit.notifications.changes import Case, address_used, gone, used

PASSKEY = Passkey.key(ORGANIZER, "k")

CASES = [
    Case(events.SignInRequested("r"), 1, {"used": used}, late=timedelta(minutes=15)),
    Case(events.LinkRenewalAsked("outcome", "m", MENTEE, {"pair_id": PAIR}), 1, {}, late=timedelta(days=1)),
    Case(events.AddressAsked(ORGANIZER, "w"), 1, {"used": address_used}, late=timedelta(days=1)),
    Case(events.AddressesChanged(ORGANIZER, "news", "", main=True, removed=True), 1, {}, late=timedelta(days=7)),
    Case(events.PasskeyAdded(ORGANIZER, "k"), 1, {"removed": gone(PASSKEY)}, late=timedelta(days=7)),
    Case(events.SessionCopied(ORGANIZER, ""), 1, {}, late=timedelta(days=7)),
]
