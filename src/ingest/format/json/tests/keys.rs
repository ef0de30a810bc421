//! Claims about fields: which key is what, which value says what, and what the user says.

use super::*;

#[test]
fn the_likelier_key_wins_and_the_other_is_kept() {
    let found = record(
        json!({"headline": "Second", "title": "First", "text": "Long", "summary": "Short", "Kicker": "K"}),
    );
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("First", &["Long".to_owned()][..])
    );
    assert_eq!(
        Value::Object(found.extra),
        json!({"headline": "Second", "summary": "Short", "Kicker": "K"})
    );
}

#[test]
fn an_empty_value_gives_way_to_the_next_key() {
    let found = record(
        json!({"title": " ", "headline": null, "hed": {}, "head": "Fourth", "body": [], "description": "Text"}),
    );
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("Fourth", &["Text".to_owned()][..])
    );
    assert_eq!(
        Value::Object(found.extra),
        json!({"title": " ", "headline": null, "hed": {}, "body": []})
    );
}

#[test]
fn the_last_of_two_equal_keys_wins() {
    assert_eq!(only("{\"title\":\"a\",\"title\":\"b\"}").title, "b");
    let many: String = (0..100)
        .map(|n| format!("\"k{n}\":0,\"k{n}\":{n},"))
        .collect();
    let found = only(&format!("{{{many}\"title\":\"t\"}}"));
    assert_eq!(found.extra.len(), 100);
    assert!((0..100).all(|n| found.extra[&format!("k{n}")] == n));
}

