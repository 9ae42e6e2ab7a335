"""What people are told when organizers undo a refusal, take somebody out, or put them back."""

from __future__ import annotations

import pytest

from mentoring import clock, ids
from mentoring.events import catalogue as events
from mentoring.tables.notifications import Delivery
from mentoring.tables.recruitment import Application
from notifications import recipes
from notifications.composer import compose
from notifications.mail import Mail
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import PROGRAMME

SAID = "Przepraszamy za pomyłkę."


def changed(store: MemoryStore, **values: object) -> Application:
    """Given: organizers did something with the mentee's application."""
    one = store.get(Application, *Application.key(PROGRAMME, "mentee"))
    assert one is not None
    for name, value in (values | {"message": SAID}).items():
        setattr(one, name, value)
    store.put(one)
    return one


def told(store: MemoryStore, state: str) -> list[str]:
    """Return subject and text of the mails of a decision, in Polish."""
    mails = recipes.made(context_at(store=store), events.ApplicationDecided("mentee", PROGRAMME, state))
    return [_text(one) for one in mails]


def _text(mail: Mail) -> str:
    message = compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files={})
    body = message.get_body(("plain",))
    assert body is not None
    return f"{message['subject']}\n{body.get_content()}"


@pytest.mark.parametrize("went", [True, False])
def test_given_a_refusal_that_is_undone_when_told_then_only_who_had_read_of_it_hears(
    store: MemoryStore, *, went: bool
) -> None:
    changed(store, state="submitted", refusal="e1")
    if went:
        key = Delivery.key("e1", "application_decided", ids.address_key("mentee@firma.example"))
        sent = {"mail_kind": "application_decided", "recipient": key[1].partition("#")[2], "state": "sent"}
        store.put(Delivery(*key, claimed_at=clock.iso(NOON), **sent))
    mails = told(store, "submitted")
    assert len(mails) == went
    assert all("Jeszcze raz rozpatrujemy Twoje zgłoszenie" in one and SAID in one for one in mails)


def test_given_somebody_taken_out_when_told_then_it_is_said_with_the_message_and_never_with_the_reason(
    store: MemoryStore,
) -> None:
    history = [{"at": clock.iso(NOON), "by": "anna", "what": "taken_out", "why": "tajny powód"}]
    changed(store, state="withdrawn", taken_out_at=clock.iso(NOON), comment="tajny komentarz", history=history)
    (mail,) = told(store, "withdrawn")
    assert "Koniec Twojego udziału w programie" in mail
    assert SAID in mail
    assert "tajny" not in mail


@pytest.mark.parametrize(("returned", "subject"), [(True, "Znów bierzesz udział"), (False, "Witamy w programie")])
def test_given_somebody_put_back_when_told_then_the_mail_says_again(
    store: MemoryStore, subject: str, *, returned: bool
) -> None:
    changed(store, state="accepted", returned=returned)
    data = events.ApplicationAccepted("mentee", PROGRAMME, "mentee", "mentee-person", "mentee")
    assert any(subject in _text(one) for one in recipes.made(context_at(store=store), data))
