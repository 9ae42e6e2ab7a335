"""Mails of gatherings: what their calendar part tells two parsers, and what somebody reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
import vobject

from mentoring import clock
from mentoring.events import catalogue as events
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.recruitment import Participant
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, PROGRAMME
from tests.unit.notifications.givens import _part, change, store  # noqa: F401 - the fixture

if TYPE_CHECKING:
    from email.message import EmailMessage


def mail(store: MemoryStore, name: str, news: str, locale: str = "pl", ahead: str = "") -> EmailMessage:  # noqa: F811
    told = events.GatheringTold(PROGRAMME, name, MENTEE, "mentee", news, 0, ahead)
    (made,) = recipes.made(context_at(store=store), told)
    made = replace(made, to=replace(made.to, locale=locale))
    return composer.compose(made, event_id="e", sender="Tandem <tandem@firma.example>", now=NOON)


def calendars(message: EmailMessage) -> list[tuple[str, Any, Any]]:
    """Return of each calendar part its method, and the event as icalendar and as vobject read it."""
    parts = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    found = []
    for one in parts:
        text = one.get_content()  # type: ignore[attr-defined]
        first, second = icalendar.Calendar.from_ical(text), vobject.readOne(text)
        assert first["method"] == second.method.value == one.get_param("method")
        found.append((str(first["method"]), first.walk("VEVENT")[0], second.vevent))
    return found


@pytest.mark.parametrize(
    ("name", "news", "method", "status", "sequence"),
    [
        ("ga", "seated", "REQUEST", "CONFIRMED", 2),
        ("ga", "moved", "REQUEST", "CONFIRMED", 2),
        ("off", "called_off", "CANCEL", "CANCELLED", 2),
        ("left", "left", "CANCEL", "CANCELLED", 2),
        ("hosted", "hosting", "REQUEST", "CONFIRMED", 1),
        ("hosted", "moved", "REQUEST", "CONFIRMED", 1),
        ("none", "hosted", "CANCEL", "CANCELLED", 1),
    ],
)
def test_given_news_for_a_calendar_when_two_parsers_read_it_then_both_know_what_to_do(
    store: MemoryStore,  # noqa: F811
    name: str,
    news: str,
    method: str,
    status: str,
    sequence: int,
) -> None:
    change(store, Gathering, Gathering.key(PROGRAMME, name), sequence=1)
    if name not in ("hosted", "none"):  # a host has no sign-up
        change(store, SignUp, SignUp.key(name, MENTEE), round=1)
    ((told, first, second),) = calendars(mail(store, name, news))
    assert (told, str(first["status"]), int(first["sequence"])) == (method, status, sequence)
    assert (second.status.value, int(second.sequence.value)) == (status, sequence)
    assert str(first["uid"]) == second.uid.value == f"{name}@tandem"
    assert str(first["summary"]) == second.summary.value == "Otwarcie"
    assert first["dtstart"].dt == second.dtstart.value
    assert first["attendee"].params["partstat"] == "ACCEPTED"
    assert first["attendee"].params["rsvp"] == "FALSE"
    assert str(first["organizer"]) == "mailto:tandem@localhost"


def test_given_a_seat_online_when_told_then_the_calendar_has_the_link_and_in_person_the_address(
    store: MemoryStore,  # noqa: F811
) -> None:
    ((_, first, _),) = calendars(mail(store, "ga", "seated"))
    assert str(first["location"]) == "https://meet.example/otwarcie"
    change(store, SignUp, SignUp.key("ga", MENTEE), seat="in_person")
    ((_, first, _),) = calendars(mail(store, "ga", "seated"))
    assert str(first["location"]) == "Rynek 1"


def test_given_a_place_on_the_list_for_seats_online_when_told_then_no_address_leads_anybody_there(
    store: MemoryStore,  # noqa: F811
) -> None:
    change(store, Gathering, Gathering.key(PROGRAMME, "kept"), place="Rynek 1", venue="both")
    assert "Rynek 1" not in _part(mail(store, "kept", "offer"), "text/plain")
    change(store, SignUp, SignUp.key("kept", MENTEE), seat="in_person")
    assert "Rynek 1" in _part(mail(store, "kept", "offer"), "text/plain")


@pytest.mark.parametrize(
    ("name", "news"),
    [
        ("none", "invited"),
        ("queue", "queued"),
        ("kept", "offer"),
        ("left", "lapsed"),
        ("queue", "moved"),
        ("ga", "near"),
        ("ga", "hosted"),
    ],
)
def test_given_news_for_no_calendar_when_told_then_none_is_there(store: MemoryStore, name: str, news: str) -> None:  # noqa: F811
    assert calendars(mail(store, name, news, ahead="P7D")) == []


def test_given_a_host_when_told_then_the_mail_leads_to_the_page_and_asks_for_no_sign_up(
    store: MemoryStore,  # noqa: F811
) -> None:
    message = mail(store, "hosted", "hosting")
    assert message["Subject"] == "Prowadzisz wydarzenie: Otwarcie"
    text = _part(message, "text/plain")
    assert f"https://tandem.firma.example/gatherings/{PROGRAMME}/hosted" in text
    assert "/gatherings/answer/" not in text
    assert "https://meet.example/otwarcie" in text


def test_given_who_was_the_host_when_told_then_they_read_what_becomes_of_calendar_and_seat(
    store: MemoryStore,  # noqa: F811
) -> None:
    message = mail(store, "none", "hosted")
    assert message["Subject"] == "Nie prowadzisz już wydarzenia: Otwarcie"
    assert "Usuwamy wydarzenie z Twojego kalendarza." in _part(message, "text/plain")
    assert "/gatherings/" not in _part(message, "text/plain"), "it may not be for them"
    seated = mail(store, "ga", "hosted", locale="en")
    assert seated["Subject"] == "You are no longer the host: Otwarcie"
    assert "You still have your seat" in _part(seated, "text/plain")
    assert "/gatherings/answer/" in _part(seated, "text/plain")


def test_given_a_host_who_left_the_programme_when_told_then_it_leaves_their_calendar_and_offers_no_seat(
    store: MemoryStore,  # noqa: F811
) -> None:
    change(store, Participant, Participant.key(PROGRAMME, "mentee"), withdrawn_at=clock.iso(NOON))
    message = mail(store, "none", "hosted", locale="en")
    ((method, _, _),) = calendars(message)
    assert method == "CANCEL"
    text = _part(message, "text/plain")
    assert "You no longer take part in the programme. We take the gathering out of your calendar" in text
    assert "sign up there" not in text


def test_given_who_left_the_programme_when_told_of_their_seat_then_it_leads_nowhere_and_thanks_for_nothing(
    store: MemoryStore,  # noqa: F811
) -> None:
    change(store, Participant, Participant.key(PROGRAMME, "mentee"), withdrawn_at=clock.iso(NOON))
    message = mail(store, "left", "left")
    assert message["Subject"] == "Twoje miejsce jest zwolnione: Otwarcie"
    assert "/gatherings/" not in _part(message, "text/plain")
    assert [method for method, _, _ in calendars(message)] == ["CANCEL"]


@pytest.mark.parametrize(
    ("locale", "subject", "said"),
    [
        ("pl", "Zwolniło się miejsce: Otwarcie", "Czeka na Ciebie do: poniedziałek, 2 marca 2026, 13:00."),
        ("en", "A seat is free for you: Opening", "It is kept for you until Monday 2 March 2026, 13:00."),
    ],
)
def test_given_a_seat_that_is_offered_when_told_then_one_click_leads_to_the_answer(
    store: MemoryStore,  # noqa: F811
    locale: str,
    subject: str,
    said: str,
) -> None:
    told = events.GatheringTold(PROGRAMME, "kept", MENTEE, "mentee", "offer", 0)
    change_locale(store, locale)
    (made,) = recipes.made(context_at(store=store), told)
    message = composer.compose(made, event_id="e", sender="Tandem <tandem@firma.example>", now=NOON)
    assert message["Subject"] == subject
    text = _part(message, "text/plain")
    assert said in text
    assert "https://tandem.firma.example/gatherings/answer/" in text
    assert "https://meet.example/otwarcie" not in text, "who has no seat has no link"


def change_locale(store: MemoryStore, locale: str) -> None:  # noqa: F811
    change(store, Participant, Participant.key(PROGRAMME, "mentee"), locale=locale)
