"""What one person sees and types of one client, beside what is stored.

Pure: each function takes a sheet and returns another one. For every field the sheet knows the
*base*, the stored value that the person saw there, and the version of the client it is of. A
field still at its base follows what is stored; one that was typed into keeps the text, and is in
conflict once somebody else stored another value than the base.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from clientes_app.ui.clientes.drawer.calls import BLANCO, Leido


@dataclass(frozen=True, slots=True)
class Escrito:
    """What a field of the page holds: its text, the version it was based on, its telling."""

    texto: str
    vista: int = 0
    serie: int = 0


@dataclass(frozen=True, slots=True)
class Hoja:
    """A client in the drawer: `leido` is what is stored, `valores` what the person sees."""

    leido: Leido = field(default_factory=Leido)
    base: dict[str, str] = field(default_factory=lambda: dict(BLANCO))
    vistas: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BLANCO, 0))
    valores: dict[str, str] = field(default_factory=lambda: dict(BLANCO))
    autores: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def cliente_id(self) -> int:
        """The client, 0 for a new one."""
        return self.leido.cliente_id

    @property
    def cambiados(self) -> tuple[str, ...]:
        """The fields that the person changed."""
        return tuple(campo for campo in BLANCO if not _igual(self, campo))

    @property
    def en_choque(self) -> tuple[str, ...]:
        """The fields that the person and somebody else changed to different values."""
        guardado = self.leido.valores
        return tuple(
            campo
            for campo in self.cambiados
            if self.base[campo] != guardado[campo] != self.valores[campo].strip()
        )


def abierta(leido: Leido) -> Hoja:
    """The sheet of a client just read."""
    valores = leido.valores
    return Hoja(leido, dict(valores), dict.fromkeys(BLANCO, leido.version), dict(valores))


def atrasadas(hoja: Hoja, escritos: Mapping[str, Escrito]) -> set[int]:
    """The versions, earlier than what the sheet knows, that fields of the page were based on."""
    return {
        escrito.vista
        for campo, escrito in escritos.items()
        if 0 < escrito.vista < hoja.vistas[campo]
    }


def con_lo_escrito(
    hoja: Hoja, escritos: Mapping[str, Escrito], bases: Mapping[int, Mapping[str, str]]
) -> Hoja:
    """The sheet with what the page holds.

    `bases` has the client's values at the versions that `atrasadas` named: text typed over an
    older value than the stored one is held against that older value, and text that *is* the
    older value was not typed at all.
    """
    valores, base, vistas = dict(hoja.valores), dict(hoja.base), dict(hoja.vistas)
    for campo, escrito in escritos.items():
        vieja = bases.get(escrito.vista)
        if vieja is not None and escrito.vista < vistas[campo]:
            if escrito.texto.strip() == vieja[campo]:
                continue
            base[campo], vistas[campo] = vieja[campo], escrito.vista
        valores[campo] = escrito.texto
    return _asentada(replace(hoja, valores=valores, base=base, vistas=vistas))


def con_valores(hoja: Hoja, valores: Mapping[str, str]) -> Hoja:
    """The sheet with other values in some fields, as if the person had typed them."""
    return _asentada(replace(hoja, valores={**hoja.valores, **valores}))


def al_dia(hoja: Hoja, leido: Leido) -> tuple[Hoja, dict[str, str]]:
    """The sheet after somebody stored something, and the fields it took over, with their authors.

    What both changed to the same value is nobody's news.
    """
    nueva = _asentada(replace(hoja, leido=leido, autores={**hoja.autores, **leido.autores}))
    tomados = {
        campo: nueva.autores.get(campo, leido.quien)
        for campo in BLANCO
        if nueva.valores[campo] != hoja.valores[campo]
    }
    return nueva, tomados


def decidida(hoja: Hoja, campo: str, *, propio: bool) -> Hoja:
    """The sheet after the person saw both values of a field and chose one."""
    guardado = hoja.leido.valores[campo]
    return replace(
        hoja,
        base={**hoja.base, campo: guardado},
        vistas={**hoja.vistas, campo: hoja.leido.version},
        valores=hoja.valores if propio else {**hoja.valores, campo: guardado},
    )


def _igual(hoja: Hoja, campo: str) -> bool:
    return hoja.valores[campo].strip() == hoja.base[campo]


def _asentada(hoja: Hoja) -> Hoja:
    """Let every field that is not typed into, or typed to what is stored, follow what is stored."""
    valores, base, vistas = dict(hoja.valores), dict(hoja.base), dict(hoja.vistas)
    for campo, guardado in hoja.leido.valores.items():
        if base[campo] == guardado:
            continue
        if _igual(hoja, campo) or valores[campo].strip() == guardado:
            valores[campo] = base[campo] = guardado
            vistas[campo] = hoja.leido.version
    return replace(hoja, valores=valores, base=base, vistas=vistas)
