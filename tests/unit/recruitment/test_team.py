"""Who organizes: invitations, roles in all programmes or in one, and an owner at all times."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from mentoring import access, ids, links
from mentoring.errors import NotFound, Overtaken
from mentoring.events.recruitment import OrganizerInvited
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Invitation, Member, Organization
from mentoring.tables.vocabulary import OrganizerRole, Standing
from recruitment import standing
from recruitment.domain import team as rules
from recruitment.use_cases import inviting, programmes, team
from tests.fakes.context import NOON
from tests.fakes.racing import RacingStore, race
from tests.unit.recruitment.givens import World

OWNER, COORDINATOR, VIEWER, NONE = (
    OrganizerRole.OWNER,
    OrganizerRole.COORDINATOR,
    OrganizerRole.VIEWER,
    OrganizerRole.NONE,
)


class Team(World):
    """A world whose organization has an owner, Anna, a coordinator, Kora, and a viewer, Widz."""

    kept_in = RacingStore
    store: RacingStore

    def __init__(self) -> None:
        super().__init__()
        organization = self.store.get(Organization, *Organization.key(self.organization_id))
        assert organization is not None
        organization.standing = Standing.ESTABLISHED
        self.store.put(organization)
        self.account("kora", "anna")

    def account(self, *names: str) -> None:
        for name in names:
            email = f"{name}@firma.example"
            self.store.put(Person(*Person.key(name), person_id=name, email=email, registered_at="2026-01-01T00:00:00Z"))

    def invite(self, email: str, role: OrganizerRole = VIEWER, programme_id: str = "", **values: Any) -> Invitation:
        return inviting.invite(self.who("anna", **values), self.organization_id, email, role, programme_id)

    def token(self, one: Invitation) -> str:
        claims = {"organization_id": one.organization_id, "address": ids.address_key(one.email)}
        claims |= {"programme_id": one.programme_id}
        return links.sign("organizing", one.invitation_id, expires_at=NOON + timedelta(days=14), **claims)

    def member(self, name: str) -> Member | None:
        return self.store.get(Member, *Member.key(self.organization_id, name))

    def role(self, name: str, programme_id: str = "") -> OrganizerRole:
        found = self.member(name)
        assert found is not None
        return found.role_in(programme_id) if programme_id else found.role

    @property
    def mailed(self) -> int:
        return self.published.count(OrganizerInvited.__name__)


def test_given_an_invitation_when_accepted_by_another_address_of_the_person_then_they_may_what_it_says() -> None:
    world = Team()
    token = world.token(world.invite("ola@firma.example", COORDINATOR))

    inviting.accept(world.who("ola-z-domu"), token)

    assert programmes.organized(world.who("ola-z-domu"), world.programme_id).name == "Wiosna"
    assert world.published == ["OrganizerInvited", "OrganizerJoined"]
    with pytest.raises(rules.InvitationGone):
        inviting.accept(world.who("ktos-inny"), token)


def test_given_an_invitation_to_one_programme_when_accepted_then_the_others_are_not_found() -> None:
    world = Team()
    other = programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Jesień"})
    inviting.accept(world.who("ola"), world.token(world.invite("ola@firma.example", COORDINATOR, world.programme_id)))

    assert programmes.organized(world.who("ola"), world.programme_id)
    with pytest.raises(NotFound):
        programmes.looked_at(world.who("ola"), other.programme_id)
    with pytest.raises(NotFound):
        programmes.create_programme(world.who("ola"), world.organization_id, {"name": "Zima"})
    seen = team.team(world.who("ola"), world.organization_id)
    assert list(seen.programmes) == [world.programme_id]
    assert {one.person_id for one in seen.organizers} == {"anna", "kora", "widz", "ola"}


def test_given_an_invitation_when_sent_twice_then_it_is_one_with_the_last_role_and_no_second_mail_at_once() -> None:
    world = Team()
    first = world.invite("ola@firma.example", VIEWER)
    again = world.invite("OLA@firma.example", VIEWER)
    assert (again.invitation_id, world.mailed) == (first.invitation_id, 1)

    changed = world.invite("ola@firma.example", COORDINATOR)
    assert (changed.invitation_id, changed.role, world.mailed) == (first.invitation_id, COORDINATOR, 2)
    later = NOON + inviting.PAUSE
    world.invite("ola@firma.example", COORDINATOR, instant=later)
    assert world.mailed == 3
    assert len(team.team(world.who("anna"), world.organization_id).invitations) == 1


def test_given_who_organizes_already_when_invited_then_it_is_said_and_more_may_still_be_offered() -> None:
    world = Team()
    inviting.accept(
        world.who(ids.derived("person", "ola@firma.example")), world.token(world.invite("ola@firma.example"))
    )

    for programme_id in ("", world.programme_id):
        with pytest.raises(rules.OrganizesAlready):
            world.invite("ola@firma.example", VIEWER, programme_id)
    assert world.invite("ola@firma.example", COORDINATOR, world.programme_id).role == COORDINATOR


def test_given_an_invitation_when_withdrawn_then_its_link_is_dead_and_a_new_one_does_not_revive_it() -> None:
    world = Team()
    one = world.invite("ola@firma.example")
    token = world.token(one)
    inviting.withdraw(world.who("anna"), world.organization_id, one.invitation_id)
    world.invite("ola@firma.example", COORDINATOR)

    for act in (inviting.look, inviting.accept):
        with pytest.raises(rules.InvitationGone):
            act(world.who("ola"), token)


def test_given_a_link_when_it_expired_then_nothing_is_accepted() -> None:
    world = Team()
    token = world.token(world.invite("ola@firma.example"))
    with pytest.raises(links.LinkExpired):
        inviting.accept(world.who("ola", instant=NOON + timedelta(days=14)), token)
    assert world.member("ola") is None


def test_given_an_owner_who_hands_over_when_the_other_accepts_then_they_change_places() -> None:
    world = Team()
    token = world.token(inviting.hand_over(world.who("anna"), world.organization_id, "kora"))
    assert (world.role("anna"), world.role("kora")) == (OWNER, COORDINATOR)

    inviting.accept(world.who("kora"), token)

    assert (world.role("anna"), world.role("kora")) == (COORDINATOR, OWNER)
    with pytest.raises(NotFound):
        world.invite("ola@firma.example")


def test_given_a_hand_over_when_the_giver_owns_nothing_any_more_then_it_does_not_hold() -> None:
    world = Team()
    mine = world.member("anna")
    assert mine is not None
    token = world.token(inviting.hand_over(world.who("anna"), world.organization_id, "kora"))
    with pytest.raises(rules.InvitationGone):
        inviting.accept(world.who("anna"), token)
    inviting.accept(world.who("widz"), world.token(world.invite("widz2@firma.example", OWNER)))
    team.change_role(world.who("widz"), world.organization_id, "anna", VIEWER, "", mine.tag)

    with pytest.raises(rules.InvitationGone):
        inviting.accept(world.who("kora"), token)


def test_given_the_only_owner_when_they_leave_or_step_down_then_it_is_refused() -> None:
    world = Team()
    mine = world.member("anna")
    assert mine is not None
    with pytest.raises(rules.LastOwner):
        team.remove(world.who("anna"), world.organization_id, "anna")
    with pytest.raises(rules.LastOwner):
        team.change_role(world.who("anna"), world.organization_id, "anna", VIEWER, "", mine.tag)
    assert world.role("anna") == OWNER


def test_given_two_owners_when_both_leave_at_once_then_one_of_them_stays() -> None:
    world = Team()
    inviting.accept(world.who("kora"), world.token(world.invite("kora2@firma.example", OWNER)))

    leave = [partial(team.remove, world.who(name), world.organization_id, name) for name in ("anna", "kora")]

    assert sorted(race(world.store, leave)) == ["done", "last-owner"]
    assert [one.role for one in world.store.query(Member, *Member.of(world.organization_id))].count(OWNER) == 1


@pytest.mark.parametrize("name", ["kora", "widz", "obcy"])
def test_given_who_owns_nothing_when_they_manage_then_it_is_not_found(name: str) -> None:
    world = Team()
    one = world.invite("ola@firma.example")
    who, there = world.who(name), world.organization_id
    for act in (
        lambda: inviting.invite(who, there, "x@firma.example", VIEWER),
        lambda: inviting.send_again(who, there, one.invitation_id),
        lambda: inviting.withdraw(who, there, one.invitation_id),
        lambda: inviting.hand_over(who, there, "kora"),
        lambda: team.change_role(who, there, "anna", VIEWER, "", "*"),
        lambda: team.remove(who, there, "anna"),
    ):
        with pytest.raises(NotFound):
            act()


def test_given_a_role_when_changed_in_another_version_then_it_is_refused_and_with_none_left_they_are_out() -> None:
    world = Team()
    with pytest.raises(Overtaken):
        team.change_role(world.who("anna"), world.organization_id, "kora", VIEWER, "", "77")
    changed = team.change_role(world.who("anna"), world.organization_id, "kora", NONE, world.programme_id, "*")
    assert changed.role == COORDINATOR
    team.change_role(world.who("anna"), world.organization_id, "kora", VIEWER, world.programme_id, "*")
    team.change_role(world.who("anna"), world.organization_id, "kora", NONE, "", "*")
    assert access.role(world.who("kora"), world.programme) == VIEWER
    team.change_role(world.who("anna"), world.organization_id, "kora", NONE, world.programme_id, "*")
    assert world.member("kora") is None


def test_given_one_who_organizes_when_they_leave_then_nothing_of_it_is_left() -> None:
    world = Team()
    team.remove(world.who("widz"), world.organization_id, "widz")
    assert world.member("widz") is None
    with pytest.raises(NotFound):
        programmes.looked_at(world.who("widz"), world.programme_id)


def test_given_ownership_of_one_programme_when_offered_then_it_is_refused() -> None:
    world = Team()
    for role in (OWNER, NONE):
        with pytest.raises(rules.RoleUnknown):
            world.invite("ola@firma.example", role, world.programme_id)


def test_given_a_programme_of_others_when_somebody_is_invited_to_it_then_it_is_not_found() -> None:
    world, others = Team(), World()
    world.store.put(others.programme)
    foreign = others.programme
    with pytest.raises(NotFound):
        world.invite("ola@firma.example", VIEWER, "none")
    assert foreign.organization_id != world.organization_id
    with pytest.raises(NotFound):
        world.invite("ola@firma.example", VIEWER, foreign.programme_id)


def test_given_a_new_organization_when_its_mails_are_used_up_then_nobody_is_invited() -> None:
    world = World()
    organization = world.store.get(Organization, *Organization.key(world.organization_id))
    assert organization is not None
    organization.standing, organization.mailed = Standing.NEW, 1_000
    world.store.put(organization)
    with pytest.raises(standing.NoInvitationsLeft):
        inviting.invite(world.who("anna"), world.organization_id, "ola@firma.example", VIEWER)
