use contracts::{messages, records::order::OrderRecord};
use domain::{
    conversation::{AmendmentRefusal, DeliveryFailure, OrderChoice},
    courier::Channel,
    dispatch::{Answer, Delivery, Outcome, Party, ProspectNews, RungEnd, SellerNote},
    ids::WaId,
    moment::{Moment, Period},
    order::{Amendment, Line, Order, Totals},
};
use jiff::{Timestamp, civil::date};
use proptest::prelude::*;

use super::*;
use crate::{
    amendment::Change,
    decide::{Typed, decide, without_units},
    fixture::{
        OFFER_SECONDS, accepted, after, changed_to, code, courier_id, of, placed, sender, ways,
    },
    plan::Plan,
    tap::Action,
};

fn decided(case: &Case, trigger: &Trigger, now: Timestamp) -> Decision {
    decide(case, trigger, &code(), &ways(), now)
}

/// What the decision moves, of variants that are all counted.
fn moved(case: &Case, trigger: &Trigger) -> Vec<i64> {
    let decision = decided(case, trigger, crate::fixture::now());
    balance(case, trigger, &decision).into_values().collect()
}

fn amended(quantity: u32, taken: u32) -> Trigger {
    Trigger::Amended(Box::new(changed_to(quantity, taken)))
}

#[test]
fn an_amendment_gives_back_what_it_does_not_need_and_takes_what_is_missing() {
    let road = after(&[accepted()]);
    assert_eq!(moved(&road, &amended(3, 2)), Vec::<i64>::new());
    assert_eq!(moved(&road, &amended(1, 2)), [2], "more was taken than is needed");
    assert_eq!(moved(&road, &amended(3, 0)), [-2], "it was asked for from an older order");
}

#[test]
fn a_declined_amendment_gives_back_all_that_was_taken_for_it() {
    let left = after(&[accepted(), crate::fixture::picked_up()]);
    assert_eq!(moved(&left, &amended(3, 2)), [2]);
}

#[test]
fn an_amendment_of_an_older_order_gives_back_all_that_was_taken_for_it_and_changes_nothing() {
    let mut changed_since = after(&[accepted()]);
    changed_since.order.revision = 1;
    let made_from = |revision| Trigger::Amended(Box::new(Change { revision, ..changed_to(3, 2) }));
    assert_eq!(moved(&changed_since, &made_from(Some(0))), [2]);
    assert_eq!(moved(&changed_since, &made_from(Some(1))), Vec::<i64>::new());
    assert_eq!(moved(&changed_since, &made_from(None)), Vec::<i64>::new(), "an older message");
}

#[test]
fn a_prospect_hears_that_too_few_are_left_and_a_seller_is_told_once() {
    let told = |by| {
        let trigger = Trigger::Amended(Box::new(Change { by, ..changed_to(9, 2) }));
        let case = after(&[accepted()]);
        let decision = without_units(&case, &trigger, &code(), &ways(), crate::fixture::now());
        let back = balance(&case, &trigger, &decision).into_values().collect::<Vec<_>>();
        assert_eq!(back, [2], "what was taken goes back");
        let Decision::Declined(stays) = decision else { panic!("{decision:?}") };
        stays.effects
    };
    let sold_out = DispatchEffect::TellProspect(ProspectNews::Refused(AmendmentRefusal::SoldOut));
    let too_few = DispatchEffect::TellSeller(SellerNote::TooFewUnits);
    assert_eq!(told(messages::Party::Prospect), [sold_out, too_few.clone()]);
    assert_eq!(told(messages::Party::Seller), [too_few]);
}

#[test]
fn nothing_is_taken_beyond_what_is_left_or_from_what_is_not_counted() {
    let case = placed();
    let line = &case.order.lines[0];
    let balance = Balance::from([((line.product.clone(), line.variant.clone()), -2)]);
    let moves = |left: Option<u32>| moves(&case.seller.id, &balance, &[left]).map(|m| m.len());
    assert_eq!(moves(Some(2)), Ok(1));
    assert_eq!(moves(Some(1)), Err(TooFew));
    assert_eq!(moves(None), Ok(0));
}

/// A shop with one order, and everything that was ever decided about it.
struct World {
    case: Case,
    shelf: Vec<u32>,
    now: Timestamp,
    /// The order as somebody saw it a while ago.
    seen: Order,
}

const VARIANTS: [&str; 2] = ["42", "43"];
/// Units of each variant, sold and unsold.
const EVER: u32 = 6;

fn line(variant: usize, quantity: u32) -> Line {
    let variant = VariantId::of_label(VARIANTS[variant]);
    Line { variant, quantity, ..placed().order.lines[0].clone() }
}

fn units_of(order: &Order) -> Vec<u32> {
    let count = |label: &&str| {
        let wanted = VariantId::of_label(label);
        order.lines.iter().filter(|line| line.variant == wanted).map(|line| line.quantity).sum()
    };
    VARIANTS.iter().map(count).collect()
}

