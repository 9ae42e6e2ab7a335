"""Stages, decisions, dates, addresses."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mentoring.errors import DomainError, Invalid
from mentoring.tables.vocabulary import ApplicationState, ProgrammeStage
from recruitment import domain

RECRUITING = domain.Programme(ProgrammeStage.RECRUITING)
TODAY = date(2026, 3, 2)
FORWARD = list(zip(domain.STAGES[:5], domain.STAGES[1:6], strict=True))
BACK = [(later, sooner) for sooner, later in FORWARD if later != "closed"]


@pytest.mark.parametrize(("current", "to"), FORWARD)
def test_given_a_stage_when_moved_to_the_next_then_no_reason_is_needed(current: str, to: str) -> None:
    assert domain.Programme(current).move(to, "") == domain.Move(current, to, "")
    assert domain.Programme(current).following == to


@pytest.mark.parametrize(("current", "to"), BACK)
def test_given_a_stage_when_moved_back_by_one_then_the_reason_is_kept(current: str, to: str) -> None:
    assert domain.Programme(current).move(to, " za mało zgłoszeń ") == domain.Move(current, to, "za mało zgłoszeń")
    assert domain.Programme(current).preceding == to


@pytest.mark.parametrize(("current", "to"), BACK)
def test_given_a_stage_when_moved_back_without_a_reason_then_it_is_asked_for(current: str, to: str) -> None:
    with pytest.raises(domain.ReasonNeeded) as refusal:
        domain.Programme(current).move(to, "  ")

    assert list(refusal.value.fields) == ["/reason"]


@given(st.sampled_from(domain.STAGES), st.sampled_from(domain.STAGES) | st.text(max_size=9))
def test_given_any_other_move_when_tried_then_it_is_refused(current: str, to: str) -> None:
    if (current, to) not in [*FORWARD, *BACK]:
        with pytest.raises(domain.StageRefused):
            domain.Programme(current).move(to, "powód")


@pytest.mark.parametrize(
    ("state", "decision"), [(state, decision) for decision, states in domain.DECISIONS.items() for state in states]
)
def test_given_a_state_when_a_decision_may_follow_then_it_changes_the_application(state: str, decision: str) -> None:
    assert domain.Application(state).decide(decision) == domain.Application(decision)
    assert domain.Application(state).takes(decision)


@pytest.mark.parametrize("decision", domain.DECISIONS)
def test_given_a_decision_when_it_comes_again_then_it_changes_nothing(decision: str) -> None:
    assert domain.Application(decision).decide(decision) == domain.Application(decision)
    assert not domain.Application(decision).takes(decision)


@given(st.sampled_from(ApplicationState), st.sampled_from(ApplicationState) | st.text(max_size=9))
def test_given_any_other_decision_when_tried_then_it_is_refused(state: str, decision: str) -> None:
    if decision not in domain.DECISIONS or state not in (*domain.DECISIONS[decision], decision):
        with pytest.raises(domain.DecisionRefused):
            domain.Application(state).decide(decision)


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("recruiting", None),
        ("recruiting", "draft"),
        ("recruiting", "withdrawn"),
        ("recruiting", "needs_info"),
        ("matching", "needs_info"),
        ("running", "needs_info"),
        ("recruiting", "submitted"),
        ("matching", "submitted"),
    ],
)
def test_given_an_open_door_when_somebody_applies_then_nothing_stands_in_the_way(stage: str, state: str | None) -> None:
    domain.Programme(stage).check_takes(domain.Application(state or "draft"), "2026-03-02")


@pytest.mark.parametrize("state", ["accepted", "waitlisted", "rejected"])
def test_given_an_application_that_was_decided_when_sent_again_then_it_is_refused(state: str) -> None:
    with pytest.raises(domain.AlreadyApplied):
        domain.Programme("recruiting").check_takes(domain.Application(state or "draft"), "2026-03-02")


@pytest.mark.parametrize(
    ("stage", "state"),
    [("draft", None), ("matching", None), ("matching", "draft"), ("running", "withdrawn"), ("closed", "needs_info")],
)
def test_given_a_closed_door_when_somebody_applies_then_it_is_said(stage: str, state: str | None) -> None:
    with pytest.raises(domain.RecruitmentClosed):
        domain.Programme(stage).check_takes(domain.Application(state or "draft"), "2026-03-02")


class Life(RuleBasedStateMachine):
    """An application between its applicant and the organizers: no state is left except by a verb."""

    def __init__(self) -> None:
        super().__init__()
        self.one = domain.Application()
        self.accepted = 0

    @rule(submit=st.booleans())
    def keep(self, *, submit: bool) -> None:
        try:
            RECRUITING.check_takes(self.one, "2026-03-02")
        except domain.AlreadyApplied:
            assert self.one.state in ("accepted", "waitlisted", "rejected")
        else:
            self.one = self.one.submit("2026-03-02T12:00:00Z") if submit else self.one.keep()

    @rule(decision=st.sampled_from(list(domain.DECISIONS)))
    def decide(self, decision: str) -> None:
        before = self.one
        try:
            self.one = before.decide(decision)
        except domain.DecisionRefused:
            return
        self.accepted += self.one != before and decision == ApplicationState.ACCEPTED

    @precondition(lambda self: self.one.state in domain.WITHDRAWABLE)
    @rule()
    def withdraw(self) -> None:
        self.one = self.one.withdraw(over=False)

    @invariant()
    def accepted_once_and_for_good(self) -> None:
        assert self.accepted <= 1
        assert not self.accepted or self.one.state == ApplicationState.ACCEPTED

    @invariant()
    def seen_by_organizers_once_it_was_sent(self) -> None:
        assert self.one.is_shown == (self.one.state != "draft" and self.one.submitted_at is not None)


TestLife = Life.TestCase


@pytest.mark.parametrize(
    ("stage", "state", "may"),
    [
        ("matching", "accepted", True),
        ("closed", "accepted", False),
        ("closed", "waitlisted", True),
        ("running", "rejected", False),
    ],
)
def test_given_an_application_when_its_applicant_leaves_then_they_may_unless_it_is_too_late(
    stage: str, state: str, *, may: bool
) -> None:
    one = domain.Application(state)
    if may:
        left = one.withdraw(over=domain.Programme(stage).is_over)
        assert left.state == "withdrawn"
        assert left.withdraw(over=domain.Programme(stage).is_over) == left
        return
    with pytest.raises(domain.NotWithdrawable):
        one.withdraw(over=domain.Programme(stage).is_over)


def test_given_dates_in_their_order_when_checked_then_they_are_fine() -> None:
    domain.check_dates({"kick_off": "2026-03-01", "recruitment_closes": "2026-02-20", "closing": "2026-03-01"}, TODAY)


def test_given_a_date_before_its_time_when_checked_then_it_is_named() -> None:
    with pytest.raises(Invalid) as refusal:
        domain.check_dates(
            {"recruitment_closes": "2026-03-02", "kick_off": "2026-03-01", "closing": "2026-09-01"}, TODAY
        )

    assert list(refusal.value.fields) == ["/dates/kick_off"]


@pytest.mark.parametrize(
    ("day", "fits"), [("2036-03-02", True), ("2036-03-03", False), ("2016-03-01", True), ("2016-02-29", False)]
)
def test_given_a_date_ten_years_away_when_checked_then_it_is_the_last_that_fits(day: str, fits: bool) -> None:
    if fits:
        domain.check_dates({"kick_off": day}, TODAY)
        return
    with pytest.raises(Invalid) as refusal:
        domain.check_dates({"kick_off": day}, TODAY)
    assert refusal.value.fields == {"/dates/kick_off": "Choose a date within ten years of today."}


def test_given_an_unknown_date_when_checked_then_it_is_named() -> None:
    with pytest.raises(Invalid) as refusal:
        domain.check_dates({"party": "2026-03-02"}, TODAY)

    assert list(refusal.value.fields) == ["/dates/party"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łączymy doświadczenie: Wiosna 2026!", "laczymy-doswiadczenie-wiosna-2026"),
        ("źdźbło", "zdzblo"),
        ("!!!", "program"),
    ],
)
def test_given_a_name_when_made_an_address_then_it_is_readable(name: str, slug: str) -> None:
    assert domain.slugify(name) == slug


@given(st.text(max_size=200))
def test_given_any_name_when_made_an_address_then_it_is_a_good_one(name: str) -> None:
    assert domain.check_slug(domain.slugify(name))


@pytest.mark.parametrize("slug", ["", "-a", "a-", "A", "a b", "ż", "a" * 61, "a\n"])
def test_given_a_bad_address_when_checked_then_it_is_refused(slug: str) -> None:
    with pytest.raises(Invalid):
        domain.check_slug(slug)


@pytest.mark.parametrize(
    ("stage", "visibility", "public", "page"),
    [
        ("draft", "public", False, False),
        ("recruiting", "public", True, True),
        ("closed", "public", True, True),
        ("erased", "public", False, False),
        ("recruiting", "unlisted", False, True),
        ("recruiting", "invitation", False, False),
    ],
)
def test_given_stage_and_visibility_when_asked_who_sees_it_then_only_who_should(
    stage: str, visibility: str, *, public: bool, page: bool
) -> None:
    one = domain.Programme(stage, visibility)
    assert (one.is_public, one.has_page) == (public, page)


@pytest.mark.parametrize(
    ("spoken", "wished", "locale"),
    [(["pl", "en"], "pl", "pl"), (["en"], "pl", "en"), (["pl"], "en", "pl"), (["de"], "pl", "pl"), ([], "en", "en")],
)
def test_given_languages_somebody_speaks_when_mails_are_written_then_in_one_of_them(
    spoken: list[str], wished: str, locale: str
) -> None:
    assert domain.mail_locale(spoken, wished) == locale


def test_given_refusals_when_listed_then_each_has_its_own_code() -> None:
    kinds = [kind for kind in vars(domain).values() if isinstance(kind, type) and issubclass(kind, DomainError)]
    own = [kind.code for kind in kinds if kind.__module__.startswith("recruitment.domain.")]

    assert own
    assert len(own) == len(set(own))
