//! What stands beside an archive: files that an archive may speak of, and nothing else of the disk.
//!
//! A table of contents (METS) names the pages that its articles stand on. It is read with them, and they are not read once
//! more on their own. A table that is read from its end (Parquet) is opened once more. Who reads archives from a folder gives a [`Beside`] to the formats; where there is none, an archive
//! is read alone.

use std::fmt;
use std::fs::File;
use std::io;

use super::Input;

/// The neighbours of an archive.
pub trait Beside: fmt::Debug {
    /// The file of this name, which is relative, in the folder of the archive or below it; `None` if there is none.
    ///
    /// # Errors
    /// It is there and cannot be opened.
    fn open(&self, name: &str) -> io::Result<Option<Input<'_>>>;

    /// The archive itself once more, as it stands on the disk, to be read from any place; `None` if it is no file.
    ///
    /// # Errors
    /// It cannot be opened again.
    fn itself(&self) -> io::Result<Option<File>>;

    /// Whether the archive itself is a page that another one's articles stand on, and is read with that.
    fn is_page_of_another(&self) -> bool;
}

/// The name of a file in the same folder or below it, in `file://./alto/1.xml`, `.\alto\1.xml`, `alto/1%20a.xml`; `None` if it
/// leads anywhere else.
pub fn inner_name(href: &str) -> Option<String> {
    let name = href.strip_prefix("file://").unwrap_or(href);
    let name = name.strip_prefix("file:").unwrap_or(name);
    let name = percent_decoded(name)?.replace('\\', "/");
    let name = name.trim_start_matches("./");
    let is_inner = !name.contains([':', '\0'])
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..");
    is_inner.then(|| name.to_owned())
}

fn percent_decoded(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = (first == b'%')
            .then(|| std::str::from_utf8(behind.get(..2)?).ok())
            .flatten();
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (href, name) in [
            ("file://./alto/1.xml", Some("alto/1.xml")),
            ("file:alto/1.xml", Some("alto/1.xml")),
            ("././1.xml", Some("1.xml")),
            ("1.xml", Some("1.xml")),
            ("ALTO\\1.xml", Some("ALTO/1.xml")),
            ("page%201.xml", Some("page 1.xml")),
            ("100%.xml", Some("100%.xml")),
            ("../1.xml", None),
            ("a/../../1.xml", None),
            ("a/..", None),
            ("/etc/passwd", None),
            ("file:///etc/passwd", None),
            ("http://x.example/1.xml", None),
            ("c:\\1.xml", None),
            ("a\\..\\..\\1.xml", None),
            ("%2e%2e/1.xml", None),
            ("%2e%2e%2f1.xml", None),
            ("%2fetc/passwd", None),
            ("a%00b", None),
            ("%ff.xml", None),
            ("a//b", None),
            (".", None),
            ("", None),
        ] {
            assert_eq!(inner_name(href).as_deref(), name, "{href}");
        }
    }
}
