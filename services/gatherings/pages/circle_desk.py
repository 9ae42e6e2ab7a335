"""Organizers have groups proposed, move people by hand, send them; and see when groups met, and who came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from gatherings.domain.circle_round import LEAST, MOST_TOGETHER, GroupLinkWrong, Hand
from gatherings.pages import circle_explaining as explaining
from gatherings.pages.base import PAGES, Html
from gatherings.pages.choosing_links import LinkChoice
from gatherings.pages.circle_words import STATES, THEMES
from gatherings.use_cases.circle import desk, proposing
from mentoring import http, web
from mentoring.errors import N_, Conflict, DomainError, Invalid, Stale
from mentoring.http.fields import Line, Version
from mentoring.numbers import whole
from mentoring.tables.vocabulary import Role

if TYPE_CHECKING:
    from gatherings.use_cases.circle.proposing import Moved, Proposed

router = http.PageRouter()

HERE = "/intervision/<programme_id>"
ROUND = f"{HERE}/rounds/<round_id>"


@router.get(HERE)
def groups(programme_id: str) -> Html:
    """Show a programme's groups, and the form that has new ones proposed."""
    return _desk(programme_id)


def _desk(programme_id: str, error: DomainError | None = None) -> Html:
    context = http.context()
    found = desk.desk(context, programme_id)
    return PAGES.render(
        "circles_desk.html",
        context,
        error.status if error else 200,
        programme=found.programme,
        accent=found.programme.accent,
        desk=found,
        least=LEAST,
        most=MOST_TOGETHER,
        theme_names=THEMES,
        state_names=STATES,
        problem="" if error is None or error.fields else error.message,
        problem_values=error.params if error else {},
        here=f"/intervision/{programme_id}",
        **(web.kept(error) if error else {}),
    )


class ProposeForm(LinkChoice):
    """What groups are wanted."""

    role: Role = Role.MENTOR
    size: int = Field(5, ge=LEAST, le=MOST_TOGETHER)
    minutes: int = Field(90, ge=60, le=180)
    answer_days: int = Field(5, ge=1, le=30)
    links: Literal["none", "jitsi", "pattern"] = "jitsi"
    again: str = ""


@router.post(f"{HERE}/rounds")
def propose(programme_id: str) -> Html:
    """Have groups proposed."""
    try:
        sent = web.form(ProposeForm)
        pattern = sent.own_pattern(GroupLinkWrong)
        told = (sent.role, sent.size, sent.minutes, sent.answer_days, pattern)
        wish = proposing.Wish(*told, ready=sent.ready, again=bool(sent.again))
        found = proposing.propose(http.context(), programme_id, wish)
    except (Conflict, Invalid, Stale) as error:
        return _desk(programme_id, error)
    return web.redirect(f"/intervision/{programme_id}/rounds/{found.item.round_id}")


@router.get(ROUND)
def proposed(programme_id: str, round_id: str) -> Html:
    """Show proposed groups; with a move in the address, what it would change."""
    context, asked = http.context(), http.request().query_string_parameters
    if not asked.get("person"):
        return _round(proposing.proposed(context, programme_id, round_id))
    hand = _hand(asked.get("person", ""), asked.get("group", ""), asked.get("swap", ""))
    try:
        moved = proposing.tried(context, programme_id, round_id, hand)
    except (Conflict, Invalid, Stale) as error:
        return _round(proposing.proposed(context, programme_id, round_id), error=error, chosen=hand)
    return _round(moved.before, moved, chosen=hand)


def _hand(person: str, group: str, swap: str) -> Hand:
    """Return the move that was asked for; numbers are from 1, and 0 is no group."""
    return Hand(person, (whole(group, 0, 999) or 0) - 1, swap)


def _round(
    found: Proposed, moved: Moved | None = None, error: DomainError | None = None, chosen: Hand | None = None
) -> Html:
    context = http.context()
    worse, better = explaining.change(moved) if moved is not None else ([], [])
    names = {one: found.name(one) for one in found.parts}
    values: dict[str, Any] = web.kept(error) if error else {}
    return PAGES.render(
        "circles_proposed.html",
        context,
        error.status if error else 200,
        programme=found.programme,
        accent=found.programme.accent,
        found=found,
        item=found.item,
        names=dict(sorted(names.items(), key=lambda one: one[1].casefold())),
        summary=explaining.summary(context, found),
        together=explaining.together(context, found),
        noted={number: explaining.noted(one) for number, one in enumerate(found.groups)},
        why=explaining.ALONE,
        moved=moved,
        chosen=chosen,
        twice=sorted((names[one] for one in found.twice if one in names), key=str.casefold),
        worse=worse,
        better=better,
        after=explaining.together(context, moved.after) if moved is not None else [],
        problem="" if error is None or error.fields else error.message,
        problem_values=error.params if error else {},
        here=f"/intervision/{found.item.programme_id}",
        **values,
    )


class MoveForm(http.Model):
    """A move by hand; group from 1, 0 for none."""

    person: Annotated[Line, Field(min_length=1, max_length=64)]
    group: int = Field(0, ge=0, le=999)
    swap: Annotated[Line, Field(max_length=64)] = ""
    version: Version = ""


@router.post(f"{ROUND}/moves")
def move(programme_id: str, round_id: str) -> Html:
    """Move somebody to another group."""
    context = http.context()
    try:
        sent = web.form(MoveForm)
        hand = Hand(sent.person, sent.group - 1, sent.swap)
        proposing.move(context, programme_id, round_id, hand, sent.version)
    except (Conflict, Invalid, Stale) as error:
        return _refused(programme_id, round_id, error)
    return web.redirect(f"/intervision/{programme_id}/rounds/{round_id}", flash=N_("Moved."))


def _refused(programme_id: str, round_id: str, error: DomainError) -> Html:
    return _round(proposing.proposed(http.context(), programme_id, round_id), error=error)


class VersionForm(http.Model):
    """The version that a button is about."""

    version: Version = ""


@router.post(f"{ROUND}/sending")
def send(programme_id: str, round_id: str) -> Html:
    """Send the groups."""
    try:
        proposing.send(http.context(), programme_id, round_id, web.form(VersionForm).version)
    except (Conflict, Invalid, Stale) as error:
        return _refused(programme_id, round_id, error)
    words = N_("Sent. Each group looks for its date now; its people get an email.")
    return web.redirect(f"/intervision/{programme_id}", flash=words)


@router.post(f"{ROUND}/deletion")
def discard(programme_id: str, round_id: str) -> Html:
    """Throw proposed groups away."""
    try:
        proposing.discard(http.context(), programme_id, round_id, web.form(VersionForm).version)
    except (Conflict, Invalid, Stale) as error:
        return _refused(programme_id, round_id, error)
    return web.redirect(f"/intervision/{programme_id}", flash=N_("Deleted."))
