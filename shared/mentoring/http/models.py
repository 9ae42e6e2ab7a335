"""The base of everything that JSON bodies, answers and forms are read into and written from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A pydantic model that is compiled when it is first needed.

    A service has dozens of them and a new process answers one request: compiling them all would cost the API of
    recruitment a fifth of its cold start (docs/benchmarks.md, «Cold starts»).
    """

    model_config = ConfigDict(defer_build=True)
