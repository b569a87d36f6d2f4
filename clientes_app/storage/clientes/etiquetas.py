"""The etiquetas of one account, and those of its clients."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.etiquetas import campo_de_cambio, clave_de
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, CLIENTE_ETIQUETA, CUENTA, ETIQUETA
from clientes_app.storage.errors import VersionVieja
from clientes_app.storage.values import Autoria, EtiquetaContada, EtiquetaGuardada

_COLUMNAS = (ETIQUETA.c.id, ETIQUETA.c.nombre, ETIQUETA.c.color)
_EN_USO = ETIQUETA.c.borrada_en.is_(None)


class CambioDeEtiquetas(NamedTuple):
    """A client that gets some etiquetas and loses others, from the version that it has.

    Those of `puestas` it does not have, those of `quitadas` it has. `deshace` is the version whose
    change is taken back by that, if it does that.
    """

    cliente_id: int
    version: int
    puestas: tuple[int, ...] = ()
    quitadas: tuple[int, ...] = ()
    deshace: int | None = None


def _guardada(fila: Sequence[Any]) -> EtiquetaGuardada:
    return EtiquetaGuardada(*fila)


class EtiquetaRepository:
    """The etiquetas that an account has. Whoever changes one, or makes one, says so by that."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def todas(self) -> tuple[EtiquetaGuardada, ...]:
        """Return those in use, by name."""
        return tuple(map(_guardada, self._tx.execute(self._en_uso())))

    def obtener(self, etiqueta_id: int) -> EtiquetaGuardada | None:
        """Return one in use, None when the account has no such one."""
        fila = self._tx.execute(self._en_uso().where(ETIQUETA.c.id == etiqueta_id)).first()
        return None if fila is None else _guardada(fila)

    def borrada(self, etiqueta_id: int) -> EtiquetaGuardada | None:
        """Return one that was deleted, None when the account has no such one."""
        consulta = select(*_COLUMNAS).where(
            ETIQUETA.c.cuenta_id == self._cuenta_id, ETIQUETA.c.id == etiqueta_id, ~_EN_USO
        )
        fila = self._tx.execute(consulta).first()
        return None if fila is None else _guardada(fila)

    def de_nombre(self, nombre: str) -> EtiquetaGuardada | None:
        """Return the one in use that is called so, in whatever case and accents."""
        consulta = self._en_uso().where(ETIQUETA.c.clave == clave_de(nombre))
        fila = self._tx.execute(consulta).first()
        return None if fila is None else _guardada(fila)

    def contadas(self) -> tuple[EtiquetaContada, ...]:
        """Return those in use with the number of clients of the list that have each, by name."""
        # The papelera is small beside the list, and has an index of its own.
        borrados = select(CLIENTE.c.id).where(
            CLIENTE.c.cuenta_id == self._cuenta_id, CLIENTE.c.borrado_en.is_not(None)
        )
        con = self._cuantos()
        en_papelera = self._cuantos(CLIENTE_ETIQUETA.c.cliente_id.in_(borrados))
        return tuple(
            EtiquetaContada(una, con.get(una.id, 0) - en_papelera.get(una.id, 0))
            for una in self.todas()
        )

    def crear(self, nombre: str, color: str) -> EtiquetaGuardada:
        """Make one; whoever calls has looked whether there is one of that name."""
        self._avisar()
        valores = {
            "cuenta_id": self._cuenta_id,
            "nombre": nombre,
            "clave": clave_de(nombre),
            "color": color,
            "creada_en": utc_now(),
        }
        orden = insert(ETIQUETA).values(valores).returning(ETIQUETA.c.id)
        return EtiquetaGuardada(self._tx.execute(orden).scalar_one(), nombre, color)

    def cambiar(self, etiqueta_id: int, *, nombre: str, color: str) -> None:
        """Give one another name or colour."""
        self._poner(etiqueta_id, nombre=nombre, clave=clave_de(nombre), color=color)

    def borrar(self, etiqueta_id: int) -> None:
        """Take one away from everybody; what it was put on stays known."""
        self._poner(etiqueta_id, borrada_en=utc_now())

    def devolver(self, etiqueta_id: int) -> None:
        """Bring one back that was deleted, with the clients that had it."""
        self._poner(etiqueta_id, borrada_en=None)

    def _avisar(self) -> None:
        """Say that etiquetas changed: open pages read them anew."""
        self._tx.execute(
            update(CUENTA)
            .where(CUENTA.c.id == self._cuenta_id)
            .values(cambios_de_etiquetas=CUENTA.c.cambios_de_etiquetas + 1)
        )

    def _poner(self, etiqueta_id: int, **valores: object) -> None:
        self._avisar()
        self._tx.execute(
            update(ETIQUETA)
            .where(ETIQUETA.c.cuenta_id == self._cuenta_id, ETIQUETA.c.id == etiqueta_id)
            .values(**valores)
        )

    def _en_uso(self) -> Select[int, str, str]:
        return (
            select(*_COLUMNAS)
            .where(ETIQUETA.c.cuenta_id == self._cuenta_id, _EN_USO)
            .order_by(ETIQUETA.c.clave, ETIQUETA.c.id)
        )

    def _cuantos(self, *condiciones: ColumnElement[bool]) -> dict[int, int]:
        consulta = (
            select(CLIENTE_ETIQUETA.c.etiqueta_id, func.count())
            .where(CLIENTE_ETIQUETA.c.cuenta_id == self._cuenta_id, *condiciones)
            .group_by(CLIENTE_ETIQUETA.c.etiqueta_id)
        )
        return dict(self._tx.execute(consulta).all())


