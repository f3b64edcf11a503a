"""For all tests: markers by folder, and an honest list of what was skipped.

A test that lacks a service skips by `missing("PostgreSQL", "apt-get install postgresql")` of tests/services.py. The run
ends with a list of what was skipped and the command that installs it. Under HODHOD_TEST_REQUIRE=all, as in CI, a skip
is a failure.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MARKED_FOLDERS = {"interop": "interop", "kill": "scenario", "demo": "scenario"}
MARKED_FILES = {
    "cli/test_commands.py": "scenario",
    "store/test_kill.py": "scenario",
    "store/test_postgres.py": "postgres",
}
REQUIRE_ALL = os.environ.get("HODHOD_TEST_REQUIRE") == "all"

skipped: Counter[str] = Counter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        path = item.path.relative_to(HERE)
        if mark := MARKED_FOLDERS.get(path.parts[0]) or MARKED_FILES.get(str(path)):
            item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        _refuse(report)
    return report


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where nothing may be skipped, a skip is a failure."""
    if REQUIRE_ALL:
        report.outcome = "failed"
        report.longrepr = f"skipped under HODHOD_TEST_REQUIRE=all: {_reason(report)}"


# Reports are counted where they arrive: with several workers that is another process than the one that made them.
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _count(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _count(report)


def _count(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped[_reason(report)] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not skipped:
        return
    terminalreporter.section("skipped, and how to run it")
    for reason, count in sorted(skipped.items()):
        terminalreporter.line(f"{count:4} {'test' if count == 1 else 'tests'}: {reason}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
