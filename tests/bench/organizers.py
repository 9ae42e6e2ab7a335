"""Who organizes, as `walk` asks for it: people are invited, accept, get another role, take over and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.season import acts
from mentoring import ids, links
from mentoring.tables.core import Item

if TYPE_CHECKING:
    from tests.bench.walk import Walk

WHY = {
    r"GET (/organizer/team/<organization_id>|/v1/organizations/<organization_id>/organizers)$": (
        "members, invitations and programmes are three lists, and what members are called stands in their accounts"
    ),
    r"(POST|DELETE) (/v1/organizations|/organizer/team)/<organization_id>/(invitations|invitations/\S+|owner|members/<person_id>/owner)$": (
        "whom an address belongs to, and so what they may do already, it says itself; an invitation is found in its list"
    ),
    r"POST (/organizer/answer/<token>/accepted|/v1/organizations/acceptances)$": (
        "whose invitation it is, and so whose place is taken over, the invitation says"
    ),
    r"GET (/organizer|/v1)/\S+/audit$": (
        "what was done is a list, whose entries name people and applications; on the page the members are one to choose from"
    ),
}
"""Route → why it takes more reads than others."""

ORGANIZER = acts.ORGANIZER


def walk(one: Walk) -> None:
    """By JSON, then by the page: invite, send again, withdraw, accept, change, hand over and back, take out."""
    there = {"organization_id": one._items("programme")[0].organization_id}
    for prefix in ("/v1/organizations/<organization_id>", "/organizer/team/<organization_id>"):
        _invite(one, there, prefix)
        email = one.pairs[0][2]
        _sent(one, f"POST {prefix}/invitations", there, {"email": email, "role": "coordinator"})
        _accept(one, there, email, page=prefix.startswith("/organizer"))
        member = there | {"person_id": one.people[email]}
        page = prefix.startswith("/organizer")
        change = f"POST {prefix}/members/<person_id>" if page else f"PATCH {prefix}/organizers/<person_id>"
        tag = _member(one, member["person_id"]).tag
        _sent(one, change, member, {"role": "viewer"}, tag=tag)
        if page:
            one.do(f"POST {prefix}/mails", email, ids=there, form={"mailed": "yes"})
            one.do(f"POST {prefix}/members/<person_id>/owner", ORGANIZER, ids=member, form={})
            one.do(f"POST {prefix}/members/<person_id>/removed", ORGANIZER, ids=member, form={})
            one.do(f"GET {prefix}", ORGANIZER, ids=there)
        else:
            one.do(f"POST {prefix}/owner", ORGANIZER, ids=there, body={"person_id": member["person_id"]})
            one.do(f"DELETE {prefix}/organizers/<person_id>", ORGANIZER, ids=member)
            one.do(f"GET {prefix}/organizers", ORGANIZER, ids=there)


def _invite(one: Walk, there: dict[str, str], prefix: str) -> None:
    """Somebody is invited to the programme, asked again, and not any more."""
    page = prefix.startswith("/organizer")
    wish = {"email": "ktos@firma.example", "role": "viewer", "programme_id": one.season.programme_id}
    _sent(one, f"POST {prefix}/invitations", there, wish)
    found = there | {"invitation_id": _invitation(one, wish["email"]).invitation_id}
    _sent(one, f"POST {prefix}/invitations/<invitation_id>/{'again' if page else 'mails'}", found, {})
    if page:
        one.do(f"POST {prefix}/invitations/<invitation_id>/withdrawn", ORGANIZER, ids=found, form={})
    else:
        one.do(f"DELETE {prefix}/invitations/<invitation_id>", ORGANIZER, ids=found)


def _sent(one: Walk, route: str, known: dict[str, str], told: dict[str, str], tag: str = "") -> None:
    if "/v1/" in route:
        headers = {"if-match": f'"{tag}"'} if tag else {}
        one.do(route, ORGANIZER, ids=known, body=told, headers=headers)
    else:
        one.do(route, ORGANIZER, ids=known, form=told | ({"version": tag} if tag else {}))


def _accept(one: Walk, there: dict[str, str], email: str, *, page: bool) -> None:
    invitation = _invitation(one, email)
    claims = there | {"address": ids.address_key(email), "programme_id": ""}
    token = links.sign("organizing", invitation.invitation_id, expires_at=one.world.now + links.LIFETIME, **claims)
    if page:
        one.do("GET /organizer/answer/<token>", email, ids={"token": token})
        one.do("POST /organizer/answer/<token>/accepted", email, ids={"token": token}, form={})
    else:
        one.do("POST /v1/organizations/acceptances", email, body={"token": token})


def _invitation(one: Walk, email: str) -> Any:
    return next(each for each in _all(one, "invitation") if each.email == email)


def _member(one: Walk, person_id: str) -> Any:
    return next(each for each in _all(one, "member") if each.person_id == person_id)


def _all(one: Walk, kind: str) -> list[Any]:
    raws = (raw for table, raw in one.world.aws.tables.items() if table.endswith("core"))
    return [Item.from_raw_data(dict(raw)) for raw in raws if raw["kind"]["S"] == kind]
