"""The home page: next steps, and the user's pairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import access, clock, recruiting
from mentoring.consents import asks_again
from mentoring.i18n import day_in
from mentoring.rolling import Rolling, rolls
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.gathering import GatheringsAhead
from mentoring.tables.gatherings.onboarding import OnboardingProgress
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter
from mentoring.tables.pairing import Pair, PairMember, Proposal, Seats
from mentoring.tables.recruitment import Application, Member, Participant, Programme
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import (
    FORMING,
    OPEN_PROPOSALS,
    ApplicationState,
    AssignmentState,
    MatterState,
    PairingMode,
    Role,
    SignUpState,
)
from mentoring.tables.workspace import Announced, DeskThread
from mentoring.texts import language
from mentoring.values import dataclass
from workspace import store
from workspace.next_things import Kind, Next, Place, Process, next_things
from workspace.seen import Steps
from workspace.use_cases import announced, coming, desk, messages, processes, proposed
from workspace.use_cases.organized import organized
from workspace.use_cases.rooms import Contact, contacts
from workspace.whens import WEEKLY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from workspace.use_cases.coming import Agreed
    from workspace.use_cases.organized import Organized

GATHERING_ASKED = timedelta(days=30)
"""So long home reminds of the survey about a gathering."""


@dataclass(frozen=True)
class Gathered:
    """The next gathering of a programme: an instant, its title, and the user's sign-up, None if they have none.

    `hosts` says whether they are its host.
    """

    programme: Programme
    gathering_id: str
    title: str
    starts_at: str
    sign_up: SignUpState | None
    hosts: bool = False


@dataclass(frozen=True)
class Home:
    """The content of a home page: the next steps, the most urgent first, and the user's pairs.

    `contacts` has the partner's by pair id, for current pairs; `desks` are the programmes whose
    organizers one can write to, `takes_part` those whose guides one reads, with the roles one has there, `onboards`
    (ids) those with steps to take; `agreed` has the next meetings by pair id. `gatherings` are the next
    ones of programmes, for as many as have any; `attended` whether the user was at any. `organized` is for who only
    organizes: nothing else waits for them.
    """

    things: list[Next]
    pairs: list[tuple[Pair, PairMember]]
    programmes: dict[str, Programme]
    contacts: dict[str, Contact]
    desks: list[Programme]
    takes_part: list[tuple[Programme, list[Role]]]
    onboards: frozenset[str]
    agreed: dict[str, Agreed]
    gatherings: list[Gathered]
    attended: bool
    organized: list[Organized]


def home(context: Context) -> Home:
    """Return everything that belongs to the user, in one query and what it leads to."""
    person_id = access.person(context)
    mine = context.store.listed(Item, Person.listing(person_id))
    members = {one.pair_id: one for one in mine if isinstance(one, PairMember)}
    involved = [one for one in mine if isinstance(one, Participant | Application | PairMember)]
    keys = [Programme.key(one) for one in dict.fromkeys(one.programme_id for one in involved)]
    keys += [Pair.key(one) for one in members]
    keys += [DeskThread.key(one, person_id) for one in _taking_part(mine)]
    keys += [OnboardingProgress.key(one.programme_id, one.participant_id) for one in _participations(mine)]
    news = announced.news(mine)
    keys += announced.keys(news)
    keys += [GatheringsAhead.key(one) for one in _taking_part(mine)]
    read = context.store.get_many(Item, _with_rooms(keys, mine)) if keys else []
    pairs = [one for one in read if isinstance(one, Pair)]
    programmes = {one.programme_id: one for one in read if isinstance(one, Programme)}
    roles = {at: found for at, found in _roles(mine).items() if at[0] in programmes}
    forming = {
        at: present
        for at, found in roles.items()
        if programmes[at[0]].stage in FORMING and (present := _present(found)) is not None
    }
    proposals = {at: proposed.keys(context, one) for at, one in forming.items()}
    _read_along(context, [one for one in pairs if not one.outcome], proposals.values())
    places = {at: _place(context, programmes[at[0]], at[1], found, pairs) for at, found in roles.items()}
    _tell_news(context, places, news)
    for at, one in forming.items():
        places[at] = _among(context, programmes[at[0]], one, places[at], proposals[at])
    gatherings = _gatherings(context, mine, programmes)
    seats = [_seat(one) for one in gatherings if one.sign_up == SignUpState.OFFERED]
    surveys = sum(isinstance(one, Assignment) and _is_asked(context, one) for one in mine)
    organizing = [one for one in mine if isinstance(one, Member)]
    return Home(
        things=next_things(places.values(), surveys, seats=seats, organizes=bool(organizing)),
        pairs=sorted(((pair, members[pair.pair_id]) for pair in pairs), key=lambda one: bool(one[0].outcome)),
        programmes=programmes,
        contacts=contacts(context, pairs),
        desks=[programmes[one] for one in _taking_part(mine) if one in programmes],
        onboards=frozenset(one.programme_id for one in read if isinstance(one, OnboardingProgress) and one.total),
        takes_part=[(programmes[one], as_whom) for one, as_whom in _as_whom(roles).items()],
        gatherings=gatherings,
        attended=any(isinstance(one, Attendance) for one in mine),
        agreed=coming.agreed(context, [one for one in pairs if not one.outcome]),
        organized=organized(context, organizing) if organizing and not places else [],
    )


def _is_asked(context: Context, one: Assignment) -> bool:
    """Return whether a survey waits; of a gathering for some time only, though a later answer is taken, too."""
    fresh = clock.parse(one.assigned_at) > context.clock() - GATHERING_ASKED
    return one.state == AssignmentState.OPEN and (not one.gathering_id or fresh)


def _gatherings(context: Context, mine: list[Item], programmes: dict[str, Programme]) -> list[Gathered]:
    """Return the next gathering of each programme that is for the user."""
    signed_up = {one.gathering_id: one.state for one in mine if isinstance(one, SignUp)}
    found: dict[str, Gathered] = {}
    for part in [one for one in mine if isinstance(one, Participant) and not one.withdrawn_at]:
        ahead = context.store.get(GatheringsAhead, *GatheringsAhead.key(part.programme_id))
        one = ahead.next_for(part.role, part.participant_id) if ahead is not None else None
        if one is not None and part.programme_id in programmes:
            titles, gathering_id = one["titles"], one["gathering_id"]
            title = titles[language(titles, context.locale)]
            found[gathering_id] = Gathered(
                programmes[part.programme_id], gathering_id, title, one["starts_at"], signed_up.get(gathering_id),
                hosts=one.get("host") == part.participant_id,
            )  # fmt: skip
    return sorted(found.values(), key=lambda one: one.starts_at)


def _seat(one: Gathered) -> Next:
    path = f"/gatherings/{one.programme.programme_id}/{one.gathering_id}"
    return Next(Kind.ANSWER_SEAT, one.programme.name, path=path, at=one.starts_at, subject=one.title)


def _tell_news(context: Context, places: dict[tuple[str, Role], Place], news: dict[str, list[Announced]]) -> None:
    """Note in one place of each programme what was announced there and not opened."""
    for programme_id, marks in news.items():
        at = next((one for one in places if one[0] == programme_id), None)
        if at is not None:
            ids = tuple(one.announcement_id for one in marks)
            places[at] = replace(places[at], announced=ids, subject=announced.subject(context, marks))


def _participations(mine: list[Item]) -> list[Participant]:
    return [one for one in mine if isinstance(one, Participant)]


def _taking_part(mine: list[Item]) -> list[str]:
    """Return the programmes somebody takes part in."""
    return list(dict.fromkeys(one.programme_id for one in mine if isinstance(one, Participant)))


def _with_rooms(keys: list[access.Key], mine: list[Item]) -> list[access.Key]:
    """Return the keys, and those of as many rooms and choices of mine as fit into the same round trip, newest first."""
    along = [Seats.key(one.programme_id, one.participant_id) for one in mine if isinstance(one, Participant)]
    for one in reversed([one for one in mine if isinstance(one, PairMember)]):
        along += store.glimpsed(one.pair_id)
    return keys + along[: max(0, access.BATCH - len(keys))]


def _read_along(context: Context, going: list[Pair], proposals: Iterable[list[access.Key]]) -> None:
    """Read in one round trip what stands in the rooms of pairs that go on, whom they are with, and proposals."""
    me = context.principal.person_id
    keys = [key for each in proposals for key in each]
    for one in going:
        keys += store.glimpsed(one.pair_id)
        mentors = me == one.mentor_person_id
        keys.append(Participant.key(one.programme_id, one.mentee_id if mentors else one.mentor_id))
        keys.append(Person.key(one.mentee_person_id if mentors else one.mentor_person_id))
    if keys:
        context.store.get_many(Item, keys)


def _roles(mine: list[Item]) -> dict[tuple[str, Role], list[Participant | Application]]:
    """Return the items that show that somebody takes part, or applied, by programme and role."""
    found: dict[tuple[str, Role], list[Participant | Application]] = {}
    for one in mine:
        if isinstance(one, Participant | Application):
            found.setdefault((one.programme_id, one.role), []).append(one)
    return found


def _present(found: list[Participant | Application]) -> Participant | None:
    """Return as whom somebody takes part, if they do."""
    return next((one for one in found if isinstance(one, Participant) and not one.withdrawn_at), None)


def _as_whom(roles: dict[tuple[str, Role], list[Participant | Application]]) -> dict[str, list[Role]]:
    """Return the roles in which somebody takes part, by programme."""
    found: dict[str, list[Role]] = {}
    for (programme_id, role), items in roles.items():
        if _present(items) is not None:
            found.setdefault(programme_id, []).append(role)
    return found


def _place(
    context: Context, programme: Programme, role: Role, found: list[Participant | Application], pairs: list[Pair]
) -> Place:
    present = _present(found)
    applied = next((one for one in found if isinstance(one, Application)), None)
    place = Place(
        programme_id=programme.programme_id,
        programme=programme.name,
        slug=programme.slug,
        stage=programme.stage,
        role=role,
        application=applied.state if applied else None,
        may_apply=recruiting.takes_applications(
            programme.stage, programme.dates, day_in(context.clock(), programme.zone), programme.type
        ),
        accepted=present is not None,
        asks=applied.message if applied and applied.state == ApplicationState.NEEDS_INFO else "",
        ahead=_ahead(context, programme),
        consents=applied is not None
        and asks_again(programme.consent_texts, applied.state, applied.profile["consents"]),
        desk=desk.unread(context, programme.programme_id) if any(isinstance(one, Participant) for one in found) else 0,
    )
    if present is None:
        return place
    own = [one for one in pairs if present.participant_id in (one.mentor_id, one.mentee_id)]
    own.sort(key=lambda one: one.agreed_at)
    return replace(place, steps=_steps(context, present), processes=tuple(_process(context, one) for one in own))


def _ahead(context: Context, programme: Programme) -> dict[str, str]:
    """Return the days to come, today among them, by the name of a programme's date."""
    now = context.clock()
    today = day_in(now, programme.zone)
    ahead = {name: day for name, day in programme.dates.items() if day >= today}
    if rolls(programme):
        ahead[WEEKLY] = day_in(Rolling.of(programme).next(now, programme.zone), programme.zone)
    return ahead


