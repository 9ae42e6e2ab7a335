"""A round is calculated and sent, and pairs are agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season.acts.season import Pair, listed
from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Season

SILENT_EACH = 5
"""Every fifth pair goes silent after its first meeting."""


def pair_up(season: Season) -> None:
    """A round is calculated, looked at and sent; both sides accept from the link in the mail."""
    organizer, programme_id = season.organizer, season.programme_id
    organizer.post(f"/v1/programmes/{programme_id}/stage", {"to": "matching"})
    wanted = organizer.post(f"/v1/pairing/{programme_id}/rounds", {})
    season.stage.settle()
    path = f"/v1/pairing/{programme_id}/rounds/{wanted['round_id']}"
    preview = organizer.get(path)
    expect(preview["state"] == "preview", f"the round is {preview['state']}: {preview['problem']}")
    figures = preview["figures"]
    expect(figures["proved_optimal"], "the round is not proved optimal")
    expect(len(preview["pairs"]) == figures["matched"], "the round's pairs and figures differ")
    expect(all(one["reasons"]["pl"] and one["reasons"]["en"] for one in preview["pairs"]), "a pair has no reasons")
    season.unmatched = [
        {"email": season.emails[one["participant_id"]], "role": one["role"], "cause": one["words"]["en"]}
        for one in preview["unmatched"]
    ]
    organizer.post(f"{path}/send", etag=organizer.etag(path))
    season.stage.settle()
    mails = season.stage.await_mails("proposal", 2 * figures["matched"])
    expect(len(mails) == 2 * figures["matched"], f"{len(mails)} proposals for {figures['matched']} pairs")
    for mail in mails:
        season.person(mail.to).click(mail, "/proposals/answer/", "accept")
    season.stage.settle()
    found = listed(organizer, f"/v1/pairs?programme_id={programme_id}")
    expect(len(found) == figures["matched"], f"{len(found)} pairs agreed of {figures['matched']} proposed")
    scores = {(one["mentor_id"], one["mentee_id"]): one["score"] for one in preview["pairs"]}
    for number, one in enumerate(sorted(found, key=lambda each: str(each["mentee_name"]))):
        season.pairs.append(
            Pair(
                one["pair_id"],
                season.person(season.emails[one["mentor_id"]]),
                season.person(season.emails[one["mentee_id"]]),
                scores[one["mentor_id"], one["mentee_id"]],
                silent=number % SILENT_EACH == SILENT_EACH - 1,
                names=(one["mentor_name"], one["mentee_name"]),
            )
        )
    organizer.post(f"/v1/programmes/{programme_id}/stage", {"to": "running"})
