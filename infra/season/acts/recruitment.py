"""A programme is announced, applications are taken from a file."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.season.acts.applying import apply_by_form, complete
from infra.season.acts.season import INTERVAL, ORGANIZER, PLANNED, finished, listed
from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Season


def announce(season: Season, name: str, organization: str) -> None:
    """The organizer signs in by a link from a mail, creates a programme and opens recruitment."""
    organizer = season.organizer
    organizer.sign_in()
    founded = organizer.post("/v1/organizations", {"name": organization})
    today = season.now.date()
    programme = organizer.post(
        "/v1/programmes",
        {
            "organization_id": founded["organization_id"],
            "name": name,
            "purpose": "Rozwijamy się, ucząc się od siebie nawzajem, ponad działami i miastami.",
            "audience": "Dla wszystkich, którzy chcą zrobić następny krok, i dla tych, którzy mogą w nim pomóc.",
            "outcomes": "Trzy spotkania, jeden wspólny cel, jedno podsumowanie.",
            "planned_meetings": PLANNED,
            "interval_days": INTERVAL,
            "contact": ORGANIZER,
            "dates": {"kick_off": str(today), "closing": str(today + timedelta(days=120))},
        },
    )
    season.programme_id, season.slug = programme["programme_id"], programme["slug"]
    organizer.post(f"/v1/programmes/{season.programme_id}/stage", {"to": "recruiting"})
    page = organizer.browser.get(f"/programmes/{programme['slug']}")
    expect(page.is_success and name in page.text, "the public page of the programme doesn't show it")


def take_applications(season: Season, filename: str, content: bytes, mapping: dict[str, Any] | None = None) -> None:
    """Some apply by the form; the file is imported, and has them already; bad rows are reported.

    A second import changes nothing. Who is asked for something answers from the mail; everybody good is accepted.
    """
    by_form = apply_by_form(season, content, mapping)
    body: dict[str, Any] = {"filename": filename, "content_base64": base64.b64encode(content).decode()}
    if mapping is not None:
        body["mapping"] = mapping
    path = f"/v1/programmes/{season.programme_id}/imports"
    report = imported(season, path, body)
    season.rejected = [one for one in report["rejected"] if one["kind"] == "refused"]
    rejected_rows, replaced = len({one["line"] for one in season.rejected}), report["replaced_rows"]
    expect(
        report["rows"] == report["taken_rows"] + rejected_rows + replaced,
        f"{report['rows']} rows, {report['taken_rows']} taken, {rejected_rows} rejected, {replaced} replaced",
    )
    expect(all(one["line"] and one["reason"] for one in report["rejected"]), "something said has no line or no reason")
    expect(report["already_there"] == by_form, f"{report['already_there']} were there already, {by_form} used the form")
    again, applied = imported(season, path, body), report["imported"] + by_form
    expect((again["imported"], again["already_there"]) == (0, applied), "the same file imported twice made more")
    found = listed(season.organizer, f"/v1/programmes/{season.programme_id}/applications")
    expect(len(found) == applied, f"{len(found)} applications of {applied} people")
    season.stage.settle()
    completed = complete(season)
    answer = season.organizer.post(f"/v1/programmes/{season.programme_id}/decisions", {"decision": "accepted"})
    decided = finished(season, answer)["decided"]
    expect(decided == applied, f"{decided} accepted of {applied}")
    season.stage.settle()
    season.stage.await_mails("application_accepted", decided)
    people = listed(season.organizer, f"/v1/programmes/{season.programme_id}/participants")
    season.emails = {one["participant_id"]: one["email"] for one in people}
    season.counts |= {
        "rows": report["rows"],
        "applied_by_form": by_form,
        "imported": report["imported"],
        "asked": report["asked_rows"],
        "completed": completed,
        "rejected": rejected_rows,
        "taken": report["taken_rows"],
        "replaced": replaced,
        "accepted": decided,
    }


def imported(season: Season, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Import a file and return the report: a short one's at once, a longer one's when the worker is done."""
    job = finished(season, season.organizer.post(path, body))
    if "job_id" not in job:
        return job
    report: dict[str, Any] = job["report"]
    errors = listed(season.organizer, f"/v1/programmes/{season.programme_id}/jobs/{job['job_id']}/errors")
    return report | {"rejected": errors}
