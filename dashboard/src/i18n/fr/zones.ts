import type { Plural } from "../index.svelte";

export const zones = {
  title: "Zones et tarifs",
  add: "Ajouter",
  import: "Importer",
  newTitle: "Nouvelle zone",
  none: "Aucune zone de livraison",
  noneHint: "Sans zone, l’IA ne sait pas où vous livrez ni combien demander. Commencez par votre commune.",
  name: "Nom de la zone",
  nameHint: "Par exemple : Cocody",
  communes: "Communes et quartiers compris",
  communesHint:
    "Séparés par des virgules : Angré, Riviera, Deux Plateaux. L’IA reconnaît la zone à ces noms.",
  fee: "Frais de livraison",
  feeHint: "Ce que le client paie pour cette zone. 0 si la livraison est offerte.",
  saved: "Zone enregistrée.",
  removed: (name: string) => `Zone « ${name} » supprimée.`,
  removeTitle: (name: string) => `Supprimer la zone « ${name} » ?`,
  removeText: (couriers: number, plural: Plural) =>
    couriers === 0
      ? "L’IA ne proposera plus d’y livrer. Les commandes déjà prises ne changent pas."
      : plural(couriers, {
          one: `L’IA ne proposera plus d’y livrer, et ${couriers} livreur n’aura plus cette zone. Les commandes déjà prises ne changent pas.`,
          other: `L’IA ne proposera plus d’y livrer, et ${couriers} livreurs n’auront plus cette zone. Les commandes déjà prises ne changent pas.`,
        }),
  free: "Offerte",
};
