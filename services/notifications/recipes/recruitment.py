"""Applications from the receipt to the decision, imported people, contacts, background work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import consents, ids, links, wording
from mentoring.errors import NotFound
from mentoring.events.recruitment import (
    AddressProposed,
    ApplicantAdded,
    ApplicantDisowned,
    ApplicationAccepted,
    ApplicationDecided,
    ApplicationSubmitted,
    AskedToComeAgain,
    ConsentToRenew,
    ContactToConfirm,
    DraftWaits,
    JobFinished,
)
from mentoring.people import of_address
from mentoring.tables.gatherings.onboarding import Onboarding
from mentoring.tables.identity import Person
from mentoring.tables.notifications import Delivery
from mentoring.tables.recruitment import AddressProposal, Application, Contact, Job, Programme
from mentoring.tables.vocabulary import ApplicationState, Channel, Claim, Notice
from notifications import people
from notifications.mail import Mail, Recipient
from notifications.recipes.base import chooses, for_organizers, make, sign, tells
from notifications.truth import recruitment as holds

if TYPE_CHECKING:
    from mentoring.context import Context


def application_received(context: Context, data: ApplicationSubmitted) -> list[Mail]:
    """Send a receipt to people who applied by the form; imported people get `applicant_added`."""
    if data.channel != Channel.FORM:
        return []
    one, to = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    link = links.url(f"/programmes/{about.slug}/apply/{one.role}")
    return [make("application_received", to, about, link, role=one.role, leave=_leave(context, one, to))]


def applicant_added(context: Context, data: ApplicantAdded) -> list[Mail]:
    """Tell imported people who added them, where and why; they can answer «that's not me»."""
    one, to = _applicant(context, data.programme_id, data.application_id)
    return _added(context, one, to, people.programme(context, data.programme_id))


def applicant_disowned(context: Context, data: ApplicantDisowned) -> list[Mail]:
    """Tell the organizers that somebody they added said «that's not me»."""
    one, who = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    link = links.url(f"/organizer/programmes/{data.programme_id}/applications/{data.application_id}")
    values = {"name": who.name, "address": one.email}
    return for_organizers(context, "not_me", about, link, **values)


def contact(context: Context, data: ContactToConfirm) -> list[Mail]:
    """Ask a contact address whether answers may be sent there."""
    about = people.programme(context, data.programme_id)
    kept = context.store.get(Contact, *Contact.key(about.organization_id, about.contact))
    if kept is None or kept.confirmed_at:
        return []
    key = ids.address_key(about.contact)
    to = Recipient(key, about.contact, locale=str((about.languages or ["pl"])[0]), zone=about.zone)
    token = sign(context, "contact", data.programme_id, to, address=key, asked_at=kept.asked_at)
    link = links.url("/programmes/contact", token)
    return [make("contact", to, about, link, organization=about.organization_name)]


def consent_to_renew(context: Context, data: ConsentToRenew) -> list[Mail]:
    """Ask somebody to agree to a new text: one mail for each time it is asked, whatever their roles."""
    one, to = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    late = consents.outdated(about.consent_texts, one.profile["consents"])
    since = max((consents.asked_at(about.consent_texts, kind) for kind in late), default="")
    link = links.url(f"/programmes/{about.slug}/apply/{one.role}") + "#agree"
    mail = make("consent_to_renew", to, about, link, rules="rules" in late, privacy="privacy" in late)
    once = ids.derived("consents", data.programme_id, ids.address_key(one.email), since)
    return [*_added(context, one, to, about), replace(mail, once=once, silent_since=one.silent_since)]


def draft_waits(context: Context, data: DraftWaits) -> list[Mail]:
    """Remind somebody of an application they began, before it is too late to send it."""
    one, to = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    link = links.url(f"/programmes/{about.slug}/apply/{one.role}")
    mail = make("draft_waits", to, about, link, role=one.role, until=about.dates.get("recruitment_closes", ""))
    return [replace(mail, once=ids.derived("draft", data.application_id))]


def asked_again(context: Context, data: AskedToComeAgain) -> list[Mail]:
    """Ask somebody of an earlier edition whether they come again: one mail an edition."""
    one, to = _applicant(context, data.earlier_id, data.application_id)
    about, earlier = people.programme(context, data.programme_id), people.programme(context, data.earlier_id)
    claims = {"programme_id": data.programme_id, "earlier_id": data.earlier_id, "address": ids.address_key(one.email)}
    link = links.url("/programmes/again", sign(context, "again", one.application_id, to, **claims))
    values = {
        "earlier": earlier.name,
        "until": about.dates.get("recruitment_closes", ""),
        "words": wording.AgainWords(),
    }
    mail = make("come_again", to, about, link, **values)
    return [replace(mail, once=ids.derived("again", data.programme_id, ids.address_key(one.email)))]


def address_proposed(context: Context, data: AddressProposed) -> list[Mail]:
    """Ask the reader of the address that organizers propose for somebody, and tell the present ones."""
    proposed = context.store.get(AddressProposal, *AddressProposal.key(data.programme_id, data.application_id))
    if proposed is None:
        return []
    one, who = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    account, by = (context.store.get(Person, *Person.key(each)) for each in (proposed.person_id, proposed.by))
    claims = {"programme_id": data.programme_id, "application_id": data.application_id}
    told = {"other": who.name, "organizer": by.says("name") if by else "", "organization": about.organization_name}
    reader = replace(who, key=ids.address_key(proposed.email), email=proposed.email, name="")
    token = sign(context, "new_address", proposed.proposal_id, reader, **claims)
    mails = [make("address_proposed", reader, about, links.url("/programmes/new-address", token), **told)]
    for email in dict.fromkeys([one.email, account.email if account else one.email]):
        if email != proposed.email:
            to = replace(who, key=ids.address_key(email), email=email)
            token = sign(context, "old_address", proposed.proposal_id, to, **claims)
            link = links.url("/programmes/old-address", token)
            mails.append(make("address_change_asked", to, about, link, **told, new=proposed.email))
    return mails


