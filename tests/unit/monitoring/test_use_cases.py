"""Watches follow events in any order; the scan acts once; organizers and participants do what they may."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound, SignInRequired, Stale
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
)
from mentoring.events.monitoring import AlertRaised, HelpRequested, PairWentInactive
from mentoring.events.pairing import MenteeLeftUnmatched, PairAgreed, PairClosed, PairPaused
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.tables.monitoring import Alert, Nudged, Watch
from monitoring import domain, store
from monitoring.use_cases import events, organizers, requests
from monitoring.use_cases import scan as scanning
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.monitoring.givens import AGREED, consumer_at, event, pair, person, programme, season

if TYPE_CHECKING:
    from mentoring.events import Event
    from mentoring.tables.pairing import Pair

CONFIRMED = MeetingConfirmed("p", "1", "m", clock.iso(NOON + timedelta(days=3)), 0)
HELD = MeetingHeld("p", "1", "m", clock.iso(NOON + timedelta(days=3)), 1, presumed=False)

FUNCTIONS = {
    PairAgreed: events.start,
    MenteeLeftUnmatched: events.note_unmatched,
    ApplicationWithdrawn: events.note_withdrawn,
}


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


def take(given: MemoryStore, *news: Event, at: datetime = NOON) -> None:
    for one in news:
        function = FUNCTIONS.get(type(one.data), events.note)
        consume(consumer_at(given, one, at), function, one)


def watched(given: MemoryStore, pair_id: str = "1") -> Watch:
    found = given.get(Watch, *Watch.key(pair_id))
    assert found is not None
    return found


def scan(given: Any, at: datetime) -> dict[str, int]:
    return scanning.scan(context_at(at, store=given, service="monitoring"))


def published(given: MemoryStore, kind: type) -> list[Any]:
    return [one.data for one in given.events if isinstance(one.data, kind)]


def silent(*pairs: Pair) -> MemoryStore:
    """Given: these pairs agreed, signed, met once on day 0, and nothing since."""
    given = season(*pairs)
    for one in pairs or (pair(),):
        held = MeetingHeld("p", one.pair_id, "m", clock.iso(NOON), 1, presumed=False)
        take(given, event(ContractSigned("p", one.pair_id, 1, "hash")), event(held, sequence=3))
    return given


# Events in -----------------------------------------------------------------------------------------------------------


def test_given_an_agreed_pair_when_heard_of_then_it_is_watched_and_due_on_day_7() -> None:
    given = season()
    take(given, event(AGREED))
    watch = watched(given)
    assert (watch.colour, watch.due_at, watch.people) == ("green", clock.iso(day(7)), ["anna", "jan"])
    assert (watch.list_pk, watch.list_sk) == ("WATCHES#p", "2#jan#1")


def test_given_an_event_when_it_comes_twice_then_it_is_noted_once() -> None:
    given = season()
    once = event(SurveyAssigned("p", "1", "a", "jan", "start"))
    take(given, once, once)
    assert (given.commits, watched(given).version) == (1, 1)


def test_given_events_of_a_season_when_they_come_in_any_order_then_the_watch_is_the_same() -> None:
    events = [
        event(AGREED),
        event(CONFIRMED, sequence=2),
        event(MeetingRescheduled("p", "1", "m", "jan", clock.iso(day(5)), 1), sequence=3),
        event(HELD, sequence=6),
        event(SurveyAssigned("p", "1", "a", "jan", "pair_fit"), day(1)),
        event(SurveyAnswered("p", "1", "a", "pair_fit", low=False), day(2)),
    ]
    seen = set()
    for order in permutations(events):
        given = season()
        take(given, *order, at=day(4))
        watch = watched(given)
        facts = store.facts(watch)
        seen.add((facts, watch.colour, watch.due_at, str(watch.reason)))
    assert len(seen) == 1
    assert facts.held == (day(3),)
    assert facts.surveys == ()


@pytest.mark.parametrize(
    "later",
    [
        MeetingCancelled("p", "1", "m", "jan", 1, was_confirmed=True),
        MeetingNotHeld("p", "1", "m", "technical"),
        MeetingRescheduled("p", "1", "m", "jan", clock.iso(day(9)), 1),
    ],
)
def test_given_a_planned_meeting_when_it_falls_through_then_nothing_is_planned(later: Any) -> None:
    given = season()
    take(given, event(CONFIRMED, sequence=2))
    assert store.facts(watched(given)).planned == (day(3),)
    take(given, event(later, sequence=3))
    assert store.facts(watched(given)).planned == ()
    assert watched(given).due_at == clock.iso(day(7))


def test_given_a_presumed_meeting_when_it_turns_out_not_held_then_it_counts_no_more() -> None:
    given = season()
    take(given, event(HELD, sequence=4), event(MeetingNotHeld("p", "1", "m", "technical"), sequence=5))
    assert store.facts(watched(given)).held == ()


def test_given_contract_and_goal_when_heard_of_then_the_rules_rest() -> None:
    given = season()
    take(given, event(ContractSigned("p", "1", 1, "hash")), event(GoalAgreed("p", "1", "g")))
    facts = store.facts(watched(given))
    assert (facts.contract_signed, facts.goal_agreed) == (True, True)


def test_given_a_pause_when_it_is_taken_back_then_the_rules_count_from_that_moment_whatever_the_order() -> None:
    paused = event(PairPaused("p", "1", clock.iso(day(90))), day(5), sequence=2)
    resumed = event(PairPaused("p", "1", ""), day(20), sequence=3)
    for order in ([paused, resumed], [resumed, paused]):
        given = season()
        take(given, event(AGREED), *order, at=day(20))
        watch = watched(given)
        assert (watch.paused_until, watch.colour, watch.due_at) == (clock.iso(day(20)), "green", clock.iso(day(27)))


def test_given_a_pause_when_looked_at_then_grey_and_due_at_its_end() -> None:
    given = season()
    take(given, event(PairPaused("p", "1", clock.iso(day(90))), sequence=2), at=day(30))
    watch = watched(given)
    assert (watch.colour, watch.reason["rule"], watch.due_at) == ("grey", "paused", clock.iso(day(90)))


def test_given_a_closed_pair_when_later_events_come_then_it_stays_off_the_index() -> None:
    given = season()
    take(given, event(PairClosed("p", "1", "completed", "system")), event(SurveyAssigned("p", "1", "a", "jan", "end")))
    watch = watched(given)
    assert (watch.closed, watch.colour) == (True, "grey")
    assert watch.due_pk is None


def test_given_a_low_rating_when_answered_then_the_organizer_is_told_at_once() -> None:
    given = season()
    take(given, event(SurveyAnswered("p", "1", "a", "pair_fit", low=True)))
    raised = published(given, AlertRaised)
    alerts = given.query(Alert, "ALERTS#p")
    assert [(one.alert_id, one.rule, one.state) for one in alerts] == [(raised[0].alert_id, "rating", "open")]
    assert watched(given).history[0]["rule"] == "rating"


def alerted() -> MemoryStore:
    """Given: a pair silent for 46 days, and another that asked for help besides."""
    given = silent(pair("1"), pair("2", "m2", "e2"))
    take(given, event(SurveyAnswered("p", "2", "a", "pair_fit", low=True)))
    scan(given, day(46))
    assert sorted(open_alerts(given)) == [("1", "silence"), ("2", "rating"), ("2", "silence")]
    return given


def open_alerts(given: MemoryStore) -> list[tuple[str, str]]:
    return [(one.pair_id, one.rule) for one in given.query(Alert, "ALERTS#p") if one.state == "open"]


def test_given_an_alert_when_a_meeting_is_planned_then_only_the_silence_is_over() -> None:
    given = alerted()
    take(given, event(MeetingConfirmed("p", "2", "n", clock.iso(day(50)), 0), sequence=9), at=day(47))
    assert sorted(open_alerts(given)) == [("1", "silence"), ("2", "rating")]
    assert [(one.handled_at, one.handled_by) for one in given.query(Alert, "ALERTS#p") if one.state == "handled"] == [
        (clock.iso(day(47)), None)
    ]


def test_given_alerts_when_the_process_is_closed_then_none_of_it_waits_for_anybody() -> None:
    given = alerted()
    take(given, event(PairClosed("p", "2", "closed_early", "organizer"), sequence=9), at=day(47))
    assert open_alerts(given) == [("1", "silence")]


def test_given_an_alert_when_something_else_happens_then_it_waits() -> None:
    given = alerted()
    take(given, event(GoalAgreed("p", "1", "g"), sequence=9), at=day(47))
    assert ("1", "silence") in open_alerts(given)


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
    take(given, event(data), at=day(3))
    handled = [
        (one.participant_id, one.handled_at, one.handled_by)
        for one in given.query(Alert, "ALERTS#p")
        if one.state == "handled"
    ]
    assert handled == [("e1", clock.iso(day(3)), None)]
    take(given, event(data), at=day(4))
    assert open_alerts(given) == [("", "unmatched")]


@pytest.mark.parametrize("data", [AGREED, CONFIRMED])
def test_given_no_such_pair_when_an_event_comes_then_it_is_refused(data: Any) -> None:
    with pytest.raises(NotFound):
        take(MemoryStore(), event(data))


# The scan ------------------------------------------------------------------------------------------------------------


def test_given_a_silent_pair_when_scanned_twice_then_it_is_nudged_once() -> None:
    given = silent()
    assert scan(given, day(31)) == {"due": 0, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 0}
    assert scan(given, day(32))["nudged"] == 1
    assert scan(given, day(32)) == {"due": 0, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 0}
    assert published(given, PairWentInactive) == [PairWentInactive("p", "1", "silence", 32, 1)]
    assert watched(given).due_at == clock.iso(day(45))


def test_given_a_silent_pair_when_days_pass_then_nudge_alert_suggestion_and_then_nothing() -> None:
    given = silent()
    kinds = [{name for name, number in scan(given, day(at)).items() if number} - {"due"} for at in range(70)]
    acted = {at: kind for at, kind in enumerate(kinds) if kind}
    assert acted == {32: {"nudged"}, 45: {"alerted"}, 60: {"suggested"}}
    assert published(given, AlertRaised)[0].days == 45
    assert (watched(given).colour, watched(given).reason) == (
        "red",
        {"rule": "silence", "days": 60, "since": clock.iso(NOON)},
    )


def test_given_a_mentor_of_two_silent_pairs_when_scanned_then_she_is_nudged_once_in_five_days() -> None:
    given = silent(pair("1"), pair("2", mentee="ewa"))
    assert scan(given, day(32))["nudged"] == 1
    assert [scan(given, day(at))["nudged"] for at in (33, 36, 37)] == [0, 0, 1]
    assert {one.pair_id for one in published(given, PairWentInactive)} == {"1", "2"}
    assert [one.at for one in given.query(Nudged, "WATCH#PERSON#anna")] == [clock.iso(day(37))]


def surveyed(*pairs: Pair) -> MemoryStore:
    """Given: these pairs agreed, and an open survey each; the first one has planned its meeting."""
    given = season(*pairs)
    for one in pairs:
        take(given, event(SurveyAssigned("p", one.pair_id, "a" + one.pair_id, "anna", "start")))
    take(given, event(MeetingConfirmed("p", pairs[0].pair_id, "n", clock.iso(day(90)), 0), sequence=2))
    return given


def nudges(given: MemoryStore) -> list[tuple[str, str]]:
    return [(one.pair_id, one.rule) for one in published(given, PairWentInactive)]


def test_given_a_survey_of_one_pair_when_another_has_no_first_meeting_then_it_hears_on_the_day() -> None:
    given = surveyed(pair("1"), pair("2", mentee="ewa"))
    assert [scan(given, day(at))["nudged"] for at in (5, 6, 7)] == [1, 0, 1]
    assert nudges(given)[1] == ("2", "first_meeting")


def test_given_a_mentor_of_two_pairs_when_both_are_due_then_the_survey_waits_for_the_meeting() -> None:
    given = surveyed(pair("1"), pair("2", mentee="ewa"))
    assert [scan(given, day(at))["nudged"] for at in (7, 7, 11, 12)] == [1, 0, 0, 1]
    assert nudges(given)[0] == ("2", "first_meeting")
    assert nudges(given)[1][1] == "survey"


def test_given_a_rule_of_the_programme_when_scanned_then_it_is_the_one_that_counts() -> None:
    given = season(rules={"first_meeting_nudge": 2})
    take(given, event(AGREED))
    assert scan(given, day(2))["nudged"] == 1


def test_given_many_due_pairs_when_scanned_then_all_are_looked_at() -> None:
    pairs = [pair(str(number), f"m{number}", f"e{number}") for number in range(120)]
    assert scan(silent(*pairs), day(46))["alerted"] == 120


class Slipping(MemoryStore):
    """Somebody is always quicker, for one pair."""

    lost = "1"

    def commit(self, changes: Any) -> None:
        if any(isinstance(one, Watch) and one.pair_id == self.lost for one in changes.saves):
            raise Stale
        super().commit(changes)


def test_given_a_pair_somebody_else_changes_when_scanned_then_it_is_left_and_the_scan_ends() -> None:
    given = Slipping()
    given.items = silent(pair("1"), pair("2", "ewa", "piotr")).items
    assert scan(given, day(32))["nudged"] == 1
    assert watched(given).history == []


def test_given_a_pair_that_cannot_be_looked_at_when_scanned_then_the_others_are_and_the_fault_is_told() -> None:
    given = silent(pair("1"), pair("2", "ewa", "piotr"))
    broken = watched(given)
    broken.started_at = "long ago"
    given.put(broken)
    with pytest.raises(ExceptionGroup, match="not looked at: 1"):
        scan(given, day(32))
    assert published(given, PairWentInactive)[0].pair_id == "2"


def test_given_a_programme_that_is_gone_when_scanned_then_the_defaults_hold() -> None:
    given = silent()
    del given.items["PROGRAMME#p", "PROGRAMME"]
    assert scan(given, day(32))["nudged"] == 1


def test_given_a_silent_pair_when_one_of_them_sleeps_then_it_is_nudged_in_the_morning_of_both() -> None:
    given = silent()
    given.put(person("anna", "Europe/Warsaw"), person("jan", "America/New_York"))
    night, early, morning = (clock.parse(f"2026-04-{at}:00:00Z") for at in ("03T22", "04T06", "04T12"))
    assert [scan(given, at)["nudged"] for at in (night, early)] == [0, 0]
    assert watched(given).due_at == clock.iso(morning)
    assert [scan(given, at)["nudged"] for at in (morning, morning)] == [1, 0]


def test_given_a_new_pair_when_its_first_step_falls_into_the_night_then_it_is_amber_and_due_in_the_morning() -> None:
    given = season()
    given.put(person("anna", "Asia/Tokyo"), person("jan", "Asia/Tokyo"))
    take(given, event(AGREED))
    assert watched(given).zones == ["Asia/Tokyo", "Asia/Tokyo"]
    assert (scan(given, day(7))["nudged"], watched(given).colour) == (0, "amber")
    assert watched(given).due_at == "2026-03-09T23:00:00Z"


def test_given_a_closed_programme_when_scanned_then_its_pairs_rest_for_good_and_nobody_is_alerted() -> None:
    given = silent()
    given.put(programme(stage="closed"))
    assert scan(given, day(46)) == {"due": 1, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 1}
    assert (watched(given).colour, watched(given).reason["rule"], watched(given).due_pk) == ("grey", "over", None)
    take(given, event(SurveyAnswered("p", "1", "a", "end", low=True)), event(MenteeLeftUnmatched("p", "e9", "nobody")))
    assert (open_alerts(given), nudges(given)) == ([], [])
    with pytest.raises(domain.NothingToRemindOf):
        organizers.nudge(context_at(day(46), store=given, person_id="ola"), "p", "1")


def test_given_a_programme_that_closes_when_something_is_heard_of_then_its_alerts_wait_for_nobody() -> None:
    given = alerted()
    given.put(programme(stage="closed"))
    take(given, event(GoalAgreed("p", "2", "g"), sequence=9), at=day(47))
    assert open_alerts(given) == [("1", "silence")]


def test_given_a_watch_without_people_when_scanned_then_the_pair_is_nudged_all_the_same() -> None:
    given = silent()
    watch = watched(given)
    watch.people = []
    given.put(watch)
    assert scan(given, day(32))["nudged"] == 1


# Organizers ----------------------------------------------------------------------------------------------------------


def test_given_pairs_when_an_organizer_looks_then_those_that_need_a_person_come_first_judged_now() -> None:
    given = silent(pair("1"), pair("2", "ewa", "piotr"), pair("3", "iga", "leon"))
    take(given, event(MeetingConfirmed("p", "1", "n", clock.iso(day(60)), 0), sequence=2))
    take(given, event(PairPaused("p", "3", clock.iso(day(90))), sequence=2))
    scan(given, day(45))
    context = context_at(day(51), store=given, person_id="wit")
    watches = organizers.watches(context, "p", "", "", 40).items
    found, _ = organizers.beside(context, organizers.watchlist(context, "p").programme, watches, [])
    assert [(one.pair.pair_id, one.verdict.colour, one.days) for one in found] == [
        ("2", "red", 51), ("1", "green", 0), ("3", "grey", 0),
    ]  # fmt: skip
    assert (found[1].ahead, found[0].may_be_nudged, found[1].may_be_nudged) == ((day(60),), True, False)


def test_given_a_board_when_seen_by_owner_and_viewer_then_only_the_owner_may_decide() -> None:
    given = silent()
    scan(given, day(45))
    boards = [organizers.watchlist(context_at(day(46), store=given, person_id=who), "p") for who in ("ola", "wit")]
    assert [one.may_decide for one in boards] == [True, False]
    assert [one.open_alerts for one in boards] == [1, 1]
    assert [one.colours for one in boards] == [{"red": 1, "amber": 0, "green": 0, "grey": 0}] * 2


@pytest.mark.parametrize("who", ["anna", "jan", "obca"])
def test_given_somebody_who_does_not_organize_when_asking_then_there_is_nothing(who: str) -> None:
    context = context_at(store=silent(), person_id=who)
    for ask in (organizers.watchlist, organizers.pairs, organizers.alerts):
        with pytest.raises(NotFound):
            ask(context, "p")
    with pytest.raises(NotFound):
        organizers.nudge(context, "p", "1")
    with pytest.raises(NotFound):
        organizers.handle(context, "p", "a")


def test_given_nobody_signed_in_when_asking_then_sign_in_is_required() -> None:
    with pytest.raises(SignInRequired):
        organizers.pairs(context_at(store=silent()), "p")


def test_given_an_alert_when_handled_twice_then_who_was_first_is_remembered() -> None:
    given = silent()
    scan(given, day(45))
    alert_id = published(given, AlertRaised)[0].alert_id
    handled = [organizers.handle(context_at(day(at), store=given, person_id="ola"), "p", alert_id) for at in (46, 47)]
    assert {(one.state, one.handled_at, one.handled_by) for one in handled} == {("handled", clock.iso(day(46)), "ola")}


def test_given_no_such_alert_when_handled_then_not_found() -> None:
    with pytest.raises(NotFound):
        organizers.handle(context_at(store=silent(), person_id="ola"), "p", "a")


def test_given_a_viewer_when_deciding_then_it_is_not_theirs() -> None:
    given = silent()
    for change in (
        lambda context: organizers.nudge(context, "p", "1"),
        lambda context: organizers.handle(context, "p", "a"),
    ):
        with pytest.raises(NotFound):
            change(context_at(day(40), store=given, person_id="wit"))


def test_given_an_amber_pair_when_the_organizer_reminds_it_then_once_in_five_days() -> None:
    given = silent()
    context = context_at(day(40), store=given, person_id="ola")
    seen = organizers.nudge(context, "p", "1")
    assert (seen.verdict.colour, published(given, PairWentInactive)) == (
        "amber",
        [PairWentInactive("p", "1", "silence", 40, 1)],
    )
    with pytest.raises(domain.NudgedLately):
        organizers.nudge(context, "p", "1")
    assert scan(given, day(40))["nudged"] == 0
    organizers.nudge(context_at(day(45), store=given, person_id="ola"), "p", "1")
    assert published(given, PairWentInactive)[1].occurrence == 2


def test_given_a_pair_on_track_when_the_organizer_reminds_it_then_there_is_nothing_to_say() -> None:
    with pytest.raises(domain.NothingToRemindOf):
        organizers.nudge(context_at(day(3), store=silent(), person_id="ola"), "p", "1")


def test_given_a_pair_of_another_programme_when_reminded_then_not_found() -> None:
    given = silent()
    given.put(_elsewhere())
    for pair_id in ("9", "none"):
        with pytest.raises(NotFound):
            organizers.nudge(context_at(day(40), store=given, person_id="ola"), "p", pair_id)


def _elsewhere() -> Pair:
    one = pair("9")
    one.programme_id = "q"
    return one


# Participants --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", ["help", "pause", "end"])
def test_given_a_participant_when_asking_twice_on_a_day_then_the_organizers_hear_once(wish: str) -> None:
    given = silent()
    for hour in (0, 1):
        requests.ask(context_at(day(33) + timedelta(hours=hour), store=given, person_id="jan"), "1", wish)
    assert [one.rule for one in published(given, AlertRaised)] == [wish]
    assert published(given, HelpRequested) == [HelpRequested("p", "1", "jan")]
    requests.ask(context_at(day(34), store=given, person_id="anna"), "1", wish)
    assert len(published(given, AlertRaised)) == 2


def test_given_a_pair_not_watched_yet_when_it_asks_for_help_then_it_is_heard() -> None:
    given = season()
    requests.ask(context_at(store=given, person_id="jan"), "1", "help")
    assert len(published(given, HelpRequested)) == 1


def test_given_a_stranger_when_asking_for_a_pair_then_not_found() -> None:
    with pytest.raises(NotFound):
        requests.ask(context_at(store=silent(), person_id="obca"), "1", "help")


@pytest.mark.parametrize(("stage", "dates"), [("draft", {}), ("running", {"kick_off": "2026-09-01"})])
def test_given_a_programme_before_its_kick_off_or_in_draft_when_scanned_for_months_then_nobody_hears_anything(
    stage: str, dates: dict[str, str]
) -> None:
    given = season(stage=stage, dates=dates)
    take(given, event(AGREED))
    for number in range(0, 150, 10):
        scan(given, day(number))
    assert not published(given, PairWentInactive)
    assert not published(given, AlertRaised)
    assert watched(given).colour == "green"


def test_given_a_kick_off_when_its_day_comes_where_the_programme_is_at_home_then_the_first_week_begins() -> None:
    given = season(dates={"kick_off": "2026-03-10"}, zone="America/New_York")
    take(given, event(AGREED))
    assert watched(given).due_at == "2026-03-17T04:00:00Z"
