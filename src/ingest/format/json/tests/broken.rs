//! Claims about what is broken: it costs itself only, is told where it stands, and what loses nothing is mended.

use super::*;

#[test]
fn a_broken_line_is_a_reject_with_its_line_and_the_next_line_is_read() {
    let broken = [
        "{\"title\":\"never closed\n",
        "{\"title\":\"b\",\n",
        "{\"title\":\n",
        "{\"title\":[{\"a\":{\n",
        "{\"title\":\"b\"]\n",
        "{title:\"b\"}\n",
        "{'title':'b'}\n",
        "{\"title\":\"b\\x\"}\n",
        "{\"n\":1.2.3}\n",
        "not json at all {\"title\":\"x\"}\n",
        "}\n",
        "]\n",
        "\"title\":\"x\"}\n",
    ];
    let good = |n: u32| format!("{{\"title\":\"{n}\",\"body\":\"text\"}}\n");
    for bad in broken {
        let items = read(format!("{}{bad}{}{}", good(1), good(2), good(3)));
        assert_eq!(
            (titles(&items), rejects(&items)),
            (vec!["1", "2", "3"], vec![(2, "BAD_JSON")]),
            "{bad}"
        );
        let items = read(format!("{bad}{}{}", good(1), good(2)));
        assert_eq!(
            (titles(&items), rejects(&items)),
            (vec!["1", "2"], vec![(1, "BAD_JSON")]),
            "{bad} first"
        );
        let items = read(format!("{}{bad}{bad}{}", good(1), good(2)));
        assert_eq!(
            (titles(&items), rejects(&items).len()),
            (vec!["1", "2"], 2),
            "{bad} twice"
        );
    }
}

#[test]
fn a_broken_element_of_an_array_costs_itself_only() {
    let good = |n: u32| format!("{{\"title\": \"{n}\", \"body\": \"text\"}}");
    let broken = [
        "{\"title\": \"never closed, \"body\": 1}",
        "{\"title\": \"b\", body: 1}",
        "{\"title\": \"b\"]",
        "{\"title\": \"b\" \"body\": 1}",
        "{\"title\": {\"title\": 5, ]}",
        "{\"related\": [{\"name\": 1}, {\"name\": 2}, ##]}",
    ];
    for bad in broken {
        for between in [",", ", ", ",\n", ",\n  ", "\n,"] {
            let open = if between.starts_with(",\n") {
                &between[1..]
            } else {
                ""
            };
            let all = [good(1), good(2), bad.to_owned(), good(3), good(4)].join(between);
            let items = read(format!("[{open}{all}]"));
            assert_eq!(titles(&items), ["1", "2", "3", "4"], "{bad:?} {between:?}");
            assert_eq!(rejects(&items).len(), 1, "{bad:?} {between:?}");
            let line = 1 + format!(
                "[{open}{}",
                [good(1), good(2), bad.to_owned()].join(between)
            )
            .matches('\n')
            .count();
            assert_eq!(
                rejects(&items)[0],
                (line as u64, "BAD_JSON"),
                "{bad:?} {between:?}"
            );
        }
    }
}

#[test]
fn an_element_that_is_cut_off_swallows_none_that_starts_a_line() {
    let archive = "[\n  {\"title\": \"1\"},\n  {\"title\": \"b\", \"body\":\n  {\"title\": \"2\"},\n  {\"title\": \"3\"}\n]\n";
    let items = read(archive);
    assert_eq!(
        (titles(&items), rejects(&items)),
        (vec!["1", "2", "3"], vec![(3, "BAD_JSON")])
    );
}

/// Objects inside of a broken element look like elements; their indentation tells.
#[test]
fn what_stands_inside_a_broken_element_is_no_record() {
    let inner = json!([{"title": "inner", "related": [{"title": "deep"}]}, {"title": "inner too"}]);
    let records = json!([{"title": "1"}, {"title": "2", "related": inner}, {"title": "3"}]);
    let pretty = serde_json::to_string_pretty(&records).expect("a value can be written");
    let items = read(pretty.replacen("\"2\",", "\"2\"", 1));
    assert_eq!(
        (titles(&items), rejects(&items)),
        (vec!["1", "3"], vec![(5, "BAD_JSON")])
    );
}

#[test]
fn a_broken_record_that_spans_lines_costs_itself_only() {
    let records: Vec<String> = (1..=4)
        .map(|n| {
            serde_json::to_string_pretty(&json!({"title": n.to_string(), "a": {"b": [1, 2]}}))
                .expect("json")
        })
        .collect();
    for at in 0..3 {
        for (from, to) in [
            ("\"b\": [", "\"b\" ["),
            ("2\n", "2]\n"),
            ("\n}", "\n"),
            ("\"a\":", "\"a:"),
        ] {
            let mut records = records.clone();
            records[at] = records[at].replace(from, to);
            let items = read(records.join("\n"));
            let expected: Vec<String> = (1..=4)
                .filter(|n| *n != at + 1)
                .map(|n| n.to_string())
                .collect();
            assert_eq!(titles(&items), expected, "{from} {at}");
            assert_eq!(rejects(&items).len(), 1, "{from} {at}");
        }
    }
}

#[test]
fn what_is_no_object_is_a_reject() {
    assert_eq!(
        rejects(&read("1\n\"a\"\nnull\ntrue\n[[],2,\"x\"]\n")),
        [
            (1, "NOT_AN_OBJECT"),
            (2, "NOT_AN_OBJECT"),
            (3, "NOT_AN_OBJECT"),
            (4, "NOT_AN_OBJECT")
        ]
        .into_iter()
        .chain([(5, "NOT_AN_OBJECT"); 3])
        .collect::<Vec<_>>()
    );
}

#[test]
fn the_sample_of_a_broken_line_shows_what_is_wrong_with_it() {
    let items = read(b"{\"title\":\"a\",\"body\":\"b\"}\n{oops\n{\"title\":\"c\" \"d\"}\n");
    let samples: Vec<&str> = items.iter().map(|item| item.sample.as_str()).collect();
    assert_eq!(samples, ["", "{oops", "{\"title\":\"c\" \"d\"}"]);
}

#[test]
fn bad_utf_8_is_decoded_line_by_line() {
    let mut archive = Vec::new();
    archive.extend("{\"title\":\"Café um eins\"}\n".as_bytes());
    archive.extend(b"{\"title\":\"Caf\xe9 um zwei\"}\n");
    archive.extend(format!("{{\"title\":\"Caf\u{e9}\",\"body\":\"{}", "é".repeat(200)).as_bytes());
    archive.extend(b"\xff\"}\n");
    archive.extend(b"{\"title\":\"\xc3\xa9\xc3\xa9\xff\xc3\xa9\xff\"}\n{\"title\":\"last\"}\n");
    let items = read(archive);
    assert_eq!(
        titles(&items),
        ["Café um eins", "Café um zwei", "Café", "last"]
    );
    assert_eq!(rejects(&items), [(4, "BAD_ENCODING")]);
    assert!(items[2].outcome.as_ref().expect("a record").body[0].ends_with("é\u{fffd}"));
}

#[test]
fn faults_that_lose_nothing_are_mended() {
    let items = read("{\"title\":\"tab\there\",\"n\":NaN}\n{\"title\":\"cut \\ud83d\"}\n");
    assert_eq!(titles(&items), ["tab here", "cut \u{fffd}"]);
}
