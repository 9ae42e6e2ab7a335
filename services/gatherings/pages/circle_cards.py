"""Case cards of a group: written, shown, kept, erased."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gatherings.domain.circle_card import MOST_CASE, MOST_QUESTION
from gatherings.pages.base import Html
from gatherings.pages.circle import page
from gatherings.use_cases.circle import cards
from mentoring import http, web
from mentoring.errors import N_, Conflict, Invalid, Stale
from mentoring.http.fields import Version

router = http.PageRouter()


class CardForm(http.Model):
    """A case card as typed; `anyway` shows it although it may name somebody."""

    case: str = Field("", max_length=MOST_CASE)
    tried: str = Field("", max_length=MOST_CASE)
    question: str = Field("", max_length=MOST_QUESTION)
    anyway: Literal["", "yes"] = ""
    version: Version = ""


@router.post("/circles/<programme_id>/<circle_id>/card")
def write(programme_id: str, circle_id: str) -> Html:
    """Write the case card; with names in it the author is asked first."""
    try:
        sent = web.form(CardForm)
        words = {"case": sent.case, "tried": sent.tried, "question": sent.question}
        context = http.context()
        found = cards.write(context, programme_id, circle_id, words, sent.version, anyway=sent.anyway == "yes")
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "card")
    shown = N_("Saved. Those of your group who promise confidentiality can read it.")
    kept = N_("Saved, but not shown yet: it may name somebody. Look at it below.")
    flash = shown if found.item.shown_at else kept
    return web.redirect(f"/circles/{programme_id}/{circle_id}", flash=flash)


class BackForm(http.Model):
    """To which group one goes back."""

    back: str = Field("", max_length=200)

    @property
    def path(self) -> str:
        """Return where to go: a page of a group, or the list of all."""
        return self.back if self.back.startswith("/circles/") else "/circles"


@router.post("/circles/cards/<card_id>/keeping")
def keep(card_id: str) -> Html:
    """Keep a case card for its author alone."""
    sent = web.form(BackForm)
    cards.keep(http.context(), card_id)
    return web.redirect(sent.path, flash=N_("Kept, for you alone. Your group can't read it any more."))


@router.post("/circles/cards/<card_id>/erasure")
def erase(card_id: str) -> Html:
    """Erase a case card at once."""
    sent = web.form(BackForm)
    cards.erase(http.context(), card_id)
    return web.redirect(sent.path, flash=N_("Erased. Nobody can bring it back."))
