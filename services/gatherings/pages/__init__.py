"""Pages of gatherings, a module for each idea; imported by the first request for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import PageRouter


def routers() -> tuple[PageRouter, ...]:
    """Import the pages and return their routers."""
    from gatherings.pages import (  # noqa: PLC0415 - a JSON request needs none of them
        answers,
        attendance,
        circle,
        circle_cards,
        circle_desk,
        directory,
        following,
        gathering,
        hosting,
        introductions,
        onboarding,
        onboarding_lists,
        onboarding_people,
        planning,
        programme,
    )

    return tuple(
        one.router
        for one in (
            answers,
            introductions,
            directory,
            attendance,
            circle_cards,
            circle,
            circle_desk,
            following,
            hosting,
            planning,
            programme,
            onboarding,
            onboarding_lists,
            onboarding_people,
            gathering,
        )
    )  # fmt: skip
