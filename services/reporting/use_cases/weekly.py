"""The weekly report of a programme: made in the background at the hour its organizers set, and read again later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.events.reporting import WeeklyReportDue, WeeklyReportPrepared
from mentoring.i18n import LOCALES
from mentoring.spreadsheets import csv_file
from mentoring.store import retrying
from mentoring.tables.recruitment import Programme
from mentoring.tables.reporting import WeeklyReport, Weeks
from mentoring.tables.vocabulary import Colour
from reporting import domain, store, texts

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event

MOST_SHOWN = 50
"""Pairs in a weekly report with reason and history, the red ones first; the attached list has all of them."""


@retrying
def prepare(context: Context, event: Event[WeeklyReportDue]) -> None:
    """Make a programme's report of a week as of the hour at which it was due; what is made is not made again."""
    from reporting.use_cases import gathered  # noqa: PLC0415 - of all that reports do, only this one needs it

    programme_id, week = event.data.programme_id, event.data.week
    weeks = store.weeks(context, programme_id)
    if week in weeks.told:
        return
    context = replace(context, clock=clock.fixed(event.meta.occurred_at))
    earlier = [weeks.told[one]["figures"] for one in sorted(weeks.told) if one < week]
    lines = store.pair_lines(context, programme_id)
    needing = [one for one in lines if one.needs_a_person]
    shown = sorted(needing, key=lambda one: one.colour != Colour.RED)[:MOST_SHOWN]
    report_id = ids.derived("weekly", programme_id, week)
    attachment = f"reports/{programme_id}/weekly-{week}.csv"
    context.files.put(attachment, _table(lines, _language(context, programme_id)), "text/csv")
    report = WeeklyReport(
        *WeeklyReport.key(programme_id, week),
        report_id=report_id,
        programme_id=programme_id,
        week=week,
        figures=domain.figures(lines, earlier[-1] if earlier else {}) | {"needing": len(needing)},
        pairs=[_shown(one) for one in sorted(shown, key=lambda one: (one.mentee, one.mentor))],
        gatherings=gathered.told(context, programme_id),
        attachment_key=attachment,
        made_at=clock.iso(context.clock()),
    )
    weeks.told |= store.told(report)
    uow = context.begin()
    uow.save(report)
    uow.save(weeks)
    uow.publish(WeeklyReportPrepared(programme_id, report_id, week), aggregate=report)
    uow.commit()


def _language(context: Context, programme_id: str) -> str:
    """Return the first language of a programme: all its organizers get the same list."""
    programme = context.store.get(Programme, *Programme.key(programme_id))
    wished = [one for one in (programme.languages if programme else []) if one in LOCALES]
    return (wished or LOCALES)[0]


def _shown(one: domain.PairLine) -> dict[str, Any]:
    first = one.reasons[0]
    return {
        "pair_id": one.pair_id,
        "mentor": one.mentor,
        "mentee": one.mentee,
        "colour": one.colour,
        "rule": first.rule,
        "days": first.days,
        "words": {locale: texts.reasons(one.reasons, locale) for locale in LOCALES},
        "history": [dict(step) for step in one.history],
    }


def _table(lines: list[domain.PairLine], locale: str) -> bytes:
    """Return all pairs as a table for a spreadsheet."""
    rows = (
        (
            one.mentee,
            one.mentor,
            texts.say(texts.STAGES.get(one.stage, one.stage), locale),
            texts.say(texts.COLOURS.get(one.colour, one.colour), locale),
            "" if one.outcome else texts.reasons(one.reasons, locale),
            one.meetings_held,
            one.last_held_at[:10],
        )
        for one in lines
    )
    return csv_file([[texts.say(column, locale) for column in texts.COLUMNS], *rows])


def weekly_list(context: Context, programme_id: str, week: str) -> WeeklyReport:
    """Return a weekly report, for the programme's organizers."""
    key = WeeklyReport.key(programme_id, week)
    access.organizer(context, programme_id, access.ORGANIZERS, also=[key])
    found = context.store.get(WeeklyReport, *key)
    if found is None:
        raise NotFound
    return found


def of_programme(context: Context, programme_id: str) -> tuple[Programme, list[store.Week]]:
    """Return a programme and the summaries of its weekly reports, newest first."""
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[Weeks.key(programme_id)])
    return programme, store.told_by(context, programme)
