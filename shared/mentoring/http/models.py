"""The base classes of JSON bodies, answers and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

if TYPE_CHECKING:
    from typing import Self


class Model(BaseModel):
    """A pydantic model that is compiled on first use.

    A service has dozens of models and a new process answers one request: compiling all of them would take a fifth of
    the recruitment API's cold start (docs/benchmarks.md, «Cold starts»).
    """

    model_config = ConfigDict(defer_build=True)


class View(Model):
    """The answer of a JSON route: an object with named fields, filled from what is shown."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, thing: Any, /, **beside: Any) -> Self:
        """Return the view of a thing: its attributes with the names of the fields, and the values given beside them.

        An attribute that can't be read raises what it raises, as words do whose key is gone.
        """
        source = _Beside(thing, beside) if beside else thing
        try:
            return cls.model_validate(source)
        except ValidationError:  # pydantic keeps of such an error nothing but its text
            for name in cls.model_fields:
                getattr(source, name, None)
            raise


class Versioned(View):
    """A view of one item; its answer carries the item's version as `ETag`."""

    _tag: str = PrivateAttr("")

    @property
    def tag(self) -> str:
        """Return the version of the shown item."""
        return self._tag

    @classmethod
    def of(cls, thing: Any, /, **beside: Any) -> Self:
        """Return the view of an item."""
        view = super().of(thing, **beside)
        view._tag = thing.tag  # noqa: SLF001 - its own
        return view


class _Beside:
    """A thing with some further attributes."""

    def __init__(self, thing: Any, beside: dict[str, Any]) -> None:
        self.__dict__.update(beside)
        self._thing = thing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._thing, name)
