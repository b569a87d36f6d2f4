"""Users for tests of sign-in and authority, and a clock that can be put forward."""

from datetime import timedelta

from sqlalchemy import Engine, event, select, update

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import sesiones, usuarios
from clientes_app.services.acceso.sesiones import CuentaDeUsuario, Identity
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import METADATA

CLAVE = "correcto caballo batería grapa"
AQUI = "192.0.2.7"


def un_usuario(
    engine: Engine,
    cuenta_id: int,
    nombre: str = "Ana",
    *,
    rol: Rol = Rol.PROPIETARIO,
    clave: str = CLAVE,
) -> int:
    """A member of the account with the address `nombre`@clientes.example in lower case."""
    return usuarios.crear(
        engine, cuenta_id=cuenta_id, email=email_de(nombre), nombre=nombre, rol=rol, clave=clave
    )


def email_de(nombre: str) -> str:
    """The address that `un_usuario` gives."""
    return f"{nombre.lower()}@correo.mx"


def entrar(
    engine: Engine, nombre: str = "Ana", *, clave: str = CLAVE, direccion: str = AQUI
) -> str:
    """Sign a user in and return the token."""
    return sesiones.entrar(engine, email=email_de(nombre), clave=clave, direccion=direccion)


def quien(engine: Engine, token: str) -> Identity:
    """Whose token it is; there must be somebody."""
    identidad = sesiones.identificar(engine, token)
    assert identidad is not None
    return identidad


def ultima(engine: Engine, token: str) -> CuentaDeUsuario:
    """The account that the person of a session used last, with their role in it."""
    return sesiones.ultima_cuenta(engine, quien(engine, token))


def un_actor(cuenta_id: int, usuario_id: int | None = None) -> Actor:
    """Somebody who acts through the pages."""
    return Actor(cuenta_id, "Ana", "formulario", usuario_id)


def pasa(engine: Engine, tiempo: timedelta) -> None:
    """Let time pass: every moment that is stored about users is put back by so much."""
    with write_transaction(engine) as tx:
        for nombre in ("sesion", "navegador", "enlace", "intento", "membresia"):
            tabla = METADATA.tables[nombre]
            momentos = [columna for columna in tabla.c if columna.name.endswith(("_en", "_hasta"))]
            claves = list(tabla.primary_key.columns)
            for fila in tx.execute(select(*claves, *momentos)).mappings().all():
                antes = {
                    columna.name: fila[columna.name] - tiempo
                    for columna in momentos
                    if fila[columna.name] is not None
                }
                donde = [clave == fila[clave.name] for clave in claves]
                tx.execute(update(tabla).where(*donde).values(antes))


def contenido(engine: Engine) -> str:
    """All that the tables of users hold, as one text."""
    with read_transaction(engine) as tx:
        return repr(
            [
                tx.execute(select(METADATA.tables[nombre])).all()
                for nombre in ("usuario", "sesion", "navegador", "enlace", "intento", "membresia")
            ]
        )


def ordenes_sql(engine: Engine) -> list[str]:
    """The first words of the SQL that is run from now on, in a list that grows."""
    ordenes: list[str] = []

    def anotar(*args: object) -> None:
        orden = str(args[2]).split()[0]
        if orden not in {"BEGIN", "SET"}:
            ordenes.append(orden)

    event.listen(engine, "before_cursor_execute", anotar)
    return ordenes