class EtiquetasDeClientes:
    """Which etiquetas the clients of one account have: reading them, and setting them.

    Whoever sets some holds the account (`ClienteRepository.bloquear`).
    """

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def leer(self, ids: Collection[int]) -> dict[int, tuple[EtiquetaGuardada, ...]]:
        """Return by id the etiquetas in use of these clients, by name; some thousand at once.

        A client without any is not among them.
        """
        filas = self._tx.execute(
            select(CLIENTE_ETIQUETA.c.cliente_id, *_COLUMNAS)
            .join(ETIQUETA, ETIQUETA.c.id == CLIENTE_ETIQUETA.c.etiqueta_id)
            .where(
                CLIENTE_ETIQUETA.c.cuenta_id == self._cuenta_id,
                CLIENTE_ETIQUETA.c.cliente_id.in_(list(ids)),
                _EN_USO,
            )
            .order_by(ETIQUETA.c.clave, ETIQUETA.c.id)
        )
        suyas: defaultdict[int, list[EtiquetaGuardada]] = defaultdict(list)
        for cliente_id, *una in filas:
            suyas[cliente_id].append(EtiquetaGuardada(*una))
        return {cliente_id: tuple(unas) for cliente_id, unas in suyas.items()}

    def con(self, etiqueta_id: int, ids: Collection[int]) -> frozenset[int]:
        """Return which of these clients have an etiqueta; some thousand at once."""
        filas = self._tx.execute(
            select(CLIENTE_ETIQUETA.c.cliente_id).where(
                CLIENTE_ETIQUETA.c.cuenta_id == self._cuenta_id,
                CLIENTE_ETIQUETA.c.cliente_id.in_(list(ids)),
                CLIENTE_ETIQUETA.c.etiqueta_id == etiqueta_id,
            )
        )
        return frozenset(filas.scalars())

    def fijar(self, cambios: Sequence[CambioDeEtiquetas], autoria: Autoria) -> None:
        """Put etiquetas on living clients and take others off, with the history of each client.

        Raises VersionVieja when a client is not at the version that was said, or in the papelera.
        """
        if not cambios:
            return
        self._subir_version(cambios)
        de = [(cambio.cliente_id, etiqueta) for cambio in cambios for etiqueta in cambio.quitadas]
        for etiqueta_id in {etiqueta for _, etiqueta in de}:
            self._tx.execute(
                delete(CLIENTE_ETIQUETA).where(
                    CLIENTE_ETIQUETA.c.cuenta_id == self._cuenta_id,
                    CLIENTE_ETIQUETA.c.etiqueta_id == etiqueta_id,
                    CLIENTE_ETIQUETA.c.cliente_id.in_(
                        [cliente_id for cliente_id, una in de if una == etiqueta_id]
                    ),
                )
            )
        puestas = [
            {"cliente_id": cambio.cliente_id, "etiqueta_id": etiqueta, "cuenta_id": self._cuenta_id}
            for cambio in cambios
            for etiqueta in cambio.puestas
        ]
        if puestas:
            self._tx.connection().execute(insert(CLIENTE_ETIQUETA), puestas)
        self._anotar(cambios, autoria)

    def _subir_version(self, cambios: Sequence[CambioDeEtiquetas]) -> None:
        movidos = self._tx.execute(
            update(CLIENTE)
            .where(
                CLIENTE.c.cuenta_id == self._cuenta_id,
                CLIENTE.c.id.in_([cambio.cliente_id for cambio in cambios]),
                CLIENTE.c.borrado_en.is_(None),
            )
            .values(version=CLIENTE.c.version + 1, actualizado_en=utc_now())
            .returning(CLIENTE.c.id, CLIENTE.c.version)
        ).all()
        son = {(cambio.cliente_id, cambio.version + 1) for cambio in cambios}
        if {(fila.id, fila.version) for fila in movidos} != son:
            raise VersionVieja(cambios[0].cliente_id, cambios[0].version)

    def _anotar(self, cambios: Sequence[CambioDeEtiquetas], autoria: Autoria) -> None:
        nombres = self._nombres()
        comunes = {
            "cuenta_id": self._cuenta_id,
            "accion": "etiquetas",
            "origen": autoria.origen,
            "quien": autoria.quien,
            "usuario_id": autoria.usuario_id,
            "proceso_id": autoria.proceso_id,
            "creado_en": utc_now(),
        }
        self._tx.connection().execute(
            insert(CAMBIO),
            [
                {
                    "cliente_id": cambio.cliente_id,
                    "version": cambio.version + 1,
                    "deshace_version": cambio.deshace,
                    "antes": _dichas(nombres, con=cambio.quitadas, sin=cambio.puestas),
                    "despues": _dichas(nombres, con=cambio.puestas, sin=cambio.quitadas),
                }
                | comunes
                for cambio in cambios
            ],
        )

    def _nombres(self) -> dict[int, str]:
        """Return by number what all etiquetas are called, those that were deleted too."""
        consulta = select(ETIQUETA.c.id, ETIQUETA.c.nombre)
        return dict(self._tx.execute(consulta.where(ETIQUETA.c.cuenta_id == self._cuenta_id)).all())


def _dichas(nombres: Mapping[int, str], *, con: Sequence[int], sin: Sequence[int]) -> str:
    """Return one side of a change: those that a client has on it, and "" for those it has not."""
    lados = {campo_de_cambio(una): nombres[una] for una in con}
    lados |= {campo_de_cambio(una): "" for una in sin}
    return json.dumps(lados, ensure_ascii=False, separators=(",", ":"))
