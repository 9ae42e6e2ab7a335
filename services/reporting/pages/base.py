"""What the pages of reporting share."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from mentoring import web

PAGES = web.Pages("reporting")
Html = Response[str]
