// «Ir a…»: any client, page or command. The clients are the server's answer to what was typed, pages
// and commands are found here: the «editable combobox with list» of ARIA's patterns, in a dialog of
// the browser's own, over whatever is open.
import { createElement as h, useEffect, useId, useRef, useState } from "react";
import { useHref, useNavigate } from "react-router";

const PAUSA_MS = 60;
const OTRA_VEZ_MS = 3000;
const FALLO = "No se pudo buscar entre los clientes; se intenta de nuevo.";
const NADA = { vez: 0, filas: [], dicho: "", de_cuantos: "", fallo: false };

const plegar = (texto) =>
  texto.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const palabrasDe = (texto) => plegar(texto).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

// Cuts a text into pieces, those marked with which one of the words begins a word of it.
const trozosDe = (texto, palabras) => {
  const letras = [...texto];
  const plegadas = letras.map((letra) => [...plegar(letra)][0] ?? " ");
  const hallada = letras.map(() => false);
  plegadas.forEach((_, lugar) => {
    if (lugar && /[\p{L}\p{N}]/u.test(plegadas[lugar - 1])) return;
    const resto = plegadas.slice(lugar).join("");
    const larga = Math.max(0, ...palabras.filter((p) => resto.startsWith(p)).map((p) => [...p].length));
    hallada.fill(true, lugar, lugar + larga);
  });
  const trozos = [];
  letras.forEach((letra, lugar) => {
    const ultimo = trozos.at(-1);
    if (ultimo?.hallado === hallada[lugar]) ultimo.texto += letra;
    else trozos.push({ texto: letra, hallado: hallada[lugar] });
  });
  return trozos;
};

const marcado = (trozos) =>
  trozos.map(({ texto, hallado }, lugar) => (hallado ? h("mark", { key: lugar }, texto) : texto));

const enTexto = (trozos) => trozos.map(({ texto }) => texto).join("");

const contados = (cuantos, uno, varios) => `${cuantos} ${cuantos === 1 ? uno : varios}`;

// It must be answered first.
const hayPregunta = () => document.querySelector('[role=alertdialog][data-state="open"]');

// Where the focus is to be afterwards; of an entry of a menu, which goes away, the menu's button.
const lugarDelFoco = () => {
  const actual = document.activeElement;
  const menu = actual?.closest("[role=menu]");
  return menu ? document.getElementById(menu.getAttribute("aria-labelledby")) : actual;
};

