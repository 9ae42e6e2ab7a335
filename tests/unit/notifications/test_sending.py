"""Every recipient is a step of its own: who fails stops nobody, and no mail leaves twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentoring import ids
from mentoring.errors import Stale
from mentoring.events import Event
from mentoring.events import catalogue as events
from mentoring.reach import Cause, Reach
from mentoring.store.over import StoreOver
from mentoring.store.port import Changes, Store
from mentoring.tables.notifications import Delivery, Mailbox
from mentoring.tables.vocabulary import DeliveryState
from notifications import domain, outcomes, recipes, sending, use_cases
from notifications.mail import SIGN_IN, InHand
from notifications.ports import NotSent, Refused
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event
from tests.unit.notifications.givens import FakeSender

MENTEE_MAIL, MENTOR_MAIL = "mentee@firma.example", "mentor@firma.example"
AGREED = events.PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
NUDGE = events.PairWentInactive(PROGRAMME, PAIR, "silence", 32, 1)


class Asked(StoreOver):
    """A store that counts how often it is asked: for one item, several, or a list."""

    times = 0

    def _ready(self) -> Store:
        self.times += 1
        return super()._ready()

    def commit(self, changes: Changes) -> None:
        self.beneath.commit(changes)


def notify(store: MemoryStore, heard: Event, sender: FakeSender, **later: float) -> int:
    """Hear an event, some time after noon."""
    context = context_at(NOON + timedelta(**later), store=store, service="notifications")
    return sending.notify(context, heard, sender)


def delivery(store: MemoryStore, heard: Event, kind: str, recipient: str) -> Delivery:
    """Return what became of a mail."""
    found = store.get(Delivery, *Delivery.key(heard.meta.id, kind, recipient))
    assert found is not None
    return found


def mailbox(store: MemoryStore, email: str) -> Mailbox | None:
    """Return what is known of an address."""
    return store.get(Mailbox, *Mailbox.key(email))


def hears(store: MemoryStore, email: str, facts: domain.Facts) -> None:
    """Given: this is known of an address."""
    use_cases.hear(context_at(store=store, service="notifications"), ids.address_key(email), facts)


@pytest.mark.parametrize("first", [MENTOR_MAIL, MENTEE_MAIL])
def test_given_a_recipient_ses_refuses_when_notified_then_the_other_gets_theirs_and_it_is_known_why(
    store: MemoryStore, first: str
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    sender.failing[first] = Refused(Cause.REFUSED)
    assert [notify(store, agreed, sender, minutes=after) for after in (0, 10)] == [1, 0]
    assert [to for to, _ in sender.sent] == [one for one in (MENTOR_MAIL, MENTEE_MAIL) if one != first]
    found = mailbox(store, first)
    assert found is not None
    assert (found.reach, found.cause, found.since) == (Reach.BOUNCED, Cause.REFUSED, "2026-03-02T12:00:00Z")
    who = MENTOR if first == MENTOR_MAIL else MENTEE
    assert delivery(store, agreed, "pair_agreed", who).state == DeliveryState.REFUSED


def test_given_a_mail_that_ses_took_when_noted_then_under_the_id_that_ses_gave_it(store: MemoryStore) -> None:
    """SES replaces Message-ID: only its own id finds the mail in what SES says later."""
    sender, agreed = FakeSender(), event(AGREED, store)
    notify(store, agreed, sender)
    assert {delivery(store, agreed, "pair_agreed", who).message_id for who in (MENTOR, MENTEE)} == {"m1", "m2"}


def test_given_a_moment_in_which_ses_is_busy_when_tried_again_then_nobody_waited_and_nobody_gets_two(
    store: MemoryStore,
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    sender.failing[MENTOR_MAIL] = NotSent("TooManyRequestsException")
    with pytest.raises(NotSent):
        notify(store, agreed, sender)
    assert [to for to, _ in sender.sent] == [MENTEE_MAIL]
    sender.failing.clear()
    assert notify(store, agreed, sender, seconds=1) == 1
    assert sorted(to for to, _ in sender.sent) == [MENTEE_MAIL, MENTOR_MAIL]


def test_given_a_mail_nobody_knows_of_whether_it_left_when_tried_again_then_it_waits_and_is_counted(
    store: MemoryStore,
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    sender.failing[MENTOR_MAIL] = TimeoutError()
    with pytest.raises(TimeoutError):
        notify(store, agreed, sender)
    sender.failing.clear()
    with pytest.raises(InHand):
        notify(store, agreed, sender, seconds=89)
    assert notify(store, agreed, sender, seconds=90) == 1
    assert delivery(store, agreed, "pair_agreed", MENTOR).taken_over == 1
    assert delivery(store, agreed, "pair_agreed", MENTEE).taken_over == 0


def test_given_two_who_hear_the_same_event_at_once_when_one_has_claimed_a_mail_then_the_other_sends_none(
    store: MemoryStore,
) -> None:
    agreed = event(AGREED, store)
    inner = FakeSender()

    class Meanwhile(FakeSender):
        def send(self, message: Any, to: str, tags: Any) -> str:
            with pytest.raises(InHand):
                notify(store, agreed, inner)
            return super().send(message, to, tags)

    outer = Meanwhile()
    assert notify(store, agreed, outer) == 1
    assert sorted([to for to, _ in outer.sent + inner.sent]) == [MENTEE_MAIL, MENTOR_MAIL]


def test_given_a_claim_somebody_was_quicker_with_when_saved_then_it_is_in_their_hands(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: Any) -> None:
        raise Stale

    monkeypatch.setattr(store, "commit", too_late)
    with pytest.raises(InHand):
        notify(store, event(AGREED, store), FakeSender())


def test_given_a_mail_that_broke_while_written_when_the_template_is_mended_then_it_is_sent_at_once(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    with monkeypatch.context() as broken:
        broken.setattr(sending.composer, "compose", lambda *_, **__: 1 / 0)
        with pytest.raises(NotSent):
            notify(store, agreed, sender)
    assert notify(store, agreed, sender) == 2


def test_given_ses_tells_of_a_mail_whose_sender_died_when_delivered_then_it_is_not_sent_again(
    store: MemoryStore,
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    sender.failing[MENTOR_MAIL] = TimeoutError()
    with pytest.raises(TimeoutError):
        notify(store, agreed, sender)
    told(store, agreed, MENTOR, MENTOR_MAIL, "Delivery")
    sender.failing.clear()
    assert notify(store, agreed, sender, minutes=6) == 0


def told(store: MemoryStore, heard: Event, who: str, email: str, kind: str, **bounce: str) -> None:
    """SES tells of a mail that was sent at noon."""
    tags = {"event": [heard.meta.id], "kind": ["pair_agreed"], "recipient": [who], "mailbox": [ids.address_key(email)]}
    mail = {"timestamp": "2026-03-02T12:00:00.123Z", "messageId": f"m-{who}", "destination": [email], "tags": tags}
    said = outcomes.outcome({"eventType": kind, "mail": mail, "bounce": bounce})
    assert said is not None
    use_cases.note(context_at(NOON + timedelta(minutes=1), store=store, service="notifications"), said)


HARD = {"bounceType": "Permanent", "bounceSubType": "General"}
FULL = {"bounceType": "Transient", "bounceSubType": "MailboxFull"}


@pytest.mark.parametrize(("history", "state"), [
    ([("Bounce", HARD)], DeliveryState.BOUNCED),
    ([("Bounce", HARD), ("Bounce", HARD)], DeliveryState.BOUNCED),
    ([("Delivery", {}), ("Bounce", HARD)], DeliveryState.BOUNCED),
    ([("Bounce", HARD), ("Delivery", {})], DeliveryState.BOUNCED),
    ([("Bounce", FULL)], DeliveryState.BOUNCED),
    ([("Bounce", FULL), ("Delivery", {})], DeliveryState.SENT),
    ([("Delivery", {}), ("Bounce", FULL)], DeliveryState.SENT),
])  # fmt: skip
def test_given_what_ses_tells_of_one_mail_when_heard_in_any_order_then_the_mail_is_known_as_arrived_or_not(
    store: MemoryStore, history: list[tuple[str, dict[str, str]]], state: DeliveryState
) -> None:
    agreed = event(AGREED, store)
    notify(store, agreed, FakeSender())
    for kind, bounce in history:
        told(store, agreed, MENTEE, MENTEE_MAIL, kind, **bounce)
    found = delivery(store, agreed, "pair_agreed", MENTEE)
    assert (found.state, bool(found.list_pk)) == (state, state == DeliveryState.BOUNCED)


def test_given_a_bounced_address_when_notified_then_mails_wait_and_only_sign_in_is_tried(store: MemoryStore) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    for email in (MENTEE_MAIL, "ola@firma.example"):
        hears(store, email, domain.came_back(NOON, "m", Cause.NO_MAILBOX))
    assert notify(store, agreed, sender) == 1
    assert delivery(store, agreed, "pair_agreed", MENTEE).state == DeliveryState.WITHHELD
    assert notify(store, event(events.SignInRequested("r"), store), sender) == 1
    assert [message["X-Tandem-Mail"] for _, message in sender.sent] == ["pair_agreed", SIGN_IN]


def test_given_a_complaint_when_notified_then_nudges_end_and_everything_else_goes_on(store: MemoryStore) -> None:
    sender = FakeSender()
    for email in (MENTEE_MAIL, MENTOR_MAIL, "ola@firma.example"):
        hears(store, email, domain.marked_as_spam(NOON))
    assert notify(store, event(NUDGE, store), sender) == 0
    assert notify(store, event(AGREED, store), sender) == 2
    assert notify(store, event(events.SignInRequested("r"), store), sender) == 1


def test_given_an_address_that_works_again_when_heard_then_what_is_still_true_is_sent_once_and_the_rest_ticked_off(
    store: MemoryStore,
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    survey = event(events.SurveyAssigned(PROGRAMME, PAIR, "a", MENTEE, "start"), store)
    hears(store, MENTEE_MAIL, domain.came_back(NOON, "m", Cause.NO_MAILBOX))
    assert [notify(store, one, sender) for one in (agreed, survey)] == [1, 0]
    answered = store.get(*_assignment())
    answered.state = "answered"
    store.put(answered)
    hears(store, MENTEE_MAIL, domain.arrived(NOON + timedelta(hours=1)))
    (again,) = [one for one in store.events if isinstance(one.data, events.MailboxRecovered)]
    context = context_at(NOON + timedelta(hours=1), store=store, service="notifications")
    assert [sending.recovered(context, again, recipes.OTHERS, sender) for _ in range(2)] == [1, 0]
    assert [to for to, _ in sender.sent] == [MENTOR_MAIL, MENTEE_MAIL]
    assert delivery(store, survey, "survey", MENTEE).state == DeliveryState.SETTLED
    assert not store.listed(Delivery, Delivery.unsent_key(ids.address_key(MENTEE_MAIL)))


def test_given_mails_of_both_kinds_when_an_address_works_again_then_each_function_sends_its_own(
    store: MemoryStore,
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    task = event(events.TaskAssigned(PROGRAMME, PAIR, "t", MENTOR), store)
    hears(store, MENTEE_MAIL, domain.came_back(NOON, "m", Cause.NO_MAILBOX))
    assert [notify(store, one, sender) for one in (agreed, task)] == [1, 0]
    hears(store, MENTEE_MAIL, domain.arrived(NOON + timedelta(hours=1)))
    key, context = ids.address_key(MENTEE_MAIL), context_at(NOON + timedelta(hours=1), store=store)
    assert recipes.OTHERS.isdisjoint(recipes.OF_ROOMS)
    sent = []
    for told in (recipes.OTHERS, recipes.OF_ROOMS, recipes.OTHERS, recipes.OF_ROOMS):
        sending.send_again(context, key, key, told, sender)
        sent.append([str(message["X-Tandem-Mail"]) for to, message in sender.sent if to == MENTEE_MAIL])
    both = ["pair_agreed", "task_assigned"]
    assert sent == [["pair_agreed"], both, both, both]


def test_given_a_busy_moment_while_sending_again_when_the_event_comes_back_then_the_mail_is_not_forgotten(
    store: MemoryStore,
) -> None:
    sender, agreed = FakeSender(), event(AGREED, store)
    hears(store, MENTEE_MAIL, domain.came_back(NOON, "m", Cause.NO_MAILBOX))
    notify(store, agreed, sender)
    hears(store, MENTEE_MAIL, domain.trusted(NOON + timedelta(hours=1)))
    key, context = ids.address_key(MENTEE_MAIL), context_at(NOON + timedelta(hours=1), store=store)
    sender.failing[MENTEE_MAIL] = NotSent("Throttling")
    with pytest.raises(NotSent):
        sending.send_again(context, key, key, recipes.OTHERS, sender)
    sender.failing.clear()
    assert sending.send_again(context, key, key, recipes.OTHERS, sender) == 1


def _assignment() -> Any:
    from mentoring.tables.surveys import Assignment

    return (Assignment, *Assignment.key(PROGRAMME, "a"))


def test_given_an_event_two_are_told_of_when_heard_then_each_mail_asks_once_and_what_both_need_is_read_together(
    store: MemoryStore,
) -> None:
    agreed = event(AGREED, store)
    asked = Asked(store)
    assert sending.notify(context_at(store=asked, service="notifications"), agreed, FakeSender()) == 2
    pair, people_and_programme, confirmed, each = 1, 3, 1, 2
    assert asked.times == pair + people_and_programme + confirmed + each
