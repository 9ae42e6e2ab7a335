"""The one API function of a service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from mentoring import letters
from mentoring.errors import DomainError, NotFound, SignInRequired
from mentoring.http import request as requests
from mentoring.http.lapsed import SAFE, lapsed, to_renewal
from mentoring.http.problems import Fault, of_validation, problem
from mentoring.observability import access_line, logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.web import Pages

Answer = dict[str, Any]


class App(APIGatewayRestResolver):
    """A powertools resolver that knows its service and its pages."""

    def __init__(self, service: str, pages: Pages | None) -> None:
        super().__init__(enable_validation=True, json_body_deserializer=_read)
        self.service = service
        self.pages = pages

    def refuse(self, error: DomainError) -> Response[Any]:
        """Return the refusal as a problem (JSON) or as a page that says what to do."""
        event = requests.request()
        if requests.is_json(event.path) or self.pages is None:
            return problem(error)
        if isinstance(error, SignInRequired):
            return to_renewal(event)
        return self.pages.error(error, requests.context())


def create_app(service: str, pages: Pages | None = None) -> App:
    """Return the app of a service: validation, OpenAPI, and refusals in words."""
    app = App(service, pages)

    @app.exception_handler(DomainError)  # type: ignore[untyped-decorator]
    def refused(error: DomainError) -> Response[Any]:
        return app.refuse(error)

    @app.exception_handler(RequestValidationError)  # type: ignore[untyped-decorator]
    def invalid(error: RequestValidationError) -> Response[Any]:
        return app.refuse(of_validation(error.errors()))

    @app.not_found
    def unknown(_: Exception) -> Response[Any]:
        return app.refuse(NotFound())

    return app


def handler(app: App) -> Callable[[Answer, Any], Answer]:
    """Return the Lambda handler of an app: context, origin check, idempotency, one access line; never a bare fault."""

    def handle(raw: Answer, lambda_context: Any) -> Answer:
        event = APIGatewayProxyEvent(raw)
        context = requests.begin(app.service, event)
        try:
            if lapsed(event, context):
                answer = _built(to_renewal(event, optional=True))
            else:
                answer = _answer(app, event, raw, lambda_context, context.principal.person_id)
        except DomainError as error:
            answer = _built(app.refuse(error))
        except Exception:  # noqa: BLE001 - a fault of ours is logged and told in words, never shown bare
            logger(app.service).exception("fault", extra={"correlation_id": context.correlation_id})
            answer = _built(app.refuse(Fault()))
        access_line(
            app.service,
            f"{event.http_method} {event.resource}",
            str(answer["statusCode"]),
            correlation_id=context.correlation_id,
            person_id=context.principal.person_id,
        )
        return answer

    return handle


def _answer(app: App, event: APIGatewayProxyEvent, raw: Answer, lambda_context: Any, person_id: str) -> Answer:
    if event.http_method not in SAFE:
        from mentoring.web.origin import check_origin  # noqa: PLC0415 - only changes need it

        check_origin(event)
    key = event.headers.get("idempotency-key")
    if key and event.http_method == "POST":
        from mentoring.http.idempotency import once  # noqa: PLC0415 - few requests carry a key

        kept: Answer = once(app.service, key, person_id, event, lambda: app.resolve(raw, lambda_context))
        return kept
    return app.resolve(raw, lambda_context)


def _built(response: Response[Any]) -> Answer:
    """Return a refusal made outside a route in the shape API Gateway wants."""
    return {
        "statusCode": int(response.status_code),
        "body": response.body,
        "isBase64Encoded": False,
        "multiValueHeaders": {
            name: value if isinstance(value, list) else [value]
            for name, value in ({"Content-Type": response.content_type} | dict(response.headers)).items()
        },
    }


def _read(body: str) -> Any:
    """Return the JSON of a body; what nobody sees in its strings is dropped here, so no model has to think of it."""
    return letters.cleaned(json.loads(body))
