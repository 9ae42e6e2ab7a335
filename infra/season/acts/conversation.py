"""Pairs talk: with the page, and by answering a mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from infra.season.acts.season import iso
from infra.season.people import SeasonFailed, expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.season.acts.season import Pair, Season

QUIET = timedelta(minutes=16)
"""After so long a line that nobody has read is due for its mail."""


def talk(season: Season, pairs: Sequence[Pair]) -> None:
    """Mentees write with the page; after a quiet quarter of an hour mentors answer the mail; mentees read it."""
    asked = season.private("message.text", "Od czego zaczniemy?")
    answered = season.private("message.mail", "Od Twojego celu. Co byłoby dobrym pierwszym krokiem?")
    for pair in pairs:
        pair.mentee.press(_of(pair), _of(pair), text=asked)
    pass_quietly(season)
    told = {urlsplit(mail.link("/rooms/")).path: mail for mail in season.stage.mails(kind="messages")}
    under = urlsplit(season.stage.public_url).path
    for pair in pairs:
        mail = told.get(f"{under}{_of(pair)}")
        if mail is None or mail.to != pair.mentor.email:
            raise SeasonFailed(f"of what the mentee of {pair.pair_id} wrote {pair.mentor.email} was not told")
        season.stage.reply(mail, answered)
    season.stage.settle()
    for pair in pairs:
        expect(answered in pair.mentee.page(_of(pair)), f"{pair.mentee.email} doesn't see the answer")
        season.messages, season.messages_by_mail = season.messages + 2, season.messages_by_mail + 1
    lines = pairs[0].mentee.get(f"/v1{_of(pairs[0])}")["items"]
    said = [(one["text"], one["by_mail"]) for one in lines]
    expect(said == [(answered, True), (asked, False)], f"{pairs[0].pair_id} talked otherwise: {lines}")


def answer_too_late(season: Season, pair: Pair) -> None:
    """The mentor answers, twice, after the process has ended: one kind mail says that nothing was kept."""
    before = pair.mentor.get(f"/v1{_of(pair)}")["items"]
    asked = season.stage.mails(pair.mentor.email, "messages")[-1]
    for text in ("Jeszcze jedno pytanie…", "Czy to doszło?"):
        season.stage.reply(asked, text)
    season.stage.settle()
    told = season.stage.mails(pair.mentor.email, "answer_unkept")
    expect(len(told) == 1, f"{len(told)} mails say that answers were not kept")
    after = pair.mentor.get(f"/v1{_of(pair)}")["items"]
    expect(after == before, f"something was kept in the room of {pair.pair_id}, whose process has ended")


def _of(pair: Pair) -> str:
    return f"/rooms/{pair.pair_id}/messages"


def pass_quietly(season: Season) -> None:
    """Let a quarter of an hour pass in which nobody reads anything, and the mails go out that are due then."""
    season.stage.move_to(iso(season.now + QUIET))
    season.stage.run("WorkspaceSchedule", iso(season.now))
    season.stage.settle()
