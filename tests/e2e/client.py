"""A running stack for tests: HTTP at its front door, its mails, its clock, its figures, its engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx

from infra.local.deploy import client, outputs
from infra.local.figures import Figures
from mentoring import clock

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from infra.local.layout import Layout


@dataclass
class RunningStack:
    """Helpers for a stack that is already running."""

    layout: Layout

    @cached_property
    def http(self) -> httpx.Client:
        """Return a browser without cookies at the front door."""
        return httpx.Client(base_url=self.layout.public_url, timeout=30)

    @cached_property
    def control(self) -> httpx.Client:
        """Return a client of the second port."""
        return httpx.Client(base_url=self.layout.mailbox_url, timeout=180)

    def mails(self, *, to: str = "", kind: str = "", after: str = "") -> list[dict[str, Any]]:
        """Return mails, newest first, as `GET /api/mails` lists them."""
        answer = self.control.get("/api/mails", params={"to": to, "kind": kind, "after": after})
        found: list[dict[str, Any]] = answer.raise_for_status().json()["mails"]
        return found

    def settle(self, seconds: float = 60) -> dict[str, Any]:
        """Wait until everything published was consumed; return the figures; fail if that doesn't happen."""
        answer = self.control.post("/api/settle", json={"seconds": seconds})
        figures: dict[str, Any] = answer.json()
        assert answer.is_success, figures
        return figures

    def figures(self) -> dict[str, Any]:
        """Return the figures as they are now."""
        found: dict[str, Any] = self.control.get("/api/figures").raise_for_status().json()
        return found

    def clock(self, **move: Any) -> dict[str, Any]:
        """Return the stack's clock, first moved if `to` or `advance` is given."""
        answer = self.control.post("/api/clock", json=move) if move else self.control.get("/api/clock")
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    @property
    def now(self) -> datetime:
        """Return the stack's time, which other tests have moved: whoever shares it lives at this one, too."""
        return clock.parse(self.clock()["now"])

    def run(self, schedule: str, time: str) -> dict[str, Any]:
        """Run a scheduled function at an instant; return what it returned."""
        answer = self.control.post(f"/api/schedules/{schedule}", json={"time": time})
        found: dict[str, Any] = answer.raise_for_status().json()["result"]
        return found

    def aws(self, service: str) -> Any:
        """Return a boto3 client with the root key: tests may do what no function may."""
        return client(self.layout, service)

    @cached_property
    def outputs(self) -> dict[str, str]:
        """Return the outputs of the deployed template."""
        return outputs(self.layout)

    @cached_property
    def physical(self) -> dict[str, str]:
        """Return logical id → physical id."""
        return Figures(self.layout).physical

    def close(self) -> None:
        """Close the connections."""
        self.http.close()
        self.control.close()

    @property
    def mail_folder(self) -> Path:
        """Return where the mails lie."""
        return self.layout.mails
