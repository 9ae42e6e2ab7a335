"""When a pair takes a break, or goes on again, who didn't decide it hears of it: until when, never why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mentoring import clock, links
from mentoring.events.pairing import PairPaused
from mentoring.tables.pairing import Pair
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME
from tests.unit.notifications.changes import now, participant
from tests.unit.notifications.givens import FakeSender, _part, change, notify

UNTIL = "2026-04-30T21:59:00Z"
"""The end of 30 April in Warsaw."""


def told(store: MemoryStore, until: str, by: str) -> dict[str, tuple[str, str, str]]:
    """Return subject, text and link of the mails about a break, in English, by recipient."""
    change(store, Pair, Pair.key(PAIR), paused_until=until or None)
    found = {}
    for mail in recipes.made(context_at(store=store), PairPaused(PROGRAMME, PAIR, until, by)):
        english = replace(mail, to=replace(mail.to, locale="en"))
        message = composer.compose(english, event_id="e", sender="t@t.example", now=NOON)
        found[mail.to.key] = str(message["Subject"]), " ".join(_part(message, "text/plain").split()), mail.link
    return found


@pytest.mark.parametrize(("by", "to", "name"), [(MENTEE, MENTOR, "Mentee"), (MENTOR, MENTEE, "Mentor")])
def test_given_one_who_takes_a_break_when_told_then_the_partner_hears_until_when_and_can_end_it(
    store: MemoryStore, by: str, to: str, name: str
) -> None:
    ((who, (subject, text, link)),) = told(store, UNTIL, by).items()
    assert (who, subject) == (to, f"You and {name}: a break until 30 April 2026")
    assert f"{name} needs a break: your process rests until 30 April 2026" in text
    token = links.read("nudge", link.removeprefix("https://tandem.firma.example/pairing/rest/"), NOON)
    assert (token.subject, token.person_id) == (PAIR, to)


def test_given_a_partner_far_away_when_told_of_a_break_then_the_day_is_the_one_that_was_chosen(
    store: MemoryStore,
) -> None:
    participant("mentor", zone="Asia/Tokyo")(store)
    ((_, (subject, _, _)),) = told(store, UNTIL, MENTEE).items()
    assert subject.endswith("30 April 2026")


def test_given_organizers_who_arrange_a_break_when_told_then_both_hear_that_it_was_them(store: MemoryStore) -> None:
    found = told(store, UNTIL, ORGANIZER)
    assert set(found) == {MENTOR, MENTEE}
    assert all("The organizers have arranged a break" in text for _, text, _ in found.values())


@pytest.mark.parametrize(("by", "people"), [(MENTEE, {MENTOR}), (ORGANIZER, {MENTOR, MENTEE})])
def test_given_a_break_that_is_ended_when_told_then_whoever_did_not_end_it_can_plan_a_meeting(
    store: MemoryStore, by: str, people: set[str]
) -> None:
    found = told(store, "", by)
    assert set(found) == people
    for subject, text, link in found.values():
        assert "your break is over" in subject
        assert "goes on" in text
        assert link.endswith(f"/meetings/pair/{PAIR}/times")


@pytest.mark.parametrize("by", [MENTEE, ORGANIZER])
@pytest.mark.parametrize(
    ("until", "values", "mails"),
    [
        (UNTIL, {"paused_until": UNTIL}, True),
        (UNTIL, {"paused_until": None}, False),
        (UNTIL, {"paused_until": "2026-05-30T21:59:00Z"}, False),
        (UNTIL, {"paused_until": UNTIL, "outcome": "closed_early"}, False),
        ("", {"paused_until": None}, True),
        ("", {"paused_until": UNTIL}, False),
        (clock.iso(NOON - timedelta(hours=1)), {"paused_until": clock.iso(NOON - timedelta(hours=1))}, False),
    ],
)
def test_given_a_break_that_was_changed_when_its_mail_is_sent_then_only_what_is_so_is_told(
    store: MemoryStore, until: str, values: dict[str, str | None], mails: bool, by: str
) -> None:
    now(Pair, Pair.key(PAIR), **values)(store)
    assert bool(notify(store, PairPaused(PROGRAMME, PAIR, until, by), FakeSender())) == mails
