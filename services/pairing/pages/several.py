"""Several pairs at once, as organizers pause and end them: looked at first, then done, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day
from pairing import use_cases
from pairing.pages.base import PAGES, Html, end_of
from pairing.use_cases import Together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

router = http.PageRouter()

LONGEST = 2000
"""Longest list of ids that is read from an address, in characters."""
HERE = "/pairing/<programme_id>/several"


class SeveralForm(http.Model):
    """What shall be done with which pairs, each an id and the version that was looked at."""

    do: Together
    pair: list[str] = Field(default_factory=list, max_length=use_cases.MOST_TOGETHER)
    until: Day | None = None
    reason: str = Field("", max_length=2000)
    rematch: bool = False

    @property
    def tags(self) -> dict[str, str]:
        """Return the version of each pair by its id."""
        return {pair_id: tag for pair_id, _, tag in (one.partition(":") for one in self.pair)}


@router.get(HERE)
def preview(programme_id: str) -> Html:
    """Show what would be done with which pairs, and which mails would go out; nothing is done yet."""
    asked = http.request().query_string_parameters
    named = asked.get("pairs", "")[:LONGEST].split(",")
    return _preview(programme_id, _wanted(asked), [one for one in named if one], until=asked.get("until", "")[:10])


def _wanted(asked: Mapping[str, str]) -> Together:
    return Together.END if asked.get("do") == Together.END else Together.PAUSE


def _preview(programme_id: str, do: Together, pair_ids: Sequence[str], status: int = 200, **values: object) -> Html:
    context = http.context()
    found = use_cases.looked_at(context, programme_id, pair_ids)
    back = web.back(f"/monitoring/{programme_id}")
    asked = urlencode({"do": do, "pairs": ",".join(pair_ids), web.BACK: back})
    return PAGES.render(
        "several.html",
        context,
        status,
        here=f"/pairing/{programme_id}/several?{asked}",
        programme=found.programme,
        accent=found.programme.accent,
        found=found,
        do=do,
        list=back,
        **{"until": ""} | values,
    )


@router.post(HERE)
def together(programme_id: str) -> Html:
    """Do with several pairs what was looked at, and lead back to the list; where it failed for some, say for whom."""
    context = http.context()
    try:
        sent = web.form(SeveralForm)
        found = use_cases.chosen(context, programme_id, list(sent.tags))
        until = end_of(sent.until, found.programme.zone) if sent.until is not None else None
        wish = use_cases.WishTogether(sent.do, until, sent.reason.strip(), rematch=sent.rematch)
        outcome = use_cases.together(context, programme_id, wish, sent.tags)
    except Invalid as error:
        typed = web.typed()
        named = [one.partition(":")[0] for one in typed.get("pair", [])]
        return _preview(programme_id, _wanted({"do": typed.get("do", [""])[-1]}), named, 422, **web.kept(error))
    back = web.back(f"/monitoring/{programme_id}")
    if not outcome.failed:
        said = {
            Together.PAUSE: N_("They rest now; nobody is reminded of anything. Processes: %(num)s."),
            Together.END: N_("They have ended, and both of each are told by email. Processes: %(num)s."),
        }
        return web.redirect(back, flash=said[sent.do], params={"num": len(outcome.done)})
    return PAGES.render(
        "several_done.html",
        context,
        programme=found.programme,
        accent=found.programme.accent,
        do=sent.do,
        outcome=outcome,
        list=back,
        here=back,
    )
