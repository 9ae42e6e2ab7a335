"""Shared layer of Tandem: what every service needs and no service owns. It knows no service.

Packages: settings, clock, ids, errors, observability · events (envelope, catalogue) · tables (items of the shared
tables) · store (unit of work) · consumers · http (app, problems, etag, principal) · links · web (layout, static).
"""
