"""The demonstration programme, made once per data folder through the public API, and sign-in links for each start."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from infra.local import clock, deploy
from infra.local.layout import StackFailed
from infra.local.serve import addresses
from infra.season.demonstration import AGO, ORGANIZER, Demonstration
from infra.season.people import Person, SeasonFailed, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local.layout import Layout
    from infra.local.serve import Say


def prepare(layout: Layout, say: Say) -> None:
    """Seed when this data folder has no demonstration yet, then print addresses and ready sign-in links."""
    stage = Stage(layout.public_url, layout.mailbox_url)
    marker = layout.data / "seeded"
    try:
        if not marker.exists():
            say("demonstration programme …")
            with _in_the_past(layout):
                shown = Demonstration(stage, say, datetime.now(UTC)).play()
            marker.write_text("\n".join(shown), "utf-8")
        mentor, mentee = marker.read_text("utf-8").splitlines()
        say(addresses(layout))
        for role, email in (("organizer", ORGANIZER), ("mentor", mentor), ("mentee", mentee)):
            say(f"  Sign in as {role:<10} {Person(stage, email).sign_in_link()}")
        say("\n  Links work once, for 15 minutes; ask for more on the sign-in page. Ctrl-C saves and stops.")
    except SeasonFailed as error:
        raise StackFailed(f"the demonstration programme couldn't be made: {error}") from error


@contextmanager
def _in_the_past(layout: Layout) -> Iterator[None]:
    """Let what is made begin some days ago and end today: what has happened can be looked at."""
    clock.start_behind(layout.clock, AGO)
    deploy.set_time_to_live(layout, enabled=False)
    yield
    clock.catch_up(layout.clock)
    deploy.set_time_to_live(layout)
