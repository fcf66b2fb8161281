"""What all tests share: the option that writes golden files anew, and how properties are tried."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester", "tests.shared"]

# How fast a machine is says nothing about what it runs.
settings.register_profile(
    "repeatable",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,  # the same examples every time, so the same verdict
    database=None,
)
# `make explore`: fresh seeds. What it finds becomes an @example of its test.
settings.register_profile(
    "explore",
    settings.get_profile("repeatable"),
    max_examples=1000,
    derandomize=False,
    database=settings.get_profile("default").database,
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the expected output of tests/examples anew; review the diff before you keep it",
    )
    parser.addoption(
        "--questions", type=int, default=100, help="how many questions to ask of the search"
    )
    parser.addoption(
        "--stories", type=int, default=300, help="how many made stories to ask them of"
    )


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))
