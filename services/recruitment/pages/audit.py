"""What organizers did, in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mentoring import http
from mentoring.errors import N_
from mentoring.tables.vocabulary import Act
from recruitment import domain
from recruitment.domain import team as roles
from recruitment.pages.base import PAGES, STAGE_NAMES, Html, of_programme
from recruitment.use_cases import auditing, programmes, team

if TYPE_CHECKING:
    from recruitment.use_cases.auditing import Entry

router = http.PageRouter()

ACT_NAMES = {
    Act.CREATED: N_("programme created"),
    Act.SETTINGS: N_("settings changed"),
    Act.STAGE: N_("stage changed"),
    Act.DECIDED: N_("decision"),
    Act.DECIDED_MANY: N_("decision on many applications"),
    Act.CORRECTED: N_("application corrected"),
    Act.READDRESSED: N_("address corrected"),
    Act.TRUSTED: N_("address said to work again"),
    Act.IMPORTED: N_("file imported"),
    Act.EXPORTED: N_("applications exported"),
    Act.INVITED: N_("invitation to organize"),
    Act.UNINVITED: N_("invitation withdrawn"),
    Act.JOINED: N_("invitation accepted"),
    Act.ROLE: N_("role changed"),
}


@router.get("/organizer/programmes/<programme_id>/audit")
def audit(programme_id: str) -> Html:
    """Show what organizers did in a programme."""
    context, wanted = http.context(), _wanted()
    entries, following = http.part_of(partial(auditing.of_programme, context, programme_id, wanted))
    programme = programmes.looked_at(context, programme_id)
    shown = _shown(entries, following, wanted, team.people_of(context, programme.organization_id))
    return of_programme(programme, "audit.html", home=f"/organizer/programmes/{programme_id}", **shown)


@router.get("/organizer/team/<organization_id>/audit")
def audit_of_organization(organization_id: str) -> Html:
    """Show what concerned an organization as a whole."""
    context, wanted = http.context(), _wanted()
    entries, following = http.part_of(partial(auditing.of_organization, context, organization_id, wanted))
    found = team.part_of(context, organization_id)[0]
    shown = _shown(entries, following, wanted, team.people_of(context, organization_id))
    return PAGES.render(
        "audit.html", context, programme=None, organization=found, home=f"/organizer/team/{organization_id}", **shown
    )


def _wanted() -> auditing.Wanted:
    query = http.request().query_string_parameters
    act = query.get("act", "")
    return auditing.Wanted(query.get("by", ""), act if act in tuple(Act) else "")


def _shown(
    entries: list[Entry], following: str | None, wanted: auditing.Wanted, people: list[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "entries": entries,
        "following": following,
        "wanted": wanted,
        "people": people,
        "act_names": ACT_NAMES,
        "stage_names": dict(STAGE_NAMES),
        "state_names": domain.STATE_NAMES,
        "role_names": roles.ROLE_NAMES,
    }
