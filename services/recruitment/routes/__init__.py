"""JSON routes of recruitment, a module for each subject, with the views they show and the bodies they take."""

from __future__ import annotations

from recruitment.routes import applications, jobs, organizations, programmes, stages

ROUTERS = tuple(one.router for one in (organizations, programmes, stages, jobs, applications))
