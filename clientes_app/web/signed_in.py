"""Whether whoever opens a connection is signed in, asked before anything is done for them."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import Scope

from clientes_app.services.acceso.cookie import session_token
from clientes_app.services.acceso.identity import callers
from clientes_app.services.resources import is_database_fault


async def is_signed_in(scope: Scope) -> bool:
    """Return whether a connection comes with a session; not while the database does not answer."""
    token = session_token(Headers(scope=scope).get("cookie", ""))
    if not token:
        return False
    try:
        found = callers.remembered(token) or await run_in_threadpool(callers.find, token)
    except Exception as error:
        if is_database_fault(error):
            return False
        raise
    return found is not None
