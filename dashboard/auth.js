// Signing in, signing up, and the code that confirms an address.

import { confirmSignUp, lastEmail, resendCode, signIn, signUp } from "./api.js";
import { choice, field, h, submitting, toast } from "./ui.js";

const COUNTRIES = [
  ["BJ", "Bénin"], ["BF", "Burkina Faso"], ["CM", "Cameroun"], ["CF", "Centrafrique"], ["CG", "Congo"],
  ["CI", "Côte d’Ivoire"], ["GA", "Gabon"], ["ML", "Mali"], ["NE", "Niger"], ["SN", "Sénégal"],
  ["TD", "Tchad"], ["TG", "Togo"],
];

const PASSWORD_MIN = 10;

/** Shows the way in inside `root`; `entered` is called once there is a token. */
export function showAuth(root, { entered, notice = "", phonePage = "" }) {
  const card = h("main", { class: "auth" });
  const show = (...children) => card.replaceChildren(brand(), ...children.filter(Boolean));
  const go = { signIn: (email = lastEmail()) => show(signInForm(go, entered, email), demo(phonePage)), signUp: () => show(signUpForm(go, entered)), confirm: (email, password) => show(confirmForm(go, entered, email, password)) };
  root.replaceChildren(card);
  go.signIn();
  if (notice) card.querySelector(".form-error").textContent = notice;
}

function brand() {
  return h("header", { class: "brand" }, h("h1", {}, "FluxAsync"), h("p", {}, "Vos clients WhatsApp répondus, vos commandes livrées."));
}

function demo(phonePage) {
  return phonePage && h("p", { class: "aside" }, h("a", { href: phonePage }, "Ouvrir les téléphones de démonstration"));
}

function form(title, children, submit, work) {
  const element = h("form", { class: "card", method: "post", novalidate: true, on: { submit: (event) => {
    event.preventDefault();
    submitting(element, () => work(Object.fromEntries(new FormData(element)), element));
  } } },
    h("h2", {}, title), h("div", { class: "fields" }, children),
    h("p", { class: "form-error", role: "alert" }),
    h("button", { type: "submit", class: "button primary wide" }, submit));
  return element;
}

function signInForm(go, entered, email) {
  const element = form("Se connecter", [
    field("Adresse e-mail", "email", { type: "email", autocomplete: "username", inputmode: "email", value: email, required: true }),
    field("Mot de passe", "password", { type: "password", autocomplete: "current-password", required: true }),
  ], "Se connecter", async (values) => {
    try {
      await signIn(values.email, values.password);
    } catch (error) {
      if (error.code !== "UserNotConfirmedException") throw error;
      go.confirm(values.email, values.password);
      return;
    }
    entered();
  });
  element.append(switchTo("Pas encore de compte ?", "Créer ma boutique", go.signUp));
  return element;
}

function signUpForm(go, entered) {
  const element = form("Créer ma boutique", [
    field("Prénom", "first_name", { autocomplete: "given-name", required: true }),
    field("Nom", "last_name", { autocomplete: "family-name", required: true }),
    field("Nom de la boutique", "shop_name", { autocomplete: "organization", required: true }),
    choice("Pays", "country", COUNTRIES, "CI"),
    field("Numéro WhatsApp", "phone", { type: "tel", autocomplete: "tel", inputmode: "tel", placeholder: "07 01 02 03 04", required: true }, "Nous vous y prévenons de chaque commande."),
    field("Adresse e-mail", "email", { type: "email", autocomplete: "username", inputmode: "email", required: true }),
    field("Mot de passe", "password", { type: "password", autocomplete: "new-password", required: true }, `${PASSWORD_MIN} caractères au moins.`),
  ], "Créer ma boutique", async (values) => {
    await signUp(values);
    try {
      await signIn(values.email, values.password);
    } catch (error) {
      // The account exists from here on, so nothing that fails now belongs to this form.
      if (error.code === "UserNotConfirmedException") go.confirm(values.email, values.password);
      else go.signIn(values.email);
      return;
    }
    entered();
  });
  element.append(switchTo("Déjà un compte ?", "Se connecter", () => go.signIn()));
  return element;
}

function confirmForm(go, entered, email, password) {
  const element = form("Confirmer mon adresse", [
    h("p", {}, `Un code vient d’être envoyé à ${email}.`),
    field("Code reçu par e-mail", "code", { inputmode: "numeric", autocomplete: "one-time-code", required: true }),
  ], "Confirmer", async (values) => {
    await confirmSignUp(email, values.code);
    await signIn(email, password);
    entered();
  });
  element.append(switchTo("Rien reçu ?", "Renvoyer le code", async () => {
    try {
      await resendCode(email);
      toast("Le code est reparti.");
    } catch (error) {
      toast(error.message);
    }
  }));
  return element;
}

function switchTo(question, label, listener) {
  return h("p", { class: "switch" }, question, " ", h("button", { type: "button", class: "link", on: { click: () => listener() } }, label));
}
