"""Those who were at a gathering are asked how it was: once, in parts, and never added up to fewer than five."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.gatherings import GatheringAttended, GatheringEnded
from mentoring.events.surveys import GatheringSurveyAnswered, GatheringSurveyAssigned, SurveyAnswered
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.gathering import Gathering as Item
from mentoring.tables.recruitment import Participant
from mentoring.tables.surveys import Answer, Assignment
from mentoring.tables.vocabulary import GatheringState
from surveys import consumer, domain
from surveys.use_cases import answering, gatherings
from surveys.use_cases import results as summed
from tests.fakes import MemoryStore, context_at
from tests.fakes.bus import Bus
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME, STRANGER, event, participant, world
from tests.unit.gatherings.givens import gathering, item

assert consumer.handler
QUESTIONS = {"useful": 4, "good": "Rozmowy", "change": "", "comment": ""}


def been(store: MemoryStore, name: str, *, present: bool = True, gathering_id: str = "g") -> str:
    """Given: it is noted whether somebody was there; return their person id."""
    part = participant(name, "mentor" if name.startswith("m") else "mentee")
    noted = Attendance(
        *Attendance.key(gathering_id, part.person_id), gathering_id=gathering_id, programme_id=PROGRAMME,
        person_id=part.person_id, participant_id=name, present=present, noted="host", by=ORGANIZER, at=clock.iso(NOON),
    )  # fmt: skip
    if store.get(Participant, part.pk, part.sk) is None:
        store.put(part)
    store.put(noted)
    return part.person_id


def over(*names: str, state: GatheringState = GatheringState.ENDED, survey: bool = True) -> MemoryStore:
    """Given: a gathering at which these were."""
    store = world()
    store.put(item("g", gathering(state, survey=survey)))
    for name in names:
        been(store, name)
    return store


def end(store: MemoryStore, gathering_id: str = "g") -> None:
    gatherings.at_end(context_at(store=store), event(GatheringEnded(PROGRAMME, gathering_id), store))


def attend(store: MemoryStore, person_id: str, name: str) -> None:
    told = GatheringAttended(PROGRAMME, "g", person_id, name)
    gatherings.at_attendance(context_at(store=store), event(told, store))


def asked(store: MemoryStore) -> list[str]:
    """Return who was asked, by the events."""
    return sorted(one.data.participant_id for one in store.events if isinstance(one.data, GatheringSurveyAssigned))


def mine(store: MemoryStore, person_id: str) -> Assignment:
    (found,) = answering.mine(context_at(store=store, person_id=person_id))
    return found


def test_given_a_gathering_when_it_ends_then_those_who_were_there_are_asked_once() -> None:
    store = over("anna", "marek")
    been(store, "absent", present=False)
    end(store)
    end(store)
    assert asked(store) == ["anna", "marek"]
    _, _, found = summed.of_gathering(context_at(store=store, person_id=ORGANIZER), PROGRAMME, "g")
    assert (found.assigned, found.answered) == (2, 0)


def test_given_many_who_were_there_when_it_ends_then_all_are_asked_in_parts_however_often_parts_come() -> None:
    store = over(*(f"p{one:04}" for one in range(600)))
    bus = Bus(store, "surveys", seed=3, twice=True)
    bus.publish(GatheringEnded(PROGRAMME, "g"))
    bus.run()
    assert (bus.dead, len(set(asked(store)))) == ([], 600)
    assert max(store.sizes) <= 100


@pytest.mark.parametrize(
    ("state", "survey"),
    [(GatheringState.ANNOUNCED, True), (GatheringState.CANCELLED, True), (GatheringState.ENDED, False)],
)
def test_given_it_is_not_over_or_nobody_wants_to_know_when_heard_of_then_nobody_is_asked(
    state: GatheringState, *, survey: bool
) -> None:
    store = over("anna", state=state, survey=survey)
    end(store)
    attend(store, been(store, "anna"), "anna")
    assert asked(store) == []


def test_given_who_is_noted_after_the_end_when_heard_of_then_they_are_asked_once() -> None:
    store = over("anna")
    end(store)
    for _ in range(2):
        attend(store, been(store, "late"), "late")
        attend(store, been(store, "anna"), "anna")
    attend(store, been(store, "wrong", present=False), "wrong")
    assert asked(store) == ["anna", "late"]


def test_given_who_left_the_programme_when_it_ends_then_they_are_not_asked() -> None:
    store = over("anna")
    gone = store.get(Participant, *Participant.key(PROGRAMME, "anna"))
    assert gone is not None
    gone.withdrawn_at = clock.iso(NOON)
    store.put(gone)
    end(store)
    assert asked(store) == []


def test_given_the_survey_when_answered_then_the_event_is_no_pairs_and_names_nobody() -> None:
    store = over("anna")
    end(store)
    one = mine(store, been(store, "anna"))
    assert (one.gathering_id, one.pair_id, one.titles) == ("g", "", {"pl": "Otwarcie", "en": "Opening"})
    answering.answer(context_at(store=store, person_id=one.person_id), PROGRAMME, one.assignment_id, QUESTIONS)
    told = [one.data for one in store.events if isinstance(one.data, GatheringSurveyAnswered | SurveyAnswered)]
    assert told == [GatheringSurveyAnswered(PROGRAMME, "g", one.assignment_id)]
    with pytest.raises(domain.AlreadyAnswered):
        answering.answer(context_at(store=store, person_id=one.person_id), PROGRAMME, one.assignment_id, QUESTIONS)


def answered(store: MemoryStore, gathering_id: str, number: int, useful: int) -> None:
    """Given: so many mentees answered a day ago."""
    for nth in range(number):
        key = f"{gathering_id}-{nth}"
        store.put(
            Answer(
                *Answer.key(PROGRAMME, "gathering", key, gathering_id), assignment_id=key, programme_id=PROGRAMME,
                gathering_id=gathering_id, survey="gathering", role="mentee", answers={"useful": useful},
                answered_at=clock.iso(NOON - timedelta(days=1) + nth * timedelta(minutes=1)),
            )
        )  # fmt: skip


def test_given_two_gatherings_when_organizers_look_then_each_has_its_own_results_and_none_of_fewer_than_five() -> None:
    store = over("anna")
    store.put(item("other", gathering(GatheringState.ENDED)))
    answered(store, "g", 5, 4)
    answered(store, "other", 4, 1)
    organizer: Any = context_at(store=store, person_id=ORGANIZER)
    first, second = (summed.of_gathering(organizer, PROGRAMME, one)[2] for one in ("g", "other"))
    assert (first.results["all"][0].n, first.results["all"][0].mean) == (5, 4.0)
    assert (second.answered, second.results["all"][0].n) == (4, 0)
    _, everything = summed.of_programme(organizer, PROGRAMME)
    assert "gathering" not in {one.survey.name for one in everything}, "added up they would tell of the four"
    end(store)
    assert store.get(Item, *Item.key(PROGRAMME, "g")) is not None
    programme, _ = summed.of_programme(organizer, PROGRAMME)
    assert [(one.gathering.gathering_id, one.asked) for one in summed.gatherings(organizer, programme)] == [("g", 1)]
    for who in (STRANGER, been(store, "anna")):
        with pytest.raises(NotFound):
            summed.of_gathering(context_at(store=store, person_id=who), PROGRAMME, "g")
    with pytest.raises(NotFound):
        summed.of_gathering(organizer, PROGRAMME, "gone")
