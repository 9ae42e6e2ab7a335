"""Gatherings of a participant, for the programme's organizers: attended, missed, signed up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import gatherings
from mentoring.tables.gatherings.attendance import GatheringRecord
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import GatheringState, SignUpState, Turnout
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Application

AHEAD = {
    SignUpState.GOING: Turnout.SIGNED_UP,
    SignUpState.WAITING: Turnout.WAITS,
    SignUpState.OFFERED: Turnout.WAITS,
}


@dataclass(frozen=True)
class Gathered:
    """A gathering of somebody: its title, when it begins (an instant), its page, and what became of it for them."""

    title: str
    starts_at: str
    path: str
    turnout: Turnout


def of_person(context: Context, programme_id: str, participant_id: str) -> list[Gathered]:
    """Return the gatherings of a participant that weren't cancelled, the last one first.

    The caller has checked the user. What was noted of them goes before their sign-up.
    """
    part = context.store.get(Participant, *Participant.key(programme_id, participant_id))
    if part is None:
        return []
    signed_up = context.store.listed(SignUp, *SignUp.listed(part.person_id, programme_id))
    found = {one.gathering_id: AHEAD[one.state] for one in signed_up if one.participant_id == participant_id}
    record = context.store.get(GatheringRecord, *GatheringRecord.key(programme_id, participant_id))
    if record is not None:
        found |= dict.fromkeys(record.attended, Turnout.ATTENDED) | dict.fromkeys(record.missed, Turnout.MISSED)
    keys = [Gathering.key(programme_id, one) for one in found]
    items = context.store.get_many(Gathering, keys) if keys else []
    return [
        Gathered(
            gatherings.title(one, context.locale),
            one.starts_at,
            f"/gatherings/{programme_id}/{one.gathering_id}",
            found[one.gathering_id],
        )
        for one in sorted(items, key=lambda one: one.starts_at, reverse=True)
        if one.state != GatheringState.CANCELLED
    ]


def records(context: Context, programme_id: str, participant_ids: Iterable[str]) -> dict[str, GatheringRecord]:
    """Return what was noted of participants at gatherings, by participant id; nothing for who has nothing."""
    keys = [GatheringRecord.key(programme_id, one) for one in participant_ids]
    found = context.store.get_many(GatheringRecord, keys) if keys else []
    return {one.participant_id: one for one in found}


def records_of(context: Context, applications: Iterable[Application]) -> dict[str, GatheringRecord]:
    """Return what was noted of those who were accepted, by application id."""
    accepted = [one for one in applications if one.decided_at]
    return {
        one: record
        for programme_id in dict.fromkeys(each.programme_id for each in accepted)
        for one, record in records(context, programme_id, [each.application_id for each in accepted]).items()
    }


def titles(context: Context, programme_id: str, locale: str) -> dict[str, str]:
    """Return what the gatherings of a programme are called, by id, soonest first."""
    planned = context.store.query(Gathering, *Gathering.of(programme_id))
    return {one.gathering_id: gatherings.title(one, locale) for one in sorted(planned, key=lambda one: one.starts_at)}


def numbers(record: GatheringRecord | None) -> dict[str, int]:
    """Return at how many gatherings somebody was noted as present, and as absent."""
    attended, missed = (record.attended, record.missed) if record is not None else ([], [])
    return {"attended": len(attended), "missed": len(missed)}
