"""Ids of requests: short, safe to log, and told to the person."""

import pytest

from clientes_app.observing.request_ids import (
    is_safe_id,
    new_request_id,
    set_request_id,
    with_code,
)


def test_an_id_is_new_short_and_safe() -> None:
    ids = {new_request_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(len(one) == 8 and is_safe_id(one) for one in ids)


@pytest.mark.parametrize("given", ["", "-x", "a b", "a\nb", 'a"b', "é", "a" * 65])
def test_what_would_spoil_a_log_is_not_safe(given: str) -> None:
    assert not is_safe_id(given)


async def test_a_person_is_told_the_code_when_there_is_one() -> None:
    assert with_code("Algo falló.") == "Algo falló."
    set_request_id("3f9a2c1e")
    assert with_code("Algo falló.") == "Algo falló. Código: 3f9a2c1e."
