import type { RefusalCode, Told } from "../refusals";

const refusal: Record<RefusalCode, Told> = {
  access_denied: [
    "Connexion annulée",
    "Vous n’avez pas donné l’autorisation sur Facebook.",
    "Recommencez, et acceptez toutes les étapes.",
  ],
  link_unknown: ["Lien inconnu", "Ce lien de connexion n’est pas valable.", "Recommencez avec le bouton."],
  link_used: [
    "Lien déjà utilisé",
    "Ce lien a déjà servi.",
    "Si rien n’est connecté, recommencez avec le bouton.",
  ],
  link_expired: ["Lien expiré", "Un lien de connexion dure 10 minutes.", "Recommencez avec le bouton."],
  code_used: [
    "Autorisation expirée",
    "L’autorisation de Facebook ne sert qu’une fois.",
    "Recommencez avec le bouton.",
  ],
  code_expired: [
    "Autorisation expirée",
    "L’autorisation de Facebook ne dure que quelques secondes.",
    "Recommencez avec le bouton.",
  ],
  redirect_mismatch: [
    "Réglage à corriger chez nous",
    "L’adresse de retour n’est pas la bonne.",
    "Prévenez-nous, nous corrigeons.",
  ],
  token_invalid: ["Accès retiré", "L’accès donné sur Facebook ne vaut plus.", "Recommencez avec le bouton."],
  wrong_app: [
    "Réglage à corriger chez nous",
    "L’accès a été donné à une autre application.",
    "Prévenez-nous, nous corrigeons.",
  ],
  missing_permission: [
    "Autorisation incomplète",
    "Il manque une autorisation.",
    "Recommencez, et laissez toutes les cases cochées sur Facebook.",
  ],
  no_account: [
    "Aucun compte WhatsApp Business",
    "Vous n’avez partagé aucun compte avec FluxAsync.",
    "Recommencez, et choisissez ou créez votre compte WhatsApp Business.",
  ],
  no_number: [
    "Aucun numéro",
    "Votre compte WhatsApp Business n’a pas encore de numéro.",
    "Ajoutez un numéro dans WhatsApp Manager, puis « Réessayer ».",
  ],
  number_taken: [
    "Numéro déjà relié",
    "Ce numéro est relié à une autre boutique FluxAsync.",
    "Recommencez avec un autre numéro. S’il est à vous, prévenez-nous.",
  ],
  number_unverified: [
    "Numéro à vérifier",
    "Meta n’a pas encore vérifié ce numéro.",
    "Dans WhatsApp Manager, entrez le code reçu par SMS ou par appel, puis « Réessayer ».",
  ],
  account_locked: [
    "Compte bloqué par Meta",
    "Meta a bloqué ce compte WhatsApp Business.",
    "Demandez un réexamen dans WhatsApp Manager, puis « Réessayer ».",
  ],
  pin_mismatch: [
    "Code PIN à désactiver",
    "Ce numéro est protégé par un code PIN (vérification en deux étapes).",
    "Dans WhatsApp Manager, désactivez la vérification en deux étapes, puis « Réessayer ».",
  ],
  pin_locked: [
    "Trop d’essais de code PIN",
    "Meta refuse tout code PIN pendant un moment.",
    "Attendez une heure, puis « Réessayer ».",
  ],
  register_locked: [
    "Numéro en pause chez Meta",
    "Ce numéro a été enregistré trop de fois : Meta le bloque 72 heures.",
    "Attendez, puis « Réessayer ».",
  ],
  meta_unavailable: [
    "Meta ne répond pas",
    "Ce qui était fait est gardé.",
    "Attendez quelques minutes, puis « Réessayer ».",
  ],
  meta_refused: ["Refus inattendu de Meta", "Meta a refusé une étape.", "Prévenez-nous, puis réessayez."],
};

export const connection = {
  title: "Connexion WhatsApp",
  intro: "Reliez votre numéro WhatsApp Business : FluxAsync répond alors à vos clients, jour et nuit.",
  connect: "Connecter mon WhatsApp Business",
  connectAgain: "Reconnecter mon numéro",
  connectOther: "Connecter un autre numéro",
  resume: "Réessayer",
  opens: "La page de Facebook s’ouvre. Gardez votre téléphone près de vous : 5 minutes suffisent.",
  need: "Il vous faut",
  needs: ["un compte Facebook", "votre téléphone, pour le code reçu par SMS ou par appel"],
  who: { seller: "À vous", meta: "Meta", us: "FluxAsync" },
  state: { done: "Fait", now: "En cours", todo: "À faire", stopped: "Arrêté", later: "À venir" },
  step: {
    account: "Boutique créée",
    authorise: "Autoriser FluxAsync sur Facebook",
    verify: "Vérifier l’accès à votre compte",
    number: "Trouver votre numéro",
    subscribe: "Recevoir les messages de vos clients",
    register: "Activer l’envoi des réponses",
  },
  progress: (done: number, all: number) => `Étapes faites : ${done} sur ${all}`,
  actor: { seller: "À vous de jouer", us: "À nous de jouer", time: "Un peu de patience" },
  connected: "WhatsApp est connecté",
  connectedTo: (number: string) => `FluxAsync répond à vos clients sur le ${number}.`,
  coexistence: "Vous pouvez aussi écrire depuis l’application WhatsApp Business : l’IA se tait alors.",
  stillConnected: (number: string) => `En attendant, votre numéro actuel ${number} continue de répondre.`,
  back: "Vous êtes de retour de Facebook.",
  refusal,
};

export const firstSteps = {
  title: "Pour commencer",
  intro: "Votre boutique est créée. Voici ce qui reste à faire.",
  connect: "Connecter votre WhatsApp",
  connectWhy: "Sans cela, aucun message n’arrive ici.",
  products: "Ajouter vos articles",
  productsWhy: "L’IA ne vend que ce qui est au catalogue, à vos prix.",
  zones: "Fixer vos frais de livraison",
  zonesWhy: "Par zone : Cocody, Yopougon…",
  couriers: "Ajouter vos livreurs",
  couriersWhy: "Ils sont demandés sur WhatsApp, par appel ou par SMS.",
  tryIt: "Faire un essai",
  tryItWhy: (number: string) => `Depuis un autre téléphone, écrivez « Bonjour » au ${number}.`,
  done: "fait",
};
