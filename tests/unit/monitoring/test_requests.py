"""What participants ask for: help, or another partner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.monitoring import HelpRequested, MatterRaised
from monitoring.use_cases import requests
from tests.fakes import context_at
from tests.unit.monitoring.givens import (
    day,
    matters,
    published,
    season,
    silent,
)


@pytest.mark.parametrize("wish", ["help", "pause", "end"])
def test_given_a_participant_when_asking_twice_on_a_day_then_the_organizers_hear_once(wish: str) -> None:
    given = silent()
    for hour in (0, 1):
        requests.ask(context_at(day(33) + timedelta(hours=hour), store=given, person_id="jan"), "1", wish)
    assert [one.rule for one in published(given, MatterRaised)] == [wish]
    assert published(given, HelpRequested) == [HelpRequested("p", "1", "jan")]
    requests.ask(context_at(day(34), store=given, person_id="anna"), "1", wish)
    assert len(published(given, HelpRequested)) == 2
    assert [len(published(given, MatterRaised)), len(matters(given))] == [1, 1]
    assert matters(given)[0].reasons[0]["raised_at"] == clock.iso(day(34))


def test_given_a_wish_that_was_heard_when_another_one_follows_on_the_same_day_then_it_is_heard_too() -> None:
    given = silent()
    for wish in ("help", "pause", "help"):
        requests.ask(context_at(day(33), store=given, person_id="jan"), "1", wish)
    assert [one.rule for one in published(given, MatterRaised)] == ["help", "pause"]


def test_given_a_pair_not_watched_yet_when_it_asks_for_help_then_it_is_heard() -> None:
    given = season()
    requests.ask(context_at(store=given, person_id="jan"), "1", "help")
    assert len(published(given, HelpRequested)) == 1


def test_given_a_stranger_when_asking_for_a_pair_then_not_found() -> None:
    with pytest.raises(NotFound):
        requests.ask(context_at(store=silent(), person_id="obca"), "1", "help")
