//! Messages that ask for nothing: « ok merci », 👍🏾, « bonjour ».
//!
//! A turn of the model's is not spent on them, so a doubt goes the other way: whatever might hold a
//! question, an order or a refusal is neither an acknowledgement nor a bare greeting.

use crate::text;

/// One of these must be said for a text to be an acknowledgement…
const THANKS: &str = "ok okk okok oki okay okey okayy okai oky k kk dac dacc dak daccord entendu
    compris recu note merci mrc mci mercii merki meci thanks thank thx tnx tnks ty super parfait
    top cool nickel impec impeccable genial excellent formidable magnifique bien great perfect nice
    fine alright welcome jerejef jerejeuf diereudieuf barika barka amen amine amiin inchallah
    inshallah ensemble bye";
/// …or one of these, as a whole; one a line.
const THANKS_PHRASES: &str = "d accord
    d acc
    ca marche
    ca va
    ca roule
    c bon
    c est bon
    c est bien
    c est note
    c note
    c est gentil
    bonne journee
    bonne soiree
    bonne nuit
    bon week end
    bon weekend
    pas de souci
    pas de soucis
    pas de probleme
    aucun souci
    aucun probleme
    y a pas de souci
    ya pas de souci
    y a pas drap
    ya pas drap
    no problem
    no worries
    got it
    all good
    sounds good
    have a nice day
    good day
    good night
    see you
    a bientot
    a plus
    a tout a l heure
    a toute
    a demain
    au revoir
    i ni ce
    aw ni ce
    baax na
    baasi te
    dieu vous benisse
    que dieu vous benisse
    on est ensemble";
/// Words that may stand beside an acknowledgement without asking for anything.
const BESIDE_THANKS: &str = "merci beaucoup bcp bcoup infiniment bien tres vraiment et a vous toi
    tous tt tout monsieur madame mr mme mon ma frere soeur chef boss patron patronne grand tantie
    tonton la le boutique you so very much a lot bro sis sir dear vs te pour votre ton
    reponse patience aide confiance service retour c est gentil alors donc ah oh hein lol mdr waay
    cela ca";

/// One of these must be said for a text to be a greeting…
const HELLO: &str = "bonjour bjr bonj bonsoir bsr salut slt slut cc coucou hello helo hi hey heyy
    yo allo alo salam salaam salamalekum salamaleikoum assalamualaikum nanga akwaba bonjours
    bonsoirs mbote";
/// …or one of these, as a whole; one a line.
const HELLO_PHRASES: &str = "ca va
    comment ca va
    cmt ca va
    comment allez vous
    comment vas tu
    comment tu vas
    comment vous allez
    vous allez bien
    tu vas bien
    j espere que vous allez bien
    how are you
    how are you doing
    good morning
    good afternoon
    good evening
    on dit quoi
    naka nga def
    nanga def
    naka suba si
    i ni ce
    i ni sogoma
    i ni tile
    i ni wula
    i ni su
    aw ni ce
    aw ni sogoma
    as salam aleykoum
    as salam alaykoum
    as salamou aleykoum
    assalam aleykoum
    assalam alaikum
    asalam alaikum
    assalamou aleykoum
    assalamou alaykoum
    asalaam maleekum
    salam aleykoum
    salam alaikum
    salaam aleekum
    salamou aleykoum
    wa aleykoum salam
    malekum salam
    maleekum salaam";
/// Words that may stand beside a greeting.
const BESIDE_HELLO: &str = "madame monsieur mr mme mlle mademoiselle messieurs mesdames chef boss
    patron patronne tantie tonton maman papa frere soeur grand mon ma cher chere la le les boutique
    a tous toutes tout et vous toi there sir madam dear bro sis team svp ici bien moi merci";

/// More than this says something.
const MAX_WORDS: usize = 12;

