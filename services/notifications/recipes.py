"""Which mails an event makes: one small function an event, none of which writes anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import calendar, clock, ids, links, wording
from mentoring.errors import N_, NotFound
from mentoring.events import catalogue as events
from mentoring.i18n import clocks, translations, zone_city
from mentoring.people import of_address
from mentoring.settings import settings
from mentoring.tables.identity import Person
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Alert
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.recruitment import Application, Contact, Job
from mentoring.tables.reporting import WeeklyReport
from mentoring.tables.surveys import Assignment
from mentoring.tables.workspace import Contract, Goal, Task
from notifications import confirmed, people, truth
from notifications.mail import Attachment, Mail, Recipient

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.base import EventData
    from mentoring.tables.recruitment import Programme
    from notifications.people import Couple
    from notifications.sender import Sender

Recipe = Callable[["Context", Any, "Sender"], list[Mail]]

LINK_LIFETIME = timedelta(days=30)
SIGN_IN_LIFETIME = timedelta(minutes=15)
CAUSES = {
    "seats": N_("All suitable mentors are taken; one more mentor, or one more place, would help."),
    "capacity": N_("No suitable mentor has a free place; one more mentor, or one more place, would help."),
    "nobody": N_("There is no other mentor."),
    "exclusion": N_("Wishes of one side exclude everybody else."),
    "manager": N_("Only the line manager would be left."),
    "language": N_("Nobody else speaks the same language."),
    "time": N_("Nobody else is free at the same time."),
    "mode": N_("The others meet only online or only in person."),
    "forbidden": N_("Everybody suitable was suggested before."),
    "quality": N_("No possible pair is good enough for this programme."),
}
"""What stands in the way of a mentee, by the codes of pairing; of several at once nothing is said."""


def _token(context: Context, purpose: str, subject: str, to: Recipient, **claims: str) -> str:
    expires_at = context.clock() + LINK_LIFETIME
    return links.sign(purpose, subject, expires_at=expires_at, person_id=to.key, **claims)


def _mail(kind: str, to: Recipient, about: Programme, link: str, **values: Any) -> Mail:
    reply_to, organization = str(about.reply_to), str(about.organization_id)
    return Mail(kind, to, link, reply_to, str(about.name), values, organization=organization)


def sign_in(context: Context, data: events.SignInRequested, _: Sender) -> list[Mail]:
    """The link and the code, to the address that was typed."""
    request = context.store.once(f"signin#{data.request_id}")
    if request is None:
        return []
    email = request.data["email"]
    token = links.sign("sign_in", data.request_id, expires_at=clock.parse(request.data["expires_at"]))
    to = Recipient(ids.address_key(email), email, locale=request.data["locale"])
    return [Mail("sign_in", to, links.url("/sign-in/answer", token), values={"code": links.code(data.request_id)})]


def _applicant(context: Context, programme_id: str, application_id: str) -> tuple[Application, Recipient]:
    one = context.store.get(Application, *Application.key(programme_id, application_id))
    if one is None:
        raise NotFound
    profile, account = one.profile, of_address(context, one.email)
    told = {
        "name": f"{profile['first_name']} {profile['last_name']}",
        "form": profile["form"],
        "locale": one.locale,
        "zone": profile["zone"],
    }
    if account is not None:
        told = {field: account.says(field) or said for field, said in told.items()}
    return one, Recipient(ids.address_key(one.email), one.email, **told)


def application_received(context: Context, data: events.ApplicationSubmitted, _: Sender) -> list[Mail]:
    """A receipt for who applied by the form; who was imported hears by `applicant_added`."""
    if data.channel != "form":
        return []
    one, to = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    link = links.url(f"/programmes/{about.slug}/apply/{one.role}")
    return [_mail("application_received", to, about, link, role=one.role)]


def application_accepted(context: Context, data: events.ApplicationAccepted, _: Sender) -> list[Mail]:
    """Welcome."""
    one, to = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    welcome = _mail("application_accepted", to, about, links.url("/home"), **_decision(one, "accepted", about))
    return [*_added(context, one, to, about), replace(welcome, silent_since=one.silent_since)]


def application_decided(context: Context, data: events.ApplicationDecided, _: Sender) -> list[Mail]:
    """Waiting list, refusal or a question; everybody hears, with the next step."""
    one, to = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    link = links.url(f"/programmes/{about.slug}/apply/{one.role}")
    decided = _mail("application_decided", to, about, link, **_decision(one, data.state, about))
    return [*_added(context, one, to, about), replace(decided, silent_since=one.silent_since)]


def applicant_added(context: Context, data: events.ApplicantAdded, _: Sender) -> list[Mail]:
    """Who was imported hears who added them, where and why, and can say «that's not me»."""
    one, to = _applicant(context, data.programme_id, data.application_id)
    return _added(context, one, to, people.programme(context, data.programme_id))


