"""JSON of case cards, to their authors and the group. Organizers have no route here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from gatherings.domain.circle_card import MOST_CASE, MOST_QUESTION
from gatherings.use_cases.circle import cards, ours
from mentoring import http
from mentoring.errors import NotFound
from mentoring.tables.vocabulary import CaseEnd

if TYPE_CHECKING:
    from mentoring.tables.attributes import Opened
    from mentoring.tables.gatherings.circle import CaseCard

router = http.Router()

HERE = "/v1/circles/<programme_id>/<circle_id>"


class CaseWish(http.Model):
    """A case card; `anyway` shows it to the group although it may name somebody of the programme."""

    case: str = Field(max_length=MOST_CASE)
    tried: str = Field("", max_length=MOST_CASE)
    question: str = Field("", max_length=MOST_QUESTION)
    anyway: bool = False


class CaseView(http.Versioned):
    """A case card: `found` are words that may name somebody, for its author; `shown` whether the group can read it."""

    card_id: str
    case: str
    tried: str
    question: str
    found: list[str]
    shown: bool
    kept: bool
    mine: bool
    erased_at_latest: str | None


class CaseList(http.View):
    """The case cards that I wrote and that aren't erased."""

    items: list[CaseView]
    next: str | None = None


class CaseFateView(http.View):
    """What became of a case card: kept for its author alone, or erased for good, and when."""

    card_id: str
    kept_at: str | None
    erased_at: str | None
    why: CaseEnd


def _card(one: Opened[CaseCard], me: str) -> CaseView:
    mine = one.item.author == me
    return CaseView.of(
        one.item,
        case=one.case,
        tried=one.tried,
        question=one.question,
        found=one.found if mine else [],
        shown=one.item.shown_at is not None,
        kept=one.item.kept_at is not None,
        mine=mine,
        erased_at_latest=one.item.due_at,
    )


@router.get("/v1/circles/cards")
def cards_of_mine() -> CaseList:
    """Return the case cards that I wrote, with their words."""
    context = http.context()
    return CaseList(items=[_card(one, context.principal.person_id) for one in cards.of_mine(context)])


@router.get(f"{HERE}/card")
def card(programme_id: str, circle_id: str) -> CaseView:
    """Return the case card, to its author, and to those who promised confidentiality once it is shown."""
    context = http.context()
    found = ours.whole(context, programme_id, circle_id)
    opened = cards.opened(context, found)
    if opened is None:
        raise NotFound
    return _card(opened, found.me)


@router.put(f"{HERE}/card")
def write(programme_id: str, circle_id: str, body: CaseWish) -> CaseView:
    """Write my case card, the first time with `If-None-Match: *`; with names in it the group doesn't see it yet."""
    context = http.context()
    words = {"case": body.case, "tried": body.tried, "question": body.question}
    found = cards.write(context, programme_id, circle_id, words, http.expected(), anyway=body.anyway)
    return _card(found, context.principal.person_id)


@router.post("/v1/circles/cards/<card_id>/keeping")
def keep(card_id: str) -> CaseFateView:
    """Keep my case card once the meeting is over: for me alone."""
    return CaseFateView.of(cards.keep(http.context(), card_id))


@router.post("/v1/circles/cards/<card_id>/erasure")
def erase(card_id: str) -> CaseFateView:
    """Erase my case card at once."""
    return CaseFateView.of(cards.erase(http.context(), card_id))