#[test]
fn dumps_of_many_houses_are_understood() {
    let found = record(json!({
        "web_url": "https://example.org/a", "uri": "nyt://article/1", "_id": "1",
        "headline": {"main": "Main", "kicker": "Kick"}, "lead_paragraph": "Lead.", "abstract": "Abs.",
        "pub_date": "1987-02-26", "byline": {"original": "By A. Reed", "person": []}, "source": {"id": "x", "name": "The Example"},
        "section_name": "World", "keywords": [{"name": "place", "value": "Oslo"}, {"name": "b"}],
    }));
    assert_eq!(
        (found.title.as_str(), found.body[0].as_str()),
        ("Main", "Lead.")
    );
    assert_eq!(found.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(
        (found.id.as_deref(), found.byline.as_deref()),
        (Some("1"), Some("By A. Reed"))
    );
    assert_eq!(
        (found.source.as_deref(), found.section.as_deref()),
        (Some("The Example"), Some("World"))
    );
    assert_eq!(found.published, PubDate::parse("1987-02-26"));
    assert_eq!(
        Value::Object(found.extra),
        json!({
            "uri": "nyt://article/1", "headline": {"kicker": "Kick"}, "abstract": "Abs.", "byline": {"person": []},
            "source": {"id": "x"}, "keywords": [{"value": "Oslo"}],
        })
    );

    let found = record(json!({
        "_index": "news", "_id": "7", "_source": {"title": "Inner", "content": "Text", "author": ["A", "B"], "tags": "x, y;z"},
    }));
    assert_eq!(
        (
            found.title.as_str(),
            found.byline.as_deref(),
            found.id.as_deref()
        ),
        ("Inner", Some("A, B"), Some("7"))
    );
    assert_eq!(found.tags, ["x, y", "z"]);

    let found = record(json!({
        "id": 12, "date": "2016-01-02", "guid": {"rendered": "https://example.org/?p=12"}, "title": {"rendered": "Fish &#038; chips"},
        "content": {"rendered": "<p>One.</p>\n<p>Two.</p>", "protected": false}, "categories": ["Food", "Town"],
    }));
    assert_eq!(
        (found.title.as_str(), found.id.as_deref()),
        ("Fish & chips", Some("12"))
    );
    assert_eq!(found.body, ["One.", "Two."]);
    assert_eq!(found.url.as_deref(), Some("https://example.org/?p=12"));
    assert_eq!(
        (found.section.as_deref(), found.tags.len()),
        (Some("Food"), 2)
    );
}

#[test]
fn a_body_is_a_text_or_a_list_of_paragraphs() {
    for (body, expected) in [
        (json!("One\n\nTwo"), vec!["One\n\nTwo"]),
        (json!(["One", "Two"]), vec!["One", "Two"]),
        (
            json!([{"text": "One"}, {"paragraph": "Two"}, {"image": "x.png"}]),
            vec!["One", "Two"],
        ),
        (
            json!("<div><p>One &amp; only</p><p>Two</p></div>"),
            vec!["One & only", "Two"],
        ),
        (json!("1 < 2 & 3 > 2"), vec!["1 < 2 & 3 > 2"]),
    ] {
        assert_eq!(record(json!({"body": body})).body, expected, "{body}");
    }
}

#[test]
fn dates_are_read_in_the_shapes_of_dumps() {
    let epoch = PubDate::from_epoch(541_339_200);
    for value in [
        json!(541_339_200),
        json!(541_339_200_000_i64),
        json!("541339200"),
        json!(541_339_200.25),
        json!({"$date": 541_339_200_000_i64}),
        json!({"$date": {"$numberLong": "541339200000"}}),
        json!({"_seconds": 541_339_200}),
    ] {
        assert_eq!(
            record(json!({"timestamp": value})).published,
            epoch,
            "{value}"
        );
    }
    assert_eq!(
        record(json!({"timestamp": -1_000_000_000})).published,
        PubDate::from_epoch(-1_000_000_000)
    );
    let day = PubDate::parse("1987-02-26");
    for value in [
        json!(19_870_226),
        json!("19870226"),
        json!("1987-02-26"),
        json!({"$date": "1987-02-26"}),
    ] {
        assert_eq!(record(json!({"date": value})).published, day, "{value}");
    }
    assert_eq!(
        record(json!({"year": 1987, "month": "Feb", "day": "26"})).published,
        day
    );
    assert_eq!(
        record(json!({"year": "1987", "month": 2})).published,
        PubDate::from_month(1987, 2)
    );
    assert_eq!(
        record(json!({"year": 1987})).published,
        PubDate::from_year(1987)
    );
    assert_eq!(
        record(json!({"date": 1987})).published,
        PubDate::from_year(1987)
    );
    assert_eq!(
        record(json!({"date": "1987-02-26", "time": "15:01:02"})).published,
        PubDate::parse("1987-02-26 15:01:02")
    );
}

#[test]
fn a_date_that_cannot_be_read_is_kept_and_no_other_passed_off_for_it() {
    let found = record(
        json!({"published": "2015-02-30", "updated": "2016-01-01", "crawled": "2017-01-01"}),
    );
    assert_eq!(found.published, None);
    assert_eq!(found.extra["published"], "2015-02-30");
    let found =
        record(json!({"published": false, "pub_date": "2015-03-01", "modified": "2016-01-01"}));
    assert_eq!(found.published, PubDate::parse("2015-03-01"));
    let found = record(json!({"title": "t", "modified": "2016-01-01"}));
    assert_eq!(found.published, PubDate::parse("2016-01-01"));
    assert_eq!(found.extra["modified"], "2016-01-01");
}

#[test]
fn what_the_user_says_goes_before_what_is_guessed() {
    let pairs = ["title=hd", "title=head.line", "body=paras.0", "date=title"].map(str::to_owned);
    let fields = FieldMap::parse(&pairs).expect("four pairs");
    let read = |value: Value| {
        let input = Cursor::new(value.to_string().into_bytes());
        let mut items: Vec<_> =
            JsonRecords::new(Box::new(input), &fields, MAX_RECORD_BYTES).collect();
        items
            .remove(0)
            .expect("readable")
            .outcome
            .expect("a record")
    };
    let found = read(
        json!({"hd": "Said", "title": "2015-12-17", "headline": "Guessed", "paras": ["One", "Two"]}),
    );
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("Said", &["One".to_owned()][..])
    );
    assert_eq!(found.published, PubDate::parse("2015-12-17"));
    assert_eq!(
        Value::Object(found.extra),
        json!({"headline": "Guessed", "paras": [null, "Two"]})
    );
    assert_eq!(
        read(json!({"head": {"line": "Deep", "n": 1}})).title,
        "Deep"
    );
    assert_eq!(read(json!({"headline": "Guessed"})).title, "Guessed");
}
