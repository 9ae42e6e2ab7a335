"""Meetings as people run them from mailbox and calendar: answers, other times, places, feeds, and links that are old."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from infra.season import acts
from infra.season.acts import calendars
from infra.season.people import expect
from mentoring import clock
from tests.faults.corners import press, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from infra.season.people import Mail, Person

HOUR = timedelta(hours=1)


class Diary:
    """The second pair, and what it does with mailbox and calendar."""

    def __init__(self, season: acts.Season) -> None:
        self.season = season

    @property
    def pair(self) -> acts.Pair:
        """Return the pair, which there is once pairs were made."""
        return self.season.pairs[1]

    @property
    def here(self) -> str:
        """Return where its meetings are."""
        return f"/v1/meetings/pair/{self.pair.pair_id}"

    def running(self) -> list[Callable[[], Any]]:
        """Return what happens while the pair works."""
        return [self.answers, self.places, self.feeds, self.reminders]

    def answers(self) -> None:
        """A time is declined by calendar; another one is doubted, moved, accepted, moved once more and called off."""
        mentor, mentee = self.pair.mentor, self.pair.mentee
        self._answer(mentee, self._proposed(self._ahead(3)), "DECLINED")
        asked = self._proposed(self._ahead(4))
        self._answer(mentee, asked, "TENTATIVE")
        self._counter(mentee, asked, self._ahead(5))
        self._answer(mentor, _last(mentor, "meeting_invitation"), "ACCEPTED")
        self._counter(mentor, _last(mentor, "meeting_confirmed"), self._ahead(6))
        self._answer(mentee, _last(mentee, "meeting_invitation"), "ACCEPTED")
        self._answer(mentee, asked, "DECLINED")
        expect(self._confirmed() == [], "a meeting that was declined is still confirmed")

    def places(self) -> None:
        """One of several times is chosen; the pair's link changes, then the place of this meeting alone."""
        mentor, mentee, call = self.pair.mentor, self.pair.mentee, f"{self.here}/call"
        mail = self._proposed(self._ahead(3), more=[acts.iso(self._ahead(days)) for days in (4, 5)])
        mentee.click(mail, "/meetings/answer/", "accept")
        for link in ("https://meet.example.org/a", "https://meet.example.org/b", ""):
            mentor.get(call)
            mentor.put(call, {"link": link}, mentor.tag)
        [meeting] = self._confirmed()
        one = f"{self.here}/{meeting['meeting_id']}"
        mentee.get(one)
        mentee.put(f"{one}/place", {"place": "Biblioteka"}, mentee.tag)
        known = calendars.calendar_of(self.season, mentee).all().values()
        expect(max(known, key=lambda one: one.start).place == "Biblioteka", "the calendar doesn't know the new place")

    def feeds(self) -> None:
        """Somebody subscribes to their meetings, renews the address, and lets it stop working."""
        mentee, feed = self.pair.mentee, "/v1/meetings/calendar"
        for _ in range(2):
            mentee.post(feed)
            address = urlsplit(mentee.get(feed)["url"]).path
            found = mentee.browser.get(address)
            known = mentee.browser.get(address, headers={"If-None-Match": found.headers["etag"]})
            expect((found.status_code, known.status_code) == (200, 304), f"the feed answered {found.status_code}")
        with signed_in(mentee):
            press(mentee, "/meetings/calendar", "/meetings/calendar/revocation")
        gone = mentee.browser.get(address).status_code
        expect(gone == HTTPStatus.NOT_FOUND, f"the revoked feed answered {gone}")

    def reminders(self) -> None:
        """Both are reminded twice; a calendar answers too late; one says that they met, the other that they didn't."""
        season, mentor, mentee = self.season, self.pair.mentor, self.pair.mentee
        [meeting] = self._confirmed()
        at, before = clock.parse(meeting["starts_at"]), len(season.stage.mails(mentee.email, "meeting_reminder"))
        for moment in (at - 24 * HOUR, at - HOUR, at):
            acts.advance(season, moment)
        self._answer(mentor, _last(mentor, "meeting_confirmed"), "DECLINED")
        acts.advance(season, at + 2 * HOUR)
        reminded = len(season.stage.mails(mentee.email, "meeting_reminder")) - before
        expect(reminded == 2, f"{reminded} reminders")
        mentee.click(_last(mentee, "meeting_outcome"), "/meetings/outcome/", "held")
        mentor.click(_last(mentor, "meeting_outcome"), "/meetings/outcome/", "technical")
        mentor.click(_last(mentor, "meeting_contested"), "/meetings/outcome/", "held")

    def old_link(self) -> None:
        """An old question whether they met leads to a new link by mail, and that one works."""
        person = self.pair.mentee
        old = _last(person, "meeting_outcome").link("/meetings/outcome/")
        page = person.browser.get(old)
        expect(page.status_code >= HTTPStatus.BAD_REQUEST, f"an old link answered {page.status_code}")
        press(person, old, "/sign-in/links")
        fresh = _last(person, "link_renewed").link("/meetings/outcome/")
        expect(person.browser.get(fresh).status_code == HTTPStatus.OK, "the new link doesn't work")

    def _answer(self, person: Person, mail: Mail, partstat: str) -> None:
        """Answer in the calendar an hour later: of two answers in the same second none is the newer."""
        self.season.stage.move_to(acts.iso(self.season.now + HOUR))
        calendars.answer(self.season, person, mail, partstat)

    def _counter(self, person: Person, mail: Mail, at: datetime) -> None:
        """Propose another time in the calendar an hour later."""
        self.season.stage.move_to(acts.iso(self.season.now + HOUR))
        calendars.counter(self.season, person, mail, at)

    def _ahead(self, days: int) -> datetime:
        """Return an afternoon in so many days."""
        return (self.season.now + timedelta(days=days)).replace(hour=14, minute=0, second=0, microsecond=0)

    def _proposed(self, at: datetime, **more: Any) -> Mail:
        """Let the mentor propose a time; return the mail that asks the mentee."""
        mentor, mentee = self.pair.mentor, self.pair.mentee
        mentor.post(self.here, {"starts_at": acts.iso(at), "zone": mentor.zone} | more)
        return _last(mentee, "meeting_invitation")

    def _confirmed(self) -> list[dict[str, Any]]:
        return [one for one in self.pair.mentor.get(self.here)["items"] if one["state"] == "confirmed"]


def _last(person: Person, kind: str) -> Mail:
    return person.stage.mails(person.email, kind)[-1]
