"""What organizers do with a matter, as the list, the page of a pair and the page behind a mail's link have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Conflict, Invalid, Stale
from mentoring.http.fields import Day, Version
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import MatterState
from monitoring.domain import AlreadyDone, Deed
from monitoring.use_cases import desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from monitoring.pages.base import Html

DEEDS = {
    Deed.REMIND: N_("Remind them"),
    Deed.DONE: N_("Done"),
    Deed.LATER: N_("Later"),
    Deed.TAKE: N_("Mine"),
    Deed.GIVE_BACK: N_("Give it back"),
    Deed.RESUME: N_("Take it back now"),
}
SAID = {
    Deed.REMIND: N_("Both get a friendly reminder by email. The matter comes back in a week if nothing changes."),
    Deed.DONE: N_("Ticked off."),
    Deed.LATER: N_("Put aside until that day."),
    Deed.TAKE: N_("It is yours now."),
    Deed.GIVE_BACK: N_("It is nobody's in particular now."),
    Deed.RESUME: N_("It is on the list again."),
}


class DeedForm(http.Model):
    """What an organizer does with a matter; `until` is the day until which it is put aside, `then` the next line."""

    do: Deed
    until: Day | None = None
    version: Version
    then: str = Field("", max_length=100)


def deal(
    context: Context,
    programme_id: str,
    about: str,
    to: Callable[[DeedForm], str],
    again: Callable[[int, str], Html],
) -> Html:
    """Do what was sent with a matter and lead on; where it can't be done, show the page again and say why."""
    try:
        sent = web.form(DeedForm)
        desk.deal(context, programme_id, about, sent.do, sent.version, sent.until)
    except Stale as error:
        over = desk.matter(context, programme_id, about).state is MatterState.DONE
        return again(int(error.status), AlreadyDone.message if over else error.message)
    except Conflict as error:
        return again(int(error.status), error.message)
    except Invalid as error:
        return again(422, said(error))
    return web.redirect(to(sent), flash=SAID[sent.do])


def said(error: Invalid) -> str:
    """Return what is wrong with what was sent."""
    return next(iter(error.fields.values()), error.message)


def next_week(context: Context, programme: Programme) -> str:
    """Return the day that is proposed for «later»: as long from today, where the programme is, as a reminder has."""
    return day_in(context.clock() + desk.ANSWERED_WITHIN, programme.zone)


def typed_day() -> str:
    """Return the day that was typed, whatever it is."""
    return web.typed().get("until", [""])[-1]
