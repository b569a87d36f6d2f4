"""Who may be the same client, and who is certainly somebody else."""

from itertools import count

import pytest

from clientes_app.services.calidad.parecidos import MotivoDeParecido, parecidos
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.storage.calidad.duplicados import Comparado
from tests.builders import un_rfc

_numeros = count(1)


def uno(nombre: str = "", *, rfc: str = "", correos: tuple[str, ...] = ()) -> Comparado:
    """A client that has nothing in common with another one but what is given."""
    numero = next(_numeros)
    suyo = rfc or un_rfc(numero * 2_969)
    return Comparado(numero, suyo, nombre or f"NUMERO {numero}", correos)


def hallado(*todos: Comparado) -> list[tuple[str, tuple[int, ...]]]:
    return [(grupo.motivo.value, grupo.ids) for grupo in parecidos(todos, frozenset())]


def _son(motivo: MotivoDeParecido, *todos: Comparado) -> None:
    assert hallado(*todos, uno("OTRA COSA")) == [(motivo.value, tuple(sorted(c.id for c in todos)))]


@pytest.mark.parametrize(
    ("unos", "otros"),
    [
        ("GRUPO CONSTRUCTOR ALBA", "GRUPO CONSTRUCTOR ALVA"),
        ("GRUPO CONSTRUCTOR ALBA", "GRUPO CONSTRUCTOR ALBA SA DE CV"),
        ("GRUPO CONSTRUCTOR ALBA", "GRUPO CONSTRUCTOR ABLA"),
        ("GRUPO CONSTRUCTOR ALBA", "GRUPO CONSTRUTOR ALBA"),
        ("GRUPO CONSTRUCTOR ÁLBA", "GRUPO CONSTRUCTOR ALBA"),
        ("MADERAS DEL COLORIN", "MADERAS EL COLORIN"),
        ("PAPELERA MUÑOZ", "PAPELERA MUNOZ"),
        ("J. PEREZ, S.A. DE C.V.", "J PEREZ"),
        ("LA PARROQUIA CAFE", "CAFE LA PARROQUIA"),
        ("PAPELERIAS", "PAPELERIA"),
    ],
)
def test_names_that_differ_by_little(unos: str, otros: str) -> None:
    _son(MotivoDeParecido.NOMBRE, uno(unos), uno(otros))


@pytest.mark.parametrize(
    ("unos", "otros"),
    [
        ("SUCURSAL 1", "SUCURSAL 2"),
        ("GRUPO ABC", "GRUPO ABD"),
        ("EXPORTADORA MODERNA", "IMPORTADORA MODERNA"),
        ("FERRETERIA LUNA", "FERRETERIA LUNA DEL NORTE"),
        ("FERRETERIA LUNA", "PAPELERIA LUNA"),
    ],
)
def test_names_of_somebody_else(unos: str, otros: str) -> None:
    assert hallado(uno(unos), uno(otros)) == []


def test_persons_are_told_apart_by_their_dates_of_birth() -> None:
    nombre, casi = "MARIA GARCIA LOPEZ", "MARIA GARCIA LOPES"
    primera, segunda = (un_rfc(n, persona="fisica") for n in (1, 500))
    assert hallado(uno(nombre, rfc=primera), uno(casi, rfc=segunda)) == []
    misma_fecha = primera[:10] + "ZZ9"
    _son(MotivoDeParecido.NOMBRE, uno(nombre, rfc=primera), uno(casi, rfc=misma_fecha))


@pytest.mark.parametrize(
    ("unos", "otros"),
    [
        ("DMO0204097D2", "DMO0204091D2"),
        ("DMO0204097D2", "DMO0204097D3"),
        ("DMO0204097D2", "DMO0204907D2"),
        ("DMO0204097D2", "DNO0204097D2"),
        ("GOHA810808FW1", "GOHA810880FW1"),
        ("GOHA810808FW1", "GOHA180808FW1"),
    ],
)
def test_rfcs_one_slip_apart(unos: str, otros: str) -> None:
    _son(MotivoDeParecido.RFC, uno(rfc=unos), uno(rfc=otros))


