"""Tables and bucket ↔ domain of reporting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import agreement, clock, rooms
from mentoring.clauses import CLAUSES, Answer, all_in
from mentoring.errors import NotFound
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Matter, Watch, Written
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.reporting import WeeklyReport, Weeks
from mentoring.tables.vocabulary import (
    GOAL_ENDS,
    PROGRAMME_ENDING,
    Colour,
    Edition,
    GoalState,
    MeetingOutcome,
    MeetingState,
    ProgrammeStage,
    SeenBy,
    StepKind,
)
from mentoring.tables.workspace import Contract, Goal, RoomHead, RoomKey, Summary, Takeaway
from mentoring.values import dataclass
from reporting.domain import GoalLine, Levels, MeetingLine, Noted, ProcessReport
from reporting.figures import PairLine, Reason, reasons

HAD_REPORTS = (ProgrammeStage.RUNNING, *PROGRAMME_ENDING)
"""Stages in which a programme may have weekly reports."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.sealing import Key


@dataclass(frozen=True)
class Week:
    """The summary of a weekly report: its ISO week, when it was made, its figures by name, whether it has a PDF."""

    week: str
    made_at: str
    figures: dict[str, int]
    document: bool


def weeks(context: Context, programme_id: str) -> Weeks:
    """Return the summaries of a programme's weekly reports; if they weren't stored yet, a new item made from them."""
    key = Weeks.key(programme_id)
    return context.store.get(Weeks, *key) or Weeks(
        *key,
        programme_id=programme_id,
        told={
            week: said
            for one in context.store.query(WeeklyReport, *WeeklyReport.of(programme_id))
            for week, said in told(one).items()
        },
    )


def told(report: WeeklyReport) -> dict[str, Any]:
    """Return the summary of a report, under its week."""
    said = {"made_at": report.made_at, "figures": report.figures, "document": bool(report.document_key)}
    return {report.week: said}


def told_by(context: Context, programme: Programme) -> list[Week]:
    """Return the summaries of a programme's weekly reports, newest first; none before it runs."""
    known = context.store.get(Weeks, *Weeks.key(programme.programme_id))
    if known is None and programme.stage not in HAD_REPORTS:
        return []
    said = (known or weeks(context, programme.programme_id)).told
    found = [(one, said[one]) for one in sorted(said, reverse=True)]
    return [Week(week, one["made_at"], one["figures"], bool(one.get("document"))) for week, one in found]


def process(context: Context, pair: Pair, edition: Edition) -> tuple[ProcessReport, str]:
    """Return a pair's process in an edition, and the language it is written in (the mentee's).

    The organizer's has facts only: nothing the pair wrote or rated is looked at, and no key is needed for it.
    """
    programme = context.store.get(Programme, *Programme.key(pair.programme_id))
    mentee = context.store.get(Participant, *Participant.key(pair.programme_id, pair.mentee_id))
    if programme is None or mentee is None or pair.closed_at is None:
        raise NotFound
    room = context.store.query(Item, RoomHead.partition(pair.pair_id))
    signed = [one for one in room if isinstance(one, Contract) and one.signed_at]
    contract = signed[-1] if signed else None
    meetings = sorted(context.store.query(Meeting, *Meeting.of(pair.pair_id)), key=lambda one: one.starts_at)
    report = ProcessReport(
        edition=edition,
        programme=programme.name,
        organization=programme.organization_name,
        accent=programme.accent,
        mentor=pair.mentor_name,
        mentee=pair.mentee_name,
        agreed_at=clock.parse(pair.agreed_at),
        closed_at=clock.parse(pair.closed_at),
        outcome=pair.outcome,
        zone=mentee.zone,
        contract_signed_at=clock.parse(contract.signed_at) if contract and contract.signed_at else None,
        contract_hash=(contract.sha256 or "") if contract else "",
        contract_number=contract.number if contract else 0,
        clauses=tuple(all_in(contract.told, mentee.locale)) if contract else (),
        goals=tuple(GoalLine(one.state, proposed=_proposed(one)) for one in _goals(room)),
        meetings=tuple(_meeting(one) for one in meetings if one.state in (MeetingState.HELD, MeetingState.NOT_HELD)),
    )
    if edition == Edition.PAIR:
        key = rooms.key_of(context, pair.pair_id, next((one for one in room if isinstance(one, RoomKey)), None))
        told = _with_words(report, room, contract, key, mentee.locale)
        report = replace(told, noted=_noted(room, pair, key))
    return report, mentee.locale


def _with_words(
    report: ProcessReport, room: list[Item], contract: Contract | None, key: Key, locale: str
) -> ProcessReport:
    """Return a report with what the pair wrote and how it rated its goals."""
    goals = tuple(_goal(Opened(one, key)) for one in _goals(room))
    found = next((one for one in room if isinstance(one, Summary)), None)
    own = _own(Opened(contract, key), locale) if contract is not None else ()
    if found is None:
        return replace(report, own_clauses=own, goals=goals)
    summary = Opened(found, key)
    return replace(
        report,
        own_clauses=own,
        goals=goals,
        takeaways=tuple(summary.takeaways),
        helped=summary.helped,
        hindered=summary.hindered,
        next_steps=tuple(summary.next_steps),
        thanks=summary.thanks,
    )


