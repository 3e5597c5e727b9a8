// One conversation: its messages, who answers, and the seller's own words.
// A message the seller writes keeps its idempotency key until the API has taken it.

import { get, newKey, pages, post } from "./api.js";
import { Files } from "./files.js";
import { billing, contactName, day, instant, isHuman, perceived, phone, reach, richText, time, until } from "./format.js";
import { append, chip, h, icon, toast } from "./ui.js";

const KINDS = {
  image: "Photo", audio: "Message vocal", voice: "Message vocal", video: "Vidéo", document: "Document",
  sticker: "Autocollant", location: "Position", contacts: "Contact", order: "Panier", reaction: "Réaction",
  unsupported: "Message que WhatsApp ne transmet pas",
};

const TAKEOVER_MINUTES = 30;

const AUTHORS = { prospect: "", ai: "IA", human: "Vous", system: "Automatique" };
const STATUSES = { unclear: "envoi incertain", delivered: "distribué", read: "lu", played: "écouté", failed: "non distribué" };

export class Thread {
  /** `changed` is called when the list may have moved. */
  constructor(id, conversation, changed) {
    this.id = id;
    this.conversation = conversation ?? null;
    this.changed = changed;
    this.messages = new Map();
    this.files = new Files(() => this.toEnd());
    this.pending = [];
    this.cursor = null;
    this.older = false;
    this.drawn = null;
    this.atEnd = true;
    this.asked = null;
    this.build();
  }

