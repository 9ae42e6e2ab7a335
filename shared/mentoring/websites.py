"""The address of a web page that organizers name: what `calls.clean` takes, said in words about a page."""

from __future__ import annotations

from mentoring import calls
from mentoring.errors import N_

NOT_SECURE = N_("This address begins with http://. Give one with https://, which everybody can open safely.")
TOO_LONG = N_("This address is too long. It may have 500 characters.")
WRONG = N_("Give the whole address of your page, such as https://example.org/mentoring.")


class WebsiteRefused(ValueError):
    """A text that can't be the address of a page: `code` for programs, `message` (msgid) for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def clean(text: str) -> str:
    """Return the https address in a text, an ASCII URI; empty for an empty text. Raises `WebsiteRefused`."""
    try:
        return calls.clean(text)
    except calls.NotSecure as error:
        raise WebsiteRefused("site-http", NOT_SECURE) from error
    except calls.NameInside as error:
        raise WebsiteRefused("site-name", error.message) from error
    except calls.CallTooLong as error:
        raise WebsiteRefused("site-long", TOO_LONG) from error
    except calls.CallRefused as error:
        raise WebsiteRefused("site-address", WRONG) from error
