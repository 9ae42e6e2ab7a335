"""What somebody answers in the application form, on its page or as JSON: read, kept as a draft, sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import clock, consents
from mentoring.errors import N_, Invalid
from mentoring.i18n import in_words, translations
from mentoring.tables.vocabulary import Role
from mentoring.values import dataclass
from recruitment import answers, domain
from recruitment.imports import profiles
from recruitment.imports.mapping import is_own
from recruitment.use_cases import applications, changing, form_plan, wishing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.tables.recruitment import Application, Consent, Participant, Programme
    from recruitment.imports.cells import Rejected


@dataclass(frozen=True)
class Kept:
    """An application after it was saved or sent, and field → why it couldn't be sent."""

    programme: Programme
    application: Application
    refused: Mapping[str, Rejected]


def drafted(application: Application | None) -> bool:
    """Return whether somebody began to write what they haven't sent, and still may send."""
    return application is not None and application.state in domain.EDITABLE and bool(application.typed)


def typed(context: Context, programme: Programme, application: Application | None) -> dict[str, Any]:
    """Return the form's values: those of the draft as they were typed, else those of what was sent.

    Consents that are asked for again aren't among them.
    """
    if application is None:
        return {}
    texts = programme.consent_texts
    if drafted(application):
        typed_at = application.typed_at or ""
        late = [kind for kind in consents.KINDS if (since := consents.asked_at(texts, kind)) and typed_at <= since]
        return {name: one for name, one in application.typed.items() if name not in _ticks(late)}
    late = consents.outdated(texts, application.profile["consents"])
    shown = answers.form_of(application.profile, application.role, context.locale, programme.topics)
    wished = wishing.tokens(context, programme.programme_id, application.profile["choices"])
    return shown | {"choices": wished} | dict.fromkeys(_ticks(late), "")


def _ticks(kinds: list[str]) -> list[str]:
    """Return the boxes of consents; who is asked again ticks them anew."""
    return [f"{kind}_consent" for kind in kinds]


def read(
    context: Context, programme: Programme, role: str, said: Mapping[str, Any], application: Application | None
) -> tuple[dict[str, Any], dict[str, Rejected]]:
    """Return the values of what was typed, and why some of it can't be sent."""
    before = application.profile["choices"] if application is not None and application.profile else []
    wished = answers.listed(said, "choices")
    return answers.read(
        said,
        role,
        context.principal.email,
        programme.topics,
        own_topics=programme.own_topics,
        form=form_plan.of(context, programme.programme_id),
        mentors=wishing.addresses(context, programme.programme_id, wished, before),
    )


def wrong(context: Context, programme: Programme, said: Mapping[str, Any], refused: Mapping[str, Rejected]) -> Any:
    """Return what is wrong in a draft: empty answers may stay so."""
    told = answers.told(said, programme.topics, context.locale)
    return {name: why for name, why in refused.items() if told.get(name) or said.get(name)}


def keep(context: Context, slug: str, role: str, draft: domain.Draft, *, send: bool) -> Kept:
    """Send an application that is complete, else save its draft."""
    programme, before = applications.my_application(context, slug, role, draft.late)
    now, said = clock.iso(context.clock()), draft.answers
    values, refused = read(context, programme, role, said, before)
    earlier: Any = before.profile if before else {}
    form = form_plan.of(context, programme.programme_id)
    profile: Any = form.kept(role, profiles.profile_of(values, now, context.zone, by=profiles.PERSON), earlier)
    kinds = [kind for kind in consents.KINDS if values[f"{kind}_consent"]] + [consents.NEWS] * values["news"]
    profile["consents"] = consents.renewed(programme.consent_texts, earlier.get("consents", []), kinds, now)
    kept = applications.keep_application(context, slug, role, profile, submit=send and not refused, draft=draft)
    return Kept(programme, kept, refused if send else wrong(context, programme, said, refused))


