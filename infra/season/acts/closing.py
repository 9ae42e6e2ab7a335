"""The programme ends: summaries are approved, silent pairs are closed, everybody reads their report."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Season


def close(season: Season) -> None:
    """The silent pairs are closed early by the organizer; the others write, and approve, their joint summary."""
    stage = f"/v1/programmes/{season.programme_id}/stage"
    counted = season.organizer.get(f"{stage}?to=closing")
    going_on = {"what": "closing", "number": len(season.pairs)}
    expect(going_on in counted["counts"], f"closing says it does {counted['counts']} to {len(season.pairs)} pairs")
    season.organizer.post(stage, {"to": "closing"}, etag=season.organizer.etag(f"{stage}?to=closing"))
    season.stage.settle()
    for pair in season.pairs:
        if pair.silent:
            season.organizer.post(f"/v1/pairs/{pair.pair_id}/close", {"reason": "Cisza mimo przypomnień."})
            pair.outcome = "closed_early"
            continue
        pair.mentee.put(
            f"/v1/rooms/{pair.pair_id}/summary",
            {
                "takeaways": [
                    season.private("summary.takeaways", "Mówię wolniej i krócej."),
                    "Pytam, zanim odpowiem.",
                    "Wiem, kogo poprosić o radę.",
                ],
                "helped": season.private("summary.helped", "Szczere pytania."),
                "hindered": season.private("summary.hindered", "Różne strefy czasowe."),
                "next_steps": [season.private("summary.next_steps", "Rozmowa o nowej roli do końca miesiąca.")],
                "thanks": season.private("summary.thanks", "Dziękuję za czas i uważność."),
            },
            first=True,
        )
        mail = pair.mentor.next_mail("summary_to_approve")
        pair.mentor.click(mail, "/rooms/answer/", "approve")
        pair.outcome = "completed"
    season.stage.settle()


def report(season: Season) -> dict[str, bytes]:
    """Each pair's report can be opened by the pair, and by the organizer in an edition of facts only."""
    files = {}
    for pair in season.pairs:
        season.stage.await_mails("report_ready", 1, pair.mentee.email)
        view = pair.mentee.get(f"/v1/reports/pair/{pair.pair_id}")
        expect(view["edition"] == "pair", f"the pair {pair.pair_id} gets the edition {view['edition']}")
        content = pair.mentor.download(view["url"])
        expect(content.startswith(b"%PDF-"), f"the report of {pair.pair_id} is no PDF: {content[:40]!r}")
        files[f"{pair.pair_id}.pdf"] = content
        theirs = season.organizer.get(f"/v1/reports/{season.programme_id}/pairs/{pair.pair_id}")
        expect(theirs["edition"] == "organizer", "the organizer gets the pair's own edition")
        stranger = next((other for other in season.pairs if not {*other.both} & {*pair.both}), None)
        if stranger is None:
            continue  # a file of two or three people has no stranger
        answer = stranger.mentee.status(f"/v1/reports/pair/{pair.pair_id}")
        expect(answer == HTTPStatus.NOT_FOUND, f"a stranger gets {answer} for somebody's report")
    return files
