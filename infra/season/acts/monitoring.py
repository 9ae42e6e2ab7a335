"""Time passes: what is scheduled runs, silent pairs are nudged, the organizer gets the weekly report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season.acts.season import DAY, ORGANIZER, iso, listed
from infra.season.people import expect

if TYPE_CHECKING:
    from datetime import datetime

    from infra.season.acts.season import Season


def advance(season: Season, to: datetime) -> dict[str, int]:
    """Move the clock day by day, running what is scheduled; return what the scan counted.

    The scan, hourly on AWS, also runs while it is day in Asia and in Europe: nobody is nudged at night.
    """
    found = {"due": 0, "nudged": 0, "alerted": 0}
    now = season.now
    while now < to:
        before, now = now, min(now + DAY, to)
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
        for moment in [*([morning] if before < morning < now else []), now]:
            season.stage.move_to(iso(moment))
            if moment == now:
                for schedule in ("PairingSchedule", "MeetingsSchedule", "WorkspaceSchedule", "GatheringsSchedule"):
                    season.stage.run(schedule, iso(now))
                season.stage.settle()
            counted = scan(season, moment)
            for name in found:
                found[name] += counted[name]
    season.nudges += found["nudged"]
    season.matters += found["alerted"]
    return found


def scan(season: Season, at: datetime) -> dict[str, int]:
    """Run the inactivity scan at an instant, twice; the second run has to do nothing."""
    first = season.stage.run("MonitoringScan", iso(at))["result"]
    second = season.stage.run("MonitoringScan", iso(at))["result"]
    expect(second["nudged"] == second["alerted"] == 0, f"the same scan run twice did {second} the second time")
    season.stage.settle()
    counts: dict[str, int] = first
    return counts


def check_silence(season: Season) -> None:
    """Exactly the silent pairs were nudged and need somebody; the organizer sees them with colour and reason."""
    silent = [pair for pair in season.pairs if pair.silent]
    nudged = {mail.to for mail in season.stage.mails(kind="nudge")}
    expect(nudged == {one.email for pair in silent for one in pair.both}, f"nudges went to {sorted(nudged)}")
    mails = season.stage.mails(kind="nudge")
    expect(len(mails) == 2 * season.nudges, f"{len(mails)} nudge mails for {season.nudges} nudges of pairs")
    expect(not season.stage.mails(kind="alert"), "silence doesn't call for the organizers the same day")
    listed_as = listed(season.organizer, f"/v1/monitoring/{season.programme_id}/matters")
    expect(
        {one["pair_id"] for one in listed_as} == {pair.pair_id for pair in silent} and season.matters == len(silent),
        f"{len(listed_as)} on the list, {season.matters} matters raised, {len(silent)} silent pairs",
    )
    watched = listed(season.organizer, f"/v1/monitoring/{season.programme_id}/pairs")
    red = {one["pair_id"] for one in watched if one["colour"] == "red"}
    expect(red == {pair.pair_id for pair in silent}, f"{len(red)} red pairs, {len(silent)} silent ones")
    expect(all(one["reason"] for one in watched), "a pair has a colour without a reason")


def weekly(season: Season) -> None:
    """The weekly report arrives by mail with its list and its PDF; run twice in a week it comes once."""
    monday = season.now + timedelta(days=7 - season.now.weekday())
    monday = monday.replace(hour=6, minute=0, second=0)
    advance(season, monday)
    for _ in range(2):
        season.stage.run("ReportingSchedule", iso(monday))
        season.stage.settle()
    mails = season.stage.mails(ORGANIZER, "weekly_report")
    expect(len(mails) == 1, f"{len(mails)} weekly reports")
    told = season.stage.eml(mails[0])
    expect(b"spreadsheetml.sheet" in told and b"application/pdf" in told, "the weekly report lacks its list or its PDF")
