"""The commands about users, and the link that the first start prints."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clientes_app import web
from clientes_app.cli import serve
from clientes_app.cli.supervisor import PARENT
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, enlaces, sesiones, usuarios
from clientes_app.services.errors import CredencialesInvalidas
from tests.gente import AQUI, CLAVE, email_de, entrar, quien, ultima, un_usuario
from tests.ordenes import Consola, abrir_consola, olvidar

pytestmark = pytest.mark.usefixtures("claves_rapidas")

ANA = ("--email", email_de("Ana"), "--nombre", "Ana")
OTRA_CLAVE = "otra frase bastante larga"


@pytest.fixture
def clientes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[Consola]:
    monkeypatch.delenv("CLIENTES_URL", raising=False)
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


@pytest.fixture
def puerto() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        yield enchufe.getsockname()[1]


def _token(enlace: str, base: str = "http://localhost:3000") -> str:
    assert enlace.startswith(f"{base}/enlace?t=")
    assert enlace.endswith("\n")
    assert enlace.count("\n") == 1
    return enlace.strip().partition("?t=")[2]


def _usar(engine: Engine, token: str, clave: str = CLAVE) -> str:
    return enlaces.usar(
        engine,
        token,
        nombre="Ana",
        email=email_de("Ana"),
        clave=clave,
        cuenta="Ferretería",
        direccion=AQUI,
    )


def test_a_user_with_a_password_signs_in(clientes: Consola, engine: Engine) -> None:
    orden = ("usuarios", "crear", *ANA, "--rol", "Propietario", "--password-stdin")
    resultado = clientes(*orden, entrada=f"{CLAVE}\r\n")

    assert (resultado.exit_code, resultado.stdout) == (0, "")
    assert resultado.stderr == "«Ana» (ana@correo.mx) es Propietario de la cuenta «Negocio».\n"
    identidad = quien(engine, entrar(engine))
    assert identidad.cuentas[0].rol is Rol.PROPIETARIO
    sesiones.apuntar_uso(engine, identidad.usuario_id, identidad.cuentas[0].id)
    (dicha,) = clientes.json("usuarios", "lista")
    assert (dicha["nombre"], dicha["email"], dicha["rol"]) == (
        "Ana",
        "ana@correo.mx",
        "propietario",
    )
    assert dicha["desde"] <= dicha["ultima_vez"]
    assert clientes("usuarios", "lista").stdout.startswith("Ana\tana@correo.mx\tPropietario\t2")


def test_without_a_password_a_link_is_printed(clientes: Consola, engine: Engine) -> None:
    resultado = clientes("usuarios", "crear", *ANA, "--rol", "editor")

    assert resultado.exit_code == 0
    assert "Editor" in resultado.stderr
    assert clientes("usuarios", "lista").stdout == "Ana\tana@correo.mx\tEditor\tnunca\n"
    assert ultima(engine, _usar(engine, _token(resultado.stdout))).rol is Rol.EDITOR


def test_a_user_who_is_there_gets_the_role_and_keeps_name_and_password(
    clientes: Consola, engine: Engine
) -> None:
    cuenta_id = cuentas.asegurar_cuenta(engine)
    un_usuario(engine, cuenta_id, "Dueña")
    un_usuario(engine, cuenta_id, "Ana", rol=Rol.LECTOR)
    tx = entrar(engine)
    otra = ("usuarios", "crear", "--email", "ANA@correo.mx", "--nombre", "Otra", "--rol", "editor")
    resultado = clientes(*otra)
    assert (resultado.exit_code, resultado.stdout) == (0, "")
    assert (quien(engine, tx).nombre, ultima(engine, tx).rol) == ("Ana", Rol.EDITOR)
    assert clientes(*otra, "--password-stdin", entrada=CLAVE).exit_code == 0
    assert quien(engine, tx).nombre == "Ana"
    assert clientes(*otra, "--password-stdin", entrada=OTRA_CLAVE).exit_code == 0
    assert sesiones.identificar(engine, tx) is None
    assert entrar(engine, clave=OTRA_CLAVE)


def test_what_cannot_be_is_told_in_one_line(clientes: Consola, engine: Engine) -> None:
    assert clientes("usuarios", "crear", *ANA, "--rol", "propietario").exit_code == 0
    for orden, entrada, dicho in (
        (("crear", "--email", "ana", "--nombre", "N", "--rol", "lector"), "", "arroba"),
        (("crear", "--email", "b@c.mx", "--nombre", " ", "--rol", "lector"), "", "nombre"),
        (("crear", *ANA, "--rol", "editor"), "", "único propietario"),
        (("crear", *ANA, "--rol", "jefe"), "", "«clientes usuarios crear --help»"),
        (("crear", *ANA, "--rol", "editor", "--password-stdin"), "corta\n", "12 caracteres"),
        (("crear", *ANA, "--rol", "editor", "--password-stdin"), "", "ninguna contraseña"),
        (("crear", *ANA, "--rol", "editor", "--cuenta", "Nada"), "", "«Nada»"),
        (("crear", "--nombre", "Ana", "--rol", "editor"), "", "--email"),
        (("enlace-clave", "nadie@correo.mx"), "", "«nadie@correo.mx»"),
    ):
        resultado = clientes("usuarios", *orden, entrada=entrada)
        assert (resultado.exit_code, resultado.stdout) == (2, "")
        assert resultado.stderr.startswith("Error: ")
        assert resultado.stderr.count("\n") == 1
        assert dicho in resultado.stderr
    cuenta_id = cuentas.asegurar_cuenta(engine)
    assert [miembro.rol for miembro in usuarios.lista(engine, cuenta_id)] == [Rol.PROPIETARIO]


def test_a_forgotten_password_is_mended_by_a_link(
    clientes: Consola, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    un_usuario(engine, cuentas.asegurar_cuenta(engine))
    tx = entrar(engine)
    monkeypatch.setenv("CLIENTES_URL", "https://clientes.example.com/mx/")
    olvidar()
    resultado = clientes("usuarios", "enlace-clave", "Ana@correo.mx")
    token = _token(resultado.stdout, "https://clientes.example.com/mx")
    _usar(engine, token, OTRA_CLAVE)

    assert sesiones.identificar(engine, tx) is None
    with pytest.raises(CredencialesInvalidas):
        entrar(engine)
    assert entrar(engine, clave=OTRA_CLAVE)


def test_an_account_that_nobody_can_open_is_told_once_there_are_users(
    clientes: Consola, engine: Engine
) -> None:
    assert clientes("cuentas", "crear", "Antes").stderr == ""
    un_usuario(engine, cuentas.por_nombre(engine, "Antes").id)
    dicho = clientes("cuentas", "crear", "Después").stderr
    assert "«Después»" in dicho
    assert "«clientes usuarios crear»" in dicho
    orden = ("usuarios", "crear", *ANA, "--rol", "propietario", "--cuenta", "Después")
    assert clientes(*orden).exit_code == 0
    assert "«Demostración»" in clientes("demo", "--filas", "5").stderr


def test_serving_says_once_where_it_is_and_how_to_begin(
    clientes: Consola, engine: Engine, puerto: int, capsys: pytest.CaptureFixture[str]
) -> None:
    decir = serve._anuncio("127.0.0.1", puerto)
    decir()
    decir()
    dicho = capsys.readouterr().out.splitlines()
    donde, _, raya, para_que, _, enlace, ultima_raya = dicho

    base = f"http://localhost:{puerto}"
    assert donde == f"Clientes está en {base} (Ctrl+C para terminar)."
    assert para_que.strip() == "Para crear al primer propietario abra una sola vez:"
    assert raya == ultima_raya == "─" * len(raya)
    token = _token(f"{enlace.strip()}\n", base)
    assert ultima(engine, _usar(engine, token)).rol is Rol.PROPIETARIO
    serve._anuncio("127.0.0.1", puerto)()
    assert capsys.readouterr().out.splitlines() == [donde]


def test_nothing_is_said_before_the_pages_answer(
    clientes: Consola, puerto: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        nadie = enchufe.getsockname()[1]
    serve._anuncio("127.0.0.1", nadie)()
    assert capsys.readouterr().out == ""


def test_the_web_half_prints_the_link_unless_its_output_goes_to_a_file(
    clientes: Consola, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "serve_web", lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        libre = enchufe.getsockname()[1]
    resultado = clientes("web", "--puerto", str(libre))
    assert f"Clientes se sirve en http://localhost:{libre}" in resultado.stderr
    assert "primer propietario" in resultado.stdout
    assert f"http://localhost:{libre}/enlace?t=" in resultado.stdout
    monkeypatch.setenv(PARENT, "")
    assert clientes("web", "--puerto", str(libre)).stdout == ""
