"""The room of a pair: the next step, a quiet list of all it has, and how it all came about."""

from __future__ import annotations

from mentoring import http
from workspace import texts
from workspace.pages.base import CONTRACT_NAMES, PAGES, STAGE_NAMES, Html
from workspace.use_cases import entering

router = http.PageRouter()

WORDS = {str(kind): words for kind, words in texts.IN_ROOM.items()}
STEPS = {str(step): words for step, words in texts.STEPS.items()}


@router.get("/rooms/<pair_id>")
def room(pair_id: str) -> Html:
    """Show the pair's room."""
    context = http.context()
    found = entering.enter(context, pair_id)
    return PAGES.render(
        "room.html",
        context,
        found=found,
        pair=found.pair,
        room=found.room,
        me=context.principal.person_id,
        partner=found.partner,
        words=WORDS,
        steps=STEPS,
        both=texts.BOTH,
        stage_names=STAGE_NAMES,
        contract_names=CONTRACT_NAMES,
        planned=found.pair.plans(found.programme),
        accent=found.programme.accent if found.programme else "forest",
    )
