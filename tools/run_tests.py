"""Run every part of the test suite, the fast ones first, and say plainly what was left out.

    python tools/run_tests.py [PART ...]

Parts that need PostgreSQL or Chromium are left out on a machine that lacks them; where
CI=true, leaving out is a failure. Exit status 0 means that every part named ran and passed.
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
REPORTS = ROOT / ".make" / "reports"
CHROMIUM = "/usr/bin/chromium"
ON_SQLITE = ("-n", "2", "-m", "not postgresql")
ON_POSTGRESQL = ("-n", "2", "-m", "postgresql")
# Two browsers, each with a server; the tests of a module share an account and run one by one.
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadscope")


@dataclass(frozen=True)
class Part:
    """One part of the suite: commands that all must pass, and what the machine lacks for them."""

    commands: tuple[tuple[str, ...], ...]
    lacks: Callable[[], str] = lambda: ""


@dataclass(frozen=True)
class Outcome:
    """How a part ended: "passed", "failed" or "left out", and the seconds it took."""

    state: str
    seconds: float = 0.0
    reason: str = ""


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def _pytest(name: str, *arguments: str) -> tuple[str, ...]:
    return _python("-m", "pytest", "-q", f"--junitxml={REPORTS / name}.xml", *arguments)


def _no_chromium() -> str:
    return "" if Path(CHROMIUM).exists() else "Chromium is missing: apt-get install chromium"


def _no_postgresql() -> str:
    # Debian keeps the servers off the PATH, one folder per version.
    installed = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return "" if installed else "PostgreSQL is missing: apt-get install postgresql"


PARTS = {
    "lint": Part(
        (
            (str(BIN / "ruff"), "check", "--quiet"),
            (str(BIN / "ruff"), "format", "--quiet", "--check"),
        )
    ),
    "types": Part(((str(BIN / "pyright"),),)),
    "imports": Part(((str(BIN / "lint-imports"), "--no-logo"),)),
    "unit": Part(
        (_pytest("unit", *ON_SQLITE, "tests/architecture", "tests/unit", "tests/property"),)
    ),
    "integration": Part((_pytest("integration", *ON_SQLITE, "tests/integration"),)),
    "postgres": Part(
        # Where tests on a database stand (`test_sources`); to collect the rest takes a while.
        (_pytest("postgres", *ON_POSTGRESQL, "tests/integration", "tests/browser"),),
        lacks=_no_postgresql,
    ),
    "browser": Part((_pytest("browser", *SIDE_BY_SIDE, "tests/browser"),), lacks=_no_chromium),
}


def run_part(name: str, part: Part) -> Outcome:
    """Run one part; its output goes straight to the terminal."""
    print(f"\n=== {name} ===", flush=True)
    if reason := part.lacks():
        return Outcome("left out", reason=reason)
    start = time.monotonic()
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    passed = True
    for command in part.commands:
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        passed = passed and ended.returncode == 0
    return Outcome("passed" if passed else "failed", time.monotonic() - start)


def counts() -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, by pytest's reports of this run."""
    passed = failed = skipped = 0
    for report in REPORTS.glob("*.xml"):
        for suite in ET.parse(report).iter("testsuite"):  # noqa: S314 - pytest wrote it just now
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            left = int(suite.get("skipped", 0))
            passed += int(suite.get("tests", 0)) - bad - left
            failed += bad
            skipped += left
    return passed, failed, skipped


def summary(outcomes: Mapping[str, Outcome]) -> None:
    """Print a line per part and the closing line with the number of tests."""
    print("\n=== summary ===")
    for name, outcome in outcomes.items():
        time_taken = f"{outcome.seconds:6.1f} s" if outcome.seconds else ""
        print(f"{name:12} {outcome.state:9} {time_taken} {outcome.reason}".rstrip())
    passed, failed, skipped = counts()
    if passed or failed or skipped:
        print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)


def main(names: list[str]) -> int:
    """Run the parts named, or all of them."""
    unknown = sorted(set(names) - PARTS.keys())
    if unknown:
        print(f"No such part: {', '.join(unknown)}. There are: {', '.join(PARTS)}")
        return 2
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    outcomes = {name: run_part(name, PARTS[name]) for name in names or PARTS}
    summary(outcomes)
    bad = {"failed", "left out"} if os.environ.get("CI") == "true" else {"failed"}
    return int(any(outcome.state in bad for outcome in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
