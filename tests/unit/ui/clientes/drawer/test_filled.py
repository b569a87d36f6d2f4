"""What a document makes of the drawer: filled, against a stored client, chosen, taken back."""

import pytest

from clientes_app.services.documentos.llenado import (
    DatosDeConstancia,
    RegimenOfrecido,
    YaGuardado,
    rfc_de_qr,
)
from clientes_app.ui.clientes.drawer import filled
from clientes_app.ui.clientes.drawer.document_shown import (
    ABRIR,
    AGREGAR,
    COMPARAR,
    DocumentoVisto,
    document_shown,
)
from clientes_app.ui.clientes.drawer.edited import BLANK, StoredClient, TypedField
from clientes_app.ui.clientes.drawer.memory import FieldTyped, Memory, Opened, reduce
from clientes_app.ui.clientes.drawer.shown import shown
from tests.builders import un_cliente

RFC = "XQA400101AA1"
SAID = {
    "nombre": "MUEBLES DEL VALLE",
    "rfc": RFC,
    "regimen_fiscal": "601",
    "codigo_postal": "44630",
    "calle": "AVENIDA ENCINOS",
    "colonia": "CENTRO",
}
THREE = (
    RegimenOfrecido("612", "Actividades Empresariales", "2011-03-01"),
    RegimenOfrecido("606", "Arrendamiento", "2019-01-01"),
    RegimenOfrecido("605", "Sueldos y Salarios"),
)


def document(**changes: str) -> DatosDeConstancia:
    values = {campo: valor for campo, valor in (SAID | changes).items() if valor}
    return DatosDeConstancia(
        archivo="constancia.pdf", valores=values, emitida="2026-11-06", activo=True
    )


def of_three(**changes: str) -> DatosDeConstancia:
    values = {campo: valor for campo, valor in SAID.items() if campo != "regimen_fiscal"}
    return DatosDeConstancia(archivo="tres.pdf", valores=values | changes, regimenes=THREE)


def opened(**campos: str) -> Memory:
    """The drawer on a client that is stored, or a new one if nothing is."""
    values = BLANK | un_cliente(**campos) if campos else dict(BLANK)
    stored = StoredClient(7 if campos else 0, 1 if campos else 0, values)
    return reduce(Memory(), Opened(stored, "3.4"))


def typed(memory: Memory, campo: str, text: str, *, number: int = 1) -> Memory:
    return reduce(memory, FieldTyped(campo, TypedField(text, 0, number), left=True, bases={}))


def seen(memory: Memory) -> DocumentoVisto:
    return document_shown(memory.filling, memory.client)


def marked(memory: Memory) -> set[str]:
    fields = shown(memory)["campos"]
    assert isinstance(fields, dict)
    return {campo for campo, field in fields.items() if field.del_documento}


NEW = opened()
FILLED = filled.filled(NEW, document())
STORED = opened(
    rfc=RFC, nombre="MUEBLES VALLE", regimen_fiscal="601", codigo_postal="45010", calle="Roble"
)
AGAINST = filled.filled(STORED, document())


def test_a_new_client_is_filled_and_every_filled_field_marked() -> None:
    values = FILLED.client.values
    assert {campo: values[campo] for campo in SAID} == SAID
    assert marked(FILLED) == set(SAID)
    assert FILLED.optional
    assert FILLED.client.changed


def test_what_was_filled_is_said_with_its_day() -> None:
    assert seen(FILLED).dicho == (
        "Emitida el 6 nov 2026 · RFC activo. Mire lo que se llenó y guarde."
    )
    assert seen(FILLED).sin_email
    assert seen(FILLED).titulo == ""


def test_a_mark_goes_when_the_field_is_looked_at_or_changed() -> None:
    looked = filled.looked_at(FILLED, "nombre")
    assert marked(looked) == set(SAID) - {"nombre"}
    assert looked.client.values == FILLED.client.values
    assert "codigo_postal" not in marked(typed(FILLED, "codigo_postal", "44100"))


def test_the_page_hears_that_its_fields_were_filled() -> None:
    assert all(FILLED.told[campo] > NEW.told.get(campo, 0) for campo in SAID)


def test_what_a_field_tells_that_has_not_heard_of_it_yet_is_older() -> None:
    memory = filled.filled(typed(NEW, "nombre", "", number=3), document())
    assert memory.filling.is_older("nombre", 4, memory.told)
    assert not memory.filling.is_older("nombre", memory.told["nombre"] + 1, memory.told)
    assert not memory.filling.is_older("uso_cfdi", 0, memory.told)


