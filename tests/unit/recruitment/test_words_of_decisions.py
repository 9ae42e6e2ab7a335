"""A comment for organizers and a message to the applicant are two things: the comment never leaves the organizers."""

from __future__ import annotations

import pytest

from mentoring.errors import Invalid
from mentoring.tables.recruitment import Application
from recruitment.use_cases import deciding
from tests.unit.recruitment.givens import World

SECRET = "nie wygląda na poważnego kandydata"


def kept(world: World, application_id: str) -> Application:
    found = world.store.get(Application, *Application.key(world.programme_id, application_id))
    assert found is not None
    return found


def decide(world: World, one: str, decision: str, **words: str) -> Application:
    deciding.decide(world.who("anna"), world.programme_id, [one], decision, **words)
    return kept(world, one)


@pytest.mark.parametrize("later", ["needs_info", "rejected", "accepted"])
def test_given_a_comment_when_any_decision_follows_then_no_message_holds_it(later: str) -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    first = "waitlisted" if later != "needs_info" else "needs_info"

    commented = decide(world, one, first, comment=SECRET, message="Jaki jest Twój cel?")
    assert (commented.comment, commented.message) == (SECRET, "Jaki jest Twój cel?")
    if later != "needs_info":
        after = decide(world, one, later)
        assert (after.comment, after.message) == (SECRET, "")


def test_given_a_question_when_only_a_comment_is_written_then_the_message_is_asked_for() -> None:
    world = World()
    (one,) = world.take("Mentee:ada")

    with pytest.raises(Invalid) as refusal:
        decide(world, one, "needs_info", comment=SECRET)

    assert list(refusal.value.fields) == ["/message"]
