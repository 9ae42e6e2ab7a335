"""Mails of a conversation: one for all lines that wait, and where answers to mails of a pair go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import replies
from mentoring.events import catalogue as events
from mentoring.replies import Thread
from mentoring.settings import settings
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import DeskThread
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.unit.notifications.givens import ALL, FILES, FakeSender, _part, change, notify

if TYPE_CHECKING:
    from notifications.mail import Mail

UNREAD = events.MessagesUnread(PROGRAMME, PAIR, MENTEE, 1, 4)
DOMAIN = "reply.tandem.example"
ORGANIZERS = "organizator@firma.example"


@pytest.fixture
def answered(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """Given: mails can be answered, and the pair's thread has its addresses."""
    with_domain = replace(settings(), inbound_domain=DOMAIN)
    monkeypatch.setattr(replies, "settings", lambda: with_domain)
    context = context_at(store=store, service="workspace")
    uow = context.begin()
    for who in (MENTOR, MENTEE):
        replies.keep(context, uow, Thread(ThreadKind.PAIR, PAIR), who)
    uow.commit()
    return store


def _made(store: MemoryStore, data: events.EventData) -> list[Mail]:
    return recipes.made(context_at(store=store), data)


def _written(mail: Mail, locale: str = "en") -> Any:
    english = replace(mail, to=replace(mail.to, locale=locale))
    return composer.compose(english, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)


def test_given_lines_that_wait_when_told_then_one_mail_has_those_of_the_other_one_that_are_not_read(
    store: MemoryStore,
) -> None:
    (mail,) = _made(store, UNREAD)
    assert mail.to.key == MENTEE
    message = _written(mail)
    assert message["Subject"] == "Mentor wrote to you: 2 messages"
    for text in (_part(message, "text/plain"), _part(message, "text/html")):
        assert text.index("Pierwsza linia") < text.index("Ostatnia")
        assert "Moje" not in text
        assert "Przeczytane" not in text
    assert "i druga <b>" in _part(message, "text/plain")
    assert "i druga &lt;b&gt;" in _part(message, "text/html")


def test_given_the_same_event_twice_when_told_then_its_mail_is_sent_once(store: MemoryStore) -> None:
    sender, told = FakeSender(), event(UNREAD, store)
    assert [notify(store, UNREAD, sender, told) for _ in range(2)] == [1, 0]


def test_given_no_domain_for_answers_when_told_then_a_button_leads_to_the_conversation(store: MemoryStore) -> None:
    (mail,) = _made(store, UNREAD)
    text = _part(_written(mail), "text/plain")
    assert mail.answers_to == ""
    assert f"Answer:\nhttps://tandem.firma.example/rooms/{PAIR}/messages" in text
    assert "reads your answer" not in text


BREAKS = [data for data, _ in ALL if isinstance(data, events.PairPaused) and data.by == MENTEE]
OF_A_PAIR = [
    data
    for data, count in ALL
    if count and (type(data) in recipes.BETWEEN_THE_TWO or data in BREAKS) and getattr(data, "pair_id", "")
]
OF_OTHERS = [data for data, count in ALL if count and data not in OF_A_PAIR]


@pytest.mark.parametrize("data", OF_A_PAIR, ids=lambda one: type(one).__name__)
def test_given_a_mail_of_a_pair_when_answered_then_it_goes_to_the_conversation_and_the_mail_says_who_reads_it(
    answered: MemoryStore, data: events.EventData
) -> None:
    for mail in _made(answered, data):
        message = _written(mail)
        token = replies.token_of(message["Reply-To"], DOMAIN)
        assert token == replies.tokens(Thread(ThreadKind.PAIR, PAIR), mail.to.key)[0]
        other = "Mentee" if mail.to.key == MENTOR else "Mentor"
        assert f"Reply to this email and {other} reads your answer" in _part(message, "text/plain")
        assert "the organizers read it" not in _part(message, "text/html")