/// Whether the text only says that all is well: « ok », « d'accord merci bcp », 👍🏾. A yes (« oui »)
/// is not one, see [`crate::conversation::assent`]; nor is `ok ?`, `ok 2` or `ok pour la 42`.
pub fn is_acknowledgement(said: &str) -> bool {
    if said.contains('?') || !marks(said).all(is_kind) {
        return false;
    }
    let folded = text::folded(said);
    if folded.is_empty() {
        return marks(said).any(is_emoji);
    }
    is_made_of(&folded, THANKS, THANKS_PHRASES, BESIDE_THANKS)
}

/// Whether the text only says hello: « bonjour », « slt ça va ? », « naka nga def ».
pub fn is_greeting(said: &str) -> bool {
    marks(said).all(is_kind) && is_made_of(&text::folded(said), HELLO, HELLO_PHRASES, BESIDE_HELLO)
}

/// Whether the folded text is made of the words and phrases, with at least one that is not merely
/// beside them.
fn is_made_of(folded: &str, words: &str, phrases: &str, beside: &str) -> bool {
    let said: Vec<String> = folded.split(' ').map(text::unstretched).collect();
    if said.len() > MAX_WORDS {
        return false;
    }
    let (rest, mut meant) = without_phrases(&said, phrases);
    for word in rest {
        let holds = |list: &str| list.split_whitespace().any(|known| known == word);
        if holds(words) {
            meant = true;
        } else if !holds(beside) {
            return false;
        }
    }
    meant
}

/// The words that belong to no phrase, and whether there was one. The longest phrase wins.
fn without_phrases<'a>(said: &'a [String], phrases: &str) -> (Vec<&'a str>, bool) {
    let (mut rest, mut found, mut at) = (Vec::new(), false, 0);
    while let Some(word) = said.get(at) {
        let here = said.get(at..).unwrap_or_default();
        let lengths = phrases.lines().filter_map(|phrase| {
            let phrase: Vec<&str> = phrase.split_whitespace().collect();
            starts_with(here, &phrase).then_some(phrase.len())
        });
        match lengths.max() {
            Some(length) if length > 0 => {
                found = true;
                at += length;
            }
            Some(_) | None => {
                rest.push(word.as_str());
                at += 1;
            }
        }
    }
    (rest, found)
}

fn starts_with(said: &[String], phrase: &[&str]) -> bool {
    said.len() >= phrase.len() && said.iter().zip(phrase).all(|(said, word)| said == word)
}

/// What is neither a letter, a digit, a space nor plain punctuation.
fn marks(said: &str) -> impl Iterator<Item = char> {
    said.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control())
}

fn is_emoji(c: char) -> bool {
    !c.is_ascii() && !is_quiet(c)
}

/// Punctuation, and what only colours or joins an emoji: skin tones, variation selectors, genders.
fn is_quiet(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(
            c,
            '«' | '»' | '’' | '‘' | '“' | '”' | '…' | '–' | '—' | '·' | '´' | '¡'
                | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{2640}' | '\u{2642}'
                | '\u{1f3fb}'..='\u{1f3ff}' | '\u{300}'..='\u{36f}'
        )
}

/// Emoji that say thanks, yes-I-saw or hello, and none that says no, I am cross or what is this.
fn is_kind(c: char) -> bool {
    is_quiet(c)
        || matches!(
            c,
            '👍' | '👌' | '👏' | '🙏' | '🙌' | '🤝' | '✌' | '🤞' | '💪' | '👊' | '✊' | '🫶' | '🤙'
                | '🫡' | '👋' | '🤗' | '🙂' | '😀'..='😏' | '😗'..='😚' | '🥰' | '🥲' | '🤩' | '🥳'
                | '😺' | '☺' | '🤣' | '❤' | '♥' | '❣' | '💓'..='💟' | '🧡' | '🤎' | '🖤'
                | '🤍' | '🩷' | '🩵' | '💋' | '💐' | '🌹' | '🌸' | '🌷' | '🌺' | '🌻' | '🎉' | '🎊'
                | '🔥' | '💯' | '✨' | '⭐' | '🌟' | '✅' | '☑' | '✔' | '🆗' | '☀' | '🕊' | '🤲'
        )
}

#[cfg(test)]
mod tests;
