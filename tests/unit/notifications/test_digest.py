"""What organizers read once a day: everything that can wait, in one mail, and of what is still so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mentoring import clock, links
from mentoring.events.monitoring import MatterRaised
from mentoring.events.reporting import DigestPrepared, WeeklyReportPrepared
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.recruitment import Counts, Member
from mentoring.tables.reporting import DailyDigest, WeeklyReport
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PAIR, PROGRAMME
from tests.unit.notifications.changes import now, programme, there
from tests.unit.notifications.givens import AT, _part

if TYPE_CHECKING:
    from mentoring.events.base import EventData

DATES = {
    "recruitment_opens": "2026-03-09", "recruitment_closes": "2026-03-10", "matching_until": "2026-03-11",
    "kick_off": "2026-03-12", "closing": "2026-03-13",
}  # fmt: skip


def read(store: MemoryStore, locale: str, **told: object) -> tuple[str, str]:
    """Return subject and text of the digest that tells this."""
    now(DailyDigest, DailyDigest.key(PROGRAMME), told=told)(store)
    (mail,) = recipes.made(context_at(store=store), DigestPrepared(PROGRAMME, "2026-03-02"))
    mail = replace(mail, to=replace(mail.to, locale=locale))
    message = composer.compose(mail, event_id="e", sender="t@t.example", now=NOON)
    return str(message["Subject"]), _part(message, "text/plain")


def coming(*names: str) -> dict[str, dict[str, object]]:
    return {name: {"day": DATES[name], "undecided": 2} for name in names}


@pytest.mark.parametrize(
    ("locale", "subject", "said"),
    [
        (
            "en",
            "Wiosna 2026: 3 new applications, 5 dates come",
            ("New applications", "Kick-off is on", "2 applications wait"),
        ),
        (
            "pl",
            "Wiosna 2026: 3 nowe zgłoszenia, 5 terminów wkrótce",
            ("Nowe zgłoszenia", "Start ", "2 zgłoszenia czekają"),
        ),
    ],
)
def test_given_news_of_every_kind_when_told_then_one_mail_has_them_under_headings(
    store: MemoryStore, locale: str, subject: str, said: tuple[str, ...]
) -> None:
    programme(dates=DATES, name="Wiosna 2026")(store)
    told, text = read(store, locale, applications=AT, dates=coming(*DATES))
    assert told == subject
    assert all(one in text for one in said)
    assert text.index(said[0]) < text.index(said[1])
    assert f"/organizer/programmes/{PROGRAMME}/applications?state=submitted&sort=oldest" in text


@pytest.mark.parametrize(
    ("locale", "subject", "said"),
    [("en", "Wiosna 2026: 1 new matter", "no meeting for 10 days"), ("pl", "Wiosna 2026: 1 nowa sprawa", "od 10 dni")],
)
def test_given_a_matter_when_told_then_whom_it_is_about_and_why_and_not_once_it_is_settled(
    store: MemoryStore, locale: str, subject: str, said: str
) -> None:
    programme(name="Wiosna 2026")(store)
    since = clock.iso(NOON - timedelta(days=10))
    why = [{"rule": "silence", "cause": "", "days": 8, "since": since, "raised_at": since}]
    now(Matter, Matter.key(PROGRAMME, PAIR), urgency="silent", reasons=why, since=since)(store)
    now(Person, Person.key(ORGANIZER), locale=locale)(store)
    told, text = read(store, locale, matters=[PAIR, "gone"])
    assert told == subject
    assert "Mentee – Mentor: " in text
    assert said in text
    assert f"/monitoring/{PROGRAMME}/matters" in text
    now(Matter, Matter.key(PROGRAMME, PAIR), state="done")(store)
    assert recipes.made(context_at(store=store), DigestPrepared(PROGRAMME, "2026-03-02")) == []


def test_given_one_date_alone_when_told_then_the_subject_says_which(store: MemoryStore) -> None:
    programme(dates=DATES, name="Wiosna 2026")(store)
    subject, text = read(store, "en", dates=coming("closing"))
    assert subject == "Wiosna 2026: closing is on 13 March 2026"
    assert "New applications" not in text


def test_given_what_was_decided_since_when_told_then_the_rest_is_told_and_of_nothing_no_mail_comes(
    store: MemoryStore,
) -> None:
    programme(dates=DATES)(store)
    now(Counts, Counts.key(PROGRAMME, 0), applications={})(store)
    assert "New applications" not in read(store, "en", applications=AT, dates=coming("closing"))[1]
    now(DailyDigest, DailyDigest.key(PROGRAMME), told={"applications": AT})(store)
    assert recipes.made(context_at(store=store), DigestPrepared(PROGRAMME, "2026-03-02")) == []


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", ("1 of them is new since the last email", "2 from mentees", "Kick-off is on 12 March", "Closing is on")),
        ("pl", ("1 z nich jest nowa", "Mentee: 2", "Start 12 marca", "Zakończenie ")),
    ],
)
def test_given_news_on_the_day_of_the_report_when_it_is_read_then_it_tells_what_the_digest_would_and_is_still_so(
    store: MemoryStore, locale: str, said: tuple[str, ...]
) -> None:
    programme(dates=DATES, name="Wiosna 2026")(store)
    now(Person, Person.key(ORGANIZER), locale=locale)(store)
    told = {"applications": AT, "matters": [PAIR, "gone"], "dates": coming("kick_off", "closing")}
    now(WeeklyReport, WeeklyReport.key(PROGRAMME, "2026-W10"), news_of_day=told)(store)
    text = _of_week(store)
    assert all(one in text for one in said), text
    assert f"/organizer/programmes/{PROGRAMME}/applications?state=submitted&sort=oldest" in text
    programme(dates=DATES | {"closing": "2026-04-13"})(store)
    now(Counts, Counts.key(PROGRAMME, 0), applications={"mentee/submitted": 0})(store)
    now(Matter, Matter.key(PROGRAMME, PAIR), state="done")(store)
    later = _of_week(store)
    assert said[2] in later
    assert not any(one in later for one in (*said[:2], said[3]))


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "2 people wrote to you and wait for an answer (since 12 January 2026)"), ("pl", "(od 12 stycznia 2026)")],
)
def test_given_people_who_wrote_when_the_week_is_told_then_it_says_since_when_the_first_of_them_waits(
    store: MemoryStore, locale: str, said: str
) -> None:
    now(Person, Person.key(ORGANIZER), locale=locale)(store)
    line = {"step": "messages", "number": 2, "date": "", "day": "", "since": "2026-01-12T09:00:00Z"}
    now(WeeklyReport, WeeklyReport.key(PROGRAMME, "2026-W10"), lines=[line])(store)
    assert said in " ".join(_of_week(store).split())
    now(Member, Member.key("org-1", ORGANIZER), role="viewer", mailed=True)(store)
    to = {"en": "wrote to the organizers", "pl": "napisały do osób organizujących"}[locale]
    assert to in " ".join(_of_week(store).split())


def _of_week(store: MemoryStore) -> str:
    (mail,) = recipes.made(context_at(store=store), WeeklyReportPrepared(PROGRAMME, "w", "2026-W10"))
    files = {"lista": b"x", "raport": b"x"}
    return _part(composer.compose(mail, event_id="e", sender="t@t.example", now=NOON, files=files), "text/plain")


SAME_DAY_MAIL = MatterRaised(PROGRAMME, PAIR, PAIR, "", "help", "help", 0)


def needing(store: MemoryStore, *rules: str, urgency: str = "silent", **values: object) -> None:
    """Given: a pair's matter with these reasons, and when the two were reminded."""
    since = clock.iso(NOON - timedelta(days=10))
    why = [{"rule": one, "cause": "", "days": 8, "since": since, "raised_at": since} for one in rules]
    now(Matter, Matter.key(PROGRAMME, PAIR), urgency=urgency, reasons=why, since=since, **values)(store)
    history = [{"rule": "silence", "step": "nudge", "at": "2026-02-20T09:00:00Z", "days": 30}]
    written = [{"at": f"2026-02-25T{hour}:00:00Z", "to": "mentee"} for hour in ("08", "21")]
    watch = Watch(*Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, started_at=since)
    watch.history, watch.written = history, written
    there(watch)(store)


