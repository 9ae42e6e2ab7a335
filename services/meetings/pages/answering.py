"""The page behind the link of a mail that proposes a time: yes, no, or another time."""

from __future__ import annotations

from meetings import domain, use_cases
from meetings.pages import arranging
from meetings.pages.arranging import times
from meetings.pages.base import PAGES, Html
from meetings.pages.mailed import of_link, of_reader
from meetings.pages.pair import STATE_NAMES, take, taken
from meetings.use_cases import suggesting
from mentoring import http, links, web
from mentoring.errors import N_, Invalid
from mentoring.tables.vocabulary import MeetingState

router = http.PageRouter("/meetings/answer/<token>")


@router.get("/meetings/answer/<token>")
def answer_page(token: str) -> Html:
    """Show a proposed time and the possible answers."""
    return _answer(token)


def _answer(token: str, status: int = 200, **values: object) -> Html:
    link, context, item = of_link("meeting", token)
    moved_on = use_cases.moved_by_other(item, link.person_id, int(link.claims["sequence"]))
    reader, pair = context.acting_as(link.person_id), use_cases.pair_of(context, item)
    waits = item.state == MeetingState.PROPOSED and item.proposed_by != link.person_id and not moved_on
    offered = suggesting.suggested(reader, pair.pair_id, item.meeting_id) if waits and not pair.outcome else None
    return PAGES.render(
        "answer.html",
        context,
        status,
        meeting=use_cases.shown(context, item),
        token=token,
        me=link.person_id,
        partner=pair.partner_name(link.person_id),
        moved_on=moved_on,
        waits=waits,
        times=times(reader, pair, [item])[item.meeting_id],
        first=http.request().query_string_parameters.get("at", ""),
        begun=use_cases.has_begun(context, item),
        state_names=STATE_NAMES,
        **arranging.suggestions(reader, offered),
        **{"problem": ""} | values,
    )


@router.post("/meetings/answer/<token>")
def answer_link(token: str) -> Html:
    """Accept the answer, unless the time has changed since the mail."""
    link = links.read("meeting", token, http.context().clock())
    reader = of_reader(link) if "zone" in web.forms.typed() else http.context()
    try:
        at = take(reader.acting_as(link.person_id), link.claims["pair_id"], link.subject, link.claims["sequence"])
    except Invalid as error:
        return _answer(token, 422, **arranging.kept(error))
    except (domain.AlreadyBusy, domain.TimePassed) as error:
        return _answer(token, int(error.status), problem=error.message)
    return taken(f"/meetings/answer/{token}", N_("Done. Your partner knows."), at)
