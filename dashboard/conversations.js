// The list of conversations and, beside or over it, the one being read.

import { pages } from "./api.js";
import { contactName, instant, isHuman, moment, owner, reach, richText } from "./format.js";
import { Thread } from "./thread.js";
import { append, avatar, chip, h, toast } from "./ui.js";

/** The view of `#/conversations` and `#/conversations/{id}`. */
export class Conversations {
  constructor() {
    this.items = new Map();
    this.cursor = null;
    this.shown = 1;
    this.drawn = null;
    this.thread = null;
    this.list = h("div", { class: "list" });
    this.more = h("button", { type: "button", class: "button wide more", hidden: true, on: { click: () => this.loadMore() } }, "Voir plus");
    this.reader = h("section", { class: "reader", "aria-label": "Conversation" });
    this.element = h("div", { class: "conversations" }, h("section", { class: "side", "aria-label": "Conversations" }, this.list, this.more), this.reader);
    this.open(null);
  }

  /** Shows one conversation, or none. */
  open(id) {
    this.element.classList.toggle("reading", Boolean(id));
    if (this.thread?.id === id && id) return;
    this.thread?.leave();
    this.thread = id ? new Thread(id, this.items.get(id), () => this.refresh()) : null;
    this.reader.replaceChildren(this.thread?.element ?? h("p", { class: "empty" }, "Choisissez une conversation."));
    this.drawn = null;
    this.draw();
    this.thread?.refresh().catch((error) => toast(error.message));
  }

  async refresh() {
    const [list] = await Promise.all([pages("/conversations", this.shown), this.thread?.refresh()]);
    this.cursor = list.cursor;
    this.items = new Map(list.items.map((item) => [item.id, item]));
    this.loaded = true;
    this.draw();
    const listed = this.items.get(this.thread?.id);
    if (listed) this.thread.update(listed);
    else await this.thread?.reread();
  }

  async loadMore() {
    this.more.disabled = true;
    this.shown += 1;
    await this.refresh().catch((error) => toast(error.message));
    this.more.disabled = false;
  }

  leave() {
    this.thread?.leave();
  }

  draw() {
    const items = [...this.items.values()].sort((one, other) => (instant(other.last_message_at) || 0) - (instant(one.last_message_at) || 0));
    this.more.hidden = !this.cursor;
    // Times such as "Hier" change with the day, hence the date in the signature.
    const signature = JSON.stringify([items, this.thread?.id, new Date().toDateString(), this.loaded]);
    if (signature === this.drawn) return;
    this.drawn = signature;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    this.list.replaceChildren();
    append(this.list, items.map((item) => this.row(item)));
    if (items.length === 0 && this.loaded) {
      this.list.append(h("p", { class: "empty" }, "Aucune conversation pour l’instant. Elles apparaîtront ici dès qu’un prospect vous écrira."));
    }
    if (focused) this.list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }

  row(item) {
    // What the AI answers does not wait for the seller.
    const unread = isHuman(item) ? Number(item.unread ?? 0) : 0;
    const name = contactName(item);
    return h(
      "a",
      { class: `conversation${unread ? " unread" : ""}`, href: `#/conversations/${encodeURIComponent(item.id)}`, "aria-current": this.thread?.id === item.id ? "true" : null },
      avatar(name),
      h("span", { class: "conversation-text" },
        h("span", { class: "line" }, h("strong", {}, name), reach(item).slice(0, 1).map((badge) => chip(...badge)), h("time", {}, moment(item.last_message_at))),
        h("span", { class: "line" }, h("span", { class: "preview" }, richText(item.preview ?? "")),
          unread > 0 && h("span", { class: "badge", "aria-label": `${unread} non lu${unread > 1 ? "s" : ""}` }, String(unread)),
          chip(...owner(item)))),
    );
  }
}
