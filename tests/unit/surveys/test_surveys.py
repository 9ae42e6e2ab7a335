"""Surveys: assigned once, answered once, and nothing shown of fewer than five."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentoring.errors import Invalid, NotFound
from mentoring.events.meetings import MeetingHeld
from mentoring.events.pairing import PairAgreed, PairClosed
from mentoring.i18n import translations
from mentoring.tables.recruitment import Application
from surveys import domain
from surveys.disclosure import SETTLED, Given
from surveys.use_cases import answering, asking
from surveys.use_cases import results as summed
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event, pair, programme, world

FIT = domain.SURVEYS["pair_fit"]


def _as(person_id: str, store: MemoryStore) -> Any:
    return context_at(store=store, person_id=person_id, service="surveys")


@pytest.fixture
def asked() -> MemoryStore:
    """Given: a pair asked at the start and after its first meeting."""
    store = world()
    agreed = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    for _ in range(2):
        asking.at_agreement(_as("", store), event(agreed, store))
    for number in (1, 2):
        held = MeetingHeld(PROGRAMME, PAIR, "m", "2026-01-01T00:00:00Z", number, presumed=False)
        asking.at_meeting(_as("", store), event(held, store))
    return store


def test_given_the_moments_of_a_process_when_they_come_twice_then_each_survey_is_asked_once(asked: MemoryStore) -> None:
    assert [one.survey for one in answering.mine(_as(MENTEE, asked))] == ["start", "pair_fit"] or {
        one.survey for one in answering.mine(_as(MENTEE, asked))
    } == {"start", "pair_fit"}
    assert len(asked.events) == 4


@pytest.mark.parametrize(("outcome", "survey"), [("completed", "end"), ("closed_early", "early_end")])
def test_given_an_ended_pair_when_heard_of_then_it_looks_back(asked: MemoryStore, outcome: str, survey: str) -> None:
    asking.at_end(_as("", asked), event(PairClosed(PROGRAMME, PAIR, outcome, ORGANIZER), asked))
    assert survey in {one.survey for one in answering.mine(_as(MENTOR, asked), PAIR)}


def _fit(store: MemoryStore, person_id: str) -> str:
    return next(str(one.assignment_id) for one in answering.mine(_as(person_id, store)) if one.survey == "pair_fit")


@pytest.mark.parametrize(("fit", "good", "low"), [(5, "yes", False), (2, "yes", True), (5, "no", True)])
def test_given_answers_when_sent_then_they_are_kept_and_a_low_one_is_told(
    asked: MemoryStore, fit: int, good: str, low: bool
) -> None:
    answers = {"fit": fit, "good_pair": good, "comment": ""}
    answering.answer(_as(MENTEE, asked), PROGRAMME, _fit(asked, MENTEE), answers)
    assert asked.events[-1].data.low is low
    with pytest.raises(domain.AlreadyAnswered):
        answering.answer(_as(MENTEE, asked), PROGRAMME, _fit(asked, MENTEE), answers)


def test_given_the_partner_or_a_stranger_when_opening_a_survey_then_there_is_none(asked: MemoryStore) -> None:
    for person_id in (MENTOR, STRANGER):
        with pytest.raises(NotFound):
            answering.read(_as(person_id, asked), PROGRAMME, _fit(asked, MENTEE))


@pytest.mark.parametrize(
    ("given_answers", "wrong"),
    [
        ({}, {"/answers/fit", "/answers/good_pair"}),
        ({"fit": 6, "good_pair": "yes"}, {"/answers/fit"}),
        ({"fit": True, "good_pair": "yes"}, {"/answers/fit"}),
        ({"fit": 3, "good_pair": "maybe"}, {"/answers/good_pair"}),
        ({"fit": 3, "good_pair": "no", "comment": "x" * 3000}, {"/answers/comment"}),
        ({"fit": 3, "good_pair": "no", "more": 1}, {"/answers/more"}),
    ],
)
def test_given_bad_answers_when_checked_then_each_is_pointed_at(given_answers: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        FIT.check(given_answers)
    assert set(refused.value.fields) == wrong


def test_given_few_answers_when_organizers_look_then_only_their_number_is_shown(asked: MemoryStore) -> None:
    answering.answer(_as(MENTEE, asked), PROGRAMME, _fit(asked, MENTEE), {"fit": 4, "good_pair": "yes"})
    fit = next(one for one in summed.of_programme(_as(ORGANIZER, asked), PROGRAMME)[1] if one.survey.name == "pair_fit")
    assert (fit.assigned, fit.answered, fit.results["all"][0].mean) == (2, 1, None)
    with pytest.raises(NotFound):
        summed.of_programme(_as(MENTEE, asked), PROGRAMME)


def test_given_choices_and_numbers_when_summed_up_then_choices_are_counted_and_numbers_have_a_mean() -> None:
    def whole(question: domain.Question, values: list[Any]) -> domain.Result:
        answers = [Given(NOON, str(nth), "mentor", value) for nth, value in enumerate(values)]
        return question.results(answers, NOON + SETTLED)["all"]

    choice = domain.Question("q", "choice", "?", (("yes", "yes"),))
    assert whole(choice, ["yes"] * 5).counts == {"yes": 5}
    assert whole(domain.Question("q", "scale", "?"), [1, 2, 3, 4, 5]).mean == 3


def test_given_what_organizers_hear_at_once_when_asked_then_the_question_says_so_in_both_languages() -> None:
    least = {"fit": 5, "good_pair": "yes", "comment": ""}
    values = {"fit": range(1, 6), "good_pair": ("yes", "unsure", "no"), "comment": ("It doesn't work.",)}
    for question in FIT.questions:
        heard = any(FIT.is_low(least | {question.name: value}) for value in values[question.name])
        assert heard == (question.name != "comment") == ("same day" in question.seen_by)
        assert heard == ("tego samego dnia" in translations("surveys", "pl").gettext(question.seen_by))


# Before the kick-off -------------------------------------------------------------------------------------------------

AGREED = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
FIRST_MEETING = MeetingHeld(PROGRAMME, PAIR, "m", "2026-01-01T00:00:00Z", 1, presumed=False)


def _at(store: MemoryStore, days: float) -> Any:
    return context_at(NOON + timedelta(days=days), store=store, service="surveys")


def _asked_hourly(store: MemoryStore, first: float, last: float) -> list[tuple[datetime, str]]:
    """When: the schedule runs every hour from one day to another; return what it asked, and when."""
    asked: list[tuple[datetime, str]] = []
    for hour in range(int(first * 24), int(last * 24)):
        before = len(store.events)
        context = _at(store, hour / 24)
        asking.ask_waiting(context)
        asked += [(context.clock(), one.data.survey) for one in store.events[before:]]
    return asked


def _begins(days: int) -> dict[str, str]:
    return {"kick_off": (NOON + timedelta(days=days)).date().isoformat()}


def test_given_a_kick_off_to_come_when_a_pair_agrees_and_meets_then_it_is_asked_in_the_morning_of_that_day() -> None:
    store = world(dates=_begins(20))
    for _ in range(2):
        asking.at_agreement(_at(store, 0), event(AGREED, store))
        asking.at_meeting(_at(store, 3), event(FIRST_MEETING, store))
    assert (store.events, answering.mine(_as(MENTEE, store))) == ([], [])

    asked = _asked_hourly(store, 0, 40)

    assert sorted(survey for _, survey in asked) == ["pair_fit", "pair_fit", "start", "start"]
    local = {at.astimezone(ZoneInfo("Europe/Warsaw")) for at, _ in asked}
    assert {(at.date(), at.hour) for at in local} == {((NOON + timedelta(days=20)).date(), 8)}


def test_given_a_kick_off_that_has_come_or_none_when_a_pair_agrees_then_it_is_asked_at_once() -> None:
    for dates in ({}, _begins(0), _begins(-5)):
        store = world(dates=dates)
        asking.at_agreement(_at(store, 0), event(AGREED, store))
        assert [one.data.survey for one in store.events] == ["start", "start"]


@pytest.mark.parametrize(("moved", "comes"), [(5, 5), (30, 30)])
def test_given_a_kick_off_that_is_moved_when_days_pass_then_the_pair_is_asked_within_a_day_of_the_new_one(
    moved: int, comes: int
) -> None:
    store = world(dates=_begins(20))
    asking.at_agreement(_at(store, 0), event(AGREED, store))
    store.put(programme(dates=_begins(moved)))

    asked = _asked_hourly(store, 0, 40)

    assert [survey for _, survey in asked] == ["start", "start"]
    assert (
        timedelta(0) <= asked[0][0] - (NOON + timedelta(days=comes)) <= timedelta(days=1)
        or asked[0][0].date() == (NOON + timedelta(days=comes)).date()
    )


def test_given_a_programme_in_draft_when_its_kick_off_passes_then_nobody_is_asked_until_it_goes_on() -> None:
    store = world(stage="draft", dates=_begins(2))
    asking.at_agreement(_at(store, 0), event(AGREED, store))
    assert _asked_hourly(store, 0, 30) == []

    store.put(programme(dates=_begins(2)))

    assert [survey for _, survey in _asked_hourly(store, 30, 32)] == ["start", "start"]


@pytest.mark.parametrize("stage", ["closed", "erased"])
def test_given_a_programme_that_is_over_when_it_is_heard_of_a_pair_then_only_its_end_is_asked_about(stage: str) -> None:
    store = world(stage=stage)
    asking.at_agreement(_at(store, 0), event(AGREED, store))
    asking.at_meeting(_at(store, 0), event(FIRST_MEETING, store))
    assert (store.events, _asked_hourly(store, 0, 3)) == ([], [])

    asking.at_end(_at(store, 3), event(PairClosed(PROGRAMME, PAIR, "closed_early", ORGANIZER), store))
    assert [one.data.survey for one in store.events] == ["early_end", "early_end"]


@pytest.mark.parametrize(
    ("held", "left_by", "by", "asked"),
    [
        (0, None, "system", set()),
        (0, "mentee", MENTEE, set()),
        (0, None, ORGANIZER, {MENTOR, MENTEE}),
        (2, None, "system", {MENTOR, MENTEE}),
        (2, "mentee", MENTEE, {MENTOR}),
        (2, "mentor", MENTOR, {MENTOR, MENTEE}),
    ],
    ids=["never met, over", "never met, left", "never met, ended", "met, over", "met, taken out", "met, withdrew"],
)
def test_given_an_end_when_heard_of_then_only_who_has_something_to_say_is_asked(
    held: int, left_by: str | None, by: str, asked: set[str]
) -> None:
    store = world()
    taken_out = Application(
        *Application.key(PROGRAMME, "mentee"), application_id="mentee", programme_id=PROGRAMME, role="mentee",
        state="withdrawn", email="m@firma.example", taken_out_at="2026-03-02T12:00:00Z", profile={},
    )  # fmt: skip
    store.put(pair(outcome="closed_early", meetings_held=held, left_by=left_by), taken_out)
    asking.at_end(_at(store, 3), event(PairClosed(PROGRAMME, PAIR, "closed_early", by), store))
    assert {one.data.person_id for one in store.events} == asked


def test_given_a_pair_that_ends_before_the_kick_off_when_that_comes_then_it_is_asked_about_the_end_alone() -> None:
    store = world(dates=_begins(10))
    asking.at_agreement(_at(store, 0), event(AGREED, store))
    ended = pair(outcome="closed_early")
    store.put(ended)
    asking.at_end(_at(store, 3), event(PairClosed(PROGRAMME, PAIR, "closed_early", ORGANIZER), store))
    assert [one.data.survey for one in store.events] == ["early_end", "early_end"]

    assert _asked_hourly(store, 3, 20) == []


def test_given_the_schedule_when_it_runs_twice_at_one_hour_then_nobody_is_asked_twice() -> None:
    store = world(dates=_begins(1))
    asking.at_agreement(_at(store, 0), event(AGREED, store))
    counts = [asking.ask_waiting(_at(store, 2)) for _ in range(2)]
    assert [one["asked"] for one in counts] == [1, 0]
    assert len(store.events) == 2


def test_given_surveys_of_the_way_when_the_process_ends_then_what_is_open_of_them_is_not_asked_any_more(
    asked: MemoryStore,
) -> None:
    (start,) = [one for one in answering.mine(_as(MENTEE, asked)) if one.survey == "start"]
    given_answers = dict.fromkeys((one.name for one in domain.SURVEYS["start"].questions if one.required), 3)
    answering.answer(_as(MENTEE, asked), PROGRAMME, start.assignment_id, given_answers)
    asked.put(pair(outcome="closed_early"))
    for _ in range(2):
        asking.at_end(_as("", asked), event(PairClosed(PROGRAMME, PAIR, "closed_early", ORGANIZER), asked))
    states = {one.survey: one.state for one in answering.mine(_as(MENTEE, asked))}
    assert states == {"start": "answered", "pair_fit": "lapsed", "early_end": "open"}
    (late,) = [one for one in answering.mine(_as(MENTOR, asked)) if one.survey == "start"]
    with pytest.raises(domain.NotAskedAnyMore):
        answering.answer(_as(MENTOR, asked), PROGRAMME, late.assignment_id, given_answers)


def test_given_a_process_that_ended_when_its_meeting_is_held_late_then_nobody_is_asked_how_the_pair_fits() -> None:
    store = world()
    store.put(pair(outcome="completed"))
    held = MeetingHeld(PROGRAMME, PAIR, "m", "2026-01-01T00:00:00Z", 1, presumed=True)
    asking.at_meeting(_as("", store), event(held, store))
    assert answering.mine(_as(MENTEE, store)) == []
