"""Headers that machines read, on the bytes that leave: every kind of mail, and whole mails kept as files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import addresses, calendar, clock
from mentoring.events import catalogue as events
from mentoring.settings import settings
from notifications import composer, recipes, sending
from notifications.mail import NUDGES, Attachment, Mail, Recipient
from notifications.sender import SesSender
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import PAIR, PROGRAMME, pair
from tests.unit.notifications import raw
from tests.unit.notifications.givens import ALL, FILES

GOLDEN = Path(__file__).parent / "golden"
SENDER = "Tandem – mentoring <poczta@łódź.example>"
LINK = "https://tandem.firma.example/unsubscribe/" + "t0k3n." * 60
POLISH = Recipient("k" * 32, "zaneta@firma.example", "Żaneta Dąbek-Brzęczyszczykiewicz, „Ślązaczka” z Łodzi")


@pytest.mark.parametrize("locale", ["pl", "en"])
@pytest.mark.parametrize(("data", "count"), ALL, ids=lambda one: type(one).__name__ if not isinstance(one, int) else "")
def test_given_any_event_when_its_mails_leave_then_every_header_is_as_machines_read_it(
    store: MemoryStore,
    data: events.EventData,
    count: int,
    locale: str,
) -> None:
    mails = recipes.made(context_at(store=store), data)
    assert len(mails) == count
    for mail in mails:
        _check(mail, locale)


def _check(mail: Mail, locale: str) -> None:
    """Then: this mail is right as it is, and with names and domains beyond ASCII."""
    real = sending._unsubscribable(context_at(), mail)
    to = replace(mail.to, name=POLISH.name, email="o'connor+x@żółć.example", locale=locale)
    for one in (real, replace(real, to=to, reply_to="kontakt@żółć.example")):
        content = bytes(composer.compose(one, event_id="e" * 32, sender=SENDER, now=NOON, files=FILES))
        assert raw.faults(content) == []
        assert ("List-Unsubscribe" in dict(raw.headers(content))) is (mail.kind in NUDGES)
    assert b"<o'connor+x@xn--kda4b0koi.example>" in content


def test_given_all_these_events_when_their_mails_are_counted_then_no_kind_of_mail_is_left_out(
    store: MemoryStore,
) -> None:
    store.put(pair(stage="closing", due_at=clock.iso(NOON)))
    data = [*(one for one, _ in ALL), events.PairStageChanged(PROGRAMME, PAIR, "working", "closing")]
    mails = [mail for one in data for mail in recipes.made(context_at(store=store), one)]
    for mail in mails:
        if mail.kind == "summary_due":
            _check(mail, "pl")
    kinds = {path.stem for path in composer.KINDS.iterdir()}
    assert {mail.kind for mail in mails} == kinds, "add an event to `ALL` in tests/unit/notifications/givens.py"


def _calendar(method: str) -> bytes:
    entry = calendar.Entry(
        uid="m1@tandem.example", sequence=1, starts_at=datetime(2026, 3, 2, 16, tzinfo=UTC), minutes=60,
        summary="Spotkanie: Żaneta i Łukasz", place="https://spotkania.example/pokój", description="Plan",
        organizer=("Tandem", "poczta@tandem.example"), attendees=(calendar.Attendee("Żaneta Dąbek", "zaneta@łódź.example"),),
        status=calendar.Status.CANCELLED if method == "CANCEL" else calendar.Status.CONFIRMED, stamp=NOON,
    )  # fmt: skip
    return calendar.message(entry)[1]


SHAPES = {
    "plain": Mail("sign_in", Recipient("k" * 64, "anna@firma.example", "Anna Nowak", locale="en")),
    "nudge": Mail("nudge", POLISH, reply_to="organizator@firma.example", unsubscribe=LINK),
    "invitation": Mail("meeting_invitation", POLISH, calendar=_calendar("REQUEST"), reply_to="jan@firma.example"),
    "cancellation": Mail("meeting_cancelled", POLISH, calendar=_calendar("CANCEL"), method="CANCEL"),
    "attachment": Mail(
        "report_ready", POLISH, attachments=(Attachment("Raport – Żaneta i Łukasz (wiosna 2026).pdf", "application/pdf", "report"),)
    ),
    "polish-names": Mail("pair_agreed", replace(POLISH, name="Żaneta Dąbek"), reply_to="jan@firma.example"),
    "idn": Mail("goal_to_agree", replace(POLISH, email="zaneta@żółć.łódź.example"), reply_to="kontakt@faß.example"),
}  # fmt: skip
WORDS = composer.Written(
    "Przypomnienie dla osoby Żaneta Dąbek-Brzęczyszczykiewicz: spotkanie w tym tygodniu już się odbyło?",
    "Dzień dobry,\nżółw.\n",
    "<p>Dzień dobry,<br>żółw.</p>\n",
)


def written(shape: str, patch: pytest.MonkeyPatch) -> bytes:
    """Return the bytes of a mail of a shape, with words of its own: templates may change, headers may not."""
    patch.setattr(composer, "_write", lambda _: WORDS)
    return bytes(composer.compose(SHAPES[shape], event_id="e" * 32, sender=SENDER, now=NOON, files=FILES))


@pytest.mark.parametrize("shape", SHAPES)
def test_given_a_mail_of_each_shape_when_it_leaves_then_it_is_byte_by_byte_the_one_that_was_looked_at(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Golden files: after a change on purpose `python -m tests.unit.notifications.golden` writes them again."""
    content = written(shape, monkeypatch)
    assert raw.faults(content) == []
    assert content == (GOLDEN / f"{shape}.eml").read_bytes()


