"""Every route of every service, as the apps have them: what holds for all is tested on all."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from infra.contracts import SERVICES
from tests.integration.lambdas import LAMBDA

if TYPE_CHECKING:
    from collections.abc import Mapping

ORIGIN = "https://tandem.firma.example"


class Route(NamedTuple):
    """A method and rule of a service."""

    service: str
    method: str
    rule: str

    @property
    def json(self) -> bool:
        return self.rule.startswith("/v1/")

    @property
    def names(self) -> list[str]:
        """Return the names of its variables."""
        return re.findall(r"<(\w+)>", self.rule)

    @property
    def protected(self) -> bool:
        """Return whether it is only for somebody who is signed in."""
        return bool(self._api.app.needs_person(self.path({})))

    @property
    def _api(self) -> Any:
        return importlib.import_module(f"{self.service}.api")

    def path(self, ids: Mapping[str, str]) -> str:
        """Return its path with these values of variables, `none` for any other."""
        return re.sub(r"<(\w+)>", lambda found: ids.get(found[1], "none"), self.rule)

    def send(self, who: str = "", ids: Mapping[str, str] | None = None, **event: Any) -> dict[str, Any]:
        """Send a request through the service's handler; `event` are members of API Gateway's event."""
        headers = {"accept-language": "en", "origin": ORIGIN} | event.pop("headers", {})
        path = self.path(ids or {})
        authorizer = {"person_id": who, "email": f"{who}@firma.example"} if who else {}
        sent = {
            "httpMethod": self.method, "path": path, "resource": self.rule, "headers": headers,
            "multiValueHeaders": {}, "queryStringParameters": None, "multiValueQueryStringParameters": None,
            "body": None, "isBase64Encoded": False,
            "requestContext": {"requestId": "r", "authorizer": authorizer},
        }  # fmt: skip
        answer: dict[str, Any] = self._api.handler(sent | event, LAMBDA)
        return answer


def _of(service: str) -> list[Route]:
    app = importlib.import_module(f"{service}.api").app
    app.register()
    return [Route(service, one.method, one.path) for one in (*app._static_routes, *app._dynamic_routes)]


ROUTES = sorted(
    route for service in sorted(path.parent.name for path in SERVICES.glob("*/api.py")) for route in _of(service)
)
