// One chat on one phone. Messages are sent one after another, in the order they were typed.

import { fetchThread, markRead, sendMessage } from "./api.js";
import { askPlace, chooseFile, fileMessage, samplePicture, sampleVoiceNote } from "./attach.js";
import { bubbleRow } from "./bubble.js";
import { pick } from "./dialogs.js";
import { avatar, h, icon, iconButton, reconcile, toast } from "./dom.js";
import { dayOf, phoneLabel, sameDay, timeOf } from "./format.js";
import { contextId, isMine, partOf, tappedChoices } from "./message.js";

const NONE = new Set();

export class Chat {
  /** `back` is called when the person returns to the list. */
  constructor(person, business, draft, back) {
    this.person = person;
    this.business = business;
    this.known = new Map();
    this.pending = [];
    this.thread = { messages: [], typing: false, windowOpenUntil: null };
    this.loaded = false;
    this.gone = false;
    this.seen = null;
    this.atEnd = true;
    this.sending = Promise.resolve();
    this.build(back, draft);
  }

  build(back, draft) {
    this.presence = h("p", { "aria-live": "polite" });
    this.hint = h("p", { class: "window-hint" });
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": `Messages avec ${this.business.name}` });
    this.log.addEventListener("scroll", () => {
      this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    });
    // A picture takes its height only once loaded; load events do not bubble, hence the capture.
    this.log.addEventListener("load", () => this.atEnd && this.scrollToEnd(), true);
    this.input = h("textarea", {
      rows: "1", placeholder: "Message", "aria-label": `Message à ${this.business.name}`, enterkeyhint: "send",
      on: { input: () => this.fit(), keydown: (event) => this.key(event) },
    });
    this.input.value = draft;
    this.menu = h("div", { class: "attach-menu", hidden: true }, this.attachments());
    this.clip = iconButton("plus", "Joindre", () => this.toggleMenu(), "attach");
    this.clip.setAttribute("aria-expanded", "false");
    this.element = h(
      "div",
      { class: "chat", on: { keydown: (event) => event.key === "Escape" && this.toggleMenu(false), click: (event) => this.clickedAway(event) } },
      h("header", { class: "chat-head" },
        iconButton("back", "Toutes les discussions", back),
        avatar(this.business.name, this.business.phone_number_id),
        h("div", { class: "chat-head-text" }, h("h3", {}, this.business.name), this.presence)),
      this.hint,
      this.log,
      this.menu,
      h("form", { class: "composer", on: { submit: (event) => this.submit(event) } },
        this.clip, this.input,
        h("button", { type: "submit", class: "icon-button send", "aria-label": "Envoyer", title: "Envoyer" }, icon("send"))),
    );
    this.paint();
    queueMicrotask(() => this.fit());
  }

  get draft() {
    return this.input.value;
  }

  /** Stops drawing: the chat left the screen. */
  leave() {
    this.gone = true;
    clearTimeout(this.typingTimer);
  }

  attachments() {
    const item = (name, label, message) =>
      h("button", { type: "button", on: { click: () => this.attach(message) } }, icon(name), h("span", {}, label));
    const fromFile = (type, accept) => async () => {
      const file = await chooseFile(accept);
      return file && fileMessage(type, file);
    };
    return [
      item("image", "Photo (fichier)", fromFile("image", "image/jpeg,image/png")),
      item("camera", "Photo d’exemple", samplePicture),
      item("pin", "Position", askPlace),
      item("mic", "Note vocale d’exemple", sampleVoiceNote),
      item("audio", "Note vocale (fichier)", fromFile("audio", "audio/*")),
    ];
  }

  toggleMenu(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.clip.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button").focus();
  }

  clickedAway(event) {
    if (!this.menu.hidden && !this.menu.contains(event.target) && !this.clip.contains(event.target)) this.toggleMenu(false);
  }

  async attach(make) {
    this.toggleMenu(false);
    try {
      const message = await make();
      if (message) await this.send(message);
    } catch (error) {
      toast(error.message);
    }
    this.input.focus();
  }

  key(event) {
    // A touch keyboard's Enter makes a new line, as in WhatsApp; a real one sends.
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && !matchMedia("(pointer: coarse)").matches;
    if (sends) this.submit(event);
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.fit();
    this.input.focus();
    this.send({ type: "text", text });
  }

  /** Sends after everything sent before it; resolves when the simulator has it or refused it. */
  send(message) {
    const pending = message.type === "text" ? this.echo(message.text) : null;
    if (pending) {
      this.pending.push(pending);
      this.paint(true);
    }
    this.sending = this.sending.then(() => this.deliver(message, pending));
    return this.sending;
  }

  echo(text) {
    const before = new Set(this.thread.messages.map((message) => message.wamid));
    return { wamid: `pending-${crypto.getRandomValues(new Uint32Array(2)).join("")}`, at: Date.now(), text, before };
  }

  // The stream may bring a message before its own request is answered: its echo goes then.
  waitingEchoes(messages) {
    const claimed = new Set();
    return this.pending.filter((echo) => {
      const real = messages.find((message) =>
        isMine(message) && !echo.before.has(message.wamid) && !claimed.has(message.wamid) && partOf(message).body === echo.text);
      if (real) claimed.add(real.wamid);
      return !real;
    });
  }

