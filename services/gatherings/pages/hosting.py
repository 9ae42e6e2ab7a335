"""The one page on which a host runs breakout rooms: seats, rounds, their clock, moves by hand, links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from gatherings.domain.breakout import (
    FEWEST_IN_ROOM,
    JITSI,
    MOST_IN_ROOM,
    MOST_MINUTES,
    MOST_ROUNDS,
    SEATED_TOGETHER,
    NoLink,
)
from gatherings.pages import explaining
from gatherings.pages.base import PAGES, Html
from gatherings.pages.choosing_links import Link, LinkChoice
from gatherings.pages.titles import title
from gatherings.use_cases import hosting
from mentoring import http, web
from mentoring.errors import N_, Invalid, Stale
from mentoring.http import conditional
from mentoring.http.fields import Line, Version
from mentoring.numbers import whole
from mentoring.tables.vocabulary import RoundPress

if TYPE_CHECKING:
    from gatherings.use_cases.attended import Hosted

router = http.PageRouter()

ROOMS = "/gatherings/<programme_id>/<gathering_id>/rooms"
ASKS_AGAIN = 12
"""Seconds until the host's page looks who came."""
MORE = (1, 2, 5)
"""Minutes that can be added at once."""


def _values(found: Hosted) -> dict[str, Any]:
    """Return what the page and its part that follows the clock show."""
    context = http.context()
    breakout = hosting.read(found)
    names = {one.person_id: one.part.name for one in found.rows}
    came = hosting.changed(found)
    return {
        "programme": found.programme,
        "accent": found.programme.accent,
        "gathering": found.gathering,
        "title": title(found.gathering, context.locale),
        "hosted": found,
        "at": f"/gatherings/{found.gathering.programme_id}/{found.gathering.gathering_id}",
        "here": f"/gatherings/{found.gathering.programme_id}/{found.gathering.gathering_id}/rooms",
        "item": found.breakout,
        "breakout": breakout,
        "names": names,
        "came": came.came,
        "left": came.left,
        "seconds": round(breakout.time_left(context.clock()).total_seconds()) if breakout else 0,
        "is_up": breakout is not None and breakout.is_up(context.clock()),
        "more": MORE,
        "tag": _tag(found, is_up=breakout is not None and breakout.is_up(context.clock())),
        "wait": ASKS_AGAIN,
    }


def _tag(found: Hosted, *, is_up: bool) -> str:
    """Return what changes with the clock, the rooms, and who is there."""
    there = sum(one.noted.version or 0 for one in found.rows if one.noted is not None)
    rooms = found.breakout.tag if found.breakout is not None else "0"
    return f"{rooms}.{len(found.rows)}.{there}.{http.context().locale}{'u' if is_up else ''}"


def _page(
    programme_id: str, gathering_id: str, error: Invalid | Stale | None = None, form: str = "", **more: Any
) -> Html:
    """Show the page; after an error with what was typed into one of its forms."""
    context = http.context()
    found = more.pop("found", None) or hosting.rooms_of(context, programme_id, gathering_id)
    brings = found.breakout.brings if found.breakout else {}
    return PAGES.render(
        "hosting.html",
        context,
        status=error.status if error else 200,
        fewest=FEWEST_IN_ROOM,
        most=MOST_IN_ROOM,
        most_rounds=MOST_ROUNDS,
        most_minutes=MOST_MINUTES,
        jitsi=JITSI,
        summary=explaining.summary(context, brings),
        reasons=explaining.reasons(brings),
        **{"move": None, "worse": [], "better": [], "tried": None, "overtaken": isinstance(error, Stale)}
        | _values(found)
        | (web.kept(error, form) if error else {})
        | more,
    )


@router.get(ROOMS)
def rooms(programme_id: str, gathering_id: str) -> Html:
    """Show the rooms of a gathering to whoever holds it; with a move in the address, what it would change."""
    asked = http.request().query_string_parameters
    if not asked.get("person"):
        return _page(programme_id, gathering_id)
    hand = _hand(asked.get("person", ""), asked.get("round", ""), asked.get("room", ""), asked.get("swap", ""))
    context = http.context()
    found, tried = hosting.tried_move(context, programme_id, gathering_id, hand)
    names = {one.person_id: one.part.name for one in found.rows}
    worse, better = explaining.change(context, tried, names)
    return _page(programme_id, gathering_id, found=found, move=hand, tried=tried, worse=worse, better=better)


def _hand(person: str, nth: str, room: str, swap: str) -> hosting.Hand:
    """Return the move that was asked for; numbers are from 1, and 0 where somebody typed none."""
    return hosting.Hand(person, (whole(nth, 0, 99) or 0) - 1, (whole(room, 0, 999) or 0) - 1, swap)


@router.get("/gatherings/<programme_id>/<gathering_id>/rooms/now")
def now(programme_id: str, gathering_id: str) -> Html:
    """Show the part of the host's page that follows the clock and who came; 304 if nothing has changed."""
    found = hosting.rooms_of(http.context(), programme_id, gathering_id)
    values = _values(found)
    headers = {"ETag": f'W/"{values["tag"]}"', "Retry-After": str(ASKS_AGAIN)}
    if conditional.has(values["tag"]):
        return Response(status_code=304, headers=headers | {"Cache-Control": "private, no-store"}, body="")
    page = PAGES.render("_clock.html", http.context(), **values)
    page.headers.update(headers)
    return page


