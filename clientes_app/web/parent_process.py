"""A process that ends with the one that started it, however that one ended."""

import ctypes
import os
import signal
import sys
import threading
import time

PADRE = "CLIENTES_PROCESO_PADRE"
"""Names the number of the process with which a child ends, too."""

_PR_SET_PDEATHSIG = 1


def morir_con_el_padre(senal: signal.Signals = signal.SIGTERM) -> None:
    """End this process by a signal when the one that started it is gone.

    Linux sends the signal by itself (prctl(2), PR_SET_PDEATHSIG); elsewhere, and for a parent
    that was gone before it could be asked for, a thread looks once a second.
    """
    padre = os.environ.get(PADRE, "")
    if not padre.isdecimal():
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, senal, 0, 0, 0)

    def vigilar() -> None:
        while os.getppid() == int(padre):
            time.sleep(1)
        os.kill(os.getpid(), senal)

    threading.Thread(target=vigilar, daemon=True, name="padre").start()