def _added(context: Context, one: Application, to: Recipient, about: Programme) -> list[Mail]:
    """Return the first mail to who was imported; a decision that is heard earlier brings it along. It comes once."""
    if one.notice != "told" or one.answered == "not_me":
        return []
    by = context.store.get(Person, *Person.key(one.added_by)) if one.added_by else None
    claims = {"programme_id": str(about.programme_id), "address": ids.address_key(one.email)}
    token = _token(context, "added", str(one.application_id), to, **claims)
    values = {"organization": about.organization_name, "organizer": by.says("name") if by else "", "role": one.role}
    mail = _mail("added", to, about, links.url("/programmes/answer", token), **values)
    once = ids.derived("added", str(one.application_id))
    return [replace(mail, once=once, silent_since=one.silent_since)]


def job_finished(context: Context, data: events.JobFinished, _: Sender) -> list[Mail]:
    """Who asked for work in the background hears that it is over, as long as they organize the programme."""
    job = context.store.get(Job, *Job.key(data.programme_id, data.job_id))
    if job is None:
        raise NotFound
    about = people.programme(context, data.programme_id)
    link = links.url(f"/organizer/programmes/{data.programme_id}/jobs/{data.job_id}")
    values = {"task": str(job.task), "state": str(job.state), "figures": dict(job.counts), "done": int(job.position)}
    who = [to for to in people.organizers(context, about) if to.key == job.by]
    return [Mail("job_finished", to, link, str(about.reply_to), str(about.name), values) for to in who]


def applicant_disowned(context: Context, data: events.ApplicantDisowned, _: Sender) -> list[Mail]:
    """The organizers hear that somebody they added said «that's not me»."""
    one, who = _applicant(context, data.programme_id, data.application_id)
    about = people.programme(context, data.programme_id)
    link = links.url(f"/organizer/programmes/{data.programme_id}/applications/{data.application_id}")
    values = {"name": who.name, "address": one.email}
    return [_mail("not_me", to, about, link, **values) for to in people.organizers(context, about)]


def contact(context: Context, data: events.ContactToConfirm, _: Sender) -> list[Mail]:
    """A contact address is asked whether answers may go there."""
    about = people.programme(context, data.programme_id)
    kept = context.store.get(Contact, *Contact.key(about.organization_id, about.contact))
    if kept is None or kept.confirmed_at:
        return []
    key = ids.address_key(about.contact)
    to = Recipient(key, str(about.contact), locale=str((about.languages or ["pl"])[0]), zone=str(about.zone))
    token = _token(context, "contact", data.programme_id, to, address=key, asked_at=str(kept.asked_at))
    link = links.url("/programmes/contact", token)
    return [_mail("contact", to, about, link, organization=about.organization_name)]


def _decision(one: Application, state: str, about: Programme) -> dict[str, Any]:
    """Return the words of a decision; the message belongs to the last one, so a late event says nothing of it."""
    words = wording.of_decision(state, one.role, chooses=_chooses(about))
    return {"words": words, "message": one.message if one.state == state else ""}


def _chooses(about: Programme) -> bool:
    """Return whether mentees choose their mentors themselves."""
    return bool(about.pairing_mode == "self_matching")


def _proposal(context: Context, data: Any) -> tuple[Proposal, list[Any], Programme]:
    proposal = context.store.get(Proposal, *Proposal.key(data.programme_id, data.proposal_id))
    if proposal is None:
        raise NotFound
    both = people.participants(context, data.programme_id, [proposal.mentor_id, proposal.mentee_id])
    return proposal, both, people.programme(context, data.programme_id)


