"""Tables ↔ domain of monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mentoring import clock
from mentoring.i18n import DEFAULT_ZONE, zone_of
from mentoring.kickoff import kick_off
from mentoring.people import by_id
from mentoring.tables.monitoring import Nudged, Watch
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import PROGRAMME_OVER, ProgrammeStage, Sighting, StepKind, Worry
from monitoring.domain import Facts, KnownMeeting, Rules, Step, evaluate, next_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.pairing import Pair


def watch(context: Context, pair_id: str) -> Watch | None:
    """Return a pair's watch."""
    return context.store.get(Watch, *Watch.key(pair_id))


def rules(context: Context, programme_id: str) -> Rules:
    """Return a programme's rules."""
    programme = context.store.get(Programme, *Programme.key(programme_id))
    return rules_of(programme) if programme else Rules()


def rules_of(programme: Programme) -> Rules:
    """Return the rules of a programme that was read."""
    return Rules.of(
        float(programme.interval_days),
        programme.rules,
        over=programme.stage in PROGRAMME_OVER,
        waits=programme.stage == ProgrammeStage.DRAFT,  # it went back: nobody is reminded until it goes on
        kick_off=kick_off(programme),
    )


def facts(one: Watch, lately: Sequence[Nudged] = ()) -> Facts:
    """Return a watch as the rules see it; `lately` is what `nudged` said."""
    return Facts(
        started_at=clock.parse(one.started_at),
        held=_starts(one, Sighting.HELD),
        planned=_starts(one, Sighting.PLANNED),
        contract_signed=one.contract_signed,
        goal_agreed=one.goal_agreed,
        surveys=tuple(clock.parse(at) for at in one.surveys.values() if at),
        paused_until=clock.parse(one.paused_until) if one.paused_until else None,
        closed=one.closed,
        history=tuple(_step(each) for each in one.history),
        nudged_at=_latest(each.at for each in lately),
        surveyed_at=_latest(each.survey_at for each in lately),
        zones=tuple(zone_of(name) or ZoneInfo(DEFAULT_ZONE) for name in one.zones),
    )


def _step(kept: dict[str, Any]) -> Step:
    return Step(Worry(kept["rule"]), StepKind(kept["step"]), clock.parse(kept["at"]))


def _starts(one: Watch, state: Sighting) -> tuple[datetime, ...]:
    return tuple(sorted(clock.parse(each.starts_at) for each in meetings(one).values() if each.state == state))


def meetings(one: Watch) -> dict[str, KnownMeeting]:
    """Return what a watch knows of the pair's meetings, by their ids."""
    return {
        meeting_id: KnownMeeting(**each | {"state": Sighting(each["state"])})
        for meeting_id, each in one.meetings.items()
    }


def nudged(context: Context, one: Watch) -> list[Nudged]:
    """Return when the two of a pair were last nudged, one item each, new for who never was; one round trip."""
    known = context.store.get_many(Nudged, [Nudged.key(person) for person in one.people]) if one.people else []
    found = {each.person_id: each for each in known}
    return [found.get(person) or Nudged(*Nudged.key(person), person_id=person, at="") for person in one.people]


def zones(context: Context, people: Sequence[str], told: Sequence[str]) -> list[str]:
    """Return where people live: as they set it, else as their programme was `told`; one round trip."""
    accounts = by_id(context, people)
    own = {person: account.says("zone") for person, account in accounts.items()}
    theirs = dict(zip(people, told, strict=False))
    return [own.get(person) or theirs.get(person) or DEFAULT_ZONE for person in people]


def told_zones(context: Context, pair: Pair) -> list[str]:
    """Return where mentor and mentee live, as this programme was told; one round trip."""
    keys = [Participant.key(pair.programme_id, one) for one in (pair.mentor_id, pair.mentee_id)]
    found = {one.participant_id: one.zone for one in context.store.get_many(Participant, keys)}
    return [found.get(str(one), DEFAULT_ZONE) for one in (pair.mentor_id, pair.mentee_id)]


def _latest(texts: Iterable[str | None]) -> datetime | None:
    return max((clock.parse(one) for one in texts if one), default=None)


def note_nudge(one: Nudged, rule: Worry, now: datetime) -> None:
    """Remember that a person was nudged; a reminder of a survey apart, for it holds back no other."""
    if rule == Worry.SURVEY:
        one.survey_at = clock.iso(now)
    else:
        one.at = clock.iso(now)


def settle(one: Watch, rules: Rules, now: datetime, lately: Sequence[Nudged] = ()) -> None:
    """Put colour and reason on a watch, and the watch on the due index where it belongs."""
    seen = facts(one, lately)
    verdict = evaluate(seen, rules, now)
    one.colour = verdict.colour
    one.reason = {"rule": verdict.rule, "days": verdict.days(now)}
    if verdict.since:
        one.reason |= {"since": clock.iso(verdict.since)}
    one.set_due(next_due(seen, rules, now))
