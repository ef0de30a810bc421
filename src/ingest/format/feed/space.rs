//! Whose word an element is: the feed's own, or one of the vocabularies that feeds borrow from.

use crate::ingest::format::xml::Element;

/// A vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS or Atom, of any version, also where one borrows from the other.
    Own,
    /// Dublin Core, its elements and its terms.
    Dublin,
    /// RSS's module for whole texts.
    Content,
    /// Apple's podcasts.
    Itunes,
    /// Yahoo's media.
    Media,
    /// WordPress's exports.
    WordPress,
    /// PRISM, of magazines.
    Prism,
    /// FeedBurner, which counts clicks.
    Feedburner,
    /// HTML.
    Xhtml,
    /// Any other.
    Other,
}

/// What the address of each vocabulary holds, in small letters, and the prefix that stands for it by custom, for feeds that
/// forget to say.
const SPACES: [(Space, &str, &str); 14] = [
    (
        Space::Content,
        "purl.org/rss/1.0/modules/content",
        "content",
    ),
    (Space::Other, "purl.org/rss/1.0/modules/", "slash"),
    (Space::Own, "purl.org/rss/", "rss"),
    (Space::Own, "purl.org/net/rss", ""),
    (Space::Own, "netscape.com/rdf", ""),
    (Space::Own, "userland.com", ""),
    (Space::Own, "w3.org/2005/atom", "atom"),
    (Space::Own, "purl.org/atom", ""),
    (Space::Dublin, "purl.org/dc/", "dc"),
    (Space::Itunes, "itunes.com/dtds", "itunes"),
    (Space::Media, "search.yahoo.com/mrss", "media"),
    (Space::Prism, "prismstandard.org", "prism"),
    (
        Space::Feedburner,
        "rssnamespace.org/feedburner",
        "feedburner",
    ),
    (Space::Xhtml, "w3.org/1999/xhtml", "xhtml"),
];

/// The vocabulary of an element.
pub(super) fn of(element: &Element) -> Space {
    if let Some(address) = element.namespace() {
        let address = address.to_ascii_lowercase();
        if address.contains("wordpress.org/export/") {
            // Its excerpts have an address of their own below.
            return Space::WordPress;
        }
        if let Some((space, ..)) = SPACES.iter().find(|(_, part, _)| address.contains(part)) {
            return *space;
        }
    }
    match element.prefix() {
        None | Some("") => Space::Own,
        Some("dcterms") => Space::Dublin,
        Some("wp" | "excerpt") => Space::WordPress,
        Some(prefix) => SPACES
            .iter()
            .find(|(.., own)| *own == prefix)
            .map_or(Space::Other, |(space, ..)| *space),
    }
}
