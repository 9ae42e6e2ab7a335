"""The API function of a service."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Protocol

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from mentoring import letters, runtime
from mentoring.errors import DomainError, NotFound, SignInRequired
from mentoring.http import current
from mentoring.http.front import outward
from mentoring.http.incoming import safely
from mentoring.http.lapsed import SAFE, lapsed, to_renewal
from mentoring.http.problems import Fault, of_validation, problem
from mentoring.http.resent import key_of
from mentoring.http.routers import JsonRoutes, Router, Rules, Steps, fits, meet, steps_of
from mentoring.observability import access_line, logger
from mentoring.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aws_lambda_powertools.event_handler.openapi.models import OpenAPI

    from mentoring.context import Context
    from mentoring.http.routers import PageRouter, Route
    from mentoring.http.success import Success
    from mentoring.runtime import Ports

Answer = dict[str, Any]
NO_STORE = "no-store"
NO_ROUTE = "no route"
logging.getLogger("aws_lambda_powertools.event_handler.api_gateway").disabled = True
"""Powertools would log a fault with its message, which may quote what somebody typed; `handler` logs it without."""


class ErrorPages(Protocol):
    """Shows refusals to people; implemented by `mentoring.web.Pages`."""

    def error(self, error: DomainError, context: Context) -> Response[str]:
        """Return a page that says what can't be done and what to do instead."""
        ...


