"""What undoing a process needs: its changes beside what became of them since.

A change that undoing writes names the version that it takes back. Both then count for nothing:
what stands are the changes that neither undo nor are undone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, exists, select
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente, IdentidadDeCliente, identidad
from clientes_app.domain.columnas import CAMPOS
from clientes_app.storage.clientes import bulk
from clientes_app.storage.clientes.derived import diferencia_de_json
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, COLUMNAS_DE_CAMPOS, PROCESO


@dataclass(frozen=True, slots=True)
class Posterior:
    """A change that stands and was made after that of a process; `archivo` is "" by hand.

    `por_accion` says that it came with an action on many clients, of that title.
    """

    version: int
    quien: str
    archivo: str
    por_accion: bool
    campos: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Huella:
    """What a process did to a client and has not taken back, and how the client is now.

    `version` is the one that the process made, `actual` the one it has now; `posteriores` are the
    changes since that stand, the latest last. `ocupado_por` is the client who has the identity
    that taking it back would give this one, "" when nobody has.
    """

    cambio_id: int
    cliente_id: int
    accion: str
    version: int
    antes: dict[str, str]
    despues: dict[str, str]
    actual: int
    borrado: bool
    datos: DatosCliente
    posteriores: tuple[Posterior, ...]
    ocupado_por: str


class DeshacerRepository:
    """Undoing for one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def huellas(
        self, proceso_id: int, *, despues_de: int = 0, salta: int = 0, cuantas: int
    ) -> list[Huella]:
        """Return what a process did after that change and has not taken back, in its order.

        A process changes a client once. `salta` leaves out so many.
        """
        deshace = CAMBIO.alias()
        filas = (
            self._tx.execute(
                select(
                    CAMBIO.c.id,
                    CAMBIO.c.cliente_id,
                    CAMBIO.c.accion,
                    CAMBIO.c.version,
                    CAMBIO.c.antes,
                    CAMBIO.c.despues,
                    CLIENTE.c.version.label("actual"),
                    CLIENTE.c.borrado_en,
                    *COLUMNAS_DE_CAMPOS,
                )
                .join(CLIENTE, CLIENTE.c.id == CAMBIO.c.cliente_id)
                .where(
                    # The account is asked of the client: so the index by process is taken.
                    CLIENTE.c.cuenta_id == self._cuenta_id,
                    CAMBIO.c.proceso_id == proceso_id,
                    CAMBIO.c.id > despues_de,
                    CAMBIO.c.deshace_version.is_(None),
                    ~exists().where(
                        deshace.c.cliente_id == CAMBIO.c.cliente_id,
                        deshace.c.deshace_version == CAMBIO.c.version,
                    ),
                )
                .order_by(CAMBIO.c.id)
                .offset(salta)
                .limit(cuantas)
            )
            .mappings()
            .all()
        )
        cambiados = [fila["cliente_id"] for fila in filas if fila["actual"] != fila["version"]]
        en_pie = self.en_pie(cambiados)
        ocupados = self._ocupados(filas)
        return [_huella(fila, en_pie[fila["cliente_id"]], ocupados) for fila in filas]

    def _ocupados(self, filas: Sequence[RowMapping]) -> dict[int, str]:
        """Return by id who has the identity that a client would get back."""
        suyas: dict[int, IdentidadDeCliente] = {}
        for fila in filas:
            if fila["accion"] == "etiquetas":
                continue
            datos = _datos(fila)
            antes = identidad(datos._replace(**diferencia_de_json(fila["antes"])))
            vuelve = fila["accion"] == "borrado" and fila["borrado_en"] is not None
            if vuelve or (fila["accion"] == "edicion" and antes != identidad(datos)):
                suyas[fila["cliente_id"]] = antes
        if not suyas:
            return {}
        hay = bulk.existentes(self._tx, self._cuenta_id, identidades=suyas.values())
        return {quien: hay[suya].datos.nombre for quien, suya in suyas.items() if suya in hay}

    def en_pie(self, ids: Sequence[int]) -> defaultdict[int, list[Posterior]]:
        """Return the changes of some clients that stand, in their order."""
        en_pie: defaultdict[int, list[Posterior]] = defaultdict(list)
        if not ids:
            return en_pie
        filas = self._tx.execute(
            select(
                CAMBIO.c.cliente_id,
                CAMBIO.c.version,
                CAMBIO.c.quien,
                CAMBIO.c.despues,
                CAMBIO.c.deshace_version,
                PROCESO.c.archivo,
                PROCESO.c.accion,
            )
            .outerjoin(PROCESO, PROCESO.c.id == CAMBIO.c.proceso_id)
            .where(
                CAMBIO.c.cuenta_id == self._cuenta_id,
                CAMBIO.c.cliente_id.in_(ids),
                # What the SAT said of a client is no change of it, and lapses by itself.
                CAMBIO.c.accion != "revision_sat",
            )
            .order_by(CAMBIO.c.cliente_id, CAMBIO.c.version)
        ).all()
        deshechas = {(fila.cliente_id, fila.deshace_version) for fila in filas}
        for fila in filas:
            if fila.deshace_version is None and (fila.cliente_id, fila.version) not in deshechas:
                campos = frozenset(diferencia_de_json(fila.despues))
                posterior = Posterior(
                    fila.version, fila.quien, fila.archivo or "", bool(fila.accion), campos
                )
                en_pie[fila.cliente_id].append(posterior)
        return en_pie


def _datos(fila: RowMapping) -> DatosCliente:
    return DatosCliente(**{campo: fila[campo] for campo in CAMPOS})


def _huella(fila: RowMapping, en_pie: Sequence[Posterior], ocupados: Mapping[int, str]) -> Huella:
    return Huella(
        cambio_id=fila["id"],
        cliente_id=fila["cliente_id"],
        accion=fila["accion"],
        version=fila["version"],
        antes=diferencia_de_json(fila["antes"]),
        despues=diferencia_de_json(fila["despues"]),
        actual=fila["actual"],
        borrado=fila["borrado_en"] is not None,
        datos=_datos(fila),
        posteriores=tuple(p for p in en_pie if p.version > fila["version"]),
        ocupado_por=ocupados.get(fila["cliente_id"], ""),
    )
