"""Opens the choice of mentors: each mentee gets a list of those who suit them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import work
from mentoring.errors import NotFound
from mentoring.events.pairing import MentorsSuggested
from mentoring.store import retrying
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import RoundState
from pairing import store
from pairing.matching.reasons import suitable
from pairing.use_cases.attempts import attempt
from pairing.use_cases.inputs import input_of
from pairing.use_cases.proposing import go_on

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.pairing import Round
    from pairing.domain import Person

OPENED_TOGETHER = 40
"""Mentees told per transaction that they can choose: two items each."""


def open_choice(context: Context, wanted: Round) -> None:
    """Let every mentee without a pair choose among the mentors that suit them; each step is repeatable.

    A later round of this mode replaces the lists, so that later participants are on them.
    """
    programme = context.store.get(Programme, *Programme.key(wanted.programme_id))
    if programme is None:
        raise NotFound
    if wanted.state == RoundState.REQUESTED:
        attempt(context, wanted, lambda: _open(context, programme, wanted))


def _open(context: Context, programme: Programme, wanted: Round) -> None:
    """Open the choice for the mentees of one part; the figures so far are part of the cursor."""
    given = input_of(context, programme, wanted)
    place = json.loads(work.cursor(context) or "{}")
    figures: dict[str, Any] = place.get("figures") or _figures({})

    def open_for(mentees: list[Person]) -> None:
        nonlocal figures
        lists = suitable(replace(given, mentees=tuple(mentees)))
        keys = {one: f"rounds/{wanted.programme_id}/{wanted.round_id}/{one}.json" for one in lists}
        for mentee_id, mentors in lists.items():
            store.Results(context.files).put(keys[mentee_id], {"round_id": wanted.round_id, "mentors": mentors})
        _suggest(context, wanted, {one: (keys[one], len(lists[one])) for one in lists})
        figures = _together(figures, _figures(lists))

    read = work.pages_of(sorted(given.mentees, key=lambda one: one.id), lambda one: one.id)
    after = work.part(context, read, open_for, together=OPENED_TOGETHER, begin=place.get("after", ""))
    uow = context.begin()
    if after:
        go_on(context, uow, wanted, json.dumps({"after": after, "figures": figures}))
    else:
        wanted.state, wanted.figures = RoundState.SENT, figures
        uow.save(wanted)
    uow.commit()


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the combined figures of two groups of mentees."""
    added = {name: one[name] + other[name] for name in ("matched", "unmatched", "total")}
    worst = min((each["worst"] for each in (one, other) if each["matched"]), default=0)
    return added | {"worst": worst, "proved_optimal": False}


def _figures(lists: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return the figures of an opened choice: `matched` counts the mentees who can choose."""
    matched = sum(bool(one) for one in lists.values())
    return {
        "matched": matched,
        "unmatched": len(lists) - matched,
        "worst": min((one[0]["score"] for one in lists.values() if one), default=0),
        "total": sum(one[0]["score"] for one in lists.values() if one),
        "proved_optimal": False,
    }


@retrying
def _suggest(context: Context, wanted: Round, lists: dict[str, tuple[str, int]]) -> None:
    """Tell mentees (id → key of their list, its length) that they can choose; each is told once."""
    people = [store.participant(context, wanted.programme_id, one) for one in lists]
    known = {one.participant_id: one for one in people if one is not None}
    uow = context.step()
    for mentee_id, seats in store.all_seats(context, list(known.values())).items():
        key, mentors = lists[mentee_id]
        if seats.suitable_key == key:
            continue
        seats.suitable_key = key
        uow.save(seats)
        if mentors:
            told = MentorsSuggested(wanted.programme_id, wanted.round_id, mentee_id, mentors)
            uow.publish(told, aggregate=seats)
    uow.commit()
