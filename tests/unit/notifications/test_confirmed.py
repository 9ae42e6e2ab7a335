"""To people who never confirmed their address go our own words, facts and links to us, in every kind of mail."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, ids, links
from mentoring.events import catalogue as events
from mentoring.tables.identity import Address
from mentoring.tables.notifications import Delivery
from mentoring.tables.recruitment import Application, Disowned, Participant
from mentoring.tables.vocabulary import DeliveryState
from notifications import composer, confirmed, recipes
from notifications.mail import Mail
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.unit.notifications.givens import ALL, FILES, FakeSender, notify

if TYPE_CHECKING:
    from email.message import EmailMessage

LURE = "URGENT: your account is locked, log in at https://evil.example/in or call +48 22 123 45 67, help@evil.example"
LURES = re.compile(r"evil|22 123|://(?!tandem\.firma\.example)")
CODES = confirmed.FACTS - {"figures"}


def planted(value: Any) -> Any:
    """Return a value with every text in it replaced by the lure."""
    if isinstance(value, dict):
        return {name: planted(one) for name, one in value.items()}
    if isinstance(value, list):
        return [planted(one) for one in value] or [LURE]
    return LURE if isinstance(value, str) else value


def mails_of(store: MemoryStore, data: events.EventData) -> list[Mail]:
    made = recipes.made(context_at(store=store), data)
    return [
        replace(
            mail,
            to=replace(mail.to, name=LURE, email=f"obca-{mail.kind}@firma.example"),
            programme=LURE,
            host=LURE,
            values={name: value if name in CODES else planted(value) for name, value in mail.values.items()},
        )
        for mail in made
    ]


def written(mail: Mail) -> tuple[str, EmailMessage]:
    message = composer.compose(mail, event_id="e", sender="Tandem <t@tandem.example>", now=NOON, files=FILES)
    parts = [one.get_content() for one in message.walk() if not one.is_multipart()]  # type: ignore[attr-defined]
    headers = f"{message['Subject']}\n{message['To']}"
    return "\n".join([headers, *(part if isinstance(part, str) else part.decode() for part in parts)]), message


@pytest.mark.parametrize("locale", ["pl", "en"])
@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_planted_lures_when_nobody_confirmed_the_address_then_no_mail_holds_them(
    store: MemoryStore, data: events.EventData, count: int, locale: str
) -> None:
    mails = mails_of(store, data)
    assert len(mails) == count
    for mail in mails:
        fitted = confirmed.fit(context_at(store=store), replace(mail, to=replace(mail.to, locale=locale)))
        text, message = written(fitted)
        assert not LURES.search(text), LURES.search(text)
        assert links.mailed(mail.link, locale) in text
        assert not re.search(r"(?m)^[ \t]+$|<(strong|p|li)\b[^>]*>\s*</\1>", text), "what is withheld leaves a gap"
        assert "text/calendar" not in [one.get_content_type() for one in message.walk()]


@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_a_confirmed_address_when_mailed_then_nothing_is_left_out(
    store: MemoryStore, data: events.EventData, count: int
) -> None:
    for mail in mails_of(store, data):
        store.put(Address(*Address.key(mail.to.email), person_id="x", email=mail.to.email, verified_at="2026-01-01"))
        assert confirmed.fit(context_at(store=store), mail) == mail


def test_given_a_message_when_the_address_is_not_confirmed_then_the_mail_says_where_it_can_be_read(
    store: MemoryStore,
) -> None:
    one = store.get(Application, *Application.key(PROGRAMME, "added"))
    assert one is not None
    one.state, one.message, one.comment = "rejected", LURE, "secret"
    store.put(one)
    sender = FakeSender()

    assert notify(store, events.ApplicationDecided("added", PROGRAMME, "rejected"), sender) == 2
    text = str(sender.sent[-1][1].get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "nie jest jeszcze potwierdzony w tym programie" in text
    assert not LURES.search(text)


def test_given_a_file_without_consents_when_the_first_mail_goes_out_then_it_asks_for_them(store: MemoryStore) -> None:
    one = store.get(Application, *Application.key(PROGRAMME, "added"))
    assert one is not None
    cases: list[tuple[dict[str, str], list[bool]]] = [
        ({"topics": "1.03"}, [False, True]),
        ({"rules_consent": ""}, [True, False]),
    ]
    for number, (asked, says) in enumerate(cases):
        one.application_id = f"added{number}"
        one.pk, one.sk = Application.key(PROGRAMME, one.application_id)
        one.asked = asked
        store.put(one)
        sender = FakeSender()
        notify(store, events.ApplicantAdded(one.application_id, PROGRAMME), sender)
        text = " ".join(str(sender.sent[-1][1].get_body(("plain",)).get_content()).split())  # type: ignore[union-attr]
        assert ["Brakuje jednego" in text, "nie da się zrozumieć" in text] == says


@pytest.mark.parametrize("newcomer", [True, False])
def test_given_an_address_confirmed_before_when_a_new_organization_decides_then_its_message_waits_for_an_answer(
    store: MemoryStore, *, newcomer: bool
) -> None:
    one = store.get(Application, *Application.key(PROGRAMME, "added"))
    assert one is not None
    one.state, one.message, one.told_at, one.newcomer = "rejected", LURE, clock.iso(NOON), newcomer
    store.put(one)
    store.put(Address(*Address.key(one.email), person_id="x", email=one.email, verified_at="2020-01-01T00:00:00Z"))
    sender = FakeSender()

    notify(store, events.ApplicationDecided("added", PROGRAMME, "rejected"), sender)

    texts = [str(message.get_body(("plain",)).get_content()) for _, message in sender.sent]  # type: ignore[union-attr]
    assert len(texts) == 2
    assert any(LURES.search(text) for text in texts) is not newcomer


def test_given_an_address_confirmed_before_when_a_new_organization_proposes_then_the_profile_waits_for_an_answer(
    store: MemoryStore,
) -> None:
    for one in store.query(Participant, f"PROGRAMME#{PROGRAMME}", "PARTICIPANT#"):
        key = Application.key(PROGRAMME, one.participant_id)
        told = clock.iso(NOON)
        kept = {"application_id": one.participant_id, "programme_id": PROGRAMME, "role": one.role, "email": one.email}
        store.put(Application(*key, **kept, profile={}, channel="import", told_at=told, newcomer=True))
    mails = recipes.made(context_at(store=store), events.PairProposed(PROGRAMME, "r", "n", "mentor", "mentee"))

    assert [mail.silent_since for mail in mails] == [clock.iso(NOON)] * 2


def test_given_somebody_imported_when_decisions_overtake_then_the_first_mail_comes_first_and_once(
    store: MemoryStore,
) -> None:
    one = store.get(Application, *Application.key(PROGRAMME, "added"))
    assert one is not None
    one.state = "rejected"
    store.put(one)
    sender = FakeSender()
    notify(store, events.ApplicationDecided("added", PROGRAMME, "rejected"), sender)
    notify(store, events.ApplicantAdded("added", PROGRAMME), sender)

    assert [message["X-Tandem-Mail"] for _, message in sender.sent] == ["added", "application_decided"]


def test_given_a_first_mail_another_event_has_in_hand_when_decided_then_the_decision_is_told_without_waiting(
    store: MemoryStore,
) -> None:
    one = store.get(Application, *Application.key(PROGRAMME, "added"))
    assert one is not None
    one.state = "rejected"
    store.put(one)
    key = Delivery.key(ids.derived("added", "added"), "added", ids.address_key("added@firma.example"))
    claimed = clock.iso(NOON)
    store.put(Delivery(*key, mail_kind="added", recipient="x", state=DeliveryState.CLAIMED, claimed_at=claimed))
    sender = FakeSender()

    notify(store, events.ApplicationDecided("added", PROGRAMME, "rejected"), sender)
    notify(store, events.ApplicantAdded("added", PROGRAMME), sender)

    assert [message["X-Tandem-Mail"] for _, message in sender.sent] == ["application_decided"]


def test_given_a_no_when_the_organization_causes_mails_then_none_reaches_that_person(store: MemoryStore) -> None:
    store.put(Disowned(*Disowned.key("org-1", "mentee@firma.example"), at="2026-03-01T00:00:00Z"))
    agreed = event(events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), store)

    assert [mail.to.key for mail in recipes.of(context_at(store=store), agreed)] == [MENTOR]


def test_given_the_first_mail_when_read_then_it_says_who_where_and_how_to_say_no(store: MemoryStore) -> None:
    sender = FakeSender()
    notify(store, events.ApplicantAdded("added", PROGRAMME), sender)
    ((to, message),) = sender.sent
    text = str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]

    assert to == "added@firma.example"
    assert "„Wiosna”" in text
    assert "Jeśli to nie Ty albo tego nie chcesz" in text
    assert "https://tandem.firma.example/programmes/answer/" in text
