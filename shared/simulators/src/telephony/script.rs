//! How a call goes: it rings, is answered, says what it is told to say, takes keys, and ends.

use super::{
    Behaviour, Telephony,
    line::{Heard, Line, Status, Vendor, Waiting},
    twiml::{self, Gather, Verb},
};

/// Documents of one call in a row without a key: Twilio ends endless redirects as well.
const MAX_HOPS: usize = 40;
/// Characters a voice reads in a second.
const READ_PER_SECOND: usize = 15;

/// Where a document leads.
enum Next {
    Go(String),
    /// Keys are waited for.
    Wait,
    Over,
}

impl Telephony {
    /// A call rings, or does not get that far.
    pub(super) fn ring(&self, line: Line) {
        let (id, seconds) = (line.id.clone(), line.ring_seconds);
        let behaviour = self.behaviour(&line.phone);
        self.add_line(line.clone());
        let telephony = self.clone();
        tokio::spawn(async move {
            match behaviour {
                Behaviour::Busy => telephony.end(&id, Status::Busy).await,
                Behaviour::Unreachable => telephony.end(&id, Status::Failed).await,
                Behaviour::Reachable
                | Behaviour::Landline
                | Behaviour::OptedOut
                | Behaviour::BlockedCountry => {
                    telephony.report(&line).await;
                    telephony.ring_out_in_time(&id, seconds).await;
                }
            }
        });
    }

    async fn ring_out_in_time(&self, id: &str, seconds: u32) {
        if self.settings().second.is_none() {
            return;
        }
        self.pass(seconds).await;
        if self.line(id).is_some_and(|line| line.status == Status::Ringing) {
            self.end(id, Status::NoAnswer).await;
        }
    }

    /// Somebody takes the call; false when it does not ring.
    pub(super) async fn answer(&self, id: &str) -> bool {
        let answered = self.change(id, |line| {
            let rings = line.status == Status::Ringing;
            if rings {
                line.status = Status::InProgress;
            }
            rings
        });
        let Some(line) = self.line(id).filter(|_| answered == Some(true)) else { return false };
        self.report(&line).await;
        match line.vendor {
            Vendor::Twilio => self.proceed(id, line.url, None).await,
            Vendor::Infobip => self.read_out(id, &line.prompt),
        }
        true
    }

    /// A person calls our number: Twilio asks us what to do with them.
    pub(super) async fn call_in(&self, line: Line) {
        let (id, url) = (line.id.clone(), line.url.clone());
        self.add_line(line);
        self.proceed(&id, url, None).await;
    }

    /// The person presses keys; false when none are waited for.
    pub(super) async fn press(&self, id: &str, keys: &str) -> bool {
        for key in keys.chars() {
            let now = self.now();
            let ended = self.change(id, |line| {
                let waiting = line.waiting.clone()?;
                line.heard.push(Heard { at: now, is_person: true, text: key.to_string() });
                line.pressed.push(key);
                let finished = waiting.finish_on == Some(key);
                if !finished {
                    line.typed.push(key);
                }
                let is_full = waiting.digits.is_some_and(|count| line.typed.len() >= count);
                if finished || is_full {
                    line.waiting = None;
                    return Some(Some((waiting, std::mem::take(&mut line.typed))));
                }
                Some(None)
            });
            match ended.flatten() {
                None => return false,
                Some(None) => {}
                Some(Some((waiting, typed))) => self.typed(id, waiting, typed).await,
            }
        }
        true
    }

    async fn typed(&self, id: &str, waiting: Waiting, typed: String) {
        let Some(line) = self.line(id) else { return };
        match (line.vendor, typed.as_str()) {
            (Vendor::Twilio, _) => self.proceed(id, waiting.action, Some(typed)).await,
            // `repeatDtmf` of our requests.
            (Vendor::Infobip, "0") => self.read_out(id, &line.prompt),
            (Vendor::Infobip, _) => self.end(id, Status::Completed).await,
        }
    }

    /// The person presses nothing until the time for keys is over.
    pub(super) async fn stay_silent(&self, id: &str) -> bool {
        let Some(waiting) = self.line(id).and_then(|line| line.waiting) else { return false };
        self.silence_over(id, waiting.round).await;
        true
    }

    async fn silence_over(&self, id: &str, round: u64) {
        let over = self.change(id, |line| {
            let waiting = line.waiting.take_if(|waiting| waiting.round == round)?;
            Some((waiting, std::mem::take(&mut line.typed), std::mem::take(&mut line.rest)))
        });
        let Some((waiting, typed, rest)) = over.flatten() else { return };
        let Some(line) = self.line(id) else { return };
        if line.vendor == Vendor::Infobip {
            self.end(id, Status::Completed).await;
        } else if waiting.even_empty || !typed.is_empty() {
            self.proceed(id, waiting.action, Some(typed)).await;
        } else {
            match self.perform(id, rest).await {
                Next::Go(url) => self.proceed(id, url, None).await,
                Next::Wait => {}
                Next::Over => self.end(id, Status::Completed).await,
            }
        }
    }

