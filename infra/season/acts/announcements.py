"""The organizer says something to everybody at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Season

TEXTS = {
    "pl": {"subject": "Spotkajmy się w piątek", "text": "Zapraszamy na **rozmowę** o pierwszych spotkaniach."},
    "en": {"subject": "Let's meet on Friday", "text": "Come and **talk** with us about your first meetings."},
}


def tell_everybody(season: Season) -> None:
    """The organizer previews and sends; everybody gets one mail in their language, and one of them has a look."""
    here = f"/v1/announcements/{season.programme_id}"
    preview = season.organizer.post(f"{here}/preview", {"texts": TEXTS})
    expect(preview["count"] > 0, "an announcement to everybody is for nobody")
    meant = {name: preview[name] for name in ("count", "digest")}
    sent = season.organizer.post(here, {"texts": TEXTS} | meant)
    season.stage.settle()
    mails = season.stage.await_mails("announcement", preview["count"])
    told = {mail.to for mail in mails}
    expect(
        len(mails) == len(told) == preview["count"], f"{len(mails)} mails to {len(told)} of {preview['count']} people"
    )
    reader = season.pairs[0].mentee
    wanted = TEXTS[reader.locale]["subject"]
    expect(all(wanted in mail.subject for mail in mails if mail.to == reader.email), "the mail is in another language")
    mine = f"/v1/desk/{season.programme_id}/announcements"
    [got] = reader.get(mine)["items"]
    reader.post(f"{mine}/{got['announcement_id']}/seen")
    shown = season.organizer.get(f"{here}/{sent['announcement_id']}")
    figures = (shown["told"], shown["total"], shown["seen"])
    expect(figures == (preview["count"], preview["count"], 1), f"told, to be told and seen are {figures}")
    season.announcements += 1
    season.announced_to += preview["count"]
