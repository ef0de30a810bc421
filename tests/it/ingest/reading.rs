//! What is read and what is passed over, and that the way in makes no difference to what is found.

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;

use serde_json::{Value, json};

use super::{article, articles, balanced, count, everything, index, outcomes};
use crate::morgue::Desk;

#[test]
fn keys_that_cannot_be_guessed_can_be_told() {
    let desk = Desk::new();
    desk.write("a.jsonl", r#"{"nr":"x1","hd":"Storm","txt":"Wind and water.","meta":{"when":"5 Dec 2015"},"paper":"Gazette"}"#);
    let told = [
        "--field",
        "id=nr",
        "--field",
        "title=hd",
        "--field",
        "body=txt",
        "--field",
        "date=meta.when",
        "--field",
        "source=paper",
        "a.jsonl",
    ];
    assert_eq!(outcomes(&index(&desk, &["a.jsonl"], 3)), [0, 0, 0, 0, 1]);
    // Told otherwise, the file is read again, though it is as it was.
    assert_eq!(outcomes(&index(&desk, &told, 0)), [1, 0, 0, 0, 0]);
    let shown = desk.run(&["show", "x1", "--json"]).expect(0).json();
    assert_eq!(
        (&shown["title"], &shown["day"], &shown["source"]),
        (&json!("Storm"), &json!("2015-12-05"), &json!("Gazette"))
    );
}

#[test]
fn standard_input_is_an_archive() {
    let desk = Desk::new();
    let run = desk
        .run_with_input(articles("a", 7).as_bytes(), &["index", "--json", "-"])
        .expect(0);
    assert_eq!(outcomes(&balanced(&run.json())), [7, 0, 0, 0, 0]);
    let origin = everything(&desk)["a-3"]["origin"].clone();
    assert_eq!(origin, json!({"archive": "-", "line": 4, "record": 4}));
    // A pipe leaves no stamp behind: it is read again, and brings nothing new.
    let again = desk
        .run_with_input(articles("a", 7).as_bytes(), &["index", "--json", "-"])
        .expect(0);
    assert_eq!(outcomes(&balanced(&again.json())), [0, 0, 7, 0, 0]);
    // A page can come so too, and nothing at all.
    let page = "Storm breaks dam\n\nHarbour Gazette | Updated: 2015-12-05 07:50\n\nThe dam broke at noon. Nobody was hurt.\n";
    desk.run_with_input(page.as_bytes(), &["index", "-q", "-"])
        .expect(0);
    assert_eq!(count(&desk, "title:dam source:harbour"), 1);
    desk.run_with_input(b"", &["index", "-q", "-", "--index", "empty"])
        .expect(3);
}

/// `morgue index <(zcat dump.gz)` names a pipe.
#[test]
fn a_named_pipe_is_read_as_a_stream() {
    let desk = Desk::new();
    desk.write("a.jsonl", articles("a", 500));
    let script = "exec \"$MORGUE\" index --json -q <(cat a.jsonl)";
    let mut bash = desk.command("bash");
    bash.args(["-c", script])
        .env("MORGUE", crate::morgue::MORGUE);
    let run = desk.keep(&["index <(cat a.jsonl)"], bash.output().expect("bash"));
    assert_eq!(
        outcomes(&balanced(&run.expect(0).json())),
        [500, 0, 0, 0, 0]
    );
    assert_eq!(count(&desk, "river"), 500);
}

#[test]
fn several_paths_are_one_archive_after_the_other() {
    let desk = Desk::new();
    desk.write("a.jsonl", articles("a", 3));
    desk.write("b/b.jsonl", articles("b", 3));
    desk.write("b/c/c.jsonl", articles("c", 3));
    let run = desk
        .run_with_input(
            articles("d", 3).as_bytes(),
            &["index", "--json", "a.jsonl", "-", "b"],
        )
        .expect(0);
    let account = balanced(&run.json());
    assert_eq!(outcomes(&account), [12, 0, 0, 0, 0]);
    assert_eq!(account["archives"]["read"], 4);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", articles("a", 3));
    symlink("news/a.jsonl", desk.join("link.jsonl")).expect("a link");
    let absolute = desk.join("news/a.jsonl");
    let absolute = absolute.to_str().expect("a path in UTF-8");
    let paths = [
        "news",
        "news/a.jsonl",
        "./news/../news/a.jsonl",
        absolute,
        "link.jsonl",
    ];
    let account = index(&desk, &paths, 0);
    assert_eq!(outcomes(&account), [3, 0, 0, 0, 0]);
    assert_eq!(account["archives"]["read"], 1);
}

#[test]
fn a_link_in_a_folder_is_followed_only_when_asked() {
    let desk = Desk::new();
    desk.write("elsewhere/b.jsonl", articles("b", 3));
    desk.write("news/a.jsonl", articles("a", 3));
    symlink("../elsewhere", desk.join("news/folder")).expect("a link");
    symlink("../elsewhere/b.jsonl", desk.join("news/file.jsonl")).expect("a link");
    let run = desk.run(&["index", "news"]).expect(0);
    assert!(run.stdout().contains("3 records: 3 added"), "{run}");
    assert!(
        run.stdout()
            .contains("2 symbolic links passed over; --follow reads"),
        "{run}"
    );
    let account = index(&desk, &["news", "--follow"], 0);
    assert_eq!(outcomes(&account), [3, 0, 3, 0, 0]);
    // What is named outright is meant.
    let named = desk
        .run(&["index", "-q", "news/folder", "--index", "other"])
        .expect(0);
    assert!(!named.stdout().contains("passed over"), "{named}");
    let run = desk.run(&["search", "--count", "*", "--index", "other"]);
    assert_eq!(run.stdout(), "3\n");
}

#[test]
fn links_that_go_in_circles_end() {
    let desk = Desk::new();
    desk.write("news/a/a.jsonl", articles("a", 3));
    symlink("..", desk.join("news/a/up")).expect("a link");
    symlink("self", desk.join("news/self")).expect("a link to itself");
    let run = desk.run(&["index", "--json", "-q", "news", "--follow"]);
    assert!([0, 3].contains(&run.status), "{run}");
    let account = balanced(&run.json());
    assert_eq!(
        (account["added"].as_u64(), count(&desk, "*")),
        (Some(3), 3),
        "{account}"
    );
}

#[test]
fn what_is_about_the_archive_is_not_of_it() {
    let desk = Desk::new();
    let skipped = [
        "README",
        "README.md",
        "readme.txt",
        "LICENSE",
        "LICENSE-MIT",
        "LICENCE.md",
        "COPYING",
        ".hidden.jsonl",
        ".git/a.jsonl",
    ];
    for name in skipped {
        desk.write(
            &format!("news/{name}"),
            article(name, name, "Not an article."),
        );
    }
    desk.write("news/a.jsonl", articles("a", 3));
    let account = index(&desk, &["news"], 0);
    assert_eq!(outcomes(&account), [3, 0, 0, 0, 0]);
    // What is named outright is meant.
    assert_eq!(
        outcomes(&index(&desk, &["news/README"], 0)),
        [1, 0, 0, 0, 0]
    );
}

/// Pages are named by their headlines, and headlines begin with all sorts of words.
#[test]
fn a_page_about_a_licence_is_an_article() {
    let desk = Desk::new();
    let names = [
        "licence-fee-to-rise.txt",
        "license-plates-stolen.jsonl",
        "copying-machines.txt",
        "readme-generation.txt",
        "license.to.kill.jsonl",
    ];
    for name in names {
        let title = name.replace('-', " ");
        desk.write(&format!("news/{name}"), format!("{title}\n\nGazette | Updated: 2015-12-05 07:50\n\nThe {title} was in the news. Nobody knew why.\n"));
    }
    let account = index(&desk, &["news"], 0);
    assert_eq!(account["records"], names.len());
}

#[test]
fn an_index_inside_the_folder_is_not_read() {
    let desk = Desk::new();
    desk.write("a.jsonl", articles("a", 3) + "{oops\n");
    for _ in 0..3 {
        let account = index(&desk, &["."], 3);
        assert_eq!(account["records"], 4, "{account}");
    }
    let account = index(&desk, &[".", "--index", "./index/../index/"], 3);
    assert_eq!(account["records"], 4, "{account}");
    assert_eq!(count(&desk, "*"), 3);
    // Another index is none of the news either.
    let account = index(&desk, &[".", "--index", "second"], 3);
    assert_eq!(account["records"], 4, "{account}");
}

/// The zone places a stamp without one on the time line; the day that was printed stays the day.
#[test]
fn the_time_zone_decides_the_order_and_never_the_day() {
    let desk = Desk::new();
    desk.write("a.jsonl", concat!(
        r#"{"id":"local","title":"Late","body":"Printed late in the evening.","published":"2016-01-01 23:30"}"#, "\n",
        r#"{"id":"utc","title":"Early","body":"Stamped with its zone.","published":"2016-01-02T02:00:00Z"}"#, "\n",
    ));
    let newest = |index: &str| {
        let run = desk.run(&[
            "search", "*", "--sort", "newest", "--format", "ids", "--index", index,
        ]);
        run.stdout().replace('\n', " ")
    };
    index(&desk, &["a.jsonl", "--index", "utc"], 0);
    index(
        &desk,
        &["a.jsonl", "--index", "ny", "--timezone", "America/New_York"],
        0,
    );
    assert_eq!(
        (newest("utc"), newest("ny")),
        ("utc local ".to_owned(), "local utc ".to_owned())
    );
    for home in ["utc", "ny"] {
        let run = desk.run(&[
            "search",
            "*",
            "--on",
            "2016-01-01",
            "--format",
            "ids",
            "--index",
            home,
        ]);
        assert_eq!(run.stdout(), "local\n", "{home}");
    }
}

/// The format is a matter of the file, not of the article.
#[test]
fn pages_lines_and_arrays_of_the_same_articles_are_the_same_articles() {
    let stories: Vec<(String, Vec<String>)> = (1..=8)
        .map(|n| {
            let title = format!("Harbour shuts its gates for the {n}th time this winter");
            let body = (1..=3)
                .map(|p| format!("Port Aldern closed lock gate {n} before dawn on day {p}, and told the trawlers to stay where they were."))
                .collect();
            (title, body)
        })
        .collect();
    let records: Vec<Value> = (1..)
        .zip(&stories)
        .map(|(n, (title, body))| {
            json!({"title": title, "text": body.join("\n\n"), "date": format!("2015-12-0{n} 07:50"), "source": "Harbour Gazette", "section": "Home / Local"})
        })
        .collect();
    let desk = Desk::new();
    for (n, (title, body)) in (1..).zip(&stories) {
        desk.write(
            &format!("pages/{n}.txt"),
            format!("UK EDITION\nHome / Local\n\n{title}\n\nHarbour Gazette | Updated: 2015-12-0{n} 07:50\n\n{}\n\nMost Viewed\n\nFerry fares to rise by 4 percent\n", body.join("\n\n")),
        );
    }
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    desk.write("lines.jsonl", lines);
    desk.write(
        "array.json",
        serde_json::to_string_pretty(&records).expect("JSON"),
    );
    desk.write(
        "one-after-the-other.json",
        records.iter().map(|r| format!("{r:#}")).collect::<String>(),
    );
    let mut seen: Vec<BTreeMap<String, Value>> = Vec::new();
    for archive in [
        "pages",
        "lines.jsonl",
        "array.json",
        "one-after-the-other.json",
    ] {
        let account = index(&desk, &[archive, "--index", &format!("of-{archive}")], 0);
        assert_eq!(outcomes(&account), [8, 0, 0, 0, 0], "{archive}");
        let run = desk.run(&[
            "search",
            "*",
            "-n",
            "0",
            "--format",
            "jsonl",
            "--index",
            &format!("of-{archive}"),
        ]);
        let mut articles = BTreeMap::new();
        for hit in run.json_lines() {
            let id = hit["id"].as_str().expect("an id").to_owned();
            let mut whole = desk
                .run(&["show", &id, "--json", "--index", &format!("of-{archive}")])
                .expect(0)
                .json();
            let whole = whole.as_object_mut().expect("an object");
            whole.remove("origin");
            // A page prints its date, a record has a field for it.
            whole.remove("date_source");
            articles.insert(id, Value::Object(whole.clone()));
        }
        seen.push(articles);
    }
    for other in &seen[1..] {
        assert_eq!(&seen[0], other);
    }
    // In one index they are one another's repetitions.
    let account = index(&desk, &["pages", "lines.jsonl", "array.json"], 0);
    assert_eq!(
        (account["added"].as_u64(), count(&desk, "*")),
        (Some(8), 8),
        "{account}"
    );
}
