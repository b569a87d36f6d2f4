"""Lines of the log: for people, for programs, and without anybody's data."""

import json
import logging
import sys

import pytest

from clientes_app.observing.log_lines import FORMS, without_data
from clientes_app.observing.request_ids import set_request_id


def a_record(message: str, *args: object, failed: bool = False) -> logging.LogRecord:
    exc_info = None
    if failed:
        try:
            int("no, ana@example.com")
        except ValueError:
            exc_info = sys.exc_info()
    return logging.LogRecord("clientes_app.x", logging.ERROR, __file__, 1, message, args, exc_info)


async def test_json_is_one_object_a_line_with_what_is_needed_to_find_it() -> None:
    set_request_id("3f9a2c1e")
    line = FORMS["json"]("web").format(a_record("Two\nlines of %s", "ñ", failed=True))
    assert "\n" not in line
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    error = told.pop("error")
    assert error.startswith("Traceback")
    assert error.endswith("with base 10: 'no, …@…'")
    assert told == {
        "level": "ERROR",
        "part": "web",
        "logger": "clientes_app.x",
        "message": "Two\nlines of ñ",
        "request": "3f9a2c1e",
    }


async def test_json_says_nothing_of_a_request_or_an_error_that_there_is_not() -> None:
    told = json.loads(FORMS["json"]("worker").format(a_record("Done")))
    assert told.keys() == {"time", "level", "part", "logger", "message"}


async def test_a_line_for_people_has_the_id_and_cannot_be_forged() -> None:
    set_request_id("3f9a2c1e")
    forged = "x\n2026-01-01 00:00:00,000 ERROR root: forged"
    lines = FORMS["texto"]("web").format(a_record("Refused: %s", forged)).splitlines()
    assert "ERROR clientes_app.x: Refused: x" in lines[0]
    assert lines[1].startswith("    ")
    assert lines[1].endswith("[3f9a2c1e]")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /c/negocio/catalogos/clientes?q=ana&pagina=2 failed", "GET /c/negocio/catalogos/"),
        ("at https://clientes.example.com/enlace?t=s3cret-T0ken", "https://clientes.example.com/"),
        ("mail to ana.perez+x@mail.example.com.mx!", "mail to …@…!"),
        ("DETAIL:  Key (cuenta_id, nombre)=(1, Ana Pérez) already exists.", "DETAIL: …"),
        (
            "Failed: Event(name='state.entrar', router_data={'asPath': '/c/a?q=ana'}) [tx=1]:",
            "Failed: Event(name='state.entrar' …)",
        ),
        ('Error processing Event(name="it\'s", payload={"clave": "s3cret"})', "Event( …)"),
        ("Cookie: a=1; clientes_sesion=s3cret-T0ken; b=2", "Cookie: a=1; clientes_sesion=…; b=2"),
        ("client MAB930714KJ4 of PEAA800101AB1", "client (RFC) of (RFC)"),
    ],
)
def test_what_may_be_somebodys_data_is_taken_out(text: str, left: str) -> None:
    clean = without_data(text)
    assert left in clean
    assert not [
        word for word in ("ana", "s3cret", "Pérez", "mail.ex", "MAB", "PEAA") if word in clean
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Process 17 is stopped: 3 attempts without progress",
        "The preview of process 5 of account 2 goes on elsewhere?",
        'File "/opt/clientes/x.py", line 12, in look',
        "Refused: the handler 'state.lista_state.buscar' declares no permission",
    ],
)
def test_what_an_administrator_needs_stays(text: str) -> None:
    assert without_data(text) == text