def job_finished(context: Context, data: JobFinished) -> list[Mail]:
    """Tell the requester of background work that it is over, while they organize the programme."""
    job = context.store.get(Job, *Job.key(data.programme_id, data.job_id))
    if job is None:
        raise NotFound
    about = people.programme(context, data.programme_id)
    link = links.url(f"/organizer/programmes/{data.programme_id}/jobs/{data.job_id}")
    values = {"task": job.task, "state": job.state, "figures": dict(job.counts), "done": job.position}
    who = [to for to in people.organizers(context, about) if to.key == job.by]
    return [replace(make("job_finished", to, about, link, **values), host="", organization="") for to in who]


def application_accepted(context: Context, data: ApplicationAccepted) -> list[Mail]:
    """Welcome an accepted applicant."""
    one, to = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    head = context.store.get(Onboarding, *Onboarding.key(data.programme_id))
    steps = head is not None and bool(head.given_at)
    link = links.url(f"/onboarding/{data.programme_id}" if steps else "/home")
    decision = _decision(one, ApplicationState.ACCEPTED, about)
    welcome = make("application_accepted", to, about, link, steps=steps, leave=_leave(context, one, to), **decision)
    return [*_added(context, one, to, about), replace(welcome, silent_since=one.silent_since)]


def application_decided(context: Context, data: ApplicationDecided) -> list[Mail]:
    """Tell an applicant of the waiting list, a rejection or a question, with the next step; of what organizers undo.

    A refusal that was undone before its mail went is told by nobody.
    """
    one, to = _applicant(context, data.programme_id, data.application_id)
    if data.state == ApplicationState.SUBMITTED and not _refused(context, one, to):
        return []
    about = people.programme(context, data.programme_id)
    link = links.url(f"/programmes/{about.slug}/apply/{one.role}")
    leave = "" if data.state == ApplicationState.REJECTED else _leave(context, one, to)
    decision = _decision(one, ApplicationState(data.state), about)
    decided = make("application_decided", to, about, link, leave=leave, **decision)
    return [*_added(context, one, to, about), replace(decided, silent_since=one.silent_since)]


def _refused(context: Context, one: Application, to: Recipient) -> bool:
    """Return whether the mail of the last refusal was sent, or is being sent."""
    return context.store.get(Delivery, *Delivery.key(one.refusal, "application_decided", to.key)) is not None


def _applicant(context: Context, programme_id: str, application_id: str) -> tuple[Application, Recipient]:
    one = context.store.get(Application, *Application.key(programme_id, application_id))
    if one is None:
        raise NotFound
    profile, account = one.profile, of_address(context, one.email)
    told = {
        "name": one.full_name,
        "form": profile["form"],
        "locale": one.locale,
        "zone": profile["zone"],
    }
    if account is not None:
        told = {field: account.says(field) or said for field, said in told.items()}
    return one, Recipient(ids.address_key(one.email), one.email, **told)


def _added(context: Context, one: Application, to: Recipient, about: Programme) -> list[Mail]:
    """Return the first mail to imported people, which precedes the mail of an earlier decision. It is sent once."""
    if one.notice != Notice.TOLD or one.answered == Claim.NOT_ME:
        return []
    by = context.store.get(Person, *Person.key(one.added_by)) if one.added_by else None
    claims = {"programme_id": about.programme_id, "address": ids.address_key(one.email)}
    token = sign(context, "added", one.application_id, to, **claims)
    values = {"organization": about.organization_name, "organizer": by.says("name") if by else "", "role": one.role}
    consents = any(name.endswith("_consent") for name in one.asked)
    asks = {"consents": consents, "unclear": any(not name.endswith("_consent") for name in one.asked)}
    mail = make("added", to, about, links.url("/programmes/answer", token), **values, **asks)
    once = ids.derived("added", one.application_id)
    return [replace(mail, once=once, silent_since=one.silent_since)]


def _leave(context: Context, one: Application, to: Recipient) -> str:
    """Return the link with which an applicant withdraws without signing in."""
    claims = {"programme_id": one.programme_id, "address": ids.address_key(one.email)}
    return links.url("/programmes/withdraw", sign(context, "withdraw", one.application_id, to, **claims))


def _decision(one: Application, state: ApplicationState, about: Programme) -> dict[str, Any]:
    """Return the text of a decision; the message belongs to the latest one, so a late event doesn't contain it."""
    words = wording.of_decision(state, one.role, chooses=chooses(about), again=one.returned)
    return {"words": words, "message": one.message if one.state == state else ""}


TOLD = (
    tells(ApplicationSubmitted, holds.application_waits, application_received),
    tells(ApplicantAdded, holds.added, applicant_added),
    tells(ApplicantDisowned, holds.disowned, applicant_disowned),
    tells(ContactToConfirm, holds.contact_asked, contact),
    tells(ConsentToRenew, holds.consent_asked, consent_to_renew),
    tells(DraftWaits, holds.draft_waits, draft_waits),
    tells(AskedToComeAgain, holds.asked_again, asked_again),
    tells(AddressProposed, holds.address_proposed, address_proposed),
    tells(JobFinished, holds.job_is_news, job_finished),
    tells(ApplicationAccepted, holds.accepted, application_accepted),
    tells(ApplicationDecided, holds.decided, application_decided),
)
