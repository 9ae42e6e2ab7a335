"""The weekly report of a programme: made in the background at the hour its organizers set, and read again later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, matters
from mentoring.errors import NotFound
from mentoring.events.reporting import WeeklyReportPrepared
from mentoring.i18n import LOCALES, day_in
from mentoring.spreadsheets import workbook
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Matter
from mentoring.tables.recruitment import Counts, Participant, Programme, StageChange
from mentoring.tables.reporting import DailyDigest, WeeklyReport, Weeks
from mentoring.tables.vocabulary import ApplicationState
from reporting import figures, store, texts
from reporting.domain import ProgrammeReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.reporting import WeeklyReportDue

Draw = Callable[[ProgrammeReport, str], bytes]
"""(report, locale) → PDF."""

MOST_SHOWN = 12
"""Lines in the mail of a report, the most urgent ones; the attached list has all of them."""
WEEK = timedelta(days=7)
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@retrying
def prepare(context: Context, event: Event[WeeklyReportDue], *, draw: Draw) -> None:
    """Make a programme's report of a week as of the hour at which it was due; what is made is not made again.

    It tells what the digest of its day would, in the same transaction: that day has one mail. It reads the programme
    with its counters and its digest, its pairs and watches, its open matters, the changes of its stage and its
    gatherings: nothing that grows with what happened in the past.
    """
    from reporting.use_cases import digests, gathered  # noqa: PLC0415 - of all that reports do, only this needs them

    programme_id, week = event.data.programme_id, event.data.week
    weeks = store.weeks(context, programme_id)
    if week in weeks.told:
        return
    now = event.meta.occurred_at
    context = replace(context, clock=clock.fixed(now))
    keys = [Programme.key(programme_id), DailyDigest.key(programme_id), *matters.keys(programme_id)]
    read = context.store.get_many(Item, keys)
    kept, programme = digests.among(read, programme_id)
    if programme is None:
        raise NotFound
    needing = context.store.listed(Matter, Matter.listing(programme_id))
    desk = matters.dated(context, programme_id, matters.desk(programme, read, now))
    pairs = store.pair_lines(context, programme, needing, now)
    shown = desk.lines(needing[:MOST_SHOWN])[:MOST_SHOWN]
    tried = {one.pair_id: one.tried for one in pairs} | store.tried_of_people(context, needing[:MOST_SHOWN])
    told = [weeks.told[one] for one in sorted(weeks.told) if one < week]
    report = WeeklyReport(
        *WeeklyReport.key(programme_id, week),
        report_id=ids.derived("weekly", programme_id, week),
        programme_id=programme_id,
        week=week,
        figures=figures.figures(pairs, desk.number, told[-1]["figures"] if told else {}),
        lines=[_line(one, tried) for one in shown],
        news=_news(context, programme_id, pairs),
        news_of_day=digests.take(kept, day_in(now, programme.zone)),
        before=[_before(one, held) for one, held in zip(told, _held(told), strict=True)][1 - figures.SHOWN :],
        gatherings=gathered.told(context, programme_id),
        attachment_key=f"reports/{programme_id}/weekly-{week}.xlsx",
        document_key=f"reports/{programme_id}/weekly-{week}.pdf",
        made_at=clock.iso(now),
    )
    locale = _language(programme)
    context.files.put(report.attachment_key, _workbook(context, programme, desk, needing, pairs, locale), XLSX)
    context.files.put(report.document_key, draw(_document(programme, report, pairs, read), locale), PDF)
    weeks.told |= store.told(report)
    uow = context.begin()
    uow.save(report)
    uow.save(weeks)
    uow.save(kept)
    uow.publish(WeeklyReportPrepared(programme_id, report.report_id, week), aggregate=report)
    uow.commit()


def _language(programme: Programme) -> str:
    """Return the first language of a programme: all its organizers get the same list and the same document."""
    wished = [one for one in programme.languages if one in LOCALES]
    return (wished or LOCALES)[0]


def _line(one: Matter | matters.Step, tried: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Any]:
    if isinstance(one, matters.Step):
        return {"step": str(one.kind), "number": one.number, "date": one.date, "day": one.day, "since": one.since}
    return matters.told(one, tried.get(one.about, {}))


def _news(context: Context, programme_id: str, pairs: list[figures.PairLine]) -> dict[str, Any]:
    begin, end = clock.iso(context.clock() - WEEK), clock.iso(context.clock())
    changes = context.store.query(StageChange, *StageChange.of(programme_id))
    stages = [{"to": one.to_stage, "at": one.at} for one in changes if begin <= one.at < end]
    return {"stages": stages, **figures.news(pairs, begin, end)}


def _held(told: list[dict[str, Any]]) -> list[int]:
    """Return how many meetings were held in the week of each report; of the first one nobody knows, so 0."""
    numbers = [int(one["figures"]["meetings_held"]) for one in told]
    return [0, *(max(0, later - sooner) for sooner, later in pairwise(numbers))][: len(numbers)]


def _before(one: dict[str, Any], held: int) -> dict[str, Any]:
    colours = {name: int(one["figures"][name]) for name in ("green", "amber", "red")}
    return {"made_at": one["made_at"], "held": held, **colours}


def _document(
    programme: Programme, report: WeeklyReport, pairs: list[figures.PairLine], read: list[Item]
) -> ProgrammeReport:
    applied, accepted = _applications(read)
    return ProgrammeReport(
        programme=programme.name,
        organization=programme.organization_name,
        accent=programme.accent,
        zone=programme.zone,
        made_at=clock.parse(report.made_at),
        figures={name: int(report.figures[name]) for name in figures.FIGURES},
        trend={name: int(number) for name, number in report.figures["trend"].items()},
        funnel=figures.funnel(pairs, applied, accepted),
        weeks=weeks_of(report),
        stages=tuple((one["to"], clock.parse(one["at"])) for one in report.news["stages"]),
        agreed=report.news["agreed_number"],
        closed=report.news["closed_number"],
    )


def weeks_of(report: WeeklyReport) -> tuple[dict[str, Any], ...]:
    """Return the colours of the last weeks and the meetings held in each, the week of the report last."""
    now = {name: int(report.figures[name]) for name in ("green", "amber", "red")}
    held = max(0, int(report.figures["trend"]["meetings_held"]))
    return (*report.before, {"made_at": report.made_at, "held": held, **now})


def _applications(counted: list[Item]) -> tuple[int, int]:
    """Return how many applications were sent, and how many of them were accepted."""
    by_state: Counter[str] = Counter()
    for (_, state, _), number in Counts.total(counted).items():
        by_state[state] += number
    return by_state.total() - by_state[ApplicationState.DRAFT], by_state[ApplicationState.ACCEPTED]


# The list ------------------------------------------------------------------------------------------------------------


def _workbook(
    context: Context,
    programme: Programme,
    desk: matters.Desk,
    needing: list[Matter],
    pairs: list[figures.PairLine],
    locale: str,
) -> bytes:
    """Return all that needs somebody, and all pairs, as two sheets; no cell is a formula."""
    names = {one.pair_id: f"{one.mentee} – {one.mentor}" for one in pairs} | _people(context, programme, needing)
    zone = programme.zone
    open_lines = [_open(one, names, context, locale, zone) for one in desk.lines(needing)]
    sheets = (
        (texts.NEEDS, [[texts.say(one, locale) for one in texts.MATTER_COLUMNS], *open_lines]),
        (
            texts.PAIRS,
            [[texts.say(one, locale) for one in texts.COLUMNS], *(_pair(one, locale, zone) for one in pairs)],
        ),
    )
    return workbook([(texts.say(name, locale), rows) for name, rows in sheets])


def _people(context: Context, programme: Programme, needing: list[Matter]) -> dict[str, str]:
    keys = [Participant.key(programme.programme_id, one.participant_id) for one in needing if one.participant_id]
    return {one.participant_id: one.name for one in (context.store.get_many(Participant, keys) if keys else [])}


def _open(one: Matter | matters.Step, names: dict[str, str], context: Context, locale: str, zone: str) -> list[str]:
    if isinstance(one, matters.Step):
        return [one.said(locale, decides=False), "", "", _day(one.since, zone)]
    why = "; ".join(matters.reasons(one, context.clock(), locale))
    return [names.get(one.about, ""), texts.say(texts.URGENCIES[one.urgency], locale), why, _day(one.since, zone)]


def _day(at: str, zone: str) -> str:
    """Return the day of an instant where the programme is; nothing if there is none."""
    return day_in(clock.parse(at), zone) if at else ""


def _pair(one: figures.PairLine, locale: str, zone: str) -> list[str]:
    return [
        one.mentee,
        one.mentor,
        texts.say(texts.STAGES.get(one.stage, one.stage), locale),
        texts.say(texts.COLOURS.get(one.colour, one.colour), locale),
        texts.reasons(one.reasons, locale) if one.goes_on else "",
        str(one.meetings_held),
        _day(one.last_held_at, zone),
    ]


# Reading -------------------------------------------------------------------------------------------------------------


def weekly_list(context: Context, programme_id: str, week: str) -> WeeklyReport:
    """Return a weekly report, for the programme's organizers."""
    key = WeeklyReport.key(programme_id, week)
    access.organizer(context, programme_id, access.ORGANIZERS, also=[key])
    found = context.store.get(WeeklyReport, *key)
    if found is None:
        raise NotFound
    return found


def document(context: Context, report: WeeklyReport) -> bytes:
    """Return the report of the programme as a PDF; reports of before there was one have none."""
    if not report.document_key:
        raise NotFound
    return context.files.get(report.document_key)


def of_programme(context: Context, programme_id: str) -> tuple[Programme, list[store.Week]]:
    """Return a programme and the summaries of its weekly reports, newest first."""
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[Weeks.key(programme_id)])
    return programme, store.told_by(context, programme)
