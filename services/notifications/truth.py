"""Whether what an event tells still holds when its mail is sent: a mail says what is true then, or isn't sent.

Queues bring events late, twice, in any order, and a mail may wait for weeks until an address is corrected. So a
confirmation after the cancellation, a proposal after a no, a request that was answered: none of them leaves. What is
missing is no matter of truth; the recipe tells the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.events import catalogue as events
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair, Proposal, ProposalSide, Seats
from mentoring.tables.recruitment import Application, Participant, Programme
from mentoring.tables.reporting import Document, WeeklyReport
from mentoring.tables.surveys import Assignment
from mentoring.tables.workspace import Contract, Goal, Summary, Task

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event

Holds = Callable[["Context", "Event[Any]", Any], bool]

OPEN_PROPOSAL = ("sent", "accepted_by_one")
OVER = ("closing", "closed", "erased")
"""Stages of a programme in which nobody is paired any more."""
SUMMARY_WAITS = ("proposed", "approved_by_one")
HOUR = timedelta(hours=1)
REMINDERS = {"PT24H": (HOUR, timedelta(hours=24)), "PT1H": (timedelta(0), HOUR)}
"""A reminder's window before the meeting: later than the first, not earlier than the second."""
SLACK = timedelta(minutes=10)
"""A tick that is early, and clocks of two machines."""
NUDGE_LIVES = timedelta(days=5)
"""After that the next nudge may be due (domain.md §2.6)."""
PLANNED_FOR = timedelta(hours=72)
"""A confirmed meeting nobody spoke about counts until it is presumed held (domain.md §2.5)."""
JOB_LIVES = timedelta(days=7)
"""So long somebody may wait for work in the background."""
REPORT_LIVES = timedelta(days=7)
"""After that there is the next weekly report."""


def of(context: Context, event: Event[Any]) -> bool:
    """Return whether an event may still be told."""
    return TRUTHS[type(event.data)](context, event, event.data)


# Signing in and applications -----------------------------------------------------------------------------------------


def sign_in_waits(context: Context, _: Event[Any], data: events.SignInRequested) -> bool:
    """The link and the code still work."""
    request = context.store.once(f"signin#{data.request_id}")
    if request is None or request.data.get("used"):
        return False
    return context.clock() < clock.parse(request.data["expires_at"])


def application_waits(context: Context, _: Event[Any], data: events.ApplicationSubmitted) -> bool:
    """Nobody has decided, and the applicant has not withdrawn."""
    return _application_is(context, data, "submitted")


def added(context: Context, _: Event[Any], data: events.ApplicantAdded) -> bool:
    """They are still in, and have not said that it isn't them."""
    one = _application(context, data)
    return one is None or (one.notice == "told" and one.answered != "not_me" and one.state != "withdrawn")


def disowned(context: Context, _: Event[Any], data: events.ApplicantDisowned) -> bool:
    """They said no."""
    one = _application(context, data)
    return one is None or one.answered == "not_me"


def contact_asked(context: Context, _: Event[Any], data: events.ContactToConfirm) -> bool:
    """The address is still the contact, and hasn't said yes."""
    one = context.store.get(Programme, *Programme.key(data.programme_id))
    return one is None or bool(one.contact and not one.reply_to)


def accepted(context: Context, event: Event[Any], data: events.ApplicationAccepted) -> bool:
    """They are accepted, by this decision, and have not left."""
    one = context.store.get(Participant, *Participant.key(data.programme_id, data.participant_id))
    gone = one is not None and one.withdrawn_at
    return not gone and _application_is(context, data, "accepted") and not _decided_since(context, event, data)


def decided(context: Context, event: Event[Any], data: events.ApplicationDecided) -> bool:
    """The decision is the last one."""
    return _application_is(context, data, data.state) and not _decided_since(context, event, data)


def _application_is(context: Context, data: Any, state: str) -> bool:
    one = _application(context, data)
    return one is None or one.state == state


