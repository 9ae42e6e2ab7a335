"""Settings for every test: no test can reach AWS, and every signature is made with a test key."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import pytest
from botocore.loaders import JSONFileLoader
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "SIGNING_KEY": "a-key-for-tests-and-nothing-else-0123456789",
    "ROOM_KEY": "alias/room",
    "DESK_KEY": "alias/desk",
    "PUBLIC_URL": "https://tandem.firma.example",
    "BUCKET": "documents",
    "FOUNDING": "open",
    "FOUNDERS": "firma.example",
    "POWERTOOLS_METRICS_NAMESPACE": "tandem",
}
for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
    os.environ.pop(name, None)

# Time per example means nothing on a busy machine; performance is tested by counts, elsewhere.
# A landing is judged by what changed, so its examples are always the same; every other run looks for new ones.
settings.register_profile("tandem", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("tandem")

# Every test makes its own clients; botocore's data about services is read once, not three hundred times.
_read_once = cache(JSONFileLoader().load_file)
JSONFileLoader.load_file = lambda _, file_path: _read_once(file_path)  # type: ignore[method-assign]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--deciding=95` follow what decides."""
    parser.addoption("--deciding", type=float, help="the least percentage of what decides that the tests must reach")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the Polish texts that changed, before any worker of xdist begins; a clean clone has none compiled."""
    controls = not hasattr(config, "workerinput")
    if (least := config.getoption("deciding")) is not None:
        from tests.followed import Followed

        config.pluginmanager.register(Followed(least, judges=controls))
    if controls:
        from infra.build import compile_catalogues

        compile_catalogues()


@pytest.fixture(autouse=True, scope="session")
def _no_pauses() -> Iterator[None]:
    """Given: retries without waiting."""
    from mentoring.store import retry

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retry, "sleep", lambda _: None)
        yield
