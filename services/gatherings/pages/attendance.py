"""Who is at a gathering: the host's list, the screen with the code, and the page where people confirm it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gatherings.domain.attendance import MOST_AROUND, MOST_AT_ONCE
from gatherings.pages.base import PAGES, PHOTO_WORDS, Html
from gatherings.pages.titles import title
from gatherings.use_cases import attending
from mentoring import http, links, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Line

router = http.PageRouter()

HERE = "/gatherings/<programme_id>/<gathering_id>/attendance"
SCREEN = "/gatherings/<programme_id>/<gathering_id>/check-in"


def _list(programme_id: str, gathering_id: str, error: Invalid | None = None) -> Html:
    context = http.context()
    found = attending.attendance_of(context, programme_id, gathering_id)
    return PAGES.render(
        "attendance.html",
        context,
        status=error.status if error else 200,
        programme=found.programme,
        accent=found.programme.accent,
        gathering=found.gathering,
        here=f"/gatherings/{programme_id}/{gathering_id}/attendance",
        title=title(found.gathering, context.locale),
        hosted=found,
        photo_words=PHOTO_WORDS,
        settled=not found.window.may_correct(context.clock()),
        **(web.kept(error) if error else {}),
    )


@router.get(HERE)
def attendance(programme_id: str, gathering_id: str) -> Html:
    """Show who signed up and who is there."""
    return _list(programme_id, gathering_id)


class AttendanceForm(http.Model):
    """One person (`present` or `absent`), or all that are ticked (`who`, `bulk`); participant ids."""

    present: str = ""
    absent: str = ""
    who: list[str] = Field([], max_length=MOST_AT_ONCE)
    bulk: Literal["", "present", "absent"] = ""


@router.post(HERE)
def mark(programme_id: str, gathering_id: str) -> Html:
    """Note people as present or absent."""
    sent = web.form(AttendanceForm)
    one = sent.present or sent.absent
    chosen = [one] if one else sent.who
    present = sent.present != "" if one else sent.bulk == "present"
    if chosen:
        attending.mark(http.context(), programme_id, gathering_id, chosen, present=present)
    return web.redirect(f"/gatherings/{programme_id}/{gathering_id}/attendance", flash=N_("Noted."))


class AddForm(http.Model):
    """Somebody by address or full name."""

    who: Annotated[Line, Field(min_length=1, max_length=300)]


@router.post("/gatherings/<programme_id>/<gathering_id>/attendance/people")
def add(programme_id: str, gathering_id: str) -> Html:
    """Note somebody as present who didn't sign up."""
    try:
        who = attending.add(http.context(), programme_id, gathering_id, web.form(AddForm).who)
    except Invalid as error:
        return _list(programme_id, gathering_id, error)
    here = f"/gatherings/{programme_id}/{gathering_id}/attendance"
    return web.redirect(here, flash=N_("%(name)s is noted as present."), params={"name": who.name})


# The screen ----------------------------------------------------------------------------------------------------------


@router.get(SCREEN)
def screen(programme_id: str, gathering_id: str) -> Html:
    """Show the code for everybody to see, as letters and as a QR picture."""
    return _screen(programme_id, gathering_id)


def _screen(programme_id: str, gathering_id: str, error: Invalid | None = None) -> Html:
    context = http.context()
    found = attending.attendance_of(context, programme_id, gathering_id)
    address = links.url(f"/gatherings/{programme_id}/{gathering_id}/here/{found.code}")
    return PAGES.render(
        "check_in.html",
        context,
        status=error.status if error else 200,
        programme=found.programme,
        accent=found.programme.accent,
        gathering=found.gathering,
        title=title(found.gathering, context.locale),
        hosted=found,
        is_open=found.window.is_open(context.clock()),
        code=found.code,
        address=address,
        short=links.url("/gatherings/here").partition("://")[2],
        picture=_picture(address),
        most=MOST_AROUND,
        **(web.kept(error) if error else {}),
    )


def _picture(address: str) -> str:
    """Return a QR picture of an address, as SVG without styles."""
    import segno  # noqa: PLC0415 - only this page draws one
    from markupsafe import Markup  # noqa: PLC0415

    made = segno.make(address, error="m", micro=False)
    return Markup(made.svg_inline(scale=8, border=3, dark="#000", light="#fff", svgclass="qr", omitsize=True))  # noqa: S704 - made here


class CheckInForm(http.Model):
    """Minutes before the start and after the end; `renew` for another code."""

    before: int = Field(0, ge=0, le=MOST_AROUND)
    after: int = Field(0, ge=0, le=MOST_AROUND)
    renew: Literal["", "yes"] = ""


@router.post(SCREEN)
def change_check_in(programme_id: str, gathering_id: str) -> Html:
    """Change when people can confirm, or the code."""
    try:
        sent = web.form(CheckInForm)
    except Invalid as error:
        return _screen(programme_id, gathering_id, error)
    renew = sent.renew == "yes"
    attending.change_check_in(http.context(), programme_id, gathering_id, sent.before, sent.after, renew=renew)
    flash = N_("There is a new code; the old one no longer works.") if renew else N_("Noted.")
    return web.redirect(f"/gatherings/{programme_id}/{gathering_id}/check-in", flash=flash)


# Who is there confirms it --------------------------------------------------------------------------------------------


class CodeForm(http.Model):
    """A code from a screen."""

    code: Annotated[Line, Field(min_length=1, max_length=40)]


@router.get("/gatherings/here")
def anywhere() -> Html:
    """Ask for the code on the screen."""
    return PAGES.render("code.html", http.context())


@router.post("/gatherings/here")
def find() -> Html:
    """Lead to the gathering that has this code."""
    context = http.context()
    try:
        sent = web.form(CodeForm)
        found = attending.find(context, sent.code)
    except Invalid as error:
        return PAGES.render("code.html", context, status=error.status, **web.kept(error))
    return web.redirect(f"/gatherings/{found.programme_id}/{found.gathering_id}/here/{attending.typed(sent.code)}")


@router.get("/gatherings/<programme_id>/<gathering_id>/here")
def here(programme_id: str, gathering_id: str) -> Html:
    """Ask for the code of this gathering."""
    return _confirm(programme_id, gathering_id, "")


@router.get("/gatherings/<programme_id>/<gathering_id>/here/<code>")
def here_with_code(programme_id: str, gathering_id: str, code: str) -> Html:
    """Ask somebody who scanned the code whether they are there: one button."""
    return _confirm(programme_id, gathering_id, attending.typed(code))


def _confirm(programme_id: str, gathering_id: str, code: str, error: Invalid | None = None) -> Html:
    context = http.context()
    found = attending.here(context, programme_id, gathering_id)
    return PAGES.render(
        "here.html",
        context,
        status=error.status if error else 200,
        programme=found.programme,
        accent=found.programme.accent,
        gathering=found.gathering,
        title=title(found.gathering, context.locale),
        mine=found,
        is_open=found.window.is_open(context.clock()),
        code=code,
        **(web.kept(error) if error else {}),
    )


@router.post("/gatherings/<programme_id>/<gathering_id>/here")
def confirm(programme_id: str, gathering_id: str) -> Html:
    """Note that the user is there."""
    try:
        attending.check_in(http.context(), programme_id, gathering_id, web.form(CodeForm).code)
    except Invalid as error:
        return _confirm(programme_id, gathering_id, "", error)
    return web.redirect(
        f"/gatherings/{programme_id}/{gathering_id}/room", flash=N_("Thank you: it is noted that you are here.")
    )
