"""Participants and organizers write to each other: one plea in confidence, one announcement to all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season.acts.conversation import pass_quietly
from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Pair, Season


def answer_plea(season: Season, pair: Pair) -> None:
    """The mentee says that something isn't right; the organizer is told of it, answers, and hears back by mail."""
    here = f"/desk/{season.programme_id}"
    asked = season.private("desk.plea", "Coś jest nie tak: nie umiemy się umówić.")
    answered, thanked = "Zadzwonię jutro i znajdziemy czas.", season.private("desk.mail", "Dziękuję, to pomogło.")
    pair.mentee.press(here, here, text=asked)
    pass_quietly(season)
    told = season.organizer.next_mail("desk_waits")
    inbox = f"/v1/inbox/{season.programme_id}"
    [thread] = [one for one in season.organizer.get(inbox)["items"] if one["state"] == "open"]
    page = f"/inbox/{season.programme_id}/{thread['participant_id']}"
    expect(told.link(page), "the mail doesn't lead to what was written")
    expect(asked in season.organizer.page(page), "the organizer can't read the plea")
    season.organizer.press(page, page, text=answered)
    pass_quietly(season)
    season.stage.reply(pair.mentee.next_mail("desk_messages"), thanked)
    season.stage.settle()
    lines = season.organizer.get(f"{inbox}/{thread['participant_id']}/messages")["items"]
    said = [(one["text"], one["by_mail"]) for one in lines]
    expect(said == [(thanked, True), (answered, False), (asked, False)], f"at the desk was said {said}")
    status = pair.mentor.get(f"/v1{here}/messages")["items"]
    expect(status == [], "the mentor sees what the mentee wrote to the organizers")
    season.organizer.post(f"{inbox}/{thread['participant_id']}/settled")
    season.pleas_answered += 1
