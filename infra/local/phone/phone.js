// One person's phone: the list of chats, or one chat with its composer.
// A phone holds what it shows; the simulator holds everything else.

import { avatar, h, icon, iconButton, toast } from "./dom.js";
import { plainText, phoneLabel, shortMoment } from "./format.js";
import { Chat } from "./chat.js";
import { Telephone } from "./telephone.js";

export const ROLE_NAMES = { prospect: "prospect", courier: "coursier", seller: "vendeur(se)" };

/** The businesses somebody may write to: prospects a shop, the others our own number. */
export function reachable(state, person) {
  const kind = person.role === "prospect" ? "seller" : "platform";
  return state.businesses.filter((business) => business.kind === kind);
}

/** The rows of somebody's chat list, newest first, chats not begun yet last. */
export function chatsOf(state, person) {
  const threads = state.threads.filter((thread) => thread.wa_id === person.wa_id);
  const rows = threads.map((thread) => ({
    thread,
    business: state.businesses.find((business) => business.phone_number_id === thread.phone_number_id) ?? {
      phone_number_id: thread.phone_number_id,
      name: thread.phone_number_id,
    },
  }));
  rows.sort((one, other) => (other.thread.last_at ?? 0) - (one.thread.last_at ?? 0));
  const begun = new Set(threads.map((thread) => thread.phone_number_id));
  for (const business of reachable(state, person)) {
    if (!begun.has(business.phone_number_id)) rows.push({ thread: null, business });
  }
  return rows;
}

/** How many messages somebody has not read. */
export function unreadOf(state, person) {
  return state.threads
    .filter((thread) => thread.wa_id === person.wa_id)
    .reduce((sum, thread) => sum + Number(thread.unread ?? 0), 0);
}

/** A phone on the screen. `on` is `{close, ad, move}`; `move` is called when the chat shown changes. */
export class Phone {
  constructor(person, state, on) {
    this.person = person;
    this.state = state;
    this.on = on;
    this.chat = null;
    this.drafts = new Map();
    this.telephone = new Telephone(person, () => !this.chat && this.showList());
    this.list = h("div", { class: "chats" });
    this.screen = h("div", { class: "screen" });
    this.element = h(
      "section",
      { class: "phone", "aria-label": `Téléphone de ${person.name}` },
      h(
        "header",
        { class: "owner" },
        avatar(person.name, person.wa_id),
        h("div", { class: "owner-text" }, h("h2", {}, person.name), h("p", {}, `${ROLE_NAMES[person.role] ?? person.role} · ${phoneLabel(person.wa_id)}`)),
        iconButton("close", `Ranger le téléphone de ${person.name}`, () => on.close(), "owner-close"),
      ),
      this.telephone.element,
      this.screen,
    );
    this.telephone.refresh();
  }

  /** The chat on the screen, or null when the list is. */
  get shown() {
    return this.chat?.business.phone_number_id ?? null;
  }

  /** Takes a new state of the simulator. */
  update(state) {
    this.state = state;
    this.person = state.people.find((person) => person.wa_id === this.person.wa_id) ?? this.person;
    if (!this.chat) this.showList();
  }

  /** Something happened in a chat, or anywhere when `event` is null. */
  changed(event) {
    if (!this.chat) return;
    const here = !event || (event.phone_number_id === this.shown && event.wa_id === this.person.wa_id);
    if (here) this.chat.refresh();
  }

  /** Opens the only chat there is, or the list. */
  start(phoneNumberId = null) {
    const chats = chatsOf(this.state, this.person);
    const wanted = chats.find((chat) => chat.business.phone_number_id === phoneNumberId);
    if (wanted) this.openChat(wanted.business);
    else if (chats.length === 1) this.openChat(chats[0].business);
    else this.showList();
  }

  openChat(business) {
    this.leaveChat();
    this.chat = new Chat(this.person, business, this.drafts.get(business.phone_number_id) ?? "", () => this.showList());
    this.screen.replaceChildren(this.chat.element);
    this.chat.refresh();
    this.on.move();
  }

  leaveChat() {
    if (!this.chat) return;
    this.drafts.set(this.shown, this.chat.draft);
    this.chat.leave();
    this.chat = null;
  }

  showList() {
    const wasChat = this.chat !== null;
    this.leaveChat();
    const rows = chatsOf(this.state, this.person).map((chat) => this.row(chat));
    const ad = this.person.role === "prospect" && h(
      "button", { type: "button", class: "ad-row", on: { click: () => this.on.ad(this.person) } },
      icon("ad"), h("span", {}, h("strong", {}, "Cliquer sur une pub"), h("span", {}, "Arriver chez un vendeur comme depuis Facebook")),
    );
    const texts = this.telephone.rows();
    this.list.replaceChildren(h("h3", { class: "chats-title" }, "Discussions"), ...(ad ? [ad] : []), ...rows, ...texts);
    if (rows.length === 0) this.list.append(h("p", { class: "nothing" }, this.nobody()));
    if (this.screen.firstChild !== this.list) this.screen.replaceChildren(this.list);
    if (wasChat) this.on.move();
  }

  nobody() {
    return this.person.role === "prospect"
      ? "Aucun vendeur n’a encore connecté son numéro WhatsApp."
      : "Le numéro de FluxAsync n’est pas encore connu du simulateur.";
  }

  row({ thread, business }) {
    const unread = Number(thread?.unread ?? 0);
    return h(
      "button",
      { type: "button", class: `chat-row${unread ? " unread" : ""}`, on: { click: () => this.openChat(business) } },
      avatar(business.name, business.phone_number_id),
      h("span", { class: "chat-row-text" },
        h("span", { class: "chat-row-line" }, h("strong", {}, business.name), h("time", {}, shortMoment(thread?.last_at))),
        h("span", { class: "chat-row-line" },
          h("span", { class: "preview" }, thread ? plainText(thread.preview) : "Nouvelle discussion"),
          unread > 0 && h("span", { class: "badge", "aria-label": `${unread} non lu${unread > 1 ? "s" : ""}` }, String(unread)))),
    );
  }

  /** Sends a first message from outside the chat, as an advertisement does, and shows the chat. */
  async arrive(phoneNumberId, message) {
    const business = this.state.businesses.find((one) => one.phone_number_id === phoneNumberId);
    if (!business) {
      toast("Cette boutique n’est plus là.");
      return;
    }
    if (this.shown !== phoneNumberId) this.openChat(business);
    await this.chat.send(message);
  }
}