def test_taking_back_gives_what_stood_there_and_leaves_what_was_typed_since() -> None:
    before = typed(typed(NEW, "nombre", "MIO"), "uso_cfdi", "G03")
    after = filled.taken_back(typed(filled.filled(before, document()), "codigo_postal", "01000"))
    assert after.client.values == BLANK | {
        "nombre": "MIO", "uso_cfdi": "G03", "codigo_postal": "01000"
    }  # fmt: skip
    assert seen(after).archivo == ""
    assert marked(after) == set()


def test_a_second_document_takes_the_place_of_the_first() -> None:
    second = filled.filled(FILLED, document(nombre="OTRO", calle="", colonia=""))
    assert second.client.values["nombre"] == "OTRO"
    assert second.client.values["calle"] == ""
    assert filled.taken_back(second).client.values == BLANK


def test_an_email_and_an_address_that_are_there_are_kept_whole() -> None:
    before = typed(typed(NEW, "email", "a@b.example"), "colonia", "ROMA")
    values = filled.filled(before, document(email="sat@sat.example")).client.values
    assert (values["email"], values["colonia"], values["calle"]) == ("a@b.example", "ROMA", "")


def test_of_several_regimenes_none_is_chosen_and_all_are_offered() -> None:
    memory = filled.filled(typed(NEW, "regimen_fiscal", "601"), of_three())
    documento = seen(memory)
    assert memory.client.values["regimen_fiscal"] == ""
    assert documento.pide == (
        "La constancia trae 3 regímenes vigentes. Elija con cuál se le factura."
    )
    assert [(each.valor, each.titulo, each.elegido) for each in documento.regimenes] == [
        ("612 Actividades Empresariales", "desde mar 2011", False),
        ("606 Arrendamiento", "desde ene 2019", False),
        ("605 Sueldos y Salarios", "", False),
    ]
    assert "regimen_fiscal" not in memory.touched
    chosen = filled.side_chosen(memory, "regimen_fiscal", "606")
    assert chosen.client.values["regimen_fiscal"] == "606"
    assert [each.elegido for each in seen(chosen).regimenes] == [False, True, False]
    assert filled.taken_back(chosen).client.values["regimen_fiscal"] == "601"
    assert filled.taken_back(memory).client.values["regimen_fiscal"] == "601"


def test_one_of_several_regimenes_that_was_typed_before_stays_chosen() -> None:
    memory = filled.filled(typed(NEW, "regimen_fiscal", "606"), of_three())
    assert memory.client.values["regimen_fiscal"] == "606"


def test_a_generic_rfc_gives_way_with_what_it_had_set() -> None:
    generic = typed(NEW, "rfc", "XAXX010101000")
    assert generic.client.values["uso_cfdi"] == "S01"
    values = filled.filled(generic, document()).client.values
    assert (values["rfc"], values["uso_cfdi"], values["regimen_fiscal"]) == (RFC, "", "601")


def test_against_a_stored_client_the_differences_come_first() -> None:
    documento = seen(AGAINST)
    assert documento.titulo == "4 datos son distintos"
    assert [each.campo for each in documento.diferencias] == [
        "nombre", "codigo_postal", "calle", "colonia"
    ]  # fmt: skip
    assert documento.plegado
    assert documento.dicho == "Es de este cliente: el RFC coincide. Emitida el 6 nov 2026."
    assert documento.resto == (
        "Iguales: RFC, Régimen Fiscal. La constancia no trae: Uso de la Factura, E-mail."
    )


def test_what_the_sat_compares_is_taken_and_an_address_is_not_mixed() -> None:
    values = AGAINST.client.values
    assert (values["nombre"], values["codigo_postal"]) == (SAID["nombre"], SAID["codigo_postal"])
    assert (values["calle"], values["colonia"]) == ("Roble", "")
    assert seen(AGAINST).guardar == "Guardar 2 cambios"


def test_each_difference_is_chosen_by_itself() -> None:
    memory = filled.side_chosen(AGAINST, "nombre", "guardado")
    assert memory.client.values["nombre"] == "MUEBLES VALLE"
    assert seen(memory).guardar == "Guardar 1 cambio"
    memory = filled.side_chosen(memory, "calle", "constancia")
    assert memory.client.values["calle"] == "AVENIDA ENCINOS"
    lados = next(each.lados for each in seen(memory).diferencias if each.campo == "calle")
    assert [(lado.titulo, lado.valor, lado.elegido) for lado in lados] == [
        ("Guardado", "Roble", False),
        ("En la constancia", "AVENIDA ENCINOS", True),
    ]
    assert filled.taken_back(memory).client.changed == ()


def test_what_was_typed_into_a_stored_client_is_a_side_of_its_own() -> None:
    memory = filled.filled(typed(STORED, "nombre", "MUEBLERIA"), document())
    assert memory.client.values["nombre"] == "MUEBLERIA"
    lados = seen(memory).diferencias[0].lados
    assert [(lado.titulo, lado.valor) for lado in lados] == [
        ("Guardado", "MUEBLES VALLE"),
        ("Escrito aquí", "MUEBLERIA"),
        ("En la constancia", "MUEBLES DEL VALLE"),
    ]


