import type { Plural } from "../index.svelte";

export const health = {
  title: "Santé",
  intro: "Ce que Meta dit de votre numéro, et ce que vous pouvez faire.",
  allWell: "Tout va bien. Rien à faire.",
  toDo: (count: number, plural: Plural) =>
    plural(count, {
      one: "Un point demande votre attention.",
      other: `${count} points demandent votre attention.`,
    }),
  tone: { good: "En ordre", wait: "À surveiller", bad: "À régler", calm: "Information" },
  connection: "Connexion",
  connected: (number: string) => `Votre numéro ${number} est relié à FluxAsync.`,
  notConnected: "Aucun numéro WhatsApp n’est relié : personne ne répond à vos clients.",
  subscription: "Réception des messages",
  subscribed: "Les messages de vos clients nous arrivent.",
  notSubscribed: "Les messages de vos clients n’arrivent pas encore ici.",
  sending: "Envoi des messages",
  sends: "Vos réponses partent.",
  campaigns: "Campagnes et relances",
  campaignsFree: "Vous pouvez relancer vos clients.",
  payment: "Carte de paiement chez Meta",
  paymentFine: "Meta ne signale aucun refus de paiement.",
  paymentHow: "Elle s’ajoute dans WhatsApp Manager (business.facebook.com), rubrique Paiement.",
  quality: "Qualité du numéro",
  qualities: {
    GREEN: "Bonne : vos clients apprécient vos messages.",
    YELLOW: "Moyenne : des clients ont bloqué ou signalé vos messages. Écrivez moins souvent en premier.",
    RED: "Mauvaise : Meta peut bloquer votre numéro. Arrêtez les campagnes, répondez seulement.",
    unknown: "Meta n’a encore rien dit : c’est normal au début.",
  },
  limit: "Clients à qui écrire en premier",
  limits: {
    of: (count: string) => `${count} personnes par jour au plus. Répondre n’est pas limité.`,
    none: "Sans limite.",
    unknown: "Meta n’a encore rien dit. Répondre n’est jamais limité.",
  },
  standby: "Autre application",
  standbyNone: "Aucune autre application ne répond à vos clients.",
  standbySome: (count: number, plural: Plural) =>
    plural(count, {
      one: "Une conversation est tenue par une autre application : l’IA s’y tait.",
      other: `${count} conversations sont tenues par une autre application : l’IA s’y tait.`,
    }),
  standbySee: "Voir ces conversations",
  templates: "Modèles de messages",
  noTemplates: "Aucun modèle pour l’instant. Ils servent à écrire après 24 h.",
  template: {
    approved: "Accepté",
    pending: "En examen chez Meta",
    rejected: "Refusé : à corriger dans WhatsApp Manager",
    paused: "Suspendu par Meta, il reprendra seul",
    disabled: "Désactivé par Meta : à recréer",
    flagged: "Mal noté par des clients",
    in_appeal: "Réexamen en cours",
    limit_exceeded: "Trop de modèles chez Meta",
    locked: "Bloqué par Meta",
    archived: "Archivé",
    deleted: "Supprimé",
    missing: "Introuvable chez Meta : à créer",
    misfit: "Ne correspond pas à ce que nous envoyons",
  },
  since: (moment: string) => `Depuis ${moment}`,
  until: (moment: string) => `Jusqu’à ${moment}`,
  metaCode: (code: number) => `Code à donner à Meta : ${code}`,
  badge: (count: number, plural: Plural) =>
    plural(count, { one: "un point à régler", other: `${count} points à régler` }),
};

export const alerts = {
  title: "Notifications sur cet appareil",
  ask: "Être prévenu quand un client vous attend ?",
  why: "Votre téléphone sonne quand l’IA vous passe un client, ou quand une livraison échoue.",
  turnOn: "Activer",
  turnOff: "Désactiver",
  later: "Plus tard",
  on: "Activées tant que FluxAsync reste ouvert, même en arrière-plan.",
  onClosed: "Activées, même quand FluxAsync est fermé.",
  install:
    "Sur iPhone, touchez d’abord Partager, puis « Sur l’écran d’accueil », et ouvrez FluxAsync depuis son icône.",
  off: "Désactivées.",
  blocked:
    "Bloquées par le navigateur. Touchez le cadenas à côté de l’adresse, puis Notifications, puis Autoriser.",
  unsupported:
    "Ce navigateur ne sait pas notifier. Sur iPhone, ajoutez d’abord FluxAsync à l’écran d’accueil.",
  waiting: (name: string) => `${name} vous attend`,
  waitingText: "L’IA vous passe la main.",
  delivery: (reference: string) => `Livraison ${reference}`,
  failure: {
    failed: "La livraison a échoué.",
    nobody_found: "Aucun livreur trouvé. À vous de décider.",
    code_locked: "Trop de codes faux : le livreur vous attend.",
    awaiting_retry: "Le client n’a pas été livré. Elle est reprogrammée.",
  },
};
