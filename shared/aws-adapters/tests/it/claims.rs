//! Leases on sends: one at a time, none lost, doubt on record.

use aws_adapters::{
    commit::{Claim, Commit, CommitOutcome, Doubt, EffectId, Lease},
    table::Table,
};
use futures::future::join_all;
use serde_json::json;

use crate::support::{at, conversation, event, seller, table};

async fn one_effect(table: &Table) -> EffectId {
    let (_, aggregate) = conversation(&seller());
    let mut commit = Commit::new(aggregate, event("wamid.1"), at(600));
    commit.effects = vec![json!("send")];
    let outcome = table.commit(&commit).await.unwrap();
    let CommitOutcome::Committed(pending) = outcome else { panic!("{outcome:?}") };
    pending[0].id.clone()
}

async fn granted(table: &Table, effect: &EffectId, until: i64, now: i64) -> Lease {
    let claim = table.claim(effect, at(until), at(now)).await.unwrap();
    let Claim::Granted(lease) = claim else { panic!("{claim:?}") };
    lease
}

#[tokio::test]
async fn a_lease_holds_until_its_end_and_not_longer() {
    let table = table().await;
    let effect = one_effect(&table).await;
    let lease = granted(&table, &effect, 30, 0).await;
    assert_eq!((lease.effect(), lease.doubt()), (&effect, None));
    for now in [0, 29] {
        let held = table.claim(&effect, at(60), at(now)).await.unwrap();
        assert!(matches!(held, Claim::Held { until } if until == at(30)), "{held:?}");
    }
    // At 30 exactly the first invocation is dead; what it did is unknown.
    let second = granted(&table, &effect, 60, 30).await;
    assert_eq!(second.doubt(), Some(Doubt { since: at(0), calls: 1 }));
    let third = granted(&table, &effect, 90, 60).await;
    assert_eq!(third.doubt(), Some(Doubt { since: at(30), calls: 2 }));
    table.complete(std::slice::from_ref(&effect)).await.unwrap();
    assert!(matches!(table.claim(&effect, at(90), at(61)).await.unwrap(), Claim::Done));
}

#[tokio::test]
async fn of_sixteen_racing_claims_one_is_granted() {
    let table = table().await;
    let effect = one_effect(&table).await;
    let race = (0..16).map(|_| table.claim(&effect, at(30), at(0)));
    let claims = join_all(race).await;
    let granted = |claim: &&Result<Claim, _>| matches!(claim, Ok(Claim::Granted(_)));
    assert_eq!(claims.iter().filter(granted).count(), 1);
    let held = |claim: &&Result<Claim, _>| matches!(claim, Ok(Claim::Held { .. }));
    assert_eq!(claims.iter().filter(held).count(), 15);
}

#[tokio::test]
async fn a_call_that_was_not_made_leaves_no_doubt_and_a_lost_answer_does() {
    let table = table().await;
    let effect = one_effect(&table).await;
    let lease = granted(&table, &effect, 30, 0).await;
    table.release(lease).await.unwrap();
    let lease = granted(&table, &effect, 40, 1).await;
    assert_eq!(lease.doubt(), None);
    table.mark_unknown(lease, at(5)).await.unwrap();
    let lease = granted(&table, &effect, 50, 6).await;
    assert_eq!(lease.doubt(), Some(Doubt { since: at(5), calls: 1 }));
    // Waiting for the status does not make a new doubt.
    table.release(lease).await.unwrap();
    let lease = granted(&table, &effect, 60, 7).await;
    assert_eq!(lease.doubt(), Some(Doubt { since: at(5), calls: 1 }));
    table.mark_unknown(lease, at(8)).await.unwrap();
    let lease = granted(&table, &effect, 70, 9).await;
    assert_eq!(lease.doubt(), Some(Doubt { since: at(8), calls: 2 }));
}

#[tokio::test]
async fn a_lease_that_was_taken_over_has_nothing_more_to_say() {
    let table = table().await;
    let effect = one_effect(&table).await;
    let old = granted(&table, &effect, 30, 0).await;
    let new = granted(&table, &effect, 60, 30).await;
    table.release(old).await.unwrap();
    let held = table.claim(&effect, at(90), at(31)).await.unwrap();
    assert!(matches!(held, Claim::Held { until } if until == at(60)), "{held:?}");
    // A status webhook completes it meanwhile; giving it back must not bring it to life again.
    table.complete(std::slice::from_ref(&effect)).await.unwrap();
    table.mark_unknown(new, at(32)).await.unwrap();
    assert!(matches!(table.claim(&effect, at(90), at(99)).await.unwrap(), Claim::Done));
}

#[tokio::test]
async fn an_effect_is_found_by_the_text_that_went_out_with_it() {
    let table = table().await;
    let effect = one_effect(&table).await;
    let back: EffectId = effect.to_string().parse().unwrap();
    assert_eq!(table.pending_effect(&back).await.unwrap().unwrap().payload, json!("send"));
    table.complete(std::slice::from_ref(&back)).await.unwrap();
    assert_eq!(table.pending_effect(&back).await.unwrap(), None);
}
