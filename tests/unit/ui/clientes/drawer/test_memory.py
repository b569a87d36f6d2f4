"""What the drawer remembers after each thing that can happen to it."""

from dataclasses import replace

import pytest

from clientes_app.domain.problemas import aviso, error
from clientes_app.ui.clientes.drawer.draft import Draft
from clientes_app.ui.clientes.drawer.edited import BLANK, StoredClient, TypedField
from clientes_app.ui.clientes.drawer.fields_order import EMAILS
from clientes_app.ui.clientes.drawer.memory import (
    CP_OFFER,
    ChoiceAsked,
    ChoicePostponed,
    ChoicesMade,
    Cleared,
    Closed,
    DiscardAnswered,
    DiscardAsked,
    DraftReceived,
    EmailRemoved,
    Event,
    FieldTyped,
    FirstErrorShown,
    FixTaken,
    Judged,
    Memory,
    MessageShown,
    Namesake,
    Opened,
    SaveRefused,
    SideChosen,
    SideTaken,
    StoredByOthers,
    Unfolded,
    reduce,
)
from clientes_app.ui.clientes.drawer.sentences import EN_PAPELERA, RECUPERADO, SIN_MENSAJE, Mensaje
from clientes_app.ui.clientes.drawer.shown import PreguntasVistas, shown
from tests.builders import un_cliente

MINE = "3.4"
FALTA = error("rfc", "obligatorio", "Falta el RFC.")
DUDA = aviso("calle", "duda", "¿Seguro?", arreglo="REFORMA")


def stored(version: int = 1, *, deleted: bool = False, **campos: str) -> StoredClient:
    values = BLANK | un_cliente(rfc="XQA400101AA1", **campos)
    authors = dict.fromkeys(campos, "Beto")
    return StoredClient(7, version, values, deleted, authors=authors, author="Beto")


def after(*events: Event, memory: Memory | None = None) -> Memory:
    memory = memory or Memory()
    for event in events:
        memory = reduce(memory, event)
    return memory


def typed(campo: str, text: str, *, version: int = 1, left: bool = True) -> FieldTyped:
    return FieldTyped(campo, TypedField(text, version, 1), left, {})


def a_draft(*, number: int = 1, reloaded: bool = False, focus: str = "", **campos: str) -> Draft:
    texts = {campo: TypedField(text, 1, 3) for campo, text in campos.items()}
    return Draft(number, texts, focus, reloaded)


OPEN = after(Opened(stored(calle="UNO"), MINE))


def in_conflict(*campos: str) -> Memory:
    """Two people changed these fields."""
    mine = after(*(typed(campo, "MIA") for campo in campos), memory=OPEN)
    return after(StoredByOthers(stored(2, **dict.fromkeys(campos, "SUYA"))), memory=mine)


def test_at_first_nothing_is_known() -> None:
    assert (Memory().started, Memory().is_open) == (False, False)


def test_a_client_is_opened_with_nothing_to_lose_and_nothing_to_say() -> None:
    assert (OPEN.started, OPEN.is_open, OPEN.number, OPEN.owner) == (True, True, 1, MINE)
    assert (OPEN.client.cliente_id, OPEN.client.changed) == (7, ())
    assert (OPEN.message, OPEN.touched, OPEN.news) == (SIN_MENSAJE, frozenset(), {})


def test_every_opening_has_a_number_of_its_own_and_forgets_the_one_before() -> None:
    again = after(typed("calle", "MIA"), Opened(stored(2), MINE), memory=OPEN)
    assert (again.number, again.client.changed, again.touched) == (2, (), frozenset())


def test_a_deleted_client_says_so() -> None:
    assert after(Opened(stored(deleted=True), MINE)).message == EN_PAPELERA


def test_as_much_is_unfolded_as_there_is_to_show() -> None:
    plain = after(Opened(stored(), MINE))
    full = after(Opened(stored(email_adicional_2="c@x.mx", pais="MX"), MINE))
    assert (plain.emails, plain.optional) == (1, False)
    assert (full.emails, full.optional) == (3, True)