def _decided_since(context: Context, event: Event[Any], data: Any) -> bool:
    """Return whether there is a later decision, which has its own event."""
    one = _application(context, data)
    if one is None or not one.decided_at:
        return False
    return clock.parse(one.decided_at) > event.meta.occurred_at + SLACK


def _application(context: Context, data: Any) -> Application | None:
    return context.store.get(Application, *Application.key(data.programme_id, data.application_id))


# Proposals -----------------------------------------------------------------------------------------------------------


def proposal_waits(context: Context, _: Event[Any], data: events.PairProposed | events.ProposalReminded) -> bool:
    """It can still be answered; who has answered is left out by the recipe."""
    one = _proposal(context, data)
    return one is None or (one.state in OPEN_PROPOSAL and _is_pairing(context, data.programme_id))


def declined(context: Context, _: Event[Any], data: events.ProposalDeclined) -> bool:
    """It was declined."""
    one = _proposal(context, data)
    return one is None or one.state == "declined"


def expired(context: Context, _: Event[Any], data: events.ProposalExpired) -> bool:
    """It expired, for this reason."""
    one = _proposal(context, data)
    return one is None or (one.state == "expired" and one.why in ("", data.why))


def mentee_waits(context: Context, _: Event[Any], data: events.MenteeLeftUnmatched | events.MentorsSuggested) -> bool:
    """The mentee is there, has no mentor, and the programme still pairs."""
    one = context.store.get(Participant, *Participant.key(data.programme_id, data.mentee_id))
    seats = context.store.get(Seats, *Seats.key(data.programme_id, data.mentee_id))
    paired = seats is not None and int(seats.taken) > 0
    return not (one is not None and one.withdrawn_at) and not paired and _is_pairing(context, data.programme_id)


def nobody_is_left(context: Context, event: Event[Any], data: events.MenteeLeftUnmatched) -> bool:
    """And no proposal has come since."""
    return mentee_waits(context, event, data) and not _has_open_proposal(context, data.programme_id, data.mentee_id)


def _has_open_proposal(context: Context, programme_id: str, participant_id: str) -> bool:
    pk, prefix = ProposalSide.key(programme_id, participant_id, "")
    sides = context.store.query(ProposalSide, pk, prefix)
    keys = [Proposal.key(programme_id, one.proposal_id) for one in sides]
    return any(one.state in OPEN_PROPOSAL for one in (context.store.get_many(Proposal, keys) if keys else []))


def _proposal(context: Context, data: Any) -> Proposal | None:
    return context.store.get(Proposal, *Proposal.key(data.programme_id, data.proposal_id))


def _is_pairing(context: Context, programme_id: str) -> bool:
    one = context.store.get(Programme, *Programme.key(programme_id))
    return one is None or one.stage not in OVER


# The pair's room -----------------------------------------------------------------------------------------------------


def goes_on(context: Context, _: Event[Any], data: Any) -> bool:
    """The process has not ended."""
    one = _pair(context, data)
    return one is None or not one.outcome


def ended(context: Context, _: Event[Any], data: events.PairClosed) -> bool:
    """It ended, as the event says."""
    one = _pair(context, data)
    return one is None or one.outcome == data.outcome


def contract_waits(
    context: Context, event: Event[Any], data: events.ContractProposed | events.ContractSignedByOne
) -> bool:
    """The text waits for a signature; who has signed is left out by the recipe."""
    one = _contract(context, data)
    if one is None or not goes_on(context, event, data):
        return False
    if isinstance(data, events.ContractProposed):
        return one.state in ("proposed", "signed_by_one") and one.proposed_by == data.by
    return one.state == "signed_by_one" and data.by in _signers(one)


def contract_signed(context: Context, event: Event[Any], data: events.ContractSigned) -> bool:
    """It is signed, this very text, and is in force."""
    one = _contract(context, data)
    return goes_on(context, event, data) and one is not None and (one.state, one.sha256) == ("signed", data.sha256)


