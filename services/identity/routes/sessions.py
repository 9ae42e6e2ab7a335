"""JSON of somebody's sessions: which there are, and ending them."""

from __future__ import annotations

from identity import use_cases
from identity.domain import devices
from mentoring import http
from mentoring.http.fields import Instant

router = http.Router()


class OpenSessionView(http.View):
    """One of the user's sessions; `browser` and `system` are empty where they aren't known."""

    session_id: str
    browser: str
    system: str
    began_at: Instant | None
    used_at: Instant
    this: bool


class OpenSessionsView(http.View):
    """The user's sessions, this one first."""

    items: list[OpenSessionView]
    next: str | None = None


class Ending(http.Model):
    """Which sessions end: all, or all but the one that asks."""

    but_this: bool


@router.get("/v1/sessions")
def sessions() -> OpenSessionsView:
    """Return the user's sessions, which are at most twenty."""
    found = use_cases.mine(http.context())
    parts = [(one, *devices.parts(one.device)) for one in found]
    return OpenSessionsView(
        items=[
            OpenSessionView.of(one, browser=browser, system=system, began_at=one.began_at or None)
            for one, browser, system in parts
        ]
    )


@router.post("/v1/sessions/endings", status=204)
def end_sessions(body: Ending) -> None:
    """Sign out everywhere, or everywhere else; what an access token opens stays open for 5 minutes at most."""
    use_cases.end_all(http.context(), but_this=body.but_this)


@router.delete("/v1/sessions/<session_id>", status=204)
def end_session(session_id: str) -> None:
    """End one of the user's sessions."""
    use_cases.end(http.context(), session_id)
