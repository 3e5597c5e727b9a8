import type { Plural } from "../index.svelte";

/** Imports of sheets. */
export const sheets = {
  title: {
    products: "Importer des articles",
    zones: "Importer des zones",
    couriers: "Importer des livreurs",
  },
  intro:
    "Remplissez le modèle dans Excel ou Google Sheets, puis envoyez-le ici. Renvoyer le même fichier met à jour, sans rien doubler.",
  columns: "Colonnes comprises",
  columnsHint:
    "Les titres sont compris en français comme en anglais. Les colonnes en gras sont obligatoires.",
  template: "Télécharger le modèle",
  file: "Fichier CSV",
  fileHint: "Dans Excel : Enregistrer sous, format « CSV ». 500 lignes au plus.",
  choose: "Choisir un fichier",
  other: "Choisir un autre fichier",
  paste: "Ou collez ici les lignes de votre tableau",
  pasteHint: "Avec la ligne des titres.",
  ready: (name: string, lines: number, plural: Plural) =>
    plural(lines, {
      one: `${name} : ${lines} ligne à envoyer.`,
      other: `${name} : ${lines} lignes à envoyer.`,
    }),
  pasted: "Lignes collées",
  send: "Envoyer",
  empty: "Ce fichier n’a aucune ligne sous les titres.",
  tooLong: "500 lignes au plus par envoi : coupez le fichier en plusieurs parties.",
  tooBig: "Ce fichier dépasse 1 Mo.",
  nothing: "Choisissez un fichier ou collez des lignes.",
  notCsv: "C’est un classeur Excel. Enregistrez-le d’abord au format CSV.",
  imported: (count: number, plural: Plural) =>
    plural(count, { one: `${count} ligne enregistrée.`, other: `${count} lignes enregistrées.` }),
  refused: (count: number, plural: Plural) =>
    plural(count, {
      one: `${count} ligne à corriger : les autres sont bien enregistrées.`,
      other: `${count} lignes à corriger : les autres sont bien enregistrées.`,
    }),
  noneImported: "Aucune ligne n’a été enregistrée.",
  line: "Ligne",
  column: "Colonne",
  problem: "À corriger",
  ofLine: (line: number) => `Ligne ${line}`,
  resend: "Corrigez ces lignes dans votre fichier, puis renvoyez-le.",
  seeList: "Voir la liste",
  required: "obligatoire",
  field: {
    name: "Nom",
    price: "Prix",
    floor_price: "Dernier prix",
    description: "Description",
    label: "Variante",
    size: "Taille",
    colour: "Couleur",
    stock: "Stock",
    on_sale: "En vente",
    retailer_id: "SKU",
    fee: "Frais",
    communes: "Quartiers",
    phone: "Téléphone",
    zones: "Zones",
    available: "Disponible",
    tier: "Type",
    channels: "Contact",
    hours: "Horaires",
  },
};
