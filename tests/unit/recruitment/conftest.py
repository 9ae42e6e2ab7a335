"""What every test of this folder may ask for."""

from tests.unit.recruitment.strangers import installation as installation  # noqa: PLC0414 - a fixture
from tests.unit.recruitment.strangers import store as store  # noqa: PLC0414 - a fixture