def signature_void(context: Context, event: Event[Any], data: events.ContractSignaturesVoided) -> bool:
    """Who had signed has not signed the new text."""
    one = _contract(context, data)
    others = [who for who in data.signed_by if who != data.by]
    signed_again = one is not None and any(who in _signers(one) for who in others)
    return goes_on(context, event, data) and not signed_again


def goal_waits(context: Context, event: Event[Any], data: events.GoalProposed) -> bool:
    """It is not agreed and was not withdrawn."""
    one = context.store.get(Goal, *Goal.key(data.pair_id, data.goal_id))
    return goes_on(context, event, data) and (one is None or (one.state == "draft" and one.proposed_by == data.by))


def task_waits(context: Context, event: Event[Any], data: events.TaskAssigned) -> bool:
    """It is not done."""
    one = context.store.get(Task, *Task.key(data.pair_id, data.task_id))
    return goes_on(context, event, data) and one is not None and one.state == "open"


def summary_waits(context: Context, event: Event[Any], data: events.SummaryProposed) -> bool:
    """Who is asked has not approved: neither this text nor, since, one of their own."""
    one = context.store.get(Summary, *Summary.key(data.pair_id))
    if one is None or not goes_on(context, event, data):
        return False
    return one.state in SUMMARY_WAITS and list(one.approved_by) == [data.by]


def closing(context: Context, _: Event[Any], data: events.PairStageChanged) -> bool:
    """The pair is still in the stage that was reached."""
    one = _pair(context, data)
    return one is None or (one.stage == data.to_stage and not one.outcome)


def report_is_the_last(context: Context, _: Event[Any], data: events.ReportPrepared) -> bool:
    """There is no newer one, which has its own event."""
    one = context.store.get(Document, *Document.key(data.pair_id, data.edition))
    return one is not None and one.document_id == data.document_id


def _pair(context: Context, data: Any) -> Pair | None:
    return context.store.get(Pair, *Pair.key(data.pair_id))


def _contract(context: Context, data: Any) -> Contract | None:
    return context.store.get(Contract, *Contract.key(data.pair_id, data.contract_version))


def _signers(one: Contract) -> list[str]:
    return [signature["person_id"] for signature in one.signatures]


# Meetings ------------------------------------------------------------------------------------------------------------


def time_waits(context: Context, _: Event[Any], data: events.MeetingProposed | events.MeetingRescheduled) -> bool:
    """This time is what is proposed now, and it has not passed."""
    one = _meeting(context, data)
    return one is None or (_same(one, data, "proposed") and context.clock() < clock.parse(one.starts_at))


def confirmed(context: Context, _: Event[Any], data: events.MeetingConfirmed) -> bool:
    """This time is what is agreed now, and it has not passed."""
    one = _meeting(context, data)
    return one is None or (_same(one, data, "confirmed") and context.clock() < clock.parse(one.starts_at))


def cancelled(context: Context, _: Event[Any], data: events.MeetingCancelled) -> bool:
    """It was called off last; calendars drop it whatever became of the pair."""
    one = _meeting(context, data)
    return one is None or _same(one, data, "cancelled") or _same(one, data, "not_held")


def meeting_is_near(context: Context, _: Event[Any], data: events.MeetingReminderDue) -> bool:
    """It is confirmed, and as near as the reminder says."""
    one = _meeting(context, data)
    if one is None:
        return True
    latest, earliest = REMINDERS[data.before]
    ahead = clock.parse(one.starts_at) - context.clock()
    return one.state == "confirmed" and latest < ahead <= earliest + SLACK


def outcome_waits(context: Context, _: Event[Any], data: events.MeetingEnded) -> bool:
    """Nobody has said yet whether it took place."""
    one = _meeting(context, data)
    return one is None or one.state == "to_confirm"


def _meeting(context: Context, data: Any) -> Meeting | None:
    return context.store.get(Meeting, *Meeting.key(data.pair_id, data.meeting_id))


def _same(one: Meeting, data: Any, state: str) -> bool:
    return (one.state, int(one.sequence)) == (state, data.sequence)


# Surveys, nudges, alerts, reports ------------------------------------------------------------------------------------