    /// A call is over; one that is stays as it ended.
    pub(super) async fn end(&self, id: &str, status: Status) {
        let ended = self.change(id, |line| {
            let goes_on = !line.status.is_over();
            if goes_on {
                line.status = status;
                line.waiting = None;
            }
            goes_on
        });
        if let Some(line) = self.line(id).filter(|_| ended == Some(true)) {
            self.report(&line).await;
        }
    }

    /// Asks the product what to do and does it, document after document, until keys are waited for
    /// or the call ends.
    async fn proceed(&self, id: &str, url: String, digits: Option<String>) {
        let (mut url, mut digits) = (url, digits);
        for _hop in 0..MAX_HOPS {
            let in_progress = self.line(id).filter(|line| line.status == Status::InProgress);
            let Some(line) = in_progress else { return };
            let mut fields = self.fields(&line);
            fields.extend(digits.take().map(|digits| ("Digits".to_owned(), digits)));
            let Some(document) = self.post_form(&url, &fields, line.copies).await else {
                return self.fail(id, "An application error has occurred. Goodbye.").await;
            };
            let verbs = match twiml::parse(&document) {
                Ok(verbs) => verbs,
                Err(error) => {
                    tracing::error!(%error, "the TwiML is refused");
                    return self.fail(id, "An application error has occurred. Goodbye.").await;
                }
            };
            match self.perform(id, verbs).await {
                Next::Go(next) => url = absolute(&url, &next),
                Next::Wait => return,
                Next::Over => return self.end(id, Status::Completed).await,
            }
        }
        self.fail(id, "Too many redirects. Goodbye.").await;
    }

    /// What Twilio says when our answer is none: in English, and then it hangs up.
    async fn fail(&self, id: &str, words: &str) {
        self.say(id, words);
        self.end(id, Status::Completed).await;
    }

    async fn perform(&self, id: &str, verbs: Vec<Verb>) -> Next {
        let mut verbs = verbs.into_iter();
        while let Some(verb) = verbs.next() {
            match verb {
                Verb::Say(words) => self.say(id, &words),
                Verb::Play(url) => self.say(id, &format!("♪ {url}")),
                Verb::Pause(seconds) => self.pass(seconds).await,
                Verb::Redirect(url) => return Next::Go(url),
                Verb::Hangup => return Next::Over,
                Verb::Gather(gather) => {
                    self.listen(id, gather, verbs.collect());
                    return Next::Wait;
                }
            }
        }
        Next::Over
    }

    fn say(&self, id: &str, words: &str) {
        let heard = Heard { at: self.now(), is_person: false, text: words.to_owned() };
        if self.change(id, |line| line.heard.push(heard)).is_none() {
            tracing::debug!("the call is not there");
        }
    }

    fn listen(&self, id: &str, gather: Gather, rest: Vec<Verb>) {
        let words = gather.words.join(" ");
        self.say(id, &words);
        let waiting = Waiting {
            action: gather.action,
            digits: gather.digits,
            finish_on: gather.finish_on,
            even_empty: gather.even_empty,
            timeout: gather.timeout,
            round: 0,
        };
        self.wait(id, waiting, &words, rest);
    }

    /// Infobip's whole call: a text, one key.
    fn read_out(&self, id: &str, prompt: &str) {
        self.say(id, prompt);
        let waiting = Waiting {
            action: String::new(),
            digits: Some(1),
            finish_on: None,
            even_empty: false,
            timeout: 10,
            round: 0,
        };
        self.wait(id, waiting, prompt, Vec::new());
    }

    fn wait(&self, id: &str, waiting: Waiting, words: &str, rest: Vec<Verb>) {
        let reading = u32::try_from(words.chars().count() / READ_PER_SECOND).unwrap_or(u32::MAX);
        let seconds = waiting.timeout.saturating_add(reading);
        let round = self.change(id, |line| {
            line.rounds = line.rounds.saturating_add(1);
            line.typed.clear();
            line.rest = rest;
            line.waiting = Some(Waiting { round: line.rounds, ..waiting });
            line.rounds
        });
        let (Some(round), true) = (round, self.settings().second.is_some()) else { return };
        let (telephony, id) = (self.clone(), id.to_owned());
        tokio::spawn(async move {
            telephony.pass(seconds).await;
            telephony.silence_over(&id, round).await;
        });
    }
}

/// An address of a document, which may be relative to the document's own.
fn absolute(base: &str, url: &str) -> String {
    let joined = url::Url::parse(base).and_then(|base| base.join(url));
    joined.map_or_else(|_| url.to_owned(), String::from)
}
