// French, the language the page is written in. Its shape is what en.ts must have: a key that is
// missing there does not compile. Sentences with numbers are functions.

import { deliveries } from "./fr/deliveries";
import { cash, payments } from "./fr/money";
import { orders } from "./fr/orders";
import { preparations } from "./fr/preparations";
import { catalogue } from "./fr/catalogue";
import { couriers } from "./fr/couriers";
import { settings } from "./fr/settings";
import { sheets } from "./fr/sheets";
import { shop } from "./fr/shop";
import { statistics } from "./fr/statistics";
import { zones } from "./fr/zones";
import { connection, firstSteps } from "./fr/connection";
import { conversations } from "./fr/conversations";
import { alerts, health } from "./fr/health";
import type { Plural } from "./index.svelte";

export const fr = {
  locale: "fr-FR",
  days: {
    today: "Aujourd’hui",
    yesterday: "Hier",
    tomorrow: "Demain",
    at: (day: string, time: string) => `${day} à ${time}`,
  },
  app: {
    tagline: "Une réponse à chaque client WhatsApp, jusqu’à la livraison.",
    skip: "Aller au contenu",
    loading: "Chargement…",
    notFound: "Cette page n’existe pas.",
    noConfig: "La page ne trouve pas sa configuration. Rechargez-la dans un instant.",
    newVersion: "Une nouvelle version est prête.",
    reload: "Recharger",
    sections: "Rubriques",
    menu: "Boutique et compte",
    language: "English",
    signOut: "Se déconnecter",
    signOutEverywhere: "Se déconnecter de tous les appareils",
    phones: "Téléphones de démonstration",
    connected: "WhatsApp connecté",
    notConnected: "WhatsApp non connecté",
  },
  feed: {
    offline: "Hors connexion. Vous lisez ce qui était là la dernière fois.",
    offlineSince: (moment: string) => `Hors connexion. Dernière mise à jour : ${moment}.`,
    connecting: "Connexion…",
    polling: "Mise à jour toutes les 5 secondes",
    live: "En direct",
  },
  action: {
    cancel: "Annuler",
    close: "Fermer",
    back: "Retour",
    retry: "Réessayer",
    show: "Afficher",
    hide: "Masquer",
    more: "Plus d’actions",
    no: "Non",
    loadMore: "Afficher la suite",
  },
  awaited: {
    pending: "C’est demandé. L’affichage suit dès que c’est fait.",
    late: "Toujours en attente. Si ce n’est plus possible, un message WhatsApp vous dit pourquoi.",
  },
  field: {
    required: "À remplir.",
    optional: "facultatif",
    amount: "Un montant en francs, sans virgule.",
    whole: "Un nombre entier, sans virgule.",
    toCorrect: (count: number, plural: Plural) =>
      plural(count, { one: "Un champ est à corriger.", other: `${count} champs sont à corriger.` }),
    picture: {
      preparing: "Préparation de l’image…",
      notAPicture: "Ce fichier n’est pas une image que ce téléphone sait lire.",
      tooSmall: "Cette image est trop petite : il faut au moins 16 pixels de côté.",
    },
  },
  problem: {
    offline: "Pas de connexion. Vérifiez votre réseau, puis réessayez.",
    timeout: "Le réseau est trop lent pour l’instant. Réessayez.",
    signed_out: "Votre session est terminée : reconnectez-vous.",
    server: "Le service a un souci. Réessayez dans un instant.",
    refused: "La demande n’a pas été acceptée.",
    credentials: "Adresse e-mail ou mot de passe incorrect.",
    code: "Ce code n’est pas le bon.",
    codeExpired: "Ce code a expiré : demandez-en un autre.",
    tooMany: "Trop d’essais. Patientez un peu avant de recommencer.",
    password: "Mot de passe trop faible : 10 caractères au moins, avec des lettres et un chiffre.",
    challenge: "Ce compte demande une étape que cette page ne connaît pas. Écrivez-nous.",
  },
  auth: {
    signIn: "Se connecter",
    signUp: "Créer ma boutique",
    noAccount: "Pas encore de compte ?",
    hasAccount: "Déjà un compte ?",
    email: "Adresse e-mail",
    password: "Mot de passe",
    newPassword: "Nouveau mot de passe",
    passwordHint: "10 caractères au moins, avec des lettres et un chiffre.",
    forgot: "Mot de passe oublié ?",
    firstName: "Prénom",
    lastName: "Nom",
    shopName: "Nom de la boutique",
    country: "Pays",
    phone: "Numéro WhatsApp",
    phoneHint: "Nous vous y prévenons de chaque commande.",
    confirmTitle: "Confirmer mon adresse",
    confirmIntro: (email: string) => `Un code vient d’être envoyé à ${email}.`,
    code: "Code reçu par e-mail",
    confirm: "Confirmer",
    resend: "Renvoyer le code",
    resent: "Le code est reparti.",
    resetTitle: "Nouveau mot de passe",
    resetIntro: "Nous vous envoyons un code par e-mail.",
    resetSend: "Recevoir un code",
    resetSent: (email: string) => `Si un compte existe pour ${email}, un code vient d’y être envoyé.`,
    resetSave: "Changer le mot de passe",
    resetDone: "Mot de passe changé.",
    confirmed: "Adresse confirmée. Connectez-vous.",
  },
  cash,
  countries: {
    BJ: "Bénin",
    BF: "Burkina Faso",
    CM: "Cameroun",
    CF: "Centrafrique",
    CG: "Congo",
    CI: "Côte d’Ivoire",
    GA: "Gabon",
    ML: "Mali",
    NE: "Niger",
    SN: "Sénégal",
    TD: "Tchad",
    TG: "Togo",
  },
  deliveries,
  orders,
  payments,
  preparations,
  catalogue,
  couriers,
  settings,
  sheets,
  shop,
  statistics,
  zones,
  alerts,
  connection,
  conversations,
  firstSteps,
  health,
};
