"""The directory: finding people, somebody in it, one's own entry, and who of it comes to a gathering."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from pydantic import Field

from gatherings.domain.directory import LINE, SENTENCE, Card
from gatherings.pages.base import PAGES, Html
from gatherings.pages.languages import read_one, read_several, written
from gatherings.use_cases import reading
from gatherings.use_cases.directory import entering, finding, introducing
from mentoring import http, web
from mentoring.afar import time_there
from mentoring.errors import N_, Conflict, DomainError, Invalid, Paused, Stale
from mentoring.http.fields import Line, Version
from mentoring.tables.vocabulary import FoundBy, IntroductionState, Role
from mentoring.web.forms import typed

if TYPE_CHECKING:
    from gatherings.use_cases.directory.entering import Mine
    from mentoring.context import Context

router = http.PageRouter()

ON_A_PAGE = 20
ROLE_NAMES = {Role.MENTOR: N_("mentor"), Role.MENTEE: N_("mentee")}
FOUND_BY = {
    FoundBy.BOTH: N_("mentors and mentees"),
    FoundBy.MENTORS: N_("only mentors"),
    FoundBy.MENTEES: N_("only mentees"),
}
ASKED = {
    IntroductionState.MET: N_("You both said yes: the email with each other's address is on its way."),
    IntroductionState.ASKED: N_("Asked. If they say yes, both of you get an email; otherwise you won't hear from us."),
}


class EntryForm(http.Model):
    """What somebody shows of them: what is empty isn't shown."""

    version: Version = ""
    name: Line = Field("", max_length=LINE)
    job: Line = Field("", max_length=LINE)
    place: Line = Field("", max_length=LINE)
    clock: Literal["", "yes"] = ""
    languages: Line = Field("", max_length=LINE)
    topics: list[str] = Field(default=[], max_length=100)
    about: Line = Field("", max_length=SENTENCE)
    found_by: FoundBy = FoundBy.BOTH
    at_gatherings: Literal["", "yes"] = ""

    def card(self, zone: str) -> Card:
        """Return it as a card; `zone` is theirs."""
        return Card(
            name=self.name,
            job=self.job,
            place=self.place,
            zone=zone if self.clock else "",
            languages=read_several(self.languages),
            topics=tuple(self.topics),
            about=self.about,
        )


class AskForm(http.Model):
    """What somebody adds to their wish to meet."""

    sentence: Line = Field("", max_length=2000)


@router.get("/directory/<programme_id>")
def directory(programme_id: str) -> Html:
    """Show who can be found, by topic and language."""
    context, asked = http.context(), http.request().query_string_parameters
    topic, wanted = asked.get("topic", ""), asked.get("speaks", "")
    error: Invalid | None = None
    try:
        language = read_one(wanted)
    except Invalid as refusal:
        language, error = "", refusal
    seen = finding.directory(context, programme_id)
    items, following = http.part_of(
        lambda after, limit: finding.found(context, seen, topic, language, after, limit), ON_A_PAGE
    )
    programme = seen.viewer.programme
    return PAGES.render(
        "directory.html",
        context,
        error.status if error else 200,
        seen=seen,
        viewer=seen.viewer,
        programme=programme,
        accent=programme.accent,
        rows=[] if error else items,
        following="" if error else following or "",
        topic=topic,
        language=wanted,
        kept=urlencode({name: one for name, one in (("topic", topic), ("speaks", wanted)) if one}),
        **_words(context),
        **(web.kept(error) if error else {}),
    )


def _words(context: Context) -> dict[str, Any]:
    return {
        "role_names": ROLE_NAMES,
        "found_by_names": FOUND_BY,
        "spoken": lambda codes: written(codes, context.locale),
        "there": lambda zone: time_there(context.clock(), context.locale, context.zone, zone),
        "is_open": lambda item: introducing.is_open_for_asker(context, item),
    }


# One's own entry ------------------------------------------------------------------------------------------------------


