"""What the page of the quality says, and the shapes that it draws."""

from datetime import date

import pytest

from clientes_app.services.calidad.cifras import Cifra, CifrasDeCalidad, Mes
from clientes_app.services.calidad.duplicados import Duplicado, Duplicados, MotivoDeParecido
from clientes_app.storage.calidad.duplicados import Identificado
from clientes_app.ui.calidad import texts


def unas_cifras(**cambios: object) -> CifrasDeCalidad:
    valores: dict[str, object] = {
        "revision": 1,
        "clientes": 2_895,
        "listos": 2_398,
        "con_avisos": 421,
        "rechazables": 76,
        "problemas": (Cifra("acentos", "Acentos en el nombre", 312), Cifra("cp_fuera", "CP", 0)),
        "revisiones": (),
        "por_regimen": (),
        "por_estado": (),
        "crecimiento": (),
        "revisando": False,
    }
    return CifrasDeCalidad(**valores | cambios)


def test_what_is_ready_is_rounded_down() -> None:
    visto = texts.resumen(unas_cifras())
    assert (visto.porcentaje, visto.listos, visto.parte_lista) == ("82 %", "2,398", "2398")
    assert not visto.vacio
    assert texts.resumen(unas_cifras(listos=2_894)).porcentaje == "99 %"
    assert texts.resumen(unas_cifras(clientes=0, listos=0)).vacio


def test_what_nobody_has_is_left_out_and_the_most_frequent_comes_first() -> None:
    (falta,) = texts.faltas(unas_cifras())
    assert (falta.dicho, falta.sat) == ("312 clientes: Acentos en el nombre", "CFDI40145")
    assert falta.ruta == "/catalogos/clientes?avisos=acentos"
    una = (Cifra("acentos", "", 1), Cifra("cp_fuera", "", 2))
    assert [falta.cuantos for falta in texts.faltas(unas_cifras(problemas=una))] == ["2", "1"]


def test_bars_of_the_greatest_and_one_of_all_others() -> None:
    cifras = [Cifra(f"60{n}", f"Régimen {n}", 100 - 10 * n) for n in range(9)]
    barras = texts.barras(cifras, "regimen", con_clave=True)
    assert [barra.nombre for barra in barras[:2]] == ["600 Régimen 0", "601 Régimen 1"]
    assert (barras[0].ancho, barras[1].ancho) == ("100.0%", "90.0%")
    assert barras[0].ruta == "/catalogos/clientes?regimen=600"
    assert (len(barras), barras[-1].nombre, barras[-1].cuantos) == (7, "Otros 3", "90")
    assert barras[-1].ruta == "/catalogos/clientes?regimen=606,607,608"
    assert len(texts.barras(cifras[:7], "regimen", con_clave=True)) == 7


def test_what_the_list_cannot_be_filtered_by_is_no_link() -> None:
    fuera = Cifra("", "Sin estado", 5)
    (barra,) = texts.barras([fuera], "estado", con_clave=False)
    assert (barra.nombre, barra.ruta) == ("Sin estado", "")
    todas = [Cifra(str(n), str(n), 10) for n in range(7)]
    assert texts.barras([*todas, fuera], "estado", con_clave=False)[-1].ruta == ""


def test_the_chart_ends_at_its_right_side() -> None:
    meses = [Mes(date(2026, n, 1), 10 * n, 100 + 10 * n) for n in range(1, 13)]
    visto = texts.crecimiento(meses)
    assert visto.frase == "120 clientes más en diciembre; 780 en doce meses."
    assert visto.dicho == "Clientes por mes: de 110 en enero de 2026 a 220 en diciembre de 2026"
    assert visto.alturas == ["300", "200", "100", "0"]
    assert visto.meses[:3] == ["ene", "feb", "mar"]
    assert visto.linea.startswith("M0.00 63.33 L9.09 60.00 L")
    assert visto.linea.endswith(" L100.00 26.67")
    assert visto.area == f"{visto.linea} L100 100 L0 100 Z"


@pytest.mark.parametrize(
    ("mayor", "tope"), [(0, 3), (3, 3), (4, 6), (15, 15), (16, 30), (2_895, 3_000), (3_001, 6_000)]
)
def test_the_top_line_is_a_round_number(mayor: int, tope: int) -> None:
    visto = texts.crecimiento([Mes(date(2026, 1, 1), 0, 0), Mes(date(2026, 2, 1), mayor, mayor)])
    assert visto.alturas[0] == f"{tope:,}"


def test_possible_duplicates_in_words() -> None:
    quienes = (Identificado(1, "DMO0204097D2", "OCHOA"), Identificado(2, "DMO0204091D9", "OCHOA"))
    hallados = Duplicados((Duplicado(MotivoDeParecido.RFC, quienes),), 1, 2, al_dia=True)
    assert texts.parejas(hallados) == "1 grupo"
    (visto,) = texts.duplicados(hallados)
    assert [(cliente.nombre, cliente.rfc, cliente.ruta) for cliente in visto.clientes] == [
        ("OCHOA", "DMO0204097D2", "/catalogos/clientes/1"),
        ("OCHOA", "DMO0204091D9", "/catalogos/clientes/2"),
    ]
    assert (visto.motivo, visto.uno, visto.otro) == ("RFC a una letra de otro", 1, 2)
    de_tres = Duplicado(MotivoDeParecido.NOMBRE, (*quienes, Identificado(3, "X", "OCHOA")))
    (visto,) = texts.duplicados(Duplicados((de_tres,), 1, 3, al_dia=True))
    assert (visto.uno, visto.otro) == (0, 0)
    assert texts.parejas(Duplicados((), 0, 0, al_dia=True)) == "No se encontró ninguno."
    assert texts.parejas(Duplicados((), 0, 0, al_dia=False)) == "Se están buscando…"
    assert texts.parejas(Duplicados((), 1_200, 0, al_dia=True)) == (
        "1,200 grupos; aquí, los 8 más parecidos."
    )


def test_whom_the_sat_refused_is_to_be_mended_and_leads_to_those_clients() -> None:
    revisiones = (
        Cifra("valido", "Validado", 5),
        Cifra("nombre_no_coincide", "", 300),
        Cifra("no_registrado", "", 100),
        Cifra("sin_revisar", "Sin revisar", 1),
    )
    cifras = unas_cifras(revisiones=revisiones, rechazables=400)
    falta, _ = texts.faltas(cifras)
    assert falta.dicho == "400 clientes: Nombre, C.P. o RFC que el SAT no reconoce"
    assert "sat=nombre_no_coincide,cp_no_coincide," in falta.ruta
    visto = texts.resumen(cifras)
    assert visto.ruta_de_rechazables == falta.ruta
    assert (visto.sin_revisar, visto.hay_sin_revisar) == ("1 cliente", True)
    assert visto.no_se_han_revisado == " no se ha revisado, o cambió después."
    # No one filter finds those whom the rules refuse, and those whom the SAT does.
    juntos = texts.resumen(unas_cifras(revisiones=revisiones, rechazables=401))
    assert juntos.ruta_de_rechazables == ""
    assert not texts.resumen(unas_cifras()).se_revisan