impl World {
    fn new() -> Self {
        let case = placed();
        let seen = case.order.clone();
        Self { shelf: vec![EVER - 1, EVER], now: crate::fixture::now(), case, seen }
    }

    fn happen(&mut self, trigger: &Trigger) {
        let mut decision = decided(&self.case, trigger, self.now);
        let mut settled = self.moves(trigger, &decision);
        if settled.is_err() {
            decision = without_units(&self.case, trigger, &code(), &ways(), self.now);
            settled = self.moves(trigger, &decision);
        }
        let moves = settled.unwrap();
        let event = aws_adapters::commit::EventId::new("e");
        let plan = Plan {
            case: &self.case,
            of: &of(),
            event: &event,
            trigger,
            offer_seconds: OFFER_SECONDS,
            moves: &moves,
            at_ceiling: &[],
            links: &[],
            now: self.now,
        };
        let Some(commit) = plan.commit(&decision).unwrap() else { return };
        let mut record = serde_json::to_value(&self.case.record).unwrap();
        for write in &commit.writes {
            match write {
                Write::Increment { key, by } => self.shelf[place(key)] += by,
                Write::Decrement { key, by } => self.shelf[place(key)] -= by,
                Write::Update { fields, .. } => {
                    for (name, value) in fields {
                        record[name] = value.clone();
                    }
                }
                Write::Put { .. }
                | Write::Delete { .. }
                | Write::UpdateRead { .. }
                | Write::Add { .. } => {}
            }
        }
        self.case.record = serde_json::from_value::<OrderRecord>(record).unwrap();
        self.case.order = Order::try_from(&self.case.record).unwrap();
        if let Decision::Changed(transition) = decision {
            self.case.delivery = Some((transition.state, 1));
        }
    }

    fn moves(&self, trigger: &Trigger, decision: &Decision) -> Result<Vec<Write>, TooFew> {
        let balance = balance(&self.case, trigger, decision);
        let left = |(_, variant): &(ProductId, VariantId)| {
            let label = VARIANTS.iter().position(|label| VariantId::of_label(label) == *variant);
            label.map(|place| self.shelf[place])
        };
        let available: Vec<Option<u32>> = balance.keys().map(left).collect();
        moves(&self.case.seller.id, &balance, &available)
    }

    fn tap(&mut self, action: Action) {
        let asked = self.case.state().and_then(|delivery| delivery.attempts.last());
        let Some((attempt, courier)) = asked.map(|a| (a.number, a.courier.clone())) else { return };
        let n = if courier == courier_id(1) { 1 } else { 2 };
        self.happen(&Trigger::Tapped { sender: sender(n), attempt, action });
    }

