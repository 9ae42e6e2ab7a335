"""An organizer at the browser and at the API, through the real handler over the tables of the template."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from recruitment import api
from tests.integration.lambdas import LAMBDA

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


@dataclass(frozen=True, slots=True)
class Answer:
    """What the handler gave."""

    status: int
    text: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.text)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in (or nobody, with an empty name) who sends requests as API Gateway passes them on."""

    name: str = ""
    locale: str = "en"

    def get(self, url: str, **headers: str) -> Answer:
        """GET a page or JSON."""
        return self._send("GET", url, None, headers)

    def post(self, url: str, body: Any = None, **headers: str) -> Answer:
        """POST JSON."""
        return self._send("POST", url, json.dumps(body or {}), {"content-type": "application/json"} | headers)

    def patch(self, url: str, body: Any, **headers: str) -> Answer:
        """PATCH JSON."""
        return self._send("PATCH", url, json.dumps(body), {"content-type": "application/json"} | headers)

    def put(self, url: str, body: Any, **headers: str) -> Answer:
        """PUT JSON."""
        return self._send("PUT", url, json.dumps(body), {"content-type": "application/json"} | headers)

    def delete(self, url: str, **headers: str) -> Answer:
        """DELETE by the API."""
        return self._send("DELETE", url, None, headers)

    def submit(self, url: str, **fields: str | list[str]) -> Answer:
        """POST a form."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._send("POST", url, urlencode(fields, doseq=True), kind)

    def upload(self, url: str, content: bytes, **fields: str) -> Answer:
        """POST a form with a file, and fields beside it."""
        text = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n' for name, one in fields.items()
        )
        head = (
            text.encode()
            + b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
        )
        body = base64.b64encode(head + content + b"\r\n--x--\r\n").decode()
        return self._send("POST", url, body, {"content-type": "multipart/form-data; boundary=x"}, encoded=True)

    def import_(self, url: str, content: bytes) -> Answer:
        """Upload a file, and import it as it is understood; return the answer to that."""
        led = self.upload(url, content)
        assert led.status == 303, led.text
        return self.submit(led.headers["location"], do="import")

    def _send(
        self, method: str, url: str, body: str | None, headers: dict[str, str], *, encoded: bool = False
    ) -> Answer:
        parts = urlsplit(url)
        query = parse_qs(parts.query, keep_blank_values=True)
        sent = {"accept-language": self.locale, "origin": "https://tandem.firma.example"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        authorizer = {"person_id": self.name, "email": f"{self.name}@firma.example"} if self.name else {}
        event = {
            "httpMethod": method,
            "path": parts.path,
            "resource": parts.path,
            "headers": sent,
            "multiValueHeaders": {},
            "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
            "multiValueQueryStringParameters": query or None,
            "body": body,
            "isBase64Encoded": encoded,
            "requestContext": {"requestId": "r", "authorizer": authorizer},
        }
        raw = api.handler(event, LAMBDA)
        text = raw["body"] or ""
        if raw.get("isBase64Encoded"):
            text = base64.b64decode(text).decode(errors="replace")
        given = {name.lower(): values[0] for name, values in raw["multiValueHeaders"].items()}
        return Answer(raw["statusCode"], text, given)


ANNA, STRANGER, VIEWER, NOBODY = Person("anna"), Person("obcy"), Person("widz"), Person()


@pytest.fixture
def organization(store: DynamoStore) -> str:
    """Given: Anna's organization."""
    return str(ANNA.post("/v1/organizations", {"name": "Firma"}).json["organization_id"])


@pytest.fixture
def programme(organization: str) -> str:
    """Given: a programme of Anna's organization that recruits."""
    created = ANNA.post("/v1/programmes", {"organization_id": organization, "name": "Wiosna", "slug": "wiosna"}).json
    ANNA.post(f"/v1/programmes/{created['programme_id']}/stage", {"to": "recruiting"})
    return str(created["programme_id"])
