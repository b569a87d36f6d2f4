"""Whether what a process did to a client can be taken back. Pure: decides, touches nothing.

A change since that was itself undone, or that undoes another one, is no change: what counts are
those that stand (`Huella.posteriores`). What one of them gave its value is never overwritten.
"""

from clientes_app.domain.cliente import Contexto, identidad, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.edicion import Edicion
from clientes_app.domain.etiquetas import del_cambio
from clientes_app.services.carga.values import MotivoDeDejar
from clientes_app.storage.clientes.etiquetas import CambioDeEtiquetas
from clientes_app.storage.clientes.reversal import Huella

_CON_CAMPOS = frozenset({"edicion", "etiquetas"})
"""The changes that say what they changed."""


def que_lo_impide(huella: Huella, contexto: Contexto) -> MotivoDeDejar | None:
    """Return why a client has to be left alone, None when nothing stands against it.

    A client that was created, or brought back, goes only if nobody changed it since. One that was
    deleted comes back unless somebody brought it back already, deleted again or not. Of one that
    was updated the fields come back that the process changed, beside those that others changed
    since, unless one of them is the same or the rules refuse the client that both make together.
    An etiqueta that it put on or took off is the same kind of thing, and no rule asks for it.
    None of them comes back as whom another one is by now.
    """
    vuelve = huella.accion == "borrado"
    if vuelve is not huella.borrado or (vuelve and huella.posteriores):
        return MotivoDeDejar.BORRADO if huella.borrado else MotivoDeDejar.RESTAURADO
    if huella.ocupado_por:
        return MotivoDeDejar.REPETIDO
    if vuelve or not huella.posteriores:
        return None
    if huella.accion not in _CON_CAMPOS or campos_en_pugna(huella):
        return MotivoDeDejar.CAMBIADO
    return None if huella.accion == "etiquetas" else _si_no_cabe(huella, contexto)


def _si_no_cabe(huella: Huella, contexto: Contexto) -> MotivoDeDejar | None:
    """Say whether the rules refuse the client with its former values beside those of others."""
    despues = como_era(huella).despues
    juzgado = validar(despues.como_dict(), contexto)
    cabe = juzgado.es_valida and juzgado.datos == despues
    if not cabe or identidad(despues) != identidad(huella.datos):
        return MotivoDeDejar.NO_CABE
    return None


def campos_en_pugna(huella: Huella) -> list[str]:
    """Return the fields that the process changed, or gave, and somebody has changed since."""
    tocados = frozenset[str]().union(*(p.campos for p in huella.posteriores))
    propios = huella.antes if huella.accion in _CON_CAMPOS else CAMPOS
    return [campo for campo in propios if campo in tocados]


def etiquetas_de_antes(huella: Huella) -> CambioDeEtiquetas:
    """Return the change that takes back what was put on a client, or taken off."""
    return CambioDeEtiquetas(
        huella.cliente_id,
        huella.actual,
        puestas=tuple(una for una, nombre in del_cambio(huella.antes).items() if nombre),
        quitadas=tuple(una for una, nombre in del_cambio(huella.despues).items() if nombre),
        deshace=huella.version,
    )


def como_era(huella: Huella) -> Edicion:
    """Return the change that gives an updated client its former values."""
    antes = huella.datos
    return Edicion(
        huella.cliente_id, huella.actual, antes, antes._replace(**huella.antes), huella.version
    )
