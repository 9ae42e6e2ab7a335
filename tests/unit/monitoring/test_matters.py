"""Matters: one about each pair or person, with all reasons; what settles them, and how an organizer deals with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mentoring import clock, ids
from mentoring.errors import Invalid, NotFound, Overtaken
from mentoring.events.meetings import MeetingConfirmed
from mentoring.events.monitoring import MatterRaised, MattersHandled, PairWentInactive
from mentoring.events.notifications import MailboxLost, MailboxRecovered
from mentoring.events.pairing import MenteeLeftUnmatched, MenteeWaitsLong, PairClosed, PairPaused
from mentoring.events.recruitment import AddressCorrected, ApplicationWithdrawn
from mentoring.events.surveys import SurveyAnswered
from mentoring.events.workspace import GoalAgreed
from mentoring.reach import Reach
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import PairMember, Seats
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import ProgrammeStage
from monitoring import domain
from monitoring.domain import Deed
from monitoring.use_cases import deferring, desk, requests
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import (
    AGREED,
    CONFIRMED,
    called,
    day,
    event,
    matters,
    published,
    scan,
    season,
    silent,
    take,
    waiting,
    watched,
)

LOW = SurveyAnswered("p", "1", "a", "pair_fit", low=True)


def asked(given: MemoryStore, wish: str, at: float, who: str = "jan") -> None:
    requests.ask(context_at(day(at), store=given, person_id=who), "1", wish)


def organizer(given: MemoryStore, at: float, who: str = "ola") -> Any:
    return context_at(day(at), store=given, person_id=who)


def the_matter(given: MemoryStore, about: str = "1") -> Matter:
    found = given.get(Matter, *Matter.key("p", about))
    assert found is not None
    return found


def told(given: MemoryStore) -> list[tuple[str, str]]:
    return [(one.rule, one.urgency) for one in published(given, MatterRaised)]


def test_given_a_pair_with_several_reasons_when_listed_then_it_is_one_matter_with_the_most_urgent_first() -> None:
    given = silent()
    scan(given, day(46))
    take(given, event(LOW), at=day(47))
    asked(given, "help", 48)

    assert waiting(given) == [("1", ["help", "rating", "silence"])]
    assert (the_matter(given).urgency, the_matter(given).since) == ("help", clock.iso(day(0)))
    assert told(given) == [("silence", "silent"), ("rating", "bad_fit"), ("help", "help")]


def test_given_a_scan_in_the_middle_of_a_day_when_listed_then_days_count_from_when_it_began_most_urgent_first() -> None:
    given = silent()
    scan(given, day(46.5))
    asked(given, "help", 47)
    told = [(why["rule"], why["since"]) for why in the_matter(given).reasons]
    assert told == [("help", clock.iso(day(47))), ("silence", clock.iso(day(0)))]


def test_given_a_matter_when_a_reason_comes_again_then_its_facts_are_newer_and_nobody_is_told_twice() -> None:
    given = silent()
    for at in (46, 61):
        scan(given, day(at))

    [why] = the_matter(given).reasons
    assert (why["cause"], why["days"], why["since"]) == ("suggest", 61, clock.iso(day(0)))
    assert told(given) == [("silence", "silent"), ("silence", "stuck")]
    asked(given, "help", 62)
    asked(given, "help", 63)
    assert told(given)[2:] == [("help", "help")]


def test_given_less_urgent_news_when_a_matter_is_open_then_the_organizers_are_told_nothing_more() -> None:
    given = silent()
    asked(given, "help", 40)
    scan(given, day(46))

    assert waiting(given) == [("1", ["help", "silence"])]
    assert told(given) == [("help", "help")]


def test_given_a_matter_when_a_meeting_is_planned_then_only_the_silence_is_over() -> None:
    given = called()
    take(given, event(MeetingConfirmed("p", "2", "n", clock.iso(day(50)), 0), sequence=9), at=day(47))
    assert waiting(given) == [("1", ["silence"]), ("2", ["rating"])]
    take(given, event(MeetingConfirmed("p", "1", "n", clock.iso(day(50)), 0), sequence=9), at=day(47))
    assert waiting(given) == [("2", ["rating"])]
    assert (the_matter(given).state, the_matter(given).handled_at, the_matter(given).handled_by) == (
        "done", clock.iso(day(47)), None,
    )  # fmt: skip


def test_given_a_wish_for_a_pause_when_the_process_rests_then_it_is_met_and_going_on_meets_nothing() -> None:
    given = silent()
    asked(given, "pause", 5)
    take(given, event(PairPaused("p", "1", ""), sequence=8), at=day(6))
    assert waiting(given) == [("1", ["pause"])]
    take(given, event(PairPaused("p", "1", clock.iso(day(30))), sequence=9), at=day(6))
    assert waiting(given) == []


def test_given_a_matter_when_the_process_is_closed_then_none_of_it_waits_for_anybody() -> None:
    given = called()
    take(given, event(PairClosed("p", "2", "closed_early", "organizer"), sequence=9), at=day(47))
    assert waiting(given) == [("1", ["silence"])]


def test_given_a_matter_when_something_else_happens_then_it_waits() -> None:
    given = called()
    take(given, event(GoalAgreed("p", "1", "g"), sequence=9), at=day(47))
    assert ("1", ["silence"]) in waiting(given)


def jan(email: str = "jan@firma.example", **values: Any) -> Participant:
    return Participant(
        *Participant.key("p", "e1"), participant_id="e1", programme_id="p", person_id="jan", email=email, role="mentee",
        name="Jan", form="m", locale="pl", zone="Europe/Warsaw", profile={}, accepted_at=clock.iso(day(0)), **values,
    )  # fmt: skip


def alone() -> MemoryStore:
    """Given: nobody is left for the mentee of pair 1, nor for another one."""
    given = season()
    for mentee in ("e1", "e2"):
        take(given, event(MenteeLeftUnmatched("p", mentee, "nobody")))
    return given


@pytest.mark.parametrize("data", [AGREED, ApplicationWithdrawn("e1", "p")])
def test_given_a_mentee_nobody_was_left_for_when_there_is_a_pair_or_she_leaves_then_nobody_needs_to_look(
    data: Any,
) -> None:
    given = alone()
    assert waiting(given) == [("e1", ["unmatched"]), ("e2", ["unmatched"])]
    for at in (3, 4):
        take(given, event(data), at=day(at))
    handled = [(one.participant_id, one.handled_at, one.handled_by) for one in matters(given, "done")]
    assert handled == [("e1", clock.iso(day(3)), None)]
    assert waiting(given) == [("e2", ["unmatched"])]


def test_given_a_mentee_who_waits_for_long_when_heard_then_one_line_says_since_when_and_a_round_s_word_adds_none() -> (
    None
):
    given = season()
    take(given, event(MenteeWaitsLong("p", "e1", 4, "language"), day(30)), at=day(30))
    take(given, event(MenteeLeftUnmatched("p", "e1", "nobody"), day(31)), at=day(31))
    assert waiting(given) == [("e1", ["unmatched"])]
    assert the_matter(given, "e1").since == clock.iso(day(2))
    take(given, event(AGREED), at=day(33))
    assert waiting(given) == []


@pytest.mark.parametrize("data", [MenteeLeftUnmatched("p", "e1", "nobody"), MenteeWaitsLong("p", "e1", 4, "nobody")])
@pytest.mark.parametrize("found", ["a pair", "that she left"])
def test_given_a_mentee_who_has_a_pair_or_left_when_it_is_heard_late_that_nobody_was_left_then_nobody_needs_to_look(
    data: Any, found: str
) -> None:
    given = season()
    if found == "a pair":
        given.put(Seats(*Seats.key("p", "e1"), participant_id="e1", programme_id="p", capacity=1, taken=1))
    else:
        given.put(jan(withdrawn_at=clock.iso(day(1))))
    take(given, event(data), at=day(2))
    assert matters(given) == []


@pytest.mark.parametrize("data", [AGREED, CONFIRMED])
def test_given_no_such_pair_when_an_event_comes_then_it_is_refused(data: Any) -> None:
    with pytest.raises(NotFound):
        take(MemoryStore(), event(data))


def test_given_a_matter_when_two_say_it_is_done_then_who_was_first_is_remembered() -> None:
    given = called()
    for at in (47, 48):
        desk.deal(organizer(given, at), "p", "1", Deed.DONE)
    one = the_matter(given)
    assert (one.state, one.handled_at, one.handled_by) == ("done", clock.iso(day(47)), "ola")


def test_given_a_matter_that_was_done_when_it_is_needed_again_then_it_begins_anew() -> None:
    given = silent()
    scan(given, day(46))
    desk.deal(organizer(given, 46), "p", "1", Deed.TAKE)
    desk.deal(organizer(given, 47), "p", "1", Deed.DONE)
    asked(given, "help", 50)

    one = the_matter(given)
    assert (one.state, one.taken_by, [why["rule"] for why in one.reasons]) == ("open", "", ["help"])
    assert told(given) == [("silence", "silent"), ("help", "help")]


def test_given_a_matter_put_aside_when_its_day_comes_then_it_is_back_and_once() -> None:
    given = called()
    desk.deal(organizer(given, 47), "p", "1", Deed.LATER, until=date(2026, 4, 25))
    assert waiting(given) == [("2", ["rating", "silence"])]

    heard = told(given)
    counts = [deferring.bring_back(organizer(given, at))["returned"] for at in (50, 60, 61)]
    assert counts == [0, 1, 0]
    assert len(waiting(given)) == 2
    assert told(given) == heard


@pytest.mark.parametrize(("news", "back"), [("help", True), ("suggestion", False)])
def test_given_a_matter_put_aside_when_something_new_happens_then_only_what_is_urgent_brings_it_back(
    news: str, *, back: bool
) -> None:
    given = silent()
    scan(given, day(46))
    desk.deal(organizer(given, 47), "p", "1", Deed.LATER, until=date(2026, 6, 30))
    if back:
        asked(given, news, 50)
    else:
        scan(given, day(61))
    assert bool(waiting(given)) is back
    assert the_matter(given).urgency == ("help" if back else "stuck")
    assert the_matter(given).put_aside_by == (None if back else "ola")


def test_given_a_matter_put_aside_when_facts_settle_it_then_it_never_comes_back() -> None:
    given = silent()
    scan(given, day(46))
    desk.deal(organizer(given, 47), "p", "1", Deed.LATER, until=date(2026, 4, 25))
    take(given, event(MeetingConfirmed("p", "1", "n", clock.iso(day(50)), 0), sequence=9), at=day(48))
    assert deferring.bring_back(organizer(given, 90))["returned"] == 0
    assert the_matter(given).state == "done"


def test_given_two_organizers_when_the_second_acts_on_what_the_first_has_changed_then_nothing_is_lost() -> None:
    given = called()
    seen = the_matter(given).tag
    desk.deal(organizer(given, 47), "p", "1", Deed.TAKE, seen)
    for deed in (Deed.DONE, Deed.TAKE, Deed.GIVE_BACK, Deed.REMIND):
        with pytest.raises(Overtaken):
            desk.deal(organizer(given, 47), "p", "1", deed, seen)
    assert the_matter(given).taken_by == "ola"
    desk.deal(organizer(given, 47), "p", "1", Deed.GIVE_BACK)
    assert the_matter(given).taken_by == ""
    handled = [(one.meta.organizer, one.data) for one in given.events if one.name == "MattersHandled"]
    assert handled == [("ola", MattersHandled("p", deed, ["1"])) for deed in ("take", "give_back")]


def test_given_a_matter_that_is_done_or_a_day_that_is_over_when_it_is_put_aside_or_taken_then_it_is_refused() -> None:
    given = called()
    with pytest.raises(Invalid):
        desk.deal(organizer(given, 47), "p", "1", Deed.LATER, until=date(2026, 4, 1))
    desk.deal(organizer(given, 47), "p", "1", Deed.DONE)
    with pytest.raises(domain.AlreadyDone):
        desk.deal(organizer(given, 48), "p", "1", Deed.TAKE)
    with pytest.raises(domain.AlreadyDone):
        desk.deal(organizer(given, 48), "p", "1", Deed.LATER, until=date(2026, 6, 1))
    with pytest.raises(NotFound):
        desk.deal(organizer(given, 48), "p", "none", Deed.DONE)


def test_given_a_silent_pair_when_reminded_from_the_desk_then_the_matter_rests_for_a_week() -> None:
    given = silent()
    scan(given, day(46))
    before = len(published(given, PairWentInactive))
    desk.remind(organizer(given, 52), "p", "1")
    assert len(published(given, PairWentInactive)) == before + 1
    assert waiting(given) == []
    deferring.bring_back(organizer(given, 59))
    assert waiting(given) == [("1", ["silence"])]


def bouncing() -> tuple[MemoryStore, str]:
    """Given: the mentee (jan, participant e1) of the only pair gets no mail."""
    given = silent()
    email = "jan@firma.example"
    who = jan(email)
    one = PairMember(
        *PairMember.key("1", "jan"), pair_id="1", programme_id="p", person_id="jan", participant_id="e1",
        role="mentee", partner_name="Anna",
    )  # fmt: skip
    one.list_pk, one.list_sk = PairMember.list_key("jan", "1")
    given.put(who, one)
    return given, ids.address_key(email)


def test_given_mail_that_comes_back_when_heard_twice_then_the_pair_is_one_matter_until_mail_arrives_again() -> None:
    given, mailbox = bouncing()
    for _ in range(2):
        take(given, event(MailboxLost(mailbox, "jan")), at=day(3))
    assert waiting(given) == [("1", ["unreachable"])]
    assert the_matter(given).reasons[0]["cause"] == "e1"
    assert told(given) == [("unreachable", "unreachable")]
    assert watched(given).history[-1]["rule"] == "unreachable"

    take(given, event(MailboxRecovered(mailbox)), at=day(4))
    assert waiting(given) == []
    take(given, event(MailboxLost(mailbox, "jan")), at=day(5))
    assert waiting(given) == [("1", ["unreachable"])]


def test_given_mail_that_comes_back_when_the_address_is_corrected_then_only_that_reason_is_over() -> None:
    given, mailbox = bouncing()
    take(given, event(MailboxLost(mailbox, "jan")), event(LOW), at=day(3))
    take(given, event(AddressCorrected("e1", "p", mailbox, "new")), at=day(4))
    assert waiting(given) == [("1", ["rating"])]


def lost(mailbox: str, since: float) -> Mailbox:
    told = {"mailbox_id": mailbox, "reach": Reach.BOUNCED, "since": clock.iso(day(since))}
    return Mailbox(*Mailbox.key_of(mailbox), **told)


def test_given_mail_that_comes_back_when_the_pair_is_raised_later_then_it_is_since_when_the_mailbox_says() -> None:
    given, mailbox = bouncing()
    given.put(lost(mailbox, 2))
    take(given, event(MailboxLost(mailbox, "jan")), at=day(3))
    assert the_matter(given).since == clock.iso(day(2))


@pytest.mark.parametrize("over", [False, True])
def test_given_somebody_no_mail_reaches_when_a_pair_is_agreed_then_it_is_a_matter_until_mail_arrives(
    *, over: bool
) -> None:
    given, mailbox = bouncing()
    given.put(lost(mailbox, -9))
    if over:
        programme = given.get(Programme, *Programme.key("p"))
        assert programme is not None
        programme.stage = ProgrammeStage.CLOSED
        given.put(programme)
    given.items.pop(Watch.key("1"))
    for _ in range(2):
        take(given, event(AGREED), at=day(1))
    assert waiting(given) == ([] if over else [("1", ["unreachable"])])
    if not over:
        assert (the_matter(given).since, the_matter(given).reasons[0]["cause"]) == (clock.iso(day(-9)), "e1")
        assert told(given) == [("unreachable", "unreachable")]
        take(given, event(MailboxRecovered(mailbox)), at=day(2))
        assert waiting(given) == []


@pytest.mark.parametrize("how", ["another address", "closed", "nobody"])
def test_given_mail_that_comes_back_when_it_concerns_no_current_pair_then_nobody_needs_to_look(how: str) -> None:
    given, mailbox = bouncing()
    if how == "closed":
        take(given, event(PairClosed("p", "1", "completed", "system"), sequence=9))
    heard = MailboxLost("other" if how == "another address" else mailbox, "" if how == "nobody" else "jan")
    take(given, event(heard), at=day(3))
    assert waiting(given) == []


def test_given_an_empty_history_when_a_need_is_asked_how_long_then_days_count_from_its_reasons() -> None:
    why = domain.Why("silence", day(0), day(46))  # type: ignore[arg-type] - a StrEnum's value
    need = domain.Need().because(why).because(domain.Why("help", day(46), day(46)))  # type: ignore[arg-type]
    assert (why.days, need.since, need.without(lambda _: True, day(47)).state) == (46, day(0), "done")
    assert need.later(day(50)).back(day(50) - timedelta(hours=1)).state == "put_aside"