    /// Somebody who saw `seen` takes what that order lacks, and asks for the change.
    fn ask_for(&mut self, quantities: &[u32], by: messages::Party, moment: Moment) {
        let seen = units_of(&self.seen);
        let lacks: Vec<u32> =
            quantities.iter().zip(&seen).map(|(want, had)| want.saturating_sub(*had)).collect();
        if lacks.iter().zip(&self.shelf).any(|(lack, left)| lack > left) {
            return;
        }
        let mut taken = Units::new();
        let mut lines = Vec::new();
        for (variant, (lack, quantity)) in lacks.iter().zip(quantities).enumerate() {
            self.shelf[variant] -= lack;
            let line = line(variant, *quantity);
            taken.insert((line.product.clone(), line.variant.clone()), *lack);
            lines.extend((*quantity > 0).then_some(line));
        }
        let order = &self.case.order;
        let to = Amendment {
            totals: Totals::of(&lines, order.totals.delivery_fee).unwrap(),
            lines,
            address: order.address.clone(),
            contact_phone: order.contact_phone.clone(),
            recipient: None,
            payer: None,
            moment,
        };
        let (before, revision) = (self.case.order.clone(), Some(self.seen.revision));
        self.happen(&Trigger::Amended(Box::new(Change { to, by, taken, revision })));
        if self.seen.revision != before.revision {
            assert_eq!(self.case.order.lines, before.lines, "what was changed since is undone");
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let delivery = self.case.state();
        let holds = delivery.is_none_or(|delivery| !delivery.units_returned);
        for (left, ordered) in self.shelf.iter().zip(units_of(&self.case.order)) {
            let held = if holds { ordered } else { 0 };
            prop_assert_eq!(left + held, EVER, "units appear or vanish: {:?}", delivery);
        }
        let Some(delivery) = delivery else { return Ok(()) };
        prop_assert_eq!(delivery.due, self.case.order.totals.total);
        prop_assert_eq!(delivery.promised, self.case.order.moment);
        prop_assert_eq!(delivery.order_status(), self.case.order.status);
        prop_assert!(at_work(delivery) <= 1, "two couriers for one order");
        Ok(())
    }
}

/// Couriers who hold an open offer or the delivery itself.
fn at_work(delivery: &Delivery) -> usize {
    let open = delivery.attempts.iter().filter(|a| a.outcome == Outcome::Open).count();
    open + usize::from(delivery.courier().is_some())
}

fn place(key: &Key) -> usize {
    let text = key.to_string();
    VARIANTS.iter().position(|label| text.ends_with(&format!("#{label}"))).unwrap()
}

#[derive(Debug, Clone)]
enum Happens {
    Heard(Trigger),
    /// The courier asked last taps something.
    Tapped(Action),
    Asked(Vec<u32>, messages::Party, Moment),
    /// Somebody looks at the order as it is now.
    Seen,
}

fn any_action() -> impl Strategy<Value = Action> {
    prop::sample::select(vec![
        Action::Answer(Answer::Accept),
        Action::Answer(Answer::Accept),
        Action::Answer(Answer::Refuse),
        Action::PickedUp,
        Action::Delivered,
        Action::CashDue,
        Action::Reason(DeliveryFailure::CustomerAbsent),
        Action::Reason(DeliveryFailure::WrongAddress),
    ])
}

fn any_moment() -> impl Strategy<Value = Moment> {
    (23_i8..26).prop_map(|day| Moment { day: date(2026, 11, day), period: Period::Afternoon })
}

fn any_trigger() -> impl Strategy<Value = Trigger> {
    let party = || prop_oneof![Just(Party::Prospect), Just(Party::Seller)];
    let code_of = |n: u8| -> (WaId, _) { (sender(n), courier_id(n)) };
    prop_oneof![
        3 => Just(Trigger::Placed),
        3 => (1_u8..=2).prop_map(move |n| {
            let (sender, courier) = code_of(n);
            Trigger::Typed { sender, courier, typed: Typed::Code(code().as_str().to_owned()) }
        }),
        2 => (1_u32..=6).prop_map(|attempt| Trigger::OfferExpired { attempt }),
        1 => (1_u32..=6).prop_map(|attempt| Trigger::RungEnded {
            attempt,
            channel: Channel::WhatsApp,
            end: RungEnd::Unreachable,
        }),
        2 => Just(Trigger::RetryDue),
        1 => party().prop_map(|by| Trigger::Cancelled { by }),
        2 => (any_moment(), party())
            .prop_map(|(moment, by)| Trigger::Rescheduled { moment, by }),
        1 => Just(Trigger::Chose(OrderChoice::Tomorrow)),
        1 => Just(Trigger::Chose(OrderChoice::Pickup)),
        1 => Just(Trigger::Chose(OrderChoice::Cancel)),
    ]
}

fn anything() -> impl Strategy<Value = Happens> {
    let by = prop_oneof![Just(messages::Party::Prospect), Just(messages::Party::Seller)];
    let quantities = prop::collection::vec(0_u32..=EVER, VARIANTS.len());
    prop_oneof![
        8 => any_action().prop_map(Happens::Tapped),
        6 => any_trigger().prop_map(Happens::Heard),
        3 => (quantities, by, any_moment())
            .prop_map(|(quantities, by, moment)| Happens::Asked(quantities, by, moment)),
        2 => Just(Happens::Seen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn units_are_conserved_and_what_is_due_is_the_orders_total(
        events in prop::collection::vec((anything(), 1_i64..4_000), 1..60),
    ) {
        let mut world = World::new();
        for (event, seconds) in events {
            world.now = Timestamp::from_second(world.now.as_second() + seconds).unwrap();
            match event {
                Happens::Heard(trigger) => world.happen(&trigger),
                Happens::Tapped(action) => world.tap(action),
                Happens::Asked(quantities, by, moment) => world.ask_for(&quantities, by, moment),
                Happens::Seen => world.seen = world.case.order.clone(),
            }
            world.check()?;
        }
    }
}

#[test]
fn an_amendment_and_its_order_end_the_same_whichever_arrives_first() {
    let arrive = |triggers: [&Trigger; 2]| {
        let mut world = World::new();
        world.shelf[0] -= 1;
        for trigger in triggers {
            world.happen(trigger);
        }
        world.check().unwrap();
        world
    };
    let change = amended(2, 1);
    let placed_first = arrive([&Trigger::Placed, &change]);
    let change_first = arrive([&change, &Trigger::Placed]);
    assert_eq!(placed_first.case.order, change_first.case.order);
    assert_eq!(change_first.case.order.totals.total.amount(), 91_500);
    assert_eq!(change_first.case.record.revision, 1);
    for world in [&placed_first, &change_first] {
        let delivery = world.case.state().unwrap();
        assert_eq!((at_work(delivery), delivery.round), (1, 1));
    }
    // The offer of the old amount was taken back; the search that began later asked only once.
    assert_eq!(placed_first.case.state().unwrap().attempts.len(), 2);
    assert_eq!(change_first.case.state().unwrap().attempts.len(), 1);
}