@router.get("/directory/<programme_id>/me")
def me(programme_id: str) -> Html:
    """Show what the user shows of them; with `?from=application` what could be shown."""
    return _me(programme_id)


def _me(programme_id: str, error: DomainError | None = None) -> Html:
    context = http.context()
    own = entering.mine(context, programme_id)
    suggests = not own.is_in and http.request().query_string_parameters.get("from") == "application"
    card = own.suggested(context.zone) if suggests else own.card
    return PAGES.render(
        "entry.html",
        context,
        error.status if error else 200,
        mine=own,
        card=card,
        suggested=suggests,
        languages=written(card.languages, context.locale),
        programme=own.programme,
        accent=own.programme.accent,
        here=f"/directory/{programme_id}/me",
        problem="" if error is None or error.fields else error.message,
        **_words(context),
        **(_kept(error) if error else {}),
    )


def _kept(error: DomainError) -> dict[str, Any]:
    """Return what was typed, with all topics that were ticked."""
    kept = web.kept(error)
    kept["typed"]["topics"] = typed().get("topics", [])
    return kept


@router.post("/directory/<programme_id>/me")
def enter(programme_id: str) -> Html:
    """Show the user to others, or change what is shown."""
    context = http.context()
    try:
        sent = web.form(EntryForm)
        own: Mine = entering.enter(
            context,
            programme_id,
            sent.card(context.zone),
            sent.found_by,
            sent.version,
            at_gatherings=sent.at_gatherings == "yes",
        )
    except (Conflict, Invalid, Stale) as error:
        return _me(programme_id, error)
    return web.redirect(f"/directory/{programme_id}/{own.entry.entry_id}", flash=N_("This is how others see you now."))


@router.post("/directory/<programme_id>/me/removal")
def leave(programme_id: str) -> Html:
    """Take the user out of the directory."""
    entering.leave(http.context(), programme_id)
    return web.redirect(f"/directory/{programme_id}", flash=N_("Nobody finds you here any more."))


# Somebody in it -------------------------------------------------------------------------------------------------------


@router.get("/directory/<programme_id>/<entry_id>")
def person(programme_id: str, entry_id: str) -> Html:
    """Show somebody who can be found."""
    return _person(programme_id, entry_id)


def _person(programme_id: str, entry_id: str, error: DomainError | None = None) -> Html:
    context = http.context()
    who, _, seen = finding.one(context, programme_id, entry_id)
    return PAGES.render(
        "found.html",
        context,
        error.status if error else 200,
        one=seen,
        viewer=who,
        programme=who.programme,
        accent=who.programme.accent,
        problem="" if error is None or error.fields else error.message,
        problem_values=error.params if error else {},
        **_words(context),
        **(web.kept(error) if error else {}),
    )


@router.post("/directory/<programme_id>/<entry_id>/introduction")
def ask(programme_id: str, entry_id: str) -> Html:
    """Ask somebody whether they would like to meet the user."""
    try:
        item = introducing.ask(http.context(), programme_id, entry_id, web.form(AskForm).sentence)
    except (Conflict, Invalid, Paused) as error:
        return _person(programme_id, entry_id, error)
    met = item.state == IntroductionState.MET
    words = ASKED[IntroductionState.MET if met else IntroductionState.ASKED]
    return web.redirect(f"/directory/{programme_id}", flash=words)


# At a gathering -------------------------------------------------------------------------------------------------------


@router.get("/gatherings/<programme_id>/<gathering_id>/company")
def company(programme_id: str, gathering_id: str) -> Html:
    """Show who else comes, of those who let the user know it."""
    context = http.context()
    who, _ = reading.one(context, programme_id, gathering_id)
    items, following = http.part_of(partial(finding.company, context, who, gathering_id), ON_A_PAGE)
    return PAGES.render(
        "company.html",
        context,
        viewer=who,
        programme=who.programme,
        accent=who.programme.accent,
        rows=items,
        following=following or "",
        here=f"/gatherings/{programme_id}/{gathering_id}",
        **_words(context),
    )
