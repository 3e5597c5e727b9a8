//! Open dashboards and the log of a seller's changes, as the table keeps them.
//!
//! The cursor and the entries it counts are written in one transaction, under the cursor's version:
//! who reads a cursor finds its entries, until they are a day old. What the changes add to the shop's
//! statistics is part of the same transaction.

use contracts::{
    live::{Change, Frame},
    records::live::{ConnectionRecord, CursorRecord, EntryRecord, HolderRecord},
};
use domain::{
    ids::SellerId,
    live::{self, Cursor, Entry, MISSED_MAX, Resume},
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    activity::{self, Counted},
    table::{
        Condition, Item, NewItem, StoreError, Stored, Table, Write,
        keys::{self, Key},
    },
};

/// How long a ticket may be used.
pub const TICKET_LIFE: SignedDuration = SignedDuration::from_secs(60);
/// API Gateway ends a connection after two hours; its rows stay a little longer.
const CONNECTION_LIFE: SignedDuration = SignedDuration::from_mins(130);
/// Who was away for longer reads everything again.
const ENTRY_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// How often an addition to the log is tried again that somebody else came before.
const ROUNDS: u32 = 10;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(15);

fn after(now: Timestamp, life: SignedDuration) -> Timestamp {
    now.saturating_add(life).unwrap_or(Timestamp::MAX)
}

fn is_over<T>(stored: &Stored<T>, now: Timestamp) -> bool {
    stored.expires_at.is_none_or(|end| now >= end)
}

impl Table {
    /// Keeps a ticket, by its hash, and tells until when it is good.
    pub async fn issue_ticket(
        &self,
        seller: &SellerId,
        ticket: &str,
        now: Timestamp,
    ) -> Result<Timestamp, StoreError> {
        let end = after(now, TICKET_LIFE);
        let record = HolderRecord { seller: seller.clone() };
        let item = NewItem::new(keys::live_ticket(ticket), &record)?.expiring(end);
        self.put_new(item).await?;
        Ok(end)
    }

