"""The weekly report to organizers: what needs them, how it goes, what happened, what comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, links, matters
from mentoring.access import EDITORS
from mentoring.errors import NotFound
from mentoring.events.reporting import WeeklyReportPrepared
from mentoring.people import by_id
from mentoring.tables.core import Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.reporting import WeeklyReport
from mentoring.tables.vocabulary import SAME_DAY, ProgrammeStep, Urgency
from mentoring.texts import language
from notifications import people
from notifications.mail import Attachment
from notifications.recipes import digests
from notifications.recipes.base import for_organizers, sign, tells
from notifications.truth import reporting as holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from notifications.mail import Mail, Recipient

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = "steps"
"""The group of the next steps of the programme itself; it follows what organizers hear of the same day."""
ORDER = (*SAME_DAY, STEPS, *(one for one in Urgency if one not in SAME_DAY))
"""The groups of lines, as the page lists them."""
NO_NEWS: dict[str, Any] = {"stages": [], "agreed": [], "agreed_number": 0, "closed": [], "closed_number": 0}
"""Of a report made before it told news."""
Line = dict[str, Any]
"""A line as the mail shows it: whom it is about, why, where to look and where to act, what was tried and by whom."""
CHANGES = ("done", "later", "take")
"""What can be done about a matter from the mail; a pair can be reminded, too."""


def weekly_report(context: Context, data: WeeklyReportPrepared) -> list[Mail]:
    """Send the report of a week: what needs somebody first, by reason, with links to act on; list and PDF attached.

    It tells what the digest of its day would (`news_of_day`), of what is still so.
    """
    one = context.store.get(WeeklyReport, *WeeklyReport.key(data.programme_id, data.week))
    if one is None:
        raise NotFound
    about = people.programme(context, data.programme_id)
    names, number = _names(context, one), int(one.figures.get("matters", 0))
    shared = {
        "made_at": one.made_at,
        "figures": one.figures,
        "number": number,
        "more": max(0, number - len(one.lines)),
        "weeks": _weeks(one),
        "news": NO_NEWS | one.news,
        "names": names,
        "home": links.url(f"/monitoring/{data.programme_id}"),
        "fresh": len(digests.still_open(context, about, one.news_of_day)),
        **digests.news(context, about, one.news_of_day),
    }
    place = links.url(f"/monitoring/{data.programme_id}/matters")
    deciding = {each.person_id for each in access.team(context, about) if each.role_in(about.programme_id) in EDITORS}
    mails = for_organizers(context, "weekly_report", about, place, **shared)
    return [
        replace(mail, values=mail.values | _own(context, one, names, mail.to, deciding), attachments=_files(one))
        for mail in mails
    ]


def _files(one: WeeklyReport) -> tuple[Attachment, ...]:
    files = (
        Attachment(f"pairs-{one.week}.xlsx", XLSX, one.attachment_key),
        Attachment(f"report-{one.week}.pdf", PDF, one.document_key),
    )
    return tuple(each for each in files if each.key)


def _own(
    context: Context, one: WeeklyReport, names: Mapping[str, str], to: Recipient, deciding: set[str]
) -> dict[str, Any]:
    """Return what of a report is said in the language of its reader, or is theirs alone."""
    gatherings = {name: _titled(one.gatherings.get(name, []), to.locale) for name in ("past", "ahead")}
    return {"groups": _groups(context, one, names, to, deciding), **gatherings}


def _names(context: Context, one: WeeklyReport) -> dict[str, str]:
    """Return whom the report names, by id: pairs, people without one, organizers who look after something."""
    pairs = {each["pair_id"] for each in (*one.lines, *_told(one)) if each.get("pair_id")}
    people_ids = {each["participant_id"] for each in one.lines if each.get("participant_id")}
    keys = [
        *(Pair.key(each) for each in sorted(pairs)),
        *(Participant.key(one.programme_id, each) for each in sorted(people_ids)),
    ]
    found = context.store.get_many(Item, keys) if keys else []
    takers = by_id(context, sorted({each["taken_by"] for each in one.lines if each.get("taken_by")}))
    names = {each.pair_id: f"{each.mentee_name} – {each.mentor_name}" for each in found if isinstance(each, Pair)}
    names |= {each.participant_id: each.name for each in found if isinstance(each, Participant)}
    return names | {key: each.called for key, each in takers.items()}


def _told(one: WeeklyReport) -> list[dict[str, Any]]:
    return [*one.news.get("agreed", []), *one.news.get("closed", [])]


def _groups(
    context: Context, one: WeeklyReport, names: Mapping[str, str], to: Recipient, deciding: set[str]
) -> list[tuple[str, list[Line]]]:
    """Return the lines of the report in a language, by reason, those first that can't wait."""
    found: dict[str, list[Line]] = {}
    for line in one.lines:
        if line.get("step"):
            found.setdefault(STEPS, []).append(_step(one, line, to))
            continue
        said = _matter(context, one, line, names, to)
        found.setdefault(line["urgency"], []).append(said if to.key in deciding else said | {"deeds": ()})
    return [(str(group), found[group]) for group in ORDER if group in found]


def _step(one: WeeklyReport, line: Mapping[str, Any], to: Recipient) -> Line:
    since = line.get("since", "")
    step = matters.Step(ProgrammeStep(line["step"]), int(line["number"]), line["date"], line["day"], since)
    place, said = links.url(step.place(one.programme_id)), step.said(to.locale)
    return {"name": "", "why": said, "link": place, "deeds": (), "since": since, "tried": [], "taker": ""}


def _matter(
    context: Context, one: WeeklyReport, line: Mapping[str, Any], names: Mapping[str, str], to: Recipient
) -> Line:
    desk = f"/monitoring/{one.programme_id}"
    act = sign(context, "matter", line["about"], to, programme_id=one.programme_id)
    reminds = ("remind",) if line["pair_id"] and line["urgency"] not in SAME_DAY else ()
    return {
        "name": names.get(line["about"], ""),
        "why": "; ".join(matters.said(line["reasons"], clock.parse(one.made_at), to.locale)),
        "link": links.url(f"{desk}/pairs/{line['pair_id']}" if line["pair_id"] else f"{desk}/matters"),
        "page": links.url("/monitoring/matter", act),
        "deeds": (*reminds, *CHANGES),
        "since": line["since"],
        "tried": line["tried"],
        "taker": "you" if line["taken_by"] == to.key else names.get(line["taken_by"], ""),
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
