//! What sellers read on their own WhatsApp.

use domain::{copy::seller as seller_copy, delivery_service, dispatch::SellerNote};

use super::Words;

impl Words<'_> {
    pub(super) fn to_seller(&self, note: SellerNote) -> String {
        let (order, today) = (&self.order, self.today);
        match note {
            SellerNote::ToPrepare => seller_copy::to_prepare(order, today),
            SellerNote::ToPrepareAgain => seller_copy::to_prepare_again(order, today),
            SellerNote::NobodyFound(tally) => seller_copy::nobody_found(order, tally),
            SellerNote::Delivered { collected } => {
                seller_copy::delivered(order, collected, self.left())
            }
            SellerNote::Failed { reason, retry } => {
                seller_copy::failed(order, reason, retry, today)
            }
            SellerNote::CodeLocked => {
                let courier = self.delivery.courier().and_then(|id| self.courier(id));
                seller_copy::code_locked(order, courier.map_or("", |courier| &courier.name))
            }
            SellerNote::Rescheduled { promised } => {
                seller_copy::rescheduled(order, promised, today)
            }
            SellerNote::PickupChosen => {
                seller_copy::pickup_chosen(order, self.delivery.left(), self.delivery.over())
            }
            SellerNote::Cancelled => seller_copy::cancelled(order),
            SellerNote::Amended => seller_copy::amended(order, today),
            SellerNote::Refused(why) => seller_copy::refused(order, why),
            SellerNote::CancellationWanted => seller_copy::cancellation_wanted(order),
            SellerNote::TooFewUnits => seller_copy::too_few_units(order),
            SellerNote::ServiceComing { service, price } => {
                let service = delivery_service::name(service);
                seller_copy::service_coming(order, service, price, today)
            }
            SellerNote::ServiceCancelCosts { service, fee, .. } => {
                seller_copy::service_cancel_costs(order, delivery_service::name(service), fee)
            }
            SellerNote::Undone => seller_copy::undone(order),
            SellerNote::Paid { amount, left, over } => seller_copy::paid(order, amount, left, over),
            SellerNote::PaidTooLate { amount } => seller_copy::paid_too_late(order, amount),
            SellerNote::DepositMissing => seller_copy::deposit_missing(order),
            SellerNote::RefundDue { paid } => seller_copy::refund_due(order, paid),
        }
    }
}