def _own(contract: Opened[Contract], locale: str) -> tuple[tuple[str, str], ...]:
    """Return the pair's answers as (clause, answer in words) in the language of the report."""
    kept = {name: Answer.of(one) for name, one in contract.own.items()}
    names = [name for name in CLAUSES if name in kept]
    return tuple((name, agreement.said(name, kept[name], locale)) for name in names)


def _goals(room: list[Item]) -> list[Goal]:
    """Return the goals but for those that were taken off the table before the two agreed on them."""
    goals = [one for one in room if isinstance(one, Goal)]
    return [one for one in goals if one.agreed_at or one.state != GoalState.DROPPED]


def _proposed(one: Goal) -> GoalState | None:
    """Return how one of the two proposed to conclude a goal, where the other one didn't answer."""
    return None if one.state in GOAL_ENDS else one.end_state


def _noted(room: list[Item], pair: Pair, key: Key) -> tuple[Noted, ...]:
    """Return what the two share of what they took away from their meetings, the first meeting first."""
    names = {pair.mentor_person_id: pair.mentor_name, pair.mentee_person_id: pair.mentee_name}
    shared = [one for one in room if isinstance(one, Takeaway) and one.visibility == SeenBy.PAIR]
    in_order = sorted(shared, key=lambda one: (one.met_at, one.sk))
    return tuple(Noted(clock.parse(one.met_at), names[one.author], Opened(one, key).text) for one in in_order)


def _goal(one: Opened[Goal]) -> GoalLine:
    """Return a goal's line; an achieved goal counts as having reached its target."""
    item = one.item
    untold = item.target_level if item.state == GoalState.ACHIEVED else item.start_level
    end = untold if item.current_level is None else item.current_level
    proposed = _proposed(item)
    told = proposed or item.state in GOAL_ENDS  # what somebody took back isn't told
    return GoalLine(
        item.state,
        one.title,
        Levels(item.start_level, item.target_level, int(end)),
        one.evidence if told else "",
        one.reason if told else "",
        proposed,
        tuple((clock.parse(each["at"]), int(each["level"])) for each in one.ratings),
    )


def _meeting(one: Meeting) -> MeetingLine:
    held = one.state == MeetingState.HELD
    outcome = MeetingOutcome.HELD if held else one.not_held_reason or MeetingOutcome.NONE
    return MeetingLine(clock.parse(one.starts_at), one.minutes, outcome, one.presumed)


def pair_lines(context: Context, programme: Programme, matters: Iterable[Matter], now: datetime) -> list[PairLine]:
    """Return a programme's pairs with watches and open `matters`, by name; two queries, whatever their history."""
    pairs = context.store.listed(Pair, *Pair.listed(programme.programme_id))
    watches = {one.pair_id: one for one in context.store.listed(Watch, *Watch.listed(programme.programme_id))}
    known = {one.about: one for one in matters}
    lines = [_line(one, programme, watches.get(one.pair_id), known.get(one.pair_id), now) for one in pairs]
    return sorted(lines, key=lambda one: (one.mentee, one.mentor))


def tried_of_people(context: Context, matters: Iterable[Matter]) -> dict[str, Mapping[str, list[str]]]:
    """Return what was tried about those without a pair whom matters are about, by participant id; one round trip."""
    keys = [Written.key(one.participant_id) for one in matters if one.participant_id]
    found = context.store.get_many(Written, keys) if keys else []
    return {one.participant_id: one.tried for one in found}


def _line(pair: Pair, programme: Programme, watch: Watch | None, matter: Matter | None, now: datetime) -> PairLine:
    colour = watch.colour if watch else Colour.GREEN
    raised = [Reason(one["rule"], _days(one["since"], now)) for one in matter.reasons] if matter else []
    planned = pair.plans(programme)
    return PairLine(
        pair_id=pair.pair_id,
        mentor=pair.mentor_name,
        mentee=pair.mentee_name,
        stage=pair.stage,
        outcome=pair.outcome,
        colour=colour,
        meetings_held=pair.meetings_held,
        last_held_at=pair.last_held_at or "",
        agreed_at=pair.agreed_at,
        closed_at=pair.closed_at or "",
        contract=bool(pair.contract_signed_at),
        goal=bool(pair.goal_agreed_at),
        half=bool(planned) and pair.meetings_held * 2 >= planned,
        reasons=reasons(colour, _reasons(watch, now) if watch else (), raised),
        tried=watch.tried if watch else {},
    )


def _days(since: str, now: datetime) -> int:
    return clock.full_days(clock.parse(since), now)


def _reasons(watch: Watch, now: datetime) -> tuple[Reason, ...]:
    """Return the reasons of a colour, counted in days until now, not until the watch was last looked at.

    If the rules have since suggested to end the process or match again, that follows.
    """
    rule, since = watch.reason.get("rule"), watch.reason.get("since")
    if not rule or not since:
        return ()
    suggested = any(one["step"] == StepKind.SUGGEST and one["at"] >= since for one in watch.history)
    reason = Reason(rule, _days(since, now))
    return (reason, Reason(StepKind.SUGGEST, 0)) if suggested else (reason,)
