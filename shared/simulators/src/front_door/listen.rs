//! Listening on the loopback addresses only. `localhost` may mean 127.0.0.1 or `::1`, so both are
//! taken where the machine has both.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use tokio::net::TcpListener;

use super::RunError;

/// Binds `port` on 127.0.0.1 and, where there is IPv6, on `::1`.
pub(super) async fn loopback(port: u16) -> Result<Vec<TcpListener>, RunError> {
    let bind = |address: IpAddr, port| async move { TcpListener::bind((address, port)).await };
    let refused = |source: io::Error| {
        if source.kind() == io::ErrorKind::AddrInUse {
            RunError::PortTaken(port)
        } else {
            RunError::Listen { port, source }
        }
    };
    let first = bind(Ipv4Addr::LOCALHOST.into(), port).await.map_err(refused)?;
    let port = first.local_addr().map_err(refused)?.port();
    let mut listeners = vec![first];
    match bind(Ipv6Addr::LOCALHOST.into(), port).await {
        Ok(second) => listeners.push(second),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            return Err(RunError::PortTaken(port));
        }
        // A machine without IPv6 resolves localhost to 127.0.0.1.
        Err(error) => tracing::debug!(%error, "no IPv6 loopback"),
    }
    Ok(listeners)
}

#[cfg(test)]
mod tests {
    use super::loopback;

    #[tokio::test]
    async fn a_taken_port_is_one_clear_sentence() {
        let listeners = loopback(0).await.unwrap();
        let port = listeners[0].local_addr().unwrap().port();
        let error = loopback(port).await.unwrap_err();
        let sentence = format!("port {port} is taken: stop the program that uses it, or set PORT");
        assert_eq!(error.to_string(), sentence);
        assert!(std::error::Error::source(&error).is_none());
    }
}
