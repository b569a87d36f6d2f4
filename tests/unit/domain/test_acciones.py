"""What an action makes of one client, and what the rules keep it from."""

from datetime import date

import pytest

from clientes_app.domain.acciones import MENDS, Accion, AccionMasiva, aplicar
from clientes_app.domain.cliente import Contexto, DatosCliente, validar
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc.rfc import GENERICO_NACIONAL
from tests.builders import un_cliente, un_rfc

HOY = Contexto(hoy=date(2026, 11, 29), cp_expedicion="44100")
ACENTOS = AccionMasiva(Accion.QUITAR_ACENTOS)
SOCIETARIO = AccionMasiva(Accion.QUITAR_REGIMEN_SOCIETARIO)
LETRAS = AccionMasiva(Accion.USAR_LETRAS_LATINAS)
EXPEDICION = AccionMasiva(Accion.USAR_CP_DE_EXPEDICION)


def datos(**campos: str) -> DatosCliente:
    return DatosCliente(**un_cliente(**campos))


def generico(**campos: str) -> DatosCliente:
    de_todos = {"rfc": GENERICO_NACIONAL, "regimen_fiscal": "616", "uso_cfdi": "S01"}
    return datos(**de_todos | campos)


@pytest.mark.parametrize(
    ("pedida", "antes", "despues"),
    [
        (ACENTOS, "FERRETERÍA LOS MUÑOZ", "FERRETERIA LOS MUÑOZ"),
        (ACENTOS, "PINGÜINO & CÍA", "PINGUINO & CIA"),
        (ACENTOS, "SIN NADA", "SIN NADA"),
        (SOCIETARIO, "ACEROS DEL NORTE SA DE CV", "ACEROS DEL NORTE"),
        (SOCIETARIO, "ACEROS, S. DE R.L. DE C.V.", "ACEROS"),
        (SOCIETARIO, "CASA SABAC", "CASA SABAC"),
        (LETRAS, "АCEROS DEL ΝORTE", "ACEROS DEL NORTE"),
        (LETRAS, "CAFÉ PEÑA", "CAFÉ PEÑA"),
    ],
)
def test_a_mend_changes_the_name_to_what_the_sat_has(
    pedida: AccionMasiva, antes: str, despues: str
) -> None:
    cliente = datos(nombre=antes)
    assert aplicar(pedida, cliente, HOY) == cliente._replace(nombre=despues)


def test_a_person_and_a_generic_rfc_keep_what_looks_like_a_company() -> None:
    for cliente in (datos(rfc=un_rfc(persona="fisica"), nombre="JUAN SA"), generico(nombre="X SA")):
        assert aplicar(SOCIETARIO, cliente, HOY) == cliente


def test_a_letter_that_nobody_can_read_is_told() -> None:
    fuera = aplicar(LETRAS, datos(nombre="中華 IMPORTACIONES"), HOY)
    assert isinstance(fuera, Problema)
    assert "U+4E2D" in fuera.mensaje


@pytest.mark.parametrize("nombre", ["“ACEROS”", "ACEROS – NORTE", "ACEROS ™", "ACEROS 🙂"])
def test_who_is_counted_with_foreign_letters_and_has_none_is_told(nombre: str) -> None:
    fuera = aplicar(LETRAS, datos(nombre=nombre), HOY)
    assert isinstance(fuera, Problema)
    assert fuera.mensaje.startswith("La posición ")
    assert fuera.mensaje.endswith("Se corrige en su ficha.")


def test_what_the_mend_would_make_wrong_is_left_out() -> None:
    fuera = aplicar(ACENTOS, datos(nombre="PÚBLICO EN GENERAL"), HOY)
    assert isinstance(fuera, Problema)
    assert fuera.mensaje == "«PUBLICO EN GENERAL» solo va con el RFC XAXX010101000."


def test_the_postal_code_of_the_issuer_is_for_generic_rfcs_alone() -> None:
    otro = generico(codigo_postal="01000")
    assert aplicar(EXPEDICION, otro, HOY) == otro._replace(codigo_postal="44100")
    assert aplicar(EXPEDICION, otro, Contexto(hoy=HOY.hoy)) == otro
    propio = datos(codigo_postal="01000")
    assert aplicar(EXPEDICION, propio, HOY) == propio


def test_a_key_is_set_only_where_the_rules_allow_it() -> None:
    moral, fisica = datos(), datos(rfc=un_rfc(persona="fisica"))
    nomina = AccionMasiva(Accion.CAMBIAR_REGIMEN, "605")
    fuera = aplicar(nomina, moral, HOY)
    assert isinstance(fuera, Problema)
    assert fuera.mensaje == "605 es de personas físicas; este RFC es de una persona moral."
    # Nor with a uso that does not go with it.
    assert isinstance(aplicar(nomina, fisica, HOY), Problema)
    sin_efectos = fisica._replace(uso_cfdi="S01")
    assert aplicar(nomina, sin_efectos, HOY) == sin_efectos._replace(regimen_fiscal="605")
    uso = AccionMasiva(Accion.CAMBIAR_USO, "I01")
    assert aplicar(uso, moral, HOY) == moral._replace(uso_cfdi="I01")
    assert isinstance(aplicar(uso, generico(), HOY), Problema)


def test_an_action_leaves_a_client_that_the_rules_take() -> None:
    for pedida in (ACENTOS, SOCIETARIO, LETRAS, AccionMasiva(Accion.CAMBIAR_USO, "I08")):
        for nombre in ("ÁRBOL SA DE CV", "АRBOL", "BUENO"):
            despues = aplicar(pedida, datos(nombre=nombre), HOY)
            assert isinstance(despues, DatosCliente)
            juzgado = validar(despues.como_dict(), HOY)
            assert juzgado.es_valida
            assert juzgado.datos == despues


def test_only_keys_that_people_may_choose_are_possible() -> None:
    posibles = [AccionMasiva(Accion.CAMBIAR_USO, clave).es_posible for clave in ("G03", "CP01", "")]
    assert posibles == [True, False, False]
    assert not AccionMasiva(Accion.CAMBIAR_REGIMEN, "999").es_posible
    assert not AccionMasiva(Accion.BORRAR, "601").es_posible
    assert all(AccionMasiva(accion).es_posible for accion in MENDS.values())


def test_an_action_says_what_it_does() -> None:
    assert ACENTOS.titulo == "Quitar acentos"
    assert AccionMasiva(Accion.CAMBIAR_USO, "G03").titulo == "Cambiar uso a G03"
    assert ACENTOS.en_clientes(1_234) == "Quitar acentos en 1,234 clientes"
    assert AccionMasiva(Accion.BORRAR).en_clientes(1) == "Borrar 1 cliente"
