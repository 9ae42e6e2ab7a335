"""Proposals and suggestions, and pairs from their agreement to their end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import clock, links
from mentoring.afar import time_there
from mentoring.causes import UNMATCHED
from mentoring.errors import NotFound
from mentoring.events.pairing import (
    MenteeLeftUnmatched,
    MenteeWaitsLong,
    MentorsSuggested,
    PairAgreed,
    PairClosed,
    PairPaused,
    PairProposed,
    PairStageChanged,
    ProposalDeclined,
    ProposalExpired,
    ProposalReminded,
    WeeklyPairsFound,
)
from mentoring.i18n import day_in
from mentoring.people import Reach
from mentoring.rolling import Rolling
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.recruitment import Application, Participant, Programme
from mentoring.tables.vocabulary import PROGRAMME_ENDING, ExpiredFor, PairStage, ProposalOrigin, Role
from notifications import people
from notifications.recipes.base import chooses, for_organizers, make, sign, tells
from notifications.truth import pairing as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail, Recipient
    from notifications.people import PairToTell

    About = PairProposed | ProposalReminded | ProposalDeclined | ProposalExpired


def proposal(context: Context, data: PairProposed) -> list[Mail]:
    """Send the proposal to both; a mentee's own request only to the mentor."""
    one, _both, _about = _proposal(context, data)
    asked = [
        each
        for each in (data.mentor_id, data.mentee_id)
        if one.origin != ProposalOrigin.REQUEST or each == data.mentor_id
    ]
    return _ask(context, "proposal", data, asked)


def proposal_reminder(context: Context, data: ProposalReminded) -> list[Mail]:
    """Remind those who haven't answered."""
    return _ask(context, "proposal_reminder", data, data.waiting_for)


def proposal_declined(context: Context, data: ProposalDeclined) -> list[Mail]:
    """Tell the organizers of a no with its reason, and the partner without the reason."""
    one, (mentor, mentee), about = _proposal(context, data)
    mails = _over(context, one, mentor, mentee, about)
    if data.by == mentee.participant_id:
        return [*mails, _ended(one, mentor, mentee, about)]
    return [*mails, _ended(one, mentee, mentor, about)] if one.origin == ProposalOrigin.REQUEST else mails


def proposal_expired(context: Context, data: ProposalExpired) -> list[Mail]:
    """Tell those who waited that it is over, and the organizers if nobody answered.

    Mentees who get another suggestion hear of it with that one; people who have found or left a pair know it.
    """
    one, (mentor, mentee), about = _proposal(context, data)
    requested = one.origin == ProposalOrigin.REQUEST
    mails = _over(context, one, mentor, mentee, about) if data.why == ExpiredFor.SILENCE and not requested else []
    waited = {ExpiredFor.SILENCE: one.accepted_by, ExpiredFor.PAIRED: [one.mentor_id], ExpiredFor.FULL: [one.mentee_id]}
    present = [each.participant_id for each in (mentor, mentee) if not each.withdrawn_at]
    hear = waited.get(ExpiredFor(data.why), present)
    if one.mentor_id in hear:
        mails.append(_ended(one, mentor, mentee, about))
    if one.mentee_id in hear and requested:
        mails.append(_ended(one, mentee, mentor, about))
    return mails


def no_mentor_left(context: Context, data: MenteeLeftUnmatched) -> list[Mail]:
    """Tell a mentee without any mentor left that an organizer takes over."""
    (mentee,) = people.participants(context, data.programme_id, [data.mentee_id])
    about = people.programme(context, data.programme_id)
    return [make("no_mentor_left", people.of_participant(mentee), about, links.url("/home"))]


def weekly_pairs(context: Context, data: WeeklyPairsFound) -> list[Mail]:
    """Tell the organizers of an ongoing programme of pairs that wait for their word, and of who waits for long."""
    about = people.programme(context, data.programme_id)
    link = links.url(f"/pairing/{data.programme_id}?round={data.round_id}")
    values = {"matched": data.matched, "unmatched": data.unmatched, "long": data.long, "weeks": Rolling.of(about).weeks}
    return for_organizers(context, "weekly_pairs", about, link, **values)


