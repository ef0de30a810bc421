//! Claims about ARC and WACZ, read as a WARC is.

use super::*;

#[test]
fn an_arc_is_read_like_a_warc() {
    let record = |url: &str, media: &str, block: &[u8]| {
        let mut record =
            format!("{url} 1.2.3.4 20140216050221 {media} {}\n", block.len()).into_bytes();
        record.extend_from_slice(block);
        record.push(b'\n');
        record
    };
    let answer = |status: u16, title: &str| {
        [
            format!("HTTP/1.1 {status} So\r\n{HTML}\r\n").into_bytes(),
            page(title),
        ]
        .concat()
    };
    let description = b"1 0 A Crawl\nURL IP-address Archive-date Content-type Archive-length\n";
    let records = [
        record("filedesc://a.arc", "text/plain", description),
        record(
            "http://a.example/1",
            "text/html",
            &answer(200, "Dam breaks"),
        ),
        b"http://a.example/x 1.2.3.4 20140216050221 text/html minus\n\n".to_vec(),
        record(
            "http://a.example/with a blank",
            "text/html",
            &answer(200, "Bridge shuts"),
        ),
        record("http://a.example/3", "text/html", &answer(404, "Nothing")),
        record("dns:a.example", "text/dns", b"20140216050221\n"),
    ];
    let expected = [
        Got::Passed("crawl description"),
        Got::record("http://a.example/1", 1, "Dam breaks"),
        Got::reject("", "MALFORMED"),
        Got::record("http://a.example/with a blank", 1, "Bridge shuts"),
        Got::Passed("error page"),
        Got::Passed("DNS lookup"),
    ];
    assert_eq!(read(&records.concat()), expected);
    let by_record: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(read(&by_record), expected);
    let found = super::records(&records.concat());
    assert_eq!(
        found[0].extra[crate::article::CRAWLED],
        "2014-02-16T05:02:21Z"
    );
}

#[test]
fn of_a_wacz_only_the_crawls_are_read() {
    let by_record: Vec<u8> = crawl().iter().flat_map(|record| gzip(record)).collect();
    let archive = zip_by(
        0,
        &[
            (
                "datapackage.json",
                b"{\"title\":\"A crawl\",\"resources\":[]}".to_vec(),
            ),
            ("pages/pages.jsonl", line("Not an article")),
            ("indexes/index.cdx.gz", gzip(b"com,example)/ 2015 {}")),
            ("archive/data.warc.gz", by_record),
        ],
    );
    let got = read(&archive);
    assert_eq!(got[..3], [const { Got::Passed("crawl index file") }; 3]);
    let inside: Vec<Got> = expected()
        .into_iter()
        .map(|got| match got {
            Got::Record(member, number, title) => {
                Got::Record(format!("archive/data.warc.gz!/{member}"), number, title)
            }
            other => other,
        })
        .collect();
    assert_eq!(got[3..], inside);
}
