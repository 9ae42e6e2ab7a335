"""Tables ↔ domain of monitoring."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentoring import clock
from mentoring.i18n import DEFAULT_ZONE, zone_of
from mentoring.kickoff import kick_off
from mentoring.people import by_id, mailboxes
from mentoring.tables.core import Item
from mentoring.tables.gatherings.onboarding import Onboarding
from mentoring.tables.monitoring import Matter, Newcomer, Nudged, Watch
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import PROGRAMME_OVER, ProgrammeStage, Sighting, StepKind, Worry
from mentoring.values import dataclass
from monitoring.domain import MOST_STEPS, Facts, Meeting, Need, Rating, Record, Rules, Step, Why
from monitoring.domain.letters import Letter, noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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


def rules_of(programme: Programme, tried: Mapping[str, float] | None = None) -> Rules:
    """Return the rules of a programme that was already read, or with numbers that are only `tried`."""
    known = Rules.of(
        float(programme.interval_days),
        programme.rules if tried is None else tried,
        over=programme.stage in PROGRAMME_OVER,
        waits=programme.stage == ProgrammeStage.DRAFT,  # it went back a stage: nobody is reminded until it continues
        kick_off=kick_off(programme),
    )
    return replace(known, meetings=programme.planned_meetings)


def record(one: Watch) -> Record:
    """Return what a watch stores about its pair."""
    return Record(
        started_at=clock.parse(one.started_at),
        meetings={meeting_id: _meeting(**kept) for meeting_id, kept in one.meetings.items()},
        surveys={assignment_id: _instant(at) for assignment_id, at in one.surveys.items()},
        ratings={rater: Rating(kept["low"], clock.parse(kept["at"])) for rater, kept in one.ratings.items()},
        contract_signed=one.contract_signed,
        contract_version=one.contract_version,
        interval=one.interval_days,
        planned=one.planned_meetings,
        goal_agreed=one.goal_agreed,
        paused_until=_instant(one.paused_until),
        paused_by=one.paused_by,
        closed=one.closed,
        history=tuple(_step(**kept) for kept in one.history),
    )


def keep(one: Watch, known: Record) -> None:
    """Store what is known about a pair on its watch."""
    one.meetings = {
        meeting_id: {"state": each.state, "starts_at": _text(each.starts_at), "sequence": each.sequence}
        for meeting_id, each in known.meetings.items()
    }
    one.surveys = {assignment_id: _text(at) for assignment_id, at in known.surveys.items()}
    one.ratings = {rater: {"low": each.low, "at": clock.iso(each.at)} for rater, each in known.ratings.items()}
    one.contract_signed, one.goal_agreed, one.closed = known.contract_signed, known.goal_agreed, known.closed
    one.contract_version, one.interval_days = known.contract_version, known.interval
    one.planned_meetings = known.planned
    one.paused_until, one.paused_by = _text(known.paused_until) or None, known.paused_by
    one.history = [
        {"rule": each.rule, "step": each.step, "at": clock.iso(each.at), "days": each.days} for each in known.history
    ]


def facts(one: Watch, lately: Sequence[Nudged] = (), *, unreached: bool = False) -> Facts:
    """Return a watch's facts for the rules; `lately` is the result of `reached`, `unreached` that it was nobody."""
    return record(one).facts(
        nudged_at=_latest(each.at for each in lately),
        surveyed_at=_latest(each.survey_at for each in lately),
        zones=tuple(zone_of(name) or ZoneInfo(DEFAULT_ZONE) for name in one.zones),
        unreached=unreached,
    )


CHANGED_WITHIN = timedelta(hours=72)
"""How long two who differ may change their answers (`meetings.domain`); until then it is theirs alone."""


def contested(one: Watch, now: datetime) -> tuple[datetime, ...]:
    """Return when the meetings began of which the two of a pair say different things for good, soonest first."""
    starts = (
        clock.parse(told["starts_at"])
        for told in one.contested.values()
        if told["at"] and now >= clock.parse(told["at"]) + CHANGED_WITHIN
    )
    return tuple(sorted(starts))


def _meeting(state: str, starts_at: str, sequence: int) -> Meeting:
    return Meeting(Sighting(state), _instant(starts_at), sequence)


def _step(rule: str, step: str, at: str, days: int = 0) -> Step:
    return Step(Worry(rule), StepKind(step), clock.parse(at), days)


def _instant(text: str | None) -> datetime | None:
    return clock.parse(text) if text else None


def _text(instant: datetime | None) -> str:
    return clock.iso(instant) if instant else ""


@dataclass(frozen=True)
class Reached:
    """Those of a pair whom mail reaches, each with when they were last nudged, and how many of them want reminders."""

    nudged: list[Nudged]
    mails: int


def reached(context: Context, one: Watch) -> list[Nudged]:
    """Return when those of a pair whom mail reaches were last nudged, one item each, new if never; two round trips."""
    return all_reached(context, [one])[one.pair_id].nudged


def all_reached(context: Context, watches: Sequence[Watch]) -> dict[str, Reached]:
    """Return the same of several pairs, by pair; two round trips."""
    keys = [Participant.key(one.programme_id, each) for one in watches for each in one.participants if one.people]
    keys += [Nudged.key(person) for one in watches for person in one.people]
    read = context.store.get_many(Item, list(dict.fromkeys(keys))) if keys else []
    people = [each for each in read if isinstance(each, Participant)]
    told = {each.person_id: each for each in read if isinstance(each, Nudged)}
    boxes = mailboxes(context, people)

    def of(one: Watch) -> Reached:
        theirs = [each for each in people if each.participant_id in one.participants]
        known = {each.person_id: boxes[each.participant_id] for each in theirs if each.participant_id in boxes}
        lost = {person for person, box in known.items() if box.unreachable}
        fewer = {person for person, box in known.items() if box.fewer}
        there = [person for person in one.people if person not in lost]
        nudged = [told.get(person) or Nudged(*Nudged.key(person), person_id=person, at="") for person in there]
        return Reached(nudged, sum(person not in fewer for person in there))

    return {one.pair_id: of(one) for one in watches}


