"""JSON of organizations: found one, read it, list one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http
from mentoring.tables.vocabulary import Standing
from recruitment.schemas import Name
from recruitment.use_cases import organizations, team

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Organization

router = http.Router()


class OrganizationWish(http.Model):
    """A new organization."""

    name: Name


class OrganizationView(http.Versioned):
    """An organization."""

    organization_id: str
    name: str
    standing: Standing = Field(
        description="Programmes of a new one aren't in the catalogue, and it may mail few strangers."
    )

    @classmethod
    def show(cls, one: Organization) -> OrganizationView:
        """Show an organization."""
        return cls.of(one, standing=Standing.ESTABLISHED if organizations.trusted(one) else Standing.NEW)


class OrganizationList(http.View):
    """My organizations."""

    items: list[OrganizationView]
    next: str | None = None


@router.post("/v1/organizations", status=201, location="/v1/organizations/{organization_id}")
def found_organization(body: OrganizationWish) -> OrganizationView:
    """Found an organization."""
    return OrganizationView.show(organizations.found(http.context(), body.name))


@router.get("/v1/organizations")
def my_organizations() -> OrganizationList:
    """Return my organizations."""
    mine = organizations.mine(http.context())
    return OrganizationList(items=[OrganizationView.show(one) for one, _ in mine])


@router.get("/v1/organizations/<organization_id>")
def read_organization(organization_id: str) -> OrganizationView:
    """Return an organization to who organizes there, if only a single programme."""
    return OrganizationView.show(team.part_of(http.context(), organization_id)[0])
