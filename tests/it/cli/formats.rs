//! Formats for programs: JSON, JSON lines, CSV, ids, run files.

use serde_json::Value;

use super::{desk, found, set};
use crate::morgue::Desk;

const HEAD_KEYS: [&str; 8] = [
    "version",
    "query",
    "from",
    "to",
    "total",
    "undated_excluded",
    "took_ms",
    "hits",
];

const HIT_KEYS: [&str; 16] = [
    "rank",
    "id",
    "score",
    "title",
    "title_marks",
    "published",
    "precision",
    "day",
    "section",
    "source",
    "byline",
    "place",
    "url",
    "lang",
    "origin",
    "passages",
];

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

/// What is marked: `[start, end)` in code points of the text beside the marks.
fn marked(text: &Value, marks: &Value) -> Vec<String> {
    let characters: Vec<char> = text.as_str().expect("a text").chars().collect();
    let number = |value: &Value| {
        usize::try_from(value.as_u64().expect("a number")).expect("a place in a text")
    };
    let (mut marked, mut last) = (Vec::new(), 0);
    for mark in marks.as_array().expect("a list of marks") {
        let (from, to) = (number(&mark[0]), number(&mark[1]));
        assert!(last <= from && from < to, "marks are sorted and disjoint");
        marked.push(characters[from..to].iter().collect());
        last = to;
    }
    marked
}

#[test]
fn json_is_one_object_with_exactly_the_keys_of_its_schema() {
    let desk = desk();
    let answer = desk.run(&["search", "storm", "--json"]).expect(0).json();
    assert_eq!(keys(&answer), HEAD_KEYS);
    assert_eq!(answer["version"], 1);
    assert_eq!(answer["total"], 4);
    assert_eq!(
        (&answer["from"], &answer["to"]),
        (&Value::Null, &Value::Null)
    );
    assert!(answer["took_ms"].as_f64().is_some_and(|ms| ms > 0.0));
    let hits = answer["hits"].as_array().expect("hits");
    assert_eq!(hits.len(), 4);
    for (rank, hit) in (1..).zip(hits) {
        assert_eq!(keys(hit), HIT_KEYS);
        assert_eq!(hit["rank"], rank);
        assert!(hit["score"].as_f64().is_some_and(|score| score > 0.0));
    }
    let hit = hits.iter().find(|hit| hit["id"] == "s1").expect("s1");
    for (key, expected) in [
        ("published", "2015-12-05T12:00:00Z"),
        ("precision", "second"),
        ("day", "2015-12-05"),
        ("section", "Weather"),
        ("source", "Harbour Gazette"),
        ("byline", "Ada Voss"),
        ("url", "https://example.org/2015/storm"),
        ("lang", "en"),
    ] {
        assert_eq!(hit[key], expected, "{key}");
    }
    assert_eq!(hit["origin"]["archive"], "archive.jsonl");
    assert_eq!(hit["origin"]["line"], 1);
    assert_eq!(hit["origin"]["record"], 1);
    let coarse = hits.iter().find(|hit| hit["id"] == "s3").expect("s3");
    assert_eq!(
        (&coarse["precision"], &coarse["day"]),
        (&"month".into(), &"2016-01".into())
    );
    let undated = hits.iter().find(|hit| hit["id"] == "s5").expect("s5");
    for key in ["published", "precision", "day", "place", "url"] {
        assert_eq!(undated[key], Value::Null, "{key}");
    }
    // Nothing found is an object too, and so is the same by the other flag.
    let nothing = desk
        .run(&["search", "xyzzy", "--format", "json"])
        .expect(1)
        .json();
    assert_eq!(keys(&nothing), HEAD_KEYS);
    assert_eq!(nothing["hits"], serde_json::json!([]));
}

/// Offsets count what every language counts alike: not bytes, not UTF-16, so an emoji is one.
#[test]
fn marks_count_code_points_also_after_wide_and_astral_characters() {
    let answer = desk().run(&["search", "storm", "--json"]).expect(0).json();
    let mut seen = 0;
    for hit in answer["hits"].as_array().expect("hits") {
        let mut words = marked(&hit["title"], &hit["title_marks"]);
        for passage in hit["passages"].as_array().expect("passages") {
            assert_eq!(keys(passage), ["text", "marks"]);
            words.extend(marked(&passage["text"], &passage["marks"]));
        }
        seen += words.len();
        for word in words {
            assert_eq!(word.to_lowercase(), "storm", "{hit}");
        }
    }
    assert_eq!(seen, 9, "four titles, five times in the bodies");
}

#[test]
fn json_lines_are_the_hits_alone() {
    let desk = desk();
    let lines = desk
        .run(&["search", "storm", "--format", "jsonl", "-n", "3"])
        .expect(0)
        .json_lines();
    let object = desk.run(&["search", "storm", "--json", "-n", "3"]).json();
    assert_eq!(Value::Array(lines), object["hits"]);
}

