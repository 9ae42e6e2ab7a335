"""What every test of this folder may ask for."""

from tests.integration.workspace.givens import room as room  # noqa: PLC0414 - a fixture
