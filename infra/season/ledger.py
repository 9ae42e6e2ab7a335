"""What a season leaves behind, and that its numbers agree with each other and with the files."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

from infra.season.acts.breakouts import ROUNDS, repeated
from infra.season.people import expect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from infra.season.acts import Season


def write(season: Season, reports: dict[str, bytes], searched: dict[str, Any], out: Path) -> dict[str, Any]:
    """Write `season.json`, the tables, `mails/`, `reports/` and `calendars/`; return the summary."""
    for folder in (out / "mails", out / "reports", out / "calendars"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    mails = season.stage.mails()
    for mail in mails:
        (out / "mails" / f"{mail.id}.eml").write_bytes(season.stage.eml(mail))
    for name, content in reports.items():
        (out / "reports" / name).write_bytes(content)
    for email, calendar in season.calendars.items():
        (out / "calendars" / f"{email}.ics").write_bytes(calendar.content())
    _table(
        out / "pairs.csv",
        ("pair_id", "mentee_email", "mentor_email", "score", "meetings_held", "outcome"),
        ((one.pair_id, one.mentee.email, one.mentor.email, one.score, one.held, one.outcome) for one in season.pairs),
    )
    seated = sorted((row["round"], row["room"], row["email"]) for row in season.seated)
    _table(out / "rooms.csv", ("round", "room", "email"), seated)
    circled = sorted((row["group"], row["email"], row["role"]) for row in season.circled)
    _table(out / "intervision.csv", ("group", "email", "role"), circled)
    summary = _summary(season, Counter(mail.kind for mail in mails)) | searched
    (out / "season.json").write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", "utf-8")
    _check(season, summary, out)
    return summary


def _table(file: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(names)
        writer.writerows(rows)


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _summary(season: Season, kinds: Counter[str]) -> dict[str, Any]:
    figures = season.stage.settle()
    consumers = figures["consumers"]
    return {
        **season.counts,
        "rejected_reasons": season.rejected,
        "pairs": len(season.pairs),
        "unmatched": season.unmatched,
        "contracts_signed": season.contracts_signed,
        "meetings_held": sum(pair.held for pair in season.pairs),
        "silent_pairs": sum(pair.silent for pair in season.pairs),
        "nudges": season.nudges,
        "matters": season.matters,
        "surveys_answered": season.surveys_answered,
        "messages": season.messages,
        "messages_by_mail": season.messages_by_mail,
        "notes_by_visibility": dict(season.notes),
        "files": season.files,
        "guides_read": season.guides_read,
        "announcements": season.announcements,
        "announced_to": season.announced_to,
        "pleas_answered": season.pleas_answered,
        "calendar_replies": season.calendar_replies,
        "counter_proposals": season.counter_proposals,
        "plans": season.plans,
        "feeds_fetched": season.feeds_fetched,
        "gatherings": len(season.gatherings),
        "signed_up": season.signed_up,
        "waiting": season.waiting,
        "moved_up": season.moved_up,
        "attended": season.attended,
        "rooms": len({(row["round"], row["room"]) for row in season.seated}),
        "repeated_encounters": len(repeated(season.seated)),
        "intervision_groups": season.circles,
        "case_cards_erased": season.cards_erased,
        "closed_completed": sum(pair.outcome == "completed" for pair in season.pairs),
        "closed_early": sum(pair.outcome == "closed_early" for pair in season.pairs),
        "mails_by_kind": dict(sorted(kinds.items())),
        "events_published": figures["events_published"],
        "events_consumed": {name: counts["consumed"] for name, counts in consumers.items()},
        "events_expected": {name: counts["expected"] for name, counts in consumers.items()},
        "dead_letters": sum(figures["dead_letters"].values()),
    }


def _check(season: Season, summary: dict[str, Any], out: Path) -> None:
    """Raise `SeasonFailed` when two numbers that must be the same are not."""
    published, kinds = summary["events_published"], summary["mails_by_kind"]
    pairs, silent = summary["pairs"], summary["silent_pairs"]
    people = len({one.email for pair in season.pairs for one in pair.both})
    by_mail = summary["messages_by_mail"] + summary["pleas_answered"]
    by_calendar = summary["calendar_replies"] + summary["counter_proposals"]
    invited = len(set(season.emails.values()))
    same = {
        "rows = taken + rejected + replaced": (
            summary["rows"],
            sum(season.counts[name] for name in ("taken", "rejected", "replaced")),
        ),
        "accepted = applied by the form or imported": (
            summary["accepted"],
            summary["applied_by_form"] + summary["imported"],
        ),
        "a receipt for each who applied by the form": (
            kinds.get("application_received", 0),
            summary["applied_by_form"],
        ),
        "asked are those imported who answered": (summary["completed"] >= bool(summary["asked"]), True),
        "accepted = ApplicationAccepted events": (summary["accepted"], published["ApplicationAccepted"]),
        "accepted = welcome mails": (summary["accepted"], kinds["application_accepted"]),
        "pairs = PairAgreed events": (pairs, published["PairAgreed"]),
        "two proposal mails a pair": (kinds["proposal"], 2 * pairs),
        "contracts = ContractSigned events": (summary["contracts_signed"], published["ContractSigned"]),
        "contracts = pairs": (summary["contracts_signed"], pairs),
        "meetings = MeetingHeld events": (summary["meetings_held"], published["MeetingHeld"]),
        "nudges = PairWentInactive events": (summary["nudges"], published.get("PairWentInactive", 0)),
        "two nudge mails a nudge": (kinds.get("nudge", 0), 2 * summary["nudges"]),
        "matters = MatterRaised events": (summary["matters"], published.get("MatterRaised", 0)),
        "surveys = SurveyAnswered events, of pairs and gatherings": (
            summary["surveys_answered"],
            published["SurveyAnswered"] + published["GatheringSurveyAnswered"],
        ),
        "messages = MessageWritten events": (summary["messages"], published["MessageWritten"]),
        "a pair talks by page and by mail": (summary["messages_by_mail"], pairs),
        "mails of a conversation": (kinds["messages"], pairs),
        "notes = NoteWritten events": (sum(summary["notes_by_visibility"].values()), published["NoteWritten"]),
        "a note a pair for each who may see it": (set(summary["notes_by_visibility"].values()), {pairs}),
        "a file a pair": (summary["files"], pairs),
        "guides = GuideRead events": (summary["guides_read"], published["GuideRead"]),
        "a mail an announcement a person": (summary["announced_to"], kinds["announcement"]),
        "pleas = those that organizers were told of": (summary["pleas_answered"], kinds["desk_waits"]),
        "no private word where it may not be": (summary["secrets_found_in"], {}),
        "events searched = published": (summary["events_searched"], sum(published.values())),
        "a control in each place": (summary["controls_missing"], []),
        "answers by mail = MailReceived events": (by_mail + by_calendar, published["MailReceived"]),
        "counter-proposals, and one moved of each plan = MeetingRescheduled events": (
            summary["counter_proposals"] + summary["plans"],
            published.get("MeetingRescheduled", 0),
        ),
        "a reply a meeting of those who use their calendars": (
            summary["calendar_replies"],
            sum(pair.held for pair in season.pairs if pair.by_calendar),
        ),
        "plans = PlanAgreed events": (summary["plans"], published.get("PlanAgreed", 0)),
        "a feed a person": (summary["feeds_fetched"], people),
        "calendar files = people": (len(list((out / "calendars").glob("*.ics"))), people),
        "announced and found by a group = gatherings": (
            published["GatheringAnnounced"] + published.get("CircleFormed", 0),
            summary["gatherings"],
        ),
        "gatherings = GatheringEnded events": (summary["gatherings"], published["GatheringEnded"]),
        "an invitation a gathering that was announced a person": (
            kinds["gathering_invitation"],
            published["GatheringAnnounced"] * invited,
        ),
        "waiting = mails about the waiting list": (summary["waiting"], kinds.get("gathering_queued", 0)),
        "a seat at once or from the waiting list = mails about a seat": (
            summary["signed_up"] - summary["waiting"] + summary["moved_up"],
            kinds["gathering_seat"] + kinds.get("circle_arranged", 0),
        ),
        "asked how it was = those who were at the opening": (
            kinds["gathering_survey"],
            len({row["email"] for row in season.seated}),
        ),
        "attended = GatheringAttended events": (summary["attended"], published["GatheringAttended"]),
        "a seat in rooms a round a person who was there": (
            len(_read(out / "rooms.csv")),
            ROUNDS * len({row["email"] for row in season.seated}),
        ),
        "groups that met = CircleFormed events": (summary["intervision_groups"], published.get("CircleFormed", 0)),
        "a case a group that met": (summary["case_cards_erased"], summary["intervision_groups"]),
        "cases erased = CaseCardErased events": (summary["case_cards_erased"], published.get("CaseCardErased", 0)),
        "everybody of a group has a role": (len(_read(out / "intervision.csv")), kinds.get("circle_formed", 0)),
        "closed = pairs": (summary["closed_completed"] + summary["closed_early"], pairs),
        "closed early = silent": (summary["closed_early"], silent),
        "reports = pairs": (len(list((out / "reports").glob("*.pdf"))), pairs),
        "mail files = mails": (len(list((out / "mails").glob("*.eml"))), sum(kinds.values())),
        "published = consumed": (summary["events_expected"], summary["events_consumed"]),
        "dead letters": (summary["dead_letters"], 0),
    }
    for what, (one, other) in same.items():
        expect(one == other, f"{what}: {one} is not {other}")
    rows = _read(out / "pairs.csv")
    expect(len(rows) == pairs, f"pairs.csv has {len(rows)} rows for {pairs} pairs")
    expect(
        sum(int(row["meetings_held"]) for row in rows) == summary["meetings_held"], "pairs.csv counts other meetings"
    )
    expect(season.pairs, "the season has no pairs")
