"""What needs the organizers of a programme, and what they do about it without leaving the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode, urlsplit

from pydantic import Field

from mentoring import http, matters, web
from mentoring.errors import N_, Invalid, Stale
from mentoring.http.fields import Day
from mentoring.tables.vocabulary import SAME_DAY, Colour, Urgency, Worry
from monitoring import domain
from monitoring.domain import Deed, Skipped
from monitoring.pages import deeds
from monitoring.pages.base import PAGES, Html
from monitoring.use_cases import desk, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context

router = http.PageRouter()

MATTERS = 20
"""Matters on one page: with all that can be done about each, it stays a small page."""
LONGEST = 2000
"""Longest cursor that is passed on, in characters."""
EVERY = "every"
"""The value of «which» for all matters of the page."""
URGENCIES = {
    Urgency.HELP: (N_("asks for you"), Colour.RED),
    Urgency.BAD_FIT: (N_("not a good pair"), Colour.RED),
    Urgency.UNREACHABLE: (N_("unreachable"), Colour.RED),
    Urgency.STUCK: (N_("stuck"), Colour.AMBER),
    Urgency.ENDED: (N_("ended early"), Colour.AMBER),
    Urgency.SILENT: (N_("silent"), Colour.AMBER),
    Urgency.OTHER: (N_("to look at"), Colour.GREY),
}
SKIPPED = {
    Skipped.DONE: N_("done already: by somebody else, or it settled itself"),
    Skipped.NOTHING_SAID: N_("there is nothing to remind them of"),
    Skipped.LATELY: N_("they were reminded less than five days ago"),
    Skipped.UNREACHED: N_("email reaches neither of the two"),
}


class PreviewForm(http.Model):
    """What shall be done with the ticked matters, or with all of this page or of an urgency.

    Pairing lets processes rest and ends them: its page shows what would be done with these, and leads back.
    """

    do: Deed | Literal[Worry.PAUSE, Worry.END]
    which: Literal["ticked", "every"] | Urgency = "ticked"
    about: list[str] = Field(default_factory=list, max_length=MATTERS)
    until: Day | None = None


class TogetherForm(http.Model):
    """A deed as it was previewed under a tag."""

    do: Deed
    about: list[str] = Field(default_factory=list, max_length=MATTERS)
    until: Day | None = None
    tag: str = Field("", max_length=together.LONGEST_TAG)


@router.get("/monitoring/<programme_id>/matters")
def matters_page(programme_id: str) -> Html:
    """Show what needs the organizers, the most urgent first."""
    return _matters(programme_id)


def _matters(programme_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    shown, following = http.part_of(partial(desk.listed, context, programme_id), MATTERS)
    found = desk.listing(context, programme_id, shown)
    here = f"/monitoring/{programme_id}/matters{_kept()}"
    return PAGES.render(
        "matters.html",
        context,
        status,
        programme=found.programme,
        may_decide=found.may_decide,
        number=found.desk.number,
        aside=found.desk.aside,
        steps=() if _kept() else found.desk.steps,
        lines=found.lines,
        following=following or "",
        kept=_kept(),
        here=here,
        back=f"?{urlencode({web.BACK: here})}",
        urgencies=URGENCIES,
        deeds=deeds.DEEDS,
        same_day=SAME_DAY,
        next_week=deeds.next_week(context, found.programme),
        reasons=lambda one: matters.reasons(one, context.clock(), context.locale),
        **{"problem": "", "ticked": [], "wrong": ""} | values,
    )


@router.get("/monitoring/<programme_id>/put-aside")
def put_aside_page(programme_id: str) -> Html:
    """Show what is put aside, until when and by whom."""
    return _put_aside(programme_id)


def _put_aside(programme_id: str, status: int = 200, problem: str = "") -> Html:
    context = http.context()
    shown, following = http.part_of(partial(desk.put_aside, context, programme_id), MATTERS)
    found = desk.desk(context, programme_id, shown)
    return PAGES.render(
        "put_aside.html",
        context,
        status,
        programme=found.programme,
        may_decide=found.may_decide,
        number=found.desk.aside,
        lines=found.lines if found.desk.aside else [],
        following=following or "",
        kept=_kept(),
        problem=problem,
        urgencies=URGENCIES,
        reasons=lambda one: matters.reasons(one, context.clock(), context.locale),
    )


@router.post("/monitoring/<programme_id>/put-aside/<about>")
def deal_put_aside(programme_id: str, about: str) -> Html:
    """Take a matter back that was put aside, or tick it off, and come back to what is still put aside."""
    here = f"/monitoring/{programme_id}/put-aside{_kept()}"
    return deeds.deal(http.context(), programme_id, about, lambda _: here, partial(_put_aside, programme_id))


@router.post("/monitoring/<programme_id>/matters/preview")
def choose(programme_id: str) -> Html:
    """Lead to what would be done with several matters; if it can't be, show the list again with what was chosen."""
    context = http.context()
    try:
        sent = web.form(PreviewForm)
        abouts = _chosen(context, programme_id, sent)
        if not isinstance(sent.do, Deed):
            return web.redirect(_several(programme_id, sent, abouts))
        together.preview(context, programme_id, together.Choice(sent.do, abouts, sent.until))
    except Invalid as error:
        kept = web.kept(error, "several") | {"ticked": web.typed().get("about", [])}
        return _matters(programme_id, 422, problem=deeds.said(error), **kept)
    asked = {"do": sent.do, "about": ",".join(abouts), "until": _day(sent), "cursor": _cursor()}
    told = {name: value for name, value in asked.items() if value}
    return web.redirect(f"/monitoring/{programme_id}/matters/preview?{urlencode(told)}")


