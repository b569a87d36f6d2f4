"""What is said of unions: those that can be separated, and how a separation went."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clientes_app import routes
from clientes_app.services.calidad.parejas import UnionReciente
from clientes_app.services.calidad.union import (
    CampoDejado,
    MotivoDeNoSeparar,
    Separacion,
    SinSeparar,
    Union,
)
from clientes_app.services.context import firma
from clientes_app.ui.clientes.drawer.sentences import enumerar, etiqueta, legible
from clientes_app.ui.shell.notices import shortened

_DEL_QUE_QUEDO = {
    MotivoDeNoSeparar.CAMBIADO: "{nombre} conserva lo que {por} cambió después: {campos}.",
    MotivoDeNoSeparar.NO_CABE: "{nombre} se quedó como está: con lo que alguien cambió después, "
    "sus datos de antes ya no cumplen las reglas. En su Historial están todos.",
    MotivoDeNoSeparar.REPETIDO: "{nombre} se quedó como está: {por} ya está con su RFC de antes.",
    MotivoDeNoSeparar.BORRADO: "{nombre} está en la papelera y se quedó como está.",
}
_DE_LOS_IDOS = {
    MotivoDeNoSeparar.REPETIDO: "{nombre} sigue en la papelera: {por} ya está con ese RFC.",
    MotivoDeNoSeparar.RESTAURADO: "{nombre} ya estaba en la lista: alguien lo restauró.",
    MotivoDeNoSeparar.BORRADO: "{nombre} sigue en la papelera: alguien lo restauró y lo volvió a "
    "borrar.",
}
_NUMEROS = {2: "dos", 3: "tres", 4: "cuatro", 5: "cinco"}


@dataclass(frozen=True)
class UnionVista:
    """A union that can be separated; `con` leads up to who did it and the moment."""

    union_id: int
    nombre: str
    ruta: str
    con: str
    cuando: str


@dataclass(frozen=True)
class MensajeDeUnion:
    """What was just done, at which address it is said; `union_id` 0 when there is no way back.

    `dejados` are those that a separation left as they are, and why.
    """

    texto: str = ""
    union_id: int = 0
    dejados: list[str] = field(default_factory=list)
    en: str = ""


def uniones_vistas(recientes: Sequence[UnionReciente]) -> list[UnionVista]:
    """Make the list «Unidos hace poco»."""
    return [_union(reciente) for reciente in recientes]


def lo_que_se_unio(union: Union, *, en: str) -> MensajeDeUnion:
    """Say who stayed and where the others are."""
    otros = "el otro está" if union.idos == 1 else f"los otros {union.idos} están"
    return MensajeDeUnion(
        f"Quedó {shortened(union.queda.datos.nombre)}; {otros} en la Papelera con la nota de con "
        "quién se unió.",
        union.union_id,
        en=en,
    )


def lo_que_se_separo(separacion: Separacion, *, en: str) -> MensajeDeUnion:
    """Say who is back in the list, and what was left as it is."""
    nombres = [shortened(cliente.nombre) for cliente in separacion.vueltos]
    if nombres:
        estan = "está" if len(nombres) == 1 else "están"
        texto = f"{enumerar(nombres)} {estan} de nuevo en la lista."
    else:
        texto = f"Se separó {shortened(separacion.queda.nombre)}."
    queda = separacion.queda
    dejados = [_dejado(uno, es_el_que_quedo=uno.cliente == queda) for uno in separacion.sin_separar]
    return MensajeDeUnion(texto, dejados=dejados, en=en)


def _union(reciente: UnionReciente) -> UnionVista:
    union, unidos = reciente.union, reciente.unidos
    con = (
        unidos[0].nombre
        if len(unidos) == 1
        else f"{_NUMEROS.get(len(unidos)) or len(unidos)} clientes"
    )
    return UnionVista(
        union.id,
        union.queda.nombre,
        routes.ficha(union.queda.id),
        f"Con {con} · {firma(union.quien, union.origen)}, ",
        union.creada_en.isoformat(),
    )


def _dejado(sin_separar: SinSeparar, *, es_el_que_quedo: bool) -> str:
    frases = _DEL_QUE_QUEDO if es_el_que_quedo else _DE_LOS_IDOS
    return frases[sin_separar.motivo].format(
        nombre=shortened(sin_separar.cliente.nombre),
        por=shortened(sin_separar.por),
        campos=enumerar([_campo(campo) for campo in sin_separar.campos]),
    )


def _campo(dejado: CampoDejado) -> str:
    ahora, antes = legible(dejado.campo, dejado.ahora), legible(dejado.campo, dejado.antes)
    return f"{etiqueta(dejado.campo)} ({ahora}; antes de unir, {antes})"
