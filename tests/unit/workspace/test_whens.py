"""Home says when what somebody waits for comes, as far as the programme's dates tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mentoring import ids
from mentoring.tables.recruitment import Application
from tests.fakes import MemoryStore
from tests.fakes.people import PROGRAMME, participant, profile, programme
from tests.unit.workspace.test_next_things import HERE, _home
from workspace.next_things import Kind


@pytest.mark.parametrize(
    ("state", "stage", "dates", "said"),
    [
        ("draft", "recruiting", {"recruitment_closes": "2026-03-02"}, ("recruitment_closes", "2026-03-02")),
        ("submitted", "recruiting", {"kick_off": "2026-04-01"}, ("kick_off", "2026-04-01")),
        (
            "submitted",
            "recruiting",
            {"matching_until": "2026-03-20", "kick_off": "2026-04-01"},
            ("matching_until", "2026-03-20"),
        ),
        (
            "submitted",
            "matching",
            {"matching_until": "2026-03-01", "kick_off": "2026-04-01"},
            ("kick_off", "2026-04-01"),
        ),
        ("submitted", "running", {"matching_until": "2026-02-01", "kick_off": "2026-02-10"}, ("", "")),
        ("waitlisted", "matching", {"kick_off": "2026-04-01"}, ("", "")),
    ],
)
def test_given_dates_ahead_when_home_is_opened_then_it_says_when_what_one_waits_for_comes(
    state: str, stage: str, dates: dict[str, str], said: tuple[str, str]
) -> None:
    store = MemoryStore()
    draft = Application(
        *Application.key(PROGRAMME, ids.new()), application_id="a", programme_id=PROGRAMME, role="mentor", email="o@x",
        state=state, profile=profile(), list_pk="PERSON#ola", list_sk=f"APPLICATION#{PROGRAMME}#mentor",
    )  # fmt: skip
    store.put(programme(stage=stage, dates=dates), draft)

    (first,) = _home(store, "ola")

    assert tuple(first.when) == said


def test_given_an_ongoing_programme_when_somebody_waits_for_a_pair_then_home_names_the_next_day() -> None:
    store = MemoryStore()
    mentee = participant("mentee", "mentee")
    store.put(programme(stage="running", type="ongoing", rolling={"weekday": 2, "hour": 9}), mentee)

    (first,) = _home(store, mentee.person_id)

    assert (first.kind, tuple(first.when)) == (Kind.WAIT_PAIR, ("weekly", "2026-03-04"))


def test_given_a_question_of_the_organizers_when_home_is_opened_then_it_says_what_they_ask() -> None:
    asked = replace(HERE, application="needs_info", asks="Jaki jest Twój cel?")

    (found,) = asked.next_things()

    assert (found.kind, found.subject) == (Kind.COMPLETE_APPLICATION, "Jaki jest Twój cel?")