    /// Uses a ticket up for a socket, and tells whose it is; `None` for a ticket that is not good,
    /// or not any more. From here on the socket is that seller's.
    pub async fn open_socket(
        &self,
        ticket: &str,
        connection: &str,
        now: Timestamp,
    ) -> Result<Option<SellerId>, StoreError> {
        let key = keys::live_ticket(ticket);
        let Some(stored) = self.get::<HolderRecord>(&key).await? else { return Ok(None) };
        if is_over(&stored, now) {
            return Ok(None);
        }
        let socket = NewItem::new(keys::live_socket(connection), &stored.value)?;
        let writes = [
            Write::Delete { key, condition: Condition::Version(stored.version) },
            Write::insert(socket.expiring(after(now, CONNECTION_LIFE))),
        ];
        match self.transact(&writes).await {
            Ok(()) => Ok(Some(stored.value.seller)),
            // Somebody used it at the same moment; whoever it was, this one did not.
            Err(StoreError::Conflict { .. } | StoreError::Contended) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whose socket it is.
    pub async fn socket_holder(&self, connection: &str) -> Result<Option<SellerId>, StoreError> {
        let stored = self.get::<HolderRecord>(&keys::live_socket(connection)).await?;
        Ok(stored.map(|stored| stored.value.seller))
    }

    /// From now on the page is told of changes.
    pub async fn listen(
        &self,
        seller: &SellerId,
        connection: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let key = keys::live_connection(seller, connection);
        let item = NewItem::new(key, &ConnectionRecord { since: now })?;
        self.put(item.expiring(after(now, CONNECTION_LIFE))).await
    }

    /// The pages of a seller that are told of changes.
    pub async fn listeners(
        &self,
        seller: &SellerId,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let mut open = Vec::new();
        for item in self.all(&keys::live_connections(seller)).await? {
            let is_open = !is_over(&item.read::<ConnectionRecord>()?, now);
            open.extend(item.key().connection().filter(|_| is_open).map(str::to_owned));
        }
        Ok(open)
    }

    /// The page is gone.
    pub async fn close_socket(
        &self,
        seller: &SellerId,
        connection: &str,
    ) -> Result<(), StoreError> {
        let delete = |key: Key| Write::Delete { key, condition: Condition::Always };
        let writes = [
            delete(keys::live_connection(seller, connection)),
            delete(keys::live_socket(connection)),
        ];
        self.transact(&writes).await
    }

    /// Adds changes to a seller's log, and what they count to the sums of its days, each once;
    /// tells what to push. Changes that were counted before are told again and not counted again.
    ///
    /// # Errors
    /// [`StoreError::Contended`] when others were writing all the time.
    pub async fn log_changes(
        &self,
        seller: &SellerId,
        changes: &[Change],
        counted: &[Counted],
        now: Timestamp,
    ) -> Result<Vec<Frame>, StoreError> {
        let mut frames = Vec::new();
        let mut changes = changes;
        let mut groups = activity::grouped(counted).into_iter();
        loop {
            let group = groups.next().unwrap_or_default();
            if group.is_empty() && changes.is_empty() {
                return Ok(frames);
            }
            frames.extend(self.log_group(seller, changes, group, now).await?);
            changes = &[];
        }
    }

    /// One transaction: the cursor, its steps, the traces of what is counted, and the sums.
    async fn log_group(
        &self,
        seller: &SellerId,
        changes: &[Change],
        mut counted: Vec<&Counted>,
        now: Timestamp,
    ) -> Result<Vec<Frame>, StoreError> {
        let mut round = 0;
        while round < ROUNDS {
            let days = counted.iter().map(|one| Change::Figures { id: one.day });
            let changes = live::coalesce(changes.iter().cloned().chain(days));
            if changes.is_empty() {
                return Ok(Vec::new());
            }
            let standing = self.standing(seller).await?;
            let entries = live::entries(standing.cursor, &changes);
            let mut writes = log_writes(seller, standing, &entries, now)?;
            let first_mark = writes.len();
            writes.extend(activity::marks(seller, &counted, now));
            writes.extend(activity::additions(seller, &counted));
            match self.transact(&writes).await {
                Ok(()) => return Ok(frames(standing.cursor, entries)),
                Err(StoreError::Conflict { index, .. }) => match index.checked_sub(first_mark) {
                    // It was counted when the record came the first time.
                    Some(mark) if mark < counted.len() => {
                        counted.remove(mark);
                        continue;
                    }
                    Some(_) | None => {}
                },
                Err(StoreError::Contended) => {}
                Err(error) => return Err(error),
            }
            round += 1;
            tokio::time::sleep(PAUSE * round).await;
        }
        Err(StoreError::Contended)
    }

    /// What a page that last had `asked` is to be told.
    pub async fn resume(
        &self,
        seller: &SellerId,
        asked: Option<Cursor>,
    ) -> Result<Resume<Change>, StoreError> {
        // First the cursor: entries made meanwhile are then read as well, and none is missed.
        let current = self.standing(seller).await?.cursor;
        let kept = match asked {
            Some(asked) if asked < current => self.entries_after(seller, asked).await?,
            Some(_) | None => Vec::new(),
        };
        Ok(live::resume(asked, current, &kept))
    }

    async fn standing(&self, seller: &SellerId) -> Result<Standing, StoreError> {
        let stored = self.get::<CursorRecord>(&keys::live_cursor(seller)).await?;
        Ok(stored.map_or_else(Standing::default, |stored| Standing {
            cursor: Cursor::new(stored.value.cursor),
            version: Some(stored.version),
        }))
    }

    async fn entries_after(
        &self,
        seller: &SellerId,
        asked: Cursor,
    ) -> Result<Vec<Entry<Change>>, StoreError> {
        let range = keys::live_entries(seller);
        let mut last = keys::live_entry(seller, asked);
        let mut entries = Vec::new();
        loop {
            let page = self.page_after(&range, &last, ENTRY_PAGE).await?;
            for item in &page.items {
                entries.push(entry(item)?);
                last = item.key();
            }
            // One more than a page may have missed tells that it missed too much.
            if page.next.is_none() || entries.len() > MISSED_MAX {
                return Ok(entries);
            }
        }
    }
}

/// Entries per page of a query: ten of the largest make a third of DynamoDB's megabyte.
const ENTRY_PAGE: i32 = 40;

/// Where a log stands, and the version it is changed under.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    cursor: Cursor,
    version: Option<u64>,
}

fn log_writes(
    seller: &SellerId,
    standing: Standing,
    entries: &[Entry<Change>],
    now: Timestamp,
) -> Result<Vec<Write>, StoreError> {
    let cursor = entries.last().map_or(standing.cursor, |last| last.cursor).get();
    let item = NewItem::new(keys::live_cursor(seller), &CursorRecord { cursor })?;
    let mut writes = vec![match standing.version {
        Some(version) => Write::replace(item, version),
        None => Write::insert(item),
    }];
    for Entry { cursor, changes } in entries {
        let record = EntryRecord { items: changes.clone() };
        let item = NewItem::new(keys::live_entry(seller, *cursor), &record)?;
        writes.push(Write::insert(item.expiring(after(now, ENTRY_LIFE))));
    }
    Ok(writes)
}

fn frames(from: Cursor, entries: Vec<Entry<Change>>) -> Vec<Frame> {
    let mut previous = from;
    let frames = entries.into_iter().map(|Entry { cursor, changes }| {
        let frame = Frame::Changes { previous, cursor, items: changes };
        previous = cursor;
        frame
    });
    frames.collect()
}

fn entry(item: &Item) -> Result<Entry<Change>, StoreError> {
    let cursor = item.key().live_step();
    let cursor = cursor.ok_or_else(|| item.corrupt("its key is not that of an entry"))?;
    Ok(Entry { cursor, changes: item.read::<EntryRecord>()?.value.items })
}
