"""Click in Spanish.

Click asks gettext for every sentence that it says. The catalogue is this dictionary
instead of a compiled file, so that it is readable, does not depend on LANG or LANGUAGE
(the program speaks Spanish on every machine) and can be compared with click's source:
a test finds any sentence that is missing here.
"""

import sys
from typing import Any

MENSAJES: dict[str, str] = {
    "d": "d",
    "{editor}: Editing failed": "{editor}: no se pudo editar",
    "{editor}: Editing failed: {e}": "{editor}: no se pudo editar: {e}",
    "Windows error: {error}": "Error de Windows: {error}",
    "Aborted!": "Se interrumpió.",
    "deprecated": "obsoleto",
    "DEPRECATED": "OBSOLETO",
    "Missing command.": "Falta el comando.",
    "required": "obligatorio",
    "Options": "Opciones",
    "Positional arguments": "Argumentos",
    "Commands": "Comandos",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "Aviso: el comando {name!r} está obsoleto.{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "Aviso: {name!r} está obsoleto.{extra_message}"
    ),
    "Got unexpected extra argument ({args})": "Sobra un argumento: {args}",
    "Got unexpected extra arguments ({args})": "Sobran argumentos: {args}",
    "Value must be an iterable.": "El valor debe ser una lista.",
    "Could not determine name for option with declarations {decls!r}": (
        "No se pudo dar nombre a la opción {decls!r}"
    ),
    "No options defined but a name was passed ({name}). Did you mean to declare an argument "
    "instead? Did you mean to pass '--{name}'?": "La opción {name} no está declarada.",
    "env var: {var}": "variable de entorno: {var}",
    "default: {default}": "si se omite: {default}",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": (
        "Un argumento se declara una vez; hay {length}: {decls}."
    ),
    "(dynamic)": "(se calcula)",
    "Name '{name}' defined twice": "El nombre «{name}» está dos veces",
    "Takes {nargs} values but 1 was given.": "Lleva {nargs} valores y se dio 1.",
    "Takes {nargs} values but {len} were given.": "Lleva {nargs} valores y se dieron {len}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.": (
        "La opción {decl!r} no puede significar sí y no a la vez."
    ),
    "Do you want to continue?": "¿Desea continuar?",
    "Confirm the action without prompting.": "Confirma sin preguntar.",
    "%(prog)s, version %(version)s": "%(prog)s, versión %(version)s",
    "Show the version and exit.": "Muestra la versión y termina.",
    "Show this message and exit.": "Muestra esta ayuda y termina.",
    "Did you mean {possibility}?": "¿Quiso decir {possibility}?",
    "(Did you mean one of: {possibilities}?)": "¿Quiso decir alguna de estas: {possibilities}?",
    "Missing argument": "Falta el argumento",
    "Missing option": "Falta la opción",
    "Missing parameter": "Falta el dato",
    "Missing parameter: {param_name}": "Falta el dato: {param_name}",
    "Missing {param_type}": "Falta el dato",
    "unknown error": "error desconocido",
    "Invalid value: {message}": "Valor no válido: {message}",
    "Invalid value for {param_hint}: {message}": "Valor no válido para {param_hint}: {message}",
    "Could not open file {filename!r}: {message}": (
        "No se pudo abrir el archivo {filename!r}: {message}"
    ),
    "Error: {message}": "Error: {message}",
    "Try '{command} {option}' for help.": "Vea la ayuda con «{command} {option}».",
    "No such option {name!r}.": "No existe la opción {name!r}.",
    "No such command {name!r}.": "No existe el comando {name!r}.",
    "Usage:": "Uso:",
    "Invalid start character for option ({option})": ("Una opción no puede empezar así ({option})"),
    "Option {name!r} does not take a value.": "La opción {name!r} no lleva valor.",
    "Option {name!r} requires an argument.": "La opción {name!r} necesita un valor.",
    "Option {name!r} requires {nargs} arguments.": "La opción {name!r} necesita {nargs} valores.",
    "Argument {name!r} takes {nargs} values.": "El argumento {name!r} lleva {nargs} valores.",
    "Couldn't detect Bash version, shell completion is not supported.": (
        "No se reconoce la versión de Bash; no hay autocompletado."
    ),
    "Shell completion is not supported for Bash versions older than 4.4.": (
        "El autocompletado necesita Bash 4.4 o posterior."
    ),
    "Press any key to continue...": "Presione cualquier tecla para continuar…",
    "Repeat for confirmation": "Repita para confirmar",
    "Error: The two entered values do not match.": "Error: los dos valores no coinciden.",
    "Unknown color {colour!r}": "Color desconocido {colour!r}",
    "Error: invalid input": "Error: respuesta no válida",
    "file": "El archivo",
    "directory": "La carpeta",
    "path": "La ruta",
    "File": "El archivo",
    "Directory": "La carpeta",
    "Path": "La ruta",
    "Choose from:\n\t{choices}": "Elija entre:\n\t{choices}",
    "Choice({choices})": "Opciones({choices})",
    "{value!r} is not {choice}.": "{value!r} no es {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} no es ninguno de {choices}.",
    "{value!r} does not match the format {format}.": "{value!r} no tiene la forma {format}.",
    "{value!r} does not match the formats {formats}.": (
        "{value!r} no tiene ninguna de las formas {formats}."
    ),
    "{value} is not in the range {range}.": "{value} está fuera del intervalo {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "{value!r} no es sí ni no. Valores posibles: {states}"
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "Se necesitan {len_type} valores y se dio {len_value}."
    ),
    "{len_type} values are required, but {len_value} were given.": (
        "Se necesitan {len_type} valores y se dieron {len_value}."
    ),
    "{value!r} is not a valid {number_type}.": "{value!r} no es un número válido.",
    "{value!r} is not a valid UUID.": "{value!r} no es un UUID válido.",
    "{name} {filename!r} is a file.": "{name} {filename!r} es un archivo.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} es una carpeta.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} no se puede leer.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} no se puede escribir.",
    "{name} {filename!r} is not executable.": "{name} {filename!r} no se puede ejecutar.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} no existe.",
    "Unknown standard stream '{name}'": "No existe el flujo «{name}»",
}


def traducir(mensaje: str) -> str:
    """The Spanish sentence for one of click's."""
    return MENSAJES.get(mensaje, mensaje)


def traducir_plural(singular: str, plural: str, cuantos: int) -> str:
    """The Spanish sentence for one of click's that has two forms."""
    return traducir(singular if cuantos == 1 else plural)


def instalar() -> None:
    """Have the click that is loaded speak Spanish."""
    for nombre, modulo in list(sys.modules.items()):
        if nombre == "click" or nombre.startswith("click."):
            contenido: dict[str, Any] = vars(modulo)
            if "_" in contenido:
                contenido["_"] = traducir
            if "ngettext" in contenido:
                contenido["ngettext"] = traducir_plural