def _ask(context: Context, kind: str, data: Any, waiting_for: list[str]) -> list[Mail]:
    proposal, both, about = _proposal(context, data)
    keys = [Application.key(data.programme_id, one.participant_id) for one in both]
    silent = {one.application_id: one.silent_since for one in context.store.get_many(Application, keys)}
    mails = []
    for one, other in ((both[0], both[1]), (both[1], both[0])):
        if one.participant_id not in waiting_for or one.participant_id in proposal.accepted_by:
            continue
        to = people.of_participant(one)
        claims = {"programme_id": data.programme_id, "participant_id": one.participant_id}
        link = links.url("/proposals/answer", _token(context, "proposal", data.proposal_id, to, **claims))
        reasons = proposal.reasons.get(to.locale, [])
        mail = _mail(
            kind,
            to,
            about,
            link,
            other=other.name,
            role=other.role,
            profile=other.profile,
            reasons=reasons,
            origin=proposal.origin,
        )
        mails.append(replace(mail, silent_since=silent.get(one.participant_id, "")))
    return mails


def proposal(context: Context, data: events.PairProposed, _: Sender) -> list[Mail]:
    """The proposal, to both; a request to the mentor, for the mentee wrote it."""
    one, _both, _about = _proposal(context, data)
    asked = [each for each in (data.mentor_id, data.mentee_id) if one.origin != "request" or each == data.mentor_id]
    return _ask(context, "proposal", data, asked)


def proposal_reminder(context: Context, data: events.ProposalReminded, _: Sender) -> list[Mail]:
    """A reminder to who has not answered."""
    return _ask(context, "proposal_reminder", data, data.waiting_for)


def proposal_declined(context: Context, data: events.ProposalDeclined, _: Sender) -> list[Mail]:
    """The organizers hear of a no and of its reason; the other side that it is over, without the reason."""
    one, (mentor, mentee), about = _proposal(context, data)
    mails = _over(context, one, mentor, mentee, about)
    if data.by == mentee.participant_id:
        return [*mails, _ended(one, mentor, mentee, about)]
    return [*mails, _ended(one, mentee, mentor, about)] if one.origin == "request" else mails


def proposal_expired(context: Context, data: events.ProposalExpired, _: Sender) -> list[Mail]:
    """Who waited hears that it is over; the organizers hear of silence.

    A mentee whose next suggestion follows hears with that one; who has found or left a pair knows it.
    """
    one, (mentor, mentee), about = _proposal(context, data)
    requested = one.origin == "request"
    mails = _over(context, one, mentor, mentee, about) if data.why == "silence" and not requested else []
    waited = {"silence": one.accepted_by, "paired": [one.mentor_id], "full": [one.mentee_id]}
    present = [each.participant_id for each in (mentor, mentee) if not each.withdrawn_at]
    hear = waited.get(data.why, present)
    if one.mentor_id in hear:
        mails.append(_ended(one, mentor, mentee, about))
    if one.mentee_id in hear and requested:
        mails.append(_ended(one, mentee, mentor, about))
    return mails


def _over(context: Context, one: Proposal, mentor: Any, mentee: Any, about: Programme) -> list[Mail]:
    link = links.url(f"/pairing/{one.programme_id}")
    values = {
        "mentor": mentor.name,
        "mentee": mentee.name,
        "state": one.state,
        "reason": one.decline_reason,
        "origin": one.origin,
    }
    return [_mail("proposal_over", to, about, link, **values) for to in people.organizers(context, about)]


def _ended(one: Proposal, me: Any, other: Any, about: Programme) -> Mail:
    link = links.url(f"/pairing/{one.programme_id}/mentors") if me.role == "mentee" else ""
    values = {"other": other.name, "role": me.role, "why": one.why or one.state, "origin": one.origin}
    return _mail("proposal_ended", people.of_participant(me), about, link, **values)


def no_mentor_left(context: Context, data: events.MenteeLeftUnmatched, _: Sender) -> list[Mail]:
    """A mentee for whom nobody is left hears that a person takes over."""
    (mentee,) = people.participants(context, data.programme_id, [data.mentee_id])
    about = people.programme(context, data.programme_id)
    return [_mail("no_mentor_left", people.of_participant(mentee), about, links.url("/home"))]


def choose_mentor(context: Context, data: events.MentorsSuggested, _: Sender) -> list[Mail]:
    """A mentee can choose."""
    (mentee,) = people.participants(context, data.programme_id, [data.mentee_id])
    about = people.programme(context, data.programme_id)
    link = links.url(f"/pairing/{data.programme_id}/mentors")
    return [_mail("choose_mentor", people.of_participant(mentee), about, link, mentors=data.mentors)]


