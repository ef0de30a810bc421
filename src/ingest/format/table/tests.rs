//! Claims about tables: what is taken for one, what its columns are, and what becomes of broken rows.

use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::article::DateSource;
use crate::ingest::FieldMap;

fn is_table(text: impl AsRef<[u8]>) -> bool {
    looks_like_table(&Head::new(text.as_ref().to_vec()))
}

fn read_with(text: &[u8], fields: &FieldMap) -> Vec<Item> {
    let context = Context {
        fields,
        name: "table.csv",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    let input = Box::new(BufReader::with_capacity(61, Cursor::new(text.to_vec())));
    read_table(input, &context)
        .map(|item| item.expect("memory does not fail"))
        .collect()
}

fn read(text: impl AsRef<[u8]>) -> Vec<Item> {
    read_with(text.as_ref(), &FieldMap::default())
}

/// Line and headline, or line and code.
fn told(items: &[Item]) -> Vec<(u64, &str)> {
    let what = |item: &'_ Item| match &item.outcome {
        Ok(_) => "",
        Err(error) => error.code(),
    };
    items
        .iter()
        .map(|item| {
            let title = item.outcome.as_ref().map(|record| record.title.as_str());
            (
                item.line.expect("rows have lines"),
                title.unwrap_or(what(item)),
            )
        })
        .collect()
}

fn record(items: &[Item], at: usize) -> &Record {
    items[at].outcome.as_ref().expect("a record")
}

const TABLE: &str = "\
id,headline,text,pub_date,paper
1,Ferry sinks,\"It sank at noon.

Nobody was hurt, the company said.\",2015-12-17,Gazette
2,\"A \"\"quick\"\" recovery\",It rose again.,17 Dec 2015,Gazette
";

#[test]
fn a_row_is_a_record_and_the_header_says_what_is_what() {
    let items = read(TABLE);
    assert_eq!(
        told(&items),
        [(2, "Ferry sinks"), (5, "A \"quick\" recovery")]
    );
    let first = record(&items, 0);
    assert_eq!(first.id.as_deref(), Some("1"));
    assert!(first.body[0].contains("\n\nNobody"), "{:?}", first.body);
    assert_eq!(first.published, crate::date::PubDate::parse("2015-12-17"));
    assert_eq!(first.date_source, Some(DateSource::Field));
    assert_eq!(first.extra["paper"], "Gazette");
    assert_eq!(first.line, Some(2));
}

#[test]
fn the_delimiter_is_guessed() {
    for (delimiter, name) in [("\t", "tab"), (";", "semicolon"), ("|", "bar")] {
        let table = TABLE.replace(',', delimiter);
        assert!(is_table(&table), "{name}");
        assert_eq!(told(&read(&table))[0], (2, "Ferry sinks"), "{name}");
    }
    let told_so = format!("sep=;\r\n{}", TABLE.replace(',', ";"));
    assert_eq!(told(&read(&told_so))[0], (3, "Ferry sinks"));
}