class App(JsonRoutes, APIGatewayRestResolver):  # type: ignore[misc] # JSON routes are registered in our own way
    """A powertools resolver that knows its service, its pages, and its public routes.

    A route is registered with powertools, which compiles it, on the first request for it: a new process answers only
    one request at a time. If a path matches two rules, the one without placeholders answers, or else the first one, as
    if all had been registered at once.
    """

    def __init__(self, service: str, pages: ErrorPages | None, public: tuple[str, ...]) -> None:
        super().__init__(enable_validation=True, json_body_deserializer=_read)
        self.service = service
        self.pages = pages
        self._public = Rules(public)
        self._rules = Rules()
        self._shown: set[str] = set()
        self._waiting: list[tuple[Steps, Callable[[], Any]]] = []
        self._later: list[tuple[bool, Callable[[], Iterable[Router | PageRouter]]]] = []
        self.successes: dict[tuple[str, str], Success] = {}
        # A view was validated when it was created.
        self._response_validation_middleware = _as_it_is  # type: ignore[assignment]

    def route(self, rule: str, method: Any, *args: Any, **options: Any) -> Callable[..., Any]:
        """Record a route; `register` passes it to powertools."""
        self._rules.add(rule)
        if "GET" in method:
            self._shown.add(rule)
        registered = super().route

        def note(function: Callable[..., Any]) -> Callable[..., Any]:
            self._waiting.append((steps_of(rule), lambda: registered(rule, method, *args, **options)(function)))
            return function

        return note

    @property
    def rules(self) -> list[str]:
        """Return the rules of all routes, in their order."""
        self.load()
        return self._rules.all

    def include_later(self, routers: Callable[[], Iterable[Router | PageRouter]], *, json: bool) -> None:
        """Include routers on the first JSON request, or on the first request for a page; until then nobody needs them.

        `routers` imports and returns them.
        """
        self._later.append((json, routers))

    def load(self, path: str | None = None) -> None:
        """Import the routers that can answer a path, or all of them."""
        for entry in [one for one in self._later if path is None or one[0] == current.is_json(path)]:
            self._later.remove(entry)
            for router in entry[1]():
                self.include_router(router)

    def register(self, path: str | None = None) -> None:
        """Register the routes that can answer a path, or all of them for code that inspects the whole app."""
        self.load(path)
        given = None if path is None else steps_of(path)
        for entry in [one for one in self._waiting if given is None or fits(one[0], given)]:
            self._give(entry)

    def _give(self, entry: tuple[Steps, Callable[[], Any]]) -> None:
        """Register a route after those before it that could answer in its place."""
        if entry in self._waiting:
            before = self._waiting[: self._waiting.index(entry)]
            for other in [one for one in before if meet(one[0], entry[0])]:
                self._give(other)
            self._waiting.remove(entry)
            entry[1]()

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer a request."""
        self.register(event["path"])
        return super().resolve(event, context)

    def get_openapi_schema(self, **options: Any) -> OpenAPI:
        """Return the document of all routes."""
        self.register()
        return super().get_openapi_schema(**options)

    def json(self, method: str, rule: str, success: Success) -> Callable[[Route], Route]:
        """Register a JSON route."""
        self.successes[method, rule] = success
        register: Callable[[Route], Route] = self.route(rule, method, status_code=success.status)
        return register

    def _to_response(self, result: Any) -> Any:
        """Return the answer for what a route returned: a view, or nothing."""
        route = self.context["_route"]
        success = self.successes.get((route.method, route.path))
        if success is None or isinstance(result, Response):
            return super()._to_response(result)
        return success.answer(result, self.context["_route_args"])

    def include_router(self, router: Router | PageRouter, prefix: str | None = None) -> None:  # type: ignore[override]
        """Register the routes of a router."""
        if isinstance(router, Router):
            for method, rule, success, function in router.routes:
                self.json(method, rule, success)(function)
        else:
            for rule in router.public:
                self._public.add(rule)
            super().include_router(router, prefix)

    def needs_person(self, path: str) -> bool:
        """Return whether a route answers this path, and only to signed-in users."""
        self.load(path)
        return not self._public.fitting(path) and bool(self._rules.fitting(path))

    def rule_of(self, path: str) -> str:
        """Return the rule of the route that answers a path, for logs: the path itself may contain a token."""
        self.load(path)
        return min(self._rules.fitting(path), key=lambda one: one.count("<"), default=NO_ROUTE)

    def page_above(self, path: str) -> str:
        """Return the nearest path, from this one upwards, that shows something; empty if none does.

        A form is often sent to a path of its own, under the page it stands on.
        """
        rule = self.rule_of(path)
        while rule and rule not in self._shown:
            rule, path = rule.rpartition("/")[0], path.rpartition("/")[0]
        return path

    def refuse(self, error: DomainError) -> Response[Any]:
        """Return a refusal as problem details (JSON) or as a page that says what to do."""
        event = current.request()
        if current.is_json(event.path) or self.pages is None:
            return problem(error)
        if isinstance(error, SignInRequired):
            return to_renewal(event)
        return self.pages.error(error, current.context())


def _as_it_is(app: App, answer: Callable[[App], Any]) -> Any:
    return answer(app)


def create_app(service: str, pages: ErrorPages | None = None, *, public: tuple[str, ...] = ()) -> App:
    """Return a service's app with validation, OpenAPI, and refusals in words.

    `public` are the rules of public JSON routes; every other one answers 401 to anonymous requests before it reads
    anything.
    """
    app = App(service, pages, public)

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


def handler(app: App, ports: Callable[[], Ports] = runtime.ports) -> Callable[[Answer, Any], Answer]:
    """Return an app's Lambda handler: context, origin check, idempotency, one access line; no fault without an answer.

    `ports` returns the adapters for the use cases of each request.
    """

    def handle(raw: Answer, lambda_context: Any) -> Answer:
        method = raw["httpMethod"]
        if method == "HEAD":  # GET without the body (RFC 9110 §9.3.2)
            raw = raw | {"httpMethod": "GET"}
        event = APIGatewayProxyEvent(raw)
        context = current.begin(app.service, event, ports())
        try:
            answer = _answer(app, raw, lambda_context)
        except DomainError as error:
            answer = _built(app.refuse(error))
        except Exception:  # noqa: BLE001 - a fault of ours is logged and told in words, never shown bare
            logger(app.service).exception("fault", extra={"correlation_id": context.correlation_id})
            answer = _built(app.refuse(Fault()))
        answer["multiValueHeaders"].setdefault("Cache-Control", [NO_STORE])
        access_line(
            app.service,
            f"{method} {app.rule_of(event.path)}",
            str(answer["statusCode"]),
            correlation_id=context.correlation_id,
            person_id=context.principal.person_id,
        )
        answer = outward(answer, settings().prefix)
        return answer | {"body": "", "isBase64Encoded": False} if method == "HEAD" else answer

    return handle


def _answer(app: App, raw: Answer, lambda_context: Any) -> Answer:
    as_json = current.is_json(raw["path"])
    raw = safely(raw, as_json=as_json)
    event = current.replace(APIGatewayProxyEvent(raw))
    if lapsed(event, current.context()):
        return _built(to_renewal(event, optional=True))
    if app.needs_person(event.path) and current.context().principal.anonymous:
        raise SignInRequired
    if event.http_method not in SAFE:
        from mentoring.http.origin import check_origin  # noqa: PLC0415 - only changes need it

        current.stand_on(app.page_above(event.path))
        check_origin(event)
    page_of_person = not as_json and not current.context().principal.anonymous
    if event.http_method not in SAFE and (page_of_person or app.needs_person(event.path)):
        key = key_of(event)
        if key:
            from mentoring.http.idempotency import once  # noqa: PLC0415 - only changes need it

            return once(key, lambda: app.resolve(raw, lambda_context))
    return app.resolve(raw, lambda_context)


def _built(response: Response[Any]) -> Answer:
    """Return a refusal made outside a route in the form API Gateway accepts: no header without a value."""
    kind = {"Content-Type": response.content_type} if response.content_type else {}
    return {
        "statusCode": int(response.status_code),
        "body": response.body,
        "isBase64Encoded": False,
        "multiValueHeaders": {
            name: value if isinstance(value, list) else [value]
            for name, value in (kind | dict(response.headers)).items()
        },
    }


def _read(body: str) -> Any:
    """Return the JSON of a body without invisible characters in its strings, so that no model has to handle them."""
    return letters.cleaned(json.loads(body))
