//! Claims about agencies and dates that only the structure of a page gives away: brackets, bars, mastheads, and Chinese.

use super::*;

const TITLE: &str = "River port to grow again";

/// A page with these lines below its headline.
fn credited(lines: &str) -> Record {
    read(&format!(
        "World / Asia\n\n{TITLE}\n\n{lines}\n\n{}\n\n{}\n",
        P[1], P[4]
    ))
}

fn agency_and_author(record: &Record) -> (&str, &str) {
    (
        record.source.as_deref().unwrap_or_default(),
        record.byline.as_deref().unwrap_or_default(),
    )
}

fn day(record: &Record) -> String {
    record
        .published
        .map(|date| date.day_text())
        .unwrap_or_default()
}

/// No table knows these agencies; where they stand says what they are.
#[test]
fn an_unknown_name_in_brackets_or_before_updated_is_the_agency() {
    for (lines, agency, author) in [
        ("(Ferryman) Updated: 2004-05-18 17:02", "Ferryman", ""),
        (
            "Updated: 2004-05-18 17:02\n\n(Tide Notes)",
            "Tide Notes",
            "",
        ),
        (
            "(Tide Notes)\n\nUpdated: 2004-05-18 17:02",
            "Tide Notes",
            "",
        ),
        ("2004-05-18 17:02\n(Ferryman)", "Ferryman", ""),
        ("Tide Notes | Updated: 2004-05-18 17:02", "Tide Notes", ""),
        ("Ferryman | Updated: 2004-05-18 17:02", "Ferryman", ""),
        ("The Slate | Updated: 2004-05-18 17:02", "The Slate", ""),
        (
            "By Ada Lindt (tidenotes.example) Updated: 2004-05-18 17:02",
            "tidenotes.example",
            "Ada Lindt",
        ),
        (
            "By Ada Lindt | Tide Notes | Updated: 2004-05-18 17:02",
            "Tide Notes",
            "Ada Lindt",
        ),
        (
            "Ada Lindt | Tide Notes | Updated: 2004-05-18 17:02",
            "Tide Notes",
            "Ada Lindt",
        ),
        (
            "Ada Lindt | China Daily | Updated: 2004-05-18 17:02",
            "China Daily",
            "Ada Lindt",
        ),
        (
            "(Agencies via Tide Notes) Updated: 2004-05-18 17:02",
            "Agencies via Tide Notes",
            "",
        ),
        (
            "(Xinhua/tidenotes.example)\nUpdated: 2004-05-18 17:02",
            "Xinhua/tidenotes.example",
            "",
        ),
        (
            "2004-05-18 17:02tidenotes.com Editor: Q. Min",
            "tidenotes.com",
            "",
        ),
        (
            "May 18, 2004\nAda Lindt\nTide Sentinel",
            "Tide Sentinel",
            "Ada Lindt",
        ),
        ("Ada Lindt ada@tide.example\nMay 18, 2004", "", "Ada Lindt"),
        ("May 18, 2004 | Ada Lindt", "", "Ada Lindt"),
    ] {
        let record = credited(lines);
        assert_eq!(agency_and_author(&record), (agency, author), "{lines}");
        assert_eq!(day(&record), "2004-05-18", "{lines}");
        assert_eq!(record.title, TITLE, "{lines}");
        assert_eq!(record.body, [P[1], P[4]], "{lines}");
    }
}

#[test]
fn zones_pages_and_pictures_in_brackets_are_no_agencies() {
    for lines in [
        "Updated: 2004-05-18 17:02 (GMT+8)",
        "Updated: 2004-05-18 17:02 (Beijing Time)",
        "Updated: 2004-05-18 17:02 (page5)",
        "Updated: 2004-05-18 17:02\n\n(Photo by Luo Ning)",
        "Updated: 2004-05-18 17:02 (Video)",
        "By Ada Lindt | May 18, 2004, Tuesday | Print Edition",
    ] {
        assert_eq!(credited(lines).source, None, "{lines}");
    }
}

/// A masthead in capitals gives paper and day; a headline in capitals may end in a full stop.
#[test]
fn an_old_papers_masthead_is_its_agency_and_its_date() {
    for (masthead, paper) in [
        (
            "THE SALTBY SLATE.   TUESDAY, MARCH 5, 1895.",
            "THE SALTBY SLATE",
        ),
        ("SALTBY MERCURY, TUESDAY, MARCH 5, 1895.", "SALTBY MERCURY"),
        (
            "The Saltby Recorder. March 5, 1895. Page 4.",
            "The Saltby Recorder",
        ),
        (
            "The Saltby Advertiser\n\nTuesday, 5 March 1895.",
            "The Saltby Advertiser",
        ),
        (
            "THE SALTBY REGISTER.\n\nTUESDAY, MARCH 5, 1895.",
            "THE SALTBY REGISTER",
        ),
    ] {
        let record = read(&format!(
            "{masthead}\n\nA PIG ON THE PIER.\n\n{}\n\n{}\n",
            P[1], P[4]
        ));
        assert_eq!(agency_and_author(&record), (paper, ""), "{masthead}");
        assert_eq!(day(&record), "1895-03-05", "{masthead}");
        assert_eq!(record.title, "A PIG ON THE PIER.", "{masthead}");
        assert_eq!(record.body, [P[1], P[4]], "{masthead}");
    }
}