class SeatForm(LinkChoice):
    """What rooms a host wants."""

    size: int = Field(4, ge=FEWEST_IN_ROOM, le=MOST_IN_ROOM)
    rounds: int = Field(2, ge=1, le=MOST_ROUNDS)
    minutes: int = Field(10, ge=1, le=MOST_MINUTES)
    odd: Literal["more", "less"] = "more"
    version: Version = ""


@router.post(ROOMS)
def seat(programme_id: str, gathering_id: str) -> Html:
    """Seat all who are there."""
    try:
        sent = web.form(SeatForm)
        pattern = sent.own_pattern(NoLink)
        wish = hosting.Wish(sent.size, sent.rounds, sent.minutes, sent.odd, pattern, ready=sent.ready)
        hosting.seat_all(http.context(), programme_id, gathering_id, wish, sent.version)
    except (Invalid, Stale) as error:
        return _page(programme_id, gathering_id, error, "seat")
    return _back(programme_id, gathering_id, N_("The rooms are ready; everybody sees theirs on their own page."))


def _back(programme_id: str, gathering_id: str, flash: str, params: dict[str, object] | None = None) -> Html:
    return web.redirect(f"/gatherings/{programme_id}/{gathering_id}/rooms", flash=flash, params=params)


class VersionForm(http.Model):
    """The version that a host has before them."""

    version: Version = ""


@router.post("/gatherings/<programme_id>/<gathering_id>/rooms/seats")
def seat_again(programme_id: str, gathering_id: str) -> Html:
    """Seat those who came late, and free the seats of those who aren't there."""
    try:
        sent = web.form(VersionForm)
        _, moved = hosting.seat_again(http.context(), programme_id, gathering_id, sent.version)
    except (Invalid, Stale) as error:
        return _page(programme_id, gathering_id, error, "seats")
    if not moved:
        return _back(programme_id, gathering_id, N_("Done: nobody else had to move."))
    return _back(programme_id, gathering_id, N_("Done. People who had to move: %(moved)s."), {"moved": moved})


class MoveForm(http.Model):
    """A move by hand, numbers from 1."""

    person: Annotated[Line, Field(min_length=1, max_length=64)]
    round: int = Field(1, ge=1, le=99)
    room: int = Field(1, ge=1, le=999)
    swap: Annotated[Line, Field(max_length=64)] = ""
    version: Version = ""


@router.post("/gatherings/<programme_id>/<gathering_id>/rooms/moves")
def move(programme_id: str, gathering_id: str) -> Html:
    """Move somebody to another room."""
    try:
        sent = web.form(MoveForm)
        hand = hosting.Hand(sent.person, sent.round - 1, sent.room - 1, sent.swap)
        hosting.move(http.context(), programme_id, gathering_id, hand, sent.version)
    except (Invalid, Stale) as error:
        return _page(programme_id, gathering_id, error, "move")
    return _back(programme_id, gathering_id, N_("Moved."))


class ClockForm(http.Model):
    """What the clock does; `add` has the minutes in its value."""

    do: RoundPress = RoundPress.ADD
    minutes: int = Field(1, ge=1, le=MOST_MINUTES)
    version: Version = ""


@router.post("/gatherings/<programme_id>/<gathering_id>/rooms/clock")
def clock(programme_id: str, gathering_id: str) -> Html:
    """Begin, pause, prolong or end a round."""
    try:
        sent = web.form(ClockForm)
        hosting.turn(http.context(), programme_id, gathering_id, sent.do, sent.minutes, sent.version)
    except (Invalid, Stale) as error:
        return _page(programme_id, gathering_id, error, "clock")
    return _back(programme_id, gathering_id, DONE[sent.do])


DONE = {
    RoundPress.START: N_("The round has begun."),
    RoundPress.PAUSE: N_("The clock stands still."),
    RoundPress.RESUME: N_("The clock goes on."),
    RoundPress.END: N_("The round is over."),
    RoundPress.NEXT: N_("The next round has begun."),
    RoundPress.ADD: N_("The round lasts longer now."),
}


class LinksForm(http.Model):
    """The links of rooms: a pattern, and one a line for rooms that have their own."""

    pattern: Link = ""
    own: Annotated[str, Field(max_length=20_000)] = ""
    version: Version = ""


@router.post("/gatherings/<programme_id>/<gathering_id>/rooms/links")
def change_links(programme_id: str, gathering_id: str) -> Html:
    """Change the links of rooms."""
    try:
        sent = web.form(LinksForm)
        own = [one.strip() for one in sent.own.splitlines()][:SEATED_TOGETHER]
        hosting.change_links(http.context(), programme_id, gathering_id, sent.pattern, own, sent.version)
    except (Invalid, Stale) as error:
        return _page(programme_id, gathering_id, error, "links")
    return _back(programme_id, gathering_id, N_("The links are saved."))


@router.get("/gatherings/<programme_id>/<gathering_id>/rooms.csv")
def table(programme_id: str, gathering_id: str) -> Html:
    """Return who sat where as a table: round, room, email."""
    from mentoring.spreadsheets import csv_cell, csv_file  # noqa: PLC0415 - only this route writes one

    found = hosting.sat(http.context(), programme_id, gathering_id)
    rows = [("round", "room", "email"), *((one.round, one.room, csv_cell(one.email)) for one in found)]
    return web.attachment(csv_file(rows, delimiter=","), "text/csv; charset=utf-8", "rooms.csv")
