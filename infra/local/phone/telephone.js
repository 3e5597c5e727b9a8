// The telephone in somebody's phone: a call that rings or goes on, text messages, and calling us.

import { actInCall, callUs, fetchTelephone } from "./api.js";
import { h, icon, toast } from "./dom.js";
import { phoneLabel, richText, timeOf } from "./format.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const ENDINGS = {
  completed: "Appel terminé", busy: "Appel refusé", failed: "Numéro injoignable",
  "no-answer": "Appel manqué", canceled: "Appel manqué",
};

export class Telephone {
  /** `moved` is called when calls or messages changed. */
  constructor(person, moved) {
    this.person = person;
    this.moved = moved;
    this.calls = [];
    this.texts = [];
    this.busy = false;
    this.element = h("section", { class: "call", "aria-label": "Appel", "aria-live": "polite", hidden: true });
  }

  /** Reads calls and messages again. */
  async refresh() {
    try {
      const { calls, texts } = await fetchTelephone(this.person.wa_id);
      this.calls = calls;
      this.texts = texts;
      this.draw();
      this.moved();
    } catch (error) {
      toast(error.message);
    }
  }

  /** The call on the screen: the newest that is not over. */
  get current() {
    return this.calls.findLast((call) => call.status === "ringing" || call.status === "in-progress");
  }

  draw() {
    const call = this.current;
    this.element.hidden = !call;
    if (!call) return this.element.replaceChildren();
    const head = h("header", { class: "call-head" },
      h("strong", {}, phoneLabel(call.other)), h("span", {}, call.status === "ringing" ? "Appel entrant…" : "En communication"));
    if (call.status === "ringing") this.element.replaceChildren(head, this.ringing(call));
    else this.element.replaceChildren(head, subtitles(call), this.keypad(call));
    const said = this.element.querySelector(".subtitles");
    if (said) said.scrollTop = said.scrollHeight;
    return undefined;
  }

  ringing(call) {
    return h("div", { class: "call-actions" },
      this.button("Refuser", "hang-up", () => this.act(call, "hang_up")),
      this.button("Répondre", "pick-up", () => this.act(call, "answer")));
  }

  keypad(call) {
    const keys = KEYS.map((key) => h("button", {
      type: "button", class: "key", disabled: !call.waiting,
      on: { click: () => this.act(call, "press", key) },
    }, key));
    return h("div", {},
      h("p", { class: "typed", "aria-label": "Touches tapées" }, call.typed || " "),
      h("div", { class: "keypad", role: "group", "aria-label": "Clavier" }, keys),
      h("div", { class: "call-actions" }, this.button("Raccrocher", "hang-up", () => this.act(call, "hang_up"))));
  }

  button(label, kind, listener) {
    return h("button", { type: "button", class: `call-button ${kind}`, on: { click: listener } }, icon("call"), label);
  }

  async act(call, what, digits) {
    try {
      await actInCall(call.id, what, digits);
    } catch (error) {
      // The call went on meanwhile: what is true now is shown.
      if (error.status !== 409) toast(error.message);
    }
    await this.refresh();
  }

  /** Rows for the phone's list: the way to call us, the last calls, the messages. */
  rows() {
    if (this.person.role !== "courier" && this.calls.length + this.texts.length === 0) return [];
    const call = h("button", { type: "button", class: "ad-row", on: { click: () => this.callUs() } },
      icon("call"), h("span", {}, h("strong", {}, "Appeler le numéro des courses"), h("span", {}, "Dire au téléphone où en est la course")));
    const items = [
      ...this.texts.map((text) => ({ at: text.at, node: () => textRow(text) })),
      ...this.calls.filter((one) => ENDINGS[one.status]).map((one) => ({ at: one.at, node: () => callRow(one) })),
    ].sort((one, other) => other.at - one.at);
    return [h("h3", { class: "chats-title" }, "Appels et SMS"), call, ...items.slice(0, 20).map((item) => item.node())];
  }

  async callUs() {
    if (this.busy) return;
    this.busy = true;
    try {
      await callUs(this.person.wa_id);
    } catch (error) {
      toast(error.message);
    } finally {
      this.busy = false;
    }
    await this.refresh();
  }
}

/** What was said and pressed, as one reads it under a film. */
function subtitles(call) {
  const lines = call.heard.map((heard) =>
    h("p", { class: heard.is_person ? "pressed" : "said" }, heard.is_person ? `Touche ${heard.text}` : heard.text));
  return h("div", { class: "subtitles", tabindex: "0", "aria-label": "Ce qui est dit" }, lines);
}

function textRow(text) {
  const body = h("p", { class: "text-body" });
  body.append(richText(text.body));
  return h("article", { class: "text-row", "aria-label": `SMS de ${text.from}` },
    icon("text"), h("div", {}, h("p", { class: "text-head" }, h("strong", {}, text.from), h("time", {}, timeOf(text.at))), body));
}

function callRow(call) {
  const words = call.heard.filter((heard) => !heard.is_person).at(-1)?.text;
  return h("article", { class: "text-row", "aria-label": "Appel" },
    icon("call"), h("div", {}, h("p", { class: "text-head" }, h("strong", {}, call.is_inbound ? "Appel sortant" : ENDINGS[call.status]), h("time", {}, timeOf(call.at))),
      words && h("p", { class: "text-body" }, words)));
}
