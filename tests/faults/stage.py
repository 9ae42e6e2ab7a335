"""The stage of `infra.season` without a stack: browsers, clock and mailbox of a world in this process."""

from __future__ import annotations

import base64
import email
import email.policy
import html
import re
import uuid
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from infra.season.people import Mail, Stage
from mentoring import clock
from mentoring.runtime import ports
from mentoring.settings import settings

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.faults.aws import Sent
    from tests.faults.explorer import Explorer

_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_HREF = re.compile(r"href=[\"'](https?://[^\"']+)[\"']")
_ID = re.compile(r"/[0-9a-f]{32}(?=/|$)")
_TOKEN = re.compile(r"/[^/]{47,}$")


class Theatre(Stage):
    """`Stage` over an explorer: whatever is asked of it is a step whose crash points are tried first."""

    def __init__(self, explorer: Explorer) -> None:
        self.public_url = self.origin = settings().public_url
        self._explorer = explorer
        self._world = explorer.world
        self.moves = 0

    def browser(self, locale: str) -> httpx.Client:
        """See `Stage.browser`."""
        return httpx.Client(
            base_url=self.public_url, headers={"Accept-Language": locale}, transport=_Gateway(self._explorer)
        )

    def settle(self) -> dict[str, Any]:
        """See `Stage.settle`: every step has settled."""
        return {}

    def run(self, schedule: str, instant: str) -> dict[str, Any]:
        """See `Stage.run`."""
        return {"result": self._explorer.act(self._world.schedule(schedule, instant))}

    def move_to(self, instant: str) -> None:
        """See `Stage.move_to`."""
        self.moves += 1
        self._world.now = clock.parse(instant)

    def now(self) -> str:
        """See `Stage.now`."""
        return clock.iso(self._world.now)

    def bring(self, form: dict[str, Any], name: str, content: bytes) -> None:
        """See `Stage.bring`: moto takes files from clients only."""
        ports().files.put(form["fields"]["key"], content, name)

    def fetch(self, url: str) -> bytes:
        """See `Stage.fetch`."""
        return ports().files.get(unquote(urlsplit(url).path).removeprefix(f"/{settings().bucket}").lstrip("/"))

    def _send(self, message: EmailMessage) -> None:
        """See `Stage._send`."""
        self._explorer.act(self._world.arrives(message.as_bytes(), str(message["From"]), str(message["To"])))

    def mails(self, to: str = "", kind: str = "", least: int = 0) -> list[Mail]:
        """See `Stage.mails`: what isn't there by now won't come."""
        del least
        sent = [(number, one) for number, one in enumerate(self._world.aws.mails) if not to or one.to == to]
        found = [Mail(str(number), one.to, *_told(one.raw)) for number, one in sent]
        return [one for one in found if not kind or one.kind == kind]

    @property
    def sent(self) -> list[Sent]:
        """Return everything SES took, oldest first."""
        return self._world.aws.mails

    def bounce(self, sent: Sent) -> None:
        """Let SES tell that there is no such mailbox."""
        tags = {name: [value] for name, value in sent.tags.items()}
        mail = {"timestamp": self.now(), "messageId": "told", "tags": tags, "destination": [sent.to]}
        bounce = {"bounceType": "Permanent", "bounceSubType": "General"}
        self._explorer.act(self._world.told_by_ses({"eventType": "Bounce", "mail": mail, "bounce": bounce}))

    def eml(self, mail: Mail) -> bytes:
        """See `Stage.eml`."""
        return self._world.aws.mails[int(mail.id)].raw

    def calendar(self, mail: Mail) -> str:
        """See `Stage.calendar`."""
        message = email.message_from_bytes(self.eml(mail), policy=email.policy.default)
        texts = [part.get_content() for part in message.walk() if part.get_content_type() == "text/calendar"]
        return str(texts[0]).replace("\r\n ", "").replace("\n ", "") if texts else ""


@cache
def _told(raw: bytes) -> tuple[str, str, list[str]]:
    """Return kind, subject and links of a mail; a season looks at the same few hundred mails again and again."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    texts = {
        part.get_content_type(): part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    }
    written = [link.rstrip(".,;:!?)") for link in _ADDRESS.findall(texts.get("text/plain", ""))]
    behind = [html.unescape(link) for link in _HREF.findall(texts.get("text/html", ""))]
    links = list(dict.fromkeys(written + behind))
    return str(message["X-Tandem-Mail"]), str(message["Subject"]), links


class _Gateway(httpx.BaseTransport):
    """API Gateway: a request becomes an event, the handler's answer a response."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Let the request be a step; a client of the API puts a key on what must not be done twice."""
        headers = dict(request.headers)
        program = "authorization" in headers or request.url.path == "/v1/sessions/requests"
        if request.method != "GET" and request.url.path.startswith("/v1/") and program:
            headers.setdefault("idempotency-key", uuid.uuid4().hex)
        query = dict(parse_qsl(request.url.query.decode()))
        path = request.url.path
        event = {
            "httpMethod": request.method,
            "path": path,
            "resource": path,
            "headers": headers,
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "queryStringParameters": query or None,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
            "body": request.read().decode() or None,
            "isBase64Encoded": False,
            "requestContext": {"requestId": uuid.uuid4().hex, "identity": {"sourceIp": "192.0.2.1"}},
        }
        label = f"{request.method} {_TOKEN.sub('/<token>', _ID.sub('/<id>', path))}"
        answer = self._explorer.act(self._explorer.world.request(event, label))
        if answer is None:
            return httpx.Response(503)
        named = [(name, value) for name, values in answer["multiValueHeaders"].items() for value in values]
        content = answer["body"] or ""
        raw = base64.b64decode(content) if answer.get("isBase64Encoded") else content.encode()
        return httpx.Response(answer["statusCode"], headers=named, content=raw)