#[test]
fn encodings_of_spreadsheets_are_read() {
    let table = "title;text;date\nÜberfälle häufen sich;Straßen gesperrt;17.12.2015\n";
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(table.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin1: Vec<u8> = table.chars().map(|c| c as u8).collect();
    let marked = format!("\u{feff}{table}");
    for bytes in [table.as_bytes(), &utf16, &latin1, marked.as_bytes()] {
        assert!(is_table(bytes));
        let items = read(bytes);
        assert_eq!(told(&items), [(2, "Überfälle häufen sich")]);
        assert_eq!(record(&items, 0).body, ["Straßen gesperrt"]);
    }
}

#[test]
fn a_ragged_row_is_one_reject_with_its_line() {
    let table = "title,text,date\na one,b,2015-12-17\na two,b\na three,b,c,d\na four,b,2015-12-17,,\n,,\na five,b,c\n";
    let items = read(table);
    assert_eq!(
        told(&items),
        [
            (2, "a one"),
            (3, "MALFORMED"),
            (4, "MALFORMED"),
            (5, "a four"),
            (7, "a five")
        ]
    );
    let reason = items[1].outcome.as_ref().expect_err("ragged").to_string();
    assert_eq!(
        reason,
        "broken csv: 2 cells in the row, 3 columns in the table"
    );
    assert_eq!(items[1].sample, "a two,b\n");
}

#[test]
fn a_quote_that_is_never_closed_costs_its_line_only() {
    for (table, lines) in [
        ("title,text\na,b\nc,\"d\ne,f\ng,h\n", 5),
        ("title,text\na,b\nc,\"d\ne,\"f\"\ng,h\n", 5),
    ] {
        let items = read(table);
        let told = told(&items);
        assert_eq!(told.len(), lines - 1, "{told:?}");
        assert_eq!(told[1], (3, "MALFORMED"), "{told:?}");
        assert_eq!(told[2], (4, "e"), "{told:?}");
        assert_eq!(told[3], (5, "g"), "{told:?}");
    }
}

#[test]
fn columns_that_nobody_can_guess_can_be_told() {
    let table = "hd,txt,nr\nStorm,Wind and rain,1\nCalm,Sun,2\n";
    assert!(is_table(table));
    let pairs = ["title=hd", "body=txt"].map(str::to_owned);
    let fields = FieldMap::parse(&pairs).expect("two pairs");
    let items = read_with(table.as_bytes(), &fields);
    assert_eq!(told(&items), [(2, "Storm"), (3, "Calm")]);
    assert_eq!(record(&items, 1).body, ["Sun"]);
}

#[test]
fn columns_without_a_header_are_told_by_their_cells() {
    let table = "2015-12-17\tThe ferry sank at noon\thttps://gazette.example/1\tThe ferry to the islands sank at noon on Thursday, and nobody was hurt.\n\
                 2015-12-18\tThe ferry is raised\thttps://gazette.example/2\tTwo cranes raised the ferry on Friday while hundreds watched from the quay.\n";
    assert!(is_table(table));
    let items = read(table);
    assert_eq!(
        told(&items),
        [(1, "The ferry sank at noon"), (2, "The ferry is raised")]
    );
    let first = record(&items, 0);
    assert_eq!(first.url.as_deref(), Some("https://gazette.example/1"));
    assert_eq!(first.published, crate::date::PubDate::parse("2015-12-17"));
    assert!(first.body[0].starts_with("The ferry to the islands"));
    let pairs = ["title=column4".to_owned()];
    let told_so = read_with(table.as_bytes(), &FieldMap::parse(&pairs).expect("a pair"));
    assert!(record(&told_so, 0).title.starts_with("The ferry to"));
}

#[test]
fn two_columns_of_one_name_are_both_kept() {
    let items = read("title,text,text\nStorm,first,second\nCalm,third,fourth\n");
    assert_eq!(record(&items, 0).body, ["first"]);
    assert_eq!(record(&items, 0).extra["text_"], "second");
}

/// Pages saved as text have commas, bars and tabs, and are none.
#[test]
fn a_page_is_no_table() {
    for text in [
        "",
        "title,text\n",
        "Home, News, Sport\n\nFerry sinks\n\nThe ferry sank at noon, and nobody was hurt.\n\nMore, and more, and more.\n",
        "Ferry sinks, nobody hurt\nUpdated: 2015-12-17\nThe ferry sank, the company said.\n",
        "Home | News | Sport\nFerry sinks\nBy Ann Miner | 17 December 2015 | Gazette\nThe ferry sank.\n",
        "{\"a\": 1, \"b\": 2}\n{\"a\": 1, \"b\": 2}\n{\"a\": 1, \"b\": 2}\n",
        "<DOC>\n<a>, b, c\n",
        "One, two, three.\nFour, five, six.\nSeven, eight, nine.\n",
    ] {
        assert!(!is_table(text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever stands in the cells, it is read back, and no row is lost.
    #[test]
    fn what_a_spreadsheet_writes_is_read_back(rows in prop::collection::vec(("[a-c\",;\n ]{0,12}x", "[a-c\",\n]{0,12}y"), 1..8)) {
        let quote = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut table = "title,text,url\n".to_owned();
        for (title, text) in &rows {
            table.push_str(&format!("{},{},u\n", quote(title), quote(text)));
        }
        let items = read(&table);
        prop_assert_eq!(items.len(), rows.len());
        for (item, (title, _)) in items.iter().zip(&rows) {
            prop_assert_eq!(&item.outcome.as_ref().expect("a record").title, title);
        }
    }

    /// No bytes make it panic or go on for ever.
    #[test]
    fn any_bytes_come_to_an_end(bytes in prop::collection::vec(prop::sample::select(b"a,\";\n\r\t|\xff\0".to_vec()), 0..300)) {
        let mut table = b"title,text,date\n".to_vec();
        table.extend(bytes);
        let items = read(&table);
        prop_assert!(items.len() <= table.len());
        let _ = is_table(&table);
    }
}

#[test]
fn quotes_that_are_never_closed_take_linear_time() {
    let table = format!("title,text\n{}", "a,\"b\n".repeat(20_000));
    let before = std::time::Instant::now();
    let items = read(&table);
    assert_eq!(items.len(), 20_000);
    assert!(before.elapsed().as_secs() < 20, "{:?}", before.elapsed());
}

#[test]
fn columns_may_be_named_in_german_french_spanish_and_italian() {
    for table in [
        "\u{feff}sep=;\r\n\"Überschrift\";Volltext;Erscheinungsdatum;Zeitung\r\nRegen;Es regnete.;12.3.2019;Bote\r\n",
        "Titre,Texte,Date de publication,Journal\nRegen,Es regnete.,2019-03-12,Bote\n",
        "titular;cuerpo;fecha;medio\nRegen;Es regnete.;12 de marzo de 2019;Bote\n",
        "titolo\ttesto\tdatum\tfonte\nRegen\tEs regnete.\t2019-03-12\tBote\n",
        "headline|story_text|pub_dt|source\nRegen|Es regnete.|2019-03-12|Bote\n",
    ] {
        assert!(is_table(table), "{table}");
        let items = read(table);
        let record = record(&items, 0);
        assert_eq!(
            (record.title.as_str(), &*record.body.join("")),
            ("Regen", "Es regnete."),
            "{table}"
        );
        assert_eq!(record.source.as_deref(), Some("Bote"), "{table}");
        let day = record.published.map(|date| date.day_text());
        assert_eq!(day.as_deref(), Some("2019-03-12"), "{table}");
    }
}

/// Databases put a backslash before a quote that is meant; read as doubled quotes, the cell would end there.
#[test]
fn a_quote_behind_a_backslash_is_a_quote() {
    let text = "\"title\",\"text\",\"date\"\r\n\"Ferry \\\"Alma\\\" sinks\",\"It sank.\",\"2015-12-17\"\r\n\
        \"Raised\",\"They said: \\\"up\\\", and\nup it came.\",\"2016-01-03\"\r\n";
    assert!(is_table(text));
    let items = read(text);
    assert_eq!(told(&items), [(2, "Ferry \"Alma\" sinks"), (3, "Raised")]);
    assert_eq!(
        record(&items, 1).body,
        ["They said: \"up\", and\nup it came."]
    );
    // A path that ends in a backslash ends its cell.
    let path = "title,text,file\nFerry,\"It sank\",\"c:\\\"\nRaised,\"It \"\"came\"\" up\",x\n";
    let items = read(path);
    assert_eq!(told(&items), [(2, "Ferry"), (3, "Raised")]);
    assert_eq!(record(&items, 0).extra["file"], "c:\\");
}
