"""Pages of recruitment, a module for each audience and purpose; imported by the first request for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import PageRouter


def routers() -> tuple[PageRouter, ...]:
    """Import the pages and return their routers."""
    from recruitment.pages import (  # noqa: PLC0415 - a JSON request needs none of them
        applications,
        asking_back,
        audit,
        editions,
        form_plan,
        forms,
        importing,
        jobs,
        late,
        mentors,
        one_application,
        organizer,
        picture,
        privacy,
        proposed_address,
        public,
        rules,
        settings,
        setups,
        team,
        topics,
        withdrawing,
    )

    ours = (organizer, team, audit, settings, form_plan, applications, topics, one_application, importing, jobs, late)
    found = (public, privacy, forms, mentors, withdrawing, editions, setups, picture, rules, asking_back)
    return tuple(one.router for one in (*found, proposed_address, *ours))
