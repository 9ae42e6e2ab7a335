"""«Introduce us», as the two read it: what the question tells, and to whom an answer goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mentoring import links, replies
from mentoring.events import catalogue as events
from mentoring.replies import Thread
from mentoring.tables.gatherings.directory import Introduction
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import DeskThread
from notifications import composer, recipes
from notifications.mail import NUDGES
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PROGRAMME, profile
from tests.unit.notifications import raw
from tests.unit.notifications.givens import FakeSender, _part, change, event, notify

if TYPE_CHECKING:
    from email.message import EmailMessage

    from notifications.mail import Mail

ASKED = events.IntroductionAsked(PROGRAMME, "in-asked", MENTEE, MENTOR, 1)
MADE = events.IntroductionAccepted(PROGRAMME, "in-met", MENTOR, MENTEE)
SENTENCE = "Też uczę się oddawać zadania."


def made(store: MemoryStore, data: events.EventData, locale: str = "en") -> list[Mail]:
    return [replace(one, to=replace(one.to, locale=locale)) for one in recipes.made(context_at(store=store), data)]


def read(mail: Mail) -> EmailMessage:
    return composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON)


def test_given_a_question_when_read_then_it_names_who_asks_and_why_but_no_address_of_theirs(store: MemoryStore) -> None:
    (mail,) = made(store, ASKED)
    message = read(mail)
    text = _part(message, "text/plain")
    assert (mail.to.key, message["Subject"]) == (MENTOR, "Mentee would like to meet you")
    assert SENTENCE in text
    assert "mentee@firma.example" not in message.as_string()
    assert "yours: mentor@firma.example" in text
    link = links.read("introduction", mail.link.rpartition("/")[2], NOON)
    assert (link.subject, link.person_id, link.claims["asker"]) == ("in-asked", MENTOR, MENTEE)
    assert mail.kind in NUDGES, "who wants no such mails gets none"


def test_given_both_said_yes_when_the_mails_are_read_then_each_answers_the_other_and_nobody_else(
    store: MemoryStore,
) -> None:
    for who in (MENTOR, MENTEE):
        thread, uow = Thread(ThreadKind.DESK, DeskThread.id_of(PROGRAMME, who)), context_at(store=store).begin()
        replies.keep(context_at(store=store), uow, thread, who)
        uow.commit()
    change(
        store, Participant, Participant.key(PROGRAMME, "mentee"), profile=profile(contact_email="jan@prywatnie.example")
    )
    told = {mail.to.key: read(mail) for mail in made(store, MADE)}
    assert {who: message["Reply-To"] for who, message in told.items()} == {
        MENTOR: "jan@prywatnie.example",
        MENTEE: "mentor@firma.example",
    }
    for who, wrote in ((MENTOR, "What you wrote:"), (MENTEE, "What Mentor wrote:")):
        text = _part(told[who], "text/plain")
        assert f"{wrote}\n{SENTENCE}" in text
        assert "gets your answer; nobody else does" in text
        assert "organizers read it" not in text


@pytest.mark.parametrize("data", [ASKED, MADE], ids=["asked", "made"])
@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_the_mails_when_their_bytes_are_read_then_they_are_in_order(
    store: MemoryStore, data: events.EventData, locale: str
) -> None:
    for mail in made(store, data, locale):
        assert raw.faults(bytes(read(mail))) == []


def test_given_a_no_before_the_mail_is_sent_when_it_is_due_then_nobody_is_asked(store: MemoryStore) -> None:
    change(store, Introduction, Introduction.key(PROGRAMME, MENTEE, MENTOR), state="declined")
    sender = FakeSender()
    assert notify(store, ASKED, sender, event(ASKED, store)) == 0
    assert sender.sent == []