def zones(context: Context, people: Sequence[str], told: Sequence[str]) -> list[str]:
    """Return where people live: as they set it, or else as their programme was `told`; one round trip."""
    accounts = by_id(context, people)
    own = {person: account.says("zone") for person, account in accounts.items()}
    theirs = dict(zip(people, told, strict=False))
    return [own.get(person) or theirs.get(person) or DEFAULT_ZONE for person in people]


def told_zones(context: Context, pair: Pair) -> list[str]:
    """Return where mentor and mentee live, according to this programme; one round trip."""
    keys = [Participant.key(pair.programme_id, one) for one in (pair.mentor_id, pair.mentee_id)]
    found = {one.participant_id: one.zone for one in context.store.get_many(Participant, keys)}
    return [found.get(str(one), DEFAULT_ZONE) for one in (pair.mentor_id, pair.mentee_id)]


def newcomer_facts(one: Newcomer, lately: Nudged | None = None, zone: str = "") -> Facts:
    """Return the facts about somebody's onboarding for the rules; `lately` is when they were last nudged."""
    return Facts(
        started_at=clock.parse(one.since),
        onboarding=clock.parse(one.since),
        closed=not one.waits,
        history=tuple(_step(**kept) for kept in one.history),
        nudged_at=_instant(lately.at) if lately is not None else None,
        zones=(zone_of(zone) or ZoneInfo(DEFAULT_ZONE),) if zone else (),
    )


def remember_newcomer(one: Newcomer, step: Step) -> None:
    """Record a step about somebody's onboarding."""
    told = {"rule": step.rule, "step": step.step, "at": clock.iso(step.at), "days": step.days}
    one.history = [*one.history, told][-MOST_STEPS:]


def newcomer_rules(context: Context, programme_id: str) -> Rules:
    """Return a programme's rules with the days its onboarding takes; one round trip."""
    read = context.store.get_many(Item, [Programme.key(programme_id), Onboarding.key(programme_id)])
    programme = next((one for one in read if isinstance(one, Programme)), None)
    head = next((one for one in read if isinstance(one, Onboarding)), None)
    known = rules_of(programme) if programme is not None else Rules()
    return replace(known, onboarding_nudge=float(head.remind_after)) if head is not None else known


def letters(written: Iterable[dict[str, str]]) -> list[Letter]:
    """Return what organizers wrote, as a watch stores it."""
    return [Letter(clock.parse(one["at"]), one["to"]) for one in written]


def kept_letters(written: Iterable[dict[str, str]], news: Letter) -> list[dict[str, str]]:
    """Return what organizers wrote with one more letter, to be stored."""
    return [{"at": clock.iso(one.at), "to": one.to} for one in noted(letters(written), news)]


def need(one: Matter) -> Need:
    """Return for which reasons somebody is needed, as a matter stores it."""
    return Need(
        whys=tuple(
            Why(Worry(told["rule"]), clock.parse(told["since"]), clock.parse(told["raised_at"]), told["cause"])
            for told in one.reasons
        ),
        state=one.state,
        taken_by=one.taken_by,
        later_until=_instant(one.later_until),
        put_aside_by=one.put_aside_by or "",
        handled_at=_instant(one.handled_at),
        handled_by=one.handled_by or "",
    )


def keep_need(one: Matter, known: Need) -> None:
    """Store for which reasons somebody is needed, and when the matter comes back."""
    one.reasons = [
        {
            "rule": why.rule,
            "cause": why.cause,
            "days": why.days,
            "since": clock.iso(why.since),
            "raised_at": clock.iso(why.raised_at),
        }
        for why in known.whys
    ]
    one.urgency, one.since, one.state = known.urgency, clock.iso(known.since), known.state
    one.taken_by, one.handled_by = known.taken_by, known.handled_by or None
    one.handled_at, one.later_until = _text(known.handled_at) or None, _text(known.later_until) or None
    one.put_aside_by = known.put_aside_by or None
    one.set_due(known.later_until)


def _latest(texts: Iterable[str | None]) -> datetime | None:
    return max((clock.parse(one) for one in texts if one), default=None)


def note_nudge(one: Nudged, rule: Worry, now: datetime) -> None:
    """Record that a person was nudged; reminders of surveys separately, because they delay no others."""
    if rule == Worry.SURVEY:
        one.survey_at = clock.iso(now)
    else:
        one.at = clock.iso(now)


def settle(one: Watch, rules: Rules, now: datetime, lately: Sequence[Nudged] = (), *, unreached: bool = False) -> None:
    """Set colour and reason of a watch, and its place on the due index."""
    seen = facts(one, lately, unreached=unreached)
    verdict = rules.judge(seen, now)
    one.colour = verdict.colour
    one.reason = {"rule": verdict.rule, "days": verdict.days(now)}
    if verdict.since:
        one.reason |= {"since": clock.iso(verdict.since)}
    one.set_due(rules.next_due(seen, now))
    one.halfway = record(one).is_halfway(rules.meetings)