def test_given_the_golden_nudge_when_looked_at_then_one_click_can_be_read_without_decoding() -> None:
    content = (GOLDEN / "nudge.eml").read_bytes()
    assert f"\r\nList-Unsubscribe: <{LINK}>\r\n".encode() in content
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in content


@given(
    st.from_regex(r"[a-z0-9+'_-]{1,20}", fullmatch=True), st.sampled_from(["łódź.pl", "faß.example", "firma.example"])
)
def test_given_any_address_that_is_accepted_when_a_mail_leaves_then_its_header_is_ascii(
    local: str, domain: str
) -> None:
    email = addresses.clean(f"{local}@{domain}")
    mail = Mail("goal_to_agree", Recipient("k", email), "https://x.example/t", values={"other": "A", "title": "B"})
    content = bytes(composer.compose(mail, event_id="e" * 32, sender=SENDER, now=NOON, files=FILES))
    assert raw.faults(content) == []
    assert f"\r\nTo: {addresses.wire(email)}\r\n".encode() in content


@pytest.mark.parametrize("value", ["<https://x.example/ż>", "<https://x.example/a\r\nBcc: zly@zly.example>", ""])
def test_given_what_no_machine_can_read_when_a_mail_is_written_then_it_is_refused(value: str) -> None:
    mail = Mail("goal_to_agree", POLISH, "https://x.example/t", values={"other": "A", "title": "B"})
    message = composer.compose(mail, event_id="e" * 32, sender=SENDER, now=NOON, files=FILES)
    with pytest.raises(ValueError, match=r"List-Unsubscribe|linefeed"):
        message["List-Unsubscribe"] = value


def test_given_addresses_beyond_ascii_when_handed_to_ses_then_the_envelope_is_ascii() -> None:
    calls: list[dict[str, Any]] = []

    class Client:
        def send_email(self, **wanted: Any) -> dict[str, str]:
            calls.append(wanted)
            return {"MessageId": "m1"}

    ours = replace(settings(), mail_from=SENDER, configuration_set="")
    message = composer.compose(
        replace(SHAPES["idn"], values={"other": "A", "title": "B"}, link=LINK),
        event_id="e" * 32,
        sender=SENDER,
        now=NOON,
    )

    assert SesSender(Client, lambda: ours).send(message, "zaneta@żółć.łódź.example", {}) == "m1"
    assert calls[0]["FromEmailAddress"] == "poczta@xn--d-uga0v4h.example"
    assert calls[0]["Destination"] == {"ToAddresses": ["zaneta@xn--kda4b0koi.xn--d-uga0v4h.example"]}
    assert raw.faults(calls[0]["Content"]["Raw"]["Data"]) == []


def test_given_the_code_when_looked_at_then_nothing_rests_on_our_message_id() -> None:
    services = Path(composer.__file__).parents[1]
    users = [
        path.name for path in services.rglob("*.py") if re.search("message-id", path.read_text("utf-8"), re.IGNORECASE)
    ]
    assert sorted(users) == ["composer.py", "headers.py"]
