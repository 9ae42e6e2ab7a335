"""Whether mail reaches an address: the same state in whatever order SES tells, however often, however late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from infra.template import functions, resources
from mentoring import clock
from mentoring.reach import Cause, Reach
from mentoring.tables.notifications import Mailbox
from notifications import domain, outcomes, store
from notifications.domain import Facts, arrived, came_back, failed, forgiven, heard, marked_as_spam, trusted

DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(hours: int) -> datetime:
    """Return an instant."""
    return DAY + timedelta(hours=hours)


HOURS = st.integers(0, 20)
FACTS = st.one_of(
    st.builds(lambda hour: arrived(at(hour)), HOURS),
    st.builds(lambda hour, cause: came_back(at(hour), f"m{hour}", cause), HOURS, st.sampled_from(Cause)),
    st.builds(lambda hour, cause: failed(at(hour), f"m{hour}", cause), HOURS, st.sampled_from(Cause)),
    st.builds(lambda hour: marked_as_spam(at(hour)), HOURS),
    st.builds(lambda hour: trusted(at(hour)), HOURS),
    st.builds(lambda hour: forgiven(at(hour)), HOURS),
)


@given(st.lists(FACTS, max_size=12), st.randoms(use_true_random=False))
def test_given_any_events_when_they_come_in_another_order_and_twice_then_the_state_is_the_same(
    facts: list[Facts], chance: Any
) -> None:
    again = [*facts, *chance.sample(facts, len(facts) // 2)]
    chance.shuffle(again)
    assert heard(again) == heard(facts)


@given(st.lists(FACTS, max_size=8), st.lists(FACTS, max_size=8), st.lists(FACTS, max_size=8))
def test_given_what_three_heard_when_put_together_in_any_way_then_it_is_the_same(
    one: list[Facts], two: list[Facts], three: list[Facts]
) -> None:
    a, b, c = heard(one), heard(two), heard(three)
    assert a.merge(b).merge(c) == a.merge(b.merge(c)) == c.merge(a).merge(b)


class Post(RuleBasedStateMachine):
    """A mail server with a mailbox that lives, dies and fills; SES tells of each mail when it likes, and twice."""

    def __init__(self) -> None:
        super().__init__()
        self.hour = 0
        self.alive = True
        self.untold: list[Facts] = []
        self.told: list[Facts] = []
        self.known = Facts()

    @initialize()
    def begins(self) -> None:
        self.untold.append(arrived(at(0)))

    def _pass(self) -> None:
        self.hour += 1

    @rule()
    def mail(self) -> None:
        self._pass()
        fate = arrived(at(self.hour)) if self.alive else came_back(at(self.hour), f"m{self.hour}", Cause.NO_MAILBOX)
        self.untold.append(fate)

    @rule()
    def mail_taken_and_sent_back(self) -> None:
        self._pass()
        self.alive = False
        self.untold += [arrived(at(self.hour)), came_back(at(self.hour), f"m{self.hour}", Cause.NO_MAILBOX)]

    @rule()
    def out_of_office(self) -> None:
        if self.alive:
            self._pass()
            self.untold += [failed(at(self.hour), f"m{self.hour}", Cause.UNRELIABLE), arrived(at(self.hour))]

    @rule()
    def mailbox_changes(self) -> None:
        self.alive = not self.alive

    @rule(data=st.data(), twice=st.booleans())
    def told_of_one(self, data: st.DataObject, twice: bool) -> None:
        if self.untold:
            one = self.untold.pop(data.draw(st.integers(0, len(self.untold) - 1)))
            self.told.append(one)
            for _ in range(1 + twice):
                self.known = self.known.merge(one)

    @invariant()
    def all_that_was_told_decides(self) -> None:
        assert self.known == heard(reversed(self.told))

    @invariant()
    def last_mail_tells_the_truth_once_all_is_told(self) -> None:
        if self.untold or not self.hour:
            return
        last = [one for one in self.told if at(self.hour) in (one.delivered, one.bounced and one.bounced.sent)]
        dead = any(one.bounced for one in last)
        assert self.known.standing.reach == (Reach.BOUNCED if dead else Reach.GOOD)


TestPost = Post.TestCase
TestPost.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize(("facts", "reach", "rests"), [
    ([], Reach.GOOD, False),
    ([arrived(at(1))], Reach.GOOD, False),
    ([failed(at(1), "a", Cause.FULL)], Reach.SOFT, False),
    ([failed(at(1), "a", Cause.FULL), arrived(at(1))], Reach.GOOD, False),
    ([failed(at(hour), f"m{hour}", Cause.FULL) for hour in range(4)], Reach.SOFT, False),
    ([failed(at(hour), f"m{hour}", Cause.FULL) for hour in range(5)], Reach.BOUNCED, True),
    ([failed(at(3), "same", Cause.FULL)] * 9, Reach.SOFT, False),
    ([*(failed(at(hour), f"m{hour}", Cause.FULL) for hour in range(5)), arrived(at(9))], Reach.GOOD, False),
    ([came_back(at(1), "a", Cause.NO_MAILBOX)], Reach.BOUNCED, True),
    ([came_back(at(1), "a", Cause.NO_MAILBOX), arrived(at(1))], Reach.BOUNCED, True),
    ([came_back(at(1), "a", Cause.NO_MAILBOX), arrived(at(0))], Reach.BOUNCED, True),
    ([came_back(at(1), "a", Cause.NO_MAILBOX), arrived(at(2))], Reach.GOOD, False),
    ([came_back(at(1), "a", Cause.NO_MAILBOX), trusted(at(2))], Reach.GOOD, False),
    ([came_back(at(3), "a", Cause.NO_MAILBOX), trusted(at(2))], Reach.BOUNCED, True),
    ([marked_as_spam(at(1))], Reach.COMPLAINED, False),
    ([marked_as_spam(at(1)), trusted(at(2)), arrived(at(2))], Reach.COMPLAINED, False),
    ([marked_as_spam(at(1)), forgiven(at(2))], Reach.GOOD, False),
])  # fmt: skip
def test_given_facts_when_read_then_they_say_this(facts: list[Facts], reach: Reach, rests: bool) -> None:
    state = heard(facts).standing
    assert (state.reach, state.rests(at(20))) == (reach, rests)


def test_given_a_full_mailbox_when_it_rested_a_week_then_mails_are_tried_again() -> None:
    state = heard(failed(at(hour), f"m{hour}", Cause.FULL) for hour in range(5)).standing
    assert (state.cause, state.failures) == (Cause.FULL, 5)
    assert state.rests(at(4) + timedelta(days=7) - timedelta(seconds=1))
    assert not state.rests(at(4) + timedelta(days=7))


MAIL = {"timestamp": "2026-03-02T12:00:00.000Z", "messageId": "s1", "destination": ["Jan <jan@firma.example>"]}
TAGS = {"event": ["e"], "kind": ["nudge"], "recipient": ["p"], "mailbox": ["k"], "ses:configuration-set": ["x"]}
BOUNCE = [
    ("Permanent", "General", came_back(DAY, "s1", Cause.NO_MAILBOX), Cause.NO_MAILBOX),
    ("Permanent", "NoEmail", came_back(DAY, "s1", Cause.NO_MAILBOX), Cause.NO_MAILBOX),
    ("Permanent", "Suppressed", came_back(DAY, "s1", Cause.BLOCKED), Cause.BLOCKED),
    ("Permanent", "OnAccountSuppressionList", came_back(DAY, "s1", Cause.BLOCKED), Cause.BLOCKED),
    ("Transient", "General", failed(DAY, "s1", Cause.UNRELIABLE), Cause.UNRELIABLE),
    ("Transient", "MailboxFull", failed(DAY, "s1", Cause.FULL), Cause.FULL),
    ("Transient", "MessageTooLarge", Facts(), "content"),
    ("Transient", "ContentRejected", Facts(), "content"),
    ("Transient", "AttachmentRejected", Facts(), "content"),
    ("Undetermined", "Undetermined", failed(DAY, "s1", Cause.UNRELIABLE), Cause.UNRELIABLE),
]


@pytest.mark.parametrize(("kind", "subtype", "facts", "cause"), BOUNCE, ids=lambda one: str(one)[:30])
def test_given_a_bounce_of_each_kind_when_read_then_only_what_concerns_the_address_counts(
    kind: str, subtype: str, facts: Facts, cause: str
) -> None:
    said = outcomes.outcome(
        {"eventType": "Bounce", "mail": MAIL | {"tags": TAGS}, "bounce": {"bounceType": kind, "bounceSubType": subtype}}
    )
    assert said is not None
    assert (said.mailbox_id, said.delivery, said.facts, said.cause) == ("k", ("MAIL#e", "nudge#p"), facts, cause)


@pytest.mark.parametrize(("kind", "more", "facts"), [
    ("Delivery", {}, arrived(DAY)),
    ("Complaint", {"complaint": {"complaintFeedbackType": "abuse"}}, marked_as_spam(DAY)),
    ("Complaint", {"complaint": {}}, marked_as_spam(DAY)),
    ("Complaint", {"complaint": {"complaintFeedbackType": "not-spam"}}, None),
    ("Reject", {"reject": {"reason": "Bad content"}}, Facts()),
    ("Rendering Failure", {}, Facts()),
    ("DeliveryDelay", {"deliveryDelay": {"delayType": "MailboxFull"}}, None),
    ("Send", {}, None),
])  # fmt: skip
def test_given_what_else_ses_tells_when_read_then_it_is_understood(kind: str, more: Any, facts: Facts | None) -> None:
    said = outcomes.outcome({"eventType": kind, "mail": MAIL | {"tags": TAGS}} | more)
    assert (said.facts if said else None) == facts


def test_given_a_mail_without_our_tags_when_told_of_then_its_address_counts() -> None:
    from mentoring import ids

    said = outcomes.outcome({"eventType": "Delivery", "mail": MAIL})
    assert said is not None
    assert (said.mailbox_id, said.delivery) == (ids.address_key("jan@firma.example"), None)


def test_given_a_claim_when_compared_with_function_and_queue_then_it_outlives_one_and_not_the_other() -> None:
    timeout = timedelta(seconds=functions()["NotificationsConsumer"]["Timeout"])
    hidden = timedelta(seconds=resources("AWS::SQS::Queue")["NotificationsConsumerQueue"]["VisibilityTimeout"])
    assert timeout < domain.LEASE < hidden


def test_given_mail_that_comes_back_when_a_sign_in_mail_does_later_too_then_it_is_since_the_first_of_them() -> None:
    box = Mailbox(*Mailbox.key_of("m"), mailbox_id="m")
    known = Facts()
    for hours, fact in ((1, came_back), (9, came_back)):
        known = known.merge(fact(at(hours), str(hours), Cause.NO_MAILBOX))
        store.keep(box, known)
    assert box.since == clock.iso(at(1))
    store.keep(box, known.merge(trusted(at(10))))
    assert box.since == ""
    store.keep(box, known.merge(trusted(at(10))).merge(came_back(at(11), "11", Cause.NO_MAILBOX)))
    assert box.since == clock.iso(at(11))
