//! What is in archives and is no article, nor meant to be one: counted by kind, so that nothing is passed over in silence.

use std::path::Path;

use crate::ingest::walk::is_about_the_archive;

/// A kind of thing that is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passed {
    /// A folder as a member.
    Folder,
    /// A symbolic or hard link as a member.
    Link,
    /// A pipe or a device as a member.
    Device,
    /// A member that its name hides.
    Hidden,
    /// README, LICENSE: about the archive.
    Readme,
    /// What macOS puts into a zip beside the files.
    MacOs,
    /// A picture in a crawl.
    Picture,
    /// A style sheet in a crawl.
    StyleSheet,
    /// A script in a crawl.
    Script,
    /// A font in a crawl.
    Font,
    /// Sound or film in a crawl.
    Recording,
    /// A PDF in a crawl.
    Pdf,
    /// Something else in a crawl.
    Other,
    /// An answer that says where the page is.
    Redirect,
    /// An answer that says that there is no page.
    ErrorPage,
    /// An answer without a page.
    EmptyPage,
    /// What a site tells crawlers.
    Robots,
    /// A page that was as at an earlier visit, and is not repeated.
    Revisit,
    /// What a crawl asked for.
    Request,
    /// What a crawl notes about a page.
    Metadata,
    /// What a crawl notes about itself.
    Description,
    /// A name that a crawl looked up.
    Lookup,
    /// A table of contents of a crawl.
    CrawlIndex,
    /// A scanned page whose articles were read with the METS file that cut it.
    MetsPage,
}

impl Passed {
    /// Its name, for one; the account counts by it, so it is never reworded.
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Link => "link",
            Self::Device => "device",
            Self::Hidden => "hidden file",
            Self::Readme => "readme",
            Self::MacOs => "macOS file",
            Self::Picture => "picture",
            Self::StyleSheet => "style sheet",
            Self::Script => "script",
            Self::Font => "font",
            Self::Recording => "recording",
            Self::Pdf => "PDF",
            Self::Other => "other file",
            Self::Redirect => "redirect",
            Self::ErrorPage => "error page",
            Self::EmptyPage => "empty page",
            Self::Robots => "robots file",
            Self::Revisit => "revisit",
            Self::Request => "request",
            Self::Metadata => "metadata record",
            Self::Description => "crawl description",
            Self::Lookup => "DNS lookup",
            Self::CrawlIndex => "crawl index file",
            Self::MetsPage => "METS page",
        }
    }
}

/// What a member is by its name, if it is not meant to be read: the rules of a folder (`ingest::walk`), and what macOS adds.
pub fn passed(name: &str) -> Option<Passed> {
    let mut parts = name.split('/');
    if name.starts_with("__MACOSX/") {
        Some(Passed::MacOs)
    } else if parts.any(|part| part.starts_with('.') && !matches!(part, "." | "..")) {
        Some(Passed::Hidden)
    } else if is_about_the_archive(Path::new(name)) {
        Some(Passed::Readme)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_passed_over_by_the_rules_of_a_folder() {
        for (name, what) in [
            ("__MACOSX/a.txt", Some(Passed::MacOs)),
            ("a/.DS_Store", Some(Passed::Hidden)),
            (".git/a.txt", Some(Passed::Hidden)),
            ("a/README.md", Some(Passed::Readme)),
            ("a/readme-of-the-war.txt", None),
            ("../../etc/passwd", None),
            ("./a.txt", None),
            ("", None),
        ] {
            assert_eq!(passed(name), what, "{name}");
        }
    }
}
