"""Applications as their applicants see them: saved, sent, withdrawn."""

from __future__ import annotations

import pytest

from mentoring.errors import NotFound, SignInRequired
from recruitment import domain
from recruitment.use_cases import applications, deciding
from tests.unit.recruitment.givens import World, kept, profile


def test_given_a_draft_when_saved_and_sent_then_it_is_one_application() -> None:
    world = World()

    first = applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=False)
    sent = applications.keep_application(
        world.who("ada", locale="en"), "wiosna", "mentee", profile(city="Łódź"), submit=True
    )

    assert first.application_id == sent.application_id
    one = kept(world, sent.application_id)
    assert (one.state, one.channel, one.locale, one.profile["city"]) == ("submitted", "form", "en", "Łódź")
    assert one.submitted_at == "2026-03-02T12:00:00Z"
    assert world.published == ["ApplicationSubmitted"]


def test_given_both_roles_when_one_person_applies_then_there_are_two_applications() -> None:
    world = World()
    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)
    applications.keep_application(world.who("ada"), "wiosna", "mentor", profile("mentor"), submit=True)

    assert len(applications.applications(world.who("anna"), world.programme_id).items) == 2


def test_given_an_application_that_was_sent_when_changed_before_the_decision_then_organizers_see_it_once_sent() -> None:
    world = World()
    one = applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True).application_id

    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(city="X"), submit=False)
    assert (kept(world, one).profile["city"], kept(world, one).state) == ("", "submitted")

    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(city="X"), submit=True)
    assert (kept(world, one).profile["city"], kept(world, one).submitted_at) == ("X", "2026-03-02T12:00:00Z")
    assert world.published == ["ApplicationSubmitted", "ApplicationChanged"], "one receipt, not two"


def test_given_an_application_that_was_decided_when_saved_again_then_it_stays() -> None:
    world = World()
    sent = applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)
    deciding.decide(world.who("anna"), world.programme_id, [sent.application_id], "waitlisted")

    with pytest.raises(domain.AlreadyApplied):
        applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(city="X"), submit=False)

    assert kept(world, sent.application_id).profile["city"] == ""


def test_given_nobody_signed_in_when_they_apply_then_they_are_asked_to_sign_in() -> None:
    with pytest.raises(SignInRequired):
        applications.keep_application(World().who(""), "wiosna", "mentee", profile(), submit=False)


@pytest.mark.parametrize(
    ("stage", "slug", "role"),
    [("draft", "wiosna", "mentee"), ("recruiting", "wiosna", "observer"), ("recruiting", "lato", "mentee")],
)
def test_given_no_such_form_when_somebody_applies_then_it_is_not_found(stage: str, slug: str, role: str) -> None:
    with pytest.raises(NotFound):
        applications.keep_application(World(stage).who("ada"), slug, role, profile(), submit=False)


def test_given_a_programme_by_invitation_when_who_was_asked_for_more_answers_then_they_reach_their_application() -> (
    None
):
    world = World(visibility="invitation")
    (one,) = world.take("Mentee:ada")
    deciding.decide(world.who("anna"), world.programme_id, [one], "needs_info", message="Cel?")
    world.to("matching")

    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)

    assert kept(world, one).state == "submitted"
    with pytest.raises(NotFound):
        applications.my_application(world.who("obcy"), "wiosna", "mentee")


def test_given_an_application_when_withdrawn_twice_then_it_is_told_once() -> None:
    world = World()
    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)

    applications.withdraw(world.who("ada"), world.programme_id, "mentee")
    again = applications.withdraw(world.who("ada"), world.programme_id, "mentee")

    assert again.state == "withdrawn"
    assert world.published == ["ApplicationSubmitted", "ApplicationWithdrawn"]


def test_given_a_withdrawn_application_when_saved_then_it_is_a_draft_again() -> None:
    world = World()
    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)
    applications.withdraw(world.who("ada"), world.programme_id, "mentee")

    assert applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=False).state == "draft"


def test_given_an_accepted_application_when_withdrawn_then_the_participant_has_left_and_it_is_told_once() -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")

    for _ in range(2):
        assert applications.withdraw(world.who("ada"), world.programme_id, "mentee").state == "withdrawn"

    (left,) = applications.participants(world.who("anna"), world.programme_id).items
    assert left.withdrawn_at
    assert world.published[-2:] == ["ApplicationAccepted", "ApplicationWithdrawn"]


def test_given_who_left_when_they_apply_and_are_accepted_again_then_they_take_part_again() -> None:
    world = World()
    for _ in range(2):
        applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)
        deciding.decide(world.who("anna"), world.programme_id, None, "accepted")
        (one,) = applications.participants(world.who("anna"), world.programme_id).items
        assert one.withdrawn_at is None
        applications.withdraw(world.who("ada"), world.programme_id, "mentee")


@pytest.mark.parametrize(("stage", "decision"), [("closed", "accepted"), ("recruiting", "rejected")])
def test_given_a_programme_that_is_over_or_a_refusal_when_withdrawn_then_it_is_refused(
    stage: str, decision: str
) -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    deciding.decide(world.who("anna"), world.programme_id, [one], decision)
    world.to(stage)

    with pytest.raises(domain.NotWithdrawable):
        applications.withdraw(world.who("ada"), world.programme_id, "mentee")


def test_given_no_application_when_withdrawn_then_it_is_not_found() -> None:
    world = World()

    with pytest.raises(NotFound):
        applications.withdraw(world.who("ada"), world.programme_id, "mentee")