def test_case_and_accents_are_no_difference_in_an_address_and_are_in_a_name() -> None:
    stored = opened(rfc=RFC, nombre="MUEBLES DEL VALLÉ", calle="Avenida Encinos")
    campos = [each.campo for each in seen(filled.filled(stored, document())).diferencias]
    assert "nombre" in campos
    assert "calle" not in campos


def test_a_stored_regimen_that_is_one_of_several_is_no_difference() -> None:
    one = filled.filled(opened(rfc=RFC, regimen_fiscal="606"), of_three())
    assert "regimen_fiscal" not in [each.campo for each in seen(one).diferencias]
    other = filled.filled(opened(rfc=RFC, regimen_fiscal="621"), of_three())
    lados = next(e.lados for e in seen(other).diferencias if e.campo == "regimen_fiscal")
    assert [lado.lado for lado in lados] == ["guardado", "612", "606", "605"]
    assert [lado.elegido for lado in lados] == [True, False, False, False]
    chosen = filled.side_chosen(other, "regimen_fiscal", "612")
    assert chosen.client.values["regimen_fiscal"] == "612"


def test_without_a_difference_that_is_said_and_nothing_is_folded_away() -> None:
    same = opened(**SAID)
    documento = seen(filled.filled(same, document()))
    assert (documento.titulo, documento.plegado) == ("Todo es igual a lo guardado", False)
    assert (documento.diferencias, documento.guardar) == ([], "Guardar")


def test_a_refused_save_unfolds_the_fields() -> None:
    assert not seen(filled.unfolded(AGAINST)).plegado


@pytest.mark.parametrize(("campo", "lado"), [("uso_cfdi", "constancia"), ("nombre", "612")])
def test_what_no_page_offers_changes_nothing(campo: str, lado: str) -> None:
    assert filled.side_chosen(AGAINST, campo, lado) is AGAINST
    assert filled.side_chosen(NEW, campo, lado) is NEW


def test_a_document_that_cannot_be_read_is_told_and_keeps_what_was_filled() -> None:
    motivo = DatosDeConstancia(archivo="foto.pdf", motivo="Es una imagen.")
    memory = filled.told(FILLED, motivo)
    assert memory.client == FILLED.client
    assert marked(memory) == set(SAID)
    assert seen(memory).rechazo.motivo == "Es una imagen."
    assert seen(memory).rechazo.acciones == []


def test_a_constancia_of_another_rfc_is_told_with_the_ways_out() -> None:
    other = document(rfc="EKU9003173C9")
    rechazo = seen(filled.told(STORED, other)).rechazo
    assert rechazo.motivo == (
        f"Es de otro RFC: EKU9003173C9 (MUEBLES DEL VALLE); este cliente es {RFC}. "
        "No se llenó nada."
    )
    assert [accion for accion, _ in rechazo.acciones] == [AGREGAR, COMPARAR]
    compared = filled.filled(STORED, other)
    assert seen(compared).dicho.startswith("Es de otro RFC: EKU9003173C9.")
    assert "rfc" in [each.campo for each in seen(compared).diferencias]


def test_a_new_client_that_is_in_the_list_already_is_compared_and_says_what_it_costs() -> None:
    known = DatosDeConstancia(archivo="c.pdf", valores=SAID, guardado=YaGuardado(9, "MUEBLES"))
    rechazo = seen(filled.told(typed(NEW, "nombre", "MIO"), known)).rechazo
    assert rechazo.motivo == f"El RFC {RFC} ya está en la lista. No se llenó nada."
    assert rechazo.acciones == [(ABRIR, "Descartar lo escrito y comparar con MUEBLES")]
    assert seen(filled.told(NEW, known)).rechazo.acciones == [(ABRIR, "Comparar con MUEBLES")]


def test_the_rfc_of_a_qr_is_used_where_the_text_is_missing() -> None:
    scan = DatosDeConstancia(archivo="foto.pdf", valores={"rfc": RFC}, motivo="Es una imagen.")
    memory = filled.filled(NEW, scan)
    assert memory.client.values["rfc"] == RFC
    assert seen(memory).dicho == "Es una imagen. De su código QR se tomó el RFC."


def test_the_text_of_a_qr_is_said_as_long_as_its_rfc_stands() -> None:
    address = "https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf"
    said = rfc_de_qr(f"{address}?D1=10&D2=1&D3=12345678901_{RFC}")
    memory = filled.said_of_qr(typed(NEW, "rfc", RFC), said)
    assert memory.mended["rfc"].said == (said,)
    assert said.mensaje == f"Del código QR de la constancia: RFC {RFC}, idCIF 12345678901."
