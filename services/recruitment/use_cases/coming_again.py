"""Somebody of an earlier edition answers the mail that asks them to come again: by its link, without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, links, people
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.recruitment import Application, AskedBack, Programme
from mentoring.tables.vocabulary import Again, ApplicationState, Channel, Public
from mentoring.values import dataclass
from recruitment import answers, store
from recruitment.imports import profiles
from recruitment.imports.mapping import is_own
from recruitment.use_cases import applications, form_plan, programmes, reminding
from recruitment.use_cases.reached import application_ids

if TYPE_CHECKING:
    from mentoring.context import Context

PURPOSE = "again"
ANEW = ("rules_consent", "privacy_consent", "news", "listed", "goal", "choices", "not_with", "paused")
"""Fields that aren't taken over: consents are given anew, and goal and wishes are of that edition."""


@dataclass(frozen=True)
class Invited:
    """What the link of a mail leads to: the new edition, the application to an earlier one; `open`: one can apply."""

    programme: Programme
    earlier: Programme
    application: Application
    asked: AskedBack
    open: bool


def look(context: Context, token: str) -> Invited:
    """Return what a link leads to; raises `NotFound` where the address was corrected since, or all is erased."""
    link = links.read(PURPOSE, token, context.clock())
    programme_id, earlier_id = (link.claims.get(name, "") for name in ("programme_id", "earlier_id"))
    keys = [
        AskedBack.key(programme_id, link.subject), Application.key(earlier_id, link.subject), Programme.key(earlier_id),
    ]  # fmt: skip
    programme = access.with_programme(context, programme_id, keys)
    asked = context.store.get(AskedBack, *AskedBack.key(programme_id, link.subject))
    one = context.store.get(Application, *Application.key(earlier_id, link.subject))
    earlier = context.store.get(Programme, *Programme.key(earlier_id))
    if asked is None or one is None or earlier is None or ids.address_key(one.email) != link.claims.get("address"):
        raise NotFound
    holds = programmes.holds_today(context, programme)
    return Invited(programme, earlier, one, asked, open=holds == Public.OPEN)


@retrying
def decline(context: Context, token: str) -> Invited:
    """Say «not this time»: nobody asks again for this edition. A second time changes nothing."""
    found = look(context, token)
    if found.asked.said == Again.NONE:
        _answered(context, found.asked, Again.NO)
        uow = context.begin()
        uow.save(found.asked)
        uow.commit()
    return found


@retrying
def begin(context: Context, token: str) -> Invited:
    """Begin an application with what was said last time; one that is there already stays as it is.

    Raises `RecruitmentClosed` where nobody can apply any more.
    """
    found = look(context, token)
    before, programme = found.application, found.programme
    (application_id,) = application_ids(context, programme.programme_id, [(before.role, before.email)])
    key = Application.key(programme.programme_id, application_id)
    kept = context.store.get(Application, *key)
    if kept is not None:
        return found
    draft = applications.draft_of(programme.programme_id, before.role, before.email, application_id)
    store.programme(programme).check_takes(store.application(draft), programmes.today(context, programme))
    _fill(context, found, draft)
    applications.list_for(draft, people.person_id_of(context, before.email))
    reminding.remind_later(context, programme, draft)
    _answered(context, found.asked, Again.BEGUN)
    uow = context.begin()
    uow.save(draft)
    uow.save(found.asked)
    uow.commit()
    return found


def _fill(context: Context, found: Invited, draft: Application) -> None:
    """Put into a draft what was said last time, as the form has it, without what is asked anew."""
    before, programme, now = found.application, found.programme, clock.iso(context.clock())
    told = answers.form_of(before.profile, before.role, before.locale, programme.topics)
    typed: dict[str, Any] = {name: one for name, one in told.items() if one and name not in ANEW and not is_own(name)}
    form = form_plan.of(context, programme.programme_id)
    values, _ = answers.read(
        typed, before.role, before.email, programme.topics, own_topics=programme.own_topics, form=form
    )
    draft.profile = profiles.profile_of(values, now, before.profile["zone"], by=profiles.PERSON)
    draft.typed, draft.typed_at, draft.locale, draft.channel = typed, now, before.locale, Channel.FORM
    draft.state = ApplicationState.DRAFT


def _answered(context: Context, asked: AskedBack, answer: Again) -> None:
    asked.said, asked.answered_at = answer, clock.iso(context.clock())
