//! Headlines that publishers write in several ways on one page: which of them is taken.

use super::{page, record, story};

/// JSON-LD of an article with this headline.
fn linked(headline: &str) -> String {
    format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{headline}\"}}</script>"
    )
}

/// What `og:title` says.
fn shared(headline: &str) -> String {
    format!("<meta property=og:title content=\"{headline}\">")
}

fn title(head: &str, headings: &str) -> String {
    record(&page(head, &format!("{headings}{}", story("x")))).title
}

/// Some newsrooms give the `h1` to search engines, in small letters above the page, and readers an `h2`.
#[test]
fn a_second_heading_that_another_place_confirms_is_the_headline() {
    let search = "<h1>Harbour flood: ferry stops, barges adrift</h1>";
    let said = "What the river took from us";
    let head = linked("Harbour flood: ferry stops, barges adrift") + &shared(said);
    let confirmed = format!("{search}<h2>{said}</h2>");
    assert_eq!(title(&head, &confirmed), said);
    let with_kicker =
        format!("{search}<h2><span>At the old bridge</span> <span>{said}</span></h2>");
    assert_eq!(title(&head, &with_kicker), said);
    // The address is made of the words for search engines.
    let addressed = head.clone()
        + "<link rel=canonical href='https://lantern.example/harbour-flood-ferry-stops-barges-adrift'>";
    assert_eq!(title(&addressed, &confirmed), said);
    let by_linked =
        linked(said) + &shared("Harbour flood: ferry stops, barges adrift") + "<title>x</title>";
    assert_eq!(title(&by_linked, &confirmed), said);
}

#[test]
fn a_second_heading_that_nothing_confirms_is_a_heading() {
    let first = "Harbour flood: ferry stops, barges adrift";
    let headings = format!("<h1>{first}</h1><h2>What the river took from us</h2>");
    let head = linked(first) + &shared("Ferry stops for good");
    assert_eq!(title(&head, &headings), first);
}

#[test]
fn a_kicker_on_a_line_of_its_own_is_no_part_of_the_headline() {
    let headings = "<h1>Harbour flood: ferry stops</h1><h2><b>At the old bridge</b><i>What the river took from us</i></h2>";
    let head = linked("Harbour flood: ferry stops")
        + &shared("At the old bridge: What the river took from us");
    assert_eq!(title(&head, headings), "What the river took from us");
    // Two lines of one headline.
    let head = linked("Harbour flood: ferry stops")
        + &shared("At the old bridge what the river took from us");
    assert_eq!(
        title(&head, headings),
        "At the old bridge What the river took from us"
    );
    // The first heading says the same in one line: the kicker was meant to belong to it.
    let headings = headings.replace(
        "Harbour flood: ferry stops",
        "At the old bridge: What the river took from us",
    );
    let both = "At the old bridge: What the river took from us";
    assert_eq!(title(&(linked(both) + &shared(both)), &headings), both);
}

#[test]
fn where_no_two_agree_the_heading_above_the_story_is_the_headline() {
    let heading = "<h1>How the harbour prepares for the next flood</h1>";
    let head = linked("Ferry traffic: old quays and leaking barges are risky")
        + &shared("When bridges give way and water comes");
    assert_eq!(
        title(&head, heading),
        "How the harbour prepares for the next flood"
    );
    // The first two agree roughly.
    let head = linked("Ferry traffic: old quays and leaking barges are risky")
        + &shared("Ferry traffic: old quays and leaking barges");
    assert_eq!(
        title(&head, heading),
        "Ferry traffic: old quays and leaking barges"
    );
}

/// A heading that is marked as the headline says it once, not twice.
#[test]
fn a_mark_on_the_heading_is_no_second_place() {
    let head = shared("Ferry stops at the old bridge for good");
    let marked = "<h1 itemprop=headline>Ferry halts at the bridge</h1>";
    assert_eq!(
        title(&head, marked),
        "Ferry stops at the old bridge for good"
    );
}

#[test]
fn a_second_half_that_the_address_has_is_not_a_sites_name() {
    let whole = "Ferry stops at the bridge - latest news";
    let head = linked(whole)
        + "<link rel=canonical href='https://lantern.example/ferry-stops-at-the-bridge-latest-news-77'>";
    let heading = "<h1>Ferry stops at the bridge</h1>";
    assert_eq!(title(&head, heading), whole);
    let elsewhere = head.replace("-latest-news", "");
    assert_eq!(title(&elsewhere, heading), "Ferry stops at the bridge");
}

#[test]
fn a_section_between_headline_and_site_is_left_out() {
    let head = |window: &str| {
        format!("<title>{window}</title><meta property=og:site_name content='The Lantern'>")
    };
    let named = "<meta name=section content=Harbour>";
    let window = "The ferry stops again-Harbour｜The Lantern";
    assert_eq!(title(&(head(window) + named), ""), "The ferry stops again");
    // A page that scripts make names it there.
    let made = head(window) + r#"<script>state = {"part": "Harbour"}</script>"#;
    assert_eq!(title(&made, ""), "The ferry stops again");
    assert_eq!(title(&head(window), ""), "The ferry stops again-Harbour");
}