  async deliver(message, pending) {
    try {
      await sendMessage(this.business.phone_number_id, this.person.wa_id, message);
    } catch (error) {
      toast(`Message non envoyé. ${error.message}`);
      if (pending && !this.input.value) this.input.value = pending.text;
      // The tapped button was disabled at once: drawing it again makes it usable.
      const tapped = this.known.get(message.context_wamid);
      if (tapped) tapped.signature = null;
    }
    const settled = () => {
      this.pending = this.pending.filter((one) => one !== pending);
    };
    // The echo goes away with the refresh that brings the real message, so nothing flickers.
    await this.refresh(settled);
    settled();
  }

  /** Fetches the chat again; a call made meanwhile leads to one more fetch. */
  async refresh(before = null) {
    if (before) this.beforePaint = before;
    if (this.refreshing) {
      this.again = true;
      return this.refreshing;
    }
    this.refreshing = this.fetch();
    try {
      await this.refreshing;
    } finally {
      this.refreshing = null;
    }
  }

  async fetch() {
    do {
      this.again = false;
      const before = this.beforePaint;
      this.beforePaint = null;
      try {
        this.thread = await fetchThread(this.business.phone_number_id, this.person.wa_id);
      } catch (error) {
        // A chat nobody has begun may not exist yet.
        if (error.status !== 404) toast(error.message);
      }
      this.loaded = true;
      before?.();
      this.paint();
    } while (this.again && !this.gone);
  }

  paint(toEnd = false) {
    if (this.gone) return;
    const { messages, typing, windowOpenUntil } = this.thread;
    const sorted = [...messages].sort((one, other) => one.at - other.at);
    reconcile(this.log, this.items(sorted, typing), this.known);
    this.presence.textContent = typing ? "écrit…" : this.subtitle();
    this.presence.classList.toggle("typing", typing);
    this.paintHint(windowOpenUntil, sorted);
    this.watchTyping(typing);
    if (toEnd || this.atEnd) this.scrollToEnd();
    this.see(sorted);
  }

  // Typing ends by itself after a while, and nothing tells.
  watchTyping(typing) {
    clearTimeout(this.typingTimer);
    if (typing) this.typingTimer = setTimeout(() => this.refresh(), 5000);
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  subtitle() {
    const number = phoneLabel(this.business.display_phone_number);
    return this.business.kind === "platform" ? `FluxAsync · ${number}` : `Compte professionnel · ${number}`;
  }

  paintHint(until, messages) {
    const open = until !== null && until > Date.now();
    const day = open && !sameDay(until, Date.now()) ? "demain " : "";
    this.hint.classList.toggle("closed", !open);
    if (open) this.hint.textContent = `Fenêtre de 24 h ouverte jusqu’à ${day}${timeOf(until)}`;
    else if (messages.some(isMine)) this.hint.textContent = "Fenêtre de 24 h fermée : seul un modèle approuvé peut arriver";
    else this.hint.textContent = "Fenêtre de 24 h pas encore ouverte : écrivez d’abord";
    this.hint.hidden = !this.loaded;
  }

  items(messages, typing) {
    const echoes = this.waitingEchoes(messages).map((one) => ({
      wamid: one.wamid, at: one.at, direction: "from_person", type: "text", body: { text: { body: one.text } }, status: "pending",
    }));
    const tapped = tappedChoices(messages);
    const byId = new Map(messages.map((message) => [message.wamid, message]));
    const items = [];
    let previous = null;
    for (const message of [...messages, ...echoes]) {
      if (!previous || !sameDay(previous.at, message.at)) items.push(this.dayItem(message.at));
      const context = {
        first: !previous || previous.direction !== message.direction || !sameDay(previous.at, message.at),
        quoted: byId.get(contextId(message)) ?? null,
        tapped: tapped.get(message.wamid) ?? NONE,
        businessName: this.business.name,
        act: (what) => this.act(what),
      };
      items.push({
        key: message.wamid,
        signature: JSON.stringify([message, context.first, context.quoted?.wamid, [...context.tapped]]),
        build: () => bubbleRow(message, context),
      });
      previous = message;
    }
    if (typing) items.push({ key: "typing", signature: "", build: () => h("div", { class: "row theirs first" }, h("div", { class: "bubble dots", "aria-label": "écrit" }, h("i"), h("i"), h("i"))) });
    if (items.length === 0 && this.loaded) items.push({ key: "empty", signature: "", build: () => h("p", { class: "nothing" }, "Écrivez le premier message.") });
    return items;
  }

  dayItem(at) {
    const label = dayOf(at);
    return { key: `day-${new Date(at).toDateString()}`, signature: label, build: () => h("p", { class: "day" }, h("span", {}, label)) };
  }

  async act(what) {
    if (what.list) return this.chooseRow(what.list, what.message);
    if (what.askLocation) return this.attach(askPlace);
    return this.send(what);
  }

  async chooseRow(action, message) {
    const chosen = tappedChoices(this.thread.messages).get(message.wamid) ?? NONE;
    const groups = (action.sections ?? []).map((section) => ({
      title: section.title,
      items: (section.rows ?? []).map((row) => ({ ...row, key: row.id })),
    }));
    const row = await pick({ title: action.button ?? "Choisir", groups, chosen });
    if (row) await this.send({ type: "list_reply", id: row.id, title: row.title, context_wamid: message.wamid });
  }

  // Reading happens only in front of somebody, and once for each new message.
  see(messages) {
    const last = messages.findLast((message) => !isMine(message));
    if (!last || last.wamid === this.seen || document.visibilityState !== "visible") return;
    this.seen = last.wamid;
    markRead(this.business.phone_number_id, this.person.wa_id).catch((error) => toast(error.message));
  }
}