def _steps(context: Context, present: Participant) -> Steps | None:
    """Return the steps of somebody's onboarding, while required ones are open."""
    key = OnboardingProgress.key(present.programme_id, present.participant_id)
    item = context.store.get(OnboardingProgress, *key)
    if item is None or not item.left:
        return None
    titles = item.following["titles"]
    return Steps(item.done, item.total, titles.get(context.locale) or next(iter(titles.values())))


def _among(
    context: Context, programme: Programme, present: Participant, place: Place, proposals: list[access.Key]
) -> Place:
    """Return a place with a participant's state in the programme's pairing."""
    known = context.store.get_many(Proposal, proposals) if proposals else []
    waiting = [one for one in known if one.state in OPEN_PROPOSALS]
    mine = [one for one in waiting if present.participant_id not in one.accepted_by]
    chooses = programme.pairing_mode == PairingMode.SELF_MATCHING
    alone = place.role == Role.MENTEE and not waiting and all(one.outcome for one in place.processes)
    seats = context.store.get(Seats, *Seats.key(programme.programme_id, present.participant_id)) if chooses else None
    return replace(
        place,
        asked=len(mine),
        answer_at=proposed.answer_at(context, present, mine[0]) if mine else "",
        waiting=len(waiting) - len(mine),
        chooses=chooses,
        choice_open=bool(seats and seats.suitable_key),
        unmatched=alone and not chooses and _is_unmatched(context, present),
    )


def _is_unmatched(context: Context, mentee: Participant) -> bool:
    """Return whether no mentor is left to suggest; so it stays when organizers put the matter aside."""
    found = context.store.get(Matter, *Matter.key(mentee.programme_id, mentee.participant_id))
    return found is not None and found.state != MatterState.DONE


def _process(context: Context, pair: Pair) -> Process:
    """Return a pair as the user sees it; of ended ones nothing more is read."""
    if pair.outcome:
        return processes.ended(context, pair)
    found = store.glimpse(context, pair.pair_id)
    return processes.going_on(context, pair, found, messages.unread(context, pair.pair_id))