#[test]
fn csv_reads_back_whatever_is_in_the_text() {
    let desk = Desk::with(concat!(
        r#"{"id":"c1","title":"He said \"storm\", then\nleft","body":"A storm; a comma, a \"quote\".","published":"2016-05-16","source":"Ledger, The"}"#,
        "\n",
        r#"{"id":"=2+3","title":"=HYPERLINK(\"https://example.org\",\"storm\")","body":"@SUM(1) storm","author":"+44 storm","section":"-1","source":"\t=storm","published":"2016"}"#,
        "\n",
    ));
    let run = desk
        .run(&["search", "storm", "--format", "csv", "--sort", "newest"])
        .expect(0);
    let mut reader = csv::Reader::from_reader(run.out.as_slice());
    let headings = reader.headers().expect("headings").clone();
    assert_eq!(
        headings.iter().collect::<Vec<_>>(),
        [
            "rank",
            "id",
            "title",
            "published",
            "source",
            "section",
            "byline",
            "place",
            "lang",
            "url",
            "origin",
            "passages"
        ]
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 2);
    let row = |id: &str| {
        let row = rows.iter().find(|row| row[1].ends_with(id)).expect("a row");
        row.iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let plain = row("c1");
    assert_eq!(plain[2], "He said \"storm\", then left");
    assert_eq!(plain[4], "Ledger, The");
    assert_eq!(plain[10], "archive.jsonl:1");
    assert_eq!(plain[11], "A storm; a comma, a \"quote\".");
    // A spreadsheet runs none of these.
    for cell in row("2+3") {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']),
            "{cell}"
        );
    }
    assert!(row("2+3")[2].starts_with("'=HYPERLINK("));
}

#[test]
fn ids_are_one_a_line_and_can_be_shown() {
    let desk = desk();
    let ids = found(&desk, &["storm"]);
    assert_eq!(set(ids.clone()).len(), 4);
    for id in ids {
        desk.run(&["show", &id]).expect(0);
    }
}

#[test]
fn a_run_file_has_six_columns_and_falling_scores() {
    let desk = desk();
    desk.write(
        "queries.tsv",
        "7\tstorm\n9\tstrike miners\n\n12\tnothinglikeit\n",
    );
    let run = desk
        .run(&[
            "search",
            "--queries",
            "queries.tsv",
            "--format",
            "trec",
            "-n",
            "0",
        ])
        .expect(0);
    let rows: Vec<Vec<&str>> = run
        .lines()
        .into_iter()
        .map(|line| line.split(' ').collect())
        .collect();
    let of = |topic: &str| rows.iter().filter(|r| r[0] == topic).collect::<Vec<_>>();
    assert_eq!((of("7").len(), of("9").len(), of("12").len()), (4, 1, 0));
    for topic in ["7", "9"] {
        let mut last = f64::MAX;
        for (rank, row) in (1..).zip(of(topic)) {
            assert_eq!((row.len(), row[1], row[5]), (6, "Q0", "morgue"));
            assert_eq!(row[3], rank.to_string());
            let score: f64 = row[4].parse().expect("a score");
            assert!(score < last, "{row:?}");
            last = score;
        }
    }
    // With --any a topic is plain words: what would be operators means nothing.
    desk.write("topics.tsv", "1\tstrike AND (miners\" OR -storm\n");
    let any = desk
        .run(&[
            "search",
            "--queries",
            "topics.tsv",
            "--format",
            "trec",
            "--any",
        ])
        .expect(0);
    assert_eq!(any.lines().len(), 5, "{any}");
    // A topic's hits as JSON name their topic; a single query's run file has topic 1.
    let lines = desk
        .run(&["search", "--queries", "queries.tsv", "--format", "jsonl"])
        .expect(0)
        .json_lines();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["topic"], "7");
    let single = desk.run(&["search", "storm", "--format", "trec"]).expect(0);
    assert_eq!(single.lines().len(), 4);
    assert!(single.lines()[0].starts_with("1 Q0 "), "{single}");
}

#[test]
fn show_as_json_has_the_body_in_paragraphs_and_what_the_record_carried_besides() {
    let desk = desk();
    let article = desk.run(&["show", "s1", "--json"]).expect(0).json();
    assert_eq!(
        keys(&article),
        [
            "version",
            "id",
            "title",
            "published",
            "precision",
            "day",
            "section",
            "source",
            "byline",
            "place",
            "url",
            "lang",
            "origin",
            "date_source",
            "tags",
            "body",
            "extra"
        ]
    );
    assert_eq!(article["version"], 1);
    assert_eq!(
        article["body"],
        serde_json::json!(["The storm broke the dam at noon. Nobody was hurt."])
    );
    assert_eq!(article["extra"], serde_json::json!({"weather code": 7}));
    let marks = desk
        .run(&["show", "s3", "--query", "storm", "--json"])
        .expect(0)
        .json();
    assert_eq!(marked(&marks["title"], &marks["title_marks"]), ["storm"]);
    assert_eq!(
        marked(&marks["body"][0], &marks["body_marks"][0]),
        ["storm", "storm"]
    );
    // A query that does not match marks nothing.
    let nothing = desk.run(&["show", "s1", "--query", "strike"]).expect(0);
    assert!(!nothing.stdout().contains("[["), "{nothing}");
}

#[test]
fn stats_as_json_adds_up() {
    let desk = Desk::corpus();
    let stats = desk.run(&["stats", "--json"]).expect(0).json();
    assert_eq!(
        keys(&stats),
        [
            "version",
            "articles",
            "undated",
            "taken_down",
            "first_day",
            "last_day",
            "sources",
            "sections",
            "years",
            "bytes",
            "format",
            "written_by"
        ]
    );
    let articles = stats["articles"].as_u64().expect("a number");
    let counted: u64 = desk
        .run(&["search", "*", "--count"])
        .stdout()
        .trim()
        .parse()
        .expect("a number");
    assert_eq!(articles, counted);
    let sum = |key: &str| -> u64 {
        let counts = stats[key].as_object().expect("counts");
        counts.values().map(|n| n.as_u64().expect("a count")).sum()
    };
    assert_eq!(
        sum("years") + stats["undated"].as_u64().expect("a number"),
        articles
    );
    assert!(sum("sources") <= articles && sum("sections") <= articles);
    assert_eq!(stats["first_day"], "1605-01-01");
    assert!(stats["bytes"].as_u64().is_some_and(|bytes| bytes > 10_000));
}
