"""Applying after the last day, by a link that organizers make, and take back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from mentoring import links
from mentoring.errors import Invalid, NotFound
from recruitment import domain
from recruitment.use_cases import applications, late
from tests.unit.recruitment.givens import World, kept, profile

LAST = {"recruitment_closes": "2026-03-01"}
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
UNTIL = date(2026, 3, 8)


def token_of(one: Any) -> str:
    return urlsplit(late.url(one)).path.rsplit("/", 1)[1]


def invited(where: World, role: str = "mentee") -> Any:
    return late.invite(where.who("anna", instant=NOW), where.programme_id, role, UNTIL)


def apply(where: World, token: str = "", role: str = "mentee", instant: datetime = NOW, **values: Any) -> Any:
    draft = domain.Draft(late=token)
    who = where.who("ada", instant=instant)
    return applications.keep_application(
        who, "wiosna", role, profile(role), **{"submit": True, "draft": draft} | values
    )


@pytest.mark.parametrize("stage", ["recruiting", "matching", "running"])
def test_given_a_link_when_somebody_applies_after_the_last_day_then_it_arrives_and_is_noted_as_late(stage: str) -> None:
    where = World(stage, dates=LAST)
    one = invited(where)

    sent = apply(where, token_of(one))

    assert (sent.state, sent.late) == ("submitted", one.invitation_id)
    with pytest.raises(domain.RecruitmentClosed):
        apply(where, token_of(one), role="mentor")


def test_given_a_draft_begun_by_a_link_when_gone_on_with_elsewhere_then_the_link_need_not_be_opened_again() -> None:
    where = World(dates=LAST)
    apply(where, token_of(invited(where)), submit=False)

    assert apply(where).state == "submitted"


@pytest.mark.parametrize("how", ["none", "revoked", "expired", "of another programme", "made up"])
def test_given_a_link_that_does_not_count_when_somebody_applies_then_they_are_too_late(how: str) -> None:
    where, other = World(dates=LAST), World(dates=LAST)
    one = invited(where)
    token = {"none": "", "of another programme": token_of(invited(other)), "made up": "x.y"}.get(how, token_of(one))
    drafted = apply(where, token_of(one), submit=False)
    if how in ("none", "of another programme", "made up", "revoked"):
        late.revoke(where.who("anna", instant=NOW), where.programme_id, one.invitation_id)
    instant = datetime(2026, 3, 8, 23, 0, 1, tzinfo=UTC) if how == "expired" else NOW

    with pytest.raises(domain.RecruitmentEnded):
        apply(where, token, instant=instant)

    assert kept(where, drafted.application_id).state == "draft"


def test_given_a_link_when_its_last_day_ends_then_it_counts_to_that_second_in_the_programmes_zone() -> None:
    where = World(dates=LAST, zone="America/New_York")
    one = invited(where)

    assert one.until == "2026-03-09T04:00:00Z"  # clocks went forward in the night before
    assert apply(where, token_of(one), instant=datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC)).state == "submitted"


def test_given_people_imported_alone_when_somebody_has_a_link_then_they_reach_the_form() -> None:
    where = World(dates=LAST, visibility="invitation")
    token = token_of(invited(where))

    with pytest.raises(NotFound):
        applications.my_application(where.who("ada", instant=NOW), "wiosna", "mentee")
    assert applications.my_application(where.who("ada", instant=NOW), "wiosna", "mentee", token)[1] is None


@pytest.mark.parametrize("last", [date(2026, 3, 1), date(2027, 3, 9)])
def test_given_a_last_day_that_makes_no_sense_when_a_link_is_made_then_it_is_said(last: date) -> None:
    where = World(dates=LAST)
    with pytest.raises(Invalid) as refusal:
        late.invite(where.who("anna", instant=NOW), where.programme_id, "mentee", last)
    assert set(refusal.value.fields) == {"/until"}


def test_given_links_when_taken_back_twice_then_once_counts_and_room_is_made_for_another() -> None:
    where = World(dates=LAST)
    made = [invited(where) for _ in range(late.MOST)]
    with pytest.raises(late.TooManyInvitations):
        invited(where)

    first = late.revoke(where.who("anna", instant=NOW), where.programme_id, made[0].invitation_id)
    again = late.revoke(where.who("anna", instant=NOW + timedelta(hours=1)), where.programme_id, made[0].invitation_id)

    assert again.revoked_at == first.revoked_at == "2026-03-02T12:00:00Z"
    assert invited(where).revoked_at is None


@pytest.mark.parametrize("name", ["widz", "nobody", ""])
def test_given_somebody_who_may_not_decide_when_they_want_links_then_there_are_none(name: str) -> None:
    where = World(dates=LAST)
    one = invited(where)
    who = where.who(name, instant=NOW)
    for action in (
        lambda: late.invitations(who, where.programme_id),
        lambda: late.invite(who, where.programme_id, "mentee", UNTIL),
        lambda: late.revoke(who, where.programme_id, one.invitation_id),
    ):
        with pytest.raises(Exception) as refusal:  # noqa: PT011 - not found, or sign in
            action()
        assert refusal.value.__class__.__name__ in ("NotFound", "SignInRequired")


def test_given_a_link_when_opened_then_it_leads_to_the_form_of_its_role_as_long_as_it_counts() -> None:
    where = World(dates=LAST)
    one = invited(where, "mentor")
    nobody = where.who("", instant=NOW)

    found = late.read(nobody, token_of(one))
    assert (found.role, found.holds) == ("mentor", True)
    assert found.form.startswith("/programmes/wiosna/apply/mentor?late=")
    late.revoke(where.who("anna", instant=NOW), where.programme_id, one.invitation_id)
    assert not late.read(where.who("", instant=NOW), token_of(one)).holds
    with pytest.raises(links.LinkExpired):
        late.read(where.who("", instant=NOW + timedelta(days=30)), token_of(one))
