"""A process that one of the two ended early is a matter until it is looked after or the mentee is matched again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mentoring import matters
from mentoring.events.monitoring import MatterRaised
from mentoring.events.pairing import PairAgreed, PairClosed, RematchRequested
from mentoring.events.surveys import SurveyAnswered
from mentoring.tables.monitoring import URGENCIES, Matter
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.vocabulary import Urgency, Worry
from monitoring.domain import Deed
from monitoring.use_cases import desk, events, requests
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import consumer_at, day, event, pair, programme, scan, silent, take, waiting

ENDED = [("1", ["ended"])]


def ended(
    given: MemoryStore, by: str = "jan", organizer: str = "", outcome: str = "closed_early", **kept: object
) -> None:
    """When the process ends on day 10."""
    one = given.get(Pair, *Pair.key("1"))
    assert one is not None
    for name, value in {"outcome": outcome, "close_reason": "Za mało czasu", "closed_by": by, **kept}.items():
        setattr(one, name, value)
    given.put(one)
    told = event(PairClosed("p", "1", outcome, by), day(10), sequence=9)
    take(given, replace(told, meta=replace(told.meta, organizer=organizer)), at=day(10))


def test_given_one_of_the_two_when_they_end_the_process_then_it_is_one_matter_of_which_the_digest_tells() -> None:
    given = silent()
    ended(given)
    take(given, event(SurveyAnswered("p", "1", "a", "early_end", low=False), day(12)), at=day(12))
    scan(given, day(60))
    assert waiting(given) == ENDED
    told = [one.data for one in given.events if isinstance(one.data, MatterRaised)]
    assert told == [MatterRaised("p", "1", "1", "", "ended", "ended", 0)]
    assert URGENCIES.index(Urgency.STUCK) + 1 == URGENCIES.index(Urgency.ENDED)
    found = line(given)
    assert matters.reasons(found.matter, day(11), "en") == ["one of them ended the process early"]
    assert matters.reasons(found.matter, day(11), "pl") == ["ktoś z pary zakończył proces przed czasem"]
    assert (found.next_step, found.given, found.left) == (Worry.ENDED, "Za mało czasu", "")


def line(given: MemoryStore) -> desk.Line:
    context = context_at(day(11), store=given, person_id="ola")
    (found,) = desk.desk(context, "p", [desk.matter(context, "p", "1")]).lines
    return found


@pytest.mark.parametrize(
    "how",
    [
        {"by": "ola"}, {"by": "system"}, {"outcome": "completed"}, {"organizer": "jan"},
        {"by": "anna", "left_by": "m1", "rematch": True},
    ],
)  # fmt: skip
def test_given_an_end_that_organizers_decided_or_that_is_followed_up_when_told_then_it_is_no_matter(
    how: dict[str, str],
) -> None:
    given = silent()
    ended(given, **how)
    assert waiting(given) == []


def test_given_a_programme_that_is_over_when_somebody_ends_a_process_then_nobody_has_to_decide() -> None:
    given = silent()
    given.put(programme(stage="closed"))
    ended(given)
    assert waiting(given) == []


def test_given_a_mentee_who_left_when_their_process_ends_then_the_line_says_so_and_no_code() -> None:
    given = silent()
    ended(given, left_by="e1", close_reason="withdrawn")
    assert (line(given).left, line(given).given) == ("Jan", "")


def test_given_a_matter_for_other_reasons_when_the_process_ends_then_only_that_is_left_and_it_is_told() -> None:
    given = silent()
    requests.ask(context_at(day(5), store=given, person_id="jan", service="monitoring"), "1", Worry.HELP)
    ended(given)
    assert waiting(given) == ENDED
    assert [one.data.rule for one in given.events if isinstance(one.data, MatterRaised)] == ["help", "ended"]


def test_given_the_matter_when_an_organizer_ticks_it_off_then_it_is_done_and_a_second_telling_changes_nothing() -> None:
    given = silent()
    ended(given)
    desk.deal(context_at(day(11), store=given, person_id="ola"), "p", "1", Deed.DONE)
    scan(given, day(40))
    assert waiting(given) == []


def test_given_the_matter_when_its_mentee_is_matched_again_then_it_is_settled() -> None:
    given = silent()
    ended(given)
    for told in (RematchRequested("p", "r", ["e1"]), RematchRequested("p", "r", ["e2"], "2")):
        one = event(told, day(12))
        events.note_rematch(consumer_at(given, one, day(12)), one)
    assert waiting(given) == ENDED, "another pair's, or none"
    one = event(RematchRequested("p", "r", ["e1"], "1"), day(12))
    events.note_rematch(consumer_at(given, one, day(12)), one)
    assert waiting(given) == []
    assert handled_by(given) is None


def handled_by(given: MemoryStore) -> str | None:
    found = given.get(Matter, *Matter.key("p", "1"))
    assert found is not None
    return found.handled_by


@pytest.mark.parametrize(("mentee", "settled"), [("e1", True), ("somebody", False)])
def test_given_the_matter_when_its_mentee_has_another_pair_then_it_is_settled(mentee: str, *, settled: bool) -> None:
    given = silent()
    ended(given)
    known = {"programme_id": "p", "person_id": "jan", "role": "mentee", "partner_name": ""}
    for name in ("1", "2"):
        one = PairMember(*PairMember.key(name, "jan"), pair_id=name, participant_id="e1", **known)
        one.list_pk, one.list_sk = PairMember.list_key("jan", name)
        given.put(one)
    given.put(pair("2", "ewa", "jan"))
    told = event(PairAgreed("p", "2", "x", "m2", mentee, "ewa", "jan"), day(20))
    events.start(consumer_at(given, told, day(20)), told)
    assert (waiting(given) == []) is settled
