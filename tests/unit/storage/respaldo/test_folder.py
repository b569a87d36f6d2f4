"""The folder of the backups: what a killed process left goes, what somebody works in stays."""

from pathlib import Path

from clientes_app.storage.respaldo.folder import place_as_new, work_folder


def test_work_in_hand_is_private_and_goes_at_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "respaldos"
    with work_folder(folder) as work:
        assert work.parent == folder
        assert work.name.startswith(".")
        assert folder.stat().st_mode & 0o777 == work.stat().st_mode & 0o777 == 0o700
        (work / "copia").touch()
    assert list(folder.iterdir()) == []


def test_what_nobody_holds_any_more_is_removed_and_nothing_else(tmp_path: Path) -> None:
    abandoned = tmp_path / ".en-curso-de-antes"
    abandoned.mkdir()
    (abandoned / "copia").touch()
    (tmp_path / "otro.zip").touch()
    with work_folder(tmp_path) as first, work_folder(tmp_path) as second:
        assert not abandoned.exists()
        assert {first, second} <= set(tmp_path.iterdir())
    assert [path.name for path in tmp_path.iterdir()] == ["otro.zip"]


def test_no_backup_takes_the_name_of_another(tmp_path: Path) -> None:
    placed = []
    for text in ("uno", "dos", "tres"):
        made = tmp_path / "hecho"
        made.write_text(text)
        placed.append(place_as_new(made, tmp_path, "a-manual.zip"))
    assert [path.name for path in placed] == [
        "a-manual.zip",
        "a-manual-2.zip",
        "a-manual-3.zip",
    ]
    assert [path.read_text() for path in placed] == ["uno", "dos", "tres"]
