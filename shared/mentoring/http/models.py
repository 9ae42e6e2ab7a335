"""The base of everything that JSON bodies, answers and forms are read into and written from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, PrivateAttr

if TYPE_CHECKING:
    from typing import Self


class Model(BaseModel):
    """A pydantic model that is compiled when it is first needed.

    A service has dozens of them and a new process answers one request: compiling them all would cost the API of
    recruitment a fifth of its cold start (docs/benchmarks.md, «Cold starts»).
    """

    model_config = ConfigDict(defer_build=True)


class View(Model):
    """What a JSON route answers: an object with named fields, taken from what is shown."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, thing: Any, /, **beside: Any) -> Self:
        """Show a thing: its attributes of the fields' names, and what is told beside them."""
        return cls.model_validate(_Beside(thing, beside) if beside else thing)


class Versioned(View):
    """A view of one item; its answer carries the item's version as `ETag`."""

    _tag: str = PrivateAttr("")

    @property
    def tag(self) -> str:
        """Return the version of the item that is shown."""
        return self._tag

    @classmethod
    def of(cls, thing: Any, /, **beside: Any) -> Self:
        """Show an item."""
        view = super().of(thing, **beside)
        view._tag = thing.tag  # noqa: SLF001 - its own
        return view


class _Beside:
    """A thing with some attributes told beside it."""

    def __init__(self, thing: Any, beside: dict[str, Any]) -> None:
        self.__dict__.update(beside)
        self._thing = thing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._thing, name)