def test_after_a_restart_it_opens_with_what_the_page_kept() -> None:
    draft = a_draft(number=5, focus="colonia", calle="MIA", colonia="SUR")
    memory = after(Opened(stored(calle="UNO"), MINE, draft))
    assert (memory.number, memory.client.changed) == (5, ("calle", "colonia"))
    assert memory.touched == {"calle"}
    assert memory.told == {"calle": 3, "colonia": 3}
    assert memory.message == SIN_MENSAJE


def test_after_a_reload_it_says_that_something_was_recovered() -> None:
    assert after(Opened(stored(), MINE, a_draft(reloaded=True, calle="MIA"))).message == RECUPERADO
    same = a_draft(reloaded=True, calle="UNO")
    assert after(Opened(stored(calle="UNO"), MINE, same)).message == SIN_MENSAJE


def test_text_typed_over_an_older_version_is_held_against_it() -> None:
    bases = {1: stored(calle="UNO").values}
    memory = after(Opened(stored(2, calle="DOS"), MINE, a_draft(calle="MIA"), bases))
    assert memory.client.in_conflict == ("calle",)


def test_a_field_is_known_while_it_is_typed_and_judged_once_it_was_left() -> None:
    typing = after(typed("calle", "MIA", left=False), memory=OPEN)
    assert (typing.client.values["calle"], typing.touched) == ("MIA", frozenset())
    assert typing.told == {"calle": 1}
    assert after(typed("calle", "MIA"), memory=OPEN).touched == {"calle"}


def keys(memory: Memory) -> tuple[str, str]:
    return memory.client.values["regimen_fiscal"], memory.client.values["uso_cfdi"]


NEW = after(Opened(StoredClient(), MINE))
GENERIC = typed("rfc", "xaxx 010101 000")
ANOTHER = typed("rfc", "XQA400101AA1")


