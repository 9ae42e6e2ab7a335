"""One stack for all end-to-end tests of a run, started empty on free ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from infra.local import Stack
from infra.season import acts
from infra.season.people import Stage
from tests.e2e.client import RunningStack
from tests.faults.plot import applications

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Given: the real template deployed on a fresh stack, AUTH=true, nothing in it."""
    with Stack(tmp_path_factory.mktemp("stack"), lasting=False) as started:
        running = RunningStack(started.layout)
        yield running
        running.close()


@pytest.fixture(scope="session")
def running(stack: RunningStack) -> Iterator[acts.Season]:
    """Given: a programme of three pairs that have just been agreed, with nothing in their rooms yet.

    Nobody of them is in another programme of the stack, so their mails, calendars and feeds tell of this one alone.
    """
    layout = stack.layout
    season = acts.Season(Stage(layout.public_url, layout.mailbox_url, layout.smtp_url), print)
    acts.announce(season, "Pary w pokoju", "Firma od pokoi")
    content = applications().replace(b"@firma.example", b"@pokoje.example")
    acts.take_applications(season, "zgloszenia.csv", content)
    acts.pair_up(season)
    yield season
    season.close()
