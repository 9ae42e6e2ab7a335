"""Public pages: the catalogue, a programme, and the pages that links in mails lead to."""

from __future__ import annotations

from typing import Literal

from mentoring import agreement, calls, clauses, http, links, web
from mentoring.i18n import LOCALES
from mentoring.numbers import whole
from mentoring.tables.vocabulary import Claim, ProgrammeMode
from mentoring.texts import ONLY, language
from recruitment import imports
from recruitment.imports.mapping import is_own
from recruitment.pages.base import DATE_NAMES, MODE_NAMES, PAGES, Html, field_names, of_programme
from recruitment.use_cases import agreeing, claims, contacts, form_plan, programmes

router = http.PageRouter(
    "/",
    "/programmes",
    "/programmes/<slug>",
    "/programmes/<slug>/texts/<kind>",
    "/programmes/answer/<token>",
    "/programmes/contact/<token>",
)


MOST_WORDS = 200
"""Characters of a search in the catalogue."""


class AnswerForm(http.Model):
    """An answer to the first mail; beside it the fields that the file didn't tell."""

    answer: Literal[Claim.ME, Claim.NOT_ME]


@router.get("/")
def catalogue() -> Html:
    """Show the public programmes, or those somebody looks for."""
    context, query = http.context(), http.request().query_string_parameters
    words, asked = query.get("q", "")[:MOST_WORDS], query.get("language", "")
    language_, mode = asked if asked in LOCALES else "", query.get("mode", "")
    mode = mode if mode in tuple(ProgrammeMode) else ""
    found = programmes.catalogue(context, words, language_, mode)
    return PAGES.render(
        "catalogue.html",
        context,
        programmes=found,
        words=words,
        language=language_,
        mode=mode,
        mode_names=MODE_NAMES,
    )


@router.get("/programmes")
def to_the_catalogue() -> Html:
    """Redirect to the catalogue."""
    return web.redirect("/")


@router.get("/programmes/<slug>")
def programme_page(slug: str) -> Html:
    """Show a programme."""
    context = http.context()
    programme = programmes.public_programme(context, slug)
    holds = programmes.holds_today(context, programme)
    rules = clauses.all_in(agreement.own_of(programme), context.locale)
    asked_in = language(programme.faq, context.locale)
    return of_programme(
        programme,
        "programme.html",
        date_names=DATE_NAMES,
        mode_names=MODE_NAMES,
        holds=holds,
        clauses=rules,
        asked=programme.faq.get(asked_in, []),
        asked_in=asked_in,
        only=ONLY[asked_in],
        host=calls.host(programme.website),
        here=links.url(f"/programmes/{programme.slug}"),
    )


@router.get("/programmes/<slug>/texts/<kind>")
def consent_text(slug: str, kind: str) -> Html:
    """Show a text that people agree to: the current one, or the one of a number.

    Whoever has the address may read it: people who are invited, too.
    """
    context = http.context()
    number = whole(http.request().query_string_parameters.get("version", "0"), 0, 999_999)
    programme, text = agreeing.read(context, slug, kind, number or 0)
    shown = language(text.texts, context.locale)
    return of_programme(programme, "consent_text.html", kind=kind, text=text, shown=shown, written=text.texts[shown])


@router.get("/programmes/answer/<token>")
def added_page(token: str) -> Html:
    """Show imported people who added them, where, and what is stored; nothing happens yet."""
    return _added(claims.look(http.context(), token), token)


@router.post("/programmes/answer/<token>")
def answer_added(token: str) -> Html:
    """Accept «that's me» or «that's not me»."""
    me = web.form(AnswerForm).answer == Claim.ME
    sent = web.typed().items()
    typed = {name: found[-1] for name, found in sent if found and name in imports.COLUMNS}
    typed |= {name: "\n".join(found) for name, found in sent if is_own(name)}
    try:
        return _added(claims.answer(http.context(), token, me=me, typed=typed), token)
    except claims.AnswerUnclear as error:
        return _added(claims.look(http.context(), token), token, 422, **web.kept(error))


def _added(added: claims.Added, token: str, status: int = 200, **values: object) -> Html:
    context, one = http.context(), added.application
    questions = form_plan.of(context, added.programme.programme_id).asked
    names = field_names(context.locale, questions)
    return of_programme(
        added.programme,
        "added.html",
        status,
        added=added,
        one=one,
        told=imports.as_text(one.profile, one.role, context.locale),
        token=token,
        asked=[(name, names[name], text) for name, text in one.asked.items() if name in names],
        questions={one.name: one for one in questions},
        **values,
    )


@router.get("/programmes/contact/<token>")
def contact_page(token: str) -> Html:
    """Ask whether this is the contact address of a programme."""
    programme, done = contacts.look(http.context(), token)
    return of_programme(programme, "contact.html", token=token, done=done)


@router.post("/programmes/contact/<token>")
def confirm_contact(token: str) -> Html:
    """Confirm the contact address."""
    programme = contacts.confirm(http.context(), token)
    return of_programme(programme, "contact.html", token=token, done=True)
