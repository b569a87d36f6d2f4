"""What a page may say of what was typed in it: whose it is, and nothing made by hand."""

from typing import Any

import pytest

from clientes_app.ui.clientes.drawer.draft import LONGEST_TEXT, draft_owner, read_draft
from clientes_app.ui.clientes.drawer.edited import TypedField

MINE = draft_owner(3, 4)


def raw(**otros: object) -> dict[str, Any]:
    campos = {"calle": {"texto": "UNO", "vista": 2, "serie": 5}}
    return {"cliente": "7", "numero": 9, "dueno": MINE, "campos": campos, "foco": "calle"} | otros


def test_a_draft_of_ones_own_is_read() -> None:
    draft = read_draft(raw(recargada=True), subject=7, owner=MINE)
    assert draft is not None
    assert draft.typed == {"calle": TypedField("UNO", 2, 5)}
    assert (draft.number, draft.focus, draft.reloaded) == (9, "calle", True)


@pytest.mark.parametrize(
    "foreign",
    [
        None,
        "texto",
        [],
        {},
        raw(dueno=draft_owner(3, 5)),
        raw(dueno=draft_owner(5, 4)),
        raw(cliente="8"),
        raw(cliente=7),
    ],
)
def test_what_is_of_somebody_or_something_else_is_none(foreign: object) -> None:
    assert read_draft(foreign, subject=7, owner=MINE) is None


def test_a_person_in_another_account_is_another_owner() -> None:
    assert (
        len(
            {
                draft_owner(1, 2),
                draft_owner(2, 1),
                draft_owner(1, None),
                draft_owner(12, 1),
                draft_owner(1, 21),
            }
        )
        == 5
    )


def test_what_no_page_would_send_is_left_out() -> None:
    campos = {
        "calle": {"texto": "x" * (LONGEST_TEXT + 5), "vista": -1, "serie": "5"},
        "colonia": {"texto": 7},
        "pais": "MX",
        "version": {"texto": "99"},
        "estado": {"texto": "", "vista": True, "serie": 2**40},
    }
    draft = read_draft(raw(campos=campos, numero=None, foco="version"), subject=7, owner=MINE)
    assert draft is not None
    assert draft.typed == {
        "calle": TypedField("x" * LONGEST_TEXT, 0, 0),
        "estado": TypedField("", 0, 0),
    }
    assert (draft.number, draft.focus) == (0, "")
    empty = read_draft(raw(campos=[1]), subject=7, owner=MINE)
    assert empty is not None
    assert empty.typed == {}
