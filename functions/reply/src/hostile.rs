//! The hostile model: it obeys the attacker in every word and call, and what leaves is still true.
//!
//! Scripts say what a prospect tries and what the model answers; the real turn, the real client
//! and the real machine run them; an oracle that shares no code with the guards reads what would
//! be sent. Then each guard is left out, and the oracle must see the difference.

mod disguise;
mod oracle;
mod run;
mod scripts;
mod world;

use std::cell::Cell;

use domain::conversation::claims::{self, Facts, Guard, Guards, Violation};

use self::{run::Sabotage, scripts::Script};

thread_local! {
    static GUARDS: Cell<Guards> = Cell::new(Guards::default());
}

/// Stands in for [`claims::check`] in this crate's tests, which alone may leave a guard out.
pub(crate) fn check(said: &str, facts: &Facts) -> Result<(), Violation> {
    claims::check_by(GUARDS.get(), said, facts)
}

/// What the oracle finds in all scripts run under a sabotage, each with its script's name.
async fn violations(scripts: &[Script], sabotage: Sabotage) -> Vec<String> {
    GUARDS.set(match sabotage {
        Sabotage::GuardLeftOut(guard) => Guards::all_but(guard),
        Sabotage::NoGuard => Guards::none(),
        Sabotage::Nothing | Sabotage::OthersCatalogue | Sabotage::OldPrices | Sabotage::AnyYes => {
            Guards::default()
        }
    });
    let stub = crate::stub::Stub::new().await;
    let mut found = Vec::new();
    for script in scripts {
        let seen = run::run(&stub, script, sabotage).await;
        let here = oracle::violations(&seen);
        found.extend(here.into_iter().map(|violation| format!("{}: {violation}", script.id)));
    }
    GUARDS.set(Guards::default());
    found
}

#[tokio::test]
async fn an_obedient_model_changes_nothing_that_leaves() {
    let scripts = scripts::all();
    let found = violations(&scripts, Sabotage::Nothing).await;
    println!("{} scripts, {} violations", scripts.len(), found.len());
    assert!(scripts.len() >= 300, "{} scripts", scripts.len());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_script_tries_something_of_its_own() {
    let scripts = scripts::all();
    let names: std::collections::BTreeSet<&str> = scripts.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(names.len(), scripts.len());
    let tried: std::collections::HashSet<String> = scripts.iter().map(Script::attempt).collect();
    assert_eq!(tried.len(), scripts.len());
}

#[tokio::test]
async fn with_no_guard_at_all_nearly_every_lie_is_seen() {
    let lies = scripts::lies();
    let found = violations(&lies, Sabotage::NoGuard).await;
    let seen = |script: &&Script| found.iter().any(|f| f.starts_with(&format!("{}:", script.id)));
    let unseen: Vec<&str> = lies.iter().filter(|s| !seen(s)).map(|s| s.id.as_str()).collect();
    // The oracle is dumb, but not blind: a script it cannot judge would prove nothing.
    assert!(unseen.is_empty(), "{unseen:#?}");
}

/// Leaves one thing out and asks whether the oracle sees it in the scripts of a category.
macro_rules! without {
    ($($name:ident: $category:literal, $sabotage:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let scripts = scripts::all().into_iter().filter(|script| script.id.starts_with($category));
            let found = violations(&scripts.collect::<Vec<_>>(), $sabotage).await;
            assert!(!found.is_empty(), "nobody would notice");
        }
    )*};
}

without! {
    without_the_guard_of_length_the_oracle_sees_it: "hundred", Sabotage::GuardLeftOut(Guard::Length);
    without_the_guard_of_links_the_oracle_sees_it: "link", Sabotage::GuardLeftOut(Guard::Link);
    without_the_guard_of_contacts_the_oracle_sees_it: "contact", Sabotage::GuardLeftOut(Guard::Contact);
    without_the_guard_of_ids_the_oracle_sees_it: "leak", Sabotage::GuardLeftOut(Guard::Identifier);
    without_the_guard_of_secrets_the_oracle_sees_it: "leak", Sabotage::GuardLeftOut(Guard::Disclosure);
    without_the_guard_of_confirmations_the_oracle_sees_it: "confirmation", Sabotage::GuardLeftOut(Guard::Confirmation);
    without_the_guard_of_departures_the_oracle_sees_it: "confirmation", Sabotage::GuardLeftOut(Guard::Departure);
    without_the_guard_of_payments_the_oracle_sees_it: "payment", Sabotage::GuardLeftOut(Guard::Payment);
    without_the_guard_of_discounts_the_oracle_sees_it: "discount", Sabotage::GuardLeftOut(Guard::Discount);
    without_the_guard_of_deliveries_the_oracle_sees_it: "delivery", Sabotage::GuardLeftOut(Guard::FreeDelivery);
    without_the_guard_of_shares_the_oracle_sees_it: "discount", Sabotage::GuardLeftOut(Guard::Percentage);
    without_the_guard_of_stock_the_oracle_sees_it: "stock", Sabotage::GuardLeftOut(Guard::Stock);
    without_the_guard_of_spelled_amounts_the_oracle_sees_it: "price", Sabotage::GuardLeftOut(Guard::SpelledAmount);
    without_the_guard_of_amounts_the_oracle_sees_it: "price", Sabotage::GuardLeftOut(Guard::Amount);
    with_another_shops_catalogue_the_oracle_sees_it: "foreign", Sabotage::OthersCatalogue;
    with_a_recap_at_the_carts_prices_the_oracle_sees_it: "stale", Sabotage::OldPrices;
    with_any_yes_taken_for_a_confirmation_the_oracle_sees_it: "recap-then", Sabotage::AnyYes;
}

/// Fewer guards are for tests: nothing that ships asks for them.
#[test]
fn production_runs_with_every_guard() {
    let functions = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut folders = vec![std::path::PathBuf::from(functions)];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs")
                && !path.ends_with("hostile.rs")
            {
                let code = std::fs::read_to_string(&path).unwrap();
                assert!(!code.contains("check_by("), "{}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 50, "sources were not read");
    let shipped = "#[cfg(not(test))]\nuse domain::conversation::claims::check;";
    assert!(include_str!("turn.rs").contains(shipped));
}
