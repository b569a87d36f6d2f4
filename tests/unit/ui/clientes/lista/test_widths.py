"""Whatever is chosen: the name has its width, and what gives way does so in one order."""

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.aspecto import AL_PRINCIPIO, COLUMNAS
from clientes_app.ui.clientes.lista.widths import NOMBRE_MINIMO, sheet_of_widths

ANCHAS = "(min-width:1100px)"
DELGADAS = "(min-width:768px) and (max-width:1099px)"
# Box and buttons of a row, in assets/seleccion.css and clientes.css; the narrowest table there is.
FIJO = {ANCHAS: 34 + 74, DELGADAS: 34 + 72}
MINIMA = {ANCHAS: 1100 - 224 - 48, DELGADAS: 768 - 60 - 32}
ORDEN = (
    "uso_cfdi",
    "regimen_fiscal",
    *("etiquetas", "email", "ultimo_cambio", "persona", "estado", "revision_sat", "codigo_postal"),
)
_REGLA = re.compile(r"([^{}]+)\{([^{}]*)\}")
ELECCION = st.permutations(COLUMNAS).flatmap(
    lambda todas: st.integers(0, len(todas)).map(lambda cuantas: todas[:cuantas])
)


@dataclass
class Tabla:
    """What a table of some width shows: its columns with their widths, and what stands whole."""

    anchos: dict[str, float] = field(default_factory=dict[str, float])
    escondidas: set[str] = field(default_factory=set[str])
    descritas: set[str] = field(default_factory=set[str])
    puntos: bool = False

    @property
    def vistas(self) -> dict[str, float]:
        return {c: ancho for c, ancho in self.anchos.items() if c not in self.escondidas}

    def aplicar(self, regla: str, ancho: int) -> None:
        for selector, dicho in _REGLA.findall(regla):
            columna = selector.rpartition(".c-")[2]
            if selector == ".lista .puntos":
                self.puntos = dicho == "display:inline-flex"
            elif columna.endswith(".descripcion-clave"):
                self.descritas.add(columna.partition(" ")[0])
            elif dicho == "display:none":
                self.escondidas.add(columna)
            elif dicho == "display:table-cell":
                self.escondidas.discard(columna)
            else:
                self.anchos[columna] = _en_pixeles(dicho.removeprefix("width:"), ancho)


def _en_pixeles(dicho: str, ancho: int) -> float:
    if fijo := re.fullmatch(r"(\d+)px", dicho):
        return int(fijo[1])
    partes = re.fullmatch(r"calc\((\d+)px \+ \(100cqi - (\d+)px\) \* ([\d.]+)\)", dicho)
    assert partes, dicho
    return int(partes[1]) + (ancho - int(partes[2])) * float(partes[3])


def _tabla(hoja: str, ventanas: str, ancho: int) -> Tabla:
    """Read the style sheet as a browser does, in windows of a kind, for a table of some width."""
    comienzo = hoja.index(f"@media screen and {ventanas}{{") + len(
        f"@media screen and {ventanas}{{"
    )
    cuerpo = hoja[comienzo : hoja.index("}@media", comienzo)]
    siempre, *preguntas = cuerpo.split("@container lista ")
    tabla = Tabla()
    tabla.aplicar(siempre, ancho)
    for pregunta in preguntas:
        desde, _, reglas = pregunta.partition("{")
        numero = re.fullmatch(r"\(min-width:(\d+)px\)", desde)
        assert numero, desde
        if ancho >= int(numero[1]):
            tabla.aplicar(reglas, ancho)
    return tabla


@given(
    columnas=ELECCION,
    con_etiquetas=st.booleans(),
    ventanas=st.sampled_from([ANCHAS, DELGADAS]),
    de_mas=st.integers(0, 1200),
)
def test_the_name_has_its_width_whatever_is_chosen(
    *, columnas: list[str], con_etiquetas: bool, ventanas: str, de_mas: int
) -> None:
    ancho = MINIMA[ventanas] + de_mas
    hoja = sheet_of_widths(columnas, con_etiquetas=con_etiquetas)
    tabla = _tabla(hoja, ventanas, ancho)
    assert ancho - FIJO[ventanas] - sum(tabla.vistas.values()) >= NOMBRE_MINIMO
    siempre = {"rfc", "regimen_fiscal", "uso_cfdi"} & set(columnas)
    assert siempre <= set(tabla.vistas) <= set(columnas)


@given(
    columnas=ELECCION,
    con_etiquetas=st.booleans(),
    ventanas=st.sampled_from([ANCHAS, DELGADAS]),
)
def test_what_gives_way_does_so_in_one_order_whatever_is_chosen(
    *, columnas: list[str], con_etiquetas: bool, ventanas: str
) -> None:
    hoja = sheet_of_widths(columnas, con_etiquetas=con_etiquetas)
    ceden = [c for c in ORDEN if c in columnas and (con_etiquetas or c != "etiquetas")]
    pasos: list[list[str]] = []
    cortes = {int(desde) for desde in re.findall(r"min-width:(\d+)px", hoja)}
    for ancho in sorted({0} | cortes | {corte - 1 for corte in cortes}, reverse=True):
        tabla = _tabla(hoja, ventanas, ancho)
        enteras = tabla.descritas | (set(tabla.vistas) - {"rfc", "regimen_fiscal", "uso_cfdi"})
        faltan = [c for c in ceden if c not in enteras]
        assert tabla.puntos is ("etiquetas" in faltan)
        if not pasos or pasos[-1] != faltan:
            pasos.append(faltan)
    assert pasos == [ceden[:cuantas] for cuantas in range(len(ceden) + 1)]


@pytest.mark.parametrize(
    ("con_etiquetas", "ancho", "faltan"),
    [
        (True, 1600, set()),
        (True, 1583, {"uso"}),
        (True, 1429, {"uso", "regimen"}),
        (True, 1100, {"uso", "regimen"}),
        (True, 1099, {"uso", "regimen", "etiquetas"}),
        (True, 915, {"uso", "regimen", "etiquetas", "email"}),
        (False, 1300, {"uso", "etiquetas"}),
    ],
)
def test_at_the_beginning_it_gives_way_where_it_was_drawn(
    *, con_etiquetas: bool, ancho: int, faltan: set[str]
) -> None:
    hoja = sheet_of_widths(AL_PRINCIPIO, con_etiquetas=con_etiquetas)
    tabla = _tabla(hoja, ANCHAS, ancho)
    se_ven = {
        "uso": "uso_cfdi" in tabla.descritas,
        "regimen": "regimen_fiscal" in tabla.descritas,
        **{cual: cual in tabla.vistas for cual in ("etiquetas", "email", "codigo_postal")},
    }
    assert {cual for cual, se_ve in se_ven.items() if not se_ve} == faltan


def test_short_values_share_a_line_of_a_card_where_the_first_of_them_stands() -> None:
    hoja = sheet_of_widths(("email", "uso_cfdi", "rfc", "codigo_postal"), con_etiquetas=True)
    tarjeta = hoja[hoja.index("@media (max-width:767px)") :]
    lugares = re.findall(r"(?<!seleccionando )\.tabla\.lista tbody td\.c-(\w+)\{([^}]*)\}", tarjeta)
    assert lugares == [
        # Beside the buttons.
        ("email", "grid-row:2;grid-column:1/-2"),
        ("uso_cfdi", "grid-row:3;grid-column:1"),
        ("codigo_postal", "grid-row:3;grid-column:2"),
        ("rfc", "grid-row:4;grid-column:1/-1"),
    ]