def change(
    context: Context, slug: str, role: str, said: Mapping[str, Any], expected: str, *, paused: bool
) -> dict[str, Rejected]:
    """Change what somebody said who takes part, for the pairing from now on; return why not, and nothing changes."""
    programme, application = applications.my_application(context, slug, role)
    values, refused = read(context, programme, role, said, application)
    form = form_plan.of(context, programme.programme_id)
    asked = [name for name in answers.CHANGEABLE if name in answers.asked(role) - form.hidden(role)]
    own = {one.name for one in form.asks(role)}
    found = {name: why for name, why in refused.items() if name in asked or name in own}
    if not found:
        told = {name: values[name] for name in asked} | {"paused": paused, "answers": values["answers"]}
        told |= {"listed": values["listed"]} if role == Role.MENTOR else {}
        told["consents"] = _with_news(programme, application, clock.iso(context.clock()), wanted=values["news"])
        changing.change(context, slug, role, told, expected)
    return found


def _with_news(programme: Programme, application: Application | None, now: str, *, wanted: bool) -> list[Consent]:
    """Return the consents of who takes part, with the one to news or without it; the others stay as they are."""
    given = application.profile["consents"] if application is not None else []
    kinds = {one["kind"] for one in given} - {consents.NEWS} | ({consents.NEWS} if wanted else set())
    return [one for one in consents.renewed(programme.consent_texts, given, kinds, now) if one in given or _news(one)]


def _news(one: Consent) -> bool:
    return one["kind"] == consents.NEWS


class Incomplete(Invalid):
    """What somebody wants to send can't be sent like that; `fields` says where and why."""

    code = "incomplete"
    message = N_("Some answers can't be sent like that. Look at each of them.")


def worded(context: Context, why: Rejected) -> str:
    """Return a reason in the reader's language."""
    said = translations("recruitment", context.locale).gettext(why.message)
    return said % in_words(why.params, context.locale) if why.params else said


def put(context: Context, programme_id: str, role: str, draft: domain.Draft, *, send: bool) -> None:
    """Save a draft, or send it; with `send`, also change what somebody says who takes part. Raises `Incomplete`."""
    programme, application = applications.mine(context, programme_id, role)
    known = {*answers.LABELS, *answers.BESIDE}
    unknown = [name for name in draft.answers if name not in known and not is_own(name)]
    if unknown:
        raise Invalid(fields={f"/answers/{name}": N_("We don't know this field.") for name in unknown})
    draft.check()
    if send and changing.inside(context, programme, application) is not None:
        paused = bool(draft.answers.get("paused"))
        refused = change(context, programme.slug, role, draft.answers, draft.version, paused=paused)
    else:
        refused = read(context, programme, role, draft.answers, application)[1] if send else {}
        if not refused:
            keep(context, programme.slug, role, draft, send=send)
    if refused:
        raise Incomplete(fields={f"/answers/{name}": worded(context, why) for name, why in refused.items()})


def wish(context: Context, slug: str, mentor_id: str, verb: str) -> None:
    """Add a listed mentor to the user's wishes, take one away, or put one further up; raises `TooManyWished`.

    Who hasn't sent the form yet finds it in the draft.
    """
    programme, application = applications.my_application(context, slug, Role.MENTEE)
    inside = changing.inside(context, programme, application)
    wishing.check(context, programme, application, inside)
    said = typed(context, programme, application)
    wished = domain.wished(answers.listed(said, "choices"), verb, mentor_id)
    if verb == domain.ADD:
        wishing.listed_one(context, programme.programme_id, mentor_id)
    if inside is not None:
        _wish_inside(context, slug, programme, inside, wished)
        return
    version = application.tag if application is not None else "0"
    keep(context, slug, Role.MENTEE, domain.Draft(said | {"choices": wished}, "", version), send=False)


def _wish_inside(context: Context, slug: str, programme: Programme, inside: Participant, wished: list[str]) -> None:
    known = wishing.addresses(context, programme.programme_id, wished, inside.profile["choices"])
    told = {"choices": [known[one] for one in wished if one in known]}
    changing.change(context, slug, Role.MENTEE, told, inside.tag)
