"""The edited client: what follows what is stored, what is kept, what is in conflict."""

import pytest

from clientes_app.ui.clientes.drawer import edited as edits
from clientes_app.ui.clientes.drawer.edited import (
    BLANK,
    EditedClient,
    StoredClient,
    TypedField,
)
from tests.builders import un_cliente


def stored(version: int = 1, quien: str = "Ana", **campos: str) -> StoredClient:
    values = BLANK | un_cliente(rfc="XQA400101AA1", **campos)
    return StoredClient(7, version, values, authors=dict.fromkeys(campos, quien), author=quien)


def typed(client: EditedClient, **campos: str) -> EditedClient:
    texts = {campo: TypedField(texto, client.versions[campo]) for campo, texto in campos.items()}
    return edits.with_typed(client, texts, {})


def test_a_client_just_opened_has_nothing_to_lose() -> None:
    client = edits.just_read(stored(calle="UNO"))
    assert (client.changed, client.in_conflict) == ((), ())
    assert set(client.versions.values()) == {1}
    assert typed(client, calle=" UNO ").changed == ()


def test_untouched_fields_follow_and_name_who_changed_them() -> None:
    client = typed(edits.just_read(stored(calle="UNO", pais="MX")), pais="US")
    client, taken = edits.caught_up(client, stored(2, "Beto", calle="DOS", pais="MX"))
    assert taken == {"calle": "Beto"}
    assert (client.values["calle"], client.values["pais"]) == ("DOS", "US")
    assert (client.versions["calle"], client.versions["pais"]) == (2, 1)
    assert (client.changed, client.in_conflict) == (("pais",), ())


def test_what_both_changed_is_in_conflict_until_it_is_decided() -> None:
    client = typed(edits.just_read(stored(calle="UNO")), calle="MIA")
    client, taken = edits.caught_up(client, stored(2, calle="DOS"))
    assert (client.in_conflict, taken) == (("calle",), {})
    mia = edits.decided(client, "calle", own=True)
    assert (mia.in_conflict, mia.values["calle"], mia.base["calle"]) == ((), "MIA", "DOS")
    suya = edits.decided(client, "calle", own=False)
    assert (suya.changed, suya.values["calle"], suya.versions["calle"]) == ((), "DOS", 2)
    otra_vez, _ = edits.caught_up(mia, stored(3, calle="TRES"))
    assert otra_vez.in_conflict == ("calle",)


def test_the_same_change_by_both_is_no_conflict_and_no_news() -> None:
    client = typed(edits.just_read(stored(calle="UNO")), calle="DOS")
    client, taken = edits.caught_up(client, stored(2, calle="DOS"))
    assert (client.changed, client.in_conflict, taken) == ((), (), {})


def test_one_who_takes_the_typing_back_sees_what_is_stored_now() -> None:
    client = typed(edits.just_read(stored(calle="UNO")), calle="MIA")
    client, _ = edits.caught_up(client, stored(2, calle="DOS"))
    client = typed(client, calle="UNO")
    assert (client.values["calle"], client.changed) == ("DOS", ())


def test_a_conflict_ends_when_the_other_one_takes_the_change_back() -> None:
    client = typed(edits.just_read(stored(calle="UNO")), calle="MIA")
    client, _ = edits.caught_up(client, stored(2, calle="DOS"))
    client, _ = edits.caught_up(client, stored(3, calle="UNO"))
    assert (client.in_conflict, client.changed) == ((), ("calle",))


@pytest.mark.parametrize(
    ("texto", "valor", "in_conflict"),
    [("UNO", "DOS", ()), ("MIA", "MIA", ("calle",)), ("DOS", "DOS", ())],
)
def test_a_field_that_did_not_know_yet_is_held_against_what_it_showed(
    texto: str, valor: str, in_conflict: tuple[str, ...]
) -> None:
    """It told its text before the taken-over value had reached it."""
    client, _ = edits.caught_up(edits.just_read(stored(calle="UNO")), stored(2, calle="DOS"))
    texts = {"calle": TypedField(texto, version=1), "pais": TypedField("", version=2)}
    assert edits.older_versions(client, texts) == {1}
    client = edits.with_typed(client, texts, {1: stored(calle="UNO").values})
    assert (client.values["calle"], client.in_conflict) == (valor, in_conflict)


def test_a_version_that_never_was_counts_as_the_one_that_is() -> None:
    client = edits.just_read(stored(5, calle="UNO"))
    client = edits.with_typed(client, {"calle": TypedField("MIA", version=3)}, {})
    assert (client.changed, client.base["calle"], client.versions["calle"]) == (
        ("calle",),
        "UNO",
        5,
    )
