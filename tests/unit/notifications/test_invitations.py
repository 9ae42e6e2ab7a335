"""What a mail about a meeting carries for its recipient's calendar: in their language, and where it may answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from infra.season.calendar_program import Component, read
from mentoring import clock, replies
from mentoring.events import catalogue as events
from mentoring.replies import Thread
from mentoring.settings import settings
from mentoring.tables.meetings import Meeting
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import ThreadKind
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME
from tests.unit.notifications.givens import AT, change, store

__all__ = ["store"]
DOMAIN = "reply.tandem.example"
PROPOSED = events.MeetingProposed(PROGRAMME, PAIR, "m", MENTOR, AT, 0)
CONFIRMED = events.MeetingConfirmed(PROGRAMME, PAIR, "m", AT, 1)


@pytest.fixture
def takes_mail(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """Given: a stack that takes mail, and the addresses of the pair's thread."""
    with_domain = replace(settings(), inbound_domain=DOMAIN)
    monkeypatch.setattr(replies, "settings", lambda: with_domain)
    context = context_at(store=store, service="workspace")
    uow = context.begin()
    for who in (MENTOR, MENTEE):
        replies.keep(context, uow, Thread(ThreadKind.PAIR, PAIR), who)
    uow.commit()
    return store


def _mails(store: MemoryStore, data: events.EventData) -> dict[str, Any]:
    return {mail.to.key: mail for mail in recipes.made(context_at(store=store), data)}


def _event(mail: Any) -> Component:
    (event,) = [one for one in read(mail.calendar).parts if one.name == "VEVENT"]
    return event


def _organizer(mail: Any) -> tuple[str, set[str]]:
    event = _event(mail)
    return event.one("ORGANIZER").value, {one.parameters["RSVP"] for one in event.all("ATTENDEE")}


def test_given_a_stack_that_takes_mail_when_somebody_is_invited_then_their_own_address_gets_the_answer(
    takes_mail: MemoryStore,
) -> None:
    mails = _mails(takes_mail, CONFIRMED)
    for who, mail in mails.items():
        token = replies.tokens(Thread(ThreadKind.PAIR, PAIR), who)[0]
        assert _organizer(mail) == (f"mailto:{token}@{DOMAIN}", {"TRUE"})
    assert _mails(takes_mail, PROPOSED)[MENTEE].values["by_calendar"] is True


@pytest.mark.parametrize("contact", ["organizator@firma.example", "", "mentor@firma.example"])
def test_given_a_stack_that_takes_no_mail_when_somebody_is_invited_then_no_calendar_is_asked_and_the_mail_says_where(
    store: MemoryStore, contact: str
) -> None:
    change(store, Programme, Programme.key(PROGRAMME), reply_to=contact)
    mail = _mails(store, PROPOSED)[MENTEE]
    assert _organizer(mail) == (f"mailto:{settings().mail_address}", {"FALSE"})
    assert mail.values["by_calendar"] is False


def test_given_two_languages_when_invited_then_each_calendar_has_its_owners(takes_mail: MemoryStore) -> None:
    change(takes_mail, Participant, Participant.key(PROGRAMME, "mentor"), locale="en")
    change(takes_mail, Meeting, Meeting.key(PAIR, "m"), state="confirmed", sequence=1)
    mails = _mails(takes_mail, CONFIRMED)
    said = {who: _event(mail).one("DESCRIPTION") for who, mail in mails.items()}
    assert {who: line.parameters["LANGUAGE"] for who, line in said.items()} == {MENTOR: "en", MENTEE: "pl"}
    assert "Everything about this meeting: https://" in said[MENTOR].text
    assert "Wszystko o tym spotkaniu: https://" in said[MENTEE].text
    assert all(line.text.startswith("plan\n\n") for line in said.values())


