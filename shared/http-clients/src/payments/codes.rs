//! The providers' codes, open sets both, as the reasons people are told.

use domain::payment::Failure;

/// Wave's `code` of a refused call and of `last_payment_error`. (Wave Checkout API, "Errors")
pub(super) fn of_wave(code: &str) -> Failure {
    match code {
        "missing-auth-header"
        | "invalid-auth"
        | "api-key-not-provided"
        | "no-matching-api-key"
        | "api-key-revoked"
        | "invalid-wallet"
        | "disabled-wallet" => Failure::Keys,
        "too-many-requests" | "internal-server-error" | "service-unavailable" => Failure::Down,
        "blocked-account" | "customer-age-restricted" => Failure::PayerBlocked,
        "insufficient-funds" => Failure::Insufficient,
        "payer-mobile-mismatch" => Failure::OtherPayer,
        "cross-border-payment-not-allowed" => Failure::CrossBorder,
        "kyb-limits-exceeded" => Failure::Limit,
        _ => Failure::Other,
    }
}

/// pawaPay's `failureCode`. (pawaPay Merchant API v2, deposits and refunds)
pub(super) fn of_pawapay(code: &str) -> Failure {
    match code {
        "NO_AUTHENTICATION"
        | "AUTHENTICATION_ERROR"
        | "AUTHORISATION_ERROR"
        | "HTTP_SIGNATURE_ERROR"
        | "DEPOSITS_NOT_ALLOWED" => Failure::Keys,
        "PROVIDER_TEMPORARILY_UNAVAILABLE" | "UNKNOWN_ERROR" => Failure::Down,
        "AMOUNT_OUT_OF_BOUNDS" | "INVALID_AMOUNT" => Failure::Amount,
        "PAYMENT_NOT_APPROVED" => Failure::NotApproved,
        "INSUFFICIENT_BALANCE" => Failure::Insufficient,
        "PAYMENT_IN_PROGRESS" => Failure::Busy,
        "PAYER_NOT_FOUND" | "INVALID_PHONE_NUMBER" => Failure::PayerUnknown,
        "MANUALLY_CANCELLED" => Failure::GivenUp,
        "WALLET_LIMIT_REACHED" => Failure::Limit,
        _ => Failure::Other,
    }
}
