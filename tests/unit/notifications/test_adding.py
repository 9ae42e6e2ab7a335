"""Mails about a meeting ahead: the partner's clock beside its time, and where to add it to a calendar by hand."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from mentoring import clock, links
from mentoring.events import catalogue as events
from mentoring.tables.meetings import Meeting
from mentoring.tables.recruitment import Participant
from notifications import composer, confirmed, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME
from tests.unit.notifications.givens import AT, FILES, change, store

__all__ = ["store"]
AHEAD = {
    "meeting_invitation": events.MeetingProposed(PROGRAMME, PAIR, "m", MENTOR, AT, 0),
    "meeting_moved": events.MeetingRescheduled(PROGRAMME, PAIR, "m", MENTOR, AT, 1),
    "meeting_confirmed": events.MeetingConfirmed(PROGRAMME, PAIR, "m", AT, 1),
    "meeting_reminder": events.MeetingReminderDue(PROGRAMME, PAIR, "m", "PT24H"),
}
"""A mail of each kind that names a meeting ahead, and its event."""
PROVES = ("/meetings/answer/", "/meetings/outcome/", "/meetings/entry/")
PLACE = "https://spotkania.example/pokoj"


def _mail(store: MemoryStore, kind: str) -> Any:
    """Given: a meeting of the pair in Warsaw and New York; return a mail about it."""
    return next(one for one in recipes.made(context_at(store=store), AHEAD[kind]) if one.kind == kind)


def _texts(mail: Any) -> dict[str, str]:
    message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
    return {one: _part(message, one) for one in ("plain", "html")}


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def _live(store: MemoryStore, person_id: str, locale: str, zone: str) -> None:
    who = "mentor" if person_id == MENTOR else "mentee"
    change(store, Participant, Participant.key(PROGRAMME, who), locale=locale, zone=zone)


@pytest.mark.parametrize("kind", AHEAD)
@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "your 13:00 = 07:00 in New York for "), ("pl", "U Ciebie 13:00 = 07:00 (Nowy Jork) – ")],
)
def test_given_two_zones_when_a_mail_names_a_meeting_ahead_then_it_says_both_clocks_and_whose_the_other_is(
    store: MemoryStore, kind: str, locale: str, said: str
) -> None:
    change(store, Meeting, Meeting.key(PAIR, "m"), uninvited=[])
    for who in (MENTOR, MENTEE):
        _live(store, who, locale, "Europe/Warsaw")
    reader = _mail(store, kind).to.key
    _live(store, MENTEE if reader == MENTOR else MENTOR, locale, "America/New_York")
    mail = _mail(store, kind)
    for text in _texts(mail).values():
        assert said + mail.values["other"] in text


@pytest.mark.parametrize("kind", AHEAD)
@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Europe/Berlin"])
def test_given_one_clock_when_a_mail_names_a_meeting_ahead_then_it_says_nothing_of_the_other(
    store: MemoryStore, kind: str, zone: str
) -> None:
    change(store, Meeting, Meeting.key(PAIR, "m"), uninvited=[])
    _live(store, MENTOR, "en", "Europe/Warsaw")
    _live(store, MENTEE, "en", zone)
    mail = _mail(store, kind)
    assert mail.values["clocks"] == ""
    assert all(" = " not in text.split("your ")[0] and "13:00 =" not in text for text in _texts(mail).values())


def test_given_a_stranger_when_told_of_a_meeting_then_both_clocks_are_kept_and_what_was_typed_is_not(
    store: MemoryStore,
) -> None:
    _live(store, MENTOR, "en", "America/New_York")
    mail = confirmed.fit(context_at(store=MemoryStore()), _mail(store, "meeting_confirmed"))
    assert "=" in mail.values["clocks"]
    assert mail.values["adding"] == {"file": "", "google": "", "outlook": ""}
    assert "calendar.google.com" not in _texts(mail)["plain"]


@pytest.mark.parametrize("kind", ["meeting_moved", "meeting_confirmed", "meeting_reminder"])
def test_given_a_meeting_ahead_when_told_then_it_can_be_added_by_hand_and_the_links_say_nothing_private(
    store: MemoryStore, kind: str
) -> None:
    change(store, Meeting, Meeting.key(PAIR, "m"), uninvited=[])
    mail = _mail(store, kind)
    asked = {name: dict(parse_qsl(urlsplit(mail.values["adding"][name]).query)) for name in ("google", "outlook")}
    assert asked["google"]["dates"].startswith("20260302T120000Z/")
    assert (asked["google"]["location"], asked["outlook"]["location"]) == ("tu", "tu")
    page = links.url(f"/meetings/pair/{PAIR}/m")
    assert (asked["google"]["details"], asked["outlook"]["body"]) == (page, page)
    assert not any(word in str(asked) for word in ("plan", *PROVES))
    plain, html = _texts(mail).values()
    for address in (mail.values["adding"]["google"], mail.values["adding"]["outlook"]):
        assert address in plain
        assert address.replace("&", "&amp;") in html


@pytest.mark.parametrize("kind", ["meeting_moved", "meeting_confirmed", "meeting_reminder"])
def test_given_a_mail_without_the_object_when_it_names_a_meeting_then_a_link_fetches_the_file(
    store: MemoryStore, kind: str
) -> None:
    change(store, Meeting, Meeting.key(PAIR, "m"), uninvited=[])
    mail = _mail(store, kind)
    file = mail.values["adding"]["file"]
    assert bool(file) != bool(mail.calendar)
    if file:
        link = links.read("entry", file.rpartition("/")[2], NOON)
        assert (link.subject, link.person_id, link.claims["pair_id"]) == ("m", mail.to.key, PAIR)
        assert all(file in text for text in _texts(mail).values())


def test_given_several_times_when_moved_to_them_then_none_can_be_added_yet(store: MemoryStore) -> None:
    both = [clock.iso(NOON + timedelta(days=days)) for days in (1, 2)]
    change(store, Meeting, Meeting.key(PAIR, "m"), uninvited=[], options=both)
    mail = _mail(store, "meeting_moved")
    assert "calendar.google.com" not in "".join(_texts(mail).values())
