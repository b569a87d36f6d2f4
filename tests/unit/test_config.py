"""The settings: defaults for one machine, and plain words for what cannot be used."""

from datetime import timedelta
from pathlib import Path

import pytest

from clientes_app.config import InvalidSettings, read_settings


def test_the_defaults_serve_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings.datos == tmp_path / "datos"
    assert settings.database_url == f"sqlite:///{tmp_path}/datos/clientes.sqlite3"
    assert (settings.host, settings.puerto) == ("127.0.0.1", 3000)
    assert (settings.max_archivo_mb, settings.retencion_dias) == (200, 90)
    assert settings.direccion() == "http://localhost:3000"


def test_the_environment_wins_and_a_blank_variable_is_none(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "CLIENTES_DATOS": str(tmp_path),
            "CLIENTES_DATABASE_URL": "postgres://u@h/b",
            "CLIENTES_PUERTO": " 8080 ",
            "CLIENTES_MAX_ARCHIVO_MB": "",
        }
    )
    assert settings.datos == tmp_path
    assert settings.database_url == "postgres://u@h/b"
    assert settings.puerto == 8080
    assert settings.max_archivo_mb == 200


def test_backups_are_made_every_day_unless_somebody_wants_it_otherwise() -> None:
    assert read_settings({}).respaldo_cada == timedelta(hours=24)
    assert read_settings({}).respaldo_conservar == 14
    for texto, horas in (("1", 1), (" 12 ", 12), ("8760", 8760)):
        leido = read_settings({"CLIENTES_RESPALDO_CADA": texto})
        assert leido.respaldo_cada == timedelta(hours=horas)
    for texto in ("0", "nunca", "Nunca"):
        assert read_settings({"CLIENTES_RESPALDO_CADA": texto}).respaldo_cada is None
    for texto in ("diario", "-1", "1.5", "9000"):
        with pytest.raises(InvalidSettings, match="CLIENTES_RESPALDO_CADA"):
            read_settings({"CLIENTES_RESPALDO_CADA": texto})


@pytest.mark.parametrize("valor", ["cero", "0", "-1", "70000", "3e3", "٣٠٠٠"])
def test_a_number_that_is_none_is_named(valor: str) -> None:
    with pytest.raises(InvalidSettings, match="CLIENTES_PUERTO"):
        read_settings({"CLIENTES_PUERTO": valor})


def test_the_log_is_for_people_and_in_files_and_prometheus_is_not_answered() -> None:
    settings = read_settings({})
    assert (settings.log, settings.log_salida, settings.metricas) == ("texto", "archivos", None)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        (" [::1]:9464 ", ("::1", 9464)),
        ("metricas.local:1", ("metricas.local", 1)),
    ],
)
def test_where_prometheus_is_answered(said: str, where: tuple[str, int]) -> None:
    assert read_settings({"CLIENTES_METRICAS": said}).metricas == where


