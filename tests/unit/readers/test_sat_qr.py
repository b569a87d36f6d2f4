"""The text of a QR of the SAT, beyond the samples."""

import pytest

from clientes_app.readers.sat_qr import SatQr, read_qr

RUTA = "https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf"


@pytest.mark.parametrize(
    "texto",
    [
        f"{RUTA}?D1=10&D2=1&D3=12109343950_G&I1210167B0",
        f"{RUTA}?D3=12109343950_G&I1210167B0&D1=10&D2=1",
        f"{RUTA.upper()}?d1=10&d2=1&d3=12109343950_g%26i1210167b0",
        f"{RUTA.removeprefix('https://')}?D1=10&D2=1&D3=12109343950_G&amp;I1210167B0",
        f"{RUTA.replace('mx/', 'mx:443/')}?D1=10&D2=1&D3=12109343950_G&I1210167B0",
    ],
)
def test_the_ways_to_write_the_address_are_one(texto: str) -> None:
    assert read_qr(texto) == SatQr("cif", "G&I1210167B0", "12109343950")


BUENO = f"{RUTA}?D1=10&D2=1&D3=12109343950_G&I1210167B0"


@pytest.mark.parametrize(
    "texto",
    [
        f"{BUENO}\u200b",
        f"\ufeff{BUENO}",
        BUENO.replace("&D3", "&\r\nD3"),
        BUENO.replace("_G&", "_G \n&"),
        f"<{BUENO}>",
        f'"{BUENO}".',
        f"Mi constancia: {BUENO}",
        f"{BUENO} Saludos, Ana (tel. 55 1234 5678)",
        f"{BUENO}#inicio",
        BUENO.replace("_", "%5F"),
        BUENO.replace("https", "HTTP").replace("siat", "SIAT"),
    ],
)
def test_what_came_with_the_address_when_it_was_copied_is_left_away(texto: str) -> None:
    assert read_qr(texto) == SatQr("cif", "G&I1210167B0", "12109343950")


@pytest.mark.parametrize("enie", ["Ñ", "N\u0303", "%C3%91", "%D1", "%c3%91"])
def test_the_letter_enie_in_every_encoding(enie: str) -> None:
    assert read_qr(f"{RUTA}?D1=10&D2=1&D3=16043033901_{enie}LA120616JS1").rfc == "ÑLA120616JS1"


def test_an_rfc_that_looks_like_an_entity_stays_one() -> None:
    qr = read_qr(f"{RUTA}?D1=10&D2=1&D3=12109343950_A&LT121016AB0")
    assert qr.rfc == "A&LT121016AB0"


def test_the_long_form_of_a_seal_gives_its_rfc() -> None:
    qr = read_qr(f"{RUTA}?D1=1&D2=1&D3=||2024/07/10|TVA920423VK1|CONSTANCIA|2000||_sello")
    assert (qr.tipo, qr.rfc, qr.id_cif) == ("sello", "TVA920423VK1", "")


@pytest.mark.parametrize(
    ("texto", "motivo"),
    [
        ("https://siat.sat.gob.mx@evil.example/?D1=10&D3=92047370946_TVA920423VK1", "no_oficial"),
        ("https://xsiat.sat.gob.mx/?D1=10&D3=92047370946_TVA920423VK1", "no_oficial"),
        ("http://evil.example/siat.sat.gob.mx/?D1=10&D3=1_TVA920423VK1", "no_oficial"),
        ("https://example.com/", "no_es_qr_del_sat"),
        ("javascript:alert(1)", "no_es_qr_del_sat"),
        ("siat.sat.gob.mx", "no_es_qr_del_sat"),
        (f"{RUTA}?D1=10&D2=1&D3=", "sin_rfc"),
        (f"{RUTA}?D1=11&D2=1&D3=92047370946_TVA920423VK1", "no_es_qr_del_sat"),
        (" \n", "vacio"),
        ("\u200b", "vacio"),
        (f"{BUENO} {BUENO.replace('G&I', 'G&J')}", "no_es_qr_del_sat"),
        (f"Mire {BUENO.replace('gob.mx', 'gob.mx.evil.example')}", "no_oficial"),
        (f"{BUENO}&D4=1", "no_es_qr_del_sat"),
        (BUENO.replace("G&I1210167B0", "G&I-121016-7B0"), "sin_rfc"),
        (BUENO.replace("D1=10", "D1=010"), "no_es_qr_del_sat"),
        (BUENO.replace("D1=10", "D1=1"), "no_es_qr_del_sat"),
        (BUENO.replace("mx/", "mx:8080/"), "no_oficial"),
        (BUENO.replace("mx/", "mx\\@evil.example/"), "no_oficial"),
        ("12109343950_G&I1210167B0", "no_es_qr_del_sat"),
        ("x" * 1_000_000, "no_es_qr_del_sat"),
    ],
)
def test_what_is_something_else_is_said(texto: str, motivo: str) -> None:
    qr = read_qr(texto)
    assert (qr.tipo, qr.motivo and qr.motivo.codigo) == ("error", motivo)
