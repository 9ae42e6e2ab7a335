"""Whoever opens a link of a mail reads on in the language of the mail, whatever their browser's."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from mentoring import links
from mentoring.events import catalogue as events
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import PAIR, PROGRAMME
from tests.unit.notifications.givens import ALL, FILES, FakeSender, _part, notify

LINK = re.compile(r"https://tandem\.firma\.example(/[^\s<>\"']+)")


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_every_mail_when_its_links_are_read_then_each_that_is_signed_says_the_language_of_the_mail(
    store: MemoryStore, locale: str
) -> None:
    for item in [store.get(Item, *key) for key in list(store.items)]:
        if isinstance(item, Person | Participant):
            item.locale = locale
            store.put(item)
    places = set()
    for data, number in ALL:
        for mail in recipes.made(context_at(store=store), data) if number else []:
            message = composer.compose(mail, event_id="e", sender="t@t.example", now=NOON, files=FILES)
            for path in LINK.findall(_part(message, "text/plain")):
                if place := links.place_of(urlsplit(path).path):
                    assert links.language(urlsplit(path).path) == mail.to.locale, (mail.kind, place)
                    places.add(place)
    assert {"/monitoring/answer", "/meetings/answer", "/sign-in/answer", "/meetings/entry", "/rooms/answer"} <= places
    assert {"/programmes/new-address", "/programmes/old-address"} <= places


def test_given_a_nudge_when_its_mail_program_unsubscribes_then_that_page_is_in_the_language_of_the_mail_too(
    store: MemoryStore,
) -> None:
    sender = FakeSender()
    notify(store, events.PairWentInactive(PROGRAMME, PAIR, "silence", 32, 1), sender)
    for _, message in sender.sent:
        path = urlsplit(str(message["List-Unsubscribe"]).strip("<>")).path
        assert links.language(path) == str(message["Content-Language"])


def test_given_links_that_say_no_language_or_are_none_when_read_then_the_browser_decides() -> None:
    said = links.sign("nudge", PAIR, expires_at=NOON, locale="pl")
    silent = links.sign("nudge", PAIR, expires_at=NOON)
    paths = (
        f"/monitoring/answer/{said}",
        f"/monitoring/answer/{silent}",
        "/monitoring/answer/x",
        "/home",
        f"/x/{said}",
    )
    assert [links.language(one) for one in paths] == ["pl", "", "", "", ""]
