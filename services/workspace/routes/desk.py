"""JSON of what participants and organizers write to each other, and of the organizers' inbox."""

from __future__ import annotations

from pydantic import Field

from mentoring import http
from workspace.routes.messages import LookWish, MessageList, MessageView, MessageWish, ReaderView, WrittenView
from workspace.use_cases import desk
from workspace.use_cases import inbox as inboxes

router = http.Router()


class DeskThreadView(http.View):
    """A thread of the inbox; `state` is open or answered, `assigned_to` and `answered_by` are person ids."""

    participant_id: str
    name: str
    state: str
    waits_since: str | None
    assigned_to: str | None
    answered_by: str | None
    unread: int

    @classmethod
    def show(cls, row: inboxes.Row) -> DeskThreadView:
        """Return the view of a row of the inbox."""
        return cls.of(row.thread, name=row.name, unread=row.unread)


class DeskStateView(http.View):
    """Where a thread stands; `assigned_to` and `answered_by` are person ids."""

    state: str
    assigned_to: str | None
    answered_by: str | None


class InboxView(http.View):
    """A part of the inbox: open threads first, who has waited longest before the others."""

    items: list[DeskThreadView]
    next: str | None = None


class AssignmentWish(http.Model):
    """Who of the organizers takes care of a thread; empty for nobody."""

    person_id: str = Field("", max_length=64)


@router.get("/v1/desk/<programme_id>/messages", paged=True)
def my_messages(programme_id: str) -> MessageList:
    """Return what the user and the organizers of a programme wrote to each other, the newest line first."""
    context = http.context()
    mine = desk.open_mine(context, programme_id)
    items, following = http.part_of(lambda after, limit: desk.lines(context, mine.thread, after, limit))
    shown = [MessageView.of(one) for one in items]
    return MessageList(items=shown, next=following, read=mine.reader.read, unread=mine.reader.unread)


@router.post("/v1/desk/<programme_id>/messages", status=201, location="/v1/desk/{programme_id}/messages")
def write_to_the_desk(programme_id: str, body: MessageWish) -> WrittenView:
    """Write to the organizers of a programme; nobody else sees it, the partner neither."""
    return WrittenView.of(desk.write_mine(http.context(), programme_id, body.text))


@router.post("/v1/desk/<programme_id>/messages/read")
def read_my_messages(programme_id: str, body: LookWish) -> ReaderView:
    """Say up to which line the user has read."""
    return ReaderView.of(desk.look_mine(http.context(), programme_id, body.number))


@router.get("/v1/inbox/<programme_id>", paged=True)
def inbox(programme_id: str) -> InboxView:
    """Return a part of the inbox, for those who decide in the programme."""
    context = http.context()
    items, following = http.part_of(lambda after, limit: inboxes.inbox(context, programme_id, after, limit))
    return InboxView(items=[DeskThreadView.show(one) for one in inboxes.rows(context, items)], next=following)


@router.get("/v1/inbox/<programme_id>/<participant_id>/messages", paged=True)
def their_messages(programme_id: str, participant_id: str) -> MessageList:
    """Return what a participant and the organizers wrote to each other, for those who decide in the programme."""
    context = http.context()
    row = inboxes.open_theirs(context, programme_id, participant_id)
    items, following = http.part_of(lambda after, limit: desk.lines(context, row.thread, after, limit))
    shown = [MessageView.of(one) for one in items]
    return MessageList(items=shown, next=following, read=row.thread.last - row.unread, unread=row.unread)


@router.post(
    "/v1/inbox/<programme_id>/<participant_id>/messages",
    status=201,
    location="/v1/inbox/{programme_id}/{participant_id}/messages",
)
def answer(programme_id: str, participant_id: str, body: MessageWish) -> WrittenView:
    """Answer a participant, or write to them first, in the name of the organizers."""
    return WrittenView.of(inboxes.write_answer(http.context(), programme_id, participant_id, body.text))


@router.post("/v1/inbox/<programme_id>/<participant_id>/assignment")
def assign(programme_id: str, participant_id: str, body: AssignmentWish) -> DeskStateView:
    """Say which of the organizers takes care of a thread."""
    return DeskStateView.of(inboxes.assign(http.context(), programme_id, participant_id, body.person_id))


@router.post("/v1/inbox/<programme_id>/<participant_id>/settled")
def settle(programme_id: str, participant_id: str) -> DeskStateView:
    """Say that a thread needs no answer any more."""
    return DeskStateView.of(inboxes.settle(http.context(), programme_id, participant_id))
