"""One measured piece of work in an operating system process of its own: its peak of memory is its.

    python -m bench.tarea {recibir,leer,vista,carga,exportar,llano} URL [ARCHIVO]

Prints a Medida as JSON. Started by the other programs.
"""

if __name__ == "__main__":
    from bench.tareas import principal

    principal()