#[test]
fn chinese_stamp_lines_give_date_agency_and_author() {
    let body = [
        "河湾市政府宣布，内河港口扩建工程将于明年年底前完工，预计可提供约三百个就业岗位。",
        "港务负责人表示，第二座码头要等铁路桥拓宽之后再行建设。",
        "工程款仍未落实。",
    ];
    for (line, agency, author) in [
        ("2015-12-18 09:12:33 来源：河湾日报", "河湾日报", ""),
        ("来源：新华社 2015年12月18日 09:12", "新华社", ""),
        ("2015年12月18日09:12　　来源：河湾日报", "河湾日报", ""),
        (
            "发布时间：2015-12-18 09:12 来源：河湾通讯社 作者：李平 字体：大 中 小 打印",
            "河湾通讯社",
            "李平",
        ),
        ("2015年12月18日 09:12  河湾网", "河湾网", ""),
    ] {
        let record = read(&format!(
            "您当前的位置：首页 > 国内 > 正文\n\n河湾内河港口明年扩建\n\n{line}\n\n分享到：\n\n{}\n\n责任编辑：王平\n\n相关阅读\n桥\n",
            body.join("\n\n")
        ));
        assert_eq!(agency_and_author(&record), (agency, author), "{line}");
        assert_eq!(day(&record), "2015-12-18", "{line}");
        assert_eq!(record.title, "河湾内河港口明年扩建", "{line}");
        assert_eq!(record.section.as_deref(), Some("首页 > 国内"), "{line}");
        assert_eq!(record.body, body, "{line}");
    }
}

#[test]
fn a_chinese_dateline_gives_agency_and_place() {
    let found =
        dateline::read("新华社河湾12月18日电（记者李平）港口明年扩建。").expect("a dateline");
    assert_eq!(found.agency.as_deref(), Some("新华社"));
    assert_eq!(found.place.as_deref(), Some("河湾"));
    assert_eq!(dateline::read("他说，网上昨日电话不断。"), None);
}

#[test]
fn disclaimers_and_credits_in_capitals_are_no_paragraphs() {
    let record = read(&page(&format!(
        "Barges wait at the lock on Tuesday. DELTA PHOTO/XINHUA\n\n{}\n\n{}\n\nThe opinions expressed here are those of the writer and do not represent the views of the site.\n",
        P[1], P[4]
    )));
    assert_eq!(record.body, [P[1], P[4]]);
}

#[test]
fn views_that_a_story_reports_are_a_paragraph() {
    let views =
        "Views voiced at the meeting did not represent those of the mayor, who had left for lunch.";
    assert_eq!(
        read(&page(&format!("{}\n\n{views}\n\n{}", P[1], P[4]))).body,
        [P[1], views, P[4]]
    );
}

#[test]
fn the_section_named_below_a_story_is_its_section() {
    let record = read(&format!(
        "{TITLE}\n\n(Xinhua) Updated: 2015-12-17 16:44\n\n{}\n\n{}\n\nNewspaper headline: Wide quay\n\nPosted in: Society\n",
        P[1], P[4]
    ));
    assert_eq!(record.section.as_deref(), Some("Society"));
    assert_eq!(record.body, [P[1], P[4]]);
}

#[test]
fn a_breadcrumb_on_two_lines_is_one() {
    let record = read(&format!(
        "Business\n / Economy\n\n{TITLE}\n\n(Xinhua) Updated: 2015-12-17 16:44\n\n{}\n",
        P[1]
    ));
    assert_eq!(record.section.as_deref(), Some("Business / Economy"));
}

/// A deck or a crosshead in capitals beside the stamp is no paper, and a long headline keeps its words.
#[test]
fn decks_and_crossheads_beside_the_stamp_are_no_agencies() {
    for lines in [
        "The Long Way Home\n\nUpdated: 2004-05-18 17:02",
        "Updated: 2004-05-18 17:02\n\nNO JOINT RECORD",
    ] {
        assert_eq!(credited(lines).source, None, "{lines}");
    }
}
