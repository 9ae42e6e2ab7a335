"""Who was accepted is taken out, put back and corrected; a refusal is undone. What others do with it follows events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring.errors import Invalid, NotFound, Stale
from mentoring.events import Event, Meta
from mentoring.events.pairing import PairAgreed, PairClosed
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.pairing import Pair, PairMember, Proposal, ProposalSide
from mentoring.tables.recruitment import Participant
from recruitment import domain
from recruitment.use_cases import address, deciding, listing, mending, pairs, removing
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World, kept

if TYPE_CHECKING:
    from collections.abc import Callable

WHY, SAID = "powód tylko dla nas", "Dziękujemy!"


class Desk(World):
    """A programme with a mentor and a mentee who are accepted and in a pair, and another mentee who was refused."""

    def __init__(self) -> None:
        super().__init__()
        self.mentor, self.mentee, self.refused = self.take("Mentor:ada", "Mentee:jan", "Mentee:ewa")
        deciding.decide(self.who("anna"), self.programme_id, [self.mentor, self.mentee], "accepted")
        deciding.decide(self.who("anna"), self.programme_id, [self.refused], "rejected")
        people = [self.participant(one) for one in (self.mentor, self.mentee)]
        ids = dict(zip(("mentor_id", "mentee_id"), (self.mentor, self.mentee), strict=True))
        persons = dict(zip(("mentor_person_id", "mentee_person_id"), (one.person_id for one in people), strict=True))
        self.store.put(
            Pair(
                *Pair.key("p"), pair_id="p", programme_id=self.programme_id, organization_id=self.organization_id,
                mentor_name="ada Nowak", mentee_name="jan Nowak", score=1, agreed_at="2026-03-02T12:00:00Z",
                meetings_held=3, **ids, **persons,
            ),
            *(
                PairMember(
                    *PairMember.key("p", one.person_id), pair_id="p", programme_id=self.programme_id,
                    person_id=one.person_id, participant_id=one.participant_id, role=one.role, partner_name="x",
                    list_pk=f"PERSON#{one.person_id}", list_sk="PAIR#p",
                )
                for one in people
            ),
            Proposal(
                *Proposal.key(self.programme_id, "q"), proposal_id="q", programme_id=self.programme_id, round_id="r",
                score=1, state="sent", sent_at="2026-03-02T12:00:00Z", **ids,
            ),
            ProposalSide(
                *ProposalSide.key(self.programme_id, self.mentor, "q"), participant_id=self.mentor, proposal_id="q",
                programme_id=self.programme_id,
            ),
            *(
                SignUp(
                    *SignUp.key(gathering, people[0].person_id), gathering_id=gathering, programme_id=self.programme_id,
                    person_id=people[0].person_id, participant_id=self.mentor, state=state, seat="online",
                    at="2026-03-02T12:00:00Z",
                    list_pk=f"PERSON#{people[0].person_id}", list_sk=f"SIGNUP#{self.programme_id}#{gathering}",
                )
                for gathering, state in (("g", "going"), ("h", "cancelled"))
            ),
        )  # fmt: skip
        self.store.outbox.clear()

    def participant(self, one: str) -> Participant:
        found = self.store.get(Participant, *Participant.key(self.programme_id, one))
        assert found is not None
        return found

    def take_out(self, one: str, name: str = "anna", **values: Any) -> Any:
        who = self.who(name)
        tag = removing.parting(who, self.programme_id, one).tag
        return removing.take_out(who, self.programme_id, one, **{"reason": WHY, "message": SAID, "tag": tag} | values)

    def put_back(self, one: str, **values: Any) -> Any:
        told = {"reason": WHY, "message": SAID, "expected": kept(self, one).tag} | values
        return removing.put_back(self.who("anna"), self.programme_id, one, **told)

    def undo(self, one: str, **values: Any) -> Any:
        told = {"reason": WHY, "message": SAID, "expected": kept(self, one).tag} | values
        return removing.undo_refusal(self.who("anna"), self.programme_id, one, **told)

    def mend(self, one: str, **values: Any) -> Any:
        told = {"reason": WHY, "expected": kept(self, one).tag}
        return mending.mend(self.who("anna"), self.programme_id, one, values, **told)


def test_given_a_mentor_in_a_pair_when_looked_at_before_then_all_that_ends_is_there() -> None:
    desk = Desk()
    found = removing.parting(desk.who("kora"), desk.programme_id, desk.mentor)
    assert [(one.partner, one.stage, one.meetings) for one in found.pairs] == [("jan Nowak", "active", 3)]
    assert (found.proposals, found.seats, found.rematched) == (1, 1, True)
    assert not removing.parting(desk.who("anna"), desk.programme_id, desk.mentee).rematched
    assert desk.published == []


def test_given_somebody_taken_out_when_done_then_they_left_and_are_told_and_nobody_else_reads_why() -> None:
    desk = Desk()
    desk.take_out(desk.mentor)
    one = kept(desk, desk.mentor)
    assert (one.state, one.message, one.comment) == ("withdrawn", SAID, "")
    assert [(each["what"], each["by"], each["why"]) for each in one.history] == [("taken_out", "anna", WHY)]
    assert desk.participant(desk.mentor).withdrawn_at
    assert desk.published == ["ApplicationWithdrawn", "ApplicationDecided"]
    assert {row.application_id: row.state for row in listing.of_programme(desk.who("anna"), desk.programme_id)}[
        desk.mentor
    ] == "withdrawn"
    with pytest.raises(domain.NotTakenPart):
        desk.take_out(desk.mentor)


def test_given_a_pair_that_meets_meanwhile_when_taken_out_then_nothing_happens_until_seen() -> None:
    desk = Desk()
    tag = removing.parting(desk.who("anna"), desk.programme_id, desk.mentor).tag
    pair = desk.store.get(Pair, *Pair.key("p"))
    assert pair is not None
    pair.meetings_held = 4
    desk.store.put(pair)
    with pytest.raises(domain.ChangedMeanwhile):
        desk.take_out(desk.mentor, tag=tag)
    assert kept(desk, desk.mentor).state == "accepted"
    assert desk.published == []


def test_given_who_was_taken_out_when_put_back_then_they_take_part_again_and_can_be_taken_out_again() -> None:
    desk = Desk()
    desk.take_out(desk.mentor)
    desk.store.outbox.clear()
    desk.put_back(desk.mentor)
    one = kept(desk, desk.mentor)
    assert (one.state, one.returned, one.taken_out_at) == ("accepted", True, None)
    assert desk.participant(desk.mentor).withdrawn_at is None
    assert desk.published == ["ApplicationAccepted"]
    with pytest.raises(domain.NotTakenPart):
        desk.put_back(desk.mentor)
    desk.take_out(desk.mentor)
    assert [each["what"] for each in kept(desk, desk.mentor).history] == ["taken_out", "put_back", "taken_out"]


def test_given_who_left_by_themselves_when_put_back_then_it_is_refused() -> None:
    desk = Desk()
    one = kept(desk, desk.mentee)
    one.state = "withdrawn"
    desk.store.put(one)
    with pytest.raises(domain.NotTakenPart):
        desk.put_back(desk.mentee)


def test_given_a_refusal_when_undone_then_it_waits_again_and_only_once() -> None:
    desk = Desk()
    refusal = kept(desk, desk.refused).refusal
    desk.undo(desk.refused)
    one = kept(desk, desk.refused)
    assert (one.state, one.refusal == refusal != "", one.history[0]["what"]) == ("submitted", True, "refusal_undone")
    assert [event.data.state for event in desk.store.events] == ["submitted"]  # type: ignore[attr-defined]
    with pytest.raises(domain.DecisionRefused):
        desk.undo(desk.refused)
    deciding.decide(desk.who("anna"), desk.programme_id, [desk.refused], "accepted")
    assert kept(desk, desk.refused).state == "accepted"


def test_given_a_mentor_when_corrected_then_the_participant_follows_and_an_agreed_pair_stays() -> None:
    desk = Desk()
    desk.mend(desk.mentor, first_name="Adela", capacity=1, department="Finanse", city="Łódź")
    who = desk.participant(desk.mentor)
    assert (who.name, who.profile["capacity"], who.profile["city"]) == ("Adela Nowak", 1, "Łódź")
    assert desk.published == ["ApplicationCorrected"]
    (row,) = [one for one in listing.of_programme(desk.who("anna"), desk.programme_id) if one.role == "mentor"]
    assert (row.called, row.department, row.places) == ("Adela Nowak", "Finanse", 1)
    desk.mend(desk.mentor, city="Łódź")
    assert desk.published == ["ApplicationCorrected"]
    desk.mend(desk.mentee, capacity=3)
    assert desk.participant(desk.mentee).profile["capacity"] == 0


ACTS: dict[str, Callable[[Desk], Any]] = {
    "take out": lambda desk: desk.take_out(desk.mentor, reason=" "),
    "put back": lambda desk: desk.put_back(desk.mentor, reason=""),
    "undo": lambda desk: desk.undo(desk.refused, reason=""),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_given_no_reason_when_anything_is_done_then_it_is_asked_for(act: Callable[[Desk], Any]) -> None:
    desk = Desk()
    with pytest.raises(Invalid):
        act(desk)
    assert desk.published == []


def test_given_an_older_page_when_anything_is_done_then_it_is_refused() -> None:
    desk = Desk()
    old = kept(desk, desk.refused).tag
    desk.undo(desk.refused)
    with pytest.raises(Stale):
        desk.undo(desk.refused, expected=old)
    with pytest.raises(Stale):
        mending.mend(desk.who("anna"), desk.programme_id, desk.refused, {"city": "X"}, reason=WHY, expected=old)


@pytest.mark.parametrize("name", ["obcy", "widz", "ada"])
def test_given_who_does_not_decide_when_they_try_anything_then_nothing_is_there(name: str) -> None:
    desk = Desk()
    who, place = desk.who(name), (desk.programme_id, desk.mentor)
    told = {"reason": WHY, "expected": "1"}
    for act in (
        lambda: removing.parting(who, *place),
        lambda: removing.take_out(who, *place, reason=WHY, tag="x"),
        lambda: removing.put_back(who, *place, **told),
        lambda: removing.undo_refusal(who, *place, **told),
        lambda: mending.mend(who, *place, {"city": "X"}, **told),
    ):
        with pytest.raises(NotFound):
            act()
    other = Desk()
    with pytest.raises(NotFound):
        removing.parting(desk.who("anna"), desk.programme_id, other.mentor)


def news(data: Any) -> Event[Any]:
    meta = Meta(
        id=f"e-{type(data).__name__}", version=1, occurred_at=NOON, aggregate="pair", aggregate_id="p", sequence=1,
        programme_id="x", correlation_id="r", causation_id=None,
    )  # fmt: skip
    return Event(meta, data)


@pytest.mark.parametrize("ended", [False, True])
def test_given_news_of_a_pair_in_any_order_when_they_come_twice_then_the_list_says_what_is(*, ended: bool) -> None:
    desk = Desk()
    pair = desk.store.get(Pair, *Pair.key("p"))
    assert pair is not None
    if ended:
        pair.outcome = "closed_early"
        desk.store.put(pair)
    agreed = PairAgreed(desk.programme_id, "p", "q", desk.mentor, desk.mentee, "", "")
    closed = PairClosed(desk.programme_id, "p", "closed_early", "system")
    for event in (closed, agreed, agreed) if ended else (agreed, agreed):
        pairs.follow(desk.who("anna"), news(event))
    known = {row.application_id: row.pairs for row in listing.of_programme(desk.who("anna"), desk.programme_id)}
    assert (known[desk.mentor], known[desk.mentee], known[desk.refused]) == ((0, 0, 0) if ended else (1, 1, 0))


def test_given_a_wrong_address_when_corrected_then_why_is_noted_for_organizers() -> None:
    desk = Desk()
    tag = kept(desk, desk.refused).tag
    anna = desk.who("anna")
    address.correct(anna, desk.programme_id, desk.refused, "nowa@firma.example", tag, reason=WHY)
    assert [(one["what"], one["why"]) for one in kept(desk, desk.refused).history] == [("readdressed", WHY)]