def test_rfcs_whose_check_digits_are_both_right_want_names_that_are_alike() -> None:
    uno_y_otro = ("DMO0204097D2", "DMO0204091D9")
    assert hallado(*(uno(rfc=rfc) for rfc in uno_y_otro)) == []
    nombres = ("DISTRIBUIDORA OCHOA", "DISTRIBUIDORA OCHOA SA DE CV")
    _son(MotivoDeParecido.RFC, *map(lambda n, r: uno(n, rfc=r), nombres, uno_y_otro))
    de_persona = ("GOHA810808FW1", "GOHA810809FW9")
    _son(MotivoDeParecido.RFC, *(uno("ANA GOMEZ HARO", rfc=rfc) for rfc in de_persona))


@pytest.mark.parametrize("otro", ["DMO0204096E2", "DMO0204097D", "OMD0204097D2", "GDMO0204097D2"])
def test_rfcs_further_apart(otro: str) -> None:
    assert hallado(uno(rfc="DMO0204097D2"), uno(rfc=otro)) == []


def test_one_generic_name_in_two_spellings() -> None:
    publico = "XAXX010101000"
    _son(
        MotivoDeParecido.GENERICO,
        uno("PUBLICO GENERAL CENTRO", rfc=publico),
        uno("PÚBLICO GENERAL, CENTRO", rfc=publico),
        uno("PUBLICO GENERAL CENTROS", rfc=publico),
    )
    assert hallado(uno("JUAN", rfc=publico), uno("ROSA", rfc=publico)) == []


def test_one_email_under_two_rfcs() -> None:
    _son(
        MotivoDeParecido.EMAIL,
        uno(correos=("a@correo.example", "", "")),
        uno(correos=("b@correo.example", "A@correo.example", "")),
    )
    publico = "XAXX010101000"
    de_todos = [uno(f"{letra * 9}", rfc=publico, correos=("a@b.example",)) for letra in "ABC"]
    assert hallado(*de_todos) == []


def test_the_mailbox_of_an_accountant_tells_nothing() -> None:
    assert hallado(*(uno(correos=("despacho@correo.example",)) for _ in range(11))) == []


def test_a_pair_is_told_once_for_its_surest_reason_and_the_most_alike_come_first() -> None:
    correos = ("a@correo.example",)
    lejos = [uno("FERRETERIA", correos=correos), uno("PAPELERIA", correos=correos)]
    cerca = [
        uno("DISTRIBUIDORA OCHOA", rfc="DMO0204097D2", correos=("b@correo.example",)),
        uno("DISTRIBUIDORA OCHOA", rfc="DMO0204091D2", correos=("b@correo.example",)),
    ]
    assert [motivo for motivo, _ in hallado(*lejos, *cerca)] == ["rfc_parecido", "mismo_email"]


def test_who_is_said_to_be_somebody_else_is_told_no_more() -> None:
    a, b, c = (uno("GRUPO CONSTRUCTOR ALBA") for _ in range(3))
    assert parecidos([a, b], frozenset({(a.id, b.id)})) == []
    (grupo,) = parecidos([a, b, c], frozenset({(a.id, b.id)}))
    assert grupo.ids == (a.id, b.id, c.id)
    todos = frozenset({(a.id, b.id), (a.id, c.id), (b.id, c.id)})
    assert parecidos([a, b, c], todos) == []


def test_what_is_found_is_what_comparing_each_with_every_other_finds() -> None:
    """RFCs and e-mails; of invented clients many are alike."""
    todos = [
        Comparado(i, datos.rfc, datos.nombre, (datos.email,))
        for i, datos in enumerate(filas_inventadas(1_500, semilla=4))
    ]
    todos += [
        c._replace(id=10_000 + c.id, rfc=c.rfc[:6] + c.rfc[7] + c.rfc[6] + c.rfc[8:])
        for c in todos[:20]
    ]
    hallados = {
        grupo.ids for grupo in parecidos(todos, frozenset()) if grupo.motivo == "rfc_parecido"
    }
    esperados = {
        (a.id, b.id)
        for place, a in enumerate(todos)
        for b in todos[place + 1 :]
        if len(a.rfc) == len(b.rfc) and _one_slip(a.rfc, b.rfc)
    }
    assert len(esperados) >= 20
    assert all(any(set(pareja) <= set(ids) for ids in hallados) for pareja in esperados)


def _one_slip(uno: str, otro: str) -> bool:
    distintos = [lugar for lugar in range(len(uno)) if uno[lugar] != otro[lugar]]
    if len(distintos) <= 1:
        return True
    primero, ultimo = distintos[0], distintos[-1]
    return (
        len(distintos) == 2
        and ultimo == primero + 1
        and (uno[primero], uno[ultimo]) == (otro[ultimo], otro[primero])
    )
