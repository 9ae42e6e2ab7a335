"""Links by a programme's pattern, such as `https://meet.jit.si/{programme}-{pair}-{secret}`. Pure.

| placeholder | what stands there |
|---|---|
| `{programme}` | the programme's short name in its public address |
| `{pair}` | eight characters that tell pairs apart; they name nobody |
| `{meeting}` | eight characters that tell the pair's meetings apart |
| `{secret}` | 26 characters that nobody can guess |

The link is the key to the call, so `{secret}` is demanded. With `{meeting}` each meeting has a link and a secret of its
own; without, a pair has one for all its meetings. Nothing in it is personal data.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode
from typing import TYPE_CHECKING

from mentoring import calls, ids
from mentoring.calls import CallRefused
from mentoring.errors import N_

if TYPE_CHECKING:
    from mentoring.calls import Call

MOST = 300
"""Characters of a pattern: what is filled in makes it longer."""
NAMES = ("programme", "pair", "meeting", "secret")
SHORT = 8
JITSI = "https://meet.jit.si/{programme}-{pair}-{secret}"
"""The ready choice. Its server is run by 8x8, Inc.; since August 2023 whoever opens a room there has to sign in
(https://jitsi.org/blog/authentication-on-meet-jit-si/), on other servers of Jitsi Meet as their owners wish."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class PatternRefused(CallRefused):
    """A pattern that makes no links."""

    code = "pattern-link"
    message = N_("The pattern begins with https:// and the name of a server, and has no spaces.")


class UnknownPlaceholder(PatternRefused):
    """Braces around something else."""

    code = "pattern-placeholder"
    message = N_("A pattern knows {programme}, {pair}, {meeting} and {secret}, and no other braces.")


class NoSecret(PatternRefused):
    """Anybody could guess the links."""

    code = "pattern-secret"
    message = N_("Put {secret} into the pattern: without it anybody can guess where your pairs meet.")


class PlaceholderInHost(PatternRefused):
    """A server for each pair."""

    code = "pattern-host"
    message = N_("Placeholders belong behind the name of the server.")


def checked(pattern: str) -> str:
    """Return a pattern as it is kept, empty for none; raises `PatternRefused`, or `CallRefused` for its link."""
    pattern = pattern.strip()
    if not pattern:
        return ""
    used = _PLACEHOLDER.findall(pattern)
    if set(used) - set(NAMES) or re.search(r"[{}]", _PLACEHOLDER.sub("", pattern)):
        raise UnknownPlaceholder
    if "secret" not in used:
        raise NoSecret
    server = re.match(r"https://[^/?#]*", pattern, re.IGNORECASE)
    if server is None or len(pattern) > MOST or re.search(r"[\s<>\"'\\]", pattern):
        raise PatternRefused
    if "{" in server[0]:
        raise PlaceholderInHost
    clean = calls.clean(server[0])
    return f"{clean}{pattern[server.end() :]}"


def filled(call: Call) -> str:
    """Return the link that a call's pattern makes for it."""
    secret = _of_meeting(call) if "{meeting}" in call.pattern else call.secret
    values = {
        "programme": call.programme,
        "pair": _short("pair", call.pair_id),
        "meeting": _short("meeting", call.meeting_id),
        "secret": secret,
    }
    return _PLACEHOLDER.sub(lambda found: values[found[1]], call.pattern)


def _short(kind: str, known: str) -> str:
    """Return what tells one from another; ids of ours stay with us."""
    return ids.derived("call", kind, known)[:SHORT]


def _of_meeting(call: Call) -> str:
    """Return the secret of one meeting, which says nothing of the pair's own."""
    digest = hmac.digest(call.secret.encode(), call.meeting_id.encode(), hashlib.sha256)
    return b32encode(digest[: calls.SECRET]).decode().rstrip("=").lower()