def test_given_a_time_that_waits_when_invited_then_link_and_alarm_are_those_of_its_state(
    takes_mail: MemoryStore,
) -> None:
    mail = _mails(takes_mail, PROPOSED)[MENTEE]
    event = _event(mail)
    assert mail.link == event.one("URL").value
    assert f"inny termin: {mail.link}" in event.one("DESCRIPTION").text
    assert event.one("STATUS").value == "TENTATIVE"
    assert event.parts == ()
    change(takes_mail, Meeting, Meeting.key(PAIR, "m"), state="confirmed", starts_at=clock.iso(NOON))
    alarms = [one.name for one in _event(_mails(takes_mail, CONFIRMED)[MENTEE]).parts]
    assert alarms == ["VALARM"]


def test_given_who_never_got_it_when_told_of_it_then_their_mail_has_nothing_for_the_calendar(
    takes_mail: MemoryStore,
) -> None:
    change(takes_mail, Meeting, Meeting.key(PAIR, "m"), uninvited=[MENTOR], state="cancelled", sequence=1)
    declined = events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTEE, 1, was_confirmed=False)
    mails = _mails(takes_mail, declined)
    assert {who: (mail.method if mail.calendar else "") for who, mail in mails.items()} == {
        MENTOR: "",
        MENTEE: "CANCEL",
    }
    assert (mails[MENTOR].values["declined"], mails[MENTEE].values["declined"]) == (True, False)
    withdrawn = events.MeetingCancelled(PROGRAMME, PAIR, "m", MENTOR, 1, was_confirmed=False)
    assert set(_mails(takes_mail, withdrawn)) == {MENTEE}


@pytest.mark.parametrize(
    ("by", "told", "words"),
    [
        (MENTEE, MENTOR, "Mentee can't make the time you proposed"),
        (MENTOR, MENTEE, "Mentor has withdrawn the proposed time"),
    ],
)
def test_given_a_proposed_time_when_called_off_then_the_other_reads_whose_proposal_it_was(
    takes_mail: MemoryStore, by: str, told: str, words: str
) -> None:
    change(takes_mail, Meeting, Meeting.key(PAIR, "m"), state="cancelled", sequence=1)
    off = events.MeetingCancelled(PROGRAMME, PAIR, "m", by, 1, was_confirmed=False)
    mail = _mails(takes_mail, off)[told]
    english = replace(mail, to=replace(mail.to, locale="en"))
    message = composer.compose(english, event_id="e", sender="Tandem <t@tandem.example>", now=NOON)
    assert message["Subject"] == words


@pytest.mark.parametrize(("by", "told", "declined"), [(MENTEE, MENTOR, True), (MENTOR, MENTEE, False)])
def test_given_a_proposed_plan_when_called_off_then_only_who_proposed_it_reads_that_it_was_declined(
    takes_mail: MemoryStore, by: str, told: str, *, declined: bool
) -> None:
    off = events.PlanCalledOff(PROGRAMME, PAIR, "pl", by, 1, was_agreed=False, meeting_ids=["planned-0"])
    assert _mails(takes_mail, off)[told].values["declined"] is declined


def test_given_a_meeting_kept_before_calendars_were_when_read_then_both_are_told_and_its_sequence_counts() -> None:
    from meetings import store as kept

    old = Meeting("p", "s", starts_at=AT, minutes=60, state="proposed", proposed_by=MENTOR, sequence=3)
    meeting = kept.read(old)
    assert (meeting.since, meeting.uninvited, meeting.unsure) == (3, (), ())


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_several_times_when_the_partner_is_asked_then_each_has_its_button_on_both_clocks_and_no_calendar_part(
    takes_mail: MemoryStore, locale: str
) -> None:
    passed, first, later = (clock.iso(NOON + timedelta(days=days)) for days in (-1, 1, 2))
    change(takes_mail, Meeting, Meeting.key(PAIR, "m"), options=[passed, first, later], uninvited=[MENTOR, MENTEE])
    change(takes_mail, Participant, Participant.key(PROGRAMME, "mentee"), locale=locale, zone="America/New_York")
    mails = _mails(takes_mail, PROPOSED)
    assert list(mails) == [MENTEE], "who proposes asks for no mail"
    mail = mails[MENTEE]
    assert [one["link"].partition("?at=")[2] for one in mail.values["choices"]] == [first, later]
    assert mail.calendar == b""
    message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON)
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert text.count("?at=") == 2
        assert ("in Warsaw" if locale == "en" else "(Warszawa)") in text