  build() {
    this.name = h("h2", {});
    this.number = h("p", {});
    this.billing = h("p", { class: "billing" });
    this.owner = h("div", { class: "owner" });
    this.earlier = h("button", { type: "button", class: "button wide more", hidden: true, on: { click: () => this.loadEarlier() } }, "Messages précédents");
    this.rows = h("div", { class: "rows" });
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": "Messages", on: { scroll: () => {
      this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    } } }, this.earlier, this.rows);
    this.input = h("textarea", { rows: "1", "aria-label": "Votre message", on: { input: () => this.fit(), keydown: (event) => this.key(event) } });
    this.composer = h("form", { class: "composer", on: { submit: (event) => this.submit(event) } }, this.input,
      h("button", { type: "submit", class: "icon-button send", "aria-label": "Envoyer", title: "Envoyer" }, icon("send")));
    this.closed = h("p", { class: "closed", hidden: true }, "Ce client n’a pas écrit depuis plus de 24 heures : WhatsApp ne permet plus de lui écrire librement. Vous pourrez répondre dès qu’il vous écrira.");
    this.element = h(
      "div",
      { class: "thread" },
      h("header", { class: "thread-head" },
        h("a", { class: "icon-button back", href: "#/conversations", "aria-label": "Toutes les conversations" }, icon("back")),
        h("div", { class: "thread-who" }, this.name, this.number, this.billing), this.owner),
      this.log,
      this.composer,
      this.closed,
    );
    this.update(this.conversation);
  }

  leave() {
    this.gone = true;
  }

  /** Takes what the list knows of this conversation. */
  update(conversation) {
    if (conversation) this.conversation = conversation;
    if (this.asked && isHuman(this.conversation) === (this.asked === "takeover")) this.asked = null;
    const number = this.conversation?.contact?.phone;
    const human = isHuman(this.conversation);
    const { contact, ad: from, owner, owner_until: ownerUntil, window } = this.conversation ?? {};
    const price = billing(this.conversation);
    const badges = reach(this.conversation);
    // Absent is not known yet; null is a window that closed.
    const closed = window?.free_form_until === null;
    // Only what is drawn: a button drawn again would lose the focus.
    const signature = JSON.stringify([contact, from, owner, ownerUntil, closed, price, badges, this.asked]);
    if (signature === this.headed) return;
    this.headed = signature;
    this.name.textContent = contactName(this.conversation);
    const ad = from?.headline;
    this.number.replaceChildren();
    append(this.number, [number && h("a", { href: `tel:${number}` }, phone(number)), ad && h("span", { class: "muted" }, `Pub : ${ad}`)]);
    append(this.number, badges.map((badge) => chip(...badge)));
    this.billing.textContent = price;
    const end = until(ownerUntil);
    const answers = {
      human: [end ? `Vous répondez jusqu’à ${end}` : "Vous répondez", "wait"],
      other_app: ["Une autre application répond", "wait"],
    }[owner] ?? ["L’IA répond", "good"];
    this.owner.replaceChildren();
    append(this.owner, [
      chip(...answers),
      h("button", { type: "button", class: "button", disabled: this.asked !== null, on: { click: () => this.hand(human ? "release" : "takeover") } },
        human ? "Rendre à l’IA" : "Prendre la main"),
      !human && h("button", { type: "button", class: "button", disabled: this.asked !== null, on: { click: () => this.hand("takeover", { minutes: TAKEOVER_MINUTES }) } },
        h("span", { class: "spoken" }, "Prendre la main "), `${TAKEOVER_MINUTES} min`),
    ]);
    this.closed.hidden = !closed;
    this.composer.hidden = closed;
    this.input.placeholder = human || owner === "other_app" ? "Message" : "Répondre à la place de l’IA";
  }

  async hand(to, body = {}) {
    this.asked = to;
    this.update(null);
    try {
      await post(`/conversations/${encodeURIComponent(this.id)}/${to}`, body);
      await this.changed();
    } catch (error) {
      this.asked = null;
      this.update(null);
      toast(error.message);
    }
  }

  async refresh() {
    // A link may open a conversation that the list has not reached.
    if (!this.conversation) await this.reread();
    const latest = await pages(`/conversations/${encodeURIComponent(this.id)}/messages`, 1);
    if (!this.older) this.cursor = latest.cursor;
    this.take(latest.items);
  }

  /** Asks for what the list does not tell; a conversation that was merged goes on elsewhere. */
  async reread() {
    const conversation = await get(`/conversations/${encodeURIComponent(this.id)}`);
    if (this.gone) return;
    if (conversation.merged_into) location.replace(`#/conversations/${encodeURIComponent(conversation.merged_into)}`);
    else this.update(conversation);
  }

  async loadEarlier() {
    this.earlier.disabled = true;
    try {
      const next = await pages(`/conversations/${encodeURIComponent(this.id)}/messages`, 1, this.cursor);
      this.older = true;
      this.cursor = next.cursor;
      const height = this.log.scrollHeight;
      this.take(next.items);
      this.log.scrollTop += this.log.scrollHeight - height;
    } catch (error) {
      toast(error.message);
    } finally {
      this.earlier.disabled = false;
    }
  }

  take(items) {
    for (const message of items) this.messages.set(message.id, message);
    this.settle();
    this.loaded = true;
    this.draw();
  }

  // What was written goes once it came back as a message that was not there before.
  settle() {
    const claimed = new Set();
    this.pending = this.pending.filter((one) => {
      const real = [...this.messages.values()].find((message) =>
        message.from === "human" && message.text === one.text && !one.before.has(message.id) && !claimed.has(message.id));
      if (real) claimed.add(real.id);
      return !real;
    });
  }

  draw() {
    if (this.gone) return;
    const messages = [...this.messages.values()].sort((one, other) => instant(one.at) - instant(other.at));
    this.earlier.hidden = !this.cursor;
    const files = messages.map((message) => this.files.of(message));
    // The address of a file is another one each time.
    const same = (key, value) => (key === "url" ? Boolean(value) : value);
    const signature = JSON.stringify([messages, this.pending.map((one) => [one.key, one.state]), this.loaded, new Date().toDateString()], same);
    if (signature === this.drawn) return;
    this.drawn = signature;
    const rows = [];
    let date = "";
    for (const [index, message] of messages.entries()) {
      const heading = day(message.at);
      if (heading !== date) rows.push(h("p", { class: "day" }, h("span", {}, heading)));
      date = heading;
      rows.push(this.bubble(message, files[index]));
    }
    rows.push(...this.pending.map((one) => this.echo(one)));
    if (rows.length === 0 && this.loaded) rows.push(h("p", { class: "empty" }, "Aucun message."));
    this.rows.replaceChildren(...rows);
    this.toEnd();
  }

  toEnd() {
    if (this.atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  bubble(message, file) {
    const mine = message.from !== "prospect";
    const author = AUTHORS[message.from] ?? message.from;
    const status = mine ? STATUSES[message.status] : "";
    const foot = [author, time(message.at), status].filter(Boolean).join(" · ");
    const kind = KINDS[message.kind];
    const sense = perceived(message);
    // The API names what is no text in brackets before the caption: "[image] Vous avez celle-ci ?".
    const words = kind ? (message.text ?? "").replace(/^\[[^\]]*\]\s*/u, "") : message.text;
    return h("div", { class: `bubble ${mine ? "mine" : "theirs"} from-${message.from}${message.status === "failed" ? " failed" : ""}` },
      message.ad?.headline && h("p", { class: "kind" }, `Pub : ${message.ad.headline}`),
      kind && !file && h("p", { class: "kind" }, message.media?.refused ? `${kind} (non reçu)` : kind),
      file,
      sense && h("p", { class: "perceived" }, sense),
      words && h("p", { class: "text" }, richText(words)),
      !kind && !words && h("p", { class: "kind" }, "Message sans texte"),
      message.buttons?.length > 0 && h("p", { class: "buttons" }, message.buttons.map((title) => h("span", {}, title))),
      h("p", { class: "foot" }, foot));
  }

  echo(one) {
    const failed = one.state === "failed";
    return h("div", { class: `bubble mine from-human pending${failed ? " failed" : ""}` },
      h("p", { class: "text" }, richText(one.text)),
      h("p", { class: "foot" }, failed ? "Non envoyé" : "Envoi…"),
      failed && h("button", { type: "button", class: "button", on: { click: () => this.deliver(one) } }, "Réessayer"));
  }

  key(event) {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && !matchMedia("(pointer: coarse)").matches;
    if (sends) this.submit(event);
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.fit();
    const one = { text, key: newKey(), before: new Set(this.messages.keys()), state: "sending" };
    this.pending.push(one);
    this.atEnd = true;
    this.deliver(one);
  }

  async deliver(one) {
    one.state = "sending";
    this.draw();
    try {
      await post(`/conversations/${encodeURIComponent(this.id)}/messages`, { text: one.text }, one.key);
      one.state = "accepted";
      await this.changed();
    } catch (error) {
      // A refusal met while refreshing says nothing about the message itself.
      if (one.state === "sending") one.state = "failed";
      toast(error.message);
    }
    this.draw();
  }
}
