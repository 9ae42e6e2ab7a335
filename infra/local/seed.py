"""The demonstration programme, made once per data folder through the public API, and sign-in links for each start."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
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


MARKER = "demonstration"
"""Key of the item that says that there is a demonstration."""


def prepare(layout: Layout, say: Say) -> None:
    """Seed when this data folder has no demonstration yet, then print addresses and ready sign-in links."""
    stage = Stage(layout.public_url, layout.mailbox_url)
    try:
        if not (shown := who_is_shown(layout)):
            say("demonstration programme …")
            with _in_the_past(layout) as ends:
                shown = Demonstration(stage, say, ends).play()
                _remember(layout, shown)
        mentor, mentee = shown
        say(addresses(layout))
        for role, email in (("organizer", ORGANIZER), ("mentor", mentor), ("mentee", mentee)):
            say(f"  Sign in as {role:<10} {Person(stage, email).sign_in_link()}")
        say("\n  Links work once, for 15 minutes; ask for more on the sign-in page. Ctrl-C saves and stops.")
    except SeasonFailed as error:
        raise StackFailed(f"the demonstration programme couldn't be made: {error}") from error
    finally:
        stage.close()


def who_is_shown(layout: Layout) -> tuple[str, ...]:
    """Return the addresses of the demonstration's mentor and mentee, nothing where there is none yet."""
    before = layout.data / "seeded"  # of versions that kept it beside the tables
    if before.exists():
        return tuple(before.read_text("utf-8").splitlines())
    once = deploy.outputs(layout)["OnceTableName"]
    found = deploy.client(layout, "dynamodb").get_item(TableName=once, Key={"pk": {"S": MARKER}}).get("Item", {})
    return tuple(found[name]["S"] for name in ("mentor", "mentee") if name in found)


def _remember(layout: Layout, shown: tuple[str, str]) -> None:
    """Write the marker into a table, so that it is saved together with what it says is there."""
    mentor, mentee = ({"S": email} for email in shown)
    item = {"pk": {"S": MARKER}, "mentor": mentor, "mentee": mentee}
    deploy.client(layout, "dynamodb").put_item(TableName=deploy.outputs(layout)["OnceTableName"], Item=item)


@contextmanager
def _in_the_past(layout: Layout) -> Iterator[datetime | None]:
    """Let what is made begin some months ago and end today; give when it ends, None if the clock was moved before."""
    clock.start_behind(layout.clock, AGO)
    deploy.set_time_to_live(layout, enabled=False)
    yield datetime.now(UTC) if clock.ahead(layout.clock) < timedelta(0) else None
    clock.catch_up(layout.clock)
    deploy.set_time_to_live(layout)
