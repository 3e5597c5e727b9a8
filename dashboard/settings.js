// What the seller chooses for the shop: how it speaks, when it is open, how long a take-over lasts.

import { get, patch } from "./api.js";
import { choice, field, formDialog, tick } from "./ui.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const PATH = "/me/settings";

// One opening and one closing for all days; other weeks are kept and only said in words.
function simple(hours) {
  const open = DAYS.filter((day) => hours[day]?.length > 0);
  const spans = new Set(open.map((day) => JSON.stringify(hours[day])));
  const isSimple = spans.size === 1 && hours[open[0]].length === 1 && DAYS.slice(0, 6).every((day) => open.includes(day));
  const [from, until] = isSimple ? hours[open[0]][0] : ["", ""];
  const isAlways = from === "00:00" && until === "24:00";
  return { from: isAlways ? "" : from, until: isAlways ? "" : until, closedOnSunday: !open.includes("sun") };
}

function hoursOf(form, shown) {
  const from = form.elements.hours.value.trim();
  const until = form.elements.hours_until.value.trim();
  const closedOnSunday = form.elements.closed_on_sunday.checked;
  if (from === shown.from && until === shown.until && closedOnSunday === shown.closedOnSunday) return undefined;
  // Only Sunday was touched, or the day's hours are no longer wanted.
  const span = from || until ? [from, until || "24:00"] : shown.from ? ["00:00", "24:00"] : null;
  const week = span ? Object.fromEntries(DAYS.map((day) => [day, [span]])) : {};
  if (closedOnSunday) week.sun = [];
  else if (shown.closedOnSunday) week.sun = [span ?? ["00:00", "24:00"]];
  return week;
}

/** Opens the form; resolves once it is closed. */
export async function editSettings() {
  const { settings } = await get(PATH);
  const shown = simple(settings.hours);
  await formDialog({
    title: "Réglages de la boutique",
    fields: [
      choice("L’IA s’adresse aux clients par", "manner", [["vous", "vous"], ["tu", "tu"]], settings.manner),
      field("Ouvre à", "hours", { value: shown.from, placeholder: "08:00", maxlength: 5 }, `En ce moment : ouvert ${settings.hours_in_words}. Vide : ${shown.from ? "toujours ouvert" : "inchangé"}.`),
      field("Ferme à", "hours_until", { value: shown.until, placeholder: "19:00", maxlength: 5 }, "Aucune livraison n’est promise quand la boutique est fermée."),
      tick("Fermé le dimanche", "closed_on_sunday", shown.closedOnSunday),
      field("Silence de l’IA quand vous répondez de votre téléphone (minutes)", "takeover_minutes", { inputmode: "numeric", value: settings.takeover_minutes }),
      field("Votre boutique en quelques mots", "about", { rows: "4", value: settings.about, maxlength: 1000 }, "Retours, paiement, adresse… L’IA s’en sert pour répondre."),
    ],
    save: (form) => {
      const minutes = form.elements.takeover_minutes.value.trim();
      return patch(PATH, {
        manner: form.elements.manner.value,
        hours: hoursOf(form, shown),
        takeover_minutes: /^\d+$/u.test(minutes) ? Number(minutes) : minutes,
        about: form.elements.about.value,
      });
    },
  });
}
