// Builds elements without ever parsing HTML, so that what prospects write stays text.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. In `props`, `on` holds listeners; true and false set or leave out an attribute.
 * Children are nodes or strings; null and false are skipped.
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
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child);
  }
}

const PATHS = {
  conversations: "M4 5h16v11H9l-5 4z",
  orders: "M5 8h14l-1 12H6zM9 8V6a3 3 0 0 1 6 0v2",
  deliveries: "M3 16V7h11v9M14 10h4l3 3v3h-2M8 16h6M6 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  products: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  zones: "M12 21c4-5 6-8.2 6-11a6 6 0 1 0-12 0c0 2.8 2 6 6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  couriers: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  send: "M4 12l16-8-6 8 6 8z",
  phone: "M6 4h4l1.5 4L9 10a11 11 0 0 0 5 5l2-2.5 4 1.5v4a2 2 0 0 1-2 2C10 20 4 14 4 6a2 2 0 0 1 2-2z",
  demo: "M8 3h8v18H8zM11 18h2",
  leave: "M10 5H5v14h5M14 8l4 4-4 4M18 12H9",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
};

/** A decorative line icon that takes the text's colour and size. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? "");
  svg.append(path);
  return svg;
}

/** A button with an icon and no visible text. */
export function iconButton(name, label, listener) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: listener } }, icon(name));
}

/** A state in a word; `tone` is "good", "wait", "bad" or "calm". */
export function chip(text, tone) {
  return h("span", { class: `chip ${tone}` }, text);
}

/** A disc with somebody's initials. */
export function avatar(name) {
  const letters = String(name ?? "")
    .split(/\s+/u)
    .map((word) => word.match(/\p{L}/u)?.[0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();
  return h("span", { class: "avatar", "aria-hidden": "true" }, letters || "#");
}

let toastTimer = 0;

/** Says something for a few seconds. */
export function toast(text) {
  const element = document.getElementById("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    element.hidden = true;
  }, 6000);
}

/** A labelled input; the place for its error comes with it. `props` go to the input. */
export function field(label, name, props = {}, hint = "") {
  return labelled(label, name, hint, h(props.rows ? "textarea" : "input", { name, id: `field-${name}`, ...props, value: props.rows ? null : props.value }, props.rows ? props.value ?? "" : null));
}

/** A labelled choice among `[value, text]` pairs. */
export function choice(label, name, options, selected) {
  return labelled(label, name, "", h("select", { name, id: `field-${name}` }, options.map(([value, text]) => h("option", { value, selected: value === selected }, text))));
}

/** A box to tick; `value` matters when several share a name. */
export function tick(label, name, checked, value = "on") {
  return h("label", { class: "tick" }, h("input", { type: "checkbox", name, value, checked }), h("span", {}, label));
}

function labelled(label, name, hint, input) {
  input.setAttribute("aria-describedby", `error-${name}`);
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input, hint && h("small", {}, hint), errorPlace(name));
}

/** Where the error of a field is shown. */
export function errorPlace(name) {
  return h("p", { class: "field-error", id: `error-${name}`, "data-error": name });
}

/**
 * Shows what a refused request said about each field, focuses the first one, and returns what
 * belongs to no field of this form.
 */
export function showErrors(form, problem) {
  clearErrors(form);
  const orphans = [];
  let first = null;
  for (const { field: path, message } of problem.errors ?? []) {
    // "variants[0].label" belongs to "variants", "price.amount" to "price".
    const name = String(path ?? "").split(/[.[]/u)[0];
    const place = form.querySelector(`[data-error="${CSS.escape(name)}"]`);
    if (!place) {
      orphans.push(message);
      continue;
    }
    place.textContent = message;
    const input = form.querySelector(`[name="${CSS.escape(name)}"]`);
    input?.setAttribute("aria-invalid", "true");
    first ??= input;
  }
  first?.focus();
  if (!problem.errors?.length) orphans.push(problem.message);
  return orphans.join(" ");
}

/** Forgets the errors shown. */
export function clearErrors(form) {
  for (const place of form.querySelectorAll("[data-error]")) place.textContent = "";
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/**
 * Runs `work` once at a time for a form: its submit button waits, errors go to their fields, the
 * rest to the form's own line.
 */
export async function submitting(form, work) {
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  const notice = form.querySelector(".form-error");
  button.disabled = true;
  if (notice) notice.textContent = "";
  clearErrors(form);
  try {
    await work();
  } catch (error) {
    const rest = showErrors(form, error);
    if (notice) notice.textContent = rest;
    else if (rest) toast(rest);
  } finally {
    button.disabled = false;
  }
}

/** A modal with a form; `save` may throw a problem, which keeps it open. Resolves once closed. */
export function formDialog({ title, fields, submit = "Enregistrer", danger = null, save }) {
  return new Promise((resolve) => {
    const form = h("form", { method: "post", novalidate: true, on: { submit: (event) => {
      event.preventDefault();
      submitting(form, async () => {
        await save(form);
        dialog.close();
      });
    } } });
    const dialog = h("dialog", { class: "dialog", "aria-label": title }, form);
    append(form, [
      h("div", { class: "dialog-head" }, h("h2", {}, title), iconButton("close", "Fermer", () => dialog.close())),
      h("div", { class: "fields" }, fields),
      h("p", { class: "form-error", role: "alert" }),
      h("div", { class: "dialog-actions" },
        danger && h("button", { type: "button", class: "button danger", on: { click: () => danger.act(dialog) } }, danger.label),
        h("button", { type: "submit", class: "button primary" }, submit)),
    ]);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
    // A new thing is typed at once; an existing one is first looked at.
    if (!danger) form.querySelector("input")?.focus();
  });
}

/** Asks before something that cannot be undone. */
export function confirmed(question, yes) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "dialog small", "aria-label": question }, h("p", { class: "question" }, question));
    const answer = (value) => () => {
      dialog.returnValue = value;
      dialog.close(value);
    };
    dialog.append(h("div", { class: "dialog-actions" },
      h("button", { type: "button", class: "button", on: { click: answer("") } }, "Non"),
      h("button", { type: "button", class: "button danger", on: { click: answer("yes") } }, yes)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