@pytest.mark.parametrize("said", ["9464", ":9464", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65535"])
def test_an_address_that_prometheus_cannot_be_answered_on_is_named(said: str) -> None:
    with pytest.raises(InvalidSettings, match=r"CLIENTES_METRICAS .*127\.0\.0\.1:9464"):
        read_settings({"CLIENTES_METRICAS": said})


@pytest.mark.parametrize(
    ("name", "values"), [("CLIENTES_LOG", "texto o json"), ("CLIENTES_LOG_SALIDA", "archivos o t")]
)
def test_what_is_none_of_the_values_is_told_them(name: str, values: str) -> None:
    with pytest.raises(InvalidSettings, match=f"{name} debe ser {values}"):
        read_settings({name: "xml"})


@pytest.mark.parametrize(
    ("host", "direccion"),
    [
        ("127.0.0.1", "http://localhost:8080"),
        ("0.0.0.0", "http://localhost:8080"),  # noqa: S104 - compared, not listened on
        ("::", "http://localhost:8080"),
        ("192.0.2.7", "http://192.0.2.7:8080"),
        ("2001:db8::7", "http://[2001:db8::7]:8080"),
    ],
)
def test_the_address_to_open_is_where_it_is_served(host: str, direccion: str) -> None:
    assert read_settings({}).direccion(host=host, puerto=8080) == direccion
    assert (
        read_settings({"CLIENTES_HOST": host, "CLIENTES_PUERTO": "8080"}).direccion() == direccion
    )


@pytest.mark.parametrize(
    ("escrita", "direccion"),
    [
        ("https://clientes.example.com", "https://clientes.example.com"),
        (" http://servidor:8080/clientes/ ", "http://servidor:8080/clientes"),
    ],
)
def test_the_address_that_was_set_wins(escrita: str, direccion: str) -> None:
    settings = read_settings({"CLIENTES_URL": escrita})
    assert settings.direccion(host="192.0.2.7", puerto=8080) == direccion


@pytest.mark.parametrize("valor", ["clientes.example.com", "ftp://h", "https://", "http://[h", "x"])
def test_an_address_that_is_none_is_named(valor: str) -> None:
    with pytest.raises(InvalidSettings, match="CLIENTES_URL"):
        read_settings({"CLIENTES_URL": valor})


@pytest.mark.parametrize(
    "valor",
    [
        "postgresql://u:p@h/b",
        "postgres://u:a/b:c?d@[::1]:5432/b?sslmode=require",
        "postgresql+psycopg://h:5433",
        "sqlite:////srv/a@b:c/x.sqlite3",
    ],
)
def test_a_database_that_can_be_used_is_taken_as_it_is(valor: str) -> None:
    assert read_settings({"CLIENTES_DATABASE_URL": valor}).database_url == valor


@pytest.mark.parametrize(
    ("variable", "valor", "dicho"),
    [
        ("CLIENTES_DATABASE_URL", "mysql://ana:secreto@h/b", "empieza con «mysql://»"),
        ("CLIENTES_DATABASE_URL", "secreto", "debe empezar con postgresql://"),
        ("CLIENTES_DATABASE_URL", "postgresql://ana:secreto@h:puerto/b", "dice «puerto»"),
        ("CLIENTES_DATABASE_URL", "postgresql://h:70000/b", "entre 1 y 65535"),
        ("CLIENTES_REDIS_URL", "localhost:6379", "debe empezar con redis://"),
    ],
)
def test_an_address_of_another_kind_is_told_without_its_password(
    variable: str, valor: str, dicho: str
) -> None:
    with pytest.raises(InvalidSettings) as refused:
        read_settings({variable: valor})
    assert variable in str(refused.value)
    assert dicho in str(refused.value)
    assert "secreto" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "subruta", "origen"),
    [
        ("", "", ("", "")),
        ("https://Clientes.example.com:443/", "", ("https", "clientes.example.com")),
        ("http://servidor:80/mx", "/mx", ("http", "servidor")),
        ("http://servidor:8080/a/b-c", "/a/b-c", ("http", "servidor:8080")),
    ],
)
def test_the_address_says_subpath_and_origin(
    url: str, subruta: str, origen: tuple[str, str]
) -> None:
    settings = read_settings({"CLIENTES_URL": url})
    assert (settings.subruta, settings.origen) == (subruta, origen)


@pytest.mark.parametrize(
    "ruta", ["/c", "/c/otra", "/entrar", "/assets", "/_event", "/ñ", "/a//b", "/..", "/a b", "/'"]
)
def test_a_subpath_that_cannot_be_one_is_named(ruta: str) -> None:
    with pytest.raises(InvalidSettings, match="CLIENTES_URL"):
        read_settings({"CLIENTES_URL": f"https://h{ruta}"})


@pytest.mark.parametrize("valor", ["https://u:c@h", "https://h:0", "https://h:x", "https://h#a"])
def test_an_address_with_more_than_host_and_path_is_named(valor: str) -> None:
    with pytest.raises(InvalidSettings, match="CLIENTES_URL"):
        read_settings({"CLIENTES_URL": valor})


def test_proxies_are_addresses_and_networks() -> None:
    settings = read_settings({"CLIENTES_PROXIES": " 127.0.0.1,10.1.2.3/8  ::1 "})
    assert [str(red) for red in settings.proxies] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]
    assert read_settings({}).proxies == ()
    with pytest.raises(InvalidSettings, match=r"CLIENTES_PROXIES.*proxy\.example"):
        read_settings({"CLIENTES_PROXIES": "127.0.0.1, proxy.example"})


@pytest.mark.parametrize(
    ("nombre", "esquema"),
    [("CLIENTES_DATABASE_URL", "postgresql"), ("CLIENTES_REDIS_URL", "redis")],
)
def test_a_secret_may_stand_in_a_file(tmp_path: Path, nombre: str, esquema: str) -> None:
    archivo = tmp_path / "secreto"
    archivo.write_text(f" {esquema}://u:clave@h/b\n")
    settings = read_settings({f"{nombre}_FILE": str(archivo)})
    assert f"{esquema}://u:clave@h/b" in {settings.database_url, settings.redis_url}
    assert "clave" not in repr(settings)
    with pytest.raises(InvalidSettings, match=f"{nombre} y {nombre}_FILE"):
        read_settings({nombre: "redis://h", f"{nombre}_FILE": str(archivo)})
    archivo.write_text(" \n")
    with pytest.raises(InvalidSettings, match=f"{nombre}_FILE está vacío"):
        read_settings({f"{nombre}_FILE": str(archivo)})
    archivo.unlink()
    with pytest.raises(InvalidSettings, match=f"No se puede leer.*{nombre}_FILE"):
        read_settings({f"{nombre}_FILE": str(archivo)})
