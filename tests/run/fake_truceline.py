"""The command line with the five-word model: ``python -m tests.run.fake_truceline code ...``, for tests that need
a process of its own."""

from __future__ import annotations

import truceline.run
from tests.fake_coder import FAKE
from truceline.cli.main import main

truceline.run.shipped_coder = lambda: FAKE

if __name__ == "__main__":
    main()
