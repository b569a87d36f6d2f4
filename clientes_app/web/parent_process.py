"""A process that ends with the one that started it, however that one ended."""

import ctypes
import os
import signal
import sys
import threading
import time

PARENT = "CLIENTES_PROCESO_PADRE"
"""Names the number of the process with which a child ends, too."""

_PR_SET_PDEATHSIG = 1


def die_with_parent(signal_number: signal.Signals = signal.SIGTERM) -> None:
    """End this process by a signal when the one that started it is gone.

    Linux sends the signal by itself (prctl(2), PR_SET_PDEATHSIG); elsewhere, and for a parent
    that was gone before it could be asked for, a thread looks once a second.
    """
    parent = os.environ.get(PARENT, "")
    if not parent.isdecimal():
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(1)
        os.kill(os.getpid(), signal_number)

    threading.Thread(target=watch, daemon=True, name="parent").start()
