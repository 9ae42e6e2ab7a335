"""Gatherings in the weekly report say what the pages of gatherings say, to the letter, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html import unescape
from typing import TYPE_CHECKING

import pytest

from gatherings import api
from mentoring import clock
from mentoring.events.reporting import WeeklyReportDue, WeeklyReportPrepared
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.identity import Person
from mentoring.tables.reporting import Running, WeeklyReport
from mentoring.tables.vocabulary import GatheringState, SignUpState, Venue
from notifications import composer, recipes
from reporting import figures
from reporting.use_cases import weekly
from tests.fakes import context_at
from tests.fakes.people import ORGANIZER, PROGRAMME
from tests.integration.gatherings.workshops import people, signed_up, there
from tests.integration.lambdas import keep, said, send
from tests.unit.gatherings.givens import gathering, item
from tests.unit.reporting.givens import event

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
HERE, JSON = f"/gatherings/{PROGRAMME}", f"/v1/gatherings/{PROGRAMME}"
DAY = timedelta(days=1)


def seats(gathering_id: str, **numbers: int | None) -> GatheringSeats:
    key = GatheringSeats.key(gathering_id)
    return GatheringSeats(*key, programme_id=PROGRAMME, gathering_id=gathering_id, **numbers)


@pytest.fixture
def store(agreed: DynamoStore) -> DynamoStore:
    """Given: one gathering last week, several ahead, others that are no news; an organizer who reads mail."""
    now, crowd = clock.now(), people(5)
    keep(agreed, *crowd)
    texts = {name: {"pl": {"title": name}, "en": {"title": f"EN {name}"}} for name in ("Byłe", "Oba", "Pełne", "Inne")}
    keep(
        agreed,
        Running(*Running.key(PROGRAMME), programme_id=PROGRAMME),
        Person(
            *Person.key(ORGANIZER),
            person_id=ORGANIZER,
            email="org@firma.example",
            name="Olga",
            registered_at=clock.iso(now),
        ),
        item("was", gathering(GatheringState.ENDED, starts_at=now - 2 * DAY, texts=texts["Byłe"], seats_online=3)),
        seats("was", most_online=3, most_in_person=0, taken_online=3, waiting_online=1),
        *(signed_up(one, "was") for one in crowd[:3]),
        signed_up(crowd[3], "was", SignUpState.WAITING),
        *(there(one, "was", present=one is not crowd[2]) for one in crowd[:3]),
        item("both", gathering(starts_at=now + 3 * DAY, venue=Venue.BOTH, place="Rynek 1", texts=texts["Oba"])),
        seats("both", most_online=None, most_in_person=22, taken_online=5, taken_in_person=20, waiting_in_person=1),
        item("full", gathering(starts_at=now + 9 * DAY, texts=texts["Pełne"])),
        seats("full", most_online=1, most_in_person=0, taken_online=1, waiting_online=2),
        item("draft", gathering(GatheringState.DRAFT, starts_at=now + DAY, texts=texts["Inne"])),
        item("off", gathering(GatheringState.CANCELLED, starts_at=now + DAY, texts=texts["Inne"])),
        item("old", gathering(GatheringState.ENDED, starts_at=now - 8 * DAY, texts=texts["Inne"])),
    )
    return agreed


def mail(store: DynamoStore, locale: str) -> str:
    """When the weekly report is made and mailed to somebody who reads this language."""
    reader = store.get(Person, *Person.key(ORGANIZER))
    assert reader is not None
    reader.locale = locale
    keep(store, reader)
    context = context_at(clock.now(), store=store, service="reporting")
    week = figures.week_of(clock.now())
    due = event(WeeklyReportDue(PROGRAMME, week))
    due = replace(due, meta=replace(due.meta, occurred_at=clock.now()))
    weekly.prepare(context, due, draw=lambda _report, _locale: b"%PDF")
    (made,) = recipes.made(context, WeeklyReportPrepared(PROGRAMME, "r", week))
    read = composer.compose(
        replace(made, attachments=()), event_id="e", sender="Tandem <t@tandem.example>", now=clock.now()
    )
    body = read.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def page(path: str, locale: str) -> str:
    found = call("GET", f"{HERE}{path}", ORGANIZER, language=locale)
    assert found["statusCode"] == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found["body"])).split())


@pytest.mark.parametrize(("locale", "titles"), [("pl", ("Oba", "Pełne")), ("en", ("EN Oba", "EN Pełne"))])
def test_given_gatherings_ahead_when_the_report_is_read_then_it_says_what_their_pages_say(
    store: DynamoStore, locale: str, titles: tuple[str, str]
) -> None:
    text = mail(store, locale)
    for title, path in zip(titles, ("/both", "/full"), strict=True):
        (told,) = re.findall(rf"^- {title}: (.+?) \(", text, re.MULTILINE)
        assert told in page(path, locale)
        assert told in page("", locale), "the list of gatherings"
    assert "Inne" not in text, "no draft, none that is cancelled or older"


@pytest.mark.parametrize(
    ("locale", "told", "on_the_list"),
    [
        ("pl", "3 zapisane osoby, 2 osoby były, 1 osoba na liście oczekujących", "2 z 4"),
        ("en", "3 signed up, 2 were there, 1 on the waiting list", "2 of 4"),
    ],
)
def test_given_a_gathering_of_last_week_when_the_report_is_read_then_its_numbers_are_those_of_its_pages(
    store: DynamoStore, locale: str, told: str, on_the_list: str
) -> None:
    assert told in mail(store, locale)
    (one,) = said(call("GET", f"{JSON}/was", ORGANIZER))["seats"]
    assert (one["taken"], one["waiting"]) == (3, 1)
    assert on_the_list in page("/was/attendance", locale)


def test_given_a_report_when_made_then_it_keeps_ids_and_numbers_and_nobodys_name(store: DynamoStore) -> None:
    mail(store, "pl")
    report = store.get(WeeklyReport, *WeeklyReport.key(PROGRAMME, figures.week_of(clock.now())))
    assert report is not None
    assert [one["gathering_id"] for one in report.gatherings["past"]] == ["was"]
    assert [one["gathering_id"] for one in report.gatherings["ahead"]] == ["both", "full"]
    assert "osoba" not in str(report.gatherings).casefold()
