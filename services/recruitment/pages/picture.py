"""The picture of a programme's public page: chosen by organizers, shown to everybody from our own origin."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid, Stale
from mentoring.http.fields import Line, Version
from recruitment.domain.pictures import LARGEST
from recruitment.pages.base import Html, of_programme
from recruitment.use_cases import picturing, programmes

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme

router = http.PageRouter("/programmes/<slug>/picture/<mark>")


class PictureForm(http.Model):
    """What the picture shows, in words, for who doesn't see it."""

    alt_pl: Line = Field(min_length=1, max_length=300)
    alt_en: Line = Field(min_length=1, max_length=300)
    version: Version = ""


class RemovalForm(http.Model):
    """No picture any more."""

    version: Version = ""


@router.get("/organizer/programmes/<programme_id>/picture")
def picture_page(programme_id: str) -> Html:
    """Show the picture of a programme, and ask for one."""
    return _page(programmes.organized(http.context(), programme_id))


def _page(programme: Programme, status: int = 200, **values: object) -> Html:
    return of_programme(programme, "picture.html", status, largest=LARGEST, **values)


@router.post("/organizer/programmes/<programme_id>/picture")
def change_picture(programme_id: str) -> Html:
    """Show a picture, or say anew what it shows."""
    context = http.context()
    try:
        sent = web.form(PictureForm)
        alt = {"pl": sent.alt_pl, "en": sent.alt_en}
        picturing.change(context, programme_id, web.optional_upload("file", LARGEST), alt, sent.version)
    except (Invalid, Stale) as error:
        kept = web.kept(error)
        errors = kept["errors"] or {"file": error.message}
        programme = programmes.organized(context, programme_id)
        return _page(programme, int(error.status), **kept | {"errors": errors})
    return web.redirect(f"/organizer/programmes/{programme_id}/picture", flash=N_("The picture is saved."))


@router.post("/organizer/programmes/<programme_id>/picture/removal")
def remove_picture(programme_id: str) -> Html:
    """Show no picture any more."""
    picturing.remove(http.context(), programme_id, web.form(RemovalForm).version)
    return web.redirect(f"/organizer/programmes/{programme_id}/picture", flash=N_("The picture is gone."))


@router.get("/programmes/<slug>/picture/<mark>")
def picture(slug: str, mark: str) -> Response[str]:
    """Return the picture; its address names its content, so it may be cached for a year."""
    programme, content, public = picturing.shown(http.context(), slug, mark)
    response = Response(
        status_code=200,
        content_type=programme.picture["kind"],
        body=base64.b64encode(content).decode(),
        headers={
            "Cache-Control": "public, max-age=31536000, immutable" if public else "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
    response.base64_encoded = True
    return response
