"""Mails that pages preview: whoever gets one reads the subject that the organizer saw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mentoring import i18n, wording
from mentoring.tables.vocabulary import ApplicationState, Role
from notifications import composer
from notifications.mail import Mail, Recipient
from tests.fakes.context import NOON

NAME = "Wiosna 2027"
DECIDED = [
    wording.of_decision(state, role, chooses=False, again=again)
    for state in ApplicationState
    if state != ApplicationState.DRAFT
    for role in Role
    for again in ((False, True) if state == ApplicationState.ACCEPTED else (False,))
]
VALUES = {"message": "", "leave": "", "steps": False, "title": "", "text": "", "only": "", "until": "", "earlier": "X"}


def _subject(kind: str, words: Any, locale: str, *, stranger: bool) -> str:
    to = Recipient("p", "ola@firma.example", "Ola Lis", locale=locale)
    mail = Mail(kind, to, link="https://t.example/x", programme=NAME, values=VALUES | {"words": words})
    made = composer.compose(replace(mail, stranger=stranger), event_id="e", sender="t@t.example", now=NOON)
    return str(made["Subject"])


@pytest.mark.parametrize("locale", ["pl", "en"])
@pytest.mark.parametrize("stranger", [False, True])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        *(("application_accepted" if one.as_mentor else "application_decided", one) for one in DECIDED),
        ("come_again", wording.AgainWords()),
        ("announcement", wording.AnnouncementWords()),
    ],
    ids=lambda one: one if isinstance(one, str) else one.subject,
)
def test_given_a_mail_with_a_preview_when_read_by_anybody_then_its_subject_is_the_one_of_the_preview(
    kind: str, words: Any, stranger: bool, locale: str
) -> None:
    shown = i18n.translations("recruitment", locale).gettext(words.subject) % {"programme": NAME}
    assert _subject(kind, words, locale, stranger=stranger) == shown
