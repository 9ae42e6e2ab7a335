"""Mails of groups: the date in a calendar as two parsers read it, roles in words, and nothing of what is talked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import icalendar
import pytest
import vobject

from mentoring.events import catalogue as events
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, PROGRAMME
from tests.unit.notifications.givens import GROUP_NEWS, _part, store  # noqa: F401 - the fixture

if TYPE_CHECKING:
    from email.message import EmailMessage


def mail(store: MemoryStore, name: str, news: str, locale: str = "pl") -> EmailMessage:  # noqa: F811
    (made,) = recipes.made(context_at(store=store), events.CircleTold(PROGRAMME, name, MENTEE, "mentee", news, 1))
    made = replace(made, to=replace(made.to, locale=locale))
    return composer.compose(made, event_id="e", sender="Tandem <tandem@firma.example>", now=NOON)


def test_given_a_date_when_two_parsers_read_the_invitation_then_it_stands_and_nobody_answers_it_by_calendar(
    store: MemoryStore,  # noqa: F811
) -> None:
    parts = [one for one in mail(store, "arranged", "arranged").walk() if one.get_content_type() == "text/calendar"]
    (text,) = [one.get_content() for one in parts]  # type: ignore[attr-defined]
    first, second = icalendar.Calendar.from_ical(text), vobject.readOne(text)
    assert first["method"] == second.method.value == "REQUEST"
    event = first.walk("VEVENT")[0]
    assert (str(event["status"]), second.vevent.status.value) == ("CONFIRMED", "CONFIRMED")
    assert event["attendee"].params["rsvp"] == "FALSE"
    assert event["dtstart"].dt == second.vevent.dtstart.value


@pytest.mark.parametrize(
    ("name", "locale", "said"),
    [
        ("moderates", "pl", "Prowadzisz spotkanie"),
        ("presents", "pl", "Przynosisz przypadek"),
        ("keeps-time", "pl", "Pilnujesz czasu"),
        ("presents", "en", "You bring a case"),
    ],
)
def test_given_another_role_when_told_then_it_is_said_what_it_means(
    store: MemoryStore,  # noqa: F811
    name: str,
    locale: str,
    said: str,
) -> None:
    assert said in _part(mail(store, name, "role", locale), "text/plain")


@pytest.mark.parametrize(("name", "news"), GROUP_NEWS)
def test_given_any_news_of_a_group_when_told_then_the_button_leads_to_its_page(
    store: MemoryStore,  # noqa: F811
    name: str,
    news: str,
) -> None:
    assert f"/circles/{PROGRAMME}/{name}?mail=pl\n" in _part(mail(store, name, news), "text/plain")


def test_given_somebody_in_a_peer_circle_when_told_then_it_is_called_so(
    store: MemoryStore,  # noqa: F811
) -> None:
    assert mail(store, "none", "no_date", "en")["Subject"] == "Your group found no date"
    assert mail(store, "polling", "formed")["Subject"] == "Twoja grupa interwizyjna: kiedy możecie się spotkać?"
