"""Settings of a function, read once from its environment; no other code reads `os.environ`."""

from __future__ import annotations

import os
from functools import cache

from mentoring.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What template.yaml hands to a function. `public_url` has no slash at its end.

    `signing_key` signs; what `accepted_key` signed is read too, while one key takes over from the other.
    `room_key` and `desk_key` name keys of KMS, and are empty in functions that may use none (`mentoring.sealing`).
    """

    service: str
    region: str
    core_table: str
    outbox_table: str
    once_table: str
    bus_name: str
    bucket: str
    public_url: str
    mail_from: str
    inbound_domain: str
    configuration_set: str
    signing_key: str
    accepted_key: str
    room_key: str
    desk_key: str
    founding: str
    founders: tuple[str, ...]
    new_organization_mails: int
    new_organization_mails_a_day: int

    @property
    def origin(self) -> str:
        """Return scheme and host of `public_url`, as browsers send them in `Origin` (RFC 6454 §6.2)."""
        return "/".join(self.public_url.split("/")[:3])

    @property
    def mail_address(self) -> str:
        """Return the address in `mail_from`, in lower case."""
        return self.mail_from.rpartition("<")[2].rstrip("> ").lower()

    @property
    def prefix(self) -> str:
        """Return the path of `public_url`: `/live` behind a stage of API Gateway, empty at the root of a domain."""
        return self.public_url.removeprefix(self.origin)


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    env = os.environ
    return Settings(
        service=env.get("POWERTOOLS_SERVICE_NAME", "mentoring"),
        region=env.get("AWS_REGION", "eu-central-1"),
        core_table=env.get("CORE_TABLE", "core"),
        outbox_table=env.get("OUTBOX_TABLE", "outbox"),
        once_table=env.get("ONCE_TABLE", "once"),
        bus_name=env.get("BUS_NAME", "mentoring"),
        bucket=env.get("BUCKET", "documents"),
        public_url=env.get("PUBLIC_URL", "http://localhost:8080").rstrip("/"),
        mail_from=env.get("MAIL_FROM", "Tandem <tandem@localhost>"),
        inbound_domain=env.get("INBOUND_DOMAIN", "").lower(),
        configuration_set=env.get("CONFIGURATION_SET", ""),
        signing_key=env.get("SIGNING_KEY", ""),
        accepted_key=env.get("ACCEPTED_KEY", ""),
        room_key=env.get("ROOM_KEY", ""),
        desk_key=env.get("DESK_KEY", ""),
        founding=env.get("FOUNDING", "invited"),
        founders=tuple(one.strip() for one in env.get("FOUNDERS", "").split(",") if one.strip()),
        new_organization_mails=int(env.get("NEW_ORGANIZATION_MAILS", "30")),
        new_organization_mails_a_day=int(env.get("NEW_ORGANIZATION_MAILS_A_DAY", "20")),
    )