def pair_agreed(context: Context, data: events.PairAgreed, _: Sender) -> list[Mail]:
    """Both said yes: the first step is the contract."""
    found = people.couple(context, data.pair_id)
    link = links.url(f"/rooms/{data.pair_id}/contract")
    return [_mail("pair_agreed", to, found.programme, link, **_reach(context, to, found)) for to in found.both]


def _reach(context: Context, to: Recipient, found: Couple) -> dict[str, Any]:
    """Return how and when somebody reaches their partner; nothing but the name once the process has ended."""
    other = found.other(to.key)
    if found.pair.outcome:
        return {"other": other.name, "email": ""}
    mine, theirs = clocks(context.clock(), to.locale, to.zone, other.zone)
    where = {"city": other.city, "zone_city": zone_city(other.zone, to.locale)}
    return {"other": other.name, "email": other.email, "here": mine, "there": theirs} | where


def _contract(context: Context, data: Any, to: Recipient, found: Couple) -> list[Mail]:
    one = context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version))
    if one is None or to.key in [signature["person_id"] for signature in one.signatures]:
        return []
    token = _token(context, "contract", data.pair_id, to, number=str(data.contract_version))
    link = links.url("/rooms/answer", token)
    return [_mail("contract_to_sign", to, found.programme, link, other=found.other(to.key).name)]


def contract_proposed(context: Context, data: events.ContractProposed, _: Sender) -> list[Mail]:
    """The other one is asked to sign."""
    found = people.couple(context, data.pair_id)
    return _contract(context, data, found.other(data.by), found)


def contract_signed_by_one(context: Context, data: events.ContractSignedByOne, _: Sender) -> list[Mail]:
    """Who proposed the text is asked to sign too; the other one was asked when it was proposed."""
    found = people.couple(context, data.pair_id)
    one = context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version))
    if one is None or data.by == one.proposed_by:
        return []
    return _contract(context, data, found.other(data.by), found)


def contract_signed(context: Context, data: events.ContractSigned, _: Sender) -> list[Mail]:
    """Both signed."""
    found = people.couple(context, data.pair_id)
    link = links.url(f"/rooms/{data.pair_id}")
    values = {"sha256": data.sha256}
    return [
        _mail("contract_signed", to, found.programme, link, other=found.other(to.key).name, **values)
        for to in found.both
    ]


def contract_changed(context: Context, data: events.ContractSignaturesVoided, _: Sender) -> list[Mail]:
    """Who signed a text that the other one changed or dropped hears that the signature is void."""
    found = people.couple(context, data.pair_id)
    to = found.other(data.by)
    if to.key not in data.signed_by:
        return []
    dropped = context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version)) is None
    link = links.url(f"/rooms/{data.pair_id}/contract")
    return [_mail("contract_changed", to, found.programme, link, other=found.one(data.by).name, dropped=dropped)]


def goal_to_agree(context: Context, data: events.GoalProposed, _: Sender) -> list[Mail]:
    """The other one is asked to agree."""
    found = people.couple(context, data.pair_id)
    goal = context.store.get(Goal, *Goal.key(data.pair_id, data.goal_id))
    if goal is None:
        raise NotFound
    to = found.other(data.by)
    link = links.url("/rooms/answer", _token(context, "goal", data.goal_id, to, pair_id=data.pair_id))
    return [_mail("goal_to_agree", to, found.programme, link, other=found.one(data.by).name, title=goal.title)]


def task_assigned(context: Context, data: events.TaskAssigned, _: Sender) -> list[Mail]:
    """Homework for both is told to the partner; a private task to nobody."""
    task = context.store.get(Task, *Task.key(data.pair_id, data.task_id))
    if task is None or task.visibility == "author":
        return []
    found = people.couple(context, data.pair_id)
    to, link = found.other(data.by), links.url(f"/rooms/{data.pair_id}#tasks")
    return [
        _mail(
            "task_assigned",
            to,
            found.programme,
            link,
            other=found.one(data.by).name,
            text=task.text,
            due_on=task.due_on or "",
        )
    ]


def summary_to_approve(context: Context, data: events.SummaryProposed, _: Sender) -> list[Mail]:
    """The other one is asked to approve."""
    found = people.couple(context, data.pair_id)
    to = found.other(data.by)
    link = links.url("/rooms/answer", _token(context, "summary", data.pair_id, to))
    return [_mail("summary_to_approve", to, found.programme, link, other=found.one(data.by).name)]