def _several(programme_id: str, sent: PreviewForm, abouts: Sequence[str]) -> str:
    """Return the page on which processes are paused or ended together; people without a pair are passed over there."""
    here = f"/monitoring/{programme_id}/matters{_kept()}"
    asked = {"do": sent.do, "pairs": ",".join(abouts), "until": _day(sent), web.BACK: here}
    return f"/pairing/{programme_id}/several?{urlencode(asked)}"


def _day(sent: PreviewForm) -> str:
    return sent.until.isoformat() if sent.until is not None else ""


@router.get("/monitoring/<programme_id>/matters/preview")
def preview(programme_id: str) -> Html:
    """Show what would be done with several matters, and which mails would go out, before anything is done."""
    asked = http.request().query_string_parameters
    named = [one for one in asked.get("about", "")[:LONGEST].split(",") if one]
    try:
        sent = PreviewForm.model_validate({"do": asked.get("do"), "about": named, "until": asked.get("until") or None})
        choice = together.Choice(Deed(sent.do), sent.about, sent.until)
        return _preview(together.preview(http.context(), programme_id, choice))
    except (ValueError, Invalid):  # a day that has passed since, or an address that no form made
        return web.redirect(f"/monitoring/{programme_id}/matters{_kept()}")


def _chosen(context: Context, programme_id: str, sent: PreviewForm) -> list[str]:
    """Return what the chosen matters are about: those that are ticked, or of this page all or those of an urgency."""
    if sent.which == "ticked":
        found = sent.about
    else:
        shown, _ = http.part_of(partial(desk.listed, context, programme_id), MATTERS)
        found = [one.about for one in shown if sent.which in (EVERY, one.urgency)]
    if not found:
        raise Invalid(fields={"/about": N_("Tick at least one line.")})
    return found


def _preview(found: together.Preview, status: int = 200, problem: str = "") -> Html:
    here = f"/monitoring/{found.programme.programme_id}/matters{_kept()}"
    return PAGES.render(
        "together.html",
        http.context(),
        status,
        programme=found.programme,
        found=found,
        here=here,
        deeds=deeds.DEEDS,
        skipped_names=SKIPPED,
        problem=problem,
    )


@router.post("/monitoring/<programme_id>/matters")
def deal_together(programme_id: str) -> Html:
    """Do with several matters what was looked at before; where it couldn't be done with some, say with which."""
    context, sent = http.context(), web.form(TogetherForm)
    choice = together.Choice(sent.do, sent.about, sent.until)
    try:
        outcome = together.deal(context, programme_id, choice, sent.tag)
    except (domain.ChangedMeanwhile, Stale):
        found = together.preview(context, programme_id, choice)
        return _preview(found, domain.ChangedMeanwhile.status, domain.ChangedMeanwhile.message)
    except Invalid as error:
        return _matters(programme_id, 422, problem=deeds.said(error))
    there = f"/monitoring/{programme_id}/matters{_kept()}"
    if not outcome.failed:
        return web.redirect(there, flash=N_("Done, as you looked at it."))
    return PAGES.render(
        "together_done.html",
        context,
        programme=outcome.found.programme,
        outcome=outcome,
        names={about: line.name for about, line in outcome.found.lines.items()},
        list=there,
        here=there,
    )


@router.post("/monitoring/<programme_id>/matters/<about>")
def deal(programme_id: str, about: str) -> Html:
    """Do something with one matter, and come back to the same place of the list."""

    def place(sent: deeds.DeedForm) -> str:
        stays = sent.do in (Deed.TAKE, Deed.GIVE_BACK)
        path = urlsplit(f"/monitoring/{programme_id}/matters{_kept()}")
        return path._replace(fragment=quote(about if stays else sent.then)).geturl()

    def again(status: int, problem: str) -> Html:
        return _matters(programme_id, status, problem=problem, wrong=about, until=deeds.typed_day())

    return deeds.deal(http.context(), programme_id, about, place, again)


def _cursor() -> str:
    """Return the cursor of the current part of the list; empty at its beginning."""
    cursor = http.request().query_string_parameters.get("cursor", "")
    return cursor if len(cursor) < LONGEST else ""


def _kept() -> str:
    """Return the query that leads back to the current part of the list."""
    return f"?{urlencode({'cursor': _cursor()})}" if _cursor() else ""
