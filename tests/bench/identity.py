"""Every route of identity that the season itself doesn't take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from identity.use_cases import passkeys
from infra.season.acts import ORGANIZER
from mentoring import ids, links
from mentoring.cookies import read
from mentoring.web.pages import STATIC
from tests.bench.handbook import if_match
from tests.fakes.authenticator import Authenticator

if TYPE_CHECKING:
    from tests.bench.walk import Walk

WHY = {
    r"POST (/sign-in/answer/<token>|/sign-in/code/<request_id>|/v1/sessions)$": (
        "whose account it is follows from the address, which stands in the request and in no link"
    ),
    r"(GET|POST) /session/addresses/answer/<token>$|POST /v1/me/addresses/links$": (
        "whose the address is that stands in the wish, and what its account has, is a list of that person"
    ),
    r"POST (/v1/me|/session)/passkeys$": "how many passkeys somebody has already is a list beside their account",
    r"POST (/session/devices/end-all|/v1/sessions/endings)$": "which sessions somebody has stands in their list",
    r"(GET|POST) /session/refresh$|POST (/sign-in/passkey|/v1/sessions/(refresh|passkeys))$": (
        "whether somebody organizes anything is a list of theirs: asked here, once in five minutes, so that no page asks"
    ),
    r"POST /session/sign-out$": (
        "a session that has ended before changes nothing; then the answer that was kept for the key is looked for"
    ),
}
"""Why some routes take more round trips than others (`tests.bench.trips`)."""


def walk(one: Walk) -> None:
    """An organizer signs in, changes the account and its sessions; somebody asks for new links; a style sheet."""
    session, cookies = _signed_in(one)
    _account(one, session)
    _addresses(one, session)
    _sessions(one, session)
    _passkeys(one, session)
    refresh = {"cookie": f"tandem_refresh={cookies['tandem_refresh']}"}
    one.do("POST /session/refresh", form={}, headers=refresh, query={"next": "/home"})
    one.do("DELETE /v1/sessions", ORGANIZER, session=session)
    old = links.sign("outcome", "m", expires_at=one.world.now, person_id="somebody", pair_id="p")
    one.do("GET /sign-in/links")
    one.do("POST /sign-in/links", form={"link": f"/meetings/outcome/{old}"})
    one.do("POST /v1/sessions/links", body={"link": f"/meetings/outcome/{old}"})
    one.do("GET /static/<name>", ids={"name": next(each.name for each in STATIC.glob("*.css"))})


def _signed_in(one: Walk) -> tuple[str, dict[str, str]]:
    """Sign in with a code; return the session's id and the browser's cookies."""
    wanted = {
        "request_id": one.said("POST /v1/sessions/requests", body={"email": ORGANIZER, "locale": "pl"})["request_id"]
    }
    one.do("GET /sign-in/code/<request_id>", ids=wanted)
    code = {"code": links.code(wanted["request_id"])}
    answer = one.do("POST /sign-in/code/<request_id>", ids=wanted, form=code)
    cookies = read("; ".join(each.split(";")[0] for each in answer["multiValueHeaders"]["Set-Cookie"]))
    access = links.read("access", cookies["tandem_access"], one.world.now)
    one.people[ORGANIZER] = access.subject
    return access.claims["session"], cookies


def _account(one: Walk, session: str) -> None:
    me = one.do("GET /v1/me", ORGANIZER, session=session)
    one.do("PATCH /v1/me", ORGANIZER, session=session, body={"zone": "Europe/Warsaw"}, headers=if_match(me))
    one.do("GET /v1/me/zones", ORGANIZER, session=session, query={"query": "Nowy Jork"})
    one.do("GET /session/zone", ORGANIZER, session=session, query={"device": "America/New_York"})
    based_on = if_match(one.do("GET /v1/me", ORGANIZER, session=session))["if-match"].strip('"')
    there = {"answer": "yes", "zone": "America/New_York", "version": based_on}
    one.do("POST /session/zone", ORGANIZER, session=session, form=there)


def _addresses(one: Walk, session: str) -> None:
    """Add an address, make it the main one and the old one again, and remove it, on the page and by the API."""
    mine: dict[str, Any] = {"who": ORGANIZER, "session": session}
    for number, prefix in enumerate(("", "/v1")):
        email = f"prywatny{number}@dom.example"
        asked = {"email": email, "wish": "main"}
        wanted = one.said("POST /v1/me/addresses", **mine, body=asked)["request_id"]
        token = links.sign("address", wanted, expires_at=one.world.now + timedelta(days=1))
        if prefix:
            one.do("POST /v1/me/addresses/links", **mine, body={"token": token})
        else:
            one.do("POST /session/addresses", **mine, form={"email": "trzeci@dom.example", "wish": "also"})
            one.do("GET /session/addresses/answer/<token>", **mine, ids={"token": token})
            one.do("POST /session/addresses/answer/<token>", **mine, ids={"token": token}, form={})
        one.do("GET /session/addresses", **mine)
        for address, api, page in (
            (ORGANIZER, "PUT /v1/me/addresses/<address_id>/main", "main"),
            (email, "DELETE /v1/me/addresses/<address_id>", "removal"),
        ):
            name = {"address_id": ids.address_key(address)}
            based_on = if_match(one.do("GET /v1/me/addresses", **mine))
            if prefix:
                one.do(api, **mine, ids=name, headers=based_on)
            else:
                version = {"version": based_on["if-match"].strip('"')}
                one.do(f"POST /session/addresses/{page}", **mine, form=name | version)


def _sessions(one: Walk, session: str) -> None:
    """End sessions one by one and together, on the page and by the API."""
    for root, ending in (("/session/devices", _by_page), ("/v1/sessions", _by_api)):
        other, _ = _signed_in(one)
        one.do(f"GET {root}", ORGANIZER, session=session)
        ending(one, session, other)


def _passkeys(one: Walk, session: str) -> None:
    """Make a passkey, sign in with it and remove it, on the page and by the API."""
    mine: dict[str, Any] = {"who": ORGANIZER, "session": session}
    here = passkeys.party()
    for prefix in ("", "/v1"):
        device = Authenticator(here.origin, here.host, credential_id=f"device{prefix}".encode())
        wanted = one.said("POST /v1/me/passkeys/challenges", **mine)
        made = {"name": "telefon", "credential": device.make(wanted["challenge"], wanted["user_id"])}
        asked = one.said("POST /v1/sessions/passkeys/challenges")["challenge"]
        one.do("GET /sign-in")
        if prefix:
            one.do("POST /v1/me/passkeys", **mine, body=made)
            one.do("POST /v1/sessions/passkeys", body={"credential": device.sign(asked)})
        else:
            one.do("POST /session/passkeys", **mine, form=made)
            one.do("POST /sign-in/passkey", form={"credential": device.sign(asked)})
        one.do("GET /session/passkeys", **mine)
        name = {"passkey_id": one.said("GET /v1/me/passkeys", **mine)["items"][0]["passkey_id"]}
        if prefix:
            one.do("DELETE /v1/me/passkeys/<passkey_id>", **mine, ids=name)
        else:
            one.do("POST /session/passkeys/removal", **mine, form=name)


def _by_page(one: Walk, session: str, other: str) -> None:
    one.do("POST /session/devices/end", ORGANIZER, session=session, form={"session_id": other})
    one.do("POST /session/devices/end-all", ORGANIZER, session=session, form={"which": "others"})


def _by_api(one: Walk, session: str, other: str) -> None:
    one.do("DELETE /v1/sessions/<session_id>", ORGANIZER, session=session, ids={"session_id": other})
    one.do("POST /v1/sessions/endings", ORGANIZER, session=session, body={"but_this": True})
