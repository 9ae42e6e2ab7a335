"""Where a programme stands, for its organizers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentoring import access
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme, StageChange
from mentoring.tables.vocabulary import AlertState
from mentoring.values import dataclass
from recruitment.counting import Tally
from recruitment.use_cases import telling

if TYPE_CHECKING:
    from mentoring.context import Context


@dataclass(frozen=True)
class Board:
    """Where a programme stands: applications by (role, state), pairs by stage and by colour, open alerts."""

    programme: Programme
    may_edit: bool
    applications: Counter[tuple[str, str]]
    pairs: list[Pair]
    stages: Counter[str]
    colours: Counter[str]
    alerts: list[tuple[Alert, str]]
    history: list[StageChange]
    quota: telling.Quota

    def count(self, state: str = "", role: str = "") -> int:
        """Return the number of applications, of a state and of a role."""
        return sum(
            number
            for (its_role, its_state), number in self.applications.items()
            if state in ("", its_state) and role in ("", its_role)
        )


def board(context: Context, programme_id: str) -> Board:
    """Return where a programme stands and what needs its organizers."""
    programme = access.organizer(context, programme_id, access.ORGANIZERS)
    role = access.member(context, programme.organization_id, access.ORGANIZERS).role
    tally = Tally.of(context, programme_id)
    listed = context.store.listed(Item, Programme.listing(programme_id))
    pairs = [one for one in listed if isinstance(one, Pair)]
    watches = [one for one in listed if isinstance(one, Watch) and not one.closed]
    names = {pair.pair_id: f"{pair.mentee_name} – {pair.mentor_name}" for pair in pairs}
    alerts = [one for one in context.store.query(Alert, *Alert.of(programme_id)) if one.state == AlertState.OPEN]
    alone = [Participant.key(programme_id, one.participant_id) for one in alerts if one.participant_id]
    named = context.store.get_many(Participant, alone) if alone else []
    names |= {one.participant_id: one.name for one in named}
    return Board(
        programme=programme,
        may_edit=role in access.EDITORS,
        applications=tally.by_role_and_state,
        pairs=pairs,
        stages=Counter(one.stage for one in pairs),
        colours=Counter(one.colour for one in watches),
        alerts=[
            (one, names.get(one.participant_id or one.pair_id, ""))
            for one in sorted(alerts, key=lambda one: one.raised_at, reverse=True)
        ],
        history=context.store.query(StageChange, *StageChange.of(programme_id)),
        quota=telling.quota(context, programme, tally),
    )