def waits_long(context: Context, data: MenteeWaitsLong) -> list[Mail]:
    """Tell a mentee honestly that it takes long, why, and what can be done."""
    (mentee,) = people.participants(context, data.programme_id, [data.mentee_id])
    about = people.programme(context, data.programme_id)
    link = links.url(f"/programmes/{about.slug}/apply/{mentee.role}")
    values = {"weeks": data.weeks, "cause": UNMATCHED.get(data.cause, "")}
    return [make("waits_long", people.of_participant(mentee), about, link, **values)]


def choose_mentor(context: Context, data: MentorsSuggested) -> list[Mail]:
    """Tell a mentee that they can choose."""
    (mentee,) = people.participants(context, data.programme_id, [data.mentee_id])
    about = people.programme(context, data.programme_id)
    link = links.url(f"/pairing/{data.programme_id}/mentors")
    return [make("choose_mentor", people.of_participant(mentee), about, link, mentors=data.mentors)]


def pair_agreed(context: Context, data: PairAgreed) -> list[Mail]:
    """Tell both that they are a pair, and that the contract is the first step."""
    found = people.of_pair(context, data.pair_id)
    link = links.url(f"/rooms/{data.pair_id}/contract")
    return [make("pair_agreed", to, found.programme, link, **_reach(context, to, found)) for to in found.both]


def summary_due(context: Context, data: PairStageChanged) -> list[Mail]:
    """Ask both for the joint summary of a closing process by its date; a late event sends nothing."""
    pair = context.store.get(Pair, *Pair.key(data.pair_id))
    if data.to_stage != PairStage.CLOSING or pair is None or pair.stage != PairStage.CLOSING or not pair.due_at:
        return []
    found, link = people.of_pair(context, data.pair_id), links.url(f"/rooms/{data.pair_id}/closing")
    return [
        make(
            "summary_due",
            to,
            found.programme,
            link,
            other=found.other(to.key).name,
            until=pair.due_at,
            met=pair.meetings_held > 0,
        )
        for to in found.both
    ]


def pair_closed(context: Context, data: PairClosed) -> list[Mail]:
    """Thank both when the process ends, and say what comes next.

    `left` says who left the programme (`me`, `other` or nobody), `rematch` that the mentee is being matched again,
    `choose` that a mentee can choose again, `pairing` that the programme still forms pairs. Without `met` there is no
    report, and the mail only wishes them well. Whom organizers took out has heard of it with that.
    """
    found = people.of_pair(context, data.pair_id)
    pair, about = found.pair, found.programme
    pairing = about.stage not in PROGRAMME_ENDING
    free = pairing and chooses(about) and not pair.rematch
    mails = []
    for to, mine in ((found.mentor, pair.mentor_id), (found.mentee, pair.mentee_id)):
        if mine == pair.left_by and _is_taken_out(context, about.programme_id, mine):
            continue
        mentee = mine == pair.mentee_id
        values = {
            "outcome": data.outcome,
            "met": pair.meetings_held > 0,
            "other": found.other(to.key).name,
            "left": {None: "", mine: "me"}.get(pair.left_by, "other"),
            "pairing": pairing,
            "rematch": pairing and mentee and pair.rematch,
            "choose": links.url(f"/pairing/{about.programme_id}/mentors") if mentee and free else "",
        }
        mails.append(make("pair_closed", to, about, links.url(f"/rooms/{data.pair_id}"), **values))
    return mails


def _is_taken_out(context: Context, programme_id: str, participant_id: str) -> bool:
    one = context.store.get(Application, *Application.key(programme_id, participant_id))
    return one is not None and bool(one.taken_out_at)


def _proposal(context: Context, data: About) -> tuple[Proposal, list[Participant], Programme]:
    proposal = context.store.get(Proposal, *Proposal.key(data.programme_id, data.proposal_id))
    if proposal is None:
        raise NotFound
    both = people.participants(context, data.programme_id, [proposal.mentor_id, proposal.mentee_id])
    return proposal, both, people.programme(context, data.programme_id)