def parts(store: MemoryStore, data: EventData, locale: str) -> list[tuple[str, str]]:
    """Return HTML and text of the mails of an event, one for each organizer."""
    now(Person, Person.key(ORGANIZER), locale=locale)(store)
    mails = recipes.made(context_at(store=store), data)
    messages = [composer.compose(mail, event_id="e", sender="t@t.example", now=NOON) for mail in mails]
    return [(_part(one, "text/html"), _part(one, "text/plain")) for one in messages]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", ("reminded: 20 February 2026; written to: 25 February 2026)", "Done, later or mine: ", "Done, later, remind or mine: ")),
        ("pl", ("20 lutego 2026; napisano: 25 lutego 2026)", "Załatwione, później albo biorę to: ", "Załatwione, później, przypomnij albo biorę to: ")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["digest", "same day"])
def test_given_a_matter_in_any_mail_when_it_is_read_then_links_of_that_organizer_act_on_that_matter_alone(
    store: MemoryStore, kind: str, locale: str, said: tuple[str, str, str]
) -> None:
    same_day = kind == "same day"
    needing(store, *(("help", "silence") if same_day else ("silence",)), urgency="help" if same_day else "silent")
    now(DailyDigest, DailyDigest.key(PROGRAMME), told={"matters": [PAIR]})(store)
    data = SAME_DAY_MAIL if same_day else DigestPrepared(PROGRAMME, "2026-03-02")
    ((html, text),) = parts(store, data, locale)
    deeds = ["done", "later", "take"] if same_day else ["remind", "done", "later", "take"]
    found = re.findall(r'href="[^"]*/monitoring/matter/([^"?]+)\?do=(\w+)"', html)
    assert [do for _, do in found] == deeds
    (token,) = {token for token, _ in found} | set(re.findall(r"/monitoring/matter/(\S+)", text))
    link = links.read("matter", token, NOON)
    assert (link.subject, link.person_id, link.claims["programme_id"]) == (PAIR, ORGANIZER, PROGRAMME)
    with pytest.raises(links.LinkExpired):
        links.read("matter", token, NOON + timedelta(days=31))
    assert said[0] in text
    assert said[1 if same_day else 2] in text


