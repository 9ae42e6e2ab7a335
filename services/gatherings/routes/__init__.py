"""JSON routes of gatherings, a module for each idea, with the views they show and the bodies they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import Router


def routers() -> tuple[Router, ...]:
    """Import the routes and return their routers."""
    from gatherings.routes import (  # noqa: PLC0415
        attendance,
        breakouts,
        circle,
        circle_cards,
        circle_desk,
        directory,
        onboarding,
        onboarding_lists,
        planning,
        signing_up,
    )
    from gatherings.routes import gatherings as listed  # noqa: PLC0415 - a request for a page needs none of them

    return tuple(
        one.router
        for one in (
            listed,
            attendance,
            breakouts,
            circle_cards,
            circle,
            circle_desk,
            directory,
            planning,
            signing_up,
            onboarding,
            onboarding_lists,
        )
    )  # fmt: skip
