"""The watch on the quality of a catalogue: counted anew only when it may be another one.

To count takes a second where there are a million clients. While changes come without an end it is
not done again before it has rested for a multiple of that.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from clientes_app.live.watcher import Watcher
from clientes_app.services.calidad import panorama
from clientes_app.services.calidad.panorama import Panorama
from clientes_app.services.resources import shared_engine

_PAUSE_S = 0.5
_REST = 5
_KEPT = 32

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Counted(Generic[T]):
    value: T
    mark: object
    rests_until: float


class CountedWhenMarked(Generic[T]):
    """Keeps what was counted for an account until its mark is another one, and rests meanwhile."""

    def __init__(self, mark: Callable[[int], object], count: Callable[[int], T]) -> None:
        """`mark` is cheap, `count` is not; both are asked in a thread."""
        self._mark = mark
        self._count = count
        self._kept: OrderedDict[int, _Counted[T]] = OrderedDict()

    def read(self, cuenta_id: int) -> T:
        """Return what was counted; whoever asks again after the rest gets what is so by then."""
        # Before it is counted: what is written meanwhile is counted next time.
        mark = self._mark(cuenta_id)
        counted = self._kept.get(cuenta_id)
        begun = time.monotonic()
        if counted is None or (counted.mark != mark and begun >= counted.rests_until):
            value = self._count(cuenta_id)
            took = time.monotonic() - begun
            counted = _Counted(value, mark, begun + took * (1 + _REST))
            self._kept[cuenta_id] = counted
            self._kept.move_to_end(cuenta_id)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return counted.value


_panoramas: CountedWhenMarked[Panorama] = CountedWhenMarked(
    lambda cuenta_id: panorama.marca(shared_engine(), cuenta_id),
    lambda cuenta_id: panorama.mirar(shared_engine(), cuenta_id),
)

calidad_watch: Watcher[int, Panorama] = Watcher(_panoramas.read, pause=_PAUSE_S)
"""The quality of an account's catalogue, by the account's id."""

marca_watch: Watcher[int, object] = Watcher(
    lambda cuenta_id: panorama.marca(shared_engine(), cuenta_id), pause=_PAUSE_S
)
"""What is another one whenever clients of an account changed, or who of them may be whom."""