def _ask(context: Context, kind: str, data: PairProposed | ProposalReminded, waiting_for: list[str]) -> list[Mail]:
    proposal, both, about = _proposal(context, data)
    keys = [Application.key(data.programme_id, one.participant_id) for one in both]
    silent = {one.application_id: one.silent_since for one in context.store.get_many(Application, keys)}
    mails = []
    for one, other in ((both[0], both[1]), (both[1], both[0])):
        if one.participant_id not in waiting_for or one.participant_id in proposal.accepted_by:
            continue
        to = people.of_participant(one)
        claims = {"programme_id": data.programme_id, "participant_id": one.participant_id}
        link = links.url("/proposals/answer", sign(context, "proposal", data.proposal_id, to, **claims))
        reasons = proposal.reasons.get(to.locale, [])
        mail = make(
            kind,
            to,
            about,
            link,
            other=other.name,
            role=other.role,
            other_form=other.form,
            profile=other.profile,
            reasons=reasons,
            origin=proposal.origin,
        )
        mails.append(replace(mail, silent_since=silent.get(one.participant_id, "")))
    return mails


def _over(context: Context, one: Proposal, mentor: Participant, mentee: Participant, about: Programme) -> list[Mail]:
    link = links.url(f"/pairing/{one.programme_id}")
    values = {
        "mentor": mentor.name,
        "mentee": mentee.name,
        "state": one.state,
        "reason": one.decline_reason,
        "origin": one.origin,
    }
    return for_organizers(context, "proposal_over", about, link, **values)


def _ended(one: Proposal, me: Participant, other: Participant, about: Programme) -> Mail:
    link = links.url(f"/pairing/{one.programme_id}/mentors") if me.role == Role.MENTEE else ""
    values = {"other": other.name, "role": me.role, "why": one.why or one.state, "origin": one.origin}
    return make("proposal_ended", people.of_participant(me), about, link, **values)


def pair_rests(context: Context, data: PairPaused) -> list[Mail]:
    """Tell who didn't decide it that the process rests, and until when, or that it goes on: never why."""
    found = people.of_pair(context, data.pair_id)
    decided = [to for to in found.both if to.key == data.by]
    told = [to for to in found.both if to not in decided]
    zone = decided[0].zone if decided else found.programme.zone
    until = day_in(clock.parse(data.until), zone) if data.until else ""
    return [
        make(
            "pair_rests",
            to,
            found.programme,
            link,
            other=found.other(to.key).name,
            until=until,
            by_partner=bool(decided),
        )
        for to, link in ((to, _after_break(context, data, to)) for to in told)
    ]


def _after_break(context: Context, data: PairPaused, to: Recipient) -> str:
    """Return where a break is seen and ended without signing in; once it is over, where a meeting is planned."""
    if not data.until:
        return links.url(f"/meetings/pair/{data.pair_id}/times")
    return links.url("/pairing/rest", sign(context, "nudge", data.pair_id, to))


def _reach(context: Context, to: Recipient, found: PairToTell) -> dict[str, Any]:
    """Return how and when somebody can reach their partner; only the name once the process has ended."""
    other = found.other(to.key)
    if found.pair.outcome:
        return {"other": other.name, "email": ""}
    time = time_there(context.clock(), to.locale, to.zone, other.zone)
    how = other.reach or Reach(other.email, "", "")
    return {"other": other.name, "city": other.city, "time": time} | vars(how)


TOLD = (
    tells(PairProposed, holds.proposal_waits, proposal),
    tells(ProposalReminded, holds.proposal_waits, proposal_reminder),
    tells(ProposalDeclined, holds.declined, proposal_declined),
    tells(ProposalExpired, holds.expired, proposal_expired),
    tells(MenteeLeftUnmatched, holds.nobody_is_left, no_mentor_left),
    tells(MentorsSuggested, holds.mentee_waits, choose_mentor),
    tells(WeeklyPairsFound, holds.weekly_pairs_wait, weekly_pairs),
    tells(MenteeWaitsLong, holds.nobody_is_left, waits_long),
    tells(PairAgreed, holds.goes_on, pair_agreed),
    tells(PairStageChanged, holds.closing, summary_due),
    tells(PairPaused, holds.rests, pair_rests),
    tells(PairClosed, holds.ended, pair_closed),
)
