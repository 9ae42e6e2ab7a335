"""Builds the API's OpenAPI document from what each route declares and from what applies to all routes.

A route declares its success (`mentoring.http.success`); its possible refusals follow from its kind.
"""

from __future__ import annotations

import importlib
import inspect
import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from infra.examples import ID
from infra.exemplary import example
from mentoring.http.models import Versioned
from mentoring.http.success import ACCEPTED, CREATED, NOTHING

if TYPE_CHECKING:
    from mentoring.http.app import App
    from mentoring.http.success import Success

SERVICES = Path(__file__).parents[1] / "services"
JSON, PROBLEM = "application/json", "application/problem+json"
Operation = dict[str, Any]

REFUSALS = {
    400: ("malformed-text", "Something of the request can't be read: no UTF-8, no JSON, or none that anybody means."),
    401: ("sign-in-required", "Nobody is signed in, or not any more."),
    403: ("foreign-origin", "A page of another site sent this change."),
    404: ("not-found", "There is no such thing, or it isn't shared with you: both look the same."),
    409: ("conflict", "The state of the thing doesn't allow it; `type` says which rule."),
    410: ("link-expired", "The link or the code was used, or is too old."),
    412: ("stale", "Somebody changed it meanwhile: If-Match, or the hash of a text, names what isn't there any more."),
    413: ("too-large", "The body is larger than 4.5 MB."),
    415: ("unknown-media", "The body is not JSON."),
    422: ("invalid", "Some of what was sent needs a correction; `errors` says which and why."),
    428: ("precondition-required", "The change needs If-Match, with the ETag that was read."),
    429: ("paused", "That was often in a short time; `Retry-After` says how long to wait, where it is known."),
}
"""Status → the code in an example's `type`, and its meaning; all are problem details (RFC 9457)."""
PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "Why it was refused (RFC 9457), in the reader's language; `type` ends in a code that stays.",
    "type": "object",
    "required": ["type", "title", "status", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Fields to correct: JSON pointer (RFC 6901), and why.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
ABOUT = (
    "Sign in with `POST /v1/sessions/requests` and `POST /v1/sessions`, then send `Authorization: Bearer …`. Keys are "
    "in snake_case, instants end in Z. A list is `{items, next}`: `next` is the cursor of what follows, or null. Who "
    "changes what they read sends its `ETag` as `If-Match`. Any change may carry an `Idempotency-Key`: the same key "
    "with the same body is done once, and answered the same for a day. Pages for people are beside `/v1`, in HTML, and "
    "not in this document."
)


@cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all services' JSON routes; the same object each time: don't change it."""
    paths: dict[str, dict[str, Operation]] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    for service in sorted(path.parent.name for path in SERVICES.glob("*/api.py")):
        app: App = importlib.import_module(f"{service}.api").app
        part = json.loads(app.get_openapi_json_schema(title=service, openapi_version="3.1.0"))
        _merge(schemas, part.get("components", {}).get("schemas", {}), service)
        for path, methods in part.get("paths", {}).items():
            for method, operation in methods.items():
                paths.setdefault(path, {})[method] = _told(app, service, path, method.upper(), operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tandem",
            "version": "1",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "responses": {str(status): _refusal(status) for status in REFUSALS},
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"session": []}],
    }


def _merge(into: dict[str, Any], schemas: dict[str, Any], service: str) -> None:
    for name, schema in schemas.items():
        if name in (
            "HTTPValidationError",
            "ResponseValidationError",
            "ValidationError",
        ):  # powertools' own, which differs from ours
            continue
        if into.setdefault(name, schema) != schema:
            raise SystemExit(f"two services call different things {name!r}; rename it in {service}")


def _told(app: App, service: str, path: str, method: str, made: Operation, schemas: dict[str, Any]) -> Operation:
    rule = path.replace("{", "<").replace("}", ">")
    route = next(one for one in (*app._static_routes, *app._dynamic_routes) if (one.method, one.path) == (method, rule))  # noqa: SLF001
    success, public = app.successes[method, rule], not app.needs_person(path.replace("{", "").replace("}", ""))
    body = made.get("requestBody")
    operation: Operation = {
        "tags": [service],
        "summary": (inspect.getdoc(route.func) or "").partition("\n")[0].rstrip("."),
        "operationId": made["operationId"],
        "parameters": [*made.get("parameters", []), *_parameters(method, success)],
    }
    if public:
        operation["security"] = []
    if body is not None:
        content = body["content"][JSON]
        name = content["schema"]["$ref"].rpartition("/")[2]
        operation["requestBody"] = {"required": True, "content": {JSON: content | {"example": example(name, schemas)}}}
    views = get_type_hints(route.func)["return"]
    operation["responses"] = _successes(success, views, schemas) | {
        str(status): {"$ref": f"#/components/responses/{status}"}
        for status in refusals(
            method, success, public=public, has_body=body is not None, has_query=_has_query(operation)
        )
    }
    return operation


def refusals(method: str, success: Success, *, public: bool, has_body: bool, has_query: bool) -> list[int]:
    """Return the statuses with which an operation may be refused, by its kind."""
    change = method != "GET"
    applies = {
        400: True,
        401: True,
        403: change,
        404: True,
        409: change or has_query,
        410: public and has_body,
        412: bool(success.expects),
        413: has_body,
        415: change,
        422: change or has_query,
        428: success.expects == "required",
        429: True,
    }
    return [status for status, may_be in applies.items() if may_be]


def _has_query(operation: Operation) -> bool:
    return any(one["in"] == "query" for one in operation["parameters"])


def _parameters(method: str, success: Success) -> list[dict[str, Any]]:
    """Return the parameters that all routes share."""
    found: list[dict[str, Any]] = []
    if success.paged:
        found.append(
            _parameter("limit", "query", "So many at most.", {"type": "integer", "minimum": 1, "maximum": 200})
        )
        found.append(_parameter("cursor", "query", "`next` of the part before.", {"type": "string"}))
    if success.expects in ("required", "optional"):
        words = "The ETag that was read, or `*` for any version."
        if success.expects == "required":
            words += " The change needs it."
        found.append(_parameter("If-Match", "header", words, {"type": "string"}))
    if method != "GET":
        words = "What makes this request and the same one sent again one request."
        found.append(_parameter("Idempotency-Key", "header", words, {"type": "string"}))
    return found


def _parameter(name: str, place: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": False, "description": words, "schema": schema}


def _successes(success: Success, views: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    if views is type(None):
        return {str(NOTHING): {"description": "Done."}}
    answers = {success.status: next(one for one in _each(views) if one is not success.later)}
    if success.later is not None:
        answers[ACCEPTED] = success.later
    return {str(status): _success(status, view, success, schemas) for status, view in answers.items()}


def _each(views: Any) -> tuple[Any, ...]:
    return getattr(views, "__args__", ()) or (views,)


def _success(status: int, view: Any, success: Success, schemas: dict[str, Any]) -> dict[str, Any]:
    headers = {}
    if issubclass(view, Versioned):
        headers["ETag"] = {"description": "The version that is shown.", "schema": {"type": "string"}}
    if success.location and status in (CREATED, ACCEPTED):
        headers["Location"] = {"description": "Where it can be read.", "schema": {"type": "string"}}
    schema = {"$ref": f"#/components/schemas/{view.__name__}"}
    content = {JSON: {"schema": schema, "example": example(view.__name__, schemas)}}
    words = {CREATED: "Made.", ACCEPTED: "Begun; look at `Location` for how it goes."}.get(status, "Done.")
    return {"description": words, "content": content} | ({"headers": headers} if headers else {})


def _refusal(status: int) -> dict[str, Any]:
    code, words = REFUSALS[status]
    shown: dict[str, Any] = {
        "type": f"urn:tandem:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "instance": f"urn:tandem:request:{ID}",
    }
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        shown["errors"] = [{"pointer": "/name", "detail": "This is required."}]
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {PROBLEM: {"schema": schema, "example": shown}}}