def survey_waits(context: Context, _: Event[Any], data: events.SurveyAssigned) -> bool:
    """It is not answered."""
    one = context.store.get(Assignment, *Assignment.key(data.programme_id, data.assignment_id))
    return one is not None and one.state == "open"


def silence_lasts(context: Context, event: Event[Any], data: events.PairWentInactive) -> bool:
    """What the pair is reminded of has not been done since, the process rests not, and the nudge is fresh."""
    one, now = _pair(context, data), context.clock()
    if one is None:
        return True
    rests = bool(one.paused_until) and clock.parse(one.paused_until) > now
    if one.outcome or rests or now > event.meta.occurred_at + NUDGE_LIVES:
        return False
    if data.rule == "contract":
        return not one.contract_signed_at
    if data.rule == "goal":
        return not one.goal_agreed_at
    return data.rule == "survey" or not _meets(context, event, one)


def _meets(context: Context, event: Event[Any], pair: Pair) -> bool:
    """Return whether the pair met since the nudge was due, or has a meeting that is agreed on."""
    met = pair.last_held_at and clock.parse(pair.last_held_at) > event.meta.occurred_at
    pk, prefix = Meeting.key(pair.pair_id, "")
    ahead = (
        one.state in ("confirmed", "to_confirm") and clock.parse(one.starts_at) + PLANNED_FOR > context.clock()
        for one in context.store.query(Meeting, pk, prefix)
    )
    return bool(met) or any(ahead)


def always(_: Context, __: Event[Any], ___: Any) -> bool:
    """The recipe itself asks for what is open."""
    return True


def job_is_news(context: Context, event: Event[Any], _: events.JobFinished) -> bool:
    """Nobody waits for it any more after some days, and its files are gone."""
    return context.clock() <= event.meta.occurred_at + JOB_LIVES


def week_is_this(context: Context, event: Event[Any], data: events.WeeklyReportPrepared) -> bool:
    """The week is not over again, and the programme neither."""
    one = context.store.get(WeeklyReport, *WeeklyReport.key(data.programme_id, data.week))
    about = context.store.get(Programme, *Programme.key(data.programme_id))
    over = about is not None and about.stage in ("closed", "erased")
    return one is None or (not over and context.clock() <= event.meta.occurred_at + REPORT_LIVES)


TRUTHS: dict[type[events.EventData], Holds] = {
    events.SignInRequested: sign_in_waits,
    events.ApplicationSubmitted: application_waits,
    events.ApplicantAdded: added,
    events.ApplicantDisowned: disowned,
    events.ContactToConfirm: contact_asked,
    events.JobFinished: job_is_news,
    events.ApplicationAccepted: accepted,
    events.ApplicationDecided: decided,
    events.PairProposed: proposal_waits,
    events.ProposalReminded: proposal_waits,
    events.ProposalDeclined: declined,
    events.ProposalExpired: expired,
    events.MenteeLeftUnmatched: nobody_is_left,
    events.MentorsSuggested: mentee_waits,
    events.PairAgreed: goes_on,
    events.ContractProposed: contract_waits,
    events.ContractSignedByOne: contract_waits,
    events.ContractSigned: contract_signed,
    events.ContractSignaturesVoided: signature_void,
    events.GoalProposed: goal_waits,
    events.TaskAssigned: task_waits,
    events.SummaryProposed: summary_waits,
    events.MeetingProposed: time_waits,
    events.MeetingConfirmed: confirmed,
    events.MeetingRescheduled: time_waits,
    events.MeetingCancelled: cancelled,
    events.MeetingReminderDue: meeting_is_near,
    events.MeetingEnded: outcome_waits,
    events.SurveyAssigned: survey_waits,
    events.PairWentInactive: silence_lasts,
    events.AlertRaised: always,
    events.PairStageChanged: closing,
    events.PairClosed: ended,
    events.ReportPrepared: report_is_the_last,
    events.WeeklyReportPrepared: week_is_this,
}
"""Event → whether it may still be told; each that makes mails has its line (kept by a test)."""
