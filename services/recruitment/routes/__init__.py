"""JSON routes of recruitment, a module for each subject, with the views they show and the bodies they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import Router


def routers() -> tuple[Router, ...]:
    """Import the routes and return their routers."""
    from recruitment.routes import (  # noqa: PLC0415 - a request for a page needs none of them
        addresses,
        applications,
        applying,
        asking_back,
        audit,
        desk,
        editions,
        form_plan,
        jobs,
        late,
        organizations,
        programmes,
        stages,
        team,
    )

    ours = (organizations, team, audit, programmes, editions, asking_back, form_plan, stages)
    found = (*ours, jobs, applications, addresses, applying, desk, late)
    return tuple(one.router for one in found)
