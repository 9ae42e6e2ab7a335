"""What every test of this folder may ask for."""

from tests.unit.notifications.givens import store as store  # noqa: PLC0414 - a fixture
