//! Saved queries that cannot be saved, found, read or forgotten.

use super::desk;
use crate::morgue::{assert_said, transcript};

#[test]
fn a_saved_query_is_used_listed_and_forgotten() {
    let desk = desk();
    assert_said!(transcript(
        [
            &["query", "list"][..],
            &["query", "save", "walkout", "strike OR stoppage"],
            &["query", "save", "both", "@walkout", "-storm"],
            &["query", "save", "walkout", "strike"],
            &["query", "list"],
            &["query", "export"],
            &["search", "@both", "--format", "ids"],
            &["search", "@walkout", "--count"],
            &["query", "delete", "@both"],
            &["query", "delete", "walkout"],
            &["query", "export"],
        ]
        .map(|arguments| desk.run(arguments))
    ));
}

#[test]
fn what_is_wrong_with_a_saved_query_is_said_in_its_words() {
    let desk = desk();
    for (name, text) in [("walkout", "strike"), ("both", "@walkout -storm")] {
        desk.run(&["query", "save", name, text]).expect(0);
    }
    let runs = [
        &["search", "@walkouts"][..],
        &["search", "@pickets"],
        &["search", "--lenient", "--count", "@walkouts"],
        &["query", "save", "walk out", "strike"],
        &["query", "save", "x", "strike", "(storm"],
        &["query", "save", "x", ""],
        &["query", "save", "walkout", "@both"],
        &["query", "save", "x", "@nobody"],
        &["query", "delete", "walkout"],
        &["query", "delete", "bot"],
        &["query", "import", "nowhere.tsv"],
        &["query", "list", "--index", "elsewhere"],
    ];
    let mut said: Vec<_> = runs.map(|arguments| desk.run(arguments)).into();
    desk.write(
        "index/queries.tsv",
        "a\t@b\nb\t@a OR strike\nc\tstorm (flood\n",
    );
    said.push(desk.run(&["search", "@a"]));
    said.push(desk.run(&["search", "strike @c"]));
    desk.write("index/queries.tsv", "no tab here\n");
    said.push(desk.run(&["search", "@a"]));
    assert_said!(transcript(said));
}

/// Lines may stand in any order, and either all are saved or none.
#[test]
fn exported_queries_are_imported_whole() {
    let desk = desk();
    let lines = "a\t@z OR strike\nm\t@a\nz\tstorm\n";
    desk.run_with_input(lines.as_bytes(), &["query", "import", "-"])
        .expect(0);
    assert_eq!(desk.run(&["query", "export"]).expect(0).stdout(), lines);
    let wrong = "b\tstorm\nc\t@nobody\n";
    desk.run_with_input(wrong.as_bytes(), &["query", "import", "-"])
        .expect(2);
    assert_eq!(desk.run(&["query", "export"]).expect(0).stdout(), lines);
}