def test_what_a_generic_rfc_sets_goes_when_the_rfc_becomes_another_one() -> None:
    assert keys(after(GENERIC, memory=NEW)) == ("616", "S01")
    assert keys(after(GENERIC, ANOTHER, memory=NEW)) == ("", "")
    # What stood there before comes back, and once more.
    assert keys(after(*[GENERIC, ANOTHER] * 2, memory=OPEN)) == keys(OPEN)
    assert keys(after(GENERIC, typed("rfc", "XAXX"), memory=OPEN)) == keys(OPEN)
    stored_generic = StoredClient(
        7, 1, BLANK | {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
    )
    assert keys(after(Opened(stored_generic, MINE), ANOTHER)) == ("", "")


def test_what_is_chosen_under_a_generic_rfc_stays() -> None:
    chosen = after(GENERIC, typed("regimen_fiscal", "605"), memory=NEW)
    assert keys(chosen) == ("605", "S01")
    assert keys(after(ANOTHER, memory=chosen)) == ("605", "")
    draft = a_draft(rfc="XAXX010101000", regimen_fiscal="605")
    assert keys(after(Opened(StoredClient(), MINE, draft))) == ("605", "S01")


def test_the_issuers_postal_code_is_offered_to_a_generic_rfc_and_goes_with_it() -> None:
    def judged(memory: Memory) -> Memory:
        return after(Judged(memory.client.values, (), None, "44100"), memory=memory)

    assert shown(judged(NEW))["ayudas"].cp_ofrecido == ""
    generic = judged(after(GENERIC, memory=NEW))
    assert shown(generic)["ayudas"].cp_ofrecido == "44100"
    taken = judged(after(FixTaken(*CP_OFFER), memory=generic))
    assert (taken.client.values["codigo_postal"], taken.offered_cp) == ("44100", "")
    assert after(ANOTHER, memory=taken).client.values["codigo_postal"] == ""
    own = after(typed("codigo_postal", "45010"), ANOTHER, memory=taken)
    assert own.client.values["codigo_postal"] == "45010"


FOREIGN = StoredClient(
    7,
    1,
    BLANK
    | {"rfc": "XEXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
    | {"residencia_fiscal": "USA", "num_reg_id_trib": "123"},
)
FOREIGNER = after(Opened(FOREIGN, MINE))


def test_what_only_a_foreigner_has_is_dropped_with_a_notice_and_comes_back() -> None:
    # Not while the other RFC is being typed.
    halfway = after(typed("rfc", "XEXX01010100"), memory=FOREIGNER)
    assert halfway.client.values["residencia_fiscal"] == "USA"
    memory = after(ANOTHER, memory=FOREIGNER)
    assert memory.client.values["residencia_fiscal"] == ""
    assert memory.client.values["num_reg_id_trib"] == ""
    assert memory.message.texto == (
        "Se quitaron Residencia fiscal y Número de registro tributario: "
        "solo van con el RFC genérico XEXX010101000."
    )
    assert not shown(memory)["ayudas"].extranjero
    back = after(typed("rfc", "XEXX010101000"), memory=memory)
    assert (back.client.changed, back.message) == ((), SIN_MENSAJE)
    blanked = after(typed("residencia_fiscal", ""), memory=back)
    assert blanked.message == SIN_MENSAJE


def test_what_the_page_still_holds_of_a_dropped_field_is_not_heard() -> None:
    typing = after(typed("num_reg_id_trib", "99"), ANOTHER, memory=FOREIGNER)
    late = DraftReceived(replace(a_draft(), typed={"num_reg_id_trib": TypedField("99", 1, 1)}), {})
    assert after(late, memory=typing).client.values["num_reg_id_trib"] == ""


def test_fields_that_an_earlier_rule_let_in_are_shown_with_what_refuses_them() -> None:
    wrong = error("residencia_fiscal", "residencia_no_procede", "No va.", arreglo="")
    memory = after(Opened(stored(residencia_fiscal="USA"), MINE))
    memory = after(
        SaveRefused(),
        Judged(memory.client.values, (wrong,), None),
        FirstErrorShown(),
        memory=memory,
    )
    assert shown(memory)["ayudas"].extranjero
    assert (memory.first_error, memory.optional) == ("residencia_fiscal", True)
    fixed = after(FixTaken("residencia_fiscal", "residencia_no_procede"), memory=memory)
    assert fixed.client.values["residencia_fiscal"] == ""


def test_an_email_is_taken_away_and_the_next_one_moves_up() -> None:
    three = after(Opened(stored(email_adicional_1="b@x.mx", email_adicional_2="c@x.mx"), MINE))
    two = after(EmailRemoved("email_adicional_1"), memory=three)
    assert (two.emails, two.client.values["email_adicional_1"]) == (2, "c@x.mx")
    assert two.client.values["email_adicional_2"] == ""
    one = after(EmailRemoved("email_adicional_1"), memory=two)
    assert (one.emails, one.client.values["email_adicional_1"]) == (1, "")
    # What was typed there, and is still noted in the page, does not come back.
    late = a_draft(email_adicional_1="b@x.mx")
    again = replace(one, told=one.told | {"email_adicional_1": 4})
    assert after(DraftReceived(late, {}), memory=again).client.values["email_adicional_1"] == ""


def test_an_email_that_is_moved_to_the_first_place_leaves_its_own() -> None:
    memory = after(Opened(stored(email="", email_adicional_1="b@x.mx"), MINE))
    missing = error("email", "obligatorio", "Falta.", arreglo="b@x.mx")
    memory = after(Judged(memory.client.values, (missing,), None), memory=memory)
    moved = after(FixTaken("email", "obligatorio"), memory=memory)
    assert [moved.client.values[campo] for campo in EMAILS] == ["b@x.mx", "", ""]
    assert moved.emails == 1


def test_green_is_only_what_nothing_is_remarkable_about() -> None:
    plain = shown(after(Judged(OPEN.client.values, (), None), memory=OPEN))["ayudas"]
    assert (plain.persona, plain.persona_segura, plain.estado) == ("Persona moral", True, "Hidalgo")
    digit = aviso("rfc", "rfc_digito_verificador", "Se esperaba otro.")
    cp = error("codigo_postal", "cp_relleno", "No es de nadie.")
    doubtful = shown(after(Judged(OPEN.client.values, (digit, cp), None), memory=OPEN))["ayudas"]
    assert (doubtful.persona, doubtful.persona_segura) == ("Persona moral", False)
    assert doubtful.estado == ""


def test_another_client_with_the_rfc_leads_to_the_rfc_and_of_a_generic_one_to_the_name() -> None:
    judged = Judged(OPEN.client.values, (), Namesake(9, "LA OTRA"))
    assert after(judged, memory=OPEN).first_error == "rfc"
    generic = after(GENERIC, memory=OPEN)
    generic = after(Judged(generic.client.values, (), Namesake(9, "LA OTRA")), memory=generic)
    assert (generic.first_error, shown(generic)["ayudas"].por_nombre) == ("nombre", True)


def test_findings_name_the_fields_as_the_drawer_does() -> None:
    varios = error("email", "email_varios", "Va en «E-mail adicional 1»; falta «Código Postal».")
    judged = Judged(OPEN.client.values, (varios,), None)
    (seen,) = shown(after(typed("email", "x"), judged, memory=OPEN))["hallazgos"]["email"]
    assert seen.mensaje == "Va en «E-mail 2»; falta «Código Postal (CP)»."


def test_a_key_that_may_not_be_chosen_keeps_its_description() -> None:
    memory = after(typed("regimen_fiscal", "605"), memory=OPEN)
    field = shown(memory)["campos"]["regimen_fiscal"]
    assert (field.valor, field.descripcion[:7]) == ("605", "Sueldos")


def test_a_connection_that_comes_back_brings_what_was_typed_without_it() -> None:
    memory = after(DraftReceived(a_draft(email_adicional_1="b@x.mx"), {}), memory=OPEN)
    assert (memory.client.changed, memory.emails) == (("email_adicional_1",), 2)
    assert (memory.message, memory.told) == (SIN_MENSAJE, {"email_adicional_1": 3})


def test_of_what_the_rules_say_only_fields_that_were_left_show_it() -> None:
    judged = Judged(OPEN.client.values, (FALTA, DUDA), Namesake(9, "LA OTRA"))
    page = shown(after(typed("calle", "MIA"), judged, memory=OPEN))
    assert list(page["hallazgos"]) == ["calle"]
    assert page["ayudas"].repetido == "LA OTRA"


def test_a_judgement_puts_values_into_their_normal_form() -> None:
    judged = Judged({**OPEN.client.values, "calle": "REFORMA 1"}, (), None)
    assert after(judged, memory=OPEN).client.changed == ("calle",)


def test_a_fix_is_put_in_and_one_that_is_not_offered_is_not() -> None:
    judged = after(Judged(OPEN.client.values, (FALTA, DUDA), None), memory=OPEN)
    assert after(FixTaken("calle", "duda"), memory=judged).client.values["calle"] == "REFORMA"
    for unknown in (FixTaken("rfc", "obligatorio"), FixTaken("calle", "otro")):
        assert after(unknown, memory=judged) == judged


def test_more_is_unfolded_on_demand_and_folded_again() -> None:
    memory = after(*[Unfolded("correo")] * 5, Unfolded("opcionales"), memory=OPEN)
    assert (memory.emails, memory.optional) == (3, False)
    assert after(Unfolded("opcionales"), memory=memory).optional
    assert after(Unfolded("otra cosa"), memory=memory) == memory


def test_what_somebody_else_stored_is_taken_over_and_told() -> None:
    memory = after(StoredByOthers(stored(2, calle="DOS")), memory=OPEN)
    assert (memory.client.values["calle"], memory.news) == ("DOS", {"calle": "Beto"})
    ficha = shown(memory)["ficha"]
    assert ficha.novedad == "Beto cambió Calle."


def test_a_client_that_is_deleted_and_brought_back_meanwhile() -> None:
    gone = after(
        typed("calle", "MIA"), StoredByOthers(stored(2, deleted=True, calle="UNO")), memory=OPEN
    )
    assert gone.message.texto.startswith("Beto borró este cliente")
    assert "Lo que usted escribió sigue aquí" in gone.message.texto
    back = after(StoredByOthers(stored(3, calle="UNO")), memory=gone)
    assert (back.message, back.client.changed) == (SIN_MENSAJE, ("calle",))


@pytest.mark.parametrize(("side", "value"), [("propio", "MIA"), ("guardado", "SUYA")])
def test_a_conflict_is_decided_beside_the_field(side: str, value: str) -> None:
    memory = after(SideTaken("calle", side), memory=in_conflict("calle"))
    assert (memory.client.in_conflict, memory.client.values["calle"]) == ((), value)


def test_a_save_that_meets_a_conflict_asks_for_every_field() -> None:
    memory = after(
        ChoiceAsked({"calle": "MIA", "pais": "MIA"}), memory=in_conflict("calle", "pais")
    )
    assert (memory.choosing, memory.not_chosen) == (True, 2)
    memory = after(SideChosen("calle", "guardado"), memory=memory)
    assert memory.not_chosen == 1
    memory = after(SideChosen("pais", "propio"), ChoicesMade(), memory=memory)
    assert (memory.choosing, memory.client.in_conflict) == (False, ())
    assert (memory.client.values["calle"], memory.client.values["pais"]) == ("SUYA", "MIA")


def test_what_was_not_chosen_stays_in_conflict() -> None:
    asked = after(ChoiceAsked({}), memory=in_conflict("calle", "pais"))
    memory = after(SideChosen("calle", "propio"), ChoicesMade(), memory=asked)
    assert memory.client.in_conflict == ("pais",)


def test_a_choice_can_be_postponed() -> None:
    asked = after(ChoiceAsked({}), SideChosen("calle", "propio"), memory=in_conflict("calle"))
    memory = after(ChoicePostponed(), memory=asked)
    assert (memory.choosing, memory.choices, memory.client.in_conflict) == (False, {}, ("calle",))


def test_a_choice_begins_anew_when_what_is_stored_changes_once_more() -> None:
    asked = after(ChoiceAsked({}), SideChosen("calle", "propio"), memory=in_conflict("calle"))
    anew = after(StoredByOthers(stored(3, calle="OTRA")), memory=asked)
    assert (anew.choosing, anew.choices, anew.asked > asked.asked) == (True, {}, True)
    over = after(StoredByOthers(stored(3, calle="UNO")), memory=asked)
    assert over.choosing is False


def test_a_refused_save_shows_every_finding_and_unfolds_to_the_first_error() -> None:
    wrong = error("num_reg_id_trib", "registro_forma", "No tiene esa forma.")
    memory = after(
        SaveRefused(),
        Judged(OPEN.client.values, (wrong, DUDA), None),
        FirstErrorShown(),
        memory=replace(OPEN, optional=False),
    )
    assert set(memory.touched) == set(BLANK)
    assert (memory.first_error, memory.optional) == ("num_reg_id_trib", True)


def test_the_first_error_is_the_first_from_the_top() -> None:
    late = error("email_adicional_2", "email_invalido", "No es un e-mail.")
    memory = after(Judged(OPEN.client.values, (late, FALTA), None), memory=OPEN)
    assert memory.first_error == "rfc"
    memory = after(Judged(OPEN.client.values, (late,), None), FirstErrorShown(), memory=memory)
    assert (memory.first_error, memory.emails) == ("email_adicional_2", 3)
    whole = error(None, "cruce", "No van juntos.")
    assert after(Judged(OPEN.client.values, (whole,), None), memory=OPEN).first_error == "nombre"


def test_a_message_stays_until_another_one_takes_its_place() -> None:
    memory = after(MessageShown(EN_PAPELERA), SaveRefused(), memory=OPEN)
    assert memory.message == EN_PAPELERA
    assert after(SaveRefused(Mensaje("otro")), memory=memory).message.texto == "otro"


def test_closing_is_asked_before_something_is_lost() -> None:
    asking = after(typed("calle", "MIA"), DiscardAsked(), memory=OPEN)
    assert shown(asking)["preguntas"] == PreguntasVistas(descartar=True)
    staying = after(DiscardAnswered(), memory=asking)
    assert (staying.is_open, staying.asks_to_discard) == (True, False)
    assert staying.client.changed == ("calle",)


def test_closed_it_shows_no_drawer_and_asks_nothing() -> None:
    memory = after(DiscardAsked(), ChoiceAsked({}), Closed(), memory=in_conflict("calle"))
    assert (memory.is_open, memory.asks_to_discard, memory.choosing) == (False, False, False)


def test_cleared_it_knows_that_there_is_no_drawer_but_not_which_numbers_were() -> None:
    memory = after(typed("calle", "MIA"), Cleared(), memory=OPEN)
    assert memory == Memory(started=True, number=1, asked=memory.asked)
