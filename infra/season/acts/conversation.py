"""Pairs talk: with the page, and by answering a mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from infra.season.acts.season import iso
from infra.season.people import expect

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
    told = {urlsplit(mail.link("/rooms/")).path: mail for mail in season.stage.await_mails("messages", len(pairs))}
    expect(len(told) == len(pairs), f"{len(told)} pairs were told of messages, {len(pairs)} wrote")
    under = urlsplit(season.stage.public_url).path
    for pair in pairs:
        mail = told[f"{under}{_of(pair)}"]
        expect(mail.to == pair.mentor.email, f"{mail.to} was told what the mentee of {pair.pair_id} wrote")
        season.stage.reply(mail, answered)
    season.stage.settle()
    for pair in pairs:
        expect(answered in pair.mentee.page(_of(pair)), f"{pair.mentee.email} doesn't see the answer")
        lines = pair.mentee.get(f"/v1{_of(pair)}")["items"]
        expect(
            [(one["text"], one["by_mail"]) for one in lines] == [(answered, True), (asked, False)],
            f"{pair.pair_id} talked otherwise: {lines}",
        )
        season.messages += len(lines)
        season.messages_by_mail += sum(one["by_mail"] for one in lines)


def _of(pair: Pair) -> str:
    return f"/rooms/{pair.pair_id}/messages"


def pass_quietly(season: Season) -> None:
    """Let a quarter of an hour pass in which nobody reads anything, and the mails go out that are due then."""
    season.stage.move_to(iso(season.now + QUIET))
    season.stage.run("WorkspaceSchedule", iso(season.now))
    season.stage.settle()
