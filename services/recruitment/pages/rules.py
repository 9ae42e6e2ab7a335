"""Saving the rules by which pairs are watched; their page, with a preview, is monitoring's."""

from __future__ import annotations

from urllib.parse import urlencode

from mentoring import http, watching, web
from mentoring.errors import N_, Stale
from recruitment.pages.base import Html
from recruitment.use_cases import programmes

router = http.PageRouter()

LONGEST = 20
"""Longest text of a number that is shown again, in letters."""


@router.post("/organizer/programmes/<programme_id>/rules")
def save_rules(programme_id: str) -> Html:
    """Save the rules; what can't be saved leads back to their page, with what was typed."""
    sent = {name: found[-1][:LONGEST] for name, found in web.forms.typed().items()}
    given, wrong = watching.typed(sent)
    here = f"/monitoring/{programme_id}/rules"
    shown_again = {name: text for name, text in sent.items() if name in (*watching.SHOWN, "version")}
    if wrong:
        return web.redirect(f"{here}?{urlencode(shown_again)}")
    try:
        programmes.change_rules(http.context(), programme_id, given, sent.get("version", ""))
    except Stale:
        return web.redirect(f"{here}?{urlencode(shown_again)}")
    return web.redirect(here, flash=N_("The rules are saved. All pairs are looked at again in a moment."))
