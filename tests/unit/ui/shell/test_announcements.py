"""What a screen reader is told."""

import json

from clientes_app.ui.shell.announcements import announce


def test_a_sentence_reaches_the_page_whatever_stands_in_it() -> None:
    sentence = 'Terminó la carga de «a"b\\c.csv»\n</script>'
    (_, script), _callback = announce(sentence).args
    call: str = json.loads(str(script))
    assert json.loads(call.removeprefix("window.anunciar(").removesuffix(")")) == sentence
