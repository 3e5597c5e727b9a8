//! A change of an order as it was asked for, and what it means for the couriers.

use contracts::{
    messages::{self, Party as PartyValue},
    records::{CorruptRecord, order::units_taken},
};
use domain::{
    copy::courier as copy,
    dispatch::{DispatchEvent, Party, Search, Terms},
    order::{Amendment, Order, Units},
};

use crate::case::Case;

/// What somebody wants an order to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) to: Amendment,
    pub(crate) by: PartyValue,
    /// Units that left the stock for it before it was asked for.
    pub(crate) taken: Units,
    /// The order's revision it was made from, when it is known.
    pub(crate) revision: Option<u32>,
}

impl Change {
    pub(crate) fn read(message: &messages::Amendment) -> Result<Self, CorruptRecord> {
        Ok(Self {
            to: Amendment::try_from(message)?,
            by: message.by,
            taken: units_taken(message)?,
            revision: message.revision,
        })
    }

    /// What the machine is told of it.
    pub(crate) fn event(&self, case: &Case, search: Search) -> DispatchEvent {
        let after = case.order.amended(&self.to);
        let to = Terms {
            due: self.to.totals.total,
            zone: self.to.address.zone.clone(),
            promised: self.to.moment,
            is_elsewhere: area(&case.order) != area(&after),
            // What was asked for twice undoes nothing.
            is_outdated: self.is_of_another_revision(&case.order) && after != case.order,
        };
        DispatchEvent::Amended { to, by: Party::from(self.by), search }
    }

    fn is_of_another_revision(&self, order: &Order) -> bool {
        self.revision.is_some_and(|revision| revision != order.revision)
    }
}

/// Where an offer says that it goes.
fn area(order: &Order) -> String {
    copy::area(&order.address)
}
