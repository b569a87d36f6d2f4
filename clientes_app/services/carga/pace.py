"""How long a transaction of a load goes on, so that nobody waits long for his turn to write."""

import time

# While a transaction writes nobody else can write into the account (on SQLite: into the
# database). It ends after the rows in hand when somebody waits for it.
ROWS = 2_000
"""Rows stored between two looks whether somebody waits: a tenth of a second is not felt in the
drawer."""

SECONDS = 2.0
"""Nobody waiting, a transaction ends after so long: so much is done anew after a kill, and so old
is the progress that is shown."""

TIMES_THE_COMMIT, MOST_SECONDS = 10, 10.0
"""Of a million clients some rows touch every page of every index, which the commit writes: then a
transaction goes on ten times as long as its commit takes."""

ROWS_BESIDE_SOMEBODY, SECONDS_BESIDE_SOMEBODY = 400, 0.05
BESIDE_SOMEBODY = 30.0
"""Whoever waits waits for the commit too, which is as long as what it ends, and people save again
and again: for so many seconds after somebody waited both are short."""

BREATHER = 0.005
"""Seconds in which those who wait may begin to write; they look every few milliseconds."""


class Pace:
    """Says how many rows to store next, and when the transaction should end."""

    def __init__(self) -> None:
        self._limit = SECONDS
        self._began = 0.0
        self._short_until = 0.0

    @property
    def rows(self) -> int:
        """How many rows to store before looking again."""
        return ROWS_BESIDE_SOMEBODY if self._beside_somebody() else ROWS

    def begin(self) -> None:
        """Take note that a transaction begins."""
        self._began = time.monotonic()

    def yields(self) -> None:
        """Take note that somebody waits."""
        self._short_until = time.monotonic() + BESIDE_SOMEBODY

    def enough(self) -> bool:
        """Whether the transaction should end though nobody waits."""
        limit = SECONDS_BESIDE_SOMEBODY if self._beside_somebody() else self._limit
        return time.monotonic() - self._began >= limit

    def committed(self, seconds: float) -> None:
        """Learn how long the commit took."""
        self._limit = min(MOST_SECONDS, max(SECONDS, seconds * TIMES_THE_COMMIT))

    def _beside_somebody(self) -> bool:
        return time.monotonic() < self._short_until
