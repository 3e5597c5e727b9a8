//! Who calls our number, and which of their deliveries it is about.

use aws_adapters::{
    ride::{Ride, RideError},
    table::{Table, keys},
};
use contracts::{
    messages::OrderRef,
    records::{CorruptRecord, courier::JobRecord},
};
use domain::ids::{CourierId, WaId};
use jiff::Timestamp;

/// Deliveries looked at, newest first: nobody carries more at once.
const MAX_JOBS: usize = 6;

/// A caller, as far as they are known.
#[derive(Debug)]
pub(super) enum Caller {
    /// No courier of anybody's here.
    Stranger,
    /// A courier with nothing to do.
    Idle,
    /// What they may act on, what is under way first.
    Busy(Vec<Ride>),
}

/// Looks a caller up by their number as the network gives it (`+225…`), which may be a false one:
/// what is done in their name still needs the prospect's code.
pub(super) async fn find(table: &Table, from: &str, now: Timestamp) -> Result<Caller, RideError> {
    let wa_id = WaId::new(from.trim_start_matches('+'));
    if wa_id.as_str().is_empty() || !wa_id.as_str().bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Caller::Stranger);
    }
    let rows = table.all(&keys::courier_desk_and_jobs(&wa_id)).await?;
    let others = [keys::courier_desk(&wa_id), keys::pool_membership(&wa_id)];
    let mut jobs = Vec::new();
    for row in rows.iter().filter(|row| !others.contains(&row.key())) {
        jobs.push(row.read::<JobRecord>()?.value);
    }
    if rows.is_empty() {
        return Ok(Caller::Stranger);
    }
    jobs.sort_by_key(|job| std::cmp::Reverse(job.since));
    let (mut on_the_road, mut offered) = (Vec::new(), Vec::new());
    for job in jobs.iter().take(MAX_JOBS) {
        let (of, courier) = parts(job)?;
        let Some(ride) = Ride::latest(table, &of, &courier).await? else { continue };
        let standing = ride.standing(now);
        if standing.is_theirs() {
            on_the_road.push(ride);
        } else if standing.is_open() {
            offered.push(ride);
        }
    }
    on_the_road.append(&mut offered);
    Ok(if on_the_road.is_empty() { Caller::Idle } else { Caller::Busy(on_the_road) })
}

fn parts(job: &JobRecord) -> Result<(OrderRef, CourierId), CorruptRecord> {
    let corrupt = |field| CorruptRecord::new("job", field);
    let of = OrderRef {
        seller: job.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
        order: job.order.parse().map_err(|_bad_id| corrupt("order"))?,
    };
    Ok((of, job.courier.parse().map_err(|_bad_id| corrupt("courier"))?))
}
