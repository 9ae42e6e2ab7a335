"""Applying late and withdrawing from a mail, as `walk` asks for it: links made, opened, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from infra.season import acts
from mentoring import ids, links
from recruitment.use_cases.reached import application_id_of

if TYPE_CHECKING:
    from tests.bench.walk import Walk

WHY = {
    r"(GET|POST) (/v1/programmes/<programme_id>/late-invitations|/organizer/programmes/<programme_id>/late)$": (
        "the links of a programme are a list, of which only so many may count"
    ),
    r"POST /programmes/<slug>/apply/<role>$": (
        "after the last day the link to apply late is looked for, which the form names or an application that was read"
    ),
}
"""Why a route needs more than one read: pattern → reason."""


def walk(one: Walk) -> None:
    """Make two links, look at them, open one, take both back."""
    host = acts.ORGANIZER
    wish = {"role": "mentor", "until": (one.world.now + timedelta(days=3)).date().isoformat()}
    made = one.said("POST /v1/programmes/<programme_id>/late-invitations", host, body=wish)
    one.do("POST /organizer/programmes/<programme_id>/late", host, form=wish)
    one.do("GET /organizer/programmes/<programme_id>/late", host)
    listed = one.said("GET /v1/programmes/<programme_id>/late-invitations", host)["invitations"]
    token = urlsplit(made["url"]).path.rpartition("/")[2]
    one.do("GET /programmes/late/<token>", ids={"token": token})
    revoking = ("/v1/programmes/<programme_id>/late-invitations/<invitation_id>/revoke",
                "/organizer/programmes/<programme_id>/late/<invitation_id>/revoke")  # fmt: skip
    _withdraw(one, token)
    for route, each in zip(revoking, listed, strict=True):
        one.do(f"POST {route}", host, ids={"invitation_id": each["invitation_id"]})


def _withdraw(one: Walk, late: str) -> None:
    """Somebody begins an application by a late link, and withdraws by the link of a mail."""
    email, role = "pozno@firma.example", "mentor"
    one.people[email] = "pozno"
    begun = {"slug": one.season.slug, "role": role}
    one.do("POST /programmes/<slug>/apply/<role>", email, ids=begun, form={"first_name": "Ewa", "late": late})
    programme_id = one.season.programme_id
    claims = {"programme_id": programme_id, "address": ids.address_key(email)}
    subject, until = application_id_of(programme_id, role, email), one.world.now + timedelta(days=1)
    token = {"token": links.sign("withdraw", subject, expires_at=until, person_id="pozno", **claims)}
    one.do("GET /programmes/withdraw/<token>", ids=token)
    one.do("POST /programmes/withdraw/<token>", ids=token, form={"answer": "withdraw"})
