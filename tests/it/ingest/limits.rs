//! The limits of reading as settings: what is beyond one is left out under its code, and comes in when it is moved.

use serde_json::json;

use super::packed::gzip;
use crate::morgue::Desk;

/// Articles found and codes of what was left out, after a run with these flags.
fn run(desk: &Desk, archive: &str, limits: &[&str]) -> (String, Vec<String>) {
    let mut arguments = vec!["index", "-q", archive];
    for limit in limits {
        arguments.extend(["--limit", limit]);
    }
    let run = desk.run(&arguments);
    assert!([0, 3].contains(&run.status), "{run}");
    let found = desk.run(&["search", "*", "--count"]);
    let rejects = desk.read("index/rejects.jsonl");
    let code = |line: &str| {
        let reject: serde_json::Value = serde_json::from_str(line).expect("a line");
        reject["code"].as_str().expect("a code").to_owned()
    };
    (
        found.stdout().trim().to_owned(),
        rejects.lines().map(code).collect(),
    )
}

#[test]
fn a_record_beyond_the_limit_is_left_out_and_comes_in_when_it_is_moved() {
    let body = "The storm broke the dam. ".repeat(200);
    let json = json!({"id": "s1", "title": "Storm", "body": body}).to_string();
    let xml = format!(
        "<rss version='2.0'><channel><item><title>Storm</title><description>{body}</description></item></channel></rss>"
    );
    let page = format!(
        "<!doctype html><html><head><title>Storm breaks dam</title></head><body><article><h1>Storm breaks dam</h1><p>{body}</p></article></body></html>"
    );
    let table = format!(
        "id,title,body,date\n1,Storm,{body},2015-12-05\n2,Dam,The dam.,2015-12-06\n3,Sea,The sea.,2015-12-06\n"
    );
    let export = Desk::with(&format!("{json}\n"))
        .run(&["export"])
        .expect(0)
        .out;
    for (name, archive, small) in [
        ("a.jsonl", json.into_bytes(), "0"),
        ("a.rss", xml.into_bytes(), "0"),
        ("a.html", page.into_bytes(), "0"),
        ("a.csv", table.into_bytes(), "2"),
        ("export.jsonl", export, "0"),
    ] {
        let desk = Desk::new();
        desk.write(name, archive);
        let (found, codes) = run(&desk, name, &["record-size=1K"]);
        assert_eq!(
            (found.as_str(), codes),
            (small, vec!["TOO_LARGE".to_owned()]),
            "{name}"
        );
        // Nothing has changed but the limit: the archive is read again.
        let (found, codes) = run(&desk, name, &[]);
        assert!(
            found != small && codes.is_empty(),
            "{name}: {found} {codes:?}"
        );
    }
}

#[test]
fn depth_and_values_are_settings_too() {
    let desk = Desk::new();
    let record = json!({"title": "Storm", "body": "It came.", "k": vec![0; 150]}).to_string();
    desk.write("a.jsonl", &record);
    let (found, codes) = run(&desk, "a.jsonl", &["values=100"]);
    assert_eq!(
        (found.as_str(), codes),
        ("0", vec!["TOO_MANY_VALUES".to_owned()])
    );
    assert_eq!(run(&desk, "a.jsonl", &["values=1000"]).0, "1");
    let inner = "<i>by night</i> ".repeat(150);
    let page = format!(
        "<nitf><head><title>Storm</title></head><body><body.content><block><p>It came {inner}</p></block></body.content></body></nitf>"
    );
    desk.write("x.xml", page);
    let (_, codes) = run(&desk, "x.xml", &["values=100"]);
    assert!(codes.contains(&"TOO_MANY_VALUES".to_owned()), "{codes:?}");
    assert_eq!(run(&desk, "x.xml", &[]), ("2".to_owned(), Vec::new()));
    let mut packed = br#"{"title":"Deep down","body":"Here."}"#.to_vec();
    for _ in 0..5 {
        packed = gzip(&packed);
    }
    desk.write("b.gz", packed);
    let (_, codes) = run(&desk, "b.gz", &[]);
    assert!(codes.contains(&"PACKED_TOO_DEEP".to_owned()), "{codes:?}");
    assert_eq!(
        run(&desk, "b.gz", &["depth=5"]),
        ("3".to_owned(), Vec::new())
    );
}

/// Also at their smallest limits all formats are read to their ends, and with none of them set it is as if they never had been.
#[test]
fn the_sample_archive_within_the_smallest_limits_is_read_and_afterwards_as_ever() {
    let desk = Desk::new();
    std::os::unix::fs::symlink(
        format!("{}/corpus", crate::morgue::REPOSITORY),
        desk.join("corpus"),
    )
    .expect("a link to the sample archive");
    let smallest = [
        "record-size=1K",
        "values=100",
        "depth=1",
        "ratio=2",
        "zip-members=1",
        "zip-in-memory=1M",
    ];
    let (small, codes) = run(&desk, "corpus", &smallest);
    let small: usize = small.parse().expect("a number");
    assert!(
        small > 20 && codes.iter().filter(|code| *code == "TOO_LARGE").count() > 20,
        "{small} {codes:?}"
    );
    assert!(codes.contains(&"TOO_MANY_MEMBERS".to_owned()), "{codes:?}");
    run(&desk, "corpus", &[]);
    let ids = |desk: &Desk| {
        let run = desk.run(&[
            "search", "*", "-n", "0", "--format", "ids", "--sort", "oldest",
        ]);
        let mut ids: Vec<String> = run.lines().into_iter().map(str::to_owned).collect();
        ids.sort();
        ids
    };
    let fresh = Desk::corpus();
    let (now, ever) = (ids(&desk), ids(&fresh));
    let gone: Vec<&String> = ever.iter().filter(|id| !now.contains(id)).collect();
    assert!(gone.is_empty(), "{gone:?}");
}
