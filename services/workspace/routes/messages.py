"""JSON of the conversation: write a line, read lines, say how far one has read."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mentoring import http
from workspace import conversation
from workspace.use_cases import messages

router = http.Router()


class MessageView(http.View):
    """A line: `author` is a person id; of the files of an answer by mail, `files` are kept, and `left` are not."""

    number: int
    author: str
    text: str
    written_at: str
    by_mail: bool
    files: int = 0
    left: int


class MessageList(http.View):
    """Lines, the newest first; `unread` of the partner's are above line `read`, up to which the user has read."""

    items: list[MessageView]
    next: str | None = None
    read: int
    unread: int


class MessageWish(http.Model):
    """A line to be written."""

    text: Annotated[str, Field(max_length=conversation.MOST_TEXT)]


class WrittenView(http.View):
    """A line that was written, without its words: answers are kept for a day, and words are kept sealed only."""

    number: int
    written_at: str


class LookWish(http.Model):
    """The number of the newest line that was read."""

    number: Annotated[int, Field(ge=0, le=100_000_000)]


class ReaderView(http.View):
    """Up to which line the user has read, and how many of the partner's are above it."""

    read: int
    unread: int


@router.get("/v1/rooms/<pair_id>/messages", paged=True)
def list_messages(pair_id: str) -> MessageList:
    """Return a pair's conversation, the newest line first; looking at it here doesn't count as having read it."""
    context = http.context()
    talk = messages.open_talk(context, pair_id)
    items, following = http.part_of(lambda after, limit: messages.lines(context, talk, after, limit))
    return MessageList(
        items=[MessageView.of(one) for one in items],
        next=following,
        read=talk.mine.read,
        unread=talk.mine.unread,
    )


@router.post("/v1/rooms/<pair_id>/messages", status=201, location="/v1/rooms/{pair_id}/messages")
def write_message(pair_id: str, body: MessageWish) -> WrittenView:
    """Write a line; the partner is told by mail unless they read it within a quarter of an hour."""
    return WrittenView.of(messages.write_message(http.context(), pair_id, body.text))


@router.post("/v1/rooms/<pair_id>/messages/read")
def mark_read(pair_id: str, body: LookWish) -> ReaderView:
    """Say up to which line the user has read: no mail tells them of these any more."""
    return ReaderView.of(messages.mark_read(http.context(), pair_id, body.number))
