// Builds elements without ever parsing HTML: text from the network stays text.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. In `props`, `on` holds listeners, `class` the class names; true and false set or
 * leave out an attribute. Children are nodes or strings; null and false are skipped.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

/** Adds children to an element, skipping absent ones. */
export function append(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child);
  }
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  send: "M4 12l16-8-6 8 6 8z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9.5h.01",
  camera: "M4 8h3l2-2h6l2 2h3v11H4zM12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  mic: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  audio: "M9 18V6l9-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM18 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  pin: "M12 21c4-5 6-8.2 6-11a6 6 0 1 0-12 0c0 2.8 2 6 6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  ad: "M4 10v4h3l8 4V6l-8 4zM18 9.5a4 4 0 0 1 0 5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  reply: "M10 6L4 12l6 6M4 12h9c4 0 6 2 7 6",
  list: "M8 7h12M8 12h12M8 17h12M4 7h.01M4 12h.01M4 17h.01",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
  call: "M6 4h4l1.5 4.5L9 10.5a11 11 0 0 0 4.5 4.5l2-2.5L20 14v4a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  text: "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  ticks: "M2 12.5l4.5 4.5L15 7.5M10.5 15.5l1.5 1.5L21 7.5",
  alert: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v6M12 16.5h.01",
};

/** A decorative line icon that takes the text's colour and size. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? "");
  svg.append(path);
  return svg;
}

/** A button with an icon and no visible text. */
export function iconButton(name, label, listener, className = "") {
  return h(
    "button",
    { type: "button", class: `icon-button ${className}`, "aria-label": label, title: label, on: { click: listener } },
    icon(name),
  );
}

/** Text for screen readers only. */
export function spoken(text) {
  return h("span", { class: "sr-only" }, text);
}

/** Somebody's initials in a coloured disc; the colour follows the key, so it never changes. */
export function avatar(name, key) {
  let hash = 0;
  for (const character of String(key)) hash = (hash * 31 + character.codePointAt(0)) % 997;
  const letters = String(name || "?")
    .split(/\s+/u)
    .map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();
  return h("span", { class: `avatar tone-${hash % 6}`, "aria-hidden": "true" }, letters || "?");
}

let toastTimer = 0;

/** Says something went wrong, for a few seconds. */
export function toast(text) {
  const element = document.getElementById("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    element.hidden = true;
  }, 6000);
}

/**
 * Makes the children of `container` the nodes of `items`, in order. A node whose key and
 * signature are unchanged is kept in place, so audio goes on playing and focus stays.
 * Each item is `{key, signature, build}`.
 */
export function reconcile(container, items, known) {
  const wanted = new Map(items.map((item) => [item.key, item.signature]));
  for (const [key, entry] of known) {
    if (wanted.get(key) !== entry.signature) {
      entry.node.remove();
      known.delete(key);
    }
  }
  let cursor = container.firstChild;
  for (const item of items) {
    let entry = known.get(item.key);
    if (!entry) {
      entry = { signature: item.signature, node: item.build() };
      known.set(item.key, entry);
    }
    if (entry.node === cursor) cursor = cursor.nextSibling;
    else container.insertBefore(entry.node, cursor);
  }
}
