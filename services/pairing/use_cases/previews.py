"""Work on previews: an organizer edits one by hand, looks for somebody else, lays two beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access
from mentoring.errors import NotFound
from mentoring.events.pairing import PairingPreviewEdited
from mentoring.store import retrying
from mentoring.tables.pairing import Round, WeeklyPairing
from mentoring.values import dataclass
from pairing import store
from pairing.matching import editing
from pairing.matching.editing import Edits
from pairing.use_cases.rounds import newest_first, numbers_of, previewed
from pairing.use_cases.workbench import Bench, bench

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant, Programme

MOST_CHOICES = 25
"""How many other mentors are shown for a mentee."""


@dataclass(frozen=True)
class Wanted:
    """One edit of a preview: `action` and people as in `editing.edit`."""

    action: str
    mentee_id: str
    other_id: str = ""


@dataclass(frozen=True)
class Effect:
    """The effect of an edit on `matched`, `worst` and `total`; `round` is set if it wasn't only tried."""

    round: Round
    before: Mapping[str, int]
    after: Mapping[str, int]


def editable(context: Context, programme_id: str, round_id: str) -> Round:
    """Return a preview, for organizers who may edit it."""
    beside = [Round.key(programme_id, round_id), WeeklyPairing.key(programme_id)]  # the workbench shows both
    access.organizer(context, programme_id, also=beside)
    return previewed(context, programme_id, round_id)


@retrying
def edit_round(
    context: Context,
    which: tuple[str, str],
    wanted: Wanted,
    expected: str,
    *,
    dry_run: bool = False,
) -> Effect:
    """Edit a preview in the expected version, or only return the effect.

    `which` is its programme's id and its own. Raises as `editing.edit` does.
    """
    found = editable(context, *which)
    found.expect(expected)
    preview = store.preview_of(store.Results(context.files), found.result_key)
    edits = Edits.of(found.edits)
    after = editing.edit(preview, edits, wanted.action, wanted.mentee_id, wanted.other_id)
    effect = Effect(found, *(preview.figures(preview.edited(one)) for one in (edits, after)))
    if dry_run or after == edits:
        return effect
    found.edits, found.edited = after.kept(), dict(effect.after)
    uow = context.begin()
    uow.save(found)
    told = PairingPreviewEdited(found.programme_id, found.round_id, wanted.action, wanted.mentee_id)
    uow.publish(told, aggregate=found)
    uow.commit()
    return effect


@dataclass(frozen=True)
class Alternatives:
    """A mentee of a preview: the current pair (None without one), and possible others."""

    bench: Bench
    mentee: Participant
    pair: dict[str, Any] | None
    figures: Mapping[str, int]
    choices: list[editing.Alternative]


def alternatives(context: Context, programme_id: str, round_id: str, mentee_id: str) -> Alternatives:
    """Return the other possible mentors of a mentee in a preview, each with its effect on the whole."""
    found = editable(context, programme_id, round_id)
    shown = bench(context, programme_id, round_id)
    preview = store.preview_of(store.Results(context.files), found.result_key)
    if mentee_id not in preview.scores.mentees or mentee_id not in shown.people:
        raise NotFound
    edits = Edits.of(found.edits)
    pair = next((one for one in shown.pairs if one["mentee_id"] == mentee_id), None)
    options = editing.choices(preview, edits, mentee_id, MOST_CHOICES)
    return Alternatives(shown, shown.people[mentee_id], pair, preview.figures(preview.edited(edits)), options)


@dataclass(frozen=True)
class Compared:
    """A comparison of two rounds, and the people in them."""

    programme: Programme
    first: Round
    second: Round
    comparison: editing.Comparison
    people: dict[str, Participant]
    numbers: dict[str, int]


def compare_rounds(context: Context, programme_id: str, first_id: str, second_id: str) -> Compared:
    """Return what two solved rounds have in common and what not; raises `NotFound`."""
    programme = access.organizer(context, programme_id)
    rounds = newest_first(context, programme_id)
    known = {one.round_id: one for one in rounds if one.figures}
    first, second = known.get(first_id), known.get(second_id)
    if first is None or second is None:
        raise NotFound
    results = store.Results(context.files)
    sides = [(store.preview_of(results, one.result_key), Edits.of(one.edits)) for one in (first, second)]
    (mine, ours), (others, theirs) = ((preview, preview.edited(edits)) for preview, edits in sides)
    people = {one.participant_id: one for one in store.participants(context, programme_id)}
    compared = editing.compare(mine, ours, others, theirs)
    return Compared(programme, first, second, compared, people, numbers_of(rounds))
