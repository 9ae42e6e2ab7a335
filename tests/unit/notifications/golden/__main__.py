"""Write the golden mails."""

import pytest

from tests.unit.notifications.test_raw import GOLDEN, SHAPES, written

with pytest.MonkeyPatch.context() as patch:
    for shape in SHAPES:
        (GOLDEN / f"{shape}.eml").write_bytes(written(shape, patch))