def _meeting(context: Context, data: Any) -> tuple[Meeting, Couple]:
    one = context.store.get(Meeting, *Meeting.key(data.pair_id, data.meeting_id))
    if one is None:
        raise NotFound
    return one, people.couple(context, data.pair_id)


def _entry(context: Context, meeting: Meeting, found: Couple, to: Recipient, sequence: int) -> calendar.Entry:
    words = translations("notifications", to.locale).gettext("Mentoring: %(mentor)s and %(mentee)s")
    return calendar.Entry(
        uid=meeting.uid,
        sequence=sequence,
        starts_at=clock.parse(meeting.starts_at),
        minutes=int(meeting.minutes),
        summary=words % {"mentor": found.mentor.name, "mentee": found.mentee.name},
        place=meeting.place,
        description=meeting.agenda,
        organizer=settings().mail_from,
        attendees=tuple((one.name, one.email) for one in found.both),
        stamp=context.clock(),
    )


def _about(meeting: Meeting, found: Couple, to: Recipient) -> dict[str, Any]:
    return {
        "other": found.other(to.key).name,
        "starts_at": meeting.starts_at,
        "minutes": int(meeting.minutes),
        "place": meeting.place,
        "agenda": meeting.agenda,
    }


def meeting_invitation(
    context: Context, data: events.MeetingProposed | events.MeetingRescheduled, _: Sender
) -> list[Mail]:
    """The other one is asked, with the invitation for their calendar."""
    meeting, found = _meeting(context, data)
    to = found.other(data.by)
    claims = {"pair_id": data.pair_id, "sequence": str(data.sequence)}
    link = links.url("/meetings/answer", _token(context, "meeting", data.meeting_id, to, **claims))
    values = _about(meeting, found, to) | {"starts_at": data.starts_at, "moved": data.sequence > 0}
    entry = calendar.invitation(_entry(context, meeting, found, to, data.sequence))
    return [_with_calendar(_mail("meeting_invitation", to, found.programme, link, **values), entry, calendar.REQUEST)]


def _with_calendar(mail: Mail, content: bytes, method: str) -> Mail:
    return Mail(mail.kind, mail.to, mail.link, mail.reply_to, mail.programme, mail.values, content, method)


def meeting_confirmed(context: Context, data: events.MeetingConfirmed, _: Sender) -> list[Mail]:
    """Both get the confirmed time for their calendars."""
    meeting, found = _meeting(context, data)
    link = links.url(f"/meetings/pair/{data.pair_id}/{data.meeting_id}")
    return [
        _with_calendar(
            _mail("meeting_confirmed", to, found.programme, link, **_about(meeting, found, to)),
            calendar.invitation(_entry(context, meeting, found, to, data.sequence)),
            calendar.REQUEST,
        )
        for to in found.both
    ]


def meeting_cancelled(context: Context, data: events.MeetingCancelled, _: Sender) -> list[Mail]:
    """Both hear, and their calendars drop what they hold; the proposer alone when nobody had accepted.

    Of a process that ended nobody is asked for another time.
    """
    meeting, found = _meeting(context, data)
    over = bool(found.pair.outcome)
    link = links.url(f"/rooms/{data.pair_id}" if over else f"/meetings/pair/{data.pair_id}")
    content = [(to, calendar.cancellation(_entry(context, meeting, found, to, data.sequence))) for to in found.both]
    return [
        _with_calendar(
            _mail("meeting_cancelled", to, found.programme, link, **_about(meeting, found, to), over=over),
            entry,
            calendar.CANCEL,
        )
        for to, entry in content
        if data.was_confirmed or to.key != data.by
    ]


def meeting_reminder(context: Context, data: events.MeetingReminderDue, _: Sender) -> list[Mail]:
    """A day and an hour before: agenda, last homework, the advice of the remote session."""
    meeting, found = _meeting(context, data)
    tasks = [
        one
        for one in context.store.query(Task, f"ROOM#{data.pair_id}", "TASK#")
        if one.visibility == "pair" and one.state == "open"
    ]
    last = max(tasks, key=lambda one: str(one.created_at), default=None)
    link = links.url(f"/meetings/pair/{data.pair_id}/{data.meeting_id}")
    values = {"homework": last.text if last else "", "before": data.before}
    return [
        _mail("meeting_reminder", to, found.programme, link, **_about(meeting, found, to), **values)
        for to in found.both
    ]