export function Paleta({
  paginas,
  ordenes,
  cuentas,
  aqui,
  enCuenta,
  hallado = NADA,
  loEscrito,
  iconos,
  onBuscar,
  onModo,
  onTeclas,
  onSalir,
}) {
  const id = useId();
  const navegar = useNavigate();
  const raiz = useHref("/").replace(/\/$/, "");
  const dialogo = useRef(null);
  const previo = useRef(null);
  const alTeclear = useRef(null);
  const pendiente = useRef(null);
  const desde = useRef(0);
  const [abierta, abrir] = useState(false);
  const [texto, escribir] = useState("");
  const [vez, preguntar] = useState(0);
  const [elegida, elegir] = useState("");

  const dicho = texto.trim().replace(/\s+/g, " ");
  const palabras = palabrasDe(dicho);
  const contestado = !dicho || (vez !== 0 && hallado.vez === vez);

  // A short word fits too much, unless there is no other.
  const largas = palabras.filter((palabra) => palabra.length > 2);
  const buscadas = largas.length ? largas : palabras;
  const conMarcas = (opcion) => ({ ...opcion, trozos: trozosDe(opcion.texto, buscadas) });
  const empieza = ({ texto: suyo, claves = "" }) => {
    const suyas = palabrasDe(`${suyo} ${claves}`);
    return (palabra) => suyas.some((una) => una.startsWith(palabra));
  };
  const halladas = (opciones) =>
    opciones
      .filter((opcion) => opcion.ver && (!dicho || buscadas.some(empieza(opcion))))
      .map(conMarcas);

  const conLoEscrito = (opcion) => {
    const suyo = opcion.en_mayusculas ? dicho.toLocaleUpperCase("es") : dicho;
    const entero = opcion.con_texto.replace("…", () => suyo);
    const destino = opcion.con_destino.replace(loEscrito, () => encodeURIComponent(dicho));
    return { ...opcion, destino, trozos: [{ texto: entero, hallado: false }] };
  };

  const cambios = cuentas
    .filter((cuenta) => cuenta.destino !== aqui)
    .map((cuenta) => ({
      texto: `Cambiar a ${cuenta.nombre}`,
      claves: "cuenta",
      icono: iconos.cuenta,
      cuenta: cuenta.destino,
      ver: true,
    }));

  // Until the answer is there, of the one before it stays what holds all the words as well: what was
  // found narrows while somebody types, and nothing is shown that was not looked for.
  const sigueCabiendo = ({ nombre, detalle }) => {
    const todo = plegar(`${enTexto(nombre)} ${enTexto(detalle)}`);
    return palabras.every((palabra) => todo.includes(palabra));
  };
  const deEstaVez = dicho && hallado.vez >= desde.current;
  const filas = deEstaVez ? hallado.filas : [];
  const clientes = (contestado ? filas : filas.filter(sigueCabiendo)).map((fila) => ({
    trozos: fila.nombre,
    detalle: fila.detalle,
    icono: iconos.cliente,
    destino: fila.ficha,
  }));

  // Unless it is the command itself that somebody is typing the name of.
  const deContexto = (opcion) =>
    dicho && opcion.con_texto && !palabras.every((p) => p.length > 3 && empieza(opcion)(p));
  const grupos = [
    { rotulo: "Clientes", opciones: clientes },
    { rotulo: "Páginas", opciones: halladas(paginas) },
    {
      rotulo: "Órdenes",
      opciones: [
        ...ordenes.flatMap((opcion) =>
          opcion.ver && deContexto(opcion) ? [conLoEscrito(opcion)] : halladas([opcion]),
        ),
        ...halladas(cambios),
      ],
    },
  ].map(({ rotulo, opciones }) => ({
    rotulo,
    opciones: opciones.map((opcion) => ({
      ...opcion,
      clave: `${rotulo}-${opcion.destino ?? opcion.cuenta ?? opcion.hace}`,
    })),
  }));
  const todas = grupos.flatMap(({ opciones }) => opciones);
  const activa = todas.find(({ clave }) => clave === elegida) ?? todas[0];

  // The browser may close it as well, by the back key of a telephone.
  const cerrada = () => {
    const lugar = previo.current;
    previo.current = null;
    abrir(false);
    if (lugar?.isConnected) lugar.focus({ preventScroll: true });
  };

  const cerrar = () => {
    dialogo.current.close();
    cerrada();
  };

  const ir = (opcion, enOtra) => {
    pendiente.current = null;
    cerrar();
    if (opcion.hace) {
      ({ modo: onModo, teclas: onTeclas, salir: onSalir })[opcion.hace]?.();
      return;
    }
    const destino = opcion.cuenta ?? enCuenta + opcion.destino;
    if (opcion.descarga) {
      Object.assign(document.createElement("a"), { href: raiz + destino, download: "" }).click();
    } else if (enOtra) {
      window.open(raiz + destino);
    } else if (opcion.cuenta) {
      // The tab begins anew there, as by the menu of accounts.
      location.assign(raiz + destino);
    } else {
      navegar(destino);
      const conTeclado = matchMedia("(pointer: coarse)").matches;
      if (opcion.foco && !conTeclado) window.enfocar(opcion.foco);
      else window.recobrarElFoco("contenido");
    }
  };

  const escoger = (enOtra) => {
    // Faster than the answer, which comes first: what is meant may be in it.
    if (!contestado && !elegida) pendiente.current = { enOtra };
    else if (activa) ir(activa, enOtra);
  };

  const mover = (paso) => {
    pendiente.current = null;
    const lugar = todas.indexOf(activa);
    elegir(todas[(lugar + paso + todas.length) % todas.length].clave);
  };

  const cambiar = (nuevo) => {
    pendiente.current = null;
    escribir(nuevo);
    elegir("");
    preguntar(0);
  };

  // Heard at the dialog, and no further: what stands beneath listens at the document, and a drawer
  // would be saved, closed, or keep what is scrolled here from moving.
  alTeclear.current = (evento) => {
    evento.stopPropagation();
    if (evento.isComposing) return;
    const modificada = evento.ctrlKey || evento.metaKey;
    const paso = { ArrowDown: 1, ArrowUp: -1 }[evento.key];
    if (paso && !modificada) mover(paso);
    else if (evento.key === "Enter" && evento.target.matches("input")) escoger(modificada);
    else if (evento.key.toLowerCase() === "k" && modificada) cerrar();
    else return;
    evento.preventDefault();
  };

  useEffect(() => {
    const nodo = dialogo.current;
    const callar = (evento) => evento.stopPropagation();
    const teclear = (evento) => alTeclear.current(evento);
    nodo.addEventListener("keydown", teclear);
    for (const que of ["pointerdown", "wheel", "touchmove"]) nodo.addEventListener(que, callar);
    window.abrirPaleta = () => {
      if (nodo.open || hayPregunta()) return;
      document.querySelector("dialog.teclas[open]")?.close();
      previo.current = lugarDelFoco();
      desde.current = Date.now();
      cambiar("");
      abrir(true);
    };
    return () => {
      delete window.abrirPaleta;
    };
  }, []);

  useEffect(() => {
    if (!abierta) return undefined;
    dialogo.current.showModal();
    // Before any dialog beneath hears of it.
    const oir = (evento) => {
      if (evento.key !== "Escape" || evento.isComposing) return;
      evento.preventDefault();
      evento.stopImmediatePropagation();
      cerrar();
    };
    window.addEventListener("keydown", oir, true);
    return () => window.removeEventListener("keydown", oir, true);
  }, [abierta]);

  // After a short pause; again while there is no answer, since a connection may have been lost.
  useEffect(() => {
    if (!abierta || !dicho || (contestado && !hallado.fallo)) return undefined;
    const pedir = () => {
      const ahora = Date.now();
      preguntar(ahora);
      onBuscar(dicho, ahora);
    };
    const espera = setTimeout(pedir, vez ? OTRA_VEZ_MS : PAUSA_MS);
    return () => clearTimeout(espera);
  }, [abierta, dicho, vez, contestado, hallado.fallo]);

  useEffect(() => {
    if (!contestado || !pendiente.current || !activa) return;
    ir(activa, pendiente.current.enOtra);
  }, [contestado]);

  useEffect(() => {
    if (!abierta) return;
    const nodo = document.getElementById(`${id}-${activa?.clave}`);
    const esPrimera = activa === todas[0];
    if (esPrimera) nodo?.closest(".paleta-cuerpo").scrollTo({ top: 0 });
    else nodo?.scrollIntoView({ block: "nearest" });
  }, [abierta, activa?.clave]);

  const opcionVista = (opcion) =>
    h(
      "div",
      {
        key: opcion.clave,
        id: `${id}-${opcion.clave}`,
        role: "option",
        "aria-selected": opcion === activa,
        className: "paleta-opcion",
        onClick: (evento) => ir(opcion, evento.ctrlKey || evento.metaKey),
        onMouseMove: () => opcion !== activa && elegir(opcion.clave),
      },
      opcion.icono,
      h(
        "span",
        { className: "paleta-texto" },
        h("span", null, marcado(opcion.trozos)),
        opcion.detalle && h("small", null, marcado(opcion.detalle)),
      ),
      h(
        "span",
        { className: "paleta-tecla", "aria-hidden": true },
        opcion.tecla
          ? h("kbd", null, opcion.tecla)
          : opcion === activa && [h("kbd", { key: "k" }, "Enter"), " abrir"],
      ),
    );

  const grupoVisto = ({ rotulo, opciones }) =>
    opciones.length > 0 &&
    h(
      "div",
      { key: rotulo, role: "group", "aria-labelledby": `${id}-${rotulo}` },
      h(
        "div",
        { id: `${id}-${rotulo}`, role: "presentation", className: "paleta-grupo" },
        rotulo,
        rotulo === "Clientes" && contestado && h("span", null, hallado.de_cuantos),
      ),
      opciones.map(opcionVista),
    );

  const anuncio = () => {
    if (!contestado || !abierta) return "";
    const [, dePaginas, deOrdenes] = grupos;
    const partes = [
      contados(dePaginas.opciones.length, "página", "páginas"),
      contados(deOrdenes.opciones.length, "orden", "órdenes"),
    ];
    if (dicho) partes.unshift(hallado.fallo ? FALLO : hallado.dicho);
    return partes.join(", ");
  };

  const contenido = () => [
    h(
      "div",
      { key: "campo", className: "paleta-campo" },
      iconos.buscar,
      h("input", {
        type: "text",
        role: "combobox",
        "aria-label": "Ir a un cliente, una página o una orden",
        "aria-autocomplete": "list",
        "aria-expanded": true,
        "aria-controls": `${id}-lista`,
        "aria-activedescendant": activa && `${id}-${activa.clave}`,
        placeholder: "Cliente, página u orden",
        autoComplete: "off",
        autoCapitalize: "none",
        autoCorrect: "off",
        spellCheck: false,
        enterKeyHint: "go",
        maxLength: 200,
        value: texto,
        onChange: ({ target }) => cambiar(target.value),
      }),
      h(
        "button",
        { type: "button", className: "paleta-cerrar", title: "Cerrar", onClick: cerrar },
        h("span", { className: "solo-lectores" }, "Cerrar"),
        h("kbd", { "aria-hidden": true }, "Esc"),
        iconos.cerrar,
      ),
    ),
    deEstaVez && hallado.fallo && h("p", { key: "fallo", className: "nota" }, FALLO),
    h(
      "div",
      {
        key: "cuerpo",
        id: `${id}-lista`,
        role: "listbox",
        "aria-label": "Resultados",
        className: "paleta-cuerpo",
      },
      grupos.map(grupoVisto),
    ),
    h(
      "div",
      { key: "pie", className: "paleta-pie", "aria-hidden": true },
      h("span", null, h("kbd", null, "↑"), h("kbd", null, "↓"), " elegir"),
      h("span", null, h("kbd", null, "Enter"), " abrir"),
      h("span", null, h("kbd", null, "Ctrl"), h("kbd", null, "Enter"), " en otra pestaña"),
    ),
  ];

  return h(
    "dialog",
    {
      ref: dialogo,
      "aria-label": "Ir a…",
      // Radix hides from screen readers what stands beside an open drawer, but for what says that
      // it may change.
      "aria-live": "off",
      className: "paleta",
      onClose: cerrada,
      onClick: (evento) => evento.target === dialogo.current && cerrar(),
      // The focus stays in the field.
      onMouseDown: (evento) => !evento.target.closest("input, button") && evento.preventDefault(),
    },
    h("p", { role: "status", className: "solo-lectores" }, anuncio()),
    abierta && contenido(),
  );
}
