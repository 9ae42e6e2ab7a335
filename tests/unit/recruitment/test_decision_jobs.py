"""Deciding in the background: everybody who was meant, once, whatever happens meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.tables.recruitment import Application, Job, Participant, Rows
from mentoring.tables.vocabulary import JobState
from recruitment import domain, rows, standing
from recruitment.use_cases import deciding, decision_jobs, jobs
from recruitment.use_cases.deciding import Remarks
from tests.fakes.bus import assert_bounded, cutting
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import profile
from tests.unit.recruitment.test_import_jobs import Desk

MANY = 400
NOTHING = Remarks("", "")


class Crowd(Desk):
    """A desk with so many submitted applications."""

    def __init__(self, number: int = MANY) -> None:
        super().__init__()
        self.ids = [f"a{one:05}" for one in range(number)]
        for one in self.ids:
            self.add(one)

    def add(self, one: str, **values: Any) -> None:
        programme_id = self.world.programme_id
        given = {"state": "submitted", "submitted_at": clock.iso(NOON), "email": f"{one}@firma.example"} | values
        key = Application.key(programme_id, one)
        made = Application(
            *key, application_id=one, programme_id=programme_id, role="mentee", profile=profile(), **given
        )
        place = rows.key_of(programme_id, one)
        listed = self.world.store.get(Rows, *place) or Rows(*place, programme_id=programme_id)
        rows.put(listed, [made])
        self.world.store.put(made, listed)

    def decide(self, chosen: list[str] | None, decision: str = "accepted", words: Remarks = NOTHING) -> Any:
        return decision_jobs.decide(self.world.who("anna"), self.world.programme_id, chosen, decision, words)

    def states(self) -> dict[str, int]:
        found = [one.state for one in self.applications()]
        return {state: found.count(state) for state in set(found)}


def test_given_a_few_when_decided_then_it_is_done_within_the_request() -> None:
    desk = Crowd()
    done = desk.decide(desk.ids[: deciding.DECIDED_AT_ONCE])
    assert len(done) == deciding.DECIDED_AT_ONCE
    assert desk.told("JobRequested") == 0


@pytest.mark.parametrize("everybody", [True, False])
@pytest.mark.parametrize(("seed", "twice"), [(0, False), (1, True), (2, True)])
def test_given_many_when_accepted_and_every_part_is_killed_then_each_is_a_participant_once(
    everybody: bool, seed: int, twice: bool
) -> None:
    desk = Crowd(1_200)
    job = desk.decide(None if everybody else desk.ids, words=Remarks("wszyscy", "Witamy!"))
    assert isinstance(job, Job)
    desk.run(seed=seed, twice=twice, cut=cutting(desk.world.store, 9))
    done = desk.job(job)
    assert (done.state, done.position, done.counts) == (JobState.DONE, 1_200, {"decided": 1_200, "passed_over": 0})
    assert desk.states() == {"accepted": 1_200}
    assert (desk.told("ApplicationAccepted"), desk.told("JobFinished")) == (1_200, 1)
    assert {(one.comment, one.message, one.decided_by) for one in desk.applications()} == {
        ("wszyscy", "Witamy!", "anna")
    }
    assert len(desk.world.store.query(Participant, f"PROGRAMME#{desk.world.programme_id}", "PARTICIPANT#")) == 1_200
    assert_bounded(desk.world.store)


def test_given_who_applies_after_it_was_asked_for_when_everybody_is_accepted_then_they_still_wait() -> None:
    desk = Crowd(150)
    job = desk.decide(None)
    desk.add("late", submitted_at=clock.iso(NOON + timedelta(seconds=1)))
    desk.add("untold", notice="waiting")
    desk.run()
    assert desk.job(job).counts == {"decided": 150, "passed_over": 0}
    assert desk.states() == {"accepted": 150, "submitted": 2}


def test_given_somebody_withdraws_meanwhile_when_their_turn_comes_then_they_are_passed_over_and_counted() -> None:
    desk = Crowd(120)
    job = desk.decide(desk.ids, "rejected")
    for one, state in ((desk.ids[5], "withdrawn"), (desk.ids[77], "accepted"), (desk.ids[78], "rejected")):
        kept = desk.world.store.get(Application, *Application.key(desk.world.programme_id, one))
        assert kept is not None
        kept.state = state
        desk.world.store.put(kept)
    desk.run()
    assert desk.job(job).counts == {"decided": 117, "passed_over": 3}
    assert desk.states() == {"rejected": 118, "withdrawn": 1, "accepted": 1}
    assert desk.told("ApplicationDecided") == 117


def test_given_one_of_many_that_cannot_be_decided_so_when_asked_for_then_nothing_begins() -> None:
    desk = Crowd(120)
    desk.add(desk.ids[100], state="rejected")
    with pytest.raises(domain.DecisionRefused):
        desk.decide(desk.ids, "needs_info", Remarks("", "Cel?"))
    desk.add(desk.ids[100], notice="waiting")
    with pytest.raises(standing.NotToldYet):
        desk.decide(desk.ids)
    with pytest.raises(NotFound):
        desk.decide([*desk.ids, "foreign"])
    assert desk.told("JobRequested") == 0


def test_given_the_programme_closes_meanwhile_when_the_worker_comes_then_it_is_said() -> None:
    desk = Crowd(120)
    job = desk.decide(desk.ids)
    desk.world.to("closing")
    desk.run()
    assert (desk.job(job).state, desk.job(job).problem) == (JobState.FAILED, domain.DecisionRefused.message)
    assert desk.states() == {"submitted": 120}


def test_given_the_choice_is_gone_when_the_worker_comes_then_it_is_said() -> None:
    desk = Crowd(120)
    job = desk.decide(desk.ids)
    desk.files.kept.clear()
    desk.run()
    assert desk.job(job).problem == jobs.FilesGone.message
