//! Claims about scanned issues in a tar or a zip: a METS file and its pages find each other, whichever comes first.

use super::*;
use crate::ingest::container::shelf::{Met, Shelf, What};

/// The table of contents of an issue with an article on each of these pages.
fn mets(issue: &str, pages: &[&str]) -> Vec<u8> {
    let files: String = pages
        .iter()
        .enumerate()
        .map(|(n, page)| {
            format!("<file ID=\"F{n}\"><FLocat xlink:href=\"file://./{page}\"/></file>")
        })
        .collect();
    let articles: String = (0..pages.len())
        .map(|n| {
            format!(
                "<div ID=\"A{n}\" TYPE=\"ARTICLE\" LABEL=\"{issue} {n}\"><fptr><area FILEID=\"F{n}\" BEGIN=\"B1\"/></fptr></div>"
            )
        })
        .collect();
    format!(
        "<mets xmlns:xlink=\"x\" OBJID=\"{issue}\"><fileSec><fileGrp>{files}</fileGrp></fileSec><structMap TYPE=\"LOGICAL\"><div TYPE=\"Newspaper\">{articles}</div></structMap></mets>"
    )
    .into_bytes()
}

fn alto(text: &str) -> Vec<u8> {
    format!("<alto><Layout><Page><TextBlock ID=\"B1\"><TextLine><String CONTENT=\"{text}\"/></TextLine></TextBlock></Page></Layout></alto>").into_bytes()
}

fn titles_and_texts(archive: &[u8]) -> Vec<(String, String)> {
    let records = records(archive).into_iter();
    records
        .map(|record| (record.title, record.body.join(" ")))
        .collect()
}

fn pair(title: &str, text: &str) -> (String, String) {
    (title.to_owned(), text.to_owned())
}

/// Every order of a METS file and two pages, as a tar, a packed tar, a zip, and from a pipe.
#[test]
fn an_issue_is_put_together_in_whatever_order_it_is_packed() {
    let table = mets("ha", &["alto/1.xml", "alto/2.xml"]);
    let (one, two) = (alto("It went to sea."), alto("It came back."));
    let members = [
        ("ha/mets.xml", &table),
        ("ha/alto/1.xml", &one),
        ("ha/alto/2.xml", &two),
    ];
    let whole = [
        pair("ha 0", "It went to sea."),
        pair("ha 1", "It came back."),
    ];
    for order in [[0, 1, 2], [1, 2, 0], [1, 0, 2], [2, 1, 0]] {
        let files: Vec<(&str, Vec<u8>)> = order
            .iter()
            .map(|&at| (members[at].0, members[at].1.clone()))
            .collect();
        let tar = tar(&files);
        for archive in [tar.clone(), gzip(&tar), zip(&files)] {
            assert_eq!(titles_and_texts(&archive), whole, "{order:?}");
            let passed = read(&archive);
            let passed = passed
                .iter()
                .filter(|got| **got == Got::Passed("METS page"));
            assert_eq!(passed.count(), 2, "{order:?}");
        }
    }
}

#[test]
fn issues_side_by_side_keep_to_their_own_pages() {
    let archive = tar(&[
        ("a/1.xml", alto("First of a.")),
        ("b/1.xml", alto("First of b.")),
        ("b/9.xml", alto("On no list.")),
        ("b/mets.xml", mets("b", &["1.xml", "2.xml"])),
        ("a/mets.xml", mets("a", &["1.xml"])),
        ("b/2.xml.gz", gzip(&alto("Second of b."))),
    ]);
    let expected = [
        pair("a 0", "First of a."),
        pair("b 0", "First of b."),
        pair("b 1", "Second of b."),
        pair("", "On no list."),
    ];
    assert_eq!(titles_and_texts(&archive), expected);
}

#[test]
fn a_table_without_its_pages_gives_its_headlines() {
    let archive = tar(&[("mets.xml", mets("a", &["1.xml", "2.xml"]))]);
    let headlines = [pair("a 0", ""), pair("a 1", "")];
    assert_eq!(titles_and_texts(&archive), headlines);
    // Nor do pages in another container come near.
    let inner = tar(&[("1.xml", alto("Elsewhere."))]);
    let archive = tar(&[("mets.xml", mets("a", &["1.xml"])), ("in.tar", inner)]);
    let mut apart = titles_and_texts(&archive);
    apart.sort();
    assert_eq!(apart, [pair("", "Elsewhere."), pair("a 0", "")]);
}

/// What does not fit is read with what is there, the oldest first; nothing is read twice and nothing is lost.
#[test]
fn a_full_shelf_gives_up_the_oldest() {
    let mut shelf = Shelf::new(3_000);
    let mut ready = Vec::new();
    let met = |name: &str| Met::new(Place::default(), name);
    for n in 0..20 {
        let page = alto(&format!("Page {n}"));
        let name = format!("{n}.xml");
        ready.extend(shelf.put(What::Page, met(&name), &page).expect("memory"));
        assert!(shelf.left() > 0);
    }
    let gone = ready.len();
    assert!(gone > 10 && ready.iter().all(|ready| ready.what == What::Page));
    let table = mets("a", &["0.xml", "19.xml", "lost.xml"]);
    ready.extend(
        shelf
            .put(What::Mets, met("mets.xml"), &table)
            .expect("memory"),
    );
    ready.extend(shelf.empty());
    let issues: Vec<_> = ready
        .iter()
        .filter(|ready| ready.what == What::Mets)
        .collect();
    assert_eq!(issues.len(), 1);
    let with: usize = issues.iter().map(|ready| ready.pages.len()).sum();
    let pages = ready
        .iter()
        .filter(|ready| ready.what == What::Page)
        .count();
    assert_eq!((with, pages), (1, 19));
}

proptest! {
    /// However pages and tables are mixed, each page ends in one place.
    #[test]
    fn every_page_is_read_once(order in prop::collection::vec((0..6usize, any::<bool>()), 0..24), room in 0..20_000usize) {
        let mut shelf = Shelf::new(room);
        let (mut pages, mut tables, mut ready) = (0, 0, Vec::new());
        for (n, is_table) in order {
            let (what, name, bytes) = if is_table {
                tables += 1;
                (What::Mets, format!("m{n}.xml"), mets("a", &[&format!("{n}.xml"), "0.xml"]))
            } else {
                pages += 1;
                (What::Page, format!("{n}.xml"), alto("x"))
            };
            ready.extend(shelf.put(what, Met::new(Place::default(), &name), &bytes).expect("memory"));
        }
        ready.extend(shelf.empty());
        let of = |what: What| ready.iter().filter(|ready| ready.what == what).count();
        let with: usize = ready.iter().map(|ready| ready.pages.len()).sum();
        prop_assert_eq!(of(What::Mets), tables);
        prop_assert_eq!(of(What::Page) + with, pages);
    }
}
