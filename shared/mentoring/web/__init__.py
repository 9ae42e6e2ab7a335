"""Pages: the shared layout, forms, redirects, static files. Everything works without JavaScript."""

from mentoring.web.forms import FormInvalid, asked, form, kept, optional_upload, typed, upload
from mentoring.web.pages import Pages
from mentoring.web.paging import Paged, paged, paged_from
from mentoring.web.responses import (
    BACK,
    attachment,
    back,
    organizes_now,
    redirect,
    send_to,
    sending_to,
    set_cookie,
    showing_from,
)

__all__ = [
    "BACK",
    "FormInvalid",
    "Paged",
    "Pages",
    "asked",
    "attachment",
    "back",
    "form",
    "kept",
    "optional_upload",
    "organizes_now",
    "paged",
    "paged_from",
    "redirect",
    "send_to",
    "sending_to",
    "set_cookie",
    "showing_from",
    "typed",
    "upload",
]