def meeting_outcome(context: Context, data: events.MeetingEnded, _: Sender) -> list[Mail]:
    """Both are asked whether it took place."""
    meeting, found = _meeting(context, data)
    return [
        _mail(
            "meeting_outcome",
            to,
            found.programme,
            links.url("/meetings/outcome", _token(context, "outcome", data.meeting_id, to, pair_id=data.pair_id)),
            **_about(meeting, found, to),
        )
        for to in found.both
    ]


def survey(context: Context, data: events.SurveyAssigned, _: Sender) -> list[Mail]:
    """A survey waits."""
    one = context.store.get(Assignment, *Assignment.key(data.programme_id, data.assignment_id))
    if one is None or one.state != "open":
        return []
    found = people.couple(context, data.pair_id)
    to = found.one(data.person_id)
    link = links.url(
        "/surveys/answer", _token(context, "survey", data.assignment_id, to, programme_id=data.programme_id)
    )
    return [_mail("survey", to, found.programme, link, survey=data.survey, other=found.other(to.key).name)]


def nudge(context: Context, data: events.PairWentInactive, _: Sender) -> list[Mail]:
    """A friendly question to both, with the reason and one-click answers; of a survey, to whom it waits for."""
    found = people.couple(context, data.pair_id)
    if data.rule == "survey":
        return [
            _mail("nudge", to, found.programme, links.url("/surveys"), rule=data.rule, other=found.other(to.key).name)
            for to in found.both
            if _has_open_survey(context, data.pair_id, to)
        ]
    return [
        _mail(
            "nudge",
            to,
            found.programme,
            links.url("/monitoring/answer", _token(context, "nudge", data.pair_id, to, rule=data.rule)),
            rule=data.rule,
            days=data.days,
            other=found.other(to.key).name,
        )
        for to in found.both
    ]


def _has_open_survey(context: Context, pair_id: str, to: Recipient) -> bool:
    theirs = context.store.listed(Assignment, f"PERSON#{to.key}", "SURVEY#")
    return any(one.pair_id == pair_id and one.state == "open" for one in theirs)


def alert(context: Context, data: events.AlertRaised, _: Sender) -> list[Mail]:
    """The organizers hear which pair, or which mentee without one, needs a person, and why."""
    one = context.store.get(Alert, *Alert.key(data.programme_id, data.alert_id))
    if one is None or one.state != "open":
        return []
    link = links.url(f"/monitoring/{data.programme_id}")
    if one.participant_id:
        return _unmatched(context, one, link)
    found = people.couple(context, data.pair_id)
    values = {"rule": data.rule, "days": data.days, "mentor": found.mentor.name, "mentee": found.mentee.name}
    return [_mail("alert", to, found.programme, link, **values) for to in people.organizers(context, found.programme)]


def _unmatched(context: Context, one: Alert, link: str) -> list[Mail]:
    (mentee,) = people.participants(context, one.programme_id, [str(one.participant_id)])
    about = people.programme(context, one.programme_id)
    values = {"mentee": mentee.name, "cause": CAUSES.get(one.cause, "")}
    return [_mail("mentee_unmatched", to, about, link, **values) for to in people.organizers(context, about)]


def pair_closed(context: Context, data: events.PairClosed, _: Sender) -> list[Mail]:
    """The process ended: thanks, and what comes.

    `left` tells who left the programme (`me`, `other` or nobody), `rematch` that the mentee is being matched again,
    `choose` where a mentee can choose again, `pairing` that the programme still makes pairs. Without `met` there is
    nothing to thank for but the wish, and no report.
    """
    found = people.couple(context, data.pair_id)
    pair, about = found.pair, found.programme
    pairing = about.stage not in truth.OVER
    chooses = pairing and _chooses(about) and not pair.rematch
    mails = []
    for to, mine in ((found.mentor, pair.mentor_id), (found.mentee, pair.mentee_id)):
        mentee = mine == pair.mentee_id
        values = {
            "outcome": data.outcome,
            "met": int(pair.meetings_held) > 0,
            "other": found.other(to.key).name,
            "left": {None: "", mine: "me"}.get(pair.left_by, "other"),
            "pairing": pairing,
            "rematch": pairing and mentee and bool(pair.rematch),
            "choose": links.url(f"/pairing/{about.programme_id}/mentors") if mentee and chooses else "",
        }
        mails.append(_mail("pair_closed", to, about, links.url(f"/rooms/{data.pair_id}"), **values))
    return mails


