//! Claims about WARC, ARC and WACZ.

mod kin;

use super::*;

const HTML: &str = "Content-Type: text/plain; charset=utf-8\r\n";

fn crawl() -> Vec<Vec<u8>> {
    vec![
        warc(
            "warcinfo",
            "",
            "application/warc-fields",
            b"software: none\r\n",
        ),
        warc(
            "request",
            "http://a.example/1",
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        response("http://a.example/1", 200, HTML, &page("Dam breaks")),
        response("http://a.example/2", 302, "Location: /1\r\n", b""),
        response("http://a.example/3", 404, HTML, &page("Not found")),
        response(
            "http://a.example/4.png",
            200,
            "Content-Type: image/png\r\n",
            b"\x89PNG",
        ),
        response(
            "http://a.example/5.css",
            200,
            "Content-Type: text/css\r\n",
            b"p { }",
        ),
        response(
            "http://a.example/6.js",
            200,
            "Content-Type: text/javascript\r\n",
            b"{}",
        ),
        response("http://a.example/robots.txt", 200, HTML, b"User-agent: *\n"),
        response("http://a.example/7", 200, HTML, b""),
        warc(
            "revisit",
            "http://a.example/1",
            "application/http; msgtype=response",
            b"HTTP/1.1 200 OK\r\n\r\n",
        ),
        warc(
            "metadata",
            "http://a.example/1",
            "application/warc-fields",
            b"via: x\r\n",
        ),
        warc(
            "resource",
            "http://a.example/8",
            "text/plain",
            &page("Bridge shuts"),
        ),
        warc(
            "conversion",
            "http://a.example/9",
            "text/plain",
            &page("Ferry sails"),
        ),
        warc(
            "resource",
            "metadata://log",
            "text/plain",
            b"a log of the crawl\n",
        ),
        warc(
            "response",
            "dns:a.example",
            "text/dns",
            b"a.example. 60 IN A 1.2.3.4\n",
        ),
    ]
}

fn expected() -> Vec<Got> {
    vec![
        Got::Passed("crawl description"),
        Got::Passed("request"),
        Got::record("http://a.example/1", 1, "Dam breaks"),
        Got::Passed("redirect"),
        Got::Passed("error page"),
        Got::Passed("picture"),
        Got::Passed("style sheet"),
        Got::Passed("script"),
        Got::Passed("robots file"),
        Got::Passed("empty page"),
        Got::Passed("revisit"),
        Got::Passed("metadata record"),
        Got::record("http://a.example/8", 1, "Bridge shuts"),
        Got::record("http://a.example/9", 1, "Ferry sails"),
        Got::Passed("other file"),
        Got::Passed("DNS lookup"),
    ]
}

#[test]
fn every_record_of_a_crawl_is_a_page_or_counted() {
    assert_eq!(read(&crawl().concat()), expected());
    assert_eq!(read(&gzip(&crawl().concat())), expected());
    let by_record: Vec<u8> = crawl().iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(read(&by_record), expected());
    let by_record: Vec<u8> = crawl().iter().flat_map(|record| zstd(record)).collect();
    assert_eq!(read(&by_record), expected());
}

#[test]
fn the_time_of_a_crawl_is_kept_and_never_a_date_of_publication() {
    let mut text = page("Dam breaks");
    let at = memchr::memmem::find(&text, b"Harbour").expect("a stamp");
    text.drain(at..at + 46);
    let found = records(&response("http://a.example/1", 200, HTML, &text));
    assert_eq!(
        found[0].extra[crate::article::CRAWLED],
        "2015-12-17T16:44:36Z"
    );
    assert_eq!(found[0].published, None);
}

#[test]
fn a_body_is_taken_out_of_whatever_http_put_it_into() {
    let text = page("Dam breaks");
    let (first, second) = text.split_at(30);
    let mut chunked = format!("{:x};name=value\r\n", first.len()).into_bytes();
    chunked.extend_from_slice(first);
    chunked.extend(format!("\r\n{:X}\r\n", second.len()).bytes());
    chunked.extend_from_slice(second);
    chunked.extend_from_slice(b"\r\n0\r\nTrailer: x\r\n\r\n");
    let packed = gzip(&text);
    let mut both = format!("{:x}\r\n", packed.len()).into_bytes();
    both.extend_from_slice(&packed);
    both.extend_from_slice(b"\r\n0\r\n\r\n");
    let zlib = {
        use std::io::Write;
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&text).expect("memory");
        packer.finish().expect("memory")
    };
    for (headers, body) in [
        ("Transfer-Encoding: chunked\r\n", chunked),
        ("Content-Encoding: gzip\r\n", packed.clone()),
        (
            "Transfer-Encoding: chunked\r\nContent-Encoding: GZIP\r\n",
            both,
        ),
        ("Content-Encoding: deflate\r\n", zlib),
        ("Content-Encoding: deflate\r\n", deflate(&text)),
        ("Content-Encoding: zstd\r\n", zstd(&text)),
        ("Content-Encoding: gzip, gzip\r\n", gzip(&packed)),
        ("Content-Encoding: br\r\n", brotli_stored(&text)),
        // Undone by the crawler, which left the head as it was.
        ("Transfer-Encoding: chunked\r\n", text.clone()),
        ("Content-Encoding: gzip\r\n", text.clone()),
        ("Content-Encoding: zstd\r\n", text.clone()),
    ] {
        let archive = response(
            "http://a.example/1",
            200,
            &format!("{HTML}{headers}"),
            &body,
        );
        let expected = [Got::record("http://a.example/1", 1, "Dam breaks")];
        assert_eq!(read(&archive), expected, "{headers}");
    }
    let archive = response(
        "http://a.example/1",
        200,
        &format!("{HTML}Content-Encoding: lzw\r\n"),
        &text,
    );
    assert_eq!(
        read(&archive),
        [Got::reject("http://a.example/1", "UNSUPPORTED")]
    );
}