@pytest.mark.parametrize("data", [SAME_DAY_MAIL, DigestPrepared(PROGRAMME, "2026-03-02")], ids=["same day", "digest"])
def test_given_a_viewer_who_is_told_when_they_read_of_a_matter_then_nothing_in_their_mail_acts_on_it(
    store: MemoryStore, data: EventData
) -> None:
    needing(store, "help", "silence", urgency="help")
    now(DailyDigest, DailyDigest.key(PROGRAMME), told={"matters": [PAIR]})(store)
    now(Member, Member.key("org-1", ORGANIZER), role="viewer", mailed=True)(store)
    ((html, text),) = parts(store, data, "en")
    assert "no meeting for 10 days" in text
    assert "/monitoring/matter/" not in html + text


def test_given_more_matters_than_a_mail_shows_when_told_then_twelve_are_shown_and_the_rest_is_counted(
    store: MemoryStore,
) -> None:
    needing(store, "silence")
    for number in range(14):
        one = store.get(Matter, *Matter.key(PROGRAMME, PAIR))
        assert one is not None
        one.about = one.participant_id = f"p{number}"
        one.pair_id, (one.pk, one.sk) = "", Matter.key(PROGRAMME, f"p{number}")
        store.put(one)
    now(DailyDigest, DailyDigest.key(PROGRAMME), told={"matters": [f"p{number}" for number in range(14)]})(store)
    ((html, text),) = parts(store, DigestPrepared(PROGRAMME, "2026-03-02"), "en")
    assert html.count("do=done") == 12
    assert "2 more matters are on the list" in text


@pytest.mark.parametrize(
    ("zone", "day"), [("America/New_York", "19 February 2026"), ("Asia/Tokyo", "20 February 2026")]
)
def test_given_an_instant_when_a_mail_says_its_day_then_it_is_that_of_the_reader(
    store: MemoryStore, zone: str, day: str
) -> None:
    needing(store, "silence")
    now(Matter, Matter.key(PROGRAMME, PAIR), since="2026-02-20T03:00:00Z")(store)
    now(Person, Person.key(ORGANIZER), zone=zone, own=["zone"])(store)
    now(DailyDigest, DailyDigest.key(PROGRAMME), told={"matters": [PAIR]})(store)
    ((_, text),) = parts(store, DigestPrepared(PROGRAMME, "2026-03-02"), "en")
    assert f"(since {day};" in text
