import type { Plural } from "../index.svelte";

export const preparations = {
  title: "À préparer",
  previous: "Jour précédent",
  next: "Jour suivant",
  today: "Revenir à aujourd’hui",
  print: "Imprimer",
  none: "Rien à préparer",
  noneHint: (day: string) => `Aucun colis n’est prévu pour ${day}.`,
  slot: { morning: "Matin, avant 12 h", afternoon: "Après-midi, avant 18 h" },
  progress: (done: number, all: number, plural: Plural) =>
    plural(done, { one: `${done} prête sur ${all}`, other: `${done} prêtes sur ${all}` }),
  totals: "À sortir du stock",
  times: (quantity: number, name: string) => `${quantity} × ${name}`,
  tick: (reference: string) => `Commande ${reference} prête`,
  for: (name: string) => `Pour ${name}`,
  courier: (name: string) => `${name} vient la chercher`,
  noCourier: "Pas encore de livreur",
  pickup: "Le client vient la chercher",
  left: "Partie",
  ready: (time: string) => `Prête à ${time}`,
  changed: (moment: string) => `Modifiée depuis votre coche (${moment}) : vérifiez le contenu`,
  partial: "Vous avez beaucoup de commandes : celles des jours lointains peuvent manquer ici.",
  printed: (shop: string, day: string) => `${shop}, ${day}`,
};
