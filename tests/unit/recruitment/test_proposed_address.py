"""Another address for who confirmed the present one: the new one's reader confirms it, the present one can stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock, ids, links
from mentoring.context import Context
from mentoring.errors import Invalid, NotFound
from mentoring.events.recruitment import AddressGiven, AddressProposed
from mentoring.joining import AddressOfAnother, Standing
from mentoring.tables.identity import Address, Person
from mentoring.tables.notifications import Delivery
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import AddressProposal, Application, Audit, Disowned
from mentoring.tables.vocabulary import Act, DeliveryState, Done
from recruitment.domain.proposed_address import (
    KEPT,
    LIFETIME,
    WAIT,
    AddressRefused,
    Proposal,
    ProposalGiven,
    ProposalOver,
    ProposedOften,
    ProposedOftenTo,
)
from recruitment.use_cases import address, audited, hourly, proposed_address
from recruitment.use_cases.proposed_address import NEW, OLD
from recruitment.use_cases.telling import SaidNo
from tests.fakes.context import NOON, context_at
from tests.fakes.racing import RacingStore, race
from tests.unit.recruitment.givens import World

PRESENT, WANTED = "jan@firma.example", "jan@inna.example"
A_DAY = timedelta(days=1)


class Jan:
    """Jan has signed in with the address he was imported with."""

    def __init__(self, world: World | None = None) -> None:
        self.world = world or World()
        (self.application_id,) = self.world.take("Mentee:jan")
        self.store, self.programme_id = self.world.store, self.world.programme_id
        self.store.put(Address.verified("jan", PRESENT, "2026-03-01T12:00:00Z"))
        self.store.put(Person(*Person.key("jan"), person_id="jan", email=PRESENT, registered_at="2026-03-01T12:00:00Z"))

    def who(self, name: str = "anna", after: timedelta = timedelta(0)) -> Context:
        return context_at(NOON + after, store=self.store, person_id=name, service="recruitment")

    def propose(
        self, email: str = WANTED, reason: str = "Zmiana firmy", who: str = "anna", after: timedelta = timedelta(0)
    ) -> Application:
        """Propose an address; the notice to the present one goes at once."""
        tag, context = self.application.tag, self.who(who, after)
        one = address.correct(context, self.programme_id, self.application_id, email, tag, reason=reason)
        self.notice(DeliveryState.SENT, after)
        return one

    def notice(self, state: DeliveryState, after: timedelta = timedelta(0), to: str = PRESENT) -> None:
        """Let something become of the notice to the present address."""
        assert self.item is not None
        key = Delivery.key(self.item.notice, proposed_address.NOTICE, ids.address_key(to))
        one = self.store.get(Delivery, *key) or Delivery(*key, mail_kind=proposed_address.NOTICE, recipient="r")
        one.state, one.claimed_at = state, clock.iso(NOON + after)
        one.sent_at = clock.iso(NOON + after) if state == DeliveryState.SENT else None
        uow = self.who().begin()
        uow.save(one)
        uow.commit()

    def no_notice(self) -> None:
        """Let the mails of the proposal lie in the queue."""
        self.store.items = {key: raw for key, raw in self.store.items.items() if not key[0].startswith("MAIL#")}

    @property
    def application(self) -> Application:
        found = self.store.get(Application, *Application.key(self.programme_id, self.application_id))
        assert found is not None
        return found

    @property
    def item(self) -> AddressProposal | None:
        return self.store.get(AddressProposal, *AddressProposal.key(self.programme_id, self.application_id))

    def token(self, purpose: str = NEW) -> str:
        assert self.item is not None
        claims = {"programme_id": self.programme_id, "application_id": self.application_id}
        return links.sign(purpose, self.item.proposal_id, expires_at=NOON + timedelta(days=30), **claims)

    def events(self, kind: type[object]) -> list[object]:
        return [one.data for one in self.store.events if isinstance(one.data, kind)]

    def done(self) -> list[str]:
        return [one["what"] for one in self.application.history]


def ola(email: str) -> tuple[Address, PairMember]:
    """Given: an address of somebody else, who is in a pair."""
    member = PairMember(
        *PairMember.key("p", "ola"), pair_id="p", programme_id="x", person_id="ola", participant_id="o", role="mentee",
        partner_name="x", list_pk="PERSON#ola", list_sk="PAIR#p",
    )  # fmt: skip
    return Address.verified("ola", email, "2026-03-01T12:00:00Z"), member


@pytest.fixture
def jan() -> Jan:
    return Jan()


def test_given_a_confirmed_address_when_another_is_proposed_then_nothing_changes_but_both_are_told_with_a_reason(
    jan: Jan,
) -> None:
    jan.propose()
    assert jan.application.email == PRESENT
    (told,) = jan.events(AddressProposed)
    assert jan.item is not None
    assert told == AddressProposed(jan.application_id, jan.programme_id, jan.item.proposal_id)
    assert not any("@" in one.detail for one in jan.store.outbox)
    assert jan.done() == [Done.READDRESS_ASKED]
    entries = audited.of_programme(jan.who(), jan.programme_id, audited.Wanted(act=Act.READDRESS_ASKED)).items
    assert [(type(one.audit), one.audit.why) for one in entries] == [(Audit, "Zmiana firmy")]
    with pytest.raises(Invalid) as refused:
        jan.propose(reason=" ")
    assert list(refused.value.fields) == ["/reason"]


@pytest.mark.parametrize("name", ["widz", "obcy"])
def test_given_who_decides_nothing_when_they_propose_or_withdraw_then_it_is_not_theirs(jan: Jan, name: str) -> None:
    jan.propose()
    assert jan.item is not None
    with pytest.raises(NotFound):
        jan.propose(who=name)
    with pytest.raises(NotFound):
        proposed_address.withdraw(jan.who(name), jan.programme_id, jan.application_id, jan.item.proposal_id)


def test_given_an_address_of_anybody_when_proposed_then_organizers_see_the_same(jan: Jan) -> None:
    seen = []
    for email in (WANTED, "ola@inna.example"):
        if email != WANTED:
            jan.store.put(*ola(email))
        jan.propose(email)
        waits = proposed_address.waiting(jan.who(), jan.application)
        assert waits is not None
        seen.append((waits.told(), waits.item.confirmed_at, jan.application.email))
    assert seen[0] == seen[1]
    assert proposed_address.look(jan.who(""), NEW, jan.token()).standing is Standing.ANOTHERS
    with pytest.raises(AddressOfAnother):
        proposed_address.confirm(jan.who(""), jan.token())


def test_given_a_no_to_the_organization_when_that_address_is_proposed_then_it_is_refused(jan: Jan) -> None:
    organization_id = jan.world.organization_id
    jan.store.put(Disowned(*Disowned.key(organization_id, WANTED), at="2026-03-01T12:00:00Z"))
    with pytest.raises(SaidNo):
        jan.propose()


def test_given_a_proposal_when_confirmed_by_its_reader_then_it_holds_three_days_after_it_was_asked_for(
    jan: Jan,
) -> None:
    jan.propose()
    for _ in "once", "again":
        proposed_address.confirm(jan.who("", A_DAY), jan.token())
    assert jan.events(AddressGiven) == []
    hourly.settle_addresses(jan.who("", WAIT - timedelta(minutes=1)))
    assert jan.events(AddressGiven) == [], "it can still be stopped"
    for _ in "once", "again":
        hourly.settle_addresses(jan.who("", WAIT))
    assert jan.item is not None
    about = (jan.application_id, jan.programme_id, jan.item.proposal_id, "jan")
    assert jan.events(AddressGiven) == [AddressGiven(*about)]
    assert proposed_address.waiting(jan.who("anna", WAIT), jan.application) is None
    hourly.settle_addresses(jan.who("", WAIT + KEPT))
    assert jan.item is None
    assert Done.READDRESS_LAPSED not in jan.done()


@pytest.mark.parametrize(("name", "after"), [("jan", A_DAY), ("", WAIT + A_DAY)])
def test_given_a_proposal_when_confirmed_signed_in_or_after_three_days_then_it_holds_at_once(
    jan: Jan, name: str, after: timedelta
) -> None:
    jan.propose()
    proposed_address.confirm(jan.who(name, after), jan.token())
    assert len(jan.events(AddressGiven)) == 1
    with pytest.raises(ProposalGiven):
        proposed_address.stop(jan.who("", after), OLD, jan.token(OLD))


@pytest.mark.parametrize(("purpose", "done"), [(OLD, Done.READDRESS_STOPPED), (NEW, Done.READDRESS_DENIED)])
def test_given_a_confirmed_proposal_when_stopped_from_either_address_then_no_link_works_and_it_never_holds(
    jan: Jan, purpose: str, done: Done
) -> None:
    jan.propose()
    token, other = jan.token(purpose), jan.token(NEW)
    proposed_address.confirm(jan.who("", A_DAY), other)
    proposed_address.stop(jan.who("", 2 * A_DAY), purpose, token)
    assert jan.done()[0] == done
    for act in (proposed_address.confirm, lambda context, one: proposed_address.stop(context, purpose, one)):
        with pytest.raises(ProposalOver):
            act(jan.who("", 2 * A_DAY), other if act is proposed_address.confirm else token)
    hourly.settle_addresses(jan.who("", WAIT))
    assert (jan.events(AddressGiven), jan.item) == ([], None)


def test_given_a_link_of_one_address_when_used_for_the_other_then_it_is_no_link(jan: Jan) -> None:
    jan.propose()
    with pytest.raises(links.LinkInvalid):
        proposed_address.confirm(jan.who(""), jan.token(OLD))
    with pytest.raises(links.LinkInvalid):
        proposed_address.stop(jan.who(""), OLD, jan.token(NEW))


def test_given_a_proposal_when_withdrawn_or_replaced_then_its_links_no_longer_work(jan: Jan) -> None:
    jan.propose()
    first = jan.token()
    jan.propose("jan@trzecia.example")
    with pytest.raises(ProposalOver):
        proposed_address.confirm(jan.who(""), first)
    assert jan.item is not None
    proposal_id, token = jan.item.proposal_id, jan.token()
    proposed_address.withdraw(jan.who(), jan.programme_id, jan.application_id, "another")
    assert jan.item is not None, "what was replaced is withdrawn already"
    for _ in "once", "again":
        proposed_address.withdraw(jan.who(), jan.programme_id, jan.application_id, proposal_id)
    assert jan.done() == [Done.READDRESS_WITHDRAWN, Done.READDRESS_ASKED, Done.READDRESS_ASKED]
    with pytest.raises(ProposalOver):
        proposed_address.confirm(jan.who(""), token)


def test_given_a_proposal_when_nobody_confirms_it_for_two_weeks_then_it_is_over_and_organizers_see_it(
    jan: Jan,
) -> None:
    jan.propose()
    token = jan.token()
    with pytest.raises(ProposalOver):
        proposed_address.confirm(jan.who("", LIFETIME), token)
    hourly.settle_addresses(jan.who("", LIFETIME))
    assert (jan.item, jan.done()[0]) == (None, Done.READDRESS_LAPSED)


def test_given_a_yes_on_the_last_day_when_its_event_is_taken_late_then_the_proposal_still_says_which_address(
    jan: Jan,
) -> None:
    jan.propose()
    last = LIFETIME - timedelta(minutes=1)
    proposed_address.confirm(jan.who("", last), jan.token())
    assert jan.events(AddressGiven) != []
    hourly.settle_addresses(jan.who("", last + KEPT - timedelta(minutes=1)))
    assert jan.item is not None
    hourly.settle_addresses(jan.who("", last + KEPT))
    assert jan.item is None


def test_given_a_confirmed_address_when_it_becomes_theirs_then_organizers_see_it_once(jan: Jan) -> None:
    jan.propose()
    proposed_address.confirm(jan.who("", A_DAY), jan.token())
    assert jan.done() == [Done.READDRESS_ASKED], "it can still be stopped"
    hourly.settle_addresses(jan.who("", WAIT))
    assert jan.done() == [Done.READDRESS_GIVEN, Done.READDRESS_ASKED]
    hourly.settle_addresses(jan.who("", WAIT + KEPT))
    assert jan.done() == [Done.READDRESS_GIVEN, Done.READDRESS_ASKED]


def test_given_a_proposal_when_they_confirm_it_signed_in_then_organizers_see_at_once_that_it_is_theirs(
    jan: Jan,
) -> None:
    jan.propose()
    for _ in range(2):
        proposed_address.confirm(jan.who("jan"), jan.token())
    assert jan.done() == [Done.READDRESS_GIVEN, Done.READDRESS_ASKED]


def test_given_a_confirmed_address_that_opens_an_account_of_its_own_by_then_when_it_is_due_then_it_is_over(
    jan: Jan,
) -> None:
    jan.propose()
    proposed_address.confirm(jan.who("", A_DAY), jan.token())
    jan.store.put(*ola(WANTED))
    hourly.settle_addresses(jan.who("", WAIT))
    assert (jan.events(AddressGiven), jan.item, jan.done()[0]) == ([], None, Done.READDRESS_LAPSED)


@pytest.mark.parametrize("purpose", [OLD, NEW])
def test_given_a_no_from_either_address_when_proposed_again_then_it_is_refused_for_this_person_alone(
    jan: Jan, purpose: str
) -> None:
    jan.propose()
    proposed_address.stop(jan.who(""), purpose, jan.token(purpose))
    told = len(jan.events(AddressProposed))
    for after in (A_DAY, 300 * A_DAY):
        with pytest.raises(AddressRefused):
            jan.propose("Jan@Inna.example", after=after)
    assert (len(jan.events(AddressProposed)), jan.item) == (told, None)
    jan.propose("jan@trzecia.example", after=A_DAY)
    (ewa,) = jan.world.take("Mentee:ewa")
    jan.store.put(Address.verified("ewa", "ewa@firma.example", "2026-03-01T12:00:00Z"))
    tag = jan.store.get(Application, *Application.key(jan.programme_id, ewa))
    assert tag is not None
    address.correct(jan.who(), jan.programme_id, ewa, WANTED, tag.tag, reason="z kartki")
    assert len(jan.events(AddressProposed)) == told + 2


def test_given_three_addresses_when_a_fourth_is_proposed_then_it_waits_a_week_and_nobody_gets_a_mail(
    jan: Jan,
) -> None:
    for number in range(3):
        jan.propose(f"jan{number}@inna.example", after=number * A_DAY)
    before = len(jan.store.outbox)
    for after in (3 * A_DAY, 8 * A_DAY):
        with pytest.raises(ProposedOften):
            jan.propose("jan3@inna.example", after=after)
    assert len(jan.store.outbox) == before
    jan.propose("jan3@inna.example", after=9 * A_DAY)


def test_given_one_address_when_proposed_for_several_people_then_its_reader_gets_three_mails(jan: Jan) -> None:
    names = [f"ola{number}" for number in range(4)]
    for number, one in enumerate(jan.world.take(*(f"Mentee:{name}" for name in names))):
        jan.store.put(Address.verified(names[number], f"{names[number]}@firma.example", "2026-03-01T12:00:00Z"))
        found = jan.store.get(Application, *Application.key(jan.programme_id, one))
        assert found is not None
        to = f"ofiara+{number}@inna.example"

        def propose(one: str = one, to: str = to, tag: str = found.tag) -> None:
            address.correct(jan.who(), jan.programme_id, one, to, tag, reason="x")

        if number < 3:
            propose()
        else:
            with pytest.raises(ProposedOftenTo):
                propose()


def test_given_a_notice_that_goes_late_when_confirmed_then_three_days_are_counted_from_it(jan: Jan) -> None:
    jan.propose()
    jan.no_notice()
    proposed_address.confirm(jan.who("", A_DAY), jan.token())
    hourly.settle_addresses(jan.who("", WAIT + A_DAY))
    assert jan.events(AddressGiven) == [], "nobody could stop it"
    jan.notice(DeliveryState.CLAIMED, WAIT)
    hourly.settle_addresses(jan.who("", 2 * WAIT + A_DAY))
    assert jan.events(AddressGiven) == []
    jan.notice(DeliveryState.SENT, 4 * A_DAY)
    waits = proposed_address.waiting(jan.who("anna", 5 * A_DAY), jan.application)
    assert waits is not None
    assert waits.told()["holds_from"] == clock.iso(NOON + 4 * A_DAY + WAIT)
    for after, number in ((4 * A_DAY + WAIT - timedelta(minutes=1), 0), (11 * A_DAY, 1)):
        hourly.settle_addresses(jan.who("", after))
        assert len(jan.events(AddressGiven)) == number


def test_given_a_notice_that_never_goes_when_two_weeks_have_passed_then_it_is_over(jan: Jan) -> None:
    jan.propose()
    jan.no_notice()
    proposed_address.confirm(jan.who("", A_DAY), jan.token())
    for days in range(3, 18, 3):
        hourly.settle_addresses(jan.who("", days * A_DAY))
    assert (jan.events(AddressGiven), jan.item, jan.done()[0]) == ([], None, Done.READDRESS_LAPSED)


@pytest.mark.parametrize("state", [DeliveryState.BOUNCED, DeliveryState.REFUSED, DeliveryState.WITHHELD])
def test_given_a_present_address_that_no_mail_reaches_when_confirmed_then_it_holds_three_days_after_it_was_proposed(
    jan: Jan, state: DeliveryState
) -> None:
    jan.propose()
    jan.notice(state, A_DAY)
    proposed_address.confirm(jan.who("", A_DAY), jan.token())
    hourly.settle_addresses(jan.who("", WAIT))
    assert len(jan.events(AddressGiven)) == 1


def test_given_a_notice_under_way_when_confirmed_after_three_days_then_it_still_waits_but_not_for_who_signs_in(
    jan: Jan,
) -> None:
    jan.propose()
    jan.no_notice()
    proposed_address.confirm(jan.who("", WAIT + A_DAY), jan.token())
    assert jan.events(AddressGiven) == []
    proposed_address.confirm(jan.who("jan", WAIT + A_DAY), jan.token())
    assert len(jan.events(AddressGiven)) == 1


class Racing(World):
    """A world in whose store several write at once."""

    kept_in = RacingStore


def test_given_a_yes_and_a_stop_when_at_once_then_one_of_them_holds() -> None:
    jan = Jan(Racing())
    jan.propose()
    new, old, store = jan.token(NEW), jan.token(OLD), jan.world.store
    assert isinstance(store, RacingStore)
    yes, stop = proposed_address.confirm, proposed_address.stop
    ends = race(store, [lambda: yes(jan.who("jan"), new), lambda: stop(jan.who(""), OLD, old)])
    given = len(jan.events(AddressGiven))
    assert (given, ends.count("done")) == (int(jan.item is not None), 1)
    assert (jan.done()[0] == Done.READDRESS_STOPPED) == (not given)


Verb = Callable[[Proposal, datetime], Proposal]
VERBS: dict[str, Verb] = {
    "reads": lambda one, now: one.confirm(now, signed_in=False),
    "signed in": lambda one, now: one.confirm(now, signed_in=True),
    "schedule": lambda one, now: one.settle(now),
}


@given(st.lists(st.tuples(st.sampled_from([*VERBS]), st.integers(0, 20 * 24)), max_size=8))
def test_given_whatever_happens_when_it_holds_then_it_was_confirmed_and_could_be_stopped(
    acts: list[tuple[str, int]],
) -> None:
    one, signed = Proposal(NOON), False
    for name, hours in sorted(acts, key=lambda each: each[1]):
        now = NOON + timedelta(hours=hours)
        try:
            one = VERBS[name](one, now)
        except ProposalOver:
            assert now >= one.until
            continue
        signed = signed or name == "signed in"
    if one.given_at:
        assert one.confirmed_at is not None
        assert one.confirmed_at < one.until
        assert signed or one.given_at >= NOON + WAIT