@pytest.mark.parametrize("data", OF_OTHERS, ids=lambda one: type(one).__name__)
def test_given_any_other_mail_when_answered_then_it_does_not_go_to_the_partner(
    answered: MemoryStore, data: events.EventData
) -> None:
    assert not any(DOMAIN in mail.reply_to or mail.answers_to for mail in _made(answered, data))


@pytest.mark.parametrize("data", OF_OTHERS, ids=lambda one: type(one).__name__)
def test_given_a_mail_of_the_organizers_when_a_participant_answers_then_it_goes_to_their_thread_with_them(
    answered: MemoryStore, data: events.EventData
) -> None:
    at_the_desk = Thread(ThreadKind.DESK, DeskThread.id_of(PROGRAMME, MENTEE))
    uow = context_at(store=answered, service="workspace").begin()
    replies.keep(context_at(store=answered), uow, at_the_desk, MENTEE)
    uow.commit()
    for mail in _made(answered, data):
        if mail.to.key == MENTEE and getattr(data, "programme_id", "") and not mail.introduces:
            assert replies.token_of(mail.reply_to, DOMAIN) == replies.tokens(at_the_desk, MENTEE)[0]
        else:
            assert DOMAIN not in mail.reply_to


@pytest.mark.parametrize("outcome", ["", "completed"], ids=["open", "ended"])
@pytest.mark.parametrize("takes_mail", [False, True], ids=["no domain", "domain"])
@pytest.mark.parametrize("data", OF_A_PAIR, ids=lambda one: type(one).__name__)
def test_given_a_mail_of_a_pair_when_answered_then_no_answer_ever_reaches_the_organizers(
    answered: MemoryStore, monkeypatch: pytest.MonkeyPatch, data: events.EventData, takes_mail: bool, outcome: str
) -> None:
    desk, context = Thread(ThreadKind.DESK, DeskThread.id_of(PROGRAMME, MENTEE)), context_at(store=answered)
    uow = context_at(store=answered, service="workspace").begin()
    replies.keep(context, uow, desk, MENTEE)
    uow.commit()
    if not takes_mail:
        monkeypatch.setattr(replies, "settings", settings)
    change(answered, Programme, Programme.key(PROGRAMME), reply_to=ORGANIZERS)
    change(answered, Pair, Pair.key(PAIR), outcome=outcome)
    partners = {replies.tokens(Thread(ThreadKind.PAIR, PAIR), who)[0] for who in (MENTOR, MENTEE)}
    for mail in _made(answered, data):
        assert not mail.reply_to or replies.token_of(mail.reply_to, DOMAIN) in partners
        assert ORGANIZERS not in mail.calendar.decode().replace("\r\n ", "")
        text = _part(_written(mail), "text/plain")
        assert "the organizers read it" not in text
        assert (f"Write in your room: https://tandem.firma.example/rooms/{PAIR}/messages" in text) == (
            not mail.reply_to and not outcome
        )


def test_given_a_plea_when_the_organizers_are_asked_to_look_then_no_word_of_it_is_in_the_mail(
    store: MemoryStore,
) -> None:
    waits = events.DeskMessagesWait(PROGRAMME, MENTEE, 1)
    mails = _made(store, waits)
    assert mails
    assert not any("Sekretna" in _written(one).as_string() or one.reply_to for one in mails)
    change(store, DeskThread, DeskThread.key(PROGRAMME, MENTEE), assigned_to="somebody who left")
    assert len(_made(store, waits)) == len(mails)


def test_given_a_process_that_ended_when_a_mail_is_answered_then_it_does_not_go_to_the_conversation(
    answered: MemoryStore,
) -> None:
    change(answered, Pair, Pair.key(PAIR), outcome="completed")
    (mail,) = _made(answered, UNREAD)
    assert (mail.answers_to, DOMAIN in mail.reply_to) == ("", False)
