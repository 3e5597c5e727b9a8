//! The words of the shop's message templates. Meta approved them as they stand: another wording
//! needs another name in [`crate::template`].

/// A seller comes back to a prospect.
pub(crate) const RESUME: &str = "Bonjour, ici {{1}}. Nous revenons vers vous au sujet de votre \
     demande : répondez à ce message et nous reprenons la conversation.";
/// The same in English.
pub(crate) const RESUME_ENGLISH: &str = "Hello, this is {{1}}. We are coming back to you about \
     your request: reply to this message and we will pick up the conversation.";
pub(crate) const RESUME_BUTTON: &str = "Je suis là";
pub(crate) const RESUME_BUTTON_ENGLISH: &str = "I am here";
/// A shop that has no name yet.
pub(crate) const NO_NAME: &str = "la boutique";

/// Why the seller cannot send it, and what to do.
pub mod refusal {
    pub const UNKNOWN: &str = "Ce modèle n’est pas encore proposé à Meta. Dans « Santé », touchez \
         « Vérifier maintenant ».";
    pub const WAITING: &str = "Meta examine encore ce modèle : réessayez dans quelques heures.";
    pub const REFUSED: &str =
        "Meta n’accepte pas ce modèle pour l’instant. « Santé » dit pourquoi.";
    pub const OPTED_OUT: &str = "Cette personne a demandé à ne plus recevoir de messages.";
    pub const UNREACHABLE: &str = "Les messages n’arrivent plus chez cette personne.";
    pub const STOPPED: &str =
        "Votre numéro n’envoie rien pour l’instant. « Santé » dit pourquoi et que faire.";
}
