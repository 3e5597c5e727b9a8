// The files of messages: shown where they were sent, and read only once they are looked at.
// The address of a file is good for minutes and is another one on every refresh.

import { h } from "./ui.js";

/** Readings of one file that may fail in a row: an address that ended, a network that was lost. */
const TRIES = 5;

export class Files {
  /** `shown` is called when a picture took its size. */
  constructor(shown) {
    this.shown = shown;
    this.known = new Map();
  }

  /** The element of a message's file, the same on every call; null when there is no copy. */
  of({ id, kind, media }) {
    if (!media?.url) return null;
    let file = this.known.get(id);
    if (file) {
      file.take(media.url);
    } else {
      file = new Attachment(media, kind, this.shown);
      this.known.set(id, file);
    }
    return file.element;
  }
}

class Attachment {
  constructor({ url, mime_type: mime }, kind, shown) {
    this.url = url;
    this.tries = 0;
    this.tried = null;
    this.failed = false;
    this.playing = false;
    const [family] = (mime ?? "").split("/");
    if (family === "image") {
      this.reader = h("img", { class: kind === "sticker" ? "sticker" : "picture", loading: "lazy", alt: "Image envoyée par le client", on: { load: shown } });
      this.element = this.link(this.reader);
    } else if (family === "audio" || family === "video") {
      this.reader = h(family, { class: "player", controls: true, preload: "none", playsinline: true, "aria-label": family === "audio" ? "Message vocal" : "Vidéo" });
      this.element = this.reader;
    } else {
      this.element = this.link("Ouvrir le document");
    }
    this.reader?.addEventListener("error", () => this.miss());
    this.reader?.addEventListener("loadedmetadata", () => { this.tries = 0; });
    this.read();
  }

  link(content) {
    const element = h("a", { class: "file", href: this.url, target: "_blank", rel: "noopener", on: { click: () => element.setAttribute("href", this.url) } }, content);
    return element;
  }

  /** Takes the address of the latest refresh. */
  take(url) {
    this.url = url;
    if (this.failed) this.read();
  }

  miss() {
    this.failed = true;
    this.playing ||= this.reader.paused === false;
    if (this.tried !== this.url) this.read();
  }

  read() {
    if (!this.reader || this.tries === TRIES) return;
    this.tries += 1;
    this.failed = false;
    this.tried = this.url;
    this.reader.src = this.url;
    if (this.playing) this.reader.play().then(() => { this.playing = false; }, () => {});
  }
}
