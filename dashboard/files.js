// The files of messages: shown where they were sent, and read only once they are looked at.
// The address of a file is good for minutes and is another one on every refresh.

import { h } from "./ui.js";

export class Files {
  /** `shown` is called when an element took its size. */
  constructor(shown) {
    this.shown = shown;
    this.known = new Map();
  }

  /** The element of a message's file, the same on every call; null when there is no copy. */
  of({ id, kind, media }) {
    if (!media?.url) return null;
    const file = this.known.get(id) ?? { element: null, url: null, tried: null };
    file.url = media.url;
    this.known.set(id, file);
    file.element ??= this.build(file, kind, media.mime_type ?? "");
    return file.element;
  }

  build(file, kind, mime) {
    const [family] = mime.split("/");
    if (family === "image") {
      const picture = h("img", { class: kind === "sticker" ? "sticker" : "picture", loading: "lazy", alt: "Image envoyée par le client", on: { load: () => this.shown() } });
      this.read(file, picture);
      return link(file, picture);
    }
    if (family === "audio" || family === "video") {
      const player = h(family, { class: "player", controls: true, preload: "none", playsinline: true, "aria-label": family === "audio" ? "Message vocal" : "Vidéo" });
      this.read(file, player);
      return player;
    }
    return link(file, "Ouvrir le document");
  }

  // An address that ended is replaced by the latest one, each tried once.
  read(file, element) {
    element.addEventListener("error", () => {
      if (file.tried === file.url) return;
      const plays = element.paused === false;
      file.tried = file.url;
      element.src = file.url;
      if (plays) element.play().catch(() => {});
    });
    file.tried = file.url;
    element.src = file.url;
  }
}

function link(file, content) {
  const opened = h("a", { class: "file", href: file.url, target: "_blank", rel: "noopener", on: { click: () => opened.setAttribute("href", file.url) } }, content);
  return opened;
}
