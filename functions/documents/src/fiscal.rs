//! Tax offices that certify invoices. Nobody is connected yet: a paper is a receipt.
//!
//! A certifier is asked between the register and the typesetter, so that its stamp is printed; the
//! sale itself is long over by then and never waits for it. What it answers is kept with the
//! receipt before anything is drawn: a message that comes again does not certify again.
//!
//! # Côte d'Ivoire: FNE
//!
//! Source: DGI, « Procédure d'interfaçage FNE par API », May 2025; Annexe fiscale 2025, arrêté
//! 0337/MFB/DGI of 9 May 2025. Clearance: the invoice is worth something once the DGI signed it.
//! FNE is the invoice; RNE the receipt to a consumer. A taxpayer registers, develops against the
//! test base `http://54.247.95.108/ws`, sends specimens to `support.fne@dgi.gouv.ci`, and is given
//! the address of production.
//!
//! `POST {base}/external/invoices/sign`, `Authorization: Bearer <key>`:
//!
//! - `invoiceType: "sale"`, `paymentMethod` (`cash`, `card`, `check`, `mobile-money`, `transfer`,
//!   `deferred`), `template` (`B2C` for our prospects; `B2B` needs `clientNcc`; `B2F`, `B2G`),
//!   `isRne: false`, `clientCompanyName`, `clientPhone`, `clientEmail`, `clientSellerName`,
//!   `pointOfSale`, `establishment`, `discount`;
//! - `items[]`: `reference`, `description`, `quantity`, `amount`, `discount`, `measurementUnit`,
//!   `taxes`: `TVA` (18 %), `TVAB` (9 %), `TVAC` (0, by convention), `TVAD` (0, by law: sellers
//!   under TEE or RME).
//!
//! 200: `ncc`, `reference` (the number to print), `token` (the address the QR code holds),
//! `warning`, `balance_sticker` (how many electronic stickers are left: watch it), and
//! `invoice.{id, items[].id, amount, vatAmount}`. Errors are `{message, error, statusCode}`.
//! A credit note is `POST {base}/external/invoices/{invoice.id}/refund` with
//! `{"items":[{"id","quantity"}]}`, answered by 201: `invoice.id` and the items' ids must be kept
//! with the stamp.
//!
//! The trap: `amount` is *without* tax. 15,000 F with tax has no whole amount without
//! (12,711.86…). Prices stay with tax here; a seller with VAT needs decimals on the wire, if the
//! test base takes them, and the totals that come back must be those of the order before anything
//! is printed. `TVAD` has no such trap.
//!
//! What is to be printed: the QR code of `token`, the FNE logo, `reference`.
//!
//! # Benin: e-MECeF
//!
//! Source: DGI Bénin, « Spécification de l'API e-MCF », v1.0, 15 January 2021. Test base
//! `https://developper.impots.bj/sygmef-emcf/api/`, production
//! `https://sygmef.impots.bj/emcf/api/`; a bearer JWT per e-MCF. Two steps:
//!
//! 1. `POST invoice`: `ifu`, `type` (`FV` sale, `EV` sale for export, `FA` credit note, `EA` credit
//!    note of an export), `items[]` of `name`, `price` (with tax), `quantity`, `taxGroup` (`A` to
//!    `F`), optional `client`, `operator.name`, `payment[]` of `name` (`ESPECES`, `VIREMENT`,
//!    `CARTEBANCAIRE`, `MOBILEMONEY`, `CHEQUES`, `CREDIT`, `AUTRE`) and `amount`; a credit note has
//!    the 24 characters of its invoice in `reference`. Answer: `uid`, `total`, `ta` to `tf`, `hab`,
//!    `vab`, `aib`, `ts`, and `errorCode` (1, 3 to 12, 20, 99) when it is refused.
//! 2. `PUT invoice/{uid}/confirm` (or `cancel`), empty body: `dateTime`, `qrCode`,
//!    `codeMECeFDGI` (24 characters, printed in six groups of four), `counters` (`1/2 FV`), `nim`.
//!
//! An invoice that is not confirmed soon (about two minutes) lapses and is asked for anew.
//! `GET info/status`, `info/taxGroups`, `info/invoiceTypes`, `info/paymentTypes` describe the seller.
//!
//! # States
//!
//! Not certified → asked → (Benin) accepted, to be confirmed → stamped; refused for its content
//! (park, and a human corrects the seller's settings); unreachable (retry). Stamped → credited, by a
//! correction, and the new edition starts again.

use std::time::Duration;

use aws_adapters::Disposition;
use domain::{
    paper::{Paper, Stamp},
    seller::Seller,
};

/// A sale to certify.
#[derive(Debug, Clone, Copy)]
pub struct Invoice<'a> {
    pub seller: &'a Seller,
    pub paper: &'a Paper,
}

/// Why a sale is not certified now.
#[derive(Debug, thiserror::Error)]
pub enum FiscalError {
    /// No answer, or one that says to come back.
    #[error("the tax office's system does not answer")]
    Unavailable,
    /// It will never be accepted as it is; the system's own code.
    #[error("the tax office's system refuses the invoice ({0})")]
    Refused(String),
}

impl FiscalError {
    /// Whether trying again can succeed.
    pub const fn disposition(&self) -> Disposition {
        match self {
            Self::Unavailable => Disposition::Retry { after: Duration::from_mins(1) },
            Self::Refused(_) => Disposition::GiveUp,
        }
    }

    /// A stable word for the log's `error.code`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unavailable => "fiscal_unavailable",
            Self::Refused(_) => "fiscal_refused",
        }
    }
}

/// A system that makes an invoice of a receipt.
pub trait FiscalCertifier {
    /// Certifies a sale. `None`: this seller has no certifier, and the paper stays a receipt.
    ///
    /// # Errors
    /// See [`FiscalError`].
    fn certify(
        &self,
        invoice: &Invoice<'_>,
    ) -> impl Future<Output = Result<Option<Stamp>, FiscalError>> + Send;

    /// Takes back what was certified as `stamp`; `invoice` is the sale as it is now.
    ///
    /// # Errors
    /// See [`FiscalError`].
    fn credit_note(
        &self,
        invoice: &Invoice<'_>,
        stamp: &Stamp,
    ) -> impl Future<Output = Result<(), FiscalError>> + Send;
}

/// No seller has a certifier.
#[derive(Debug, Clone, Copy, Default)]
pub struct Uncertified;

impl FiscalCertifier for Uncertified {
    async fn certify(&self, _invoice: &Invoice<'_>) -> Result<Option<Stamp>, FiscalError> {
        Ok(None)
    }

    async fn credit_note(&self, _invoice: &Invoice<'_>, _stamp: &Stamp) -> Result<(), FiscalError> {
        Ok(())
    }
}
