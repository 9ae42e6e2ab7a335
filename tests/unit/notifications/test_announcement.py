"""The mail of an announcement: in the reader's language or the one there is, Markdown rendered, wanted by everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import ids
from mentoring.events import catalogue as events
from mentoring.reach import Cause
from mentoring.tables.recruitment import Participant
from notifications import composer, domain, recipes
from notifications import use_cases as addresses
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, PROGRAMME
from tests.unit.notifications.givens import FakeSender, _part, change, notify

if TYPE_CHECKING:
    from notifications.mail import Mail

TOLD = events.AnnouncementAddressed(PROGRAMME, "an", MENTEE, "mentee")
EMAIL = "mentee@firma.example"


def made(store: MemoryStore) -> Mail:
    (mail,) = recipes.made(context_at(store=store), TOLD)
    return mail


def written(mail: Mail) -> Any:
    return composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON)


def test_given_a_reader_of_its_language_when_mailed_then_it_is_the_organizers_text_and_nothing_about_languages(
    store: MemoryStore,
) -> None:
    message = written(made(store))
    assert message["Subject"] == "Warsztat w środę"
    text, html = (_part(message, kind) for kind in ("text/plain", "text/html"))
    assert "Spotkanie **online**: https://firma.example/warsztat" in text
    assert "<strong>online</strong>" in html
    assert re.search(r'<a [^>]*href="https://firma.example/warsztat"', html)
    assert not any("tylko po polsku" in one for one in (text, html))
    assert "/announcements/an" in text


def test_given_a_reader_of_the_other_language_when_mailed_then_the_mail_is_theirs_and_says_why_the_text_is_not(
    store: MemoryStore,
) -> None:
    change(store, Participant, Participant.key(PROGRAMME, "mentee"), locale="en")
    message = written(made(store))
    for kind in ("text/plain", "text/html"):
        said = _part(message, kind)
        assert "Hello" in said
        assert said.index("The organizers wrote this in Polish only.") < said.index("Spotkanie")


def test_given_markup_in_the_text_when_mailed_then_none_of_it_is_html(store: MemoryStore) -> None:
    mail = made(store)
    bad = replace(mail, values=mail.values | {"text": "<script>x</script> ![a](https://evil.example/pixel.png)"})
    html = _part(written(bad), "text/html")
    assert "<script" not in html
    assert "<img" not in html


def test_given_somebody_who_wants_fewer_mails_when_announced_then_they_get_it_and_whom_no_mail_reaches_does_not(
    store: MemoryStore,
) -> None:
    context = context_at(store=store, person_id=MENTEE, service="notifications")
    context = replace(context, principal=replace(context.principal, email=EMAIL))
    addresses.change_mine(context, "fewer")
    sender = FakeSender()
    assert notify(store, TOLD, sender) == 1
    failed = domain.came_back(NOON, "m", Cause.NO_MAILBOX)
    addresses.hear(context_at(store=store, service="notifications"), ids.address_key(EMAIL), failed)
    assert notify(store, TOLD, sender) == 0
    assert len(sender.sent) == 1


def test_given_a_stranger_when_mailed_then_the_mail_has_a_subject_of_ours_and_no_word_of_the_text(
    store: MemoryStore,
) -> None:
    mail = replace(made(store), values=made(store).values | {"title": "", "text": ""}, withheld=True)
    message = written(mail)
    assert message["Subject"] == "Wiadomość od osób organizujących: „Wiosna”"
    assert "Spotkanie" not in _part(message, "text/plain")
