//! The adapters against the AWS emulator, and what the services keep of their promises.

#[cfg(test)]
mod activity;
#[cfg(test)]
mod cash;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod commits;
#[cfg(test)]
mod devices;
#[cfg(test)]
#[expect(dead_code, reason = "other crates, which share the file, make their tables by `call`")]
mod emulator;
#[cfg(test)]
mod live;
#[cfg(test)]
mod messaging;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod people;
#[cfg(test)]
mod receipts;
#[cfg(test)]
mod support;
#[cfg(test)]
mod table;
#[cfg(test)]
mod vault;
