"""Pages of a programme's applications, however many there are.

Those waiting for a decision come first, then all others, each by last name. A page reads at most two parts of the list,
so with a filter that few match it may show fewer than it could, or nobody, and lead on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.store import Page
from mentoring.tables.recruitment import Application, Readdressed
from mentoring.tables.vocabulary import ApplicationState, Role
from recruitment import store
from recruitment.counting import Tally
from recruitment.imports import plain
from recruitment.use_cases.reached import application_id_of, application_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context

OPEN, REST = "open", "rest"
LOOKED_AT = 120
"""Applications read at once when filtering."""


def page(
    context: Context,
    programme_id: str,
    wanted: Mapping[str, str],
    after: str = "",
    limit: int = 50,
) -> Page[Application]:
    """Return applications in a `state`, of a `role`, whose last name begins with `q` or whose address it is.

    All of `wanted` may be missing. The caller has checked the user. Numbers never hide anybody: both
    parts are read, whatever is counted.
    """
    state, role, text = wanted.get("state", ""), wanted.get("role", ""), wanted.get("q", "").strip()

    def fits(one: Application) -> bool:
        return state in ("", one.state) and role in ("", one.role)

    if "@" in text:
        return Page([one for one in _of_address(context, programme_id, text) if fits(one)])
    groups = {"": [OPEN, REST], ApplicationState.SUBMITTED: [OPEN]}.get(state, [REST])
    name, _, place = after.partition("|")
    groups = groups[groups.index(name) :] if name in groups else groups
    found: list[Application] = []
    for position, group in enumerate(groups):
        room = limit - len(found)
        if not room:
            return Page(found, f"{group}|")
        key = Application.rank_key(programme_id, is_open=group == OPEN)
        looked_at = min(room, LOOKED_AT) if role or state not in ("", ApplicationState.SUBMITTED) else room
        part = context.store.ranked_page(
            Application, key, plain(text), after=place if not position else "", limit=looked_at, fits=fits
        )
        found += part.items
        if part.next:
            return Page(found, f"{group}|{part.next}")
    return Page(found)


def _of_address(context: Context, programme_id: str, address: str) -> list[Application]:
    reached = application_ids(context, programme_id, [(role, address) for role in Role])
    found = context.store.get_many(Application, [Application.key(programme_id, one) for one in reached])
    return [one for one in found if store.application(one).is_shown]


def keys(programme_id: str, wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a page reads beside the list itself, or instead of it where an address is searched for."""
    text = wanted.get("q", "").strip()
    if "@" in text:
        derived = [application_id_of(programme_id, role, text) for role in Role]
        return [item.key(programme_id, one) for one in derived for item in (Readdressed, Application)]
    return [] if text else Tally.keys(programme_id)


def tally(context: Context, programme_id: str, wanted: Mapping[str, str]) -> Tally:
    """Return how many applications there are; nothing for a search, whose matches aren't counted."""
    return Tally([]) if wanted.get("q", "").strip() else Tally.of(context, programme_id)
