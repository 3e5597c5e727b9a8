use super::*;

fn refusal(code: Option<i64>, http_status: u16) -> GraphError {
    let refusal =
        code.map(|code| Refusal { code, subcode: None, is_transient: false, trace: None });
    GraphError::new(refusal, &Answer { status: http_status, retry_after: None, body: Vec::new() })
}

fn sent(error: GraphError) -> SendError {
    SendError::of(CallError::Refused(error))
}

#[test]
fn the_code_decides_and_the_status_only_without_one() {
    for (code, status, class) in [
        (Some(131_047), 500, ErrorClass::WindowClosed),
        (Some(190), 200, ErrorClass::TokenRevoked),
        (Some(131_000), 400, ErrorClass::AmbiguousMaybeSent),
        (Some(999_999), 400, ErrorClass::Unrecognised),
        (Some(999_999), 503, ErrorClass::AmbiguousMaybeSent),
        (None, 502, ErrorClass::AmbiguousMaybeSent),
        (None, 408, ErrorClass::AmbiguousMaybeSent),
        (None, 429, ErrorClass::RateLimited),
        (None, 403, ErrorClass::Unrecognised),
        (None, 302, ErrorClass::Unrecognised),
    ] {
        assert_eq!(refusal(code, status).class(), class, "{code:?} {status}");
    }
    let hinted = GraphError { is_transient: true, ..refusal(Some(999_999), 400) };
    assert_eq!(hinted.class(), ErrorClass::AmbiguousMaybeSent);
}

#[test]
fn a_message_is_repeated_only_when_it_surely_did_not_go_out() {
    let retry = |seconds| Disposition::Retry { after: Duration::from_secs(seconds) };
    for (code, disposition) in [
        (4, retry(2)),
        (80_007, retry(2)),
        (130_429, retry(2)),
        (131_056, retry(6)),
        (190, Disposition::GiveUp),
        (131_047, Disposition::GiveUp),
        (131_048, Disposition::GiveUp),
        (131_049, Disposition::GiveUp),
        (131_026, Disposition::GiveUp),
        (131_042, Disposition::GiveUp),
        (132_001, Disposition::GiveUp),
        (100, Disposition::GiveUp),
        (1, Disposition::AwaitStatus),
        (2, Disposition::AwaitStatus),
        (131_000, Disposition::AwaitStatus),
        (131_016, Disposition::AwaitStatus),
        (131_057, Disposition::AwaitStatus),
        (133_004, Disposition::AwaitStatus),
    ] {
        assert_eq!(sent(refusal(Some(code), 400)).disposition(), disposition, "{code}");
    }
    assert_eq!(sent(refusal(None, 502)).disposition(), Disposition::AwaitStatus);
    assert_eq!(sent(refusal(None, 400)).disposition(), Disposition::GiveUp);
    let unreadable = SendError::of(CallError::Unreadable { http_status: 200 });
    assert_eq!(unreadable.disposition(), Disposition::AwaitStatus);
    let timed_out = SendError::of(CallError::Transport(TransportError::TimedOut));
    assert_eq!(timed_out.disposition(), Disposition::AwaitStatus);
}

#[test]
fn the_wait_that_meta_names_is_kept() {
    let patient =
        GraphError { retry_after: Some(Duration::from_secs(30)), ..refusal(Some(4), 429) };
    let after = Duration::from_secs(30);
    assert_eq!(CallError::Refused(patient.clone()).disposition(), Disposition::Retry { after });
    assert_eq!(sent(patient).disposition(), Disposition::Retry { after });
}

#[test]
fn a_read_may_be_repeated_where_a_send_may_not() {
    let error = || CallError::Refused(refusal(Some(131_000), 500));
    assert!(matches!(error().disposition(), Disposition::Retry { .. }));
    assert_eq!(SendError::of(error()).disposition(), Disposition::AwaitStatus);
}

#[test]
fn errors_say_codes() {
    assert_eq!(
        refusal(Some(131_047), 400).to_string(),
        "graph answered http 400, code Some(131047), subcode None (window_closed)"
    );
}

#[test]
fn a_refused_send_tells_all_that_it_asks_for() {
    use contracts::meta::consequence::Fate;
    let asked = |error: SendError| error.consequence();
    let locked = asked(sent(refusal(Some(131_031), 400))).unwrap();
    assert_eq!(locked.number, Some(domain::health::StopReason::Locked));
    let paused = asked(sent(refusal(Some(132_015), 400))).unwrap();
    assert_eq!(paused.template, Some(domain::health::TemplateStatus::Paused));
    for (code, status) in [(Some(999_999), 503), (None, 502), (Some(131_000), 400)] {
        let fate = asked(sent(refusal(code, status))).map(|asked| asked.message);
        assert_eq!(fate, Some(Fate::AwaitStatus), "{code:?}");
    }
    let timed_out = SendError::of(CallError::Transport(TransportError::TimedOut));
    assert_eq!((timed_out.consequence(), timed_out.code()), (None, None));
    assert_eq!(sent(refusal(Some(131_047), 400)).code(), Some(131_047));
}