/// Brotli's metablocks without compression (RFC 7932, 9.2): a window of 64 KB, one block as it is, an empty last one.
fn brotli_stored(text: &[u8]) -> Vec<u8> {
    let length = text.len() as u32 - 1;
    // WBITS 0; not the last; four nibbles of length; its length; uncompressed.
    let bits = length << 4 | 1 << 20;
    let mut bytes = bits.to_le_bytes()[..3].to_vec();
    bytes.extend_from_slice(text);
    bytes.push(3);
    bytes
}

#[test]
fn the_encoding_that_http_declares_is_heard() {
    // Every byte of this is a letter in many encodings.
    let mut text = b"Naval d\xe9fil\xe9\n\nHarbour Gazette | Updated: 2015-12-05 07:50\n\nThe d\xe9fil\xe9 began at noon. ".to_vec();
    text.extend_from_slice(&b"Nobody was hurt. ".repeat(3));
    let headers = "Content-Type: text/plain; charset=koi8-r\r\n";
    let found = records(&response("http://a.example/1", 200, headers, &text));
    assert_eq!(found[0].title, "Naval dИfilИ");
}

#[test]
fn a_broken_record_costs_itself_only() {
    let good = response("http://a.example/2", 200, HTML, &page("Bridge shuts"));
    let first = response("http://a.example/1", 200, HTML, &page("Dam breaks"));
    let text = String::from_utf8(first.clone()).expect("ASCII");
    let media = "application/http; msgtype=response";
    let without_status = warc(
        "response",
        "http://a.example/x",
        media,
        b"200 So\r\n\r\nDam",
    );
    let without_length = text.replace("Content-Length", "Content-Size");
    let too_short = text
        .replacen("Content-Length: ", "Content-Length: 1", 1)
        .replacen(": 1", ": ", 1);
    for broken in [
        without_length,
        String::from_utf8(without_status).expect("ASCII"),
        format!("{too_short}and more than it says\n"),
    ] {
        let archive = [first.clone(), broken.clone().into_bytes(), good.clone()].concat();
        let got = read(&archive);
        assert_eq!(
            got[0],
            Got::record("http://a.example/1", 1, "Dam breaks"),
            "{broken}"
        );
        assert_eq!(
            got.last(),
            Some(&Got::record("http://a.example/2", 1, "Bridge shuts")),
            "{broken}"
        );
        assert!(
            got.iter()
                .any(|got| matches!(got, Got::Reject(_, "MALFORMED"))),
            "{got:?}"
        );
    }
}

