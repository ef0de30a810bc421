//! Very many pages: a crawl of them takes no more memory than a few do, and brings the articles that the same pages bring as
//! loose files.
//!
//! `MORGUE_PAGES=10000 cargo test --release --test it many_pages -- --nocapture` is the long run, with the figures.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::packed::gzip;
use super::traps::peak;
use super::{balanced, outcomes};
use crate::morgue::Desk;

/// How much more memory a crawl may take than one of a tenth of its pages, in bytes: what the writer gathers before it writes a
/// segment, which `--memory` bounds, and what it knows of each article.
const MORE: u64 = 64 << 20;

fn pages() -> usize {
    let wanted = std::env::var("MORGUE_PAGES").ok();
    wanted.and_then(|number| number.parse().ok()).unwrap_or(300)
}

/// The page of this number, with its address. They are of many lengths, and no two are alike.
fn page(number: usize) -> (String, String) {
    const PLACES: [&str; 7] = ["quay", "lock", "mill", "bridge", "ferry", "weir", "market"];
    let place = PLACES[number % PLACES.len()];
    let url = format!(
        "https://gazette.example/{}/{number}.html",
        1990 + number % 30
    );
    let (year, month, day) = (1990 + number % 30, 1 + number % 12, 1 + number % 28);
    let paragraphs: String = (0..3 + number % 17)
        .map(|n| {
            format!(
                "<p>The keeper of the {place} told the council on day {n} of inquiry {number} that the water had stood at {} \
                 inches, and that nobody had come to read the gauge since the {} of the month, rain or none.</p>\n",
                number % 90 + n,
                n + 1
            )
        })
        .collect();
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><title>Inquiry {number} into the {place} | Harbour Gazette</title>\n\
         <link rel=\"canonical\" href=\"{url}\"><meta property=\"og:site_name\" content=\"Harbour Gazette\">\n\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Inquiry {number} into the {place}\",\
         \"datePublished\":\"{year}-{month:02}-{day:02}T07:50:00Z\",\"author\":{{\"name\":\"Ada Voss\"}}}}</script></head>\n\
         <body><nav><a href=\"/\">Home</a> <a href=\"/news\">News</a></nav><article><h1>Inquiry {number} into the {place}</h1>\n\
         {paragraphs}</article><footer><p>Harbour Gazette, Port Aldern. All rights reserved.</p></footer></body></html>\n"
    );
    (url, html)
}

/// A crawl of so many pages, each with what a browser fetches besides, in gzip record by record.
fn write_crawl(desk: &Desk, name: &str, pages: usize) {
    let file = File::create(desk.join(name)).expect("a file");
    let mut crawl = BufWriter::new(file);
    for (url, html) in (0..pages).map(page) {
        let answer =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
        for (kind, url, media, block) in [
            ("response", url.clone(), "application/http", answer),
            (
                "resource",
                format!("{url}.png"),
                "image/png",
                "no picture".to_owned(),
            ),
        ] {
            let record = format!(
                "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-02-01T00:00:00Z\r\n\
                 Content-Type: {media}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
                block.len()
            );
            crawl.write_all(&gzip(record.as_bytes())).expect("a disk");
        }
    }
    crawl.flush().expect("a disk");
}

/// Indexes an archive; the account, the most memory in bytes, and the time.
fn index(desk: &Desk, archive: &str, index: &str) -> (Value, u64, Duration) {
    let started = Instant::now();
    let mut command = desk.morgue(&["index", "--json", "-q", "--index", index, archive]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("morgue runs");
    let mut most = 0;
    while child.try_wait().expect("a process").is_none() {
        most = most.max(peak(&child).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().expect("it ended");
    let account = serde_json::from_slice(&output.stdout).expect("an account");
    (balanced(&account), most, started.elapsed())
}

/// What an index holds, by id, without where it was read.
fn articles(desk: &Desk, index: &str) -> BTreeMap<String, Value> {
    let arguments = [
        "search", "*", "-n", "0", "--format", "jsonl", "--index", index,
    ];
    let hits = desk.run(&arguments).expect(0).json_lines();
    let without_place = |mut hit: Value| {
        let fields = hit.as_object_mut().expect("an object");
        for key in ["origin", "rank", "score"] {
            fields.remove(key);
        }
        (hit["id"].as_str().expect("an id").to_owned(), hit)
    };
    hits.into_iter().map(without_place).collect()
}

#[test]
fn a_crawl_of_many_pages_is_read_in_the_memory_of_a_few_and_as_the_loose_pages_are() {
    let pages = pages();
    let desk = Desk::new();
    write_crawl(&desk, "few.warc.gz", pages / 10);
    write_crawl(&desk, "many.warc.gz", pages);
    for (number, (_, html)) in (0..pages).map(|number| (number, page(number))) {
        desk.write(&format!("loose/{}/{number}.html", number % 30), html);
    }
    let (_, few, _) = index(&desk, "few.warc.gz", "few");
    let (account, many, took) = index(&desk, "many.warc.gz", "many");
    let all = pages as u64;
    assert_eq!(outcomes(&account), [all, 0, 0, 0, 0]);
    assert_eq!(account["passed_over"]["picture"], all);
    let (loose_account, loose, loose_took) = index(&desk, "loose", "loose");
    assert_eq!(outcomes(&loose_account), [all, 0, 0, 0, 0]);
    println!(
        "{pages} pages: as a crawl {} MB in {took:.1?} (a tenth of them {} MB), loose {} MB in {loose_took:.1?}",
        many >> 20,
        few >> 20,
        loose >> 20
    );
    assert!(many <= few + MORE, "{} MB, {} MB", few >> 20, many >> 20);
    let (crawled, loose) = (articles(&desk, "many"), articles(&desk, "loose"));
    assert_eq!(crawled.len(), pages);
    assert!(crawled == loose, "the articles differ");
    // Down to the last word.
    for id in crawled.keys().step_by(pages / 10) {
        let show = |index: &str| {
            let shown = desk
                .run(&["show", id, "--json", "--index", index])
                .expect(0);
            let article = shown.json();
            (article["body"].clone(), article["published"].clone())
        };
        assert_eq!(show("many"), show("loose"), "{id}");
    }
    // Beside the loose pages the crawl brings nothing new.
    let (beside, ..) = index(&desk, "many.warc.gz", "loose");
    assert_eq!(beside["added"], 0, "{beside}");
}
