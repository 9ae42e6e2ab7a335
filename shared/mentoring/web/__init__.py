"""Pages: the layout every service shares, forms, redirects, static files. Everything works without JavaScript."""

from mentoring.web.forms import FormInvalid, form, kept, upload
from mentoring.web.pages import Pages
from mentoring.web.paging import Paged, paged
from mentoring.web.responses import attachment, redirect, set_cookie

__all__ = ["FormInvalid", "Paged", "Pages", "attachment", "form", "kept", "paged", "redirect", "set_cookie", "upload"]
