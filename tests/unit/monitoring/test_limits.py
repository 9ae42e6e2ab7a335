"""Nobody is reminded too much, whatever pairs and programmes they are in, nor where no mail arrives."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from mentoring import clock, ids
from mentoring.events.monitoring import PairWentInactive
from mentoring.events.pairing import PairAgreed
from mentoring.events.surveys import SurveyAssigned
from mentoring.tables.monitoring import Nudged
from mentoring.tables.notifications import Mailbox
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import Worry
from monitoring import domain
from monitoring.use_cases import organizers
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import day, event, pair, programme, published, scan, season, silent, take, watched

if TYPE_CHECKING:
    from datetime import datetime

PEOPLE = ("anna", "jan", "ewa")
TWO = st.sampled_from([(mentor, mentee) for mentor in PEOPLE for mentee in PEOPLE if mentor != mentee])
PAIRS = st.lists(st.tuples(TWO, st.sampled_from(("p", "q")), st.integers(0, 20), st.booleans()), min_size=1, max_size=4)
"""Mentor and mentee, programme, the day they agreed, and whether a survey waits for them."""


@settings(max_examples=12, deadline=None)
@over(PAIRS, st.integers(12, 29))
def test_given_people_in_several_pairs_and_programmes_when_months_pass_then_each_hears_once_in_five_days_at_most(
    pairs: list[tuple[tuple[str, str], str, int, bool]], hours: int
) -> None:
    given = season()
    other = programme(rules={"first_meeting_nudge": 3, "silence_nudge": 10, "silence_factor": 1})
    other.pk, other.sk = Programme.key("q")
    other.programme_id = "q"
    given.put(other)
    both = {}
    for number, ((mentor, mentee), of, agreed, asked) in enumerate(pairs):
        one = pair(str(number), mentor, mentee)
        one.programme_id, one.agreed_at = of, clock.iso(day(agreed))
        given.put(one)
        both[one.pair_id] = {mentor, mentee}
        told = PairAgreed(of, one.pair_id, f"pr{number}", one.mentor_id, one.mentee_id, mentor, mentee)
        take(given, event(told, day(agreed)), at=day(agreed))
        if asked:
            take(
                given,
                event(SurveyAssigned(of, one.pair_id, f"a{number}", mentee, "start"), day(agreed)),
                at=day(agreed),
            )
    heard: dict[tuple[str, bool], list[datetime]] = {}
    seen, at = 0, day(0)
    while at < day(50):
        scan(given, at)
        nudges = published(given, PairWentInactive)
        for one in nudges[seen:]:
            for person in both[one.pair_id]:
                heard.setdefault((person, one.rule == Worry.SURVEY), []).append(at)
        seen, at = len(nudges), at + timedelta(hours=hours)
    assert all(
        later - earlier >= domain.BETWEEN_NUDGES for times in heard.values() for earlier, later in pairwise(times)
    )


def lose(given: MemoryStore, *people: str) -> None:
    """Given: mail to these people comes back."""
    for name in people:
        email = f"{name}@firma.example"
        side = "m1" if name == "anna" else "e1"
        given.put(
            Participant(*Participant.key("p", side), participant_id=side, programme_id="p", person_id=name, email=email, name=name, role="mentor", profile={}, accepted_at=clock.iso(day(0)), form="n", locale="pl", zone="Europe/Warsaw"),
            Mailbox(*Mailbox.key(email), mailbox_id=ids.address_key(email), reach="bounced"),
        )  # fmt: skip


def test_given_one_of_the_two_whom_no_mail_reaches_when_reminded_then_only_the_other_ones_days_count() -> None:
    given = silent()
    lose(given, "anna")
    assert scan(given, day(32))["nudged"] == 1
    known = {name: given.get(Nudged, *Nudged.key(name)) for name in ("anna", "jan")}
    assert [name for name, one in known.items() if one is not None and one.at] == ["jan"]


def test_given_two_whom_no_mail_reaches_when_silent_then_the_nudge_waits_and_the_organizers_still_hear() -> None:
    given = silent()
    lose(given, "anna", "jan")
    assert [scan(given, day(at))["nudged"] for at in (32, 33)] == [0, 0]
    assert watched(given).due_at == clock.iso(day(34))
    assert scan(given, day(46))["alerted"] == 1
    with pytest.raises(domain.NobodyReached):
        organizers.nudge(context_at(day(47), store=given, person_id="ola"), "p", "1")
    given.put(Mailbox(*Mailbox.key("jan@firma.example"), mailbox_id=ids.address_key("jan@firma.example")))
    assert scan(given, day(48))["nudged"] == 1
