"""The weekly report to organizers: what needs them, how it goes, what happened, what comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import clock, links, matters
from mentoring.errors import NotFound
from mentoring.events.reporting import WeeklyReportPrepared
from mentoring.tables.reporting import WeeklyReport
from mentoring.tables.vocabulary import SAME_DAY, ProgrammeStep, Urgency
from mentoring.texts import language
from notifications import people
from notifications.mail import Attachment
from notifications.recipes import digests, needing
from notifications.recipes.base import for_organizers, tells
from notifications.truth import reporting as holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from notifications.mail import Mail, Recipient
    from notifications.recipes.needing import Line, Telling

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = "steps"
"""The group of the next steps of the programme itself; it follows what organizers hear of the same day."""
ORDER = (*SAME_DAY, STEPS, *(one for one in Urgency if one not in SAME_DAY))
"""The groups of lines, as the page lists them."""
NO_NEWS: dict[str, Any] = {"stages": [], "agreed": [], "agreed_number": 0, "closed": [], "closed_number": 0}
"""Of a report made before it told news."""


def weekly_report(context: Context, data: WeeklyReportPrepared) -> list[Mail]:
    """Send the report of a week: what needs somebody first, by reason, with links to act on; list and PDF attached.

    It tells what the digest of its day would (`news_of_day`), of what is still so.
    """
    one = context.store.get(WeeklyReport, *WeeklyReport.key(data.programme_id, data.week))
    if one is None:
        raise NotFound
    about = people.programme(context, data.programme_id)
    telling = needing.Telling.of(context, about, [*one.lines, *_told(one)], clock.parse(one.made_at))
    number = int(one.figures.get("matters", 0))
    shared = {
        "made_at": one.made_at,
        "figures": one.figures,
        "number": number,
        "more": max(0, number - len(one.lines)),
        "weeks": _weeks(one),
        "news": NO_NEWS | one.news,
        "names": telling.names,
        "home": links.url(f"/monitoring/{data.programme_id}"),
        "fresh": len(digests.still_open(context, about, one.news_of_day)),
        **digests.news(context, about, one.news_of_day),
    }
    place = links.url(f"/monitoring/{data.programme_id}/matters")
    mails, files = for_organizers(context, "weekly_report", about, place, **shared), _files(one)
    return [replace(mail, values=mail.values | _own(telling, one, mail.to), attachments=files) for mail in mails]


def _files(one: WeeklyReport) -> tuple[Attachment, ...]:
    files = (
        Attachment(f"pairs-{one.week}.xlsx", XLSX, one.attachment_key),
        Attachment(f"report-{one.week}.pdf", PDF, one.document_key),
    )
    return tuple(each for each in files if each.key)


def _own(telling: Telling, one: WeeklyReport, to: Recipient) -> dict[str, Any]:
    """Return what of a report is said in the language of its reader, or is theirs alone."""
    gatherings = {name: _titled(one.gatherings.get(name, []), to.locale) for name in ("past", "ahead")}
    return {"acts": telling.acts(to), "groups": _groups(telling, one, to), **gatherings}


def _told(one: WeeklyReport) -> list[dict[str, Any]]:
    return [*one.news.get("agreed", []), *one.news.get("closed", [])]


def _groups(telling: Telling, one: WeeklyReport, to: Recipient) -> list[tuple[str, list[Line]]]:
    """Return the lines of the report in a language, by reason, those first that can't wait."""
    found: dict[str, list[Line]] = {}
    for line in one.lines:
        if line.get("step"):
            found.setdefault(STEPS, []).append(_step(one, line, to, decides=telling.acts(to)))
        else:
            found.setdefault(line["urgency"], []).append(telling.line(line, to))
    return [(str(group), found[group]) for group in ORDER if group in found]


def _step(one: WeeklyReport, line: Mapping[str, Any], to: Recipient, *, decides: bool) -> Line:
    since = line.get("since", "")
    step = matters.Step(ProgrammeStep(line["step"]), int(line["number"]), line["date"], line["day"], since)
    place, said = links.url(step.place(one.programme_id)), step.said(to.locale, decides=decides)
    return {
        "name": "",
        "why": said,
        "link": place,
        "deeds": (),
        "since": since,
        "tried": [],
        "written": [],
        "taker": "",
    }


def _weeks(one: WeeklyReport) -> list[dict[str, Any]]:
    """Return how the pairs did in the last weeks, each colour with its part of the whole in percent."""
    now = {name: int(one.figures.get(name, 0)) for name in ("green", "amber", "red")}
    held = max(0, int(one.figures["trend"].get("meetings_held", 0)))
    return [
        each | {"whole": (whole := sum(int(each[name]) for name in now)), "parts": _parts(each, whole)}
        for each in (*one.before, {"made_at": one.made_at, "held": held, **now})
    ]


def _parts(one: Mapping[str, Any], whole: int) -> list[tuple[str, int, int]]:
    """Return (colour, pairs, percent) of the colours that some pair has."""
    numbers = [(name, int(one[name])) for name in ("green", "amber", "red")]
    return [(name, number, max(1, round(100 * number / whole))) for name, number in numbers if number]


def _titled(lines: list[dict[str, Any]], locale: str) -> list[dict[str, Any]]:
    """Return gatherings of a report with their title in a language, or in the one there is."""
    return [one | {"title": one["titles"][language(one["titles"], locale)]} for one in lines]


TOLD = (tells(WeeklyReportPrepared, holds.week_is_this, weekly_report),)
