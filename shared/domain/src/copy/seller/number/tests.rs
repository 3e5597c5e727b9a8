use super::*;

#[test]
fn every_sentence_about_a_number_says_what_happened_and_what_to_do() {
    let mut said: Vec<String> = Vec::new();
    said.extend(StopReason::ALL.iter().map(|reason| stopped(*reason).to_owned()));
    said.extend(Disconnection::ALL.iter().map(|how| disconnected(*how).to_owned()));
    said.extend(Warning::ALL.iter().map(|warning| warned(*warning).to_owned()));
    said.extend([
        template_rejected("relance_panier"),
        template_paused("relance_panier"),
        template_disabled("relance_panier"),
        template_recategorised("relance_panier", "MARKETING"),
    ]);
    said.extend(Undelivered::ALL.iter().map(|why| message_failed("Mariam", *why)));
    said.push(message_failed(" ", Undelivered::Unknown));
    assert!(said.iter().all(|text| !text.contains('\n') && text.ends_with('.')));
    insta::assert_snapshot!(said.join("\n"));
}