def summary_due(context: Context, data: events.PairStageChanged, _: Sender) -> list[Mail]:
    """A process in closing waits for its joint summary, until the day its item says; a late event asks for nothing."""
    pair = context.store.get(Pair, *Pair.key(data.pair_id))
    if data.to_stage != "closing" or pair is None or pair.stage != "closing" or not pair.due_at:
        return []
    found, link = people.couple(context, data.pair_id), links.url(f"/rooms/{data.pair_id}#closing")
    return [
        _mail("summary_due", to, found.programme, link, other=found.other(to.key).name, until=pair.due_at)
        for to in found.both
    ]


def report_ready(context: Context, data: events.ReportPrepared, _: Sender) -> list[Mail]:
    """The pair's own report can be read."""
    if data.edition != "pair":
        return []
    found = people.couple(context, data.pair_id)
    link = links.url(f"/reports/pair/{data.pair_id}")
    return [_mail("report_ready", to, found.programme, link, other=found.other(to.key).name) for to in found.both]


def weekly_report(context: Context, data: events.WeeklyReportPrepared, sender: Sender) -> list[Mail]:
    """The weekly report, with the full list attached."""
    one = context.store.get(WeeklyReport, *WeeklyReport.key(data.programme_id, data.week))
    if one is None:
        raise NotFound
    about = people.programme(context, data.programme_id)
    files: tuple[Attachment, ...] = ()
    if one.attachment_key:
        files = (Attachment(f"pairs-{data.week}.csv", "text/csv", sender.file(one.attachment_key)),)
    link = links.url(f"/monitoring/{data.programme_id}")
    values = {"made_at": one.made_at, "figures": one.figures, "pairs": one.pairs}
    values["needing"] = one.figures.get("needing", len(one.pairs))
    return [
        Mail("weekly_report", to, link, str(about.reply_to), str(about.name), values, attachments=files)
        for to in people.organizers(context, about)
    ]


RECIPES: dict[type[events.EventData], Recipe] = {
    events.SignInRequested: sign_in,
    events.ApplicationSubmitted: application_received,
    events.ApplicantAdded: applicant_added,
    events.ApplicantDisowned: applicant_disowned,
    events.ContactToConfirm: contact,
    events.JobFinished: job_finished,
    events.ApplicationAccepted: application_accepted,
    events.ApplicationDecided: application_decided,
    events.PairProposed: proposal,
    events.ProposalReminded: proposal_reminder,
    events.ProposalDeclined: proposal_declined,
    events.ProposalExpired: proposal_expired,
    events.MenteeLeftUnmatched: no_mentor_left,
    events.MentorsSuggested: choose_mentor,
    events.PairAgreed: pair_agreed,
    events.ContractProposed: contract_proposed,
    events.ContractSignedByOne: contract_signed_by_one,
    events.ContractSigned: contract_signed,
    events.ContractSignaturesVoided: contract_changed,
    events.GoalProposed: goal_to_agree,
    events.TaskAssigned: task_assigned,
    events.SummaryProposed: summary_to_approve,
    events.MeetingProposed: meeting_invitation,
    events.MeetingConfirmed: meeting_confirmed,
    events.MeetingRescheduled: meeting_invitation,
    events.MeetingCancelled: meeting_cancelled,
    events.MeetingReminderDue: meeting_reminder,
    events.MeetingEnded: meeting_outcome,
    events.SurveyAssigned: survey,
    events.PairWentInactive: nudge,
    events.AlertRaised: alert,
    events.PairStageChanged: summary_due,
    events.PairClosed: pair_closed,
    events.ReportPrepared: report_ready,
    events.WeeklyReportPrepared: weekly_report,
}
"""Event → the recipe of its mails."""


def of(context: Context, event: Event[EventData], sender: Sender) -> list[Mail]:
    """Return the mails of an event, as its recipients may read them; none when what it tells no longer holds."""
    mails = RECIPES[type(event.data)](context, event.data, sender) if truth.of(context, event) else []
    return [confirmed.fit(context, one) for one in mails if not confirmed.unwanted(context, one)]
