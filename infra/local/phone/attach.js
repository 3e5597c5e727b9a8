// What can be attached: pictures, places of Abidjan and voice notes, from a file or ready-made.

import { pick } from "./dialogs.js";

const PLACES = [
  { key: "angre", title: "Cocody, Angré 8e tranche", description: "Près de la pharmacie", latitude: 5.3972, longitude: -3.9741 },
  { key: "plateau", title: "Plateau, rue du Commerce", description: "Immeuble de bureaux", latitude: 5.3236, longitude: -4.0197 },
  { key: "yopougon", title: "Yopougon, Maroc", description: "Carrefour du terminus", latitude: 5.3452, longitude: -4.0861 },
  { key: "marcory", title: "Marcory, Zone 4", description: "Rue des restaurants", latitude: 5.2915, longitude: -3.9789 },
  { key: "abobo", title: "Abobo, gare", description: "Grand marché", latitude: 5.4243, longitude: -4.0208 },
  { key: "bouake", title: "Bouaké, centre", description: "Loin des zones d’Abidjan", latitude: 7.6906, longitude: -5.0303 },
];

/** Asks for a place; resolves with the location message, or null. */
export async function askPlace() {
  const place = await pick({ title: "Envoyer une position", groups: [{ items: PLACES }] });
  if (!place) return null;
  return { type: "location", latitude: place.latitude, longitude: place.longitude, name: place.title, address: place.description };
}

/** Asks for a file; resolves with it, or null. */
export function chooseFile(accept) {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accept;
    input.addEventListener("change", () => resolve(input.files[0] ?? null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}

/** The message that sends a file as `type` ("image" or "audio"). */
export async function fileMessage(type, file) {
  return { type, data_base64: await base64Of(file), mime_type: file.type || (type === "audio" ? "audio/ogg" : "image/jpeg") };
}

function base64Of(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).replace(/^data:[^,]*,/u, "")));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

/** A short voice note recorded by a speech synthesiser, in the codec WhatsApp uses. */
export async function sampleVoiceNote() {
  const response = await fetch("note-vocale.ogg");
  if (!response.ok) throw new Error("La note vocale d’exemple est introuvable.");
  const bytes = await response.arrayBuffer();
  return { type: "audio", data_base64: await base64Of(new Blob([bytes])), mime_type: "audio/ogg; codecs=opus" };
}

/** A picture of a shoe, drawn here, with the given caption. */
export async function samplePicture() {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 480;
  drawShoe(canvas.getContext("2d"));
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return { type: "image", data_base64: await base64Of(blob), mime_type: "image/jpeg", caption: "Vous avez celle-ci ?" };
}

function drawShoe(pen) {
  const wall = pen.createLinearGradient(0, 0, 0, 480);
  wall.addColorStop(0, "#f6e7d2");
  wall.addColorStop(1, "#d9b38c");
  pen.fillStyle = wall;
  pen.fillRect(0, 0, 640, 480);
  pen.fillStyle = "rgba(60, 40, 20, 0.25)";
  pen.beginPath();
  pen.ellipse(325, 372, 240, 22, 0, 0, 2 * Math.PI);
  pen.fill();

  pen.fillStyle = "#c4372c";
  pen.beginPath();
  pen.moveTo(110, 330);
  pen.bezierCurveTo(95, 250, 110, 190, 130, 165);
  pen.bezierCurveTo(170, 185, 215, 190, 250, 150);
  pen.bezierCurveTo(310, 230, 380, 262, 470, 275);
  pen.bezierCurveTo(530, 285, 548, 300, 550, 330);
  pen.closePath();
  pen.fill();

  pen.fillStyle = "#ffffff";
  pen.beginPath();
  pen.roundRect(100, 326, 456, 40, 18);
  pen.fill();
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 9;
  pen.lineCap = "round";
  for (const [x, y] of [[258, 206], [292, 232], [328, 252]]) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x - 30, y + 26);
    pen.stroke();
  }
  pen.beginPath();
  pen.moveTo(170, 240);
  pen.bezierCurveTo(200, 310, 330, 312, 440, 290);
  pen.stroke();
  pen.fillStyle = "#3b2a1a";
  pen.font = "bold 26px sans-serif";
  pen.fillText("Pointure 42", 24, 448);
}