#[test]
fn a_damaged_member_of_a_compressed_crawl_costs_its_record_only() {
    let records: Vec<Vec<u8>> = (1..=4)
        .map(|n| {
            let text = page(&format!("Dam {n} breaks"));
            gzip(&response(
                &format!("http://a.example/{n}"),
                200,
                HTML,
                &text,
            ))
        })
        .collect();
    let mut archive = records.concat();
    let at = records[0].len() + records[1].len() / 2;
    for byte in &mut archive[at..at + 8] {
        *byte ^= 0x5a;
    }
    let got = read(&archive);
    for n in [1, 3, 4] {
        let whole = Got::record(
            &format!("http://a.example/{n}"),
            1,
            &format!("Dam {n} breaks"),
        );
        assert!(got.contains(&whole), "{n}: {got:?}");
    }
    assert!(
        got.iter()
            .any(|got| matches!(got, Got::Reject(_, "MALFORMED" | "TRUNCATED")))
    );
    assert!(got.len() <= 5, "{got:?}");
}

#[test]
fn a_crawl_compressed_with_a_dictionary_of_its_own_is_read() {
    let dictionary = page("Dam breaks").repeat(3);
    let mut packer = zstd::bulk::Compressor::with_dictionary(3, &dictionary).expect("a dictionary");
    for stored in [dictionary.clone(), zstd(&dictionary)] {
        let mut archive = vec![0x5d, 0x2a, 0x4d, 0x18];
        archive.extend((stored.len() as u32).to_le_bytes());
        archive.extend(&stored);
        for record in crawl() {
            archive.extend(packer.compress(&record).expect("memory"));
        }
        assert_eq!(read(&archive), expected());
    }
}

#[test]
fn a_crawl_cut_anywhere_gives_what_came_before_and_says_so() {
    let by_record: Vec<u8> = crawl().iter().flat_map(|record| gzip(record)).collect();
    for archive in [crawl().concat(), by_record] {
        let mut seen = 0;
        for length in (9..archive.len()).step_by(3) {
            let got = read(&archive[..length]);
            assert!(!got.is_empty(), "{length}");
            let whole: Vec<&Got> = got
                .iter()
                .filter(|g| matches!(g, Got::Record(..)))
                .collect();
            let all: Vec<Got> = expected()
                .into_iter()
                .filter(|g| matches!(g, Got::Record(..)))
                .collect();
            // A page is one record, so a cut one is none.
            assert!(
                all.iter().zip(&whole).all(|(a, b)| a == *b),
                "{length}: {got:?}"
            );
            assert!(
                got.iter().filter(|g| matches!(g, Got::Reject(..))).count() <= 2,
                "{length}: {got:?}"
            );
            seen += 1;
        }
        assert!(seen > 100, "only {seen} lengths seen");
    }
}

/// The standard lets a value go on in a line that begins with a blank.
#[test]
fn an_address_may_stand_on_a_line_of_its_own() {
    let record = response("http://a.example/1", 200, HTML, &page("Dam breaks"));
    let text = String::from_utf8(record).expect("a page in ASCII");
    let folded = text.replacen("URI: ", "URI:\r\n\t ", 1);
    assert_ne!(folded, text);
    assert_eq!(
        read(folded.as_bytes()),
        [Got::record("http://a.example/1", 1, "Dam breaks")]
    );
}
